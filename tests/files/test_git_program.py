"""Git is found outside the workspace only, and what it answers is read as it was meant. No program is started."""

from __future__ import annotations

import hashlib
import io
import os
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from briefing.files import git_program
from briefing.files.git_program import Git, GitError, find_git, is_as_stored, name_of_object
from tests.cases import each


@pytest.fixture
def repository(tmp_path) -> Path:
    root = tmp_path / "repository/briefs"
    (root.parent / ".git").mkdir(parents=True)
    root.mkdir()
    return root


def program(folder: Path, name: str = "git", mode: int = 0o755) -> str:
    """Write a file that could be git; return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("")
    (folder / name).chmod(mode)
    return os.fspath(folder)


def test_git_is_taken_from_the_first_folder_that_is_outside_the_workspace(repository, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    link = tmp_path / "linked"
    link.mkdir()
    program(repository / "tools")
    (link / "git").symlink_to(repository / "tools/git")
    (tmp_path / "a folder/git").mkdir(parents=True)
    program(tmp_path / "relative")
    own = program(tmp_path / "bin")
    untrusted = [
        os.fspath(repository / "tools"),
        os.fspath(link),
        os.fspath(tmp_path / "a folder"),
        "relative",
        "",
        os.fspath(tmp_path / "nothing"),
        program(tmp_path / "plain", mode=0o644),
    ]
    for folder in untrusted:
        monkeypatch.setenv("PATH", folder)
        with pytest.raises(GitError, match=r"^git is not installed$"):
            find_git(repository)
    monkeypatch.setenv("PATH", os.pathsep.join([*untrusted, own, program(tmp_path / "second")]))
    assert find_git(repository) == Git(f"{own}{os.sep}git", repository)
    assert find_git(repository.parent) == Git(f"{own}{os.sep}git", repository.parent)


def test_git_has_the_name_of_its_program_on_windows(repository, tmp_path, monkeypatch):
    monkeypatch.setattr(git_program, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setenv("PATH", os.pathsep.join([program(tmp_path / "a"), program(tmp_path / "b", "git.exe")]))
    found = find_git(repository)
    assert found is not None and found.program == os.fspath(tmp_path / "b/git.exe")


def test_without_a_repository_no_git_is_wanted(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert find_git(tmp_path) is None


@each(
    ("stored", "typed", "is_same"),
    [
        (b"a\nb\n", b"a\nb\n", True),
        (b"a\nb\n", b"a\r\nb\r\n", True),
        (b"a\r\nb\r\n", b"a\r\nb\r\n", True),
        (b"a\r\nb\r\n", b"a\nb\n", False),
        (b"a\nb\n", b"a\nc\n", False),
        (b"a\rb", b"a\nb", False),
        (b"", b"", True),
    ],
)
@each("function", ["sha1", "sha256"])
def test_a_file_is_compared_as_git_stores_it(tmp_path, stored, typed, is_same, function):
    path = tmp_path / f"{function}.txt"
    path.write_bytes(typed)
    digest = hashlib.new(function, b"blob %d\0" % len(stored) + stored).hexdigest()
    assert is_as_stored(path, digest) is is_same


def test_an_object_has_the_name_that_git_gives_it():
    assert name_of_object(b"", "0" * 40) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
    assert name_of_object(b"hello\n", "0" * 40) == "ce013625030ba8dba906f756967f9e9ca394464a"
    assert len(name_of_object(b"", "0" * 64)) == 64


class Answer:
    """A process of git that has ended."""

    started: dict[str, object]

    def __init__(self, code: int = 0, output: bytes = b"", message: bytes = b"") -> None:
        self.code, self.returncode, self.pid = code, code, 0
        self.stdout, self.stderr = io.BytesIO(output), io.BytesIO(message)

    def __call__(self, words: list[str], **given: object) -> Answer:
        self.started = {"words": words, **given}
        return self

    def __enter__(self) -> Answer:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture
def answered(monkeypatch, tmp_path):
    """Return what a command gives if git answers so, and the process that would have been started."""

    def answer(*given: object) -> tuple[Git, Answer]:
        process = Answer(*given)
        monkeypatch.setattr(git_program.subprocess, "Popen", process)
        return Git("/usr/bin/git", tmp_path), process

    return answer


def test_the_output_of_git_and_its_first_line(answered):
    git, process = answered(0, "né \nsecond\n".encode() + b"\xff")
    assert git.run("log") == (0, "né \nsecond\n".encode() + b"\xff")
    git, process = answered(0, "né \nsecond\n".encode() + b"\xff")
    assert git.said("rev-parse", "HEAD") == "né"
    words = process.started["words"]
    assert words[:3] == ["/usr/bin/git", "-C", os.fspath(git.root)] and words[-2:] == ["rev-parse", "HEAD"]
    assert answered(0, b"\xff\n")[0].said("log") == "\ufffd"
    assert answered(1, b"one\n")[0].run("log") == (1, b"one\n")
    assert answered(1, b"one\n")[0].said("log") == ""


@each(
    ("answer", "message"),
    [
        ((128, b"", b"fatal: not a repository\nhelp\n"), "not a repository"),
        ((2, b"out", b"  error: no\n"), "error: no"),
        ((129, b"", b""), "git exited with 129"),
        ((128, b"", b"x" * 300), "x" * 200),
        ((128, b"", b"fatal: \xff"), "\ufffd"),
        ((-9, b"", b"fatal: no"), "git took more than 20 s, or its output is over 8 MiB"),
    ],
)
def test_a_refusal_of_git_is_reported_in_its_words(answered, answer, message):
    git, _ = answered(*answer)
    with pytest.raises(GitError, match=f"^{re.escape(message)}$"):
        git.run("log")


def test_git_that_does_not_start_is_reported(monkeypatch, tmp_path):
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(git_program.subprocess, "Popen", refuse)
    with pytest.raises(GitError, match=r"^cannot start git: Permission denied$"):
        Git("/usr/bin/git", tmp_path).run("log")


@each(("beyond", "is_whole"), [(0, True), (1, False)])
def test_git_that_writes_too_much_is_ended(answered, monkeypatch, beyond, is_whole):
    ended = []
    monkeypatch.setattr(git_program, "MAX_OUTPUT", 1024**2)
    monkeypatch.setattr(git_program, "_end", ended.append)
    git, process = answered(0, b"x" * (1024**2 + beyond))
    if is_whole:
        assert len(git.run("log")[1]) == 1024**2 and ended == []
        return
    with pytest.raises(GitError, match="its output is over 1 MiB"):
        git.run("log")
    assert ended == [process]


def test_git_gets_no_variable_that_could_change_what_it_runs(answered, monkeypatch, tmp_path):
    own = program(tmp_path.parent / "outside")
    for name, value in {
        "HOME": "/home/ines",
        "GIT_DIR": "/elsewhere",
        "GIT_SSH_COMMAND": "ssh",
        "LC_ALL": "de_DE",
        "PATH": os.pathsep.join([".", os.fspath(tmp_path / "bin"), own]),
    }.items():
        monkeypatch.setenv(name, value)
    git, process = answered()
    git.run("log")
    given = process.started["env"]
    assert {name: given.get(name) for name in ("HOME", "GIT_DIR", "GIT_SSH_COMMAND", "LC_ALL", "PATH")} == {
        "HOME": "/home/ines",
        "GIT_DIR": None,
        "GIT_SSH_COMMAND": None,
        "LC_ALL": "C",
        "PATH": own,
    }
    assert (given["GIT_TERMINAL_PROMPT"], given["GIT_NO_LAZY_FETCH"]) == ("0", "1")
    words = process.started["words"]
    assert {"core.fsmonitor=", f"core.hooksPath={os.devnull}", "protocol.allow=never"} < set(words)
