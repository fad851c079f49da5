"""Links that track their readers, and links whose text does not say where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.model.traversal import walk
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet, Version
from briefing.text.variants import links_of, place_of, variants

TRACKING_PARAMETER = Rule(
    "BR081",
    "tracking-parameter",
    Severity.WARNING,
    Stage.SET,
    """
    An address contains a tracking parameter.

    Addresses that are copied from a browser carry parameters that show a server where its
    reader came from, such as `utm_source` and `fbclid`. Texts, sources and every other
    address of the brief are checked. Remove the parameter with its value.

    Bad:

        key_points:
          - "The [survey](https://example.org/survey?utm_source=letter) is public."

    Good:

        key_points:
          - "The [survey](https://example.org/survey) is public."
    """,
)
VAGUE_LINK_TEXT = Rule(
    "BR082",
    "vague-link-text",
    Severity.WARNING,
    Stage.SET,
    """
    The text of a link does not say where it leads.

    On paper and in a screen reader's list of links, a link is its text alone: "here" and
    "read more" say nothing. Such words are listed in the labels of each language (`cues`).
    Name what is at the address.

    Bad:

        key_points:
          - "The survey is [here](https://example.org/survey)."

    Good:

        key_points:
          - "The [survey of the canals](https://example.org/survey) is public."
    """,
)
RULES = (TRACKING_PARAMETER, VAGUE_LINK_TEXT)

ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
TRACKING = re.compile(
    r"[?&](utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|mkt_tok|_hsenc|_hsmi|vero_id|oly_\w+_id)="
)
"""Parameters that show a server where its reader came from, and do not change the page."""


def find_vague_links(editions: EditionSet) -> Sequence[Finding]:
    """Return each address with a tracking parameter, and each link with a vague text."""
    return [
        finding
        for version in editions.versions
        for finding in (*_tracking(version), *_saying_nothing(version))
    ]


def _tracking(version: Version) -> Iterator[Finding]:
    for key, item in walk(version.brief):
        for address in ADDRESS.findall(item) if isinstance(item, str) else ():
            if tracks := TRACKING.search(address):
                what = f"the link contains a tracking parameter: '{tracks[1]}'"
                where = version.source_map.word(key, tracks[1])
                yield TRACKING_PARAMETER.finding(what, where, "remove the parameter with its value")


def _saying_nothing(version: Version) -> Iterator[Finding]:
    nothing = {words.casefold() for words in version.labels.cues.vague_links}
    for variant in variants(version):
        for words, _ in links_of(variant.words, variant.flow):
            if words.strip(" .…»›>→").casefold() in nothing:
                what = f"'{words}' does not say where the link leads"
                where = place_of(version.source_map, variant.place, words)
                yield VAGUE_LINK_TEXT.finding(what, where, "name what is at the address")
