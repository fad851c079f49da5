"""The briefs that a change touches: `brief check --since`."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefing.cli.command_group import group
from tests.conftest import LEAST_BRIEF

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(shutil.which("git") is None, reason="no git to make a repository with"),
]

UNCITED = LEAST_BRIEF.replace("A first text.", "They have 36 aircraft.")
SHARED = "facts: {planes: {value: 36, source: list}}\nsources: {list: {title: A list, date: 2026}}\n"
USES_SHARED = UNCITED.replace("They have 36 aircraft.", "They have {planes} aircraft [@list].")
SPANISH = (
    "title: Un hallazgo\nkey_points: [Punto.]\nsections: [{title: Sube, text: Texto.}]\noutlook: Sigue.\n"
)
IDENTITY = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *words: str) -> str:
    command = ["git", *IDENTITY, *words]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with the workspace `w`: brief `one` for the press, `two` with shared content and in Spanish."""
    for name, text in {
        "README.md": "Read me.\n",
        "w/content/workspace.yaml": "audiences: [policymaker]\n",
        "w/content/shared.yaml": SHARED,
        "w/content/one/brief.yaml": UNCITED + "audiences: {press: {}}\n",
        "w/content/two/brief.yaml": USES_SHARED,
        "w/content/two/brief.es.yaml": SPANISH,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "one")
    monkeypatch.chdir(tmp_path / "w")
    return tmp_path


def check(*words: str, **options):
    words = ("check", "--today", "2026-11-24", *words)
    return CliRunner().invoke(group, words, obj=words, **options)


def touched(since: str = "HEAD") -> set[str]:
    """Return the briefs of which findings are reported."""
    done = check("--since", since, "--format", "json")
    assert done.exception is None, done.exception
    return {finding["file"].split("/")[1] for finding in json.loads(done.stdout)}


def findings_of(*words: str):
    (finding,) = check(*words).exception.findings
    return finding


def test_without_a_change_nothing_is_checked(repository):
    done = check("--since", "main", "--strict")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "not checked: 2 briefs, which no change touches\n"
    assert touched() == set()
    assert check("--since", "HEAD", "--format", "json").stdout == "[]\n"


def test_changes_count_before_they_are_committed_and_after(repository):
    path = repository / "w/content/one/brief.yaml"
    path.write_text(path.read_text().replace("36", "37"))
    done = check("--since", "main")
    assert done.stdout == "1 brief, 1 edition: 1 warning\nnot checked: 1 brief, which no change touches\n"
    assert "content/one/brief.yaml:7:11: warning: '37' has no source" in done.stderr
    assert check("--since", "main", "--strict", standalone_mode=False).return_value == 1
    git(repository, "add", ".")
    assert touched("main") == {"one"}
    git(repository, "commit", "--quiet", "-m", "two")
    assert touched("HEAD") == set()
    assert touched("HEAD~1") == {"one"}


@pytest.mark.parametrize(
    ("name", "text", "briefs"),
    [
        ("README.md", "Changed.", set()),
        ("w/content/one/notes.txt~", "left by an editor", set()),
        ("w/out/one-press-en.pdf", "built", set()),
        ("w/content/workspace.yaml", "audiences: [policymaker]\nlicence: CC BY 4.0\n", {"one", "two"}),
        ("w/content/two/brief.es.yaml", SPANISH.replace("Texto", "Otro"), {"two"}),
        ("w/content/one/brief.fr.yaml", "title: Une\n", {"one"}),
        ("w/styles/house.css", "p { color: #111 }", {"one", "two"}),
        ("w/styles/audiences/press.css", "p { color: #111 }", {"one"}),
        ("w/templates/audiences/press/title.j2.html", "<p>{{ brief.title }}</p>", {"one"}),
        ("w/templates/labels/es.yaml", "{}", {"two"}),
        ("w/styles/papers/b5.css", "@page { size: b5 }", set()),
        ("w/styles/audiences/pres.css", "p { color: #111 }", {"one", "two"}),
    ],
)
def test_a_file_touches_the_briefs_that_read_it(repository, name, text, briefs):
    from briefing.pipeline.plan import Selection, open_workspace, plan_all_languages
    from briefing.review.changes import find_changes, touched_briefs

    (repository / name).parent.mkdir(parents=True, exist_ok=True)
    (repository / name).write_text(text)
    files = open_workspace(repository / "w")
    plan = plan_all_languages(files, Selection())
    assert touched_briefs(plan, files, find_changes(files, "HEAD")) == briefs
    (repository / name).unlink()
    git(repository, "checkout", "--quiet", ".")
    assert not find_changes(files, "HEAD").paths


