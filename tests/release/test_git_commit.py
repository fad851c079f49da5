"""The commit of a workspace, read without git from what git wrote."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from briefing.release.git_commit import find_commit

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git to make a repository with")
FILE = "content/a/brief.yaml"
OTHERS = ("content/a b.yaml", "content/é.yaml", "content.txt", "a/b/c/d.txt", "z")


def git(folder: Path, *words: str) -> str:
    who = {f"GIT_{role}_{what}": "x@x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **who}
    done = subprocess.run(
        ["git", *words],
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path) -> Path:
    root = tmp_path / "repository"
    for name in (FILE, *OTHERS):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (root / "z").chmod(0o755)
    git(root, "init", "--quiet", "--initial-branch=now/here")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "one")
    return root


def changed(root: Path, *names: str):
    found = find_commit(root, names or (FILE,))
    assert found is not None and found.name == git(root, "rev-parse", "HEAD")
    return found.is_changed


def test_files_as_they_were_committed(repository):
    assert changed(repository, FILE, *OTHERS) is False


def test_a_workspace_in_a_folder_of_its_repository(repository):
    assert find_commit(repository / "content", ["a/brief.yaml"]).is_changed is False


@pytest.mark.parametrize("how", ["content", "unknown", "staged", "gone"])
def test_files_that_are_other_than_committed(repository, how):
    if how == "content":
        (repository / FILE).write_text("other")
    elif how == "staged":
        (repository / "z").write_text("other")
        git(repository, "add", "z")
    elif how == "gone":
        git(repository, "rm", "--quiet", "--cached", FILE)
    else:
        (repository / "new").write_text("x")
    assert changed(repository, "new" if how == "unknown" else FILE) is True


def test_what_does_not_matter_changes_nothing(repository):
    (repository / "z").write_text("other")
    assert changed(repository, FILE) is False
    assert changed(repository, "z") is True


def test_line_ends_of_another_system_are_no_change(repository):
    (repository / FILE).write_bytes(b"a\nb\n")
    git(repository, "commit", "--quiet", "-am", "two")
    (repository / FILE).write_bytes(b"a\r\nb\r\n")
    assert changed(repository) is False


@pytest.mark.parametrize("version", ["2", "4"])
def test_each_version_of_the_index(repository, version):
    git(repository, "update-index", "--index-version", version)
    assert changed(repository, FILE, *OTHERS) is False


def test_a_repository_that_was_packed(repository):
    for number in range(3):
        (repository / "z").write_text(str(number))
        git(repository, "commit", "--quiet", "-am", str(number))
    git(repository, "gc", "--quiet")
    assert not (repository / ".git/refs/heads/now/here").exists()
    assert changed(repository, FILE, *OTHERS) is False


def test_another_working_tree_and_a_commit_without_a_branch(repository, tmp_path):
    git(repository, "worktree", "add", "--quiet", "--detach", str(tmp_path / "other"))
    assert (tmp_path / "other/.git").is_file()
    assert changed(tmp_path / "other") is False


def test_two_versions_that_wait_to_be_merged(repository):
    git(repository, "checkout", "--quiet", "-b", "b")
    (repository / "z").write_text("b")
    git(repository, "commit", "--quiet", "-am", "b")
    git(repository, "checkout", "--quiet", "now/here")
    (repository / "z").write_text("a")
    git(repository, "commit", "--quiet", "-am", "a")
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "merge", "b")
    assert changed(repository) is True


def test_outside_of_a_repository_and_before_a_commit(tmp_path):
    assert find_commit(tmp_path, []) is None
    git(tmp_path, "init", "--quiet")
    assert find_commit(tmp_path, []) is None


@pytest.mark.parametrize(
    "damage", [b"", b"DIRC", b"DIRC\0\0\0\x09\0\0\0\1", b"DIRC\0\0\0\2\xff\xff\xff\xff" + b"x" * 90]
)
def test_what_cannot_be_read_is_left_open(repository, damage):
    (repository / ".git/index").write_bytes(damage)
    assert changed(repository) is None


def test_nothing_of_a_repository_is_run(repository, tmp_path):
    witness = tmp_path / "ran"
    (repository / "run").write_text(f"#!/bin/sh\ntouch {witness}\n")
    (repository / "run").chmod(0o755)
    git(repository, "config", "core.fsmonitor", str(repository / "run"))
    assert find_commit(repository, [FILE]).is_changed is False
    assert not witness.exists()
    git(repository, "status")
    assert witness.exists()
