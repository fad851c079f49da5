"""The theme `sheet`: how wide a figure is next to its caption, and where the contents are."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from briefing.load.themes import open_files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.layout import Typesetter
from tests.conftest import LEAST_BRIEF

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100"><path d="M0 50H400" stroke="#000"/></svg>'
)
FIGURE = "    blocks:\n      - figure: {file: line.svg, title: A line, alt: A line from side to side.}\n"
MORE = "".join(f"  - title: Heading {number}\n    text: Another text.\n" for number in range(2, 5))
BRIEF = LEAST_BRIEF.replace("    text: A first text.\n", "    text: A first text.\n" + FIGURE + MORE).replace(
    "outlook: It goes on.",
    "outlook: {scale: icd-203, summary: It goes on., scenarios: [{name: It stays, text: So., likelihood: likely}]}",
)


def run_edition(workspace, audience: str, brief: str = BRIEF, styles: Mapping[str, str] = {}) -> Run:
    settings = {"content/workspace.yaml": "theme: sheet\n", "content/trial/line.svg": SVG, **styles}
    files = open_files(workspace(brief, settings).root)
    (job,) = plan(files, Selection(audiences=(audience,))).jobs
    run = Run()
    run_stages(job, Typesetter(files), run)
    return run


def boxes_of(workspace, audience: str) -> list[list]:
    """Return the boxes of each page."""
    pages = run_edition(workspace, audience).sheets.document.pages
    return [list(page._page_box.descendants()) for page in pages]


def classes_of(box) -> set[str]:
    return set() if box.element is None else set((box.element.get("class") or "").split())


@pytest.mark.engine
def test_a_figure_has_all_the_width_next_to_its_caption(workspace):
    boxes = [box for page in boxes_of(workspace, "policymaker") for box in page]
    (shown,) = [box for box in boxes if "shown" in classes_of(box)]
    (picture,) = [box for box in boxes if box.element_tag == "img"]
    assert picture.width == pytest.approx(shown.width)


@pytest.mark.engine
def test_the_contents_begin_the_page_after_the_poster(workspace):
    poster, following, *_ = (
        {one for box in page for one in classes_of(box)} for page in boxes_of(workspace, "analyst")
    )
    assert "likelihoods" in poster
    assert following >= {"contents", "section"}


@pytest.mark.engine
def test_the_foot_of_a_marked_poster_is_on_its_panel(workspace):
    """The page of a TLP label has its number in a wider foot, whose white text ran off the panel."""
    marked = "publisher: {name: An Organisation With a Name That Is Long}\nas_of: 2026-11-01\nmarking: {tlp: CLEAR}\n"
    run = run_edition(workspace, "policymaker", BRIEF + marked)
    assert [finding.code for finding in run.findings if finding.code >= "BR5"] == []


@pytest.mark.engine
def test_large_key_points_give_way_before_the_type_does(workspace):
    brief = BRIEF.replace(MORE, "") + "audiences: {legislator: {pages: 2}}\n"
    large = '@import "shipped/tokens.css"; :root { --points-large-leading: 420pt }'
    run = run_edition(workspace, "legislator", brief, {"styles/tokens.css": large})
    assert (run.sheets.fitted[-1], run.sheets.page_count) == ("poster", 2)


@pytest.mark.engine
@pytest.mark.parametrize(("count", "is_apart"), [(1, False), (8, True)])
def test_many_authors_are_next_to_the_panel(workspace, count, is_apart):
    """On the panel they would run on to page two, whose sheet is white like their letters."""
    person = "  - {name: A Person With a Name, role: The Role of a Person, affiliation: An Organisation With a Name}\n"
    run = run_edition(workspace, "policymaker", BRIEF + "bottom_line: It is so.\nauthors:\n" + person * count)
    page = run.sheets.document.pages[0]._page_box
    boxes = list(page.descendants())
    authors = next(box for box in boxes if box.element_tag == "p" and "authors" in classes_of(box))
    line = next(box for box in boxes if "bottom-line" in classes_of(box))
    assert (authors.content_box_x() > line.content_box_x() + line.width) == is_apart
    assert [finding.code for finding in run.findings if finding.code >= "BR5"] == []
