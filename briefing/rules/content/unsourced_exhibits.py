"""An exhibit has no source.

A table, chart, timeline or figure says under it where its data comes from. Name the
`source`; a citation in the title, the note or an entry will do. If you made it
yourself, say so in its `note`.

Bad:

    sections:
      - title: Sales fell
        text: They fell.
        blocks:
          - table: {title: Sales, alt: They fell., data: [[Year, t], ["2024", "8"]]}

Good:

    sections:
      - title: Sales fell
        text: They fell.
        blocks:
          - table:
              title: Sales
              alt: They fell.
              data: [[Year, t], ["2024", "8"]]
              source: register
    sources:
      register: {title: Register of sales, publisher: The Institute, date: 2026}
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity
from briefing.markdown.grammar import CITATION
from briefing.model.blocks import Exhibit, Figure, Table
from briefing.model.text import Worded
from briefing.model.traversal import walk
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet

UNSOURCED_EXHIBIT = Rule("BR012", "unsourced-exhibit", Severity.WARNING, Stage.SET, __doc__)
RULES = (UNSOURCED_EXHIBIT,)


def find_unsourced_exhibits(editions: EditionSet) -> Sequence[Finding]:
    """Return each exhibit that names no source and cites nothing."""
    base = editions.base
    findings = []
    for key, item in walk(base.brief):
        if isinstance(item, Exhibit) and not item.source and not _cites(item):
            what = f"the {key[-1]} '{item.title.text}' has no source"
            help = "add `source: id`, or say in its `note` that it is your own work"
            findings.append(UNSOURCED_EXHIBIT.finding(what, base.source_map.key(key), help))
    return findings


def _cites(exhibit: Exhibit) -> bool:
    if exhibit.note is not None or (isinstance(exhibit, Figure) and exhibit.credit is not None):
        return True
    texts = [item.text or "" for _, item in walk(exhibit) if isinstance(item, Worded)]
    if isinstance(exhibit, Table):
        texts += (cell for row in (exhibit.data.header, *exhibit.data.rows) for cell in row)
    return any(CITATION.search(text) for text in texts)
