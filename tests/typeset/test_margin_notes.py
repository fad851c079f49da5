"""Notes in the margin: each next to its line, on its page, and clear of the others and of what else is there."""

from __future__ import annotations

from itertools import pairwise

import pytest

from briefing.load.themes import open_files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.inspect.words import area_of, lines_of
from briefing.typeset.layout import Typesetter
from briefing.typeset.margin_notes import Note, Side, _notes_in, place
from tests.conftest import LEAST_BRIEF


def placed(*tops: float, others=(), bottom: float = 1000) -> list[float]:
    """Return where notes 30 px high are placed, with a gap of 10 px."""
    notes = [Note(top, 30) for top in tops]
    place(notes, [Side(*other) for other in others], Side(0, bottom), 10)
    return [note.top for note in notes]


@pytest.mark.parametrize(
    ("tops", "expected"),
    [((100, 140), [100, 140]), ((100, 110, 120, 400), [100, 140, 180, 400]), ((100, 100), [100, 140])],
)
def test_a_note_is_at_its_line_or_below_the_note_before_it(tops, expected):
    assert placed(*tops) == expected


def test_notes_move_up_at_the_end_of_the_page():
    assert placed(900, 960, 970) == [890, 930, 970]


@pytest.mark.parametrize(
    ("tops", "other", "expected"),
    [
        ([100], (90, 120), [130]),
        ([100], (0, 120), [130]),
        ([100], (120, 300), [80]),
        ([50, 100], (120, 300), [40, 80]),
        ([10, 20, 30], (100, 300), [10, 50, 310]),
        ([100, 110], (200, 960), [100, 140]),
    ],
)
def test_notes_are_clear_of_what_else_is_in_the_margin(tops, other, expected):
    assert placed(*tops, others=[other]) == expected


@pytest.mark.parametrize(
    ("tops", "expected"), [((160, 170), [70, 110]), ((10, 160), [10, 110]), ((240,), [110])]
)
def test_notes_without_room_below_are_above_the_heading_next_to_their_lines(tops, expected):
    assert placed(*tops, others=[(150, 230)], bottom=260) == expected


def test_notes_without_room_stay_at_their_lines():
    assert placed(10, 20, 30, bottom=90) == [10, 20, 30]


LINE = "Words of a sentence that is long enough for two lines of the column of a page of this brief."
NOTE = "^[A note whose words take three or four lines of the margin next to the text of a section.]"
TEXT = " ".join([LINE] * 2) + "".join(f" Words.{NOTE}" for _ in range(3))
BRIEF = LEAST_BRIEF.replace("    text: A first text.\n", f"    text: '{TEXT}'\n").replace(
    "[The first point.]", "['The first point.^[A note of a point.]']"
)
ARABIC = BRIEF + "language: ar\n"
AUDIENCES = "audiences: {policymaker: {footnotes: margin}}\n"


def run_of(workspace, theme: str, brief: str = BRIEF, **options: object) -> Run:
    files = open_files(workspace(brief + AUDIENCES, {"content/workspace.yaml": f"theme: {theme}\n"}).root)
    (job,) = plan(files, Selection(**options)).jobs
    run = Run()
    run_stages(job, Typesetter(files), run)
    return run


def notes_of(run: Run) -> list[tuple[object, list]]:
    pages = [page._page_box for page in run.sheets.document.pages]
    return [(page, list(_notes_in(page))) for page in pages]


@pytest.mark.engine
@pytest.mark.parametrize("theme", ["memo", "parliament", "report"])
@pytest.mark.parametrize("brief", [BRIEF, ARABIC], ids=["from the left", "from the right"])
def test_notes_are_in_the_margin_one_below_the_other(workspace, theme, brief):
    run = run_of(workspace, theme, brief)
    (page, notes), *_ = notes_of(run)
    left, top, right, bottom = area_of(page)
    at_start = (theme != "parliament") is (brief is BRIEF)
    for note in notes:
        edges = note.position_x, note.position_x + note.margin_width()
        assert edges[0] == pytest.approx(left) if at_start else edges[1] == pytest.approx(right)
        assert top <= note.position_y and note.border_box_y() + note.border_height() <= bottom
    assert len(notes) == 3
    assert all(
        one.border_box_y() + one.border_height() < other.border_box_y() for one, other in pairwise(notes)
    )
    assert [finding.code for finding in run.findings if finding.code >= "BR5"] == []


@pytest.mark.engine
@pytest.mark.parametrize(
    ("theme", "options"),
    [
        ("parliament", {"modifiers": ("large-print",)}),
        ("parliament", {"paper": "a5"}),
        ("report", {"modifiers": ("large-print",)}),
        ("memo", {"paper": "a5"}),
        ("memo", {"paper": "a4-landscape"}),
        ("note", {}),
        ("sheet", {}),
    ],
)
def test_notes_are_at_the_foot_where_there_is_no_margin(workspace, theme, options):
    run = run_of(workspace, theme, **options)
    assert [notes for _, notes in notes_of(run) if notes] == []
    assert [finding.code for finding in run.findings if finding.code >= "BR5"] == []


@pytest.mark.engine
def test_notes_are_below_the_heading_in_the_side_column(workspace):
    heading = "A heading asserts what takes three lines of the side column"
    fact = "    blocks: [{numbers: {facts: [harbours], place: margin}}]\n"
    more = f"  - title: {heading}\n    text: '{LINE} Words.{NOTE}'\n{fact}"
    brief = BRIEF.replace("A heading asserts", heading).replace("outlook:", f"{more}outlook:")
    run = run_of(workspace, "memo", brief + "facts: {harbours: {value: 3, label: harbours}}\n")
    (page, notes), *_ = notes_of(run)
    lines = [
        line
        for box in page.descendants()
        if box.element_tag == "h2" and heading in "".join(box.element.itertext())
        for line in lines_of(box)
    ]
    assert len(notes) == 4 and len(lines) >= 6
    for note in notes:
        top, bottom = note.border_box_y(), note.border_box_y() + note.border_height()
        assert all(line.bottom <= top or bottom <= line.top for line in lines)
    assert [finding.code for finding in run.findings if finding.code >= "BR5"] == []
