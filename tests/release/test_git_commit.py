"""The commit of a workspace. Finding it runs no program of the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from briefing.files import git_program
from briefing.files.git_program import GitError
from briefing.release.git_commit import find_commit

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(shutil.which("git") is None, reason="no git to make a repository with"),
]
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


@pytest.fixture
def canary(tmp_path) -> Canary:
    return Canary(tmp_path)


class Canary:
    """A program outside the repository that leaves a trace when it runs. Like a filter, it copies its input."""

    def __init__(self, folder: Path) -> None:
        self.trace, self.program = folder / "ran", folder / "canary"
        self.program.write_text(f"#!/bin/sh\ntouch '{self.trace}'\ncat\n")
        self.program.chmod(0o755)

    def has_run(self) -> bool:
        ran = self.trace.exists()
        self.trace.unlink(missing_ok=True)
        return ran


def changed(root: Path, *names: str):
    found = find_commit(root, names or (FILE,))
    assert found is not None and found.name == git(root, "rev-parse", "HEAD")
    return found.is_changed


def test_files_as_they_were_committed(repository):
    assert changed(repository, FILE, *OTHERS) is False


def test_a_workspace_in_a_folder_of_its_repository(repository):
    assert find_commit(repository / "content", ["a/brief.yaml"]).is_changed is False


@pytest.mark.parametrize("how", ["content", "unknown", "staged", "gone"])
def test_files_that_differ_from_the_commit(repository, how):
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


def test_an_unfinished_merge(repository):
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
def test_changes_are_unknown_if_the_index_is_damaged(repository, damage):
    (repository / ".git/index").write_bytes(damage)
    assert changed(repository) is None


def monitor(root: Path, canary: Canary):
    git(root, "config", "core.fsmonitor", str(canary.program))


def hook(root: Path, canary: Canary):
    shutil.copy(canary.program, root / ".git/hooks/post-index-change")
    (root / FILE).touch()


def hooks_elsewhere(root: Path, canary: Canary):
    folder = canary.program.parent / "hooks"
    folder.mkdir()
    shutil.copy(canary.program, folder / "post-index-change")
    git(root, "config", "core.hooksPath", str(folder))
    (root / FILE).touch()


def clean_filter(root: Path, canary: Canary):
    git(root, "config", "filter.canary.clean", str(canary.program))
    (root / ".git/info/attributes").write_text("* filter=canary\n")
    (root / FILE).write_text(FILE)


def process_filter(root: Path, canary: Canary):
    git(root, "config", "filter.canary.process", str(canary.program))
    git(root, "config", "filter.canary.required", "false")
    (root / ".git/info/attributes").write_text("* filter=canary\n")
    (root / FILE).write_text(FILE)


def included(root: Path, canary: Canary):
    other = canary.program.parent / "more.ini"
    git(root, "config", "-f", str(other), "core.fsmonitor", str(canary.program))
    git(root, "config", "include.path", str(other))


def worktree_settings(root: Path, canary: Canary):
    git(root, "config", "extensions.worktreeConfig", "true")
    git(root, "config", "--worktree", "core.fsmonitor", str(canary.program))


def repository_elsewhere(root: Path, canary: Canary):
    other = canary.program.parent / "elsewhere"
    (root / ".git").rename(other)
    (root / ".git").write_text(f"gitdir: {other}\n")
    git(root, "config", "core.fsmonitor", str(canary.program))


def objects_elsewhere(root: Path, canary: Canary):
    other = canary.program.parent / "objects"
    (root / ".git/objects").rename(other)
    (root / ".git/objects/info").mkdir(parents=True)
    (root / ".git/objects/info/alternates").write_text(f"{other}\n")
    git(root, "config", "core.fsmonitor", str(canary.program))


WAYS_IN = (
    monitor,
    hook,
    hooks_elsewhere,
    clean_filter,
    process_filter,
    included,
    worktree_settings,
    repository_elsewhere,
    objects_elsewhere,
)


@pytest.mark.parametrize("prepare", WAYS_IN, ids=lambda prepare: prepare.__name__)
def test_no_program_of_a_repository_is_run(repository, canary, prepare):
    prepare(repository, canary)
    canary.has_run()  # git may have run it during the set-up
    assert find_commit(repository, [FILE, *OTHERS]).is_changed is False
    assert not canary.has_run()
    subprocess.run(["git", "status"], cwd=repository, capture_output=True, check=True)
    assert canary.has_run()  # an ordinary git command does run it


@pytest.mark.parametrize("setting", ["diff.external", "diff.canary.textconv", "diff.canary.command"])
def test_no_program_that_shows_differences_is_run(repository, canary, setting):
    git(repository, "config", setting, str(canary.program))
    (repository / ".git/info/attributes").write_text("* diff=canary\n")
    (repository / FILE).write_text("other")
    git(repository, "add", ".")
    assert changed(repository) is True
    assert not canary.has_run()
    subprocess.run(["git", "diff", "--cached"], cwd=repository, capture_output=True, check=True)
    assert canary.has_run()


@pytest.mark.parametrize("setting", ["alias", "pager"])
@pytest.mark.parametrize("command", ["rev-parse", "diff-index", "ls-files"])
def test_neither_an_alias_nor_a_pager_is_run(repository, canary, setting, command):
    git(repository, "config", f"{setting}.{command}", f"{'!' * (setting == 'alias')}{canary.program}")
    git(repository, "config", "core.pager", str(canary.program))
    assert changed(repository) is False
    assert not canary.has_run()


@pytest.mark.parametrize("remote", ["ext", "ssh"])
def test_nothing_is_fetched_into_a_partial_clone(repository, canary, remote):
    git(repository, "config", "extensions.partialClone", "origin")
    git(repository, "config", "core.repositoryFormatVersion", "1")
    git(repository, "config", "remote.origin.promisor", "true")
    url = f"ext::{canary.program}" if remote == "ext" else "ssh://example.invalid/a"
    git(repository, "config", "remote.origin.url", url)
    git(repository, "config", "protocol.allow", "always")
    git(repository, "config", "core.sshCommand", str(canary.program))
    tree = git(repository, "rev-parse", "HEAD^{tree}")
    (repository / ".git/objects" / tree[:2] / tree[2:]).unlink()
    canary.program.write_text(f"#!/bin/sh\ntouch '{canary.trace}'\n")  # a remote that ends without output
    assert changed(repository) is None
    assert not canary.has_run()
    subprocess.run(["git", "ls-tree", "HEAD"], cwd=repository, capture_output=True, check=False, timeout=60)
    assert canary.has_run()


@pytest.mark.parametrize("place", ["workspace", "dot", "empty", "link"])
def test_no_git_of_the_workspace_is_run(repository, canary, monkeypatch, place):
    folder = repository / "bin"
    folder.mkdir()
    shutil.copy(canary.program, folder / "git")
    shutil.copy(canary.program, repository / "git")
    if place == "link":
        folder = canary.program.parent / "link"
        folder.symlink_to(repository / "bin")
    first = {"workspace": str(folder), "dot": ".", "empty": "", "link": str(folder)}[place]
    monkeypatch.chdir(repository)
    monkeypatch.setenv("PATH", os.pathsep.join((first, os.environ["PATH"])))
    assert find_commit(repository, [FILE]).is_changed is False
    assert not canary.has_run()


def test_variables_of_git_are_not_passed_on(repository, canary, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(canary.program.parent))
    monkeypatch.setenv("GIT_EXEC_PATH", str(canary.program.parent))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.worktree")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(canary.program.parent))
    assert find_commit(repository, [FILE]).is_changed is False


def test_a_bare_repository_among_the_files_is_not_read(repository, canary):
    inner = repository / "content/inner"
    inner.mkdir()
    git(inner, "init", "--quiet", "--bare", ".")
    git(inner, "config", "core.fsmonitor", str(canary.program))
    with pytest.raises(GitError, match="bare repository"):
        find_commit(inner, [])
    assert not canary.has_run()


def test_without_git_the_reason_is_given(repository, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git is not installed"):
        find_commit(repository, [FILE])
    assert find_commit(tmp_path, [FILE]) is None


def test_a_repository_that_git_refuses(repository):
    (repository / ".git/HEAD").unlink()
    with pytest.raises(GitError, match="not a git repository"):
        find_commit(repository, [FILE])


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="NOT PROVED: only root gives files away"
)
def test_a_repository_of_another_person_is_refused_unless_the_user_trusts_it(
    repository, monkeypatch, tmp_path
):
    monkeypatch.setenv("HOME", str(tmp_path))
    for path in (repository, repository / ".git"):
        os.chown(path, 12345, 12345)
    with pytest.raises(GitError, match="dubious ownership"):
        find_commit(repository, [FILE])
    (tmp_path / ".gitconfig").write_text(f"[safe]\n\tdirectory = {repository}\n")
    assert find_commit(repository, [FILE]).is_changed is False


def test_a_git_that_does_not_end_is_ended(repository, monkeypatch, tmp_path):
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text("#!/bin/sh\n/bin/sleep 600\n")
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(git_program, "SECONDS", 0.2)
    with pytest.raises(GitError, match="took more than"):
        find_commit(repository, [FILE])


def test_output_without_end_is_not_read(repository, monkeypatch, tmp_path):
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text("#!/bin/sh\nwhile :; do echo 0123456789abcdef; done\n")
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(git_program, "MAX_OUTPUT", 100_000)
    with pytest.raises(GitError, match="took more than"):
        find_commit(repository, [FILE])


def test_a_repository_with_longer_names(tmp_path):
    root = tmp_path / "longer"
    (root / "content").mkdir(parents=True)
    (root / "content/a").write_text("a")
    git(root, "init", "--quiet", "--object-format=sha256")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "one")
    assert changed(root, "content/a") is False
    (root / "content/a").write_text("b")
    assert changed(root, "content/a") is True
