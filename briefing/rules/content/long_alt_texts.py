"""An alternative text is longer than 250 characters.

A screen reader reads it in one go, and its listener cannot skim it. Say what a reader
who does not see the exhibit should know; the figures are in the data that goes with the
edition.

Bad:

    sections:
      - title: The line rises
        text: It rises.
        blocks:
          - table:
              title: Steps
              alt: >
                A table with two columns, of which the first one, on the left, has
                years, and the second one, on the right, has numbers, which are the
                numbers of the steps that were made in those years, and which begin
                with one and end with two, as the reader may see in the table.
              data: [[Year, Steps], ["1972", "2"], ["1973", "1"]]
              note: Our own count.

Good:

    sections:
      - title: The line rises
        text: It rises.
        blocks:
          - table:
              title: Steps
              alt: Clocks were stepped twice in 1972 and once in 1973.
              data: [[Year, Steps], ["1972", "2"], ["1973", "1"]]
              note: Our own count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.model.text import Worded
from briefing.model.traversal import walk
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet, Version
from briefing.text.variants import registers_of

LONG_ALT_TEXT = Rule("BR083", "long-alt-text", Severity.WARNING, Stage.SET, __doc__)
RULES = (LONG_ALT_TEXT,)

MOST = 250
"""Characters of an alternative text."""


def find_long_alt_texts(editions: EditionSet) -> Sequence[Finding]:
    """Return each alternative text that is too long."""
    return [finding for version in editions.versions for finding in _long(version)]


def _long(version: Version) -> Iterator[Finding]:
    for key, item in walk(version.brief):
        if key and key[-1] == "alt" and isinstance(item, Worded):
            for variant in registers_of(item, key, version.source_map):
                if len(variant.words) > MOST:
                    what = f"the alternative text has {len(variant.words)} characters; the limit is {MOST}"
                    where = version.source_map.value(variant.place)
                    yield LONG_ALT_TEXT.finding(what, where, "keep only what the reader needs to know")
