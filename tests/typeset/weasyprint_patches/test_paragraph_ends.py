"""Paragraphs and pages end well: no hyphen before the last line or a page break, and no last line of one short word."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.paragraphs.measured_text import MeasuredText
from briefing.typeset.paragraphs.total_fit import Paragraph
from tests.typeset.weasyprint_patches.unpatched import put_back

pytestmark = pytest.mark.engine

HYPHEN = "\u2010"
WIDTHS = range(240, 400, 3)
TEXT = (
    "The observatories determine the irregularities of rotation continuously, and international organisations "
    "communicate <em>recommendations</em> about coordinated timekeeping to administrations."
)
STYLE = "p { font-family: 'Brief Text'; font-size: 11pt; hyphens: auto; hyphenate-limit-chars: 6 3 3 }"
LONG_PAGE = "@page { size: 210mm 3000mm; margin: 10mm }"


def page_of(words: str, direction: str = "ltr", language: str = "en") -> str:
    paragraphs = "".join(f"<p style='width: {width / 4}mm'>{words}</p>" for width in WIDTHS)
    return f"<!doctype html><html lang={language} dir={direction}><title>T</title><body>{paragraphs}"


def paragraphs_of(sheets, *, by_page: bool = False) -> list[list[tuple[str, float]]]:
    """Return the lines of each paragraph, or of each of its pieces on a page: words and share of the measure."""
    weasyprint()
    found: dict[object, list[tuple[str, float]]] = {}
    for number, page in enumerate(sheets.document.pages):
        for box in page._page_box.descendants():
            if type(box).__name__ == "BlockBox" and box.element_tag == "p":
                key = (id(box.element), number if by_page else 0)
                for line in box.children:
                    words = "".join(part.text for part in line.descendants() if hasattr(part, "text"))
                    found.setdefault(key, []).append((words.strip(), line.width / box.width))
    return list(found.values())


def short_ends(paragraphs) -> list[str]:
    return [lines[-1][0] for lines in paragraphs if len(lines[-1][0].split()) < 3 and lines[-1][1] < 1 / 3]


def hyphens_at_ends(paragraphs) -> list[str]:
    return [lines[-2][0] for lines in paragraphs if len(lines) > 1 and lines[-2][0].endswith(HYPHEN)]


def unevenness(paragraphs) -> float:
    return sum((1 - share) ** 2 for lines in paragraphs for _, share in lines[:-1])


def joined(lines) -> str:
    text = lines[0][0]
    for (before, _), (after, _) in pairwise(lines):
        text = text[:-1] + after if before.endswith(HYPHEN) else f"{text} {after}"
    return text


def without_patch(monkeypatch) -> None:
    put_back(monkeypatch, "weasyprint.layout.block:iter_line_boxes")


def test_no_word_is_hyphenated_before_the_last_line_and_last_lines_are_not_short(lay_out, monkeypatch):
    patched = paragraphs_of(lay_out(STYLE + LONG_PAGE, page_of(TEXT)))
    without_patch(monkeypatch)
    plain = paragraphs_of(lay_out(STYLE + LONG_PAGE, page_of(TEXT)))
    assert hyphens_at_ends(plain)
    assert hyphens_at_ends(patched) == []
    assert len(short_ends(patched)) < len(short_ends(plain)) / 2
    assert list(map(joined, patched)) == list(map(joined, plain))
    for before, after in zip(plain, patched, strict=True):
        assert len(after) - len(before) in ((0, 1) if hyphens_at_ends([before]) else (0,))
    fine = [
        number for number, lines in enumerate(plain) if not (hyphens_at_ends([lines]) or short_ends([lines]))
    ]
    assert len(fine) > 10
    assert unevenness(patched[number] for number in fine) < unevenness(plain[number] for number in fine)


def test_texts_from_right_to_left_end_well(lay_out, monkeypatch):
    words = "كلمات كثيرة في سطر واحد ثم كلمات أخرى تملأ السطر التالي حتى نهايته و لا تترك كلمة وحدها هنا أبدا"
    style = "p { font-family: 'Brief Text'; font-size: 11pt }" + LONG_PAGE
    patched = paragraphs_of(lay_out(style, page_of(words, "rtl", "ar")))
    without_patch(monkeypatch)
    plain = paragraphs_of(lay_out(style, page_of(words, "rtl", "ar")))
    assert len(short_ends(patched)) < len(short_ends(plain)) / 2
    assert list(map(joined, patched)) == list(map(joined, plain))
    assert list(map(len, patched)) == list(map(len, plain))


def test_the_numbers_of_a_range_are_on_one_line(lay_out, monkeypatch):
    words = "Journal of tests 4(2), 2019, pp. 12–19, and 1990–2000 in the archive at station A – 2 of its copies. "

    def parted() -> list[str]:
        lines = [
            line for paragraph in paragraphs_of(lay_out(style, page_of(words * 2))) for line, _ in paragraph
        ]
        return [line for line in lines if re.search(r"\d–$", line)]

    style = "p { font-family: 'Brief Text'; font-size: 11pt }" + LONG_PAGE
    assert parted() == []
    without_patch(monkeypatch)
    assert parted()


def test_no_word_is_hyphenated_across_two_pages(lay_out, monkeypatch):
    style = STYLE + " @page { size: 66mm 80mm; margin: 12mm } p { width: 42mm; margin: 0 }"
    html = f"<!doctype html><html lang=en><title>T</title><body><p>{(TEXT + ' ') * 30}</p>"

    def page_ends() -> list[str]:
        pieces = paragraphs_of(lay_out(style, html), by_page=True)
        assert len(pieces) > 6
        return [lines[-1][0] for lines in pieces[:-1]]

    assert not any(words.endswith(HYPHEN) for words in page_ends())
    without_patch(monkeypatch)
    assert any(words.endswith(HYPHEN) for words in page_ends())


@pytest.mark.parametrize(
    "place",
    [
        "float: left; width: 20mm; margin-left: -30mm; height: 2500mm",
        "float: inline-end; width: 20mm; margin-right: -30mm; height: 2500mm",
        "float: left; width: 90mm; height: 20mm; margin-top: -20mm",
    ],
)
def test_a_paragraph_that_no_float_narrows_ends_well(lay_out, monkeypatch, place):
    style = f"{STYLE} {LONG_PAGE} body {{ margin: 0 30mm }} body::before {{ content: ''; {place} }}"
    patched = paragraphs_of(lay_out(style, page_of(TEXT)))
    without_patch(monkeypatch)
    plain = paragraphs_of(lay_out(style, page_of(TEXT)))
    assert len(short_ends(patched)) < len(short_ends(plain)) / 2
    assert list(map(joined, patched)) == list(map(joined, plain))


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("p { white-space: pre-wrap }", "several words that fill a line and more\nin the next one"),
        ("", "several words<br>that fill<br>a line and more"),
        ("p { white-space: nowrap }", "several words that fill a line and more here"),
        (
            "p::before { content: ''; float: left; width: 20mm; height: 9mm }",
            "several words that fill a line or two",
        ),
    ],
)
def test_lines_that_the_text_or_a_float_determines_stay_as_they_are(lay_out, monkeypatch, style, words):
    patched = paragraphs_of(lay_out(f"{STYLE} {LONG_PAGE} {style}", page_of(words)))
    without_patch(monkeypatch)
    assert paragraphs_of(lay_out(f"{STYLE} {LONG_PAGE} {style}", page_of(words))) == patched


def kept_page(words: str = "", width: str = "71mm", language: str = "en", style: str = "") -> tuple[str, str]:
    """Return a style and a page with one paragraph that no other test has."""
    text = TEXT.replace("observatories", f"laboratories {words}")
    page = f"<!doctype html><html lang={language}><title>T</title><body><p style='width: {width}'>{text}</p>"
    return STYLE + style, page


def test_a_paragraph_is_broken_once_for_a_text_a_style_and_a_measure(lay_out, monkeypatch):
    plain, broken = Paragraph.breaks, []
    monkeypatch.setattr(Paragraph, "breaks", lambda paragraph: broken.append(paragraph) or plain(paragraph))
    first = paragraphs_of(lay_out(*kept_page()))
    count = len(broken)
    assert count > 0
    assert paragraphs_of(lay_out(*kept_page())) == first
    assert len(broken) == count
    others = [
        kept_page(words="again"),
        kept_page(width="64mm"),
        kept_page(language="de"),
        kept_page(style="p { font-size: 12pt }"),
        kept_page(style="p { hyphens: none }"),
        kept_page(style="p { hyphenate-limit-chars: 12 6 6 }"),
        kept_page(style="p { hyphenate-character: '==' }"),
        kept_page(style="p { text-indent: 9mm }"),
        kept_page(style="em { margin-left: 5mm }"),
        kept_page(style="em { font-weight: 700 }"),
        kept_page(style="em { white-space: nowrap }"),
    ]
    for other in others:
        count = len(broken)
        found = paragraphs_of(lay_out(*other))
        assert len(broken) > count, other
        with monkeypatch.context() as patch:
            patch.setattr(MeasuredText, "breaks_of", lambda _, paragraph: plain(paragraph))
            assert paragraphs_of(lay_out(*other)) == found


def test_a_picture_in_a_paragraph_of_several_lines_is_measured(lay_out):
    """Nothing has resolved its margins when the lines are chosen."""
    words = "Some words of a paragraph. " * 10
    drawing = "<svg width='10' height='10' viewBox='0 0 1 1'></svg>"
    html = f"<!doctype html><html lang=en><title>T</title><body><p>{words}{drawing} {words}</p>"
    assert lay_out("@page { size: 100mm 100mm }", html).document.pages
