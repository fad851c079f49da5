"""Two sources have the same address.

Readers count one witness as two. Two entries with the same DOI or the same URL are
taken for one source, whatever their titles are. The part of a URL after `#` is a place
in the source, and may differ. Keep one of the two entries.

Bad:

    key_points: ["The canals leak. [@survey; @canals]"]
    sources:
      survey: {title: A survey, publisher: The Institute, date: 2025, doi: 10.1000/182}
      canals: {title: Canals, publisher: The Institute, date: 2025, doi: 10.1000/182}

Good:

    key_points: ["The canals leak. [@survey]"]
    sources:
      survey: {title: A survey, publisher: The Institute, date: 2025, doi: 10.1000/182}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.model.source import Source
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet

DUPLICATE_SOURCE = Rule("BR015", "duplicate-source", Severity.WARNING, Stage.SET, __doc__)
RULES = (DUPLICATE_SOURCE,)


def find_duplicate_sources(editions: EditionSet) -> Sequence[Finding]:
    """Return each source that has the address of an earlier one."""
    base = editions.base
    first: dict[str, str] = {}
    found = []
    for name, source in base.brief.sources.items():
        same = next((first[one] for one in _names(source) if one in first), None)
        if same:
            there = base.source_map.key(("sources", same))
            what = f"the source '{name}' has the same address as '{same}' ({there})"
            where = base.source_map.key(("sources", name))
            found.append(DUPLICATE_SOURCE.finding(what, where, "keep one of the two"))
        first |= {one: name for one in _names(source) if one not in first}
    return found


def _names(source: Source) -> Iterator[str]:
    if source.doi:
        yield f"doi {source.doi.casefold()}"
    if source.url:
        yield re.sub(r"^https?://(?:www\.)?|/(?=#|$)", "", source.url).casefold()
