"""A text gives a scenario another likelihood than the outlook does.

Readers cannot know which of the two is meant. The rule checks every sentence that names
a scenario of the outlook by its full name, and has a word of the likelihood scale.
Write the same word in both places.

Bad:

    key_points: [It is unlikely that the talks go on.]
    outlook:
      scale: icd-203
      scenarios:
        - {name: The talks go on, likelihood: likely, text: They meet again.}

Good:

    key_points: [It is likely that the talks go on.]
    outlook:
      scale: icd-203
      scenarios:
        - {name: The talks go on, likelihood: likely, text: They meet again.}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.core.source_map import Key
from briefing.model.labels import Rung, Scale
from briefing.model.text import Register
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet, Version
from briefing.text.cue_words import cue_pattern
from briefing.text.variants import paragraphs, place_of, variants

INCONSISTENT_RATING = Rule("BR022", "inconsistent-rating", Severity.WARNING, Stage.SET, __doc__)
RULES = (INCONSISTENT_RATING,)

LEAST_WORDS = 3
"""Words in the name of a scenario. Shorter names are ambiguous and are not searched for."""


def find_inconsistent_ratings(editions: EditionSet) -> Sequence[Finding]:
    """Return each sentence that names a scenario and gives it a different likelihood from the outlook's."""
    return [finding for version in editions.versions for finding in _in_version(version)]


def _in_version(version: Version) -> Iterator[Finding]:
    scale = version.scale
    if scale is None or scale.language != version.language.partition("-")[0]:
        return
    scenarios = list(_scenarios(version, scale))
    pattern = cue_pattern(tuple(name for rung in scale.words for name in rung.names))
    for variant in variants(version):
        for paragraph in paragraphs(variant.words, variant.flow):
            for sentence in () if paragraph.is_quoted else paragraph.sentences(version.traits):
                said = {rung.word: word for word in pattern.findall(sentence) if (rung := scale.find(word))}
                for names, rung, key in scenarios:
                    if said and rung.word not in said and names.search(sentence):
                        rated, word = min(said.items())
                        as_rung = "" if word.casefold() == rated.casefold() else f" ('{rated}')"
                        what = f"the sentence rates a scenario '{word}'{as_rung}; the outlook rates it "
                        what += f"'{rung.word}' ({version.source_map.value(key)})"
                        where = place_of(version.source_map, variant.place, sentence)
                        yield INCONSISTENT_RATING.finding(what, where, "use the same word in both places")


def _scenarios(version: Version, scale: Scale) -> Iterator[tuple[re.Pattern[str], Rung, Key]]:
    for index, scenario in enumerate(version.brief.outlook.scenarios):
        rung = scale.find(scenario.likelihood or "")
        wanted = (scenario.name.words(register) for register in Register)
        names = tuple({name for name in wanted if name and len(name.split()) >= LEAST_WORDS})
        if rung and names:
            yield cue_pattern(names), rung, ("outlook", "scenarios", index, "likelihood")
