"""Errors are findings with an exit code; they survive the way from one process to another."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from briefing.core.errors import (
    BriefingError,
    BugError,
    ContentError,
    Exit,
    MachineError,
    PromiseError,
    RendererError,
    SelectionError,
    WorkspaceError,
    error_of,
    joined_error,
    keep_details,
    keep_words,
    strict_exit_of,
)
from briefing.core.finding import Finding, Severity, Span
from tests.cases import each

IN_CONTENT = Finding("BR101", "the title is empty", Span("content/trial/brief.yaml", 3))
IN_DESIGN = Finding("BR401", "the template is wrong", Span("templates/brief.j2.html", 1))
WARNING = IN_DESIGN.as_warning()
EXITS = {
    BriefingError: 1,
    ContentError: 1,
    SelectionError: 2,
    WorkspaceError: 3,
    PromiseError: 4,
    MachineError: 5,
    RendererError: 7,
    BugError: 70,
}


@each(("kind", "code"), EXITS.items())
def test_an_error_keeps_its_kind_and_findings_when_it_is_pickled(kind, code):
    error = kind([IN_DESIGN, IN_CONTENT, IN_DESIGN])
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(again) is kind
    assert again.findings == error.findings == (IN_CONTENT, IN_DESIGN)
    assert again.exit_code == code


def test_the_exit_codes_are_those_of_the_readme():
    assert {name: exit_code.value for name, exit_code in Exit.__members__.items()} == {
        **{"BUILT": 0, "CONTENT": 1, "USAGE": 2, "WORKSPACE": 3, "PROMISE": 4, "MACHINE": 5, "PARTIAL": 6},
        **{"RENDERER": 7, "BUG": 70, "INTERRUPTED": 130},
    }


def test_the_text_of_an_error_has_all_places_and_problems():
    assert str(ContentError([IN_DESIGN, IN_CONTENT])) == (
        "content/trial/brief.yaml:3: the title is empty; templates/brief.j2.html:1: the template is wrong"
    )


def test_joined_errors_are_of_the_kind_with_the_lowest_exit_code():
    joined = joined_error(iter([MachineError([IN_DESIGN]), ContentError([IN_CONTENT])]))
    assert type(joined) is ContentError
    assert joined.findings == (IN_CONTENT, IN_DESIGN)
    assert joined_error([]) is None


@each(
    ("findings", "kind"),
    [
        ([], type(None)),
        ([WARNING], type(None)),
        ([IN_DESIGN, WARNING], WorkspaceError),
        ([IN_CONTENT, IN_DESIGN], ContentError),
        ([IN_CONTENT.as_warning(), IN_DESIGN], WorkspaceError),
    ],
)
def test_the_error_of_findings_is_in_the_content_if_one_error_is(findings, kind):
    error = error_of(iter(findings))
    assert type(error) is kind
    if error is not None:
        assert set(error.findings) == set(findings)


def test_a_warning_is_the_same_finding():
    warning = IN_DESIGN.as_warning()
    assert (warning.severity, warning.what, warning.where) == (
        Severity.WARNING,
        IN_DESIGN.what,
        IN_DESIGN.where,
    )


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_the_details_of_an_internal_error_are_kept_in_a_file(temporary):
    try:
        raise ZeroDivisionError("the cause é")
    except ZeroDivisionError as error:
        path = Path(keep_details(error))
    assert path.parent == temporary
    assert path.name.startswith("brief-bug-")
    assert path.suffix == ".txt"
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-1] == "ZeroDivisionError: the cause é"


def test_details_that_are_not_text_are_kept_as_far_as_they_are(temporary):
    path = Path(keep_words("é \udcff"))
    assert path.read_bytes() == "é ?".encode()


def test_a_strict_command_fails_for_warnings_alone():
    assert strict_exit_of(Exit.BUILT, []) is Exit.BUILT
    assert strict_exit_of(Exit.BUILT, [WARNING]) is Exit.CONTENT
    assert strict_exit_of(Exit.MACHINE, [WARNING]) is Exit.MACHINE
    assert strict_exit_of(Exit.MACHINE, []) is Exit.MACHINE
