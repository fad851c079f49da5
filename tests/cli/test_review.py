"""`brief review` on the command line: its output, its questions and its exit codes."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from briefing.cli.command_group import group
from tests.command import brief
from tests.conftest import LEAST_BRIEF
from tests.review.returned.test_word_file import LIST, deleted, ins, packed, passage, t

pytestmark = pytest.mark.process

BODY = f"<w:p>{passage(t('A finding in ') + deleted('few') + ins(t('five')) + t(' words'))}</w:p>"
OTHER = f"<w:p>{passage(t('A finding in ') + deleted('few words', 'Ben') + ins(t('a line'), 'Ben'))}</w:p>"


@pytest.fixture
def trial(workspace, tmp_path, monkeypatch):
    workspace()
    listed = LIST.replace("heat", "trial")
    for name, body in (("ann", BODY), ("ben", OTHER)):
        (tmp_path / f"{name}.docx").write_bytes(packed(body, passages=listed))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def title_of(trial):
    return (trial / "content/trial/brief.yaml").read_text().splitlines()[0]


def test_notes_are_listed_and_nothing_is_changed(trial):
    done = brief("review", "ann.docx", cwd=trial)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "content/trial/brief.yaml:1:21: change by Ann, 2026-12-01 (ann.docx)",
        "  - few",
        "  + five",
        "0 comments, 1 change, 1 of which can be made with --apply",
    ]
    assert (trial / "content/trial/brief.yaml").read_text() == LEAST_BRIEF


@pytest.mark.parametrize(("answer", "title"), [("y", "five"), ("n", "few")])
def test_each_change_is_made_if_wanted(trial, answer, title):
    done = CliRunner().invoke(
        group, ["review", "ann.docx", "--apply"], input=f"{answer}\n", standalone_mode=False
    )
    assert done.return_value == 0 and "Make this change? [Y/n]" in done.output
    assert title_of(trial) == f"title: A finding in {title} words"


def test_a_conflict_is_not_made_and_gives_an_exit_code(trial):
    done = brief("review", "ann.docx", "ben.docx", "--apply", "--yes", cwd=trial)
    assert done.returncode == 1 and done.stderr.count("[BR821]") == 2
    assert done.stdout.splitlines()[-1] == "made 0 changes"
    assert title_of(trial) == "title: A finding in few words"


def test_other_programs_get_json_and_annotations(trial):
    listed = json.loads(brief("review", "ann.docx", "--format", "json", cwd=trial).stdout)
    assert [(one["state"], one["line"], one["before"], one["after"]) for one in listed] == [
        ("placed", 1, "few", "five")
    ]
    noted = brief("review", "ann.docx", "--format", "github", cwd=trial).stdout
    assert noted.startswith(
        "::notice file=content/trial/brief.yaml,line=1,col=21,endColumn=23,title=change by Ann"
    )


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("gone.docx", None, "there is no file 'gone.docx'"),
        ("notes.doc", b"", "it is neither a .docx nor a .pdf file"),
        ("bad.docx", b"PK\3\4", "not a Word document"),
        ("bad.pdf", b"%PDF-1.7\n", "cannot read bad.pdf"),
    ],
)
def test_files_that_cannot_be_read_are_named(trial, name, content, what):
    if content is not None:
        (trial / name).write_bytes(content)
    done = brief("review", name, cwd=trial)
    assert (done.returncode, done.stdout) == (2, "")
    assert what in done.stderr and "[BR820]" in done.stderr and "help: name a Word document" in done.stderr


def test_options_that_do_not_go_together_are_refused(trial):
    for words in (("--yes",), ("--apply", "--format", "json")):
        assert brief("review", "ann.docx", *words, cwd=trial).returncode == 2
