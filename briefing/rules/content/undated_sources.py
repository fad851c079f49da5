"""A source says from when it is and who published it; without them a reader can neither find it nor weigh it.

A page of the web that has no date of its own is given the day on which it was read: `accessed`.
For a publisher stands what published it: a `container` (the journal), or the name of an organisation as author.

Bad:

    review: {title: Annual review, url: "https://example.org/review"}

Good:

    review: {title: Annual review, publisher: The Institute, date: 2026-03, url: "https://example.org/review"}
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity
from briefing.model.source import Source
from briefing.stages import EditionSet


def undated_sources(editions: EditionSet) -> Sequence[Finding]:
    """Each source that is written in the brief and lacks a date or a publisher."""
    base = editions.base
    findings = []
    for name, source in base.brief.sources.items():
        missing = list(_missing(source))
        if missing:
            what = f"the source '{name}' has no {' and no '.join(missing)}"
            help = f"write {' and '.join(f'`{one}`' for one in missing)}"
            help += "; where there is no date, `accessed`" if "date" in missing else ""
            where = base.source_map.key(("sources", name))
            findings.append(Finding("BR013", what, where, help, Severity.WARNING))
    return findings


def _missing(source: Source) -> list[str]:
    is_by_organisation = any("," not in name for name in source.author)
    published = source.publisher or source.container or source.doi or source.isbn or is_by_organisation
    return [
        name for name, has in (("date", source.date or source.accessed), ("publisher", published)) if not has
    ]
