"""The items of a container with `--rows: even` are spread evenly over its rows."""

from __future__ import annotations

from itertools import groupby

import pytest

from briefing.typeset.weasyprint_patches.even_rows import count_rows, items_in_row, widths_in_rows
from tests.cases import each
from tests.typeset.weasyprint_patches.unpatched import put_back

WIDTH, GAP = 100.0, 5.0
SHARE, WIDE = 20.0, 40.0
STYLE = """
@page { size: 120mm 80mm; margin: 10mm }
ul { display: flex; flex-wrap: wrap; gap: 2mm 5mm; margin: 0; padding: 0; list-style: none; --rows: even }
li { flex: 1 1 20%; font: 10pt "Brief Text"; white-space: nowrap }
"""


@each(
    ("least", "count"),
    [
        ([10, 10, 10, 10], None),
        ([30, 30, 10, 10], 2),
        ([30, 30, 10, 10, 10], 3),
        ([10, 10, 10, 30, 30], 3),
        ([10, 10, 10, 10, 10, 30, 10], 4),
        ([WIDE, WIDE, 10, WIDE, WIDE], 2),
        ([60, 60, 60, 60], None),
        ([120, 10], None),
        ([10], None),
        ([], None),
    ],
)
def test_the_number_of_items_in_a_row(least, count):
    assert items_in_row([max(SHARE, one) for one in least], least, WIDTH, GAP) == count


def test_rows_are_counted_as_the_engine_fills_them():
    assert count_rows([20, 20, 20, 20], WIDTH, GAP) == 1
    assert count_rows([30, 30, 30, 30], WIDTH, GAP) == 2
    assert count_rows([120, 30, 120], WIDTH, GAP) == 3


@each(
    ("least", "count", "widths"),
    [
        ([30, 30, 10, 10], 2, [47.5] * 4),
        ([60, 10, 10, 10], 2, [60, 35, 47.5, 47.5]),
        ([40, 10, 10, 10, 10], 3, [40, 25, 25, 47.5, 47.5]),
        ([60, 35, 10], 2, [60, 35, 100]),
        ([120, 10, 10], 1, [120, 100, 100]),
    ],
)
def test_items_fill_their_rows(least, count, widths):
    assert list(widths_in_rows(least, count, WIDTH, GAP)) == pytest.approx(widths)


@pytest.fixture
def rows_of(lay_out):
    def measured(words: str, style: str = STYLE) -> list[list[tuple[float, float]]]:
        """Return the left edge and the width of each item, row by row."""
        listed = "".join(f"<li>{word}" for word in words.split())
        html = f"<!doctype html><html lang=en><title>T</title><body><ul>{listed}</ul>"
        page = lay_out(style, html).document.pages[0]._page_box
        items = [
            box for box in page.descendants() if box.element_tag == "li" and "Block" in type(box).__name__
        ]
        found = sorted((box.position_y, box.position_x, box.width) for box in items)
        rows = groupby(found, key=lambda item: round(item[0]))
        return [[(x, width) for _, x, width in row] for _, row in rows]

    return measured


LONG = "x" * 22


@pytest.mark.engine
def test_four_figures_of_which_three_fit_are_two_and_two(rows_of, monkeypatch):
    words = f"{LONG} two three four"
    rows = rows_of(words)
    assert [len(row) for row in rows] == [2, 2]
    lefts = [[x for x, _ in row] for row in rows]
    assert lefts[0] == pytest.approx(lefts[1])
    assert [len(row) for row in rows_of("one two three four")] == [4]
    assert [len(row) for row in rows_of(words, STYLE.replace("--rows: even", ""))] == [3, 1]
    put_back(monkeypatch, "weasyprint.layout.block:flex_layout")
    assert [len(row) for row in rows_of(words)] == [3, 1]


@pytest.mark.engine
def test_columns_are_aligned_unless_an_item_is_wider_than_its_share(rows_of):
    aligned = rows_of("one two three four five")
    assert [len(row) for row in aligned] == [3, 2]
    assert [x for x, _ in aligned[1]] == pytest.approx([x for x, _ in aligned[0][:2]])
    wide = rows_of(f"{LONG}{LONG} two three four")
    assert [len(row) for row in wide] == [2, 2]
    assert wide[0][0][1] > wide[1][0][1]
    padded = rows_of(f"{LONG} two three four", STYLE + "li { padding: 0 4mm; border-left: 1mm solid }")
    assert [len(row) for row in padded] == [2, 2]
