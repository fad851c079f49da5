"""A sentence states a figure, a date or a superlative, and its paragraph cites nothing.

Readers cannot check the statement. A citation covers its whole paragraph, and the list
that a paragraph introduces if it ends with a colon; a fact that names its source
(`{id}`) needs no other. A day or a year that is still to come needs none, since it
belongs to a judgement. The rule checks the texts that argue: the bottom line, key
points, sections and their boxes, the outlook, implications, the other view and changes.
It does not check titles, labels, notes, advice, quotations, definitions, formulae and
house numbers and provision numbers, nor a `plain` text if no audience that gets it
prints citations.

Bad:

    key_points:
      - The fleet has 36 aircraft, the largest number in the region.

Good:

    key_points:
      - The fleet has 36 aircraft, the largest number in the region. [@review]
    sources:
      review: {title: Annual review, publisher: The Institute, date: 2026-03}
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from briefing.core.finding import Finding, Severity
from briefing.model.audience import Notes
from briefing.model.blocks import kinds_with, model_of
from briefing.model.parts import PARTS, keys_of
from briefing.model.text import Register, TextRole
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet, Version
from briefing.text.cue_words import cue_pattern
from briefing.text.lexicon import Lexicon
from briefing.text.quantities import Quantity, quantities
from briefing.text.sentences import BREAK, without_formulae
from briefing.text.variants import Variant, fact_values, paragraphs, place_of, printer_of, shown, variants

UNCITED_CLAIM = Rule("BR011", "uncited-claim", Severity.WARNING, Stage.SET, __doc__)
RULES = (UNCITED_CLAIM,)

ARGUING = keys_of(part for part in PARTS.values() if part.argues)
NOT_ARGUING = {
    *("title", "subtitle", "name", "who", "indicator", "horizon", "alt", "note", "label", "unit", "columns"),
    *("series", "annotations", "signs", "assumptions", "because", "by", "type", "credit"),
    *kinds_with(TextRole.QUOTED),
}
"""Keys of names, judgements and other people's words."""

WITH_SOURCE = kinds_with(TextRole.DISPLAY)
"""Blocks that name their sources under what they show."""

CREDITED = {kind for kind in kinds_with(TextRole.RUNNING) if "source" in model_of(kind).model_fields}
"""Blocks of running text that may name their sources under it."""


ENUMERATED = re.compile(r"(?:^|(?<=[.;:]\s))\(\d{1,2}\)(?=\s)|^\d{1,2}[.)]$")
"""The number of a paragraph of a law: (1) Everyone has the right."""


def find_uncited_claims(editions: EditionSet) -> Sequence[Finding]:
    """Return each sentence with a figure, a date or a superlative in a paragraph that cites nothing."""
    return [
        finding
        for version in editions.versions
        for unsourced, lexicon in [(_unsourced_facts(version), Lexicon.of(version))]
        for marked in [_registers_with_marks(editions, version)]
        for variant in variants(version)
        if _argues(variant) and variant.register in marked and not _has_sources(variant, version)
        for finding in _claims(variant, version, unsourced, lexicon)
    ]


def _registers_with_marks(editions: EditionSet, version: Version) -> Collection[Register]:
    """Return the registers whose texts can cite; `plain` is left out if no audience that reads it prints citations."""
    readers = [
        tailored.job.audience
        for tailored in editions.editions
        if tailored.job.edition.language == version.language
        and tailored.job.audience.register_ is Register.PLAIN
    ]
    has_none = bool(readers) and all(audience.notes is Notes.NONE for audience in readers)
    return [register for register in Register if not (has_none and register is Register.PLAIN)]


def _argues(variant: Variant) -> bool:
    names = {part for part in variant.key if isinstance(part, str)}
    return variant.key[0] in ARGUING and not names & (NOT_ARGUING | WITH_SOURCE)


def _has_sources(variant: Variant, version: Version) -> bool:
    """Return True for the text of a block, such as a box, that names its sources under it."""
    if not CREDITED.intersection(variant.key):
        return False
    key, _, index = variant.key[:2], *variant.key[2:4]
    content = dict(version.brief.sectioned())[key].blocks[int(index)].content
    return bool(getattr(content, "source", ()))


def _unsourced_facts(version: Version) -> dict[str, str]:
    return {
        name: value for name, value in fact_values(version).items() if not version.brief.facts[name].source
    }


def _claims(
    variant: Variant, version: Version, unsourced: Mapping[str, str], lexicon: Lexicon
) -> Iterator[Finding]:
    superlative = cue_pattern(version.labels.cues.superlative)
    definition = cue_pattern(version.labels.cues.definitions)
    as_printed = cache(lambda: printer_of(variant, version))
    for paragraph in paragraphs(variant.words, variant.flow, unsourced):
        if paragraph.is_cited or paragraph.is_quoted or paragraph.is_heading or paragraph.is_definition:
            continue
        for sentence in paragraph.sentences(version.traits):
            if definition.search(sentence):
                continue
            found = quantities(_without_names(sentence, lexicon), lexicon)
            figures = [figure for figure in found if figure.kind != "code" and not _is_ahead(figure, version)]
            strong = superlative.search(sentence)
            if not figures and not strong:
                continue
            claim = figures[0].typed if figures else strong.group() if strong else ""
            write = as_printed()
            what = (
                f"'{write(claim)}' has no source: this paragraph cites nothing ('{shown(write(sentence))}')"
            )
            where = place_of(version.source_map, variant.place, sentence)
            yield UNCITED_CLAIM.finding(what, where, "cite the source: [@source]")


def _without_names(sentence: str, lexicon: Lexicon) -> str:
    """Return a sentence without formulae, addresses of houses and numbers of paragraphs, which state nothing."""
    return lexicon.house.sub(BREAK, ENUMERATED.sub(BREAK, without_formulae(sentence)))


def _is_ahead(figure: Quantity, version: Version) -> bool:
    """Return True for a year or a day after the brief's date: no source can show what is to come."""
    year, today = figure.first_year, version.brief.date
    if year is None:
        return False
    _, month, day = figure.day
    return (year, month or 1, day or 1) > (today.year, today.month, today.day)
