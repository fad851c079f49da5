"""Asks git for the commit of a workspace, and whether the files of a brief differ from it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.files.git_program import Git, GitError, find_git, is_as_stored

STAGED = ("diff-index", "--cached", "--quiet", "--no-ext-diff", "--no-textconv", "HEAD", "--")
MANY = 1000
"""The number of files in one git command."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit, and whether the files that were read differ from it; None where git cannot determine that."""

    name: str
    is_changed: bool | None


def find_commit(root: Path, names: Iterable[str]) -> Commit | None:
    """Return the commit of the repository around a folder; None without a repository, or before its first commit.

    `names` are the files to compare, relative to the folder. Raises GitError if git cannot read the repository.
    """
    git = find_git(root)
    if git is None:
        return None
    exit_code, output = git.run("rev-parse", "--verify", "--quiet", "HEAD")
    if exit_code:
        return None
    name = output.decode("ascii", "replace").strip()
    try:
        return Commit(name, _is_changed(git, sorted(set(names))))
    except (GitError, OSError, ValueError):
        return Commit(name, None)


def _is_changed(git: Git, names: Sequence[str]) -> bool:
    """Return whether any change is staged, or a file differs from its staged content."""
    exit_code, _ = git.run(*STAGED)
    if exit_code:
        return True
    staged = dict(_staged_digests(git, names))
    return any(not is_as_stored(git.root / name, staged.get(name, "")) for name in names)


def _staged_digests(git: Git, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for start in range(0, len(names), MANY):
        _, output = git.run("ls-files", "--stage", "-z", "--", *names[start : start + MANY])
        for row in output.split(b"\0")[:-1]:
            entry, _, name = row.partition(b"\t")
            yield os.fsdecode(name), entry.split()[1].decode("ascii")
