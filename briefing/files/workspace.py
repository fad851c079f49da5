"""The workspace: its root, its folders, and the one door through which every file of it is read.

A file of the user's workspace wins over the shipped one of the same name, file by file.
Names are always relative, with forward slashes: `templates/parts/outlook.j2.html`.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Span
from briefing.files.bounded_reading import RefusedError, TooLargeError, read_file
from briefing.files.layers import (
    LAYERED,
    NOWHERE,
    OUTPUT_FOLDER,
    OUTSIDE,
    SHIPPED,
    USER,
    find_place,
    listing_error,
    names_matching,
    root_above,
    shipped_folder,
)
from briefing.files.read_log import LISTED, LOOKED_FOR, READ, ReadLog, digest_of, stamp_of, text_of_names

__all__ = [
    "OUTPUT_FOLDER",
    "SHIPPED_FOLDERS",
    "Files",
    "Names",
    "OutsideError",
    "RefusedError",
    "base_of",
    "find_root",
    "refused",
    "shipped_root",
    "unreadable",
]

SHIPPED_FOLDERS = LAYERED
"""What the package brings along; content is the user's alone."""

SHIPPED_PREFIX = "shipped/"
"""A folder of this name inside a name skips the user's workspace, so that a file can extend the one it replaces:
`shipped/parts/outlook.j2.html` for a template, `shipped/outlook.css` beside a stylesheet."""


def base_of(name: str) -> str:
    """The name that relative addresses in a file are read beside: a shipped file stands where it always does.

    So `fonts/Own.otf` in the shipped `fonts.css` is the user's, where there is one, also for who imports that file.
    """
    *folders, file = name.split("/")
    if folders[:1] == ["content"]:  # where a folder may have any name
        return name
    return "/".join([*(folder for folder in folders if folder != SHIPPED_PREFIX.rstrip("/")), file])


class OutsideError(RefusedError):
    """A name leads out of the workspace."""

    def __init__(self, name: str) -> None:
        super().__init__(errno.EACCES, "it leads out of the workspace", name)

    def __reduce__(self) -> tuple[type[OutsideError], tuple[str]]:
        return OutsideError, (self.filename,)  # as itself on its way from another process


def refused(error: OSError) -> WorkspaceError:
    """The finding for a file that is not read, where nobody knows a better place for it than the file itself."""
    where = Span(str(error.filename))
    if isinstance(error, OutsideError):
        help = "put the file itself there, and no link; nothing is read from elsewhere"
        return WorkspaceError([Finding("BR502", "the file leads out of the workspace", where, help)])
    return WorkspaceError([unreadable(error, where)])


def unreadable(error: OSError, where: Span) -> Finding:
    """The finding for a file that cannot be read: it is too large, no file at all, or not ours to read."""
    if isinstance(error, TooLargeError):
        help = "keep what the brief shows, and publish the rest next to it"
        return Finding("BR102", f"the file is too large: {error.strerror}", where, help)
    what = f"the file cannot be read: {error.strerror}"
    return Finding("BR804", what, where, "check the file, its rights and where it leads")


def find_root(start: Path) -> Path | None:
    """The nearest folder, from `start` upwards, that holds a workspace, or None."""
    root = root_above(os.fspath(start))
    return Path(root) if root else None


def shipped_root() -> Path:
    """Where the shipped templates and styles stand: inside the wheel, or beside the package in a checkout."""
    return Path(shipped_folder())


T = TypeVar("T")


