"""Changes of pages in words and in pixels."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from briefing.pdf.lines import Line
from briefing.results import Result
from briefing.theme_tests.case_pages import DrawnPage
from briefing.theme_tests.comparison import (
    FIGURES,
    OVERLAY,
    comparison_task,
    find_changes,
    pixel_change_of,
    summarize,
)
from tests.cases import each


def page(*lines, width=210.0, height=297.0):
    return DrawnPage(width, height, tuple(lines), 0, "")


def line(text, x=20.0, y=20.0, width=100.0):
    return Line(text, x, y, width, 4.0)


ONE, TWO, THREE = line("First line"), line("Second line", y=30.0), line("Third line", y=40.0)


@each(
    ("before", "after", "sentences"),
    [
        ([page(ONE, TWO)], [page(ONE, TWO)], []),
        ([page(ONE)], [page(line("First line", y=20.2))], []),  # less than a pixel
        (
            [page(ONE, TWO, THREE)],
            [page(ONE, line("Second line", y=33.0), line("Third line", y=43.0))],
            ["Page 1: 2 lines moved 3.0 mm down, from “Second line”."],
        ),
        (
            [page(ONE)],
            [page(line("First line", x=15.0, y=18.0, width=120.0))],
            ["Page 1: 1 line moved 2.0 mm up, moved 5.0 mm to the left, 20% wider, from “First line”."],
        ),
        (
            [page(ONE, TWO, THREE)],
            [page(ONE), page(line("Second line"), line("Third line", y=30.0))],
            [
                "The edition has 2 pages; it had 1 page.",
                "Page 2: 2 lines moved here from page 1, from “Second line”.",
            ],
        ),
        (
            [page(line("some words that are bro-"), line("ken", y=25.0))],
            [page(line("some words that are"), line("broken", y=25.0))],
            ["Page 1: 2 lines broken at other words, from “some words that are”."],
        ),
        (
            [page(ONE, TWO)],
            [page(ONE, line("Something else", y=30.0))],
            [
                "Page 1 before: 1 line gone, from “Second line”.",
                "Page 1: 1 line added, from “Something else”.",
            ],
        ),
        (
            [page(ONE)],
            [page(ONE, width=148.0, height=210.0)],
            ["Page 1 is 148 × 210 mm; it was 210 × 297 mm."],
        ),
        ([page(line("■", y=5.0), ONE)], [page(line("■", y=9.0), ONE)], []),  # a bullet is no line
    ],
)
def test_changes_of_lines_are_described_in_words(before, after, sentences):
    changes = find_changes(before, after)
    assert [one.sentence for one in changes] == sentences
    assert [one for about in summarize(changes).values() for one in about] == sentences


def test_many_changes_of_a_page_are_summed_up_in_one_sentence():
    moved = [line(f"Line {number}", y=20.0 + 11 * number) for number in range(1, 5)]
    before = [page(*(line(f"Line {number}", y=20.0 + 10 * number) for number in range(1, 5)), ONE)]
    after = [page(*moved, line("Other", y=90.0)), page(TWO)]
    assert summarize(find_changes(before, after)) == {
        0: ["The edition has 2 pages; it had 1 page."],
        1: ["Page 1: 4 lines moved by 1.0 to 4.0 mm, 1 line added, 1 line gone."],
        2: ["Page 2: 1 line added, from “Second line”."],
    }


def png(size, *boxes):
    picture = Image.new("RGB", size, "white")
    for box in boxes:
        picture.paste((0, 0, 0), box)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def compared(before, after):
    return pixel_change_of(comparison_task(before, after).run(None, None, send=lambda result: None))


def test_changed_pixels_are_counted_and_shown_in_red():
    change, overlay = compared(png((20, 10), (0, 0, 5, 5)), png((20, 10), (10, 0, 15, 5)))
    assert (change.count, change.share) == (50, 0.25)
    shown = Image.open(io.BytesIO(overlay))
    assert shown.getpixel((2, 2)) == shown.getpixel((12, 2)) == (200, 0, 0)
    assert shown.getpixel((19, 9)) == (255, 255, 255)


def test_pages_of_other_sizes_are_compared_on_the_larger_one():
    change, _ = compared(png((10, 10)), png((10, 20), (0, 15, 10, 20)))
    assert (change.count, change.share) == (50, 0.25)
    assert compared(png((10, 10)), png((10, 10)))[0].count == 0


@each("content", [b"", b"{}", b'{"count": "many", "share": 0.5}', b"[1, 2]"])
def test_what_a_worker_sends_is_not_trusted(content):
    with pytest.raises(ValueError, match="validation error"):
        pixel_change_of(Result({FIGURES: content, OVERLAY: b""}))
