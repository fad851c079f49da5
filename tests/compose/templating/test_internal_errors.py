"""Errors in our own code are internal errors: no template or content is blamed for them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from jinja2 import UndefinedError

from briefing.compose import html_text, page
from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.core.errors import Exit, WorkspaceError
from briefing.pipeline.plan import Selection, plan
from tests.conftest import LEAST_BRIEF, ROOT

DRIVEN = LEAST_BRIEF.replace(
    "outlook: It goes on.", "outlook: {summary: It goes on., drivers: [{name: The price, direction: up}]}"
)
OWN_TITLE = "templates/parts/title.j2.html"


def composed(files):
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    return compose(tailor(job), files)


def without(monkeypatch, name: str) -> None:
    """Remove a name from the values of templates."""
    whole = page.context_of

    def less(*args, **options):
        context = whole(*args, **options)
        del context._values[name]
        return context

    monkeypatch.setattr(page, "context_of", less)


def test_a_name_that_a_shipped_template_is_not_given_is_an_internal_error(workspace, monkeypatch):
    without(monkeypatch, "labels")
    with pytest.raises(UndefinedError) as caught:
        composed(workspace())
    assert any("templates/" in note for note in caught.value.__notes__)


def test_in_a_template_of_the_workspace_it_is_a_finding(workspace, monkeypatch):
    without(monkeypatch, "labels")
    with pytest.raises(WorkspaceError) as caught:
        composed(
            workspace(files={OWN_TITLE: "{{ labels.outlook }}", "templates/brief.j2.html": "{{ labels }}"})
        )
    assert [finding.code for finding in caught.value.findings] == ["BR402"]


@pytest.mark.parametrize("error", [KeyError, TypeError, AttributeError, ValueError, ZeroDivisionError])
def test_our_code_that_fails_in_a_template_of_the_workspace_is_an_internal_error(
    workspace, monkeypatch, error
):
    names = {"error": error}
    exec(compile("def fail(text): raise error('new member')", html_text.__file__, "exec"), names)  # noqa: S102
    monkeypatch.setattr(html_text.Text, "typed", property(names["fail"]))
    with pytest.raises(error):
        composed(workspace(files={OWN_TITLE: "{{ brief.title.typed }}"}))


COMMAND = """
from briefing.cli import main
from briefing.model.brief import Direction
Direction.UP._value_ = "sideways"
Direction._value2member_map_["sideways"] = Direction.UP
main(["build", "-a", "policymaker"])
"""


@pytest.mark.process
def test_a_value_that_no_template_knows_ends_a_build_with_70(workspace, tmp_path_factory):
    files = workspace(DRIVEN)
    temporary = tmp_path_factory.mktemp("temporary")
    done = subprocess.run(
        [sys.executable, "-c", COMMAND],
        cwd=files.root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "[BR705]" in done.stderr) == (Exit.BUG, True), done.stderr
    assert "drives_sideways" in done.stderr
    (details,) = temporary.glob("brief-bug-*.txt")
    assert "parts/outlook.j2.html" in details.read_text()
