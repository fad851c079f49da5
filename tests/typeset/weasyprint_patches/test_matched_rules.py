"""The rules that match an element are looked up once for all layouts of a page, and are the same."""

from __future__ import annotations

from copy import copy, deepcopy

import cssselect2
import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.weasyprint_patches.style_recorder import styles_kept
from tests.typeset.weasyprint_patches.unpatched import put_back

pytestmark = pytest.mark.engine

PSEUDO_TYPES = (None, "before", "after", "marker")
AUTHOR = """
@page { @top-left { content: "Head" } }
p { color: red } p.x { color: green; margin: 1mm } #n.x { color: blue } .x { font-weight: 700 } .x.y { color: lime }
p:first-child::before { content: "§" } :lang(fr) { font-style: italic } [lang] > * { font-size: 9px } b { color: red }
@layer late { p { text-align: center } } @layer early { p { text-align: end } } *::after { content: "*" }
"""
USER = ".x { color: purple !important; margin: 2mm !important } ul > li + li { color: teal }"
STEP = ":root { --size: 8px } p { font-size: var(--size) } .x { margin: 3mm !important } li::marker { color: #123456 }"
HTML = (
    f"<!doctype html><html lang=en><title>T</title><style>{AUTHOR}</style><section><p class='x y'>Text<p id=n class=x>T"
    "<p lang=fr class='x x'>Texte<b>gras</b></section><ul><li>one<li class=X>two<P CLASS=x>three</ul>"
    "<p style='color: orange' class=x>four<svg><rect width=9 height=9 /></svg>"
)


def page_of(html: str = HTML):
    return weasyprint().HTML(string=html)


def style(css: str):
    return weasyprint().CSS(string=css)


def values(page, *stylesheets) -> list[list[str] | None]:
    """Return all values of the styles of a page that is laid out with stylesheets; None for a missing style."""
    with styles_kept() as kept:
        page.render(stylesheets=stylesheets)
    names = weasyprint().css.properties.INITIAL_VALUES
    found = [kept[0](element, kind) for element in page.etree_element.iter() for kind in PSEUDO_TYPES]
    return [None if one is None else [str(one[name]) for name in names] for one in found]


def counted(sheet, name: str) -> list[object]:
    """Return a list that gets each element that the rules of a class are tested on."""
    asked: list[object] = []

    def counting(test):
        return lambda element: asked.append(element.etree_element) or test(element)

    rules = sheet.matcher.class_selectors
    rules[name] = [(counting(test), *rest) for test, *rest in rules[name]]
    return asked


def test_the_styles_are_the_same_in_all_layouts_of_a_page(monkeypatch):
    sheets = style(USER), style(STEP)
    layouts = (sheets[:1], sheets, sheets[::-1], ())
    page = page_of()
    found = [values(page, *used) for used in layouts]
    put_back(monkeypatch, "weasyprint.css:StyleFor.__init__", "weasyprint.css:StyleFor.__call__")
    assert found == [values(page_of(), *used) for used in layouts]
    assert found[0] != found[1] != found[2] != found[3]


def test_rules_are_matched_once_for_all_layouts_of_a_page():
    first, second = style(USER), style(".x { margin: 0 }")
    asked, asked_later = counted(first, "x"), counted(second, "x")
    page = page_of()
    values(page, first)
    assert len(asked) == len(set(asked)) == 5
    for _ in range(2):
        values(page, first, second)
    assert (len(asked), len(asked_later)) == (5, 5)
    values(page_of(), first)
    assert len(asked) == 10


def test_a_copy_of_a_page_with_other_elements_is_matched_again():
    page = page_of("<!doctype html><p class=x>One<p>Two")
    values(page, style(USER))
    root = deepcopy(page.etree_element)
    other = copy(page)
    other.wrapper_element = cssselect2.ElementWrapper.from_html_root(root)
    other.etree_element = root
    one, two = root.iter("p")
    one.attrib.clear()
    two.set("class", "x")
    expected = page_of("<!doctype html><p>One<p class=x>Two")
    assert values(other, style(USER)) == values(expected, style(USER)) != values(page, style(USER))


def test_a_stylesheet_that_is_given_twice_counts_twice():
    once, again = style(".x { color: teal }"), style(".x { color: red }")
    html = "<!doctype html><p class=x>One"
    assert values(page_of(html), once, again, once) == values(page_of(html), again, once)
