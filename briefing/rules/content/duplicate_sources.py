"""A source stands in the list once, or a reader counts one witness for two.

Two entries of one DOI or one address are taken for one source, whatever their titles; `#…` at the end of an address
is another place in it.

Bad:

    survey: {title: Canal survey, publisher: The Institute, date: 2025, url: "https://example.org/survey"}
    survey-2025: {title: Survey of canals, publisher: The Institute, date: 2025, url: "http://example.org/survey/"}

Good:

    survey: {title: Canal survey, publisher: The Institute, date: 2025, url: "https://example.org/survey"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.model.source import Source
from briefing.stages import EditionSet


def same_sources(editions: EditionSet) -> Sequence[Finding]:
    """Each source that another one before it has named already."""
    base = editions.base
    first: dict[str, str] = {}
    found = []
    for name, source in base.brief.sources.items():
        same = next((first[one] for one in _names(source) if one in first), None)
        if same:
            there = base.source_map.key(("sources", same))
            what = f"the source '{name}' is '{same}' again ({there}): both have one address"
            where = base.source_map.key(("sources", name))
            found.append(Finding("BR015", what, where, "keep one of the two", Severity.WARNING))
        first |= {one: name for one in _names(source) if one not in first}
    return found


def _names(source: Source) -> Iterator[str]:
    if source.doi:
        yield f"doi {source.doi.casefold()}"
    if source.url:
        yield re.sub(r"^https?://(?:www\.)?|/(?=#|$)", "", source.url).casefold()
