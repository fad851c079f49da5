"""The font of a style is described once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.weasyprint_patches import font_descriptions
from tests.typeset.weasyprint_patches.unpatched import Counting, put_back

HTML = "<!doctype html><html lang=en><title>T</title><body>" + "<p>" + "words in <b>lines</b> " * 60


@pytest.mark.engine
def test_a_style_is_described_once_for_all_of_its_lines(lay_out, monkeypatch):
    line_break = weasyprint().text.line_break
    name = "weasyprint.text.line_break:get_font_description"
    put_back(monkeypatch, name)
    counting = Counting(line_break.get_font_description)

    def texts(describe) -> list[tuple[str, float, float]]:
        monkeypatch.setattr(line_break, "get_font_description", describe)
        boxes = lay_out("", HTML).document.pages[0]._page_box.descendants()
        return [(box.text, box.position_x, box.position_y) for box in boxes if hasattr(box, "text")]

    plain, calls = texts(counting), counting.calls
    counting.calls = 0
    assert texts(font_descriptions._describing_once(counting)) == plain
    assert calls > 20
    assert counting.calls < calls / 3


def test_the_key_of_a_font_is_made_once_with_its_size_and_once_without():
    key = Counting(lambda style, include_size: f"{style.family} {style.size if include_size else ''}")
    name = font_descriptions._naming_once(key)
    style = SimpleNamespace(family="Serif", size=12)
    assert [name(style), name(style, True), name(style), name(style, True)] == ["Serif ", "Serif 12"] * 2
    assert key.calls == 2
    assert name(SimpleNamespace(family="Sans", size=9)) == "Sans "
