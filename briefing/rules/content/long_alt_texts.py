"""An alternative text is heard in one go: who listens cannot skim it, so it has 250 characters at most.

It says what a reader who does not see the exhibit should know; figures stand in the data that goes with the edition.

Bad:

    alt: A line chart with years on the horizontal axis, from 1972 to 2017, and on the vertical axis …

Good:

    alt: The line rises in 27 steps, quickly until 1999 and slowly since.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.model.text import Worded
from briefing.model.traversal import walk
from briefing.stages import EditionSet, Version
from briefing.text.variants import registers_of

MOST = 250
"""Characters."""


def long_alternatives(editions: EditionSet) -> Sequence[Finding]:
    """Each alternative text that is too long."""
    return [finding for version in editions.versions for finding in _long(version)]


def _long(version: Version) -> Iterator[Finding]:
    for key, item in walk(version.brief):
        if key and key[-1] == "alt" and isinstance(item, Worded):
            for variant in registers_of(item, key, version.source_map):
                if len(variant.words) > MOST:
                    what = (
                        f"the alternative text has {len(variant.words)} characters; at most {MOST} are wanted"
                    )
                    where = version.source_map.value(variant.place)
                    yield Finding("BR083", what, where, "say what matters, and no more", Severity.WARNING)
