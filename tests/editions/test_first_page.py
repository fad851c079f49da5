"""The first page with many authors, many figures and long names, and the headers and footers of the others."""

from __future__ import annotations

import pytest

from briefing.core.finding import has_errors
from briefing.files.workspace import Files, shipped_root
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.layout import Typesetter
from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.effort import calls_of

pytestmark = pytest.mark.engine

LONG = "A rather long text that goes on and on with words. " * 10


def run_edition(files) -> Run:
    (job,) = plan(files, Selection()).jobs
    result = Run()
    run_stages(job, Typesetter(files), result)
    return result


def boxes(result: Run, tag: str, name: str, page: int = 0):
    """Return the boxes of the elements with a tag inside an element with a class."""
    return [
        box
        for outer in result.sheets.document.pages[page]._page_box.descendants()
        if outer.element is not None and name in (outer.element.get("class") or "").split()
        for box in getattr(outer, "children", ())
        if box.element_tag == tag
    ]


def with_authors(count: int) -> str:
    authors = "".join(
        f"  - {{name: Prof. Dr. Firstname Lastname{n}, role: Senior Research Associate for Things}}\n"
        for n in range(count)
    )
    return f"{LEAST_BRIEF}authors:\n{authors}"


@pytest.mark.parametrize(("count", "are_beside"), [(3, True), (4, False)])
def test_many_authors_take_the_full_width_above_the_dates(workspace, count, are_beside):
    authors, dates = boxes(run_edition(workspace(with_authors(count))), "p", "byline")
    assert (authors.position_y == dates.position_y) == are_beside
    assert are_beside or authors.width > 3 * 160  # in CSS pixels: most of the page


@pytest.fixture(scope="module")
def plain_calls(tmp_path_factory) -> int:
    """Return the number of function calls for the minimal brief, with warm caches."""
    files = Files(tmp_path_factory.mktemp("plain"), shipped_root())
    path = files.root / "content/trial/brief.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(LEAST_BRIEF)
    run_edition(files)
    return calls_of(lambda: run_edition(Files(files.root, shipped_root())))


@pytest.mark.parametrize(
    ("brief", "settings"),
    [
        (with_authors(60), ""),
        (LEAST_BRIEF + f"type: {LONG}\nabout: {LONG}\n", ""),
        (LEAST_BRIEF + f"series: {LONG}\n", f"publisher: {LONG}\n"),
    ],
    ids=["authors", "kind", "masthead"],
)
def test_long_texts_side_by_side_take_little_more_work_than_short_ones(
    workspace, plain_calls, brief, settings
):
    """The engine's own search for least widths took minutes; breaking the lines of a long text takes its time."""
    files = workspace(brief, {"content/workspace.yaml": settings})
    assert plain_calls < calls_of(lambda: run_edition(files)) < 6 * plain_calls


@each(
    ("count", "rows"),
    [(2, [2]), (3, [3]), (4, [4]), (5, [5]), (6, [3, 3]), (7, [4, 3]), (8, [4, 4])],
)
@each("paper", ["a4", "letter"])
def test_figures_are_set_in_even_rows(workspace, count, rows, paper):
    facts = "".join(
        f"  f{n}: {{value: '64%', label: of all administrations in the sample}}\n" for n in range(count)
    )
    names = ", ".join(f"f{n}" for n in range(count))
    brief = f"{LEAST_BRIEF}facts:\n{facts}at_a_glance: [{names}]\n"
    result = run_edition(workspace(brief, {"content/workspace.yaml": f"paper: {paper}\n"}))
    tops = [box.position_y for box in boxes(result, "li", f"of-{rows[0]}")]
    assert [tops.count(top) for top in sorted(set(tops))] == rows


@each(("values", "rows"), [((9, 9, 12, 13), [2, 2]), ((12, 9, 9, 9, 9), [3, 2])])
@each("place", ["at_a_glance", "numbers"])
def test_figures_too_wide_for_one_row_are_set_in_even_rows(workspace, place, values, rows):
    facts = "".join(f"  f{n}: {{value: {'8' * size}, label: units}}\n" for n, size in enumerate(values))
    names = ", ".join(f"f{n}" for n in range(len(values)))
    brief = f"{LEAST_BRIEF}facts:\n{facts}"
    if place == "numbers":
        block = f"text: A first text.\n    blocks:\n      - numbers: [{names}]\n"
        brief = brief.replace("text: A first text.\n", block)
    else:
        brief += f"at_a_glance: [{names}]\n"
    result = run_edition(workspace(brief))
    page = result.sheets.document.pages[0]._page_box
    lists = [
        box for box in page.descendants() if box.element_tag == "ul" and box.style["display"][1] == "flex"
    ]
    tops = [box.position_y for one in lists for box in one.children]
    assert [tops.count(top) for top in sorted(set(tops))] == rows


NAME = "The Energy, Climate and Infrastructure Directorate of the Ministry for the Ecological Transition Working Papers"


@pytest.mark.parametrize("title", ["A finding", "W" * 150, f"{NAME} {NAME}"])
def test_header_and_footer_take_one_line_each(workspace, title):
    sections = "  - title: One\n    text: It is so, and it stays so for long.\n" * 40
    brief = LEAST_BRIEF.replace("A finding in few words", title).replace("outlook:", f"{sections}outlook:")
    settings = f"publisher: {NAME}\n"
    result = run_edition(
        workspace(f"{brief}series: {NAME}\nnumber: 123\n", {"content/workspace.yaml": settings})
    )
    assert not has_errors(result.findings)
    page = result.sheets.document.pages[1]._page_box
    heads = [margin for margin in page.children[1:] if margin.at_keyword in ("@top-left", "@top-right")]
    lines = [
        [box for box in margin.descendants() if type(box).__name__ == "LineBox"]
        for margin in page.children[1:]
    ]
    assert [len(found) for found in lines] == [1] * 4
    texts = ["".join(text.text for text in box.descendants() if hasattr(text, "text")) for box in heads]
    assert texts[1] == "The Energy, Climate and… · No. 123"
