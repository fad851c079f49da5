"""The styles of rare pseudo-elements are computed on first use, and stay the same."""

from __future__ import annotations

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.weasyprint_patches.pseudo_elements import RARE
from briefing.typeset.weasyprint_patches.style_recorder import styles_kept
from tests.typeset.weasyprint_patches.unpatched import put_back

pytestmark = pytest.mark.engine

PSEUDO_TYPES = (None, "before", "after", "first-line", *sorted(RARE))
STYLE = """
@page { @top-left { content: "Head"; color: red } @footnote { margin-top: 1em } }
li::marker { color: #123456 } ol > li.x::marker { font-weight: 700 !important; color: red }
li.x::marker { font-weight: 400; font-size: 8px } #n::footnote-call { content: "*" }
::footnote-call { margin: 1mm; margin-inline-start: 2mm } #n::footnote-marker { margin-inline: 2mm; margin: 1mm }
i { float: footnote; font-size: 9px } p::before { content: "§" } p::first-line { color: green }
@layer late { li::marker { font-style: italic; color: blue } } @layer early { b::note-call { color: lime } }
"""
HTML = (
    f"<!doctype html><html lang=en><title>T</title><style>{STYLE}</style><p>Text <b>bold</b><i id=n>a note</i> ends"
    "<ol><li>one<li class=x>two<ul><li>inner</ul></ol><p style='color: purple'>Text"
)


def render(html: str = HTML):
    """Return the elements of a page and their styles."""
    page = weasyprint().HTML(string=html)
    with styles_kept() as kept:
        page.render()
    return list(page.etree_element.iter()), kept[0]


def values(styles, elements) -> list[list[str] | None]:
    """Return all values of the style of each element and pseudo-element; None where it has none."""
    names = weasyprint().css.properties.INITIAL_VALUES
    found = [styles(element, kind) for element in elements for kind in PSEUDO_TYPES]
    return [None if style is None else [str(style[name]) for name in names] for style in found]


def texts(sheets) -> list[tuple[str, float, float]]:
    """Return the texts of a document with their places."""
    boxes = [box for page in sheets.document.pages for box in page._page_box.descendants()]
    return [(box.text, box.position_x, box.position_y) for box in boxes if hasattr(box, "text")]


def put_plain_back(monkeypatch):
    put_back(monkeypatch, "weasyprint.css:StyleFor.__init__", "weasyprint.css:StyleFor.__call__")


def rare_styles(styles) -> set[tuple[str, str]]:
    """Return the names of the elements and rare pseudo-elements whose styles have been computed."""
    return {(element.tag, kind) for element, kind in styles._computed_styles if kind in RARE}


def test_the_styles_are_the_same(monkeypatch):
    elements, styles = render()
    found = values(styles, elements)
    put_plain_back(monkeypatch)
    elements, styles = render()
    assert found == values(styles, elements)
    assert len(found) > 100


def test_the_page_is_the_same(lay_out, monkeypatch):
    style = STYLE + 'body { font-family: "Brief Text" }'
    placed = texts(lay_out(style, HTML))
    put_plain_back(monkeypatch)
    assert placed == texts(lay_out(style, HTML))
    assert len(placed) > 12


def test_only_what_the_page_uses_is_computed(monkeypatch):
    _, styles = render()
    assert rare_styles(styles) == {("li", "marker"), ("i", "footnote-call"), ("i", "footnote-marker")}
    assert not styles._cascaded_styles.keys() & {(None, kind) for kind in RARE}
    put_plain_back(monkeypatch)
    elements, styles = render()
    assert len(rare_styles(styles)) == len({element.tag for element in elements}) * len(RARE)


def test_a_style_is_computed_once():
    elements, styles = render()
    (item, *_) = (element for element in elements if element.tag == "li")
    assert styles(item, "marker") is styles(item, "marker")


def test_where_a_rare_pseudo_element_is_the_target_of_links_all_are_computed_at_once():
    anchored = HTML.replace("</style>", "#n::footnote-marker { anchor: 'note' }</style>")
    elements, styles = render(anchored)
    assert len(rare_styles(styles)) == len({element.tag for element in elements}) * len(RARE)


def test_elements_of_another_document_have_no_style():
    _, styles = render()
    (other, *_), _ = render()
    assert styles(other, "marker") is None
