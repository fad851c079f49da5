"""What the outlook rates, the texts rate alike: a scenario has one likelihood.

A sentence that names a scenario, or stands in its text, and has another word of the scale contradicts the outlook.

Bad:

    scenarios:
      - {name: The talks go on, likelihood: likely, text: It is very unlikely that they stop early.}
    key_points: [It is unlikely that the talks go on.]

Good:

    key_points: [It is likely that the talks go on.]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.core.source_map import Key
from briefing.model.labels import Rung, Scale
from briefing.model.text import Register
from briefing.stages import EditionSet, Version
from briefing.text.cue_words import cue_pattern
from briefing.text.variants import paragraphs, place_of, variants

LEAST_WORDS = 3
"""A scenario is known in a text by a name of so many words; shorter ones are said of much."""


def rated_otherwise(editions: EditionSet) -> Sequence[Finding]:
    """Each sentence that names a scenario and rates it with another word than the outlook."""
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
                        what = f"'{word}'{as_rung} is said of a scenario that the outlook rates '{rung.word}'"
                        what += f" ({version.source_map.value(key)})"
                        where = place_of(version.source_map, variant.place, sentence)
                        yield Finding("BR022", what, where, "rate it in one way", Severity.WARNING)


def _scenarios(version: Version, scale: Scale) -> Iterator[tuple[re.Pattern[str], Rung, Key]]:
    for index, scenario in enumerate(version.brief.outlook.scenarios):
        rung = scale.find(scenario.likelihood or "")
        wanted = (scenario.name.words(register) for register in Register)
        names = tuple({name for name in wanted if name and len(name.split()) >= LEAST_WORDS})
        if rung and names:
            yield cue_pattern(names), rung, ("outlook", "scenarios", index, "likelihood")
