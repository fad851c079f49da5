"""The workspace: its root, its folders, and the one door through which all of its files are read.

Each file of the user's workspace overrides the file with the same name of its theme, which overrides the shipped one.
Names are always relative, with forward slashes: `templates/parts/outlook.j2.html`.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Span
from briefing.files.bounded_reading import RefusedError, TooLargeError, read_file
from briefing.files.layers import (
    LAYERED,
    OPTION_SHEET,
    OUTPUT_FOLDER,
    OUTSIDE,
    SETTINGS_FILE,
    SETTINGS_LAYER,
    SHIPPED,
    THEME,
    THEME_FILE,
    USER,
    Layers,
    depth_in,
    find_place,
    listing_error,
    names_in,
    names_matching,
    root_above,
    shipped_folder,
    sunk,
)
from briefing.files.read_log import (
    LISTED,
    LOOKED_FOR,
    PART_MARK,
    READ,
    USED,
    Entry,
    ReadLog,
    Stamp,
    change_of,
    digest_of,
    digest_of_part,
    is_layer,
    part_name,
    stamp_of,
    text_of_names,
)

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
"""The folders that the package provides files for; content exists in the user's layer only."""

SHIPPED_PREFIX = "shipped/"
"""A folder of this name inside a name skips a layer, so that a file can extend the one that it overrides.

For example `shipped/parts/outlook.j2.html` in a template, or `shipped/outlook.css` in a stylesheet: for a file of the
workspace it is the file of the theme, for one of a theme that of the theme beneath, else the shipped one.
"""


MOST_KEPT = 512 * 1024
"""The size, in bytes, up to which a file is not read again until its stamp changes."""


def prefixes_of(name: str) -> int:
    """Return how often a name begins with `shipped/`."""
    depth = 0
    while name.startswith(SHIPPED_PREFIX, depth * len(SHIPPED_PREFIX)):
        depth += 1
    return depth


def base_of(name: str) -> str:
    """Return the name that relative addresses in a file are resolved against: its name without `shipped/`.

    So `fonts/Own.otf` in the shipped `fonts.css` is the user's file if there is one, even if `fonts.css` is imported.
    """
    *folders, file = name.split("/")
    if folders[:1] == ["content"]:  # a folder there may have any name
        return name
    return "/".join([*(folder for folder in folders if folder != SHIPPED_PREFIX.rstrip("/")), file])


class OutsideError(RefusedError):
    """A name that leads out of the workspace."""

    def __init__(self, name: str) -> None:
        super().__init__(errno.EACCES, "it leads out of the workspace", name)

    def __reduce__(self) -> tuple[type[OutsideError], tuple[str]]:
        return OutsideError, (self.filename,)  # keeps its type when it is pickled


@lru_cache(4096)
def check_name(name: str) -> None:
    """Raise OutsideError for a name that no file in a workspace can have."""
    parts = name.split("/")
    leads_out = name.startswith("/") or ".." in parts or not {*parts} - {"", "."}
    if leads_out or "\0" in name or "\\" in name:
        raise OutsideError(name)


def refused(error: OSError) -> WorkspaceError:
    """Return the error for a file that must not be read, at the file itself, as no better place is known."""
    where = Span(str(error.filename))
    if isinstance(error, OutsideError):
        help = "put the file itself there instead of a link; only files in the workspace are read"
        return WorkspaceError([Finding("BR502", "the file leads out of the workspace", where, help)])
    return WorkspaceError([unreadable(error, where)])


def unreadable(error: OSError, where: Span) -> Finding:
    """Return the finding for a file that is too large, not a regular file, or not permitted to be read."""
    if isinstance(error, TooLargeError):
        help = "keep only what the brief shows, and publish the rest separately"
        return Finding("BR102", f"the file is too large: {error.strerror}", where, help)
    what = f"the file cannot be read: {error.strerror}"
    return Finding(
        "BR804", what, where, "check that it is a regular file and that you have permission to read it"
    )


def find_root(start: Path) -> Path | None:
    """Return the nearest folder, from `start` upwards, that is a workspace; None if there is none."""
    root = root_above(os.fspath(start))
    return Path(root) if root else None


def shipped_root() -> Path:
    """Return the folder of the shipped templates and styles: in the package or, in a checkout, next to it."""
    return Path(shipped_folder())


