"""Totals among the categories of a chart."""

from __future__ import annotations

from briefing.load.library import Library
from tests.cases import each

BRIEF = """\
title: A finding in few words
date: 2026-11-22
language: {language}
key_points: [The first point.]
sections:
  - title: One
    text: A text.
    blocks:
      - chart: {{kind: {kind}, title: T, alt: A, data: x.csv}}
outlook: It goes on.
"""


@each(
    ("name", "language", "kind", "last", "codes"),
    [
        ("Total", "en", "bar", "6,60", ["BR148"]),
        ("total:", "en", "column", "6,60", ["BR148"]),
        ("Итого", "ru", "bar", "6,60", ["BR148"]),
        ("Total", "en", "bar", "7,60", []),
        ("D", "en", "bar", "6,60", []),
        ("Total", "en", "line", "6,60", []),
    ],
)
def test_a_row_that_is_the_sum_of_the_others_is_no_category(workspace, name, language, kind, last, codes):
    rows = f"P,R,S\nA,1,10\nB,2,20\nC,3,30\n{name},{last}\n"
    files = workspace(BRIEF.format(language=language, kind=kind), {"content/trial/x.csv": rows})
    loaded = Library(files).read_brief("trial")
    assert [one.code for one in loaded.findings] == codes
    assert all(str(one.where) == "content/trial/x.csv:5:1" for one in loaded.findings)
