"""Pages are counted and drawn by a program that is independent of the one that wrote them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from briefing.pdf.objects import UnreadableError
from briefing.pdf.pages import WIDTH, count_pages, draw_cover, draw_page
from tests.pdf.test_objects import pdf_bytes, stream


def two_pages(box: bytes = b"0 0 90 45") -> bytes:
    """Return a PDF with a red first page and an empty second one."""
    second = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>"
    content = pdf_bytes(second, stream(b"1 0 0 rg 0 0 999 999 re f"))
    content = content.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[3 0 R 4 0 R]/Count 2")
    return content.replace(b"/MediaBox[0 0 9 9]", b"/Contents 5 0 R/MediaBox[" + box + b"]", 1)


def test_pages_are_counted():
    assert count_pages(two_pages()) == 2
    assert count_pages(pdf_bytes()) == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"x" * 5_000])
def test_bytes_that_are_not_a_pdf_have_no_pages(content):
    with pytest.raises(UnreadableError, match=r"\w+"):
        count_pages(content)


def test_the_cover_is_the_first_page_as_wide_as_a_preview():
    with Image.open(io.BytesIO(draw_cover(two_pages()))) as cover:
        assert (cover.format, cover.mode, cover.size) == ("PNG", "RGB", (WIDTH, WIDTH // 2))
        assert cover.getcolors() == [(WIDTH * WIDTH // 2, (255, 0, 0))]


def test_a_page_is_drawn_as_png_in_the_scale_of_the_screen():
    with Image.open(io.BytesIO(draw_page(two_pages(), 0, 2.0))) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (180, 90))
        assert picture.getcolors() == [(180 * 90, (255, 0, 0))]
    with Image.open(io.BytesIO(draw_page(two_pages(), 1, 1.5))) as picture:
        assert picture.getcolors() == [(picture.width * picture.height, (255, 255, 255))]
