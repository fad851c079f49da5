"""After a change of texts, only the pages that it touches are laid out, and the PDF is that of a whole layout."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from briefing.files.workspace import Files
from briefing.stages import Page, Sheets
from briefing.typeset.layout import Typesetter, export
from tests.cases import each

pytestmark = pytest.mark.engine

STYLE = """
@page { size: 90mm 60mm; margin: 2em; @top-left { content: string(head) } @bottom-left { content: counter(page) }
  @bottom-right { content: element(mark) } }
body { font: 9pt/12pt 'Brief Text'; margin: 0 } p, h2 { margin: 0 0 6pt } .new { break-before: page }
h1 { string-set: head content(); bookmark-level: 1 } h2 { bookmark-level: 2; font-size: 9pt }
i { float: footnote; font-style: normal } .mark { position: running(mark) }
.to::after { content: " " target-counter(attr(href), page) } .like::after { content: " " target-text(attr(href)) }
td { padding: 2pt } section { bookmark-level: 1; bookmark-label: "Section" }
"""
TIGHT, TIGHTER = "styles/fit/1-tight.css", "styles/fit/2-tighter.css"
STEPS = {TIGHT: "body { font-size: 8pt; line-height: 11pt }", TIGHTER: "body { line-height: 9pt }"}

WORDS = "The river rose at station A on the third day, as it had on the first. "
BODY = (
    '<h1>Levels</h1><div class="mark">Draft</div><p><a class="to" href="#end">The end</a> '
    '<a class="like" href="#end">As</a></p>'
    f"<p>One. {WORDS * 3}</p><p>Two.<i>Note two.</i> {WORDS * 5}</p><section><p>Three. {WORDS * 9}</p></section>"
    f"<table><tbody><tr><td>Cell</td><td>{WORDS}</td></tr></tbody></table>"
    f'<p class="new">Four. {WORDS * 2}<i>Note four.</i></p><h2 id="end">Last</h2><p>Five. {WORDS * 14}</p>'
)

CASES = {
    "nothing": ("", "", ()),
    "a word": ("One.", "Uno.", (0,)),
    "a word of a footnote": ("Note two.", "A note for two.", (1,)),
    "a longer text that moves others": ("Two.", f"Two. {WORDS}", (0, 1, 2, 3)),
    "a shorter text that moves others": (f"Three. {WORDS}", "Three. ", (1, 2, 3)),
    "a text that needs another page": ("Five.", f"Five. {WORDS * 20}", None),
    "a running head": ("Levels", "Heights", (0,)),
    "an element in the margin": ("Draft", "Final", None),
    "a title that another page prints": ("Last", "Final", (0, 4)),
    "a cell of a table": ("Cell", "One cell", (3,)),
    "the title of the document": ("<title>T", "<title>Other", ()),
    "an element": ("Four.", "<b>Four.</b>", None),
}
"""The old text, the new one, and the pages that are laid out again; None where all are."""


def page(body: str = BODY, **other: Any) -> Page:
    html = f'<!doctype html><html lang="en"><head><title>T</title></head><body>{body}</body></html>'
    return Page(html, ("styles/fonts.css", "styles/trial.css"), "content/trial/brief.html", **other)


def changed(whole: Page, old: str, new: str) -> Page:
    assert old in whole.html
    return replace(whole, html=whole.html.replace(old, new, 1) if old else whole.html)


@pytest.fixture
def files(workspace) -> Files:
    return workspace(files={"styles/trial.css": STYLE, **STEPS})


def keeping(files: Files) -> Typesetter:
    found = Typesetter(files)
    found.keeps_layouts = True
    return found


def seen(sheets: Sheets) -> tuple[object, ...]:
    """Return what follows from sheets: the PDF, what is found in it, and what was measured."""
    pdf = export(sheets)
    measured = (
        sheets.page_count,
        sheets.uses,
        sheets.miscounted,
        sheets.misplaced,
        sheets.find_gaps(),
        sheets.steps,
    )
    return pdf.content, pdf.unreadable, pdf.engine_warnings, measured, sheets.left_out, sheets.engine_warnings


def plainly(files: Files, page: Page, limit: int | None = None) -> tuple[object, ...]:
    return seen(Typesetter(files).fit(page, limit))


def test_the_pdf_is_that_of_a_whole_layout_after_one_change_and_after_all(files, laid_out_again):
    typesetter, alone = keeping(files), keeping(files)
    typesetter.fit(page(), None)
    now, together = page(), []
    for name, (old, new, numbers) in CASES.items():
        alone.fit(page(), None)
        laid_out_again.clear()
        one = changed(page(), old, new)
        assert seen(alone.fit(one, None)) == plainly(files, one), name
        assert laid_out_again == [numbers], name
        now = changed(now, old, new)
        assert seen(typesetter.fit(now, None)) == plainly(files, now), name
        together.append(laid_out_again.pop())
    assert None not in together[:5]


@each("numbers", ["counter(page)", "none"])
def test_a_fitted_page_takes_the_same_decisions(numbers, workspace, laid_out_again):
    style = STYLE.replace(
        '" " target-counter(attr(href), page)', numbers
    )  # without them, layouts are stopped
    files = workspace(files={"styles/trial.css": style, **STEPS})
    typesetter = keeping(files)
    laid_out_again.clear()
    for words in (0, 5, 60, 0):
        now = changed(page(fit_steps=(TIGHT, TIGHTER)), "One.", f"One. {'Word ' * words}")
        found = typesetter.fit(now, 5)
        assert seen(found) == plainly(files, now, 5)
    assert laid_out_again == [(0,), None, None]


def test_a_layout_with_a_warning_is_not_kept(files, laid_out_again):
    typesetter = keeping(files)
    pictured = page(BODY + '<p><img src="missing.png" alt="" /></p>')
    typesetter.fit(pictured, None)
    now = changed(pictured, "One.", "Uno.")
    found, whole = typesetter.fit(now, None), Typesetter(files).fit(now, None)
    assert found.engine_warnings == whole.engine_warnings != ()
    assert laid_out_again == [None]


def test_what_was_read_for_a_kept_layout_counts_as_read(files):
    typesetter, plain = keeping(files), Typesetter(files)
    typesetter.fit(page(), None)
    now = changed(page(), "One.", "Uno.")
    with files.noting() as kept:
        typesetter.fit(now, None)
    with files.noting() as whole:
        plain.fit(now, None)
    assert kept.entries.keys() == whole.entries.keys()


def test_another_page_does_not_drop_the_layouts_of_the_page_that_is_edited(files, laid_out_again):
    typesetter = keeping(files)
    typesetter.fit(page(), None)
    typesetter.keeps_layouts = False
    typesetter.fit(page("<p>Another</p>"), None)
    typesetter.keeps_layouts = True
    typesetter.fit(changed(page(), "One.", "Uno."), None)
    assert laid_out_again == [(0,)]
