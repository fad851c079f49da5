"""A line is broken after the last word that fits, even where the space after it does not fit."""

from __future__ import annotations

import pytest

from briefing.typeset.engine import weasyprint
from tests.typeset.weasyprint_patches.unpatched import put_back

pytestmark = pytest.mark.engine

WIDTHS = range(200, 420)
TEXT = "several words that fill a line"
HTML = (
    "<!doctype html><html lang=en><title>T</title><body>"
    + "".join(
        f"<p style='width: {width / 4}mm'>{TEXT} <a href='#x'>link</a> and more</p>" for width in WIDTHS
    )
    + "<p id=x>"
)
STYLE = "p { font-family: 'Brief Text'; font-size: 12pt }"


def first_lines(sheets) -> list[str]:
    """Return the words of the first line of each paragraph."""
    weasyprint()
    found = []
    for page in sheets.document.pages:
        for box in page._page_box.descendants():
            if type(box).__name__ == "BlockBox" and box.element_tag == "p" and box.children:
                line = box.children[0]
                texts = [part.text for part in line.descendants() if hasattr(part, "text")]
                found.append(" ".join("".join(texts).split()))
    return found


def test_the_space_before_a_link_needs_no_room(lay_out, monkeypatch):
    patched = first_lines(lay_out(STYLE, HTML))
    put_back(monkeypatch, "weasyprint.layout.inline:split_first_line")
    plain = first_lines(lay_out(STYLE, HTML))
    assert len(patched) == len(plain) >= len(WIDTHS)
    differing = [(before, after) for before, after in zip(plain, patched, strict=True) if before != after]
    assert differing
    assert {before for before, _ in differing} == {"several"}
    assert {after for _, after in differing} == {TEXT}
    assert "several" not in patched


def test_where_spaces_are_kept_lines_are_broken_as_before(lay_out, monkeypatch):
    style = STYLE.replace("}", "; white-space: pre-wrap }")
    patched = first_lines(lay_out(style, HTML))
    put_back(monkeypatch, "weasyprint.layout.inline:split_first_line")
    assert first_lines(lay_out(style, HTML)) == patched
