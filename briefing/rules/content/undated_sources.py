"""A source has no date, or no publisher.

Without them a reader can neither find the source nor judge it. A web page that has no
date of its own gets the day on which it was read: `accessed`. The publisher may be
given by a `container` (the journal), a DOI, an ISBN, or an organisation as author.

Bad:

    key_points: ["The canals leak. [@review]"]
    sources:
      review: {title: Annual review, url: "https://example.org/review"}

Good:

    key_points: ["The canals leak. [@review]"]
    sources:
      review: {title: Annual review, publisher: The Institute, date: 2026-03}
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.core.finding import Finding, Severity
from briefing.model.source import Source
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet

UNDATED_SOURCE = Rule("BR013", "undated-source", Severity.WARNING, Stage.SET, __doc__)
RULES = (UNDATED_SOURCE,)

DATED = re.compile(
    r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|\bn\.\s?d\.|\bs\.\s?[df]\.|\bin press\b|\bforthcoming\b", re.IGNORECASE
)
"""What shows that a whole reference has a date, or says that there is none."""


def find_undated_sources(editions: EditionSet) -> Sequence[Finding]:
    """Return each source that is written in the brief and lacks a date or a publisher."""
    base = editions.base
    findings = []
    for name, source in base.brief.sources.items():
        missing = list(_missing(source))
        if missing:
            what = f"the source '{name}' has no {' and no '.join(missing)}"
            help = f"add {' and '.join(f'`{one}`' for one in missing)}"
            help += "; if the source has no date, add `accessed`" if "date" in missing else ""
            where = base.source_map.key(("sources", name))
            findings.append(UNDATED_SOURCE.finding(what, where, help))
    return findings


def _missing(source: Source) -> list[str]:
    if source.whole:
        is_dated = source.date or source.accessed or DATED.search(source.title.text)
        return [] if is_dated else ["date"]
    is_by_organisation = any("," not in name for name in source.author)
    published = source.publisher or source.container or source.doi or source.isbn or is_by_organisation
    return [
        name for name, has in (("date", source.date or source.accessed), ("publisher", published)) if not has
    ]
