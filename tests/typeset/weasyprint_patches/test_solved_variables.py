"""A declaration with variables is validated once for each value of its variables, and has the same values."""

from __future__ import annotations

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.weasyprint_patches import solved_variables
from briefing.typeset.weasyprint_patches.patch import find
from tests.typeset.weasyprint_patches.unpatched import Counting

pytestmark = pytest.mark.engine

STYLE = """
:root { --gap: 2mm; --ink: #123456; --line: thin solid; --wide: 50% }
p { margin: var(--gap) 0; color: var(--ink); border-left: var(--line) var(--ink); width: calc(var(--wide) - 1em) }
p.other { --gap: 4mm; --ink: teal }
p.faulty { --gap: blue; font-size: calc(var(--gap) + 1em) }
p.small { font-size: 6pt; padding-left: calc(var(--gap) + 1em) }
"""
HTML = "<!doctype html><html lang=en><title>T</title><body>" + "".join(
    f"<p class={name}>Text</p>" for name in ("one", "other", "faulty", "small", "two", "three", "four")
)


@pytest.fixture
def computed(lay_out, monkeypatch):
    """Return the values of all boxes of a page, its warnings, and the number of values that the engine validated."""

    def compute(style: str = STYLE, *, is_patched: bool = True):
        plain = Counting(find("weasyprint.css.tokens:Pending.solve"))
        solve = solved_variables._looking_up(plain) if is_patched else plain

        def solve_value(pending, *given):  # a function, so that the class makes it a method
            return solve(pending, *given)

        monkeypatch.setattr(weasyprint().css.tokens.Pending, "solve", solve_value)
        sheets = lay_out(style, HTML)
        (page,) = sheets.document.pages
        calls = plain.calls
        computed_style = weasyprint().css.ComputedStyle
        boxes = page._page_box.descendants()
        styles = [box.style for box in boxes if type(box.style) is computed_style]
        names = weasyprint().css.properties.INITIAL_VALUES
        values = [[str(style[name]) for name in names] for style in styles]
        return values, list(map(str, sheets.engine_warnings)), calls

    return compute


def test_the_values_and_warnings_are_the_same_and_few_are_validated(computed):
    plain, plain_warnings, all_calls = computed(is_patched=False)
    patched, warnings, calls = computed(is_patched=True)
    assert len(set(map(tuple, plain))) >= 6
    assert patched == plain
    assert warnings == plain_warnings != []
    assert calls < 0.75 * all_calls


@pytest.mark.parametrize(("gap", "count"), [("2mm", 1), ("2em", 2)])
def test_a_calculation_is_validated_once_where_the_element_does_not_matter(computed, gap, count):
    style = f":root {{ --gap: {gap} }} p {{ line-height: calc(2 * var(--gap)) }} p.small {{ font-size: 6pt }}"
    *_, calls = computed(style)
    *_, without = computed(style.replace("calc(2 * var(--gap))", "normal"))
    assert calls - without == count
    assert computed(style)[:2] == computed(style, is_patched=False)[:2]
