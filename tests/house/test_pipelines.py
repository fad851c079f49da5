"""The action, the hooks of pre-commit and the pipelines of new workspaces: each step runs, and each command exists.

The steps run in bash with a `brief` that writes down how it is called; git is real.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from briefing.cli.command_group import group
from tests.conftest import ROOT
from tests.house.test_documentation import ALL, loaded, parsed

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(not (shutil.which("bash") and shutil.which("git")), reason="no bash or no git"),
]

STUB = f"""#!{sys.executable} -P
import json, os, pathlib, sys
words = sys.argv[1:]
with open(os.environ["CALLS"], "a") as file:
    print(json.dumps([os.getcwd(), *words]), file=file)
for option in ("-o", "--contact-sheet"):
    if option in words:
        path = pathlib.Path(words[words.index(option) + 1])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(exist_ok=True) if option == "-o" else path.write_bytes(b"png")
if words[0] == "diff":
    print("changed   a-press-en.pdf: page 1")
sys.exit(int(os.environ.get("FAILS") == words[0]))
"""

ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "run" in step}
STEP_KEYS = {"name", "id", "if", "uses", "with", "run", "shell", "working-directory", "env"}
"""Keys of a step of a composite action (GitHub Docs, "Metadata syntax", `runs.steps`)."""

PAGE = "docs/pipelines.md"
PINNED = re.compile(r"actions/[a-z-]+@v\d+")


@pytest.fixture
def pipeline(tmp_path):
    """A repository with a workspace in the folder `w` and two commits, and a stub of the command."""
    repository, temporary = tmp_path / "repository", tmp_path / "temporary"
    (repository / "w/content").mkdir(parents=True)
    (temporary / "bin").mkdir(parents=True)
    (temporary / "bin/brief").write_text(STUB)
    (temporary / "bin/brief").chmod(0o755)
    for number in (1, 2):
        (repository / "w/content/workspace.yaml").write_text(f"# {number}\n")
        for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "x"]):
            git(repository, *words)
    return Pipeline(repository, temporary)


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


class Pipeline:
    def __init__(self, repository: Path, temporary: Path) -> None:
        self.repository, self.temporary = repository, temporary
        self.base, self.head = git(repository, "rev-parse", "HEAD~1"), git(repository, "rev-parse", "HEAD")

    def run(self, script: str, folder: str = "w", **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a step as a runner does: in bash, which ends at the first error."""
        names = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH", "CALLS")
        environment = {
            **{name: str(self.temporary / name) for name in names},
            "PATH": f"{self.temporary / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.temporary),
            "RUNNER_TEMP": str(self.temporary),
            **variables,
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        where = self.repository / folder
        return subprocess.run(
            command, cwd=where, env=environment, capture_output=True, text=True, check=False
        )

    def calls(self) -> list[list[str]]:
        """Return the calls of the command since the last time, each with its folder, and check that they exist."""
        path = self.temporary / "CALLS"
        found = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
        path.unlink(missing_ok=True)
        for _, *words in found:
            parsed(words)
        return found

    def file(self, name: str) -> str:
        path = self.temporary / name
        return path.read_text() if path.exists() else ""


def test_the_action_has_what_the_metadata_of_an_action_needs():
    assert set(ACTION) == {"name", "description", "branding", "inputs", "outputs", "runs"}
    assert ACTION["runs"]["using"] == "composite"
    for one in ACTION["inputs"].values():
        assert set(one) == {"description", "default"} and isinstance(one["default"], str)
    used = set()
    for step in ACTION["runs"]["steps"]:
        assert set(step) <= STEP_KEYS and ("uses" in step) != ("run" in step)
        assert "shell" in step or PINNED.fullmatch(step["uses"])
        used |= set(re.findall(r"inputs\.([a-z-]+)", json.dumps(step)))
    assert used == set(ACTION["inputs"])
    ids = {step["id"] for step in ACTION["runs"]["steps"] if "id" in step}
    for one in ACTION["outputs"].values():
        assert re.fullmatch(r"\$\{\{ steps\.([a-z]+)\.outputs\.[a-z-]+ \}\}", one["value"])[1] in ids


@pytest.mark.parametrize("name", ["action.yml", "templates/starts/github.yml"])
def test_no_script_contains_a_value_that_others_have_written(name):
    scripts = [step["run"] for step in steps_of(yaml.safe_load((ROOT / name).read_text())) if "run" in step]
    assert scripts
    assert not [script for script in scripts if "${{" in script]


def steps_of(data: Any) -> list[dict[str, Any]]:
    return data["runs"]["steps"] if "runs" in data else data["jobs"]["briefs"]["steps"]


def test_the_action_checks_what_a_pull_request_touches(pipeline):
    script = STEPS["Check the briefs"]["run"]
    folder = str(pipeline.repository / "w")
    for variables, words in (
        ({}, []),
        ({"BASE": pipeline.base}, [f"--since={pipeline.base}"]),
        ({"BASE": pipeline.base, "SINCE": "main"}, ["--since=main"]),
        ({"BASE": pipeline.base, "SINCE": "all"}, []),
        ({"STRICT": "true"}, ["--strict"]),
        ({"STRICT": "yes"}, []),
    ):
        assert pipeline.run(script, **{"BRIEFS": "", **variables}).returncode == 0
        assert pipeline.calls() == [[folder, "check", "--format", "github", *words, "--"]]
    assert pipeline.run(script, BRIEFS="one  two").returncode == 0
    assert pipeline.calls()[0][-3:] == ["--", "one", "two"]
    assert pipeline.run(script, BRIEFS="", FAILS="check").returncode == 1


HOSTILE = "$(touch${IFS}stolen) `id` ;id *"


@pytest.mark.parametrize("step", ["Check the briefs", "Build the briefs", "Draw the pages that have changed"])
def test_an_input_is_a_word_and_never_a_command(pipeline, step):
    done = pipeline.run(STEPS[step]["run"], BRIEFS=HOSTILE, BASE=pipeline.base, STRICT="$(id)", SINCE="$(id)")
    calls = [words for _, *words in pipeline.calls()]
    assert done.returncode == 0 and calls
    assert all(words[-4:] == HOSTILE.split() for words in calls if words[0] != "diff")
    assert not (pipeline.repository / "w/stolen").exists() and "uid=" not in done.stdout + done.stderr


def test_the_action_builds_the_base_next_to_the_pull_request_and_compares(pipeline):
    script = STEPS["Draw the pages that have changed"]["run"]
    done = pipeline.run(script, BRIEFS="one", BASE=pipeline.base)
    assert done.returncode == 0, done.stderr
    before = str(pipeline.temporary / "briefs-before")
    assert pipeline.calls() == [
        [str(pipeline.temporary / "briefs-base/w"), "build", "-o", before, "--", "one"],
        [
            *(str(pipeline.repository / "w"), "diff", before, "out"),
            *("--contact-sheet", "out/changed-pages.png"),
        ],
    ]
    assert (pipeline.temporary / "briefs-base/w/content/workspace.yaml").read_text() == "# 1\n"
    assert pipeline.file("GITHUB_OUTPUT") == "contact-sheet=w/out/changed-pages.png\n"
    assert "```\nchanged   a-press-en.pdf: page 1\n```\n" in pipeline.file("GITHUB_STEP_SUMMARY")


def test_a_base_that_cannot_be_built_does_not_stop_the_comparison(pipeline):
    script = STEPS["Draw the pages that have changed"]["run"]
    done = pipeline.run(script, BRIEFS="", BASE=pipeline.base, FAILS="build")
    assert done.returncode == 0 and "cannot be built" in done.stdout
    assert [words[1] for words in pipeline.calls()] == ["build", "diff"]
    assert pipeline.run(script, BRIEFS="", BASE="gone").returncode != 0


def test_the_action_is_installed_with_locked_versions():
    script = STEPS["Install Briefwright"]["run"]
    assert "--require-hashes" in script and (ROOT / "requirements.lock").is_file()
    assert subprocess.run(["bash", "-n", "-c", script], check=False).returncode == 0
    assert parsed(["doctor", "--fix"]).name == "doctor"


def new_workspace(folder: Path, service: str) -> Path:
    words = ("new", "workspace", str(folder), "--ci", service)
    done = CliRunner().invoke(group, words, obj=words)
    assert done.exception is None, done.exception
    return folder


@pytest.mark.parametrize("is_pull_request", [True, False])
def test_the_workflow_of_a_new_workspace_runs(pipeline, tmp_path, is_pull_request):
    path = new_workspace(tmp_path / "new", "github") / ".github/workflows/briefs.yml"
    workflow = yaml.safe_load(path.read_text())
    assert workflow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in path.read_text()
    steps = steps_of(workflow)
    assert all(PINNED.fullmatch(step["uses"]) for step in steps if "uses" in step)
    (pipeline.temporary / "bin/pip").symlink_to("/bin/true")
    base = pipeline.base if is_pull_request else ""
    for step in steps:
        if "run" in step and (is_pull_request or "event_name" not in step.get("if", "")):
            done = pipeline.run(step["run"], BASE=base)
            assert done.returncode == 0, done.stderr
    calls = [words for _, *words in pipeline.calls()]
    since = ["--since", base] if is_pull_request else []
    assert calls[:3] == [["doctor", "--fix"], ["check", *since, "--format", "github"], ["build"]]
    assert [words[0] for words in calls[3:]] == (["build", "diff"] if is_pull_request else [])


@pytest.mark.parametrize("is_merge_request", [True, False])
def test_the_pipeline_for_gitlab_of_a_new_workspace_runs(pipeline, tmp_path, is_merge_request):
    path = new_workspace(tmp_path / "new", "gitlab") / ".gitlab-ci.yml"
    data = yaml.safe_load(path.read_text())
    job = data["briefs"]
    (pipeline.temporary / "bin/pip").symlink_to("/bin/true")
    base = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": pipeline.base} if is_merge_request else {}
    script = "\n".join([*job["before_script"], *job["script"]])
    done = pipeline.run(script, "", WORKSPACE="w", TMPDIR=str(pipeline.temporary), **base)
    assert done.returncode == 0, done.stderr
    calls = [words for _, *words in pipeline.calls()]
    since = ["--since", pipeline.base] if is_merge_request else []
    assert calls[0] == ["doctor", "--fix"] and calls[1] == ["build"] and calls[-1] == ["check", *since]
    assert [words[0] for words in calls[2:-1]] == (["build", "diff"] if is_merge_request else [])


def test_a_pipeline_is_only_written_on_request_and_never_over_another(tmp_path):
    assert not (new_workspace(tmp_path / "a", "github") / ".gitlab-ci.yml").exists()
    (tmp_path / "b").mkdir()
    (tmp_path / "b/.gitlab-ci.yml").write_text("mine")
    words = ("new", "workspace", str(tmp_path / "b"), "--ci", "gitlab")
    assert CliRunner().invoke(group, words, obj=words).exception.findings[0].code == "BR805"
    assert (tmp_path / "b/.gitlab-ci.yml").read_text() == "mine"
    assert not (tmp_path / "b/content").exists()
    words = ("new", "workspace", str(tmp_path / "c"), "--ci", "travis")
    assert "one of 'github', 'gitlab'" in CliRunner().invoke(group, words, obj=words).output


def test_the_hooks_of_pre_commit_call_commands_that_exist():
    hooks = {one["id"]: one for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    assert set(hooks) == {"brief-check", "brief-schema"}
    for one in hooks.values():
        assert set(one) == {
            *("id", "name", "description", "entry", "language", "files"),
            *("pass_filenames", "require_serial"),
        }
        assert one["language"] == "python" and one["pass_filenames"] is False
        program, *words = one["entry"].split()
        assert program == "brief" and parsed(words).name in ("check", "schema")
    touched = re.compile(hooks["brief-check"]["files"])
    assert touched.search("content/a/brief.yaml") and touched.search("briefs/styles/house.css")
    assert not touched.search("README.md") and not touched.search("src/discontent/x")
    described = re.compile(hooks["brief-schema"]["files"])
    assert described.search("themes/house/theme.yaml") and described.search("w/content/workspace.yaml")
    assert not described.search("content/a/brief.yaml")


def test_the_examples_of_the_documentation_name_inputs_and_hooks_that_exist():
    workflow, config = (loaded(one.text) for one in ALL if (one.file, one.language) == (PAGE, "yaml"))
    *_, step = steps_of({"jobs": {"briefs": workflow["jobs"]["briefs"]}})
    assert set(step["with"]) <= set(ACTION["inputs"])
    documented = re.findall(r"^\| `([a-z-]+)` \|", (ROOT / PAGE).read_text(), re.MULTILINE)
    assert documented == [*ACTION["inputs"]]
    hooks = {one["id"]: one for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    for one in config["repos"][0]["hooks"]:
        _, *words = hooks[one["id"]]["entry"].split()
        parsed([*words, *one.get("args", [])])


def test_annotations_name_files_from_the_top_of_the_repository(workspace, monkeypatch):
    from tests.conftest import LEAST_BRIEF

    files = workspace(LEAST_BRIEF.replace("A first text.", "They have 36 aircraft."))
    monkeypatch.chdir(files.root)
    words = ("check", "--format", "github")
    for top, shown in (
        (files.root.parent, f"{files.root.name}/content/trial/brief.yaml"),
        (files.root, "content/trial/brief.yaml"),
        (files.root / "content", "content/trial/brief.yaml"),
    ):
        monkeypatch.setenv("GITHUB_WORKSPACE", str(top))
        said = CliRunner().invoke(group, words, obj=words).stdout
        assert f"::warning file={shown},line=7" in said
