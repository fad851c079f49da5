"""An exhibit that may float and does not fit comes on the next page, behind the texts that fill its page."""

from __future__ import annotations

import pytest

from briefing.stages import Page
from briefing.typeset.layout import Typesetter

pytestmark = pytest.mark.engine

STYLE = """
@page { size: 100mm 100mm; margin: 10mm }
* { margin: 0; font: 10pt/5mm "Brief Text" }
.exhibit { height: 50mm; break-inside: avoid }
h2 { break-after: avoid }
"""
LINES = "<br>".join(["line"] * 4)


@pytest.fixture
def pages(workspace):
    """Return the texts and exhibits that begin on each page of a section, in order."""

    def of(*blocks: str, after: str = "", style: str = STYLE) -> list[list[str]]:
        files = workspace(files={"styles/trial.css": style})
        body = "".join(map(block, blocks))
        html = f"<!doctype html><html lang=en><title>T</title><body><section>{body}</section>{after}"
        page = Page(html, ("styles/fonts.css", "styles/trial.css"), "content/trial/brief.html")
        sheets = Typesetter(files).lay_out(page)
        seen: set[int] = set()
        found: list[list[str]] = []
        for sheet in sheets.document.pages:
            found.append([])
            for box in sheet._page_box.descendants():
                name = box.element.get("id") if box.element is not None else None
                if name and id(box.element) not in seen:
                    seen.add(id(box.element))
                    found[-1].append(name)
        return found

    return of


def block(name: str) -> str:
    """Return a block by the first letter of its name: text, figure, floating figure, heading, quotation."""
    if name[0] == "t":
        paragraphs = "".join(f'<p id="{name}{count}">{LINES}</p>' for count in range(int(name[1])))
        return f'<div class="text">{paragraphs}</div>'
    kinds = {
        "f": '<figure class="exhibit" id="{}">F</figure>',
        "g": '<figure class="exhibit floating" id="{}">G</figure>',
        "h": '<div class="text"><h3 id="{}">H</h3></div>',
        "q": '<blockquote id="{}">Q</blockquote>',
    }
    return kinds[name[0]].format(name)


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (["t2a", "fig", "t3b"], [["t2a0", "t2a1"], ["fig", "t3b0", "t3b1"], ["t3b2"]]),
        (["t2a", "g", "t3b"], [["t2a0", "t2a1", "t3b0", "t3b1"], ["g", "t3b2"]]),
        (["t2a", "g", "t1b", "q", "t1c"], [["t2a0", "t2a1", "t1b0", "q", "t1c0"], ["g"]]),
        (["t2a", "g"], [["t2a0", "t2a1"], ["g"]]),
        (["t2a", "g", "h", "t2b"], [["t2a0", "t2a1"], ["g", "h", "t2b0"], ["t2b1"]]),
        (["t2a", "g", "fig", "t2b"], [["t2a0", "t2a1"], ["g"], ["fig", "t2b0", "t2b1"], []]),
        (["t1a", "g", "t2b"], [["t1a0", "g", "t2b0"], ["t2b1"]]),
    ],
    ids=["fixed", "filled", "all blocks", "no text", "heading", "next exhibit", "fits"],
)
def test_texts_of_the_section_fill_the_page_that_a_floating_exhibit_would_leave_empty(
    pages, blocks, expected
):
    found = pages(*blocks)
    assert [[name for name in page if name] for page in found] == expected


def test_an_exhibit_floats_not_past_the_end_of_its_section(pages):
    after = f"<section><p id=other>{LINES}</p></section>"
    assert pages("t2a", "g", after=after)[0] == ["t2a0", "t2a1"]


def test_a_forced_break_keeps_an_exhibit_in_its_place(pages):
    style = STYLE + ".exhibit { break-before: page }"
    assert pages("t2a", "g", "t2b", style=style)[:2] == [["t2a0", "t2a1"], ["g", "t2b0", "t2b1"]]


def test_two_exhibits_keep_their_order(pages):
    found = pages("t2a", "g1", "t2b", "g2", "t3c")
    order = [name for page in found for name in page if name[0] == "g"]
    assert order == ["g1", "g2"]
    assert found[0] == ["t2a0", "t2a1", "t2b0", "t2b1"]


def test_elements_keep_their_origins_where_an_exhibit_floats(workspace):
    files = workspace(files={"styles/trial.css": STYLE})
    html = "<!doctype html><html lang=en><title>T</title><body><section>"
    html += "".join(map(block, ["t2a", "g", "t2b"])) + "</section>"
    sheets = Typesetter(files).lay_out(
        Page(html, ("styles/fonts.css", "styles/trial.css"), "content/trial/brief.html")
    )
    shown = {
        box.element
        for page in sheets.document.pages
        for box in page._page_box.descendants()
        if box.element is not None
    }
    assert all(sheets.cascade.elements.has(element) for element in shown)
