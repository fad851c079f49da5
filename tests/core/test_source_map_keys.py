"""The key of the value at a place of a file."""

from __future__ import annotations

from briefing.core.finding import Span
from briefing.load.library import Library
from tests.cases import each

BRIEF = """\
title: A finding
date: 2026-11-22
key_points:
  - First.
  - {text: Second., short: Two.}
sections: [{title: One, text: So it is.}]
outlook: O
"""


@each(
    ("line", "column", "key"),
    [
        (1, 9, ("title",)),
        (4, 6, ("key_points", 0)),
        (5, 12, ("key_points", 1, "text")),
        (5, 29, ("key_points", 1, "short")),
        (6, 22, ("sections", 0, "title")),
        (0, 0, ()),
    ],
)
def test_the_smallest_value_around_a_place_is_found(workspace, line, column, key):
    source_map = Library(workspace(BRIEF)).brief("trial").source_map
    assert source_map.key_at(Span(source_map.file, line, column)) == key
