"""The theme `note`: running text in columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.load.themes import open_files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.stages import Modifier
from briefing.typeset.layout import Typesetter
from tests.conftest import LEAST_BRIEF

TEXT = "It is so, and it stays so for as long as anyone can say, in all of the places that were seen. "


def lay_out(root: Path, theme: str, **wanted) -> Run:
    (root / "content/workspace.yaml").write_text(f"theme: {theme}\naudiences: [policymaker, public]\n")
    files = open_files(root)
    (job,) = plan(files, Selection(**wanted)).jobs
    result = Run()
    run_stages(job, Typesetter(files), result)
    return result


def columns_of(result: Run) -> set[float]:
    """Return where the columns of running text begin, from the edge of the sheet."""
    return {
        round(box.position_x, 3)
        for page in result.sheets.document.pages
        for box in page._page_box.descendants()
        if getattr(box, "is_column", False) and (box.element.get("class") or "") == "columns"
    }


LONG = LEAST_BRIEF.replace("A first text.", TEXT * 30)


@pytest.mark.engine
def test_the_note_has_two_columns_for_officials_and_one_for_others(workspace):
    root = workspace(LONG).root
    found = [len(columns_of(lay_out(root, "note", audiences=(one,)))) for one in ("policymaker", "public")]
    assert found == [2, 0]
    large = lay_out(root, "note", audiences=("policymaker",), modifiers=(Modifier.LARGE_PRINT,))
    assert columns_of(large) == set()


@pytest.mark.engine
@pytest.mark.parametrize("audience", ["minister", "policymaker"])
def test_recommendations_are_a_table_across_the_columns(workspace, audience):
    recommended = "recommendations:\n  - {who: The port, action: Count the ships., by: 2027-05-20}\n"
    run = lay_out(workspace(LONG + recommended).root, "note", audiences=(audience,))
    assert [finding.code for finding in run.findings if finding.code == "BR603"] == []
    pages = [[*page._page_box.descendants()] for page in run.sheets.document.pages]
    widths = [box.width for page in pages for box in page if box.element_tag == "table"]
    assert max(widths) > 0.9 * run.sheets.document.pages[0]._page_box.width
