"""The lines of a page have their words in order, and their places in millimetres from its top left corner."""

from __future__ import annotations

import re

import pytest

from briefing.pdf import lines
from briefing.pdf.lines import PageLines, lines_of_pages
from tests.pdf.test_objects import pdf_bytes, stream

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def page_of(*texts: tuple[int, float, str], box: bytes = b"0 0 144 288") -> PageLines:
    """Return the lines of a page with texts of 10 points at places in points from the lower left corner."""
    shown = "".join(f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in texts)
    content = pdf_bytes(stream(shown.encode()), FONT).replace(
        b"/MediaBox[0 0 9 9]/Resources<<>>",
        b"/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>" % box,
    )
    (page,) = lines_of_pages(content)
    return page


def test_a_line_has_its_box_in_millimetres():
    page = page_of((72, 216, "HHHH"))
    assert (page.width, page.height) == (50.8, 101.6)
    (line,) = page.lines
    assert line.text == "HHHH"
    assert line.x == pytest.approx(25.4, abs=0.5)
    assert line.y == pytest.approx(25.4 - 7.2 * 25.4 / 72, abs=0.5), "its upper edge, from the top"
    assert line.width == pytest.approx(4 * 7.2 * 25.4 / 72, abs=0.8)
    assert line.height == pytest.approx(7.2 * 25.4 / 72, abs=0.5)
    assert all(round(value, 2) == value for value in (line.x, line.y, line.width, line.height))


def test_lines_are_read_from_the_top_down_and_each_from_the_left():
    page = page_of((10, 50, "HE"), (90, 200, "MI"), (10, 200.4, "NE"), (10, 250, "FI"), (40, 203, "LE"))
    assert [line.text for line in page.lines] == ["FI", "LE", "NE MI", "HE"]
    row = page.lines[2]
    assert row.x == pytest.approx(10 * 25.4 / 72, abs=0.5)
    assert row.x + row.width == pytest.approx(100 * 25.4 / 72, abs=1.0), "as wide as both pieces"


def test_white_space_is_no_line_and_is_one_space_in_a_line():
    page = page_of((10, 50, "   "), (10, 100, "H   E"))
    assert (
        [re.sub(" +", " ", line.text) for line in page.lines] == [line.text for line in page.lines] == ["H E"]
    )


def test_each_page_has_its_own_lines_and_an_empty_one_has_none():
    assert lines_of_pages(pdf_bytes()) == (PageLines(3.17, 3.17, ()),)


def test_a_page_of_very_many_pieces_is_read_up_to_a_limit(monkeypatch):
    monkeypatch.setattr(lines, "MOST_PIECES", 2)
    page = page_of(*((10, 250 - 20 * number, "H") for number in range(4)))
    assert len(page.lines) == 2
