"""An exhibit says under it where its data comes from, so that a reader can go there.

Tables, charts, timelines and figures ask for `source`; a citation in the title, the note or an entry will do.
What the authors drew themselves says so in its note.

Bad:

    chart: {title: Sales fell, alt: …, kind: line, data: data/sales.csv}

Good:

    chart: {title: Sales fell, alt: …, kind: line, data: data/sales.csv, source: register-2026}
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity
from briefing.markdown import CITATION
from briefing.model.blocks import Exhibit, Figure, Table
from briefing.model.text import Worded
from briefing.model.traversal import walk
from briefing.stages import EditionSet


def unsourced_exhibits(editions: EditionSet) -> Sequence[Finding]:
    """Each exhibit that names no source and cites nothing."""
    base = editions.base
    findings = []
    for key, item in walk(base.brief):
        if isinstance(item, Exhibit) and not item.source and not _cites(item):
            what = f"the {key[-1]} '{item.title.text}' has no source"
            help = "name it: `source: id`; or say in its `note` that it is your own"
            findings.append(Finding("BR012", what, base.source_map.key(key), help, Severity.WARNING))
    return findings


def _cites(exhibit: Exhibit) -> bool:
    if exhibit.note is not None or (isinstance(exhibit, Figure) and exhibit.credit is not None):
        return True
    texts = [item.text or "" for _, item in walk(exhibit) if isinstance(item, Worded)]
    if isinstance(exhibit, Table):
        texts += (cell for row in exhibit.data.rows for cell in row)
    return any(CITATION.search(text) for text in texts)
