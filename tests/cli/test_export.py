"""`brief export` on the command line: its files, its output and its exit codes."""

from __future__ import annotations

import pytest

from tests.command import brief
from tests.conftest import LEAST_BRIEF

pytestmark = pytest.mark.process


@pytest.fixture
def trial(workspace, tmp_path):
    workspace()
    return tmp_path


def test_editions_are_written_in_the_chosen_formats(trial):
    done = brief("export", "trial", "-a", "press", "--md", "--txt", "-o", "drafts", cwd=trial)
    names = ["drafts/trial-press-en.md", "drafts/trial-press-en.txt"]
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == names
    assert (trial / names[0]).read_text().startswith("# A finding in few words\n\n22")
    assert not (trial / "out").exists()


def test_an_edition_with_errors_on_the_page_is_exported(trial):
    path = trial / "content/trial/brief.yaml"
    path.write_text(LEAST_BRIEF.replace("It goes on.", "It goes on. " * 900))
    done = brief("export", "trial", "-a", "press", cwd=trial)
    assert done.returncode == 4 and "BR601" in done.stderr
    assert done.stdout == "out/trial-press-en.docx  (1 error)\n"
    assert (trial / "out/trial-press-en.docx").read_bytes().startswith(b"PK")


def test_an_error_in_the_content_prevents_an_export(trial):
    path = trial / "content/trial/brief.yaml"
    path.write_text(path.read_text() + "tilte: again\n")
    done = brief("export", "trial", "-a", "press", cwd=trial)
    assert (done.returncode, done.stdout) == (1, "")
    assert "not exported: 1 error" in done.stderr and "tilte" in done.stderr
