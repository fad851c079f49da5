"""The terms of the glossary: each is explained once, and is used in the brief."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.model.blocks import Tabular
from briefing.model.text import Worded
from briefing.model.traversal import walk
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet, Version
from briefing.text.cue_words import any_of
from briefing.text.variants import fact_values, paragraphs, variants

UNUSED_TERM = Rule(
    "BR042",
    "unused-glossary-term",
    Severity.WARNING,
    Stage.SET,
    """
    The glossary explains a term that no text uses.

    A term counts as used in any ending (smear, smeared), in texts, tables and the meanings
    of other terms. Remove the entry, or use the term.

    Bad:

        glossary: {smear: to spread a leap second over a day}

    Good:

        key_points: [Some providers smear the leap second.]
        glossary: {smear: to spread a leap second over a day}
    """,
)
DUPLICATE_TERM = Rule(
    "BR043",
    "duplicate-glossary-term",
    Severity.WARNING,
    Stage.SET,
    """
    The glossary has the same term twice.

    Capitals, spaces, hyphens and a plural `s` make no difference. Keep one of the two
    entries.

    Bad:

        key_points: [Some providers smear the leap second.]
        glossary: {smear: to spread a leap second, Smears: to slow clocks down}

    Good:

        key_points: [Some providers smear the leap second.]
        glossary: {smear: to spread a leap second over a day}
    """,
)
RULES = (UNUSED_TERM, DUPLICATE_TERM)

STEM = 4
"""Letters that identify a word in any ending; of a longer word, all but the last two."""


def find_glossary_flaws(editions: EditionSet) -> Sequence[Finding]:
    """Return each term that no text uses, and each that is in the glossary twice."""
    return [finding for version in editions.versions for finding in (*_unused(version), *_twice(version))]


def _unused(version: Version) -> Iterator[Finding]:
    facts = fact_values(version)
    said = [
        paragraph.text
        for variant in variants(version)
        if variant.key[0] != "glossary"
        for paragraph in paragraphs(variant.words, variant.flow, facts)
    ]
    said += [
        item.text or ""
        for key, item in walk(version.brief)
        if isinstance(item, Worded) and key[0] != "glossary"
    ]
    for _, item in walk(version.brief):
        if isinstance(item, Tabular):
            said += (cell for row in (item.data.header, *item.data.rows) for cell in row)
    whole = "\n".join(said)
    joined = re.compile(
        rf"\s+(?:{any_of(version.vocabulary.and_words)})\s+|[,/]\s*"
    )  # NTP and PTP: protocols
    meanings = {term: line.text for term, line in version.brief.glossary.items()}
    for term in meanings:
        others = "\n".join(text for name, text in meanings.items() if name != term)
        if not any(_pattern(one).search(f"{whole}\n{others}") for one in joined.split(term)):
            what = f"no text uses the term '{term}'"
            where = version.source_map.key(("glossary", term))
            yield UNUSED_TERM.finding(what, where, "remove the entry, or use the term")


def _pattern(term: str) -> re.Pattern[str]:
    """Return a pattern of the words of a term in their order, each with any ending."""
    main = re.sub(r"\([^()]*\)", " ", term)
    words = re.findall(r"[^\W_]+", main) or [term]
    stems = [word[: max(STEM, len(word) - 2)] for word in words]
    together = r"[^\W_]*[\W_]+(?:[^\W_]+[\W_]+)?".join(map(re.escape, stems))
    return re.compile(rf"(?<![^\W_]){together}", re.IGNORECASE)


def _twice(version: Version) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for term in version.brief.glossary:
        plain = "".join(re.findall(r"[^\W_]+", term.casefold())).removesuffix("s")
        if plain in seen:
            where = version.source_map.key(("glossary", term))
            first = version.source_map.key(("glossary", seen[plain]))
            what = f"'{term}' is in the glossary twice, also as '{seen[plain]}' ({first})"
            yield DUPLICATE_TERM.finding(what, where, "keep one of the two")
        seen.setdefault(plain, term)
