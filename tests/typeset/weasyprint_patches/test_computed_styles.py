"""Plain values of a style are computed by a shortcut, and stay the same."""

from __future__ import annotations

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.weasyprint_patches import computed_styles
from briefing.typeset.weasyprint_patches.patch import find
from tests.typeset.weasyprint_patches.unpatched import Counting

pytestmark = pytest.mark.engine

STYLE = """
:root { --wide: 3em; font-size: 11pt }
body { color: #123456; line-height: 1.4 } h1 { font-size: 2em; margin-inline-start: 4mm; color: currentcolor }
p { margin: var(--wide) calc(1em + 2%); text-indent: 1em; border-left: thin solid }
em { font-style: normal; float: left; text-decoration: underline; font-size: larger }
[dir=rtl] { padding-inline: 2mm 3mm; margin-left: 9mm }
"""
HTML = (
    "<!doctype html><html lang=en><title>T</title><body><h1>T</h1><p>Text <em>and <b>more</b></em></p>"
    "<p dir=rtl>Text</p><table><tr><td>cell</table>"
)


@pytest.fixture
def computed(lay_out, monkeypatch):
    """Return the values of all boxes of a page, and the number of values that the engine's function computed."""
    styles = weasyprint().css.ComputedStyle

    def compute(*, is_patched: bool):
        plain = Counting(find("weasyprint.css:ComputedStyle.__missing__"))
        missing = computed_styles._with_short_way(plain) if is_patched else plain

        def compute_value(style, name):  # a function, so that the class makes it a method
            return missing(style, name)

        monkeypatch.setattr(styles, "__missing__", compute_value)
        (page,) = lay_out(STYLE, HTML).document.pages
        calls = plain.calls
        boxes = [box for box in page._page_box.descendants() if type(box.style) is styles]
        names = weasyprint().css.properties.INITIAL_VALUES
        values = [[str(box.style[name]) for name in names] for box in boxes]
        return values, calls

    return compute


def test_the_values_are_the_same_and_few_are_computed_the_long_way(computed):
    plain, all_calls = computed(is_patched=False)
    patched, calls = computed(is_patched=True)
    assert len(plain) >= 8 and len(plain[0]) > 150
    assert patched == plain
    assert all_calls > 1_000
    assert calls < all_calls / 2