def test_shared_content_touches_those_that_use_it_also_if_it_is_gone(repository):
    (repository / "w/content/shared.yaml").write_text(SHARED.replace("36", "40"))
    done = check("--since", "HEAD")
    assert done.stdout.splitlines()[0].startswith("1 brief, 2 editions:")
    (repository / "w/content/shared.yaml").unlink()
    assert touched() == {"two"}


def test_a_brief_that_cannot_be_read_is_checked_if_it_may_be_because_of_the_change(repository):
    broken = repository / "w/content/two/brief.yaml"
    broken.write_text(USES_SHARED.replace("{planes}", "{ships}"))
    git(repository, "commit", "--quiet", "-am", "broken")
    (repository / "w/content/one/brief.yaml").write_text(UNCITED + "audiences: {press: {}}\nlicence: none\n")
    assert touched() == {"one"}
    (repository / "w/content/shared.yaml").write_text(SHARED.replace("2026", "2025"))
    assert touched() == {"one", "two"}


def test_the_changes_of_others_to_the_revision_do_not_count(repository):
    git(repository, "checkout", "--quiet", "-b", "mine")
    (repository / "w/content/one/brief.yaml").write_text(UNCITED.replace("36", "38"))
    git(repository, "commit", "--quiet", "-am", "mine")
    git(repository, "checkout", "--quiet", "main")
    (repository / "w/content/two/brief.yaml").write_text(UNCITED)
    git(repository, "commit", "--quiet", "-am", "theirs")
    git(repository, "checkout", "--quiet", "mine")
    assert touched("main") == {"one"}


def test_a_link_is_compared_as_a_link(repository):
    (repository / "w/content/one/data.csv").symlink_to("../two/brief.yaml")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "link")
    assert touched() == set()
    (repository / "w/content/one/data.csv").unlink()
    assert touched() == {"one"}


def test_filters_and_monitors_of_the_repository_do_not_run(repository, tmp_path):
    program = tmp_path / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\ncat\n")
    program.chmod(0o755)
    (repository / ".gitattributes").write_text("* filter=own diff=own\n")
    for key in ("filter.own.clean", "filter.own.smudge", "core.fsmonitor", "diff.external"):
        git(repository, "config", key, str(program))
    (repository / "w/content/one/brief.yaml").write_text(UNCITED)
    assert touched() == {"one"}
    assert not (tmp_path / "ran").exists()


def test_git_cannot_say(repository, tmp_path, monkeypatch):
    finding = findings_of("--since", "nowhere")
    assert (finding.code, finding.what) == ("BR814", "there is no revision 'nowhere' in this repository")
    assert finding.help == "name a branch, a tag or a commit, e.g. main or HEAD~1"
    for rev in ("--all", "HEAD:w", "", "a..b", "HEAD^{tree}", "$(id)"):
        assert findings_of("--since", rev).code == "BR814"
    git(repository, "checkout", "--quiet", "--orphan", "other")
    git(repository, "commit", "--quiet", "-m", "other")
    assert findings_of("--since", "main").what == "'main' and HEAD have no commit in common"
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert findings_of("--since", "main").what == "git cannot compare with 'main': git is not installed"
    shutil.rmtree(repository / ".git")
    finding = findings_of("--since", "main")
    assert finding.what.endswith("is not in a git repository") and finding.code == "BR814"


def test_a_shallow_clone_says_how_to_get_the_history(repository, tmp_path, monkeypatch):
    (repository / "w/content/one/brief.yaml").write_text(UNCITED)
    git(repository, "commit", "--quiet", "-am", "two")
    git(repository, "clone", "--quiet", "--depth", "1", f"file://{repository}", str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone/w")
    finding = findings_of("--since", "HEAD~1")
    assert finding.what == "there is no revision 'HEAD~1' in this repository"
    assert "fetch-depth: 0" in finding.help and "git fetch --unshallow" in finding.help
    assert touched("HEAD") == set()
