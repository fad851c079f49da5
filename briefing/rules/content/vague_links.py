"""A link says where it leads, and leads there without telling anybody who followed it.

On paper and to a screen reader a link is its words alone: "here" and "read more" say nothing. Addresses are taken
from the bar of a browser with what was added to follow a reader around (`utm_source`, `fbclid` …); they are asked in
texts, in sources and wherever else the brief has one.
The words that say nothing are in the labels of each language (`cues`).

Bad:

    text: The survey is [here](https://example.org/survey?utm_source=newsletter).

Good:

    text: The [survey of the canals](https://example.org/survey) is public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.model.traversal import walk
from briefing.stages import EditionSet, Version
from briefing.text.variants import links_of, place_of, variants

ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
TRACKING = re.compile(
    r"[?&](utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|mkt_tok|_hsenc|_hsmi|vero_id|oly_\w+_id)="
)
"""Parameters that tell a server by which way its reader came, and nothing about the page."""


def telling_links(editions: EditionSet) -> Sequence[Finding]:
    """Each address that tracks, and each link whose words say nothing."""
    return [
        finding
        for version in editions.versions
        for finding in (*_tracking(version), *_saying_nothing(version))
    ]


def _tracking(version: Version) -> Iterator[Finding]:
    for key, item in walk(version.brief):
        for address in ADDRESS.findall(item) if isinstance(item, str) else ():
            if tracks := TRACKING.search(address):
                what = f"the address tells who follows it: '{tracks[1]}'"
                where = version.source_map.word(key, tracks[1])
                yield Finding("BR081", what, where, "leave it out, with its value", Severity.WARNING)


def _saying_nothing(version: Version) -> Iterator[Finding]:
    nothing = {words.casefold() for words in version.labels.cues.vague_links}
    for variant in variants(version):
        for words, _ in links_of(variant.words, variant.flow):
            if words.strip(" .…»›>→").casefold() in nothing:
                what = f"'{words}' does not say where the link leads"
                where = place_of(version.source_map, variant.place, words)
                yield Finding("BR082", what, where, "let its words name what is there", Severity.WARNING)
