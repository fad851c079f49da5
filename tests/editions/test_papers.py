"""The shipped papers, and tokens of a workspace on each of them."""

from __future__ import annotations

import shutil

import pytest

from briefing.load.themes import open_files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.layout import Typesetter
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT

pytestmark = pytest.mark.engine

MM = 96 / 25.4
SIZES = {
    "a4": (210, 297),
    "a5": (148, 210),
    "letter": (215.9, 279.4),
    "half-letter": (139.7, 215.9),
}
SIZES |= {f"{name}-landscape": (height, width) for name, (width, height) in SIZES.items()}

OWN = '@import "shipped/tokens.css";\n:root {{ {} }}'
TEXT = "It is so, and it stays so for as long as anyone can say, in all of the places that were seen. "
LONG = LEAST_BRIEF.replace("A first text.", TEXT * 5)


def lay_out(workspace, paper: str, tokens: str = "") -> Run:
    files = workspace(
        LONG,
        {"content/workspace.yaml": f"paper: {paper}\n", "styles/tokens.css": OWN.format(tokens)},
    )
    (job,) = plan(files, Selection()).jobs
    result = Run()
    run_stages(job, Typesetter(files), result)
    return result


def page_box(result: Run):
    return result.sheets.document.pages[0]._page_box


def section_of(result: Run):
    """Return the box of the first section, and those of the texts in it."""
    boxes = [
        box
        for page in result.sheets.document.pages
        for box in page._page_box.descendants()
        if box.element is not None
    ]
    section = next(box for box in boxes if "section" in (box.element.get("class") or "").split())
    return section, [box for box in boxes if "text" in (box.element.get("class") or "").split()]


def test_these_are_the_shipped_papers():
    assert {path.stem for path in (ROOT / "styles/papers").glob("*.css")} == {*SIZES}


@each("paper", SIZES)
def test_a_brief_fits_on_every_paper(workspace, paper):
    result = lay_out(workspace, paper)
    page = page_box(result)
    assert result.findings == []
    assert (round(page.margin_width() / MM, 1), round(page.margin_height() / MM, 1)) == SIZES[paper]
    section, _ = section_of(result)
    assert (section.padding_left == 0) == (paper in ("a5", "half-letter")), "these have no side column"


@each("paper", SIZES)
def test_margins_of_a_workspace_win_over_those_of_the_paper(workspace, paper):
    tokens = "--margin-top: 21mm; --margin-bottom: 22mm; --margin-start: 23mm; --margin-end: 24mm"
    page = page_box(lay_out(workspace, paper, tokens))
    sides = (page.margin_bottom, page.margin_left, page.margin_right)
    assert [round(side / MM) for side in sides] == [22, 23, 24]
    assert page.margin_top == 0, "the first page begins with the strip"


@each(("theme", "audience"), [("memo", "minister"), ("report", "legislator")])
def test_an_edition_that_is_full_on_a4_is_as_long_on_letter(tmp_path, theme, audience):
    shutil.copytree(ROOT / "content", tmp_path / "content")
    with (tmp_path / "content/workspace.yaml").open("a") as settings:
        settings.write(f"theme: {theme}\n")
    files = open_files(tmp_path)
    result = Run()
    (job,) = plan(files, Selection(("venezuela-russia",), (audience,), ("ru",), (), "letter")).jobs
    run_stages(job, Typesetter(files), result)
    assert result.findings == []


def test_the_sheet_of_a_workspace_wins_over_that_of_the_paper(workspace):
    page = page_box(lay_out(workspace, "letter", "--page-size: 210mm 210mm"))
    assert (round(page.margin_width() / MM), round(page.margin_height() / MM)) == (210, 210)


def test_the_text_column_follows_the_side_column_and_the_gutter(workspace):
    section, _ = section_of(lay_out(workspace, "a4", "--side: 30mm; --gutter: 4mm"))
    assert round(section.padding_left / MM) == 34


@pytest.mark.parametrize(("tokens", "columns"), [("", 1), ("--text-columns: 2; --text-column-gap: 10mm", 2)])
def test_sections_are_in_the_columns_that_the_tokens_name(workspace, tokens, columns):
    result = lay_out(workspace, "a4", tokens)
    assert result.findings == []
    _, (text, *_) = section_of(result)
    starts = {round(line.position_x) for line in text.descendants() if type(line).__name__ == "LineBox"}
    assert len(starts) == columns


def test_a_paragraph_is_no_wider_than_the_measure(workspace):
    _, (text, *_) = section_of(lay_out(workspace, "a4", "--measure: 60mm"))
    paragraph = next(box for box in text.descendants() if box.element_tag == "p")
    assert round(paragraph.width / MM) == 60 < round(text.width / MM)
