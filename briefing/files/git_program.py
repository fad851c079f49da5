"""Runs git, for what a repository knows about the files of a workspace.

A repository is untrusted, and git runs programs that its configuration names. So this module is for plumbing commands
that need neither the working tree nor a network, and overrides the settings that could start a program.
It hashes files itself, because git would pass them through the filters of the repository.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from briefing.files.bounded_reading import read_file

MAX_BYTES = 256 * 1024 * 1024
"""The limit of the size of a file of the workspace, in bytes."""

SECONDS = 20.0
"""The time limit of one git command."""

MAX_OUTPUT = 8 * 1024 * 1024
"""The limit of the output of one git command, in bytes."""

SAFE_SETTINGS = {
    "core.fsmonitor": "",
    "core.hooksPath": os.devnull,
    "core.untrackedCache": "false",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",
}
"""Overrides for settings of the repository: no file monitor, no hooks, no network."""

OPTIONS = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    "--literal-pathspecs",
    *(word for name, value in SAFE_SETTINGS.items() for word in ("-c", f"{name}={value}")),
)

SAFE_VARIABLES = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
"""They keep git from fetching the missing objects of a partial clone."""

KEPT_VARIABLES = (
    "HOME",
    "XDG_CONFIG_HOME",
    "USERPROFILE",
    "HOMEDRIVE",
    "HOMEPATH",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
)
"""Variables by which git finds the settings of the user, such as `safe.directory`, and starts on Windows."""

SHOWN = 200
"""The number of characters of a message of git that are shown."""


class GitError(Exception):
    """Git is missing, refuses, or takes too long; the message says why."""


def find_git(root: Path) -> Git | None:
    """Return git for the repository around a folder; None if there is no repository.

    Raises GitError if git is not installed.
    """
    root = root.resolve()
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return None
    return Git(_executable(root), root)


def is_as_stored(path: Path, digest: str) -> bool:
    """Return whether a file has the name of an object of git, either as it is or with the line ends that git stores."""
    content = read_file(os.fspath(path), limit=MAX_BYTES)
    return digest in (
        name_of_object(content, digest),
        name_of_object(content.replace(b"\r\n", b"\n"), digest),
    )


def name_of_object(content: bytes, like: str) -> str:
    """Return the name that git gives to a content, with the hash function of another name."""
    function = "sha256" if len(like) == hashlib.sha256().digest_size * 2 else "sha1"
    return hashlib.new(function, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _search_path(root: Path) -> list[str]:
    """Return the folders of PATH whose programs are trusted: absolute paths outside the workspace."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return [
        folder
        for folder in folders
        if os.path.isabs(folder) and not Path(folder).resolve().is_relative_to(root)  # noqa: PTH117
    ]


def _executable(root: Path) -> str:
    """Return the path of git. Raises GitError if it is not installed."""
    for folder in _search_path(root):
        path = Path(folder, "git.exe" if sys.platform == "win32" else "git")
        if path.is_file() and os.access(path, os.X_OK) and not path.resolve().is_relative_to(root):
            return os.fspath(path)
    raise GitError("git is not installed")


@dataclass(frozen=True, slots=True)
class Git:
    """The git program, and the folder in which it runs."""

    program: str
    root: Path

    def run(self, *words: str) -> tuple[int, bytes]:
        """Run a command; return its exit code, 0 or 1, and its output. Raises GitError for any other outcome."""
        try:
            process = subprocess.Popen(  # noqa: S603  (the path of git, fixed words and file names)
                [self.program, "-C", os.fspath(self.root), *OPTIONS, *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._environment(),
                start_new_session=True,
            )
        except OSError as error:
            raise GitError(f"cannot start git: {error.strerror}") from None
        timer = threading.Timer(SECONDS, _end, [process])
        timer.start()
        try:
            with process:
                output = _read(process, process.stdout)
                message = _read(process, process.stderr).decode("utf-8", "replace").strip()
        finally:
            timer.cancel()
        if process.returncode < 0 or len(output) > MAX_OUTPUT:
            raise GitError(
                f"git took more than {SECONDS:g} s, or its output is over {MAX_OUTPUT // 1024**2} MiB"
            )
        if process.returncode > 1:
            message = message.partition("\n")[0].removeprefix("fatal: ")
            raise GitError(message[:SHOWN] or f"git exited with {process.returncode}")
        return process.returncode, output

    def said(self, *words: str) -> str:
        """Return the first line of the output of a command; empty if the command exits with 1."""
        exit_code, output = self.run(*words)
        return "" if exit_code else output.decode("utf-8", "replace").partition("\n")[0].strip()

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        return {**kept, **SAFE_VARIABLES, "PATH": os.pathsep.join(_search_path(self.root))}


def _read(process: subprocess.Popen[bytes], pipe: IO[bytes] | None) -> bytes:
    """Read the output of git, and end git if it writes too much."""
    content = pipe.read(MAX_OUTPUT + 1) if pipe else b""
    if len(content) > MAX_OUTPUT:
        _end(process)
    return content


def _end(process: subprocess.Popen[bytes]) -> None:
    """End git and all programs that it has started."""
    if sys.platform == "win32":
        process.kill()
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()