@lru_cache(4096)
def _path_at(path: str) -> Path:
    return Path(path)


@lru_cache(256)
def _read_settled(path: str, name: str, stamp: Stamp) -> tuple[bytes, str]:
    """Return the bytes of a file and their hash. An edition reads its styles and templates many times."""
    content = read_file(path, name)
    return content, digest_of(content)


T = TypeVar("T")


@dataclass
class Files:
    """The door: finds and reads the files of a workspace, and records what was read, looked for and listed.

    `read` raises OSError: FileNotFoundError if no layer has the name, OutsideError if it leads out of the workspace,
    NotAFileError for a folder, a pipe, a device or a broken link, TooLargeError for a file over its limit.
    """

    root: Path
    shipped: Path = field(default_factory=shipped_root)
    is_shipped_only: bool = False
    """Whether the templates and styles of the user, and of themes that are not shipped, are ignored."""
    themes: tuple[str, ...] = ()
    """The folders of the theme and of those that it extends, nearest first; `SETTINGS_LAYER` for its options."""
    option_sheet: bytes = b""
    """The stylesheet of that layer: the options of the theme as variables."""
    option_places: Mapping[str, Span] = field(default_factory=dict)
    """The place that sets each option, by its variable (`--brand`): in the settings, or its default in a theme."""
    set_values: tuple[str, ...] = ()
    """The values of briefs that the command line sets (`--set`), each as KEY=VALUE."""
    seen: dict[str, Path] = field(default_factory=dict)
    """All files that have been read: name → path."""

    def __post_init__(self) -> None:
        self._logs: list[ReadLog] = []
        self._remembered: dict[Hashable, tuple[Any, ReadLog]] = {}

    @property
    def layers(self) -> Layers:
        """The folders that names are looked up in."""
        return Layers(os.fspath(self.root), os.fspath(self.shipped), self.themes)

    def fresh(self) -> Files:
        """Return the same workspace with nothing read from it yet."""
        return replace(self, seen={})

    def folders(self) -> tuple[Path, ...]:
        """Return the folders and files that an edition may be made from, and nothing else of a theme's folder."""
        of_themes = (
            Path(folder, name) for folder in self.themes if folder for name in (*LAYERED, THEME_FILE)
        )
        return (self.root, self.shipped, *of_themes)

    @contextmanager
    def noting(self) -> Iterator[ReadLog]:
        """Record what is read within this context; contexts may overlap."""
        log = ReadLog()
        self._logs.append(log)
        try:
            yield log
        finally:
            self._logs = [other for other in self._logs if other is not log]

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the result of the first call of `make`; later calls count as having read the same files."""
        if key not in self._remembered:
            with self.noting() as log:
                made = make()
            self._remembered[key] = made, log
            return made
        value, log = self._remembered[key]
        self.note_again(log)
        known: T = value
        return known

    def note_again(self, log: ReadLog) -> None:
        """Count files as read that something was made from, when it is used again."""
        for other in self._logs:
            other.add(log)

    def forget_outdated(self) -> None:
        """Forget the results of `remember` that would be others now, because files have changed, come or gone."""
        is_changed: dict[tuple[str, str, Entry], bool] = {}

        def has_changed(needed: tuple[str, str, Entry]) -> bool:
            if needed not in is_changed:
                is_changed[needed] = bool(change_of(*needed, self.layers)[0])
            return is_changed[needed]

        self._remembered = {
            key: (value, log)
            for key, (value, log) in self._remembered.items()
            if not any(map(has_changed, log.needed()))
        }

    def find(self, name: str) -> Path | None:
        """Return the path of a file by its name: the user's, else the shipped one, else None."""
        _, path = self._find(name)
        return _path_at(path) if path else None

    def _find(self, name: str) -> tuple[str, str]:
        """Return the place and the path of a file; both are empty if there is none."""
        check_name(name)
        layered = self._layered(name)
        place, path = find_place(layered, self.layers)
        for log in self._logs:
            log.note(LOOKED_FOR, layered, (place, None, ""))
        if place == OUTSIDE:
            raise OutsideError(name)
        return place, path

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        place, path = self._find(name)
        if not path:
            raise FileNotFoundError(name)
        return self._read(name, place, path)

    def read_found(self, name: str, path: Path) -> bytes:
        """Return the bytes of a file that was found for a name by other means (a font of a package)."""
        place, found = find_place(self._layered(name), self.layers)
        return self._read(name, place if found == os.fspath(path) else os.fspath(path), os.fspath(path))

    def _read(self, name: str, place: str, path: str) -> bytes:
        if path == OPTION_SHEET:
            return self.option_sheet
        stamp = stamp_of(path, is_settled=True)
        is_kept = stamp is not None and stamp[0] <= MOST_KEPT
        content, digest = _read_settled(path, name, stamp) if is_kept else (read_file(path, name), "")
        name = self._layered(name)
        self.seen[name] = _path_at(path)
        if self._logs:
            entry = (place, stamp, digest or digest_of(content))
            for log in self._logs:
                log.note(READ, name, entry)
        return content

    def read_in_parts(self, name: str, path: Path | None = None) -> bytes | None:
        """Return the bytes of a file whose parts are used one by one (`note_part`); None if there is no such file.

        `path` is that of a file outside the workspace. Raises OSError as `read` does.
        """
        path = path or self._own_path(name)
        if path is None or not os.path.lexists(path):
            return None
        content = read_file(os.fspath(path), name)
        self.seen[name] = path
        return content

    def note_part(self, name: str, part: Sequence[str], path: Path | None = None) -> None:
        """Record that a part of a YAML file was used, or was not there; other parts of the file do not matter."""
        if not self._logs:
            return
        place = os.fspath(path) if path else USER
        found = os.fspath(path or self.root / name)
        stamp = stamp_of(found, is_settled=True)
        entry = (place, stamp, digest_of_part(found, name, part))
        for log in self._logs:
            log.note(USED, part_name(name, part), entry)

    def _own_path(self, name: str) -> Path | None:
        """Return the path of a file of the workspace, whose lookup is not recorded."""
        check_name(name)
        place, path = find_place(name, self.layers)
        if place == OUTSIDE:
            raise OutsideError(name)
        return _path_at(path) if path else None

    def path_at(self, name: str, place: str) -> Path:
        """Return the path of a file, also of one that was used in part, by its name and its place in a read log."""
        name = name.split(PART_MARK)[0]
        if not is_layer(place):
            return Path(place)
        folders = dict(self.layers.all())
        if place == SHIPPED or place.startswith(THEME):
            folder = folders.get(place, os.fspath(self.shipped))
            return Path(folder).joinpath(*(part for part in name.split("/") if part != "shipped"))
        return self.root / name

    def beneath(self, name: str, asker: str) -> str:
        """Return the full name for a name that a file uses: `shipped/` skips the layers down to that of the file."""
        parts = name.split("/")
        if not self.themes or not depth_in(parts):
            return name
        place, _ = find_place(self._layered(asker), self.layers)
        return sunk(name, self.layers.depth_of(place) + 1)

    def base_in_layer(self, name: str) -> str:
        """Return the name that relative addresses in a stylesheet are resolved against.

        Where there is a theme, it begins with a `shipped/` for each layer above that of the stylesheet.
        """
        if not self.themes:
            return base_of(name)
        place, _ = find_place(self._layered(name), self.layers)
        return sunk(base_of(name), self.layers.depth_of(place))

    def resolved(self, name: str) -> str:
        """Return the name for an address that was resolved against `base_in_layer`.

        Any layer may have the file, except where the address itself has a `shipped/`.
        """
        if not self.themes:
            return name
        rest = name[len(SHIPPED_PREFIX) * prefixes_of(name) :]
        return name if depth_in(rest.split("/")) else rest

    def is_own(self, name: str) -> bool:
        """Return whether a file is not shipped: one of the workspace or of a theme from elsewhere."""
        if name.rpartition("/")[2] == THEME_FILE:  # of any of the themes, which may be outside the workspace
            return self._foreign_layers() > 1
        place, path = self._find(name)
        return place == USER or (place.startswith(THEME) and not self._is_shipped_folder(path))

    def has_own_templates(self) -> bool:
        """Return whether there are templates of the workspace, or of a theme that is not shipped."""

        def look() -> bool:
            own = self.list_own("templates/**/*.html")
            return bool(own) or (not self.is_shipped_only and self._foreign_layers() > 1)

        return self.remember("own templates", look)

    def _is_shipped_folder(self, path: str) -> bool:
        return os.path.realpath(path).startswith(os.path.realpath(self.shipped) + os.sep)

    def option_place(self, token: str, name: str) -> Span | None:
        """Return the place that sets an option of the theme, by its variable in a stylesheet.

        None if the stylesheet is not that of the options.
        """
        is_sheet = (
            token in self.option_places and find_place(self._layered(name), self.layers)[1] == OPTION_SHEET
        )
        return self.option_places[token] if is_sheet else None

    def shown_name(self, name: str) -> str:
        """Return the name of a file as a person finds it: for a file of a theme or a shipped one, the path.

        The generated stylesheet of the options is shown as the settings that they are in. A missing file is shown by
        the name without `shipped/`.
        """
        if name.split("/")[0] not in (*LAYERED, SHIPPED_PREFIX[:-1]):
            return name
        place, path = find_place(name, self.layers)
        if path == OPTION_SHEET:
            return SETTINGS_FILE
        if not path:
            return base_of(name)
        is_beneath = place == SHIPPED or place.startswith(THEME)
        return os.path.relpath(path, self.root).replace(os.sep, "/") if is_beneath else name

    def note_seen(self, reads: ReadLog) -> None:
        """Record the files that another process has read."""
        for (how, name), (place, _, _) in reads.entries.items():
            if how == READ:
                self.seen[name] = self.path_at(name, place)

    def list(self, pattern: str) -> list[str]:
        """Return the sorted names in all layers that match a pattern (`templates/audiences/*/audience.yaml`)."""
        pattern = self._layered(pattern)
        names = names_matching(pattern, self.layers)
        for log in self._logs:
            log.note(LISTED, pattern, ("", None, text_of_names(names)))
        return names

    def list_own(self, pattern: str) -> tuple[str, ...]:
        """Return the sorted names in the user's layer alone that match a pattern."""
        if self.is_shipped_only:
            return ()
        if self._logs:
            self.list(pattern)
        root = os.fspath(self.root)
        own = Layers(root, root)
        return tuple(name for name in names_in(root, pattern) if find_place(name, own)[0] == USER)

    def unlistable(self, folder: str) -> Finding | None:
        """Return the finding for a folder that cannot be listed, whose files would be ignored silently; else None."""
        error = listing_error(os.fspath(self.root / folder))
        if error is None:
            return None
        from shlex import quote

        what = f"the folder cannot be read: {error.strerror}"
        return Finding(
            "BR804",
            what,
            Span(folder),
            f"run: chmod u+rx {quote(folder)}; or move the folder out of the workspace",
        )

    def shown(self, path: Path) -> str:
        """Return a path relative to the workspace or the shipped files; any other path is returned unchanged."""
        for root in (self.root, self.shipped):
            if path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        return os.fspath(path)

    def _layered(self, name: str) -> str:
        """Return the name by which a file is looked up and recorded, which may skip the user's layer."""
        if not self.is_shipped_only:
            return name
        parts = name.split("/")
        is_layered = parts[0] in (*LAYERED, SHIPPED_PREFIX[:-1]) and parts[-1] != THEME_FILE
        least = self._foreign_layers() if is_layered else 0
        return sunk(name, least) if least > depth_in(parts) else name

    def _foreign_layers(self) -> int:
        """Return the number of layers above the shipped ones, which `--shipped-only` skips: options count as theirs."""
        foreign = [
            number
            for number, folder in enumerate(self.themes, start=1)
            if folder != SETTINGS_LAYER and not self._is_shipped_folder(folder)
        ]
        return foreign[-1] + 1 if foreign else 1


class Names(Collection[str]):
    """The names of things of one kind (`styles/papers/{}.css`). Testing for one name looks up only its file.

    So an edition that names `a4` does not depend on other papers; listing the names depends on all of them.
    """

    def __init__(self, files: Files, pattern: str, *, with_folders: bool = False) -> None:
        self.files, self.pattern, self.with_folders = files, pattern, with_folders

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str) or ("/" in name and not self.with_folders):
            return False
        if not {"", "."}.isdisjoint(name.split("/")):
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
