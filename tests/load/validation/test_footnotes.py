"""The keys of texts that can carry footnotes."""

from __future__ import annotations

from briefing.load.validation.footnotes import carries_footnotes
from tests.cases import each


@each(
    "key",
    [
        ("bottom_line",),
        ("key_points", 0, "short"),
        ("sections", 1, "text"),
        ("sections", 1, "blocks", 0, "text", "plain"),
        ("sections", 1, "blocks", 0, "contact-card", "text"),
        ("sections", 1, "blocks", 0, "chart", "note"),
        ("outlook", "scenarios", 0, "because"),
        ("glossary", "title"),
    ],
)
def test_running_text_carries_footnotes(key):
    assert carries_footnotes(key)


@each(
    "key",
    [
        ("title", "text"),
        ("sections", 1, "title"),
        ("sections", 1, "blocks", 0, "box", "title"),
        ("sections", 1, "blocks", 0, "figure", "alt"),
        ("sections", 1, "blocks", 0, "table", "data", 1, 0),
        ("outlook", "scenarios", 0, "name"),
        ("facts", "n", "label"),
        ("sources", "a", "note", "title"),
        ("publisher", "about"),
    ],
)
def test_names_titles_labels_and_cells_carry_no_footnotes(key):
    assert not carries_footnotes(key)
