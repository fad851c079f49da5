"""The commands `new`, `list` and `schema`, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from briefing.scaffold.workspace_schemas import schemas_in
from briefing.schema.documents import DOCUMENTS, file_name
from tests.command import brief
from tests.conftest import LEAST_BRIEF

pytestmark = pytest.mark.process


def test_a_person_can_go_from_nothing_to_a_pdf(tmp_path):
    done = brief("new", "workspace", "heat", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "in heat:",
        "wrote content/workspace.yaml",
        "wrote content/first-brief/brief.yaml",
        "wrote .gitignore",
        "wrote .schemas/, for your editor",
        "next: cd heat, replace the instructions in content/first-brief/brief.yaml, then: brief build",
    ]
    heat = tmp_path / "heat"
    done = brief("new", "brief", "Shade is the cheapest cooling", "--slug", "shade", cwd=heat / "content")
    assert (done.returncode, done.stderr) == (0, "")
    assert "wrote content/shade/brief.yaml\n" in done.stdout
    done = brief("check", cwd=heat)
    assert (done.stdout, done.stderr) == ("2 briefs, 2 editions: nothing found\n", "")
    done = brief("new", "audience", "mayor", cwd=heat)
    assert (done.returncode, done.stderr) == (0, "")
    done = brief("build", "shade", "-a", "mayor", cwd=heat)
    assert (done.returncode, done.stderr) == (0, "")
    done = brief("list", "-a", "mayor", cwd=heat)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "brief        audience  language  pages  file                          state",
        "first-brief  mayor     en               out/first-brief-mayor-en.pdf  missing",
        "shade        mayor     en        1      out/shade-mayor-en.pdf        up to date",
    ]


def test_a_second_start_in_the_same_folder_is_refused(tmp_path):
    assert brief("new", "workspace", cwd=tmp_path).returncode == 0
    done = brief("new", "workspace", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        ".: error: the folder is a workspace already; nothing was written [BR805]\n"
    )


def test_an_existing_gitignore_is_kept_and_the_missing_line_named(tmp_path):
    (tmp_path / ".gitignore").write_text("*.tmp\n")
    done = brief("new", "workspace", cwd=tmp_path)
    assert "kept .gitignore; add this line to it: /out/\n" in done.stdout


def test_the_list_is_printed_as_json_without_loading_the_typesetter(workspace):
    root = workspace().root
    script = (
        "import sys\nfrom briefing.cli import main\n"
        "try:\n    main(['list', '--format', 'json'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "print('weasyprint' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stderr == "False\n"
    assert json.loads(done.stdout) == [
        {
            "brief": "trial",
            "audience": "policymaker",
            "language": "en",
            "pages": None,
            "file": "out/trial-policymaker-en.pdf",
            "state": "missing",
            "why": "",
        }
    ]


def test_a_brief_that_cannot_be_read_is_reported_and_the_others_are_listed(workspace):
    root = workspace(files={"content/bad/brief.yaml": LEAST_BRIEF.replace("date", "dtae")}).root
    done = brief("list", cwd=root)
    assert done.returncode == 1
    assert "content/bad/brief.yaml:2:1: error: unknown key 'dtae' [BR201]" in done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["brief", "trial"]
    (root / "content/trial/brief.yaml").unlink()
    assert json.loads(brief("list", "--format", "json", cwd=root).stdout) == []


def test_the_schemas_are_named_printed_and_written(tmp_path):
    done = brief("schema", cwd=tmp_path)
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(DOCUMENTS)
    assert brief("schema", "audience", cwd=tmp_path).stdout == schemas_in(tmp_path)["audience"]
    done = brief("schema", "-o", "some/folder", cwd=tmp_path)
    assert done.stdout.splitlines() == [f"wrote some/folder/{file_name(name)}" for name in DOCUMENTS]
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "some/folder").iterdir()}
    assert written == {file_name(name): text for name, text in schemas_in(tmp_path).items()}


def test_the_next_step_after_a_new_workspace_can_be_typed_as_it_is_printed(tmp_path):
    done = brief("new", "workspace", "hot nights", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "next: cd 'hot nights', replace" in done.stdout


@pytest.mark.parametrize("example", [(), ("--example", "leap-second")])
def test_a_folder_that_is_a_workspace_is_named_and_not_started_again(tmp_path, example):
    settings = tmp_path / "heat/content/workspace.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text("paper: letter\n")
    done = brief("new", "workspace", "heat", *example, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "heat: error: the folder is a workspace already; nothing was written [BR805]",
        "  help: choose another folder, or add a brief to this workspace: brief new brief TITLE",
    ]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [settings]
    assert settings.read_text() == "paper: letter\n"


def test_an_error_of_several_editions_is_listed_once(workspace):
    typed = f"{LEAST_BRIEF}audiences: {{policymaker: {{}}, analyst: {{}}}}\n"
    root = workspace(typed, {"content/trial/brief.es.yaml": "title: Un hallazgo\n"}).root
    done = brief("list", cwd=root)
    assert done.returncode == 1 and done.stderr.count("error: 'outlook' is not translated [BR321]") == 1
