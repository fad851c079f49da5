"""A column is laid out once for all heights at which its content is the same, and the pages stay the same."""

from __future__ import annotations

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.weasyprint_patches import balanced_columns
from briefing.typeset.weasyprint_patches.patch import find
from tests.typeset.weasyprint_patches.test_kept_lines import described
from tests.typeset.weasyprint_patches.unpatched import Counting

pytestmark = pytest.mark.engine

STYLE = """
@page { size: 120mm 150mm; margin: 8mm; @footnote { border-top: thin solid } }
body { font: 8pt/1.3 'Brief Text'; orphans: 2; widows: 2 }
.columns { columns: 2; column-gap: 5mm; padding: 0; margin: 0 0 4mm }
li { break-inside: avoid; padding: 0 0 1.3mm; border-bottom: 1px solid } p { margin: 0 0 1ex }
"""
NUMBERED = "<li style='position: relative'><span style='position: absolute; right: 0; top: 0'>5</span>"
NEXT = "<span style='position: absolute; left: 0; top: 0; width: 9mm'>{}</span>One"
WORDS = "River levels at the stations rise <em>and fall again</em> with the rain. "


def entries(*lengths: int, markup: str = "{}") -> str:
    """Return the entries of a list, of that many sentences each."""
    return "".join(f"<li>{markup.format(WORDS * length)}" for length in lengths)


MANY = entries(1, 3, 2, 4, 1, 1, 5, 2, 3, 1, 2, 2, 6, 1)
COLUMNS = {
    "entries": MANY,
    "a page of something else before": "<div style='height: 60mm'></div>" + MANY,
    "more than a page": MANY * 3,
    "entries that are broken": MANY.replace("<li>", "<li style='break-inside: auto'>"),
    "paragraphs": MANY.replace("<li>", "<p>"),
    "an entry of a fixed height": MANY + entries(4).replace("<li>", "<li style='height: 5mm'>"),
    "notes": entries(1, 3, 2, 1, 4, 2, markup="{}<span style='float: footnote'>A note.</span>") + MANY,
    "floats": entries(2, 3, 1, 2, 4, markup="<span style='float: left; height: 9mm'>One</span>{}") + MANY,
    "places": entries(1, 3, 2, 5, markup="<div style='position: relative; top: 1mm'>{}</div>") + MANY,
    "numbers next to entries": MANY.replace("<li>", NUMBERED),
    "entries with much next to them": entries(2, 9, markup=NEXT).replace("<li>", NUMBERED) + MANY * 2,
    "boxes in lines": MANY.replace("<li>", "<li><span style='display: inline-block'>No. 5</span> "),
    "tables": entries(1, 3, 2, 5, markup="<table><tr><td>One<tr><td>{}</table>") + MANY,
    "columns inside": entries(3, 1, 4, 2, markup="<div style='columns: 2'>{}</div>") + MANY,
    "rows": entries(3, 1, 4, 2, markup="<div style='display: flex'><p>{}</p><p>One</p></div>") + MANY,
    "something across them": MANY + f"<li style='column-span: all'>{WORDS}" + MANY,
}


@pytest.fixture
def laid_out(lay_out, monkeypatch):
    """Return the places of all boxes on all pages, and the number of boxes that the engine's function laid out."""

    def lay(columns: str, *, is_patched: bool):
        block = weasyprint().layout.block
        plain = Counting(find("weasyprint.layout.block:block_box_layout"))
        plain_columns = find("weasyprint.layout.block:columns_layout")
        monkeypatch.setattr(
            block, "block_box_layout", balanced_columns._looking_up(plain) if is_patched else plain
        )
        monkeypatch.setattr(
            block,
            "columns_layout",
            balanced_columns._with_trials(plain_columns) if is_patched else plain_columns,
        )
        body = f"<p>{WORDS}<ol class=columns>{columns}</ol><p>{WORDS}"
        html = f"<!doctype html><html lang=en><title>T</title><body>{body}"
        pages = lay_out(STYLE, html).document.pages
        return [[described(box) for box in page._page_box.descendants()] for page in pages], plain.calls

    return lay


@pytest.mark.parametrize("what", COLUMNS)
def test_the_pages_are_the_same(laid_out, what):
    plain, _ = laid_out(COLUMNS[what], is_patched=False)
    patched, _ = laid_out(COLUMNS[what], is_patched=True)
    assert patched == plain
    assert sum("River" in text for page in plain for _, text, *_ in page) >= 5


@pytest.mark.parametrize("what", ["entries", "numbers next to entries", "boxes in lines"])
def test_columns_of_entries_that_are_not_broken_are_laid_out_less_often(laid_out, what):
    _, all_boxes = laid_out(COLUMNS[what], is_patched=False)
    _, boxes = laid_out(COLUMNS[what], is_patched=True)
    assert boxes < 0.6 * all_boxes


def test_a_column_is_laid_out_again_where_more_fits_in():
    trial = balanced_columns._Trial(None, 100.0, 7.0, None)
    assert [trial.is_same_at(bottom) for bottom in (99, 100, 101, 106.9, 107, 108)] == [
        False,
        True,
        True,
        True,
        False,
        False,
    ]
