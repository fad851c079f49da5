"""The tasks of `brief diff` that run in workers, also with hostile templates and results."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefing.compare.audience_diff import compare
from briefing.compare.pdf_diff import ATTACHMENTS, _todays_attachments, compose_attachments
from briefing.compare.redline import redline_task
from briefing.core.errors import BriefingError
from briefing.execution.bounds import Bounds
from briefing.execution.pool import Workers
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import Task
from briefing.results import EditionReport, Result
from tests.cases import each
from tests.execution.test_hostile_workers import can_confine

pytestmark = pytest.mark.process

TWO = Selection(("trial",), ("policymaker", "public"))
ONE = Selection(("trial",), ("policymaker",))
ENDLESS = "{% for i in range(99999) %}{% for i in range(99999) %}{% endfor %}{% endfor %}"
LARGE = "{% for i in range(99999) %}{{ 'x' * 100000 }}{% endfor %}"
UNKNOWN = "\n{{ compared.__class__ }}"
CASES = {"endless": (ENDLESS, "BR702"), "large": (LARGE, "BR404"), "unknown": (UNKNOWN, "BR402")}


def done(task: Task, files, job, bounds: Bounds) -> Result:
    with Workers(files, 1, bounds, task=task) as workers:
        ((_, made),) = workers.execute([job])
    return made


@pytest.mark.parametrize("name", CASES)
def test_the_page_of_differences_is_bounded(workspace, name):
    template, code = CASES[name]
    files = workspace(files={"templates/differences.j2.html": template})
    (pair,) = compare(files, TWO)
    bounds = Bounds(seconds=3 if name == "endless" else 60, memory=400 << 20)
    made = done(redline_task(pair), files, pair.edition.job, bounds)
    assert [finding.code for finding in made.error.findings] == [code]
    assert not made.files


@pytest.mark.parametrize("name", CASES)
def test_the_manuscript_of_today_is_bounded(workspace, name):
    template, code = CASES[name]
    files = workspace(files={"templates/parts/title.j2.html": template})
    (job,) = plan(files, ONE).jobs
    bounds = Bounds(seconds=3 if name == "endless" else 60, memory=400 << 20)
    made = done(Task(compose_attachments, (ATTACHMENTS,)), files, job, bounds)
    assert [finding.code for finding in made.error.findings] == [code]


def test_a_good_page_of_differences_comes_back_with_its_findings(workspace):
    files = workspace(files={"styles/differences.css": "p { colour: red }"})
    (pair,) = compare(files, TWO)
    made = done(redline_task(pair), files, pair.edition.job, Bounds())
    assert made.error is None
    assert made.files["pdf"].startswith(b"%PDF-")
    assert [finding.where.file for finding in made.report.findings] == ["styles/differences.css"]


def look(_: object, __: object, path: Path) -> Result:
    """Read a foreign file, as a hijacked task would."""
    try:
        found = path.read_text()
    except OSError as error:
        found = type(error).__name__
    return Result({ATTACHMENTS: json.dumps(found).encode()})


def forge(_: object, __: object, made: Result) -> Result:
    """Return a forged result, as a hijacked task would."""
    return made


def test_a_hijacked_task_cannot_read_foreign_files(workspace, tmp_path_factory):
    if not can_confine():
        pytest.skip("this kernel confines no process to files")
    secret = tmp_path_factory.mktemp("home") / "secret"
    secret.write_text("canary")
    files = workspace()
    (job,) = plan(files, ONE).jobs
    made = done(Task(look, (ATTACHMENTS,), (secret,)), files, job, Bounds())
    assert json.loads(made.files[ATTACHMENTS]) == "PermissionError"


@each(
    "forged",
    [
        Result(),
        Result({"pdf": b"%PDF-1.7\n%%EOF"}, EditionReport(page_count=1)),
        Result({"pdf": b"%PDF-1.7\n%%EOF"}),
        Result({ATTACHMENTS: b"{}", "more": b""}),
    ],
)
def test_other_files_than_were_asked_for_are_no_result(workspace, forged):
    files = workspace()
    (job,) = plan(files, ONE).jobs
    made = done(Task(forge, (ATTACHMENTS,), (forged,)), files, job, Bounds())
    assert [finding.code for finding in made.error.findings] == ["BR706"]


@each(
    "carried",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b'{"manuscript.yaml": 1}',
        b'{"data.csv": "a"}',
        b"\xff",
        b"[" * 100_000,
        b'{"a": {"b": "c"}}',
        b"NaN",
        b"x" * (65 << 20),
    ],
)
def test_a_manuscript_that_is_forged_is_no_result(workspace, carried):
    files = workspace()
    (job,) = plan(files, ONE).jobs

    def doing(_: Task):
        return lambda jobs: ((one, Result({ATTACHMENTS: carried})) for one in jobs)

    with pytest.raises(BriefingError) as caught:
        _todays_attachments(job, doing)
    assert [finding.code for finding in caught.value.findings] == ["BR706"]
