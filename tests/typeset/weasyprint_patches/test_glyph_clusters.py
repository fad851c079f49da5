"""A letter of a right-to-left word is one glyph with its vowel signs, so that its words are copied whole."""

from __future__ import annotations

import io
from unicodedata import normalize

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from tests.typeset.weasyprint_patches.unpatched import put_back

pytestmark = pytest.mark.engine

STYLE = """
@font-face { font-family: Amiri; src: url("fonts/Amiri-Regular.ttf") }
@font-face { font-family: Hebrew; src: url("fonts/OpenSans-Regular.ttf") }
@page { size: 210mm 60mm }
body { font: 14pt Amiri, Hebrew, "Brief Text" }
"""
WORDS = "تعدّ ثوانٍ سريعة الكبيسة يُقرأ جدًّا لكن مرجَّح السيناريو وتزايُد عُدِّل إيقاعه يُؤجَّل"
LATIN = "Plain words, 12 500 and a naïve façade"


@pytest.fixture
def pdf_of(lay_out):
    def write(words: str) -> bytes:
        html = f"<!doctype html><html lang=ar dir=rtl><title>T</title><body><p>{words}</p>"
        return lay_out(STYLE, html).document.write_pdf()

    return write


def copied(content: bytes) -> list[str]:
    """Return the words of the first page as PDFium copies them; it copies two signs of a letter in another order."""
    with pypdfium2.PdfDocument(content) as document:
        return normalize("NFC", document[0].get_textpage().get_text_range()).split()


def test_words_are_copied_with_their_vowel_signs_and_without_spaces(pdf_of, monkeypatch):
    assert copied(pdf_of(WORDS)) == WORDS.split()
    put_back(monkeypatch, "weasyprint.draw.text:draw_first_line")
    assert copied(pdf_of(WORDS)) != WORDS.split()


def test_the_glyphs_are_as_wide_in_the_font_as_in_the_pdf(pdf_of):
    with pikepdf.open(io.BytesIO(pdf_of(WORDS))) as pdf:
        (font,) = [one for one in pdf.pages[0].Resources.Font.values() if "Amiri" in str(one.BaseFont)]
        (described,) = font.DescendantFonts
        file = TTFont(io.BytesIO(described.FontDescriptor.FontFile2.read_bytes()))
        runs = list(described.W)
        widths = {
            int(first) + offset: float(width)
            for first, run in zip(runs[::2], runs[1::2], strict=True)
            for offset, width in enumerate(run)
        }
        letters = font.ToUnicode.read_bytes().decode()
    order, unit = file.getGlyphOrder(), file["head"].unitsPerEm / 1000
    for number, width in widths.items():
        assert file["hmtx"][order[number]][0] == pytest.approx(width * unit, abs=1), number
    painted = [number for number in widths if file["glyf"][order[number]].isComposite()]
    assert len(painted) > 10
    assert "\u064f".encode("utf-16-be").hex() in letters


def test_the_ink_is_where_the_engine_paints_it_without_the_patch(pdf_of, monkeypatch):
    """Vowel signs are moved by less than a tenth of a millimetre: the engine rounds their places."""

    def picture(content: bytes):
        with pypdfium2.PdfDocument(content) as document:
            return document[0].render(scale=2).to_pil().convert("L")

    patched = picture(pdf_of(WORDS))
    put_back(monkeypatch, "weasyprint.draw.text:draw_first_line")
    plain = picture(pdf_of(WORDS))
    dark = [sum(value < 128 for value in one.tobytes()) for one in (patched, plain)]
    both = sum(max(pair) < 160 for pair in zip(patched.tobytes(), plain.tobytes(), strict=True))
    assert min(dark) > 1000
    assert both > 0.9 * max(dark)


def test_other_pages_keep_their_bytes(pdf_of, monkeypatch):
    patched = pdf_of(LATIN)
    put_back(monkeypatch, "weasyprint.draw.text:draw_first_line", "weasyprint.pdf.fonts:Font.clean")
    assert pdf_of(LATIN) == patched


def test_hebrew_points_are_copied_with_their_letters(pdf_of):
    words = "שָׁלוֹם עִבְרִית"
    assert copied(pdf_of(words)) == words.split()