@dataclass
class Files:
    """The door: finds and reads the files of a workspace, and notes what was read, looked for and listed.

    `read` raises OSError: FileNotFoundError for a name that no layer has, OutsideError for one that leads out,
    NotAFileError for a folder, a pipe, a device or a link that leads nowhere, TooLargeError for a file over its limit.
    """

    root: Path
    shipped: Path = field(default_factory=shipped_root)
    is_shipped_only: bool = False
    """Whether the user's layer of templates and styles is passed over."""
    seen: dict[str, Path] = field(default_factory=dict)
    """The files that were read, from the beginning."""

    def __post_init__(self) -> None:
        self._logs: list[ReadLog] = []
        self._remembered: dict[Hashable, tuple[Any, ReadLog]] = {}

    @contextmanager
    def noting(self) -> Iterator[ReadLog]:
        """Note what is read while this lasts; one may begin while another lasts."""
        log = ReadLog()
        self._logs.append(log)
        try:
            yield log
        finally:
            self._logs = [other for other in self._logs if other is not log]

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gave the first time; whoever asks again has read the files of that time as well."""
        if key not in self._remembered:
            with self.noting() as log:
                made = make()
            self._remembered[key] = made, log
            return made
        value, log = self._remembered[key]
        for other in self._logs:
            other.add(log)
        known: T = value
        return known

    def find(self, name: str) -> Path | None:
        """The file that a name stands for: the user's, else the shipped one, else None."""
        self._check(name)
        layered = self._layered(name)
        place, path = find_place(layered, os.fspath(self.root), os.fspath(self.shipped))
        for log in self._logs:
            log.note(LOOKED_FOR, layered, (place, None, ""))
        if place == OUTSIDE:
            raise OutsideError(name)
        return Path(path) if path else None

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        path = self.find(name)
        if path is None:
            raise FileNotFoundError(name)
        return self.read_found(name, path)

    def read_found(self, name: str, path: Path) -> bytes:
        """The bytes of a file that was found for a name by other means (a font of a package)."""
        stamp = stamp_of(os.fspath(path), is_settled=True)
        content = read_file(os.fspath(path), name)
        name = self._layered(name)
        self.seen[name] = path
        if self._logs:
            place, found = find_place(name, os.fspath(self.root), os.fspath(self.shipped))
            entry = (place if found == os.fspath(path) else os.fspath(path), stamp, digest_of(content))
            for log in self._logs:
                log.note(READ, name, entry)
        return content

    def path_at(self, name: str, place: str) -> Path:
        """The path of a file by its name and the place that a read log has of it."""
        if place == SHIPPED:
            return self.shipped.joinpath(*(part for part in name.split("/") if part != "shipped"))
        return self.root / name if place in (USER, NOWHERE, OUTSIDE) else Path(place)

    def note_seen(self, reads: ReadLog) -> None:
        """Note the files that another process has read."""
        for (how, name), (place, _, _) in reads.entries.items():
            if how == READ:
                self.seen[name] = self.path_at(name, place)

    def list(self, pattern: str) -> list[str]:
        """The names that match a pattern (`templates/audiences/*/audience.yaml`), in order, over all layers."""
        pattern = self._layered(pattern)
        names = names_matching(pattern, os.fspath(self.root), os.fspath(self.shipped))
        for log in self._logs:
            log.note(LISTED, pattern, ("", None, text_of_names(names)))
        return names

    def unlistable(self, folder: str) -> Finding | None:
        """The finding for a folder of the workspace whose contents cannot be known: what is in it would be skipped."""
        error = listing_error(os.fspath(self.root / folder))
        if error is None:
            return None
        what = f"the folder cannot be read: {error.strerror}"
        return Finding(
            "BR804", what, Span(folder), "give yourself the right to read and to search it, or move it away"
        )

    def shown(self, path: Path) -> str:
        """A path as a person at the workspace's root would write it; never an absolute one inside it."""
        for root in (self.root, self.shipped):
            if path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        return os.fspath(path)

    def _layered(self, name: str) -> str:
        """The name by which a file is looked for, and noted: one that skips the user's layer, if that is asked for."""
        parts = name.split("/")
        skips = self.is_shipped_only and parts[0] in LAYERED and "shipped" not in parts[:-1]
        return SHIPPED_PREFIX + name if skips else name

    @staticmethod
    def _check(name: str) -> None:
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts or not parts.parts or "\0" in name or "\\" in name:
            raise OutsideError(name)


class Names(Collection[str]):
    """The names of things of one kind, `styles/papers/{}.css`: whether there is one is asked of its file alone.

    So an edition that names `a4` does not depend on a new paper; whoever lists the names does.
    """

    def __init__(self, files: Files, pattern: str, *, with_folders: bool = False) -> None:
        self.files, self.pattern, self.with_folders = files, pattern, with_folders

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str) or not name or PurePosixPath(name).as_posix() != name:
            return False
        if "/" in name and not self.with_folders:
            return False
        try:
            return self.files.find(self.pattern.format(name)) is not None
        except OutsideError:
            return ".." not in name.split("/") and not name.startswith("/")

    def __iter__(self) -> Iterator[str]:
        start, end = self.pattern.split("{}")
        for name in self.files.list(self.pattern.format("**/*" if self.with_folders else "*")):
            yield name.removeprefix(start).removesuffix(end)

    def __len__(self) -> int:
        return sum(1 for _ in self)
