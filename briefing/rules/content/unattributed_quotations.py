"""A quotation does not say whose words it has, or from when.

Quote blocks and the list of quotes have `by`; they need a `date` or a `source` as well.
A quoted paragraph in a text (`> …`) needs a citation, or ends with a dash and a name.
Six words and more in quotation marks need a citation in their paragraph.

Bad:

    sections:
      - title: The ministers agree
        text: They agree.
        blocks: [{quote: {text: We will act., by: The minister}}]

Good:

    sections:
      - title: The ministers agree
        text: They agree.
        blocks: [{quote: {text: We will act., by: The minister, date: 2026-10-02}}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.model.blocks import Quote, kinds_with
from briefing.model.parts import keys_with
from briefing.model.text import TextRole
from briefing.model.traversal import walk
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet, Version
from briefing.text.sentences import QUOTED
from briefing.text.variants import paragraphs, place_of, shown, variants

UNATTRIBUTED_QUOTATION = Rule("BR014", "unattributed-quotation", Severity.WARNING, Stage.SET, __doc__)
RULES = (UNATTRIBUTED_QUOTATION,)

LEAST_WORDS = 6
"""Words in quotation marks. Fewer are a term, or a word from which the author keeps a distance."""

NAMING = {
    *("title", "subtitle", "name", "alt", "label", "questions", "glossary"),
    *kinds_with(TextRole.QUOTED),
    *keys_with(TextRole.QUOTED),
}
"""Keys whose quotation marks enclose names, and quotations that are checked separately."""

BY = re.compile(r"(?:^|\s)(?:—|–|--)\s*[^\W\d_a-z][^!?]{1,80}$")


def find_unattributed_quotations(editions: EditionSet) -> Sequence[Finding]:
    """Return each quotation without a date or a source, or without a name."""
    return [
        *_quotes(editions.base),
        *(finding for version in editions.versions for finding in _quoted_paragraphs(version)),
        *(finding for version in editions.versions for finding in _quoted_words(version)),
    ]


def _quotes(version: Version) -> Iterator[Finding]:
    for key, item in walk(version.brief):
        if isinstance(item, Quote) and not item.date and not item.source:
            what = f"the quotation by {item.by.text} has no date or source: '{shown(item.text)}'"
            help = "add a `date` or a `source`"
            yield UNATTRIBUTED_QUOTATION.finding(what, version.source_map.key(key), help)


def _quoted_paragraphs(version: Version) -> Iterator[Finding]:
    for variant in variants(version):
        quoted = [found for found in paragraphs(variant.words, variant.flow) if found.is_quoted]
        if not quoted or any(found.is_cited for found in quoted) or BY.search(quoted[-1].text):
            continue
        what = f"the quotation does not say whose words it has: '{shown(quoted[0].text)}'"
        where = place_of(version.source_map, variant.place, quoted[0].text)
        help = "cite the source, or end the quotation with a dash and a name"
        yield UNATTRIBUTED_QUOTATION.finding(what, where, help)


def _quoted_words(version: Version) -> Iterator[Finding]:
    for variant in variants(version):
        if NAMING & {str(part) for part in variant.key}:
            continue
        for paragraph in paragraphs(variant.words, variant.flow):
            for match in () if paragraph.is_cited or paragraph.is_quoted else QUOTED.finditer(paragraph.text):
                words = match.group()[1:-1].strip()
                if len(words.split()) >= LEAST_WORDS:
                    what = f"the quoted words have no source: '{shown(words)}'"
                    where = place_of(version.source_map, variant.place, words)
                    yield UNATTRIBUTED_QUOTATION.finding(what, where, "cite the source: [@source]")
