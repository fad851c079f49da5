"""Free space on pages: below the text, or the lowest place between its edges, on the last page that has one."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pytest

from briefing.pdf.free_space import DISTANCE, cut_to_content, find_free_box

Rectangle = tuple[int, int, int, int]
"""Left, bottom, width and height."""

FOOT = (50, 30, 500, 10)


def pages(*painted: Sequence[Rectangle], origin: int = 0) -> bytes:
    """Return a PDF whose pages have black rectangles."""
    pdf, out = pikepdf.new(), io.BytesIO()
    for rectangles in painted:
        page = pdf.add_blank_page(page_size=(600, 800))
        page.obj.MediaBox = pikepdf.Array([origin, origin, 600 + origin, 800 + origin])
        drawn = "".join(f"{x + origin} {y + origin} {w} {h} re f " for x, y, w, h in rectangles)
        page.obj.Contents = pdf.make_stream(drawn.encode())
    pdf.save(out)
    return out.getvalue()


SIZE = (120, 40)


def test_a_place_below_the_text_begins_where_its_last_line_does():
    text, last = (50, 500, 500, 200), (150, 480, 300, 8)
    top = last[1] - DISTANCE
    page = pages([FOOT, text, last])
    assert find_free_box(page, [(900, 9), SIZE]) == (0, (150, top - 40, 270, top), SIZE)
    assert find_free_box(page, [SIZE], is_rtl=True) == (0, (330, top - 40, 450, top), SIZE)
    wide = (390, 20)  # it would end beyond the text
    assert find_free_box(page, [wide, SIZE]) == (0, (150, top - 20, 540, top), wide)
    assert find_free_box(page, [(450, 20)])[1][0] == 100


def test_the_last_line_is_ten_points_high_and_the_line_above_it_does_not_count():
    for top, left in ((490, 150), (489, 50)):
        page = pages([FOOT, (50, top, 500, 200), (150, 480, 300, 10)])
        assert find_free_box(page, [SIZE])[1] == (left, 432, left + 120, 472)


def test_next_to_the_text_the_lowest_place_at_the_start_edge_is_taken():
    low = FOOT[1] + FOOT[3] + DISTANCE
    start, end = (250, 60, 300, 600), (50, 60, 300, 600)
    head = (50, 700, 500, 10)
    assert find_free_box(pages([FOOT, start, head]), [SIZE]) == (0, (50, low, 170, low + 40), SIZE)
    found = find_free_box(pages([FOOT, end, head]), [SIZE], is_rtl=True)
    assert found == (0, (430, low, 550, low + 40), SIZE)


@pytest.mark.parametrize("origin", [0, 20])
def test_text_at_the_foot_and_a_band_at_the_head_are_avoided(origin):
    text, head = (50, 60, 500, 90), (50, 700, 500, 10)
    number, (left, bottom, right, top), _ = find_free_box(
        pages([FOOT, text, head, (0, 790, 600, 10)], origin=origin), [(120, 40)]
    )
    assert (number, left - origin, right - origin) == (0, 50, 170)
    assert (bottom - origin, top - bottom) == (150 + DISTANCE, 40)


def test_a_full_page_is_passed_over_and_full_pages_have_no_place():
    full = (0, 0, 600, 800)
    assert find_free_box(pages([FOOT, (50, 700, 500, 10)], [full]), [(120, 40)])[0] == 0
    assert find_free_box(pages([full], []), [(120, 40)]) is None


def test_a_page_is_cut_to_its_content():
    cut, size = cut_to_content(pages([(100, 740, 300, 40)]))
    assert size == (300, 40)
    with pikepdf.open(io.BytesIO(cut)) as pdf:
        assert [float(edge) for edge in pdf.pages[0].mediabox] == [100, 740, 400, 780]


def test_on_a_full_page_a_line_has_its_place_in_the_middle_above_the_foot():
    """Also below a field of colour from edge to edge, and close to both; nowhere else on the page."""
    band = (0, 60, 600, 700)
    page = pages([FOOT, band, (0, 780, 600, 20)])
    assert find_free_box(page, [(300, 10)]) is None
    assert find_free_box(page, [(300, 10)], is_tight=True) == (0, (50, 45, 350, 55), (300, 10))
    assert find_free_box(page, [(300, 10)], is_rtl=True, is_tight=True) == (0, (250, 45, 550, 55), (300, 10))
    assert find_free_box(page, [(300, 13)], is_tight=True) is None
    assert find_free_box(page, [(501, 10)], is_tight=True) is None
    assert find_free_box(pages([FOOT, (50, 400, 500, 300)]), [(600, 10)], is_tight=True) is None


@pytest.mark.parametrize("band", [(0, 300, 300, 10), (300, 300, 300, 10), (0, 300, 600, 10)])
def test_what_reaches_an_edge_of_the_page_is_no_text(band):
    """A place begins where the last line of the text does, and a band or a picture at an edge is no line."""
    place = find_free_box(pages([FOOT, (100, 500, 400, 200), band]), [SIZE])
    assert place is not None and place[1][0] == 100
