"""Editions are handed out brief by brief while others are planned, in the order of the plan."""

from __future__ import annotations

import pytest

from briefing.core.errors import SelectionError
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF

OTHER = {"content/other/brief.yaml": LEAST_BRIEF, "content/third/brief.yaml": LEAST_BRIEF}
TWO = LEAST_BRIEF + "audiences: {public: {}, policymaker: {}}\n"
BROKEN = "title: [\n"


@each(
    ("brief", "files", "expected"),
    [
        (LEAST_BRIEF, {}, []),
        (TWO, {}, [["trial", "trial"]]),
        (TWO, OTHER, [["other", "third"], ["trial", "trial"]]),
        (LEAST_BRIEF, {"content/other/brief.yaml": BROKEN}, []),
        (TWO, {"content/other/brief.yaml": BROKEN}, [["trial", "trial"]]),
        (BROKEN, OTHER, [["other", "third"]]),
    ],
)
def test_several_editions_are_handed_out_as_soon_as_a_brief_is_planned(workspace, brief, files, expected):
    given = []
    planned = plan(workspace(brief, files), Selection(), start=given.append)
    assert [[job.edition.brief for job in jobs] for jobs in given] == expected
    if expected:
        assert [id(job) for jobs in given for job in jobs] == [id(job) for job in planned.jobs]


def test_nothing_is_handed_out_for_a_wrong_name(workspace):
    given = []
    with pytest.raises(SelectionError):
        plan(workspace(files=OTHER), Selection(briefs=("other", "trail")), start=given.append)
    assert given == []
