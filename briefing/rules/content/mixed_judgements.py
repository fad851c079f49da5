"""One sentence states both a likelihood and a confidence.

A likelihood says how probable an event is; a confidence says how far the basis of the
judgement can be trusted. In one sentence, readers take one for the other (ICD 203,
section D.6.e(2)(b)). State them in two sentences.

Bad:

    outlook:
      scale: icd-203
      summary: It is likely, with high confidence, that the talks go on.

Good:

    outlook:
      scale: icd-203
      summary: It is likely that the talks go on. Confidence in this judgement is high.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet, Version
from briefing.text.cue_words import cue_pattern
from briefing.text.variants import paragraphs, place_of, variants

MIXED_JUDGEMENT = Rule("BR021", "mixed-judgement", Severity.WARNING, Stage.SET, __doc__)
RULES = (MIXED_JUDGEMENT,)


def find_mixed_judgements(editions: EditionSet) -> Sequence[Finding]:
    """Return each sentence with a word of the likelihood scale and a word for confidence."""
    return [finding for version in editions.versions for finding in _mixed(version)]


def _mixed(version: Version) -> Iterator[Finding]:
    scale = version.scale
    if scale is None or scale.language != version.language.partition("-")[0]:
        return
    likelihood = cue_pattern(tuple(name for rung in scale.words for name in rung.names))
    confidence = cue_pattern(version.labels.cues.confidence)
    for variant in variants(version):
        if variant.key[0] in ("method", "glossary"):  # where both words are explained
            continue
        for paragraph in paragraphs(variant.words, variant.flow):
            for sentence in () if paragraph.is_quoted else paragraph.sentences(version.traits):
                rated, trusted = likelihood.search(sentence), confidence.search(sentence)
                if rated and trusted:
                    what = f"the sentence states a likelihood ('{rated.group()}') and a confidence "
                    what += f"('{trusted.group()}')"
                    where = place_of(version.source_map, variant.place, sentence)
                    yield MIXED_JUDGEMENT.finding(what, where, "state them in two sentences")
