"""A text that is only for audiences without an edition is reported; one that some edition prints is not."""

from __future__ import annotations

from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF

POINT = "  - {text: Ask your council., only: [public]}\n"


def warnings_of(workspace, audiences: str = "", point: str = POINT, selected: tuple[str, ...] = ()):
    text = LEAST_BRIEF.replace("sections:", f"{point}sections:") + audiences
    jobs = plan(workspace(text), Selection(audiences=selected)).jobs
    assert jobs
    return sorted({(one.code, str(one.where), one.help) for job in jobs for one in job.findings})


def test_a_text_that_no_edition_prints_is_a_warning_at_its_only(workspace):
    help = "add 'public' to `audiences` in content/workspace.yaml or in the brief, or remove `only`"
    assert warnings_of(workspace) == [("BR340", "content/trial/brief.yaml:5:31", help)]


def test_the_help_names_the_brief_that_lists_its_audiences(workspace):
    ((_, _, help),) = warnings_of(workspace, "audiences: {policymaker: {}}\n")
    assert help == "add `public: {}` to `audiences` in the brief, or remove `only`"


@each(
    ("point", "audiences", "selected"),
    [
        (POINT, "audiences: {policymaker: {}, public: {}}\n", ()),
        (POINT, "audiences: {public: {}}\n", ("policymaker",)),  # another command builds its own audience
        (POINT, "", ("public",)),
        (POINT.replace("[public]", "[public, policymaker]"), "", ()),
        ("  - {text: Ask your council., not: [public]}\n", "", ()),
    ],
)
def test_a_text_that_some_edition_prints_is_silent(workspace, point, audiences, selected):
    assert warnings_of(workspace, audiences, point, selected) == []


END_MATTER = "acknowledgements: We thank all.\nfunding: None.\nannexes: [{title: Data, text: It is long.}]\n"


@each(
    ("audiences", "keys"),
    [
        ("{minister: {}}", ["acknowledgements", "annexes", "funding"]),
        ("{press: {}, minister: {}}", ["acknowledgements", "annexes"]),
        ("{minister: {}, analyst: {}}", []),
        ("{minister: {parts: [title, key-points, sections, annexes, acknowledgements, declarations]}}", []),
    ],
)
def test_end_matter_that_no_audience_has_as_a_part_is_a_warning(workspace, audiences, keys):
    files = workspace(f"{LEAST_BRIEF}{END_MATTER}audiences: {audiences}\n")
    found = {one.what.split("'")[1] for job in plan(files, Selection()).jobs for one in job.findings}
    assert sorted(found) == keys


def test_a_part_of_a_workspace_may_print_any_key(workspace):
    own = {"templates/parts/thanks.j2.html": "{{ brief.acknowledgements }}"}
    parts = "{minister: {parts: [title, key-points, sections, thanks]}}"
    files = workspace(f"{LEAST_BRIEF}{END_MATTER}audiences: {parts}\n", own)
    assert [job.findings for job in plan(files, Selection()).jobs] == [()]
