"""Resolve names in the layers of a workspace: the user's layer, those of its theme, and the shipped one beneath them.

Names are relative, with forward slashes. Not here: reading files (workspace). The check for up-to-date editions uses
this module, so it imports nothing slow.
"""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

USER, SHIPPED, NOWHERE, OUTSIDE = "user", "shipped", "", "outside"
"""The place where a name was found: a layer, none, or outside the workspace; any other text is a package's path."""

THEME = "theme "
"""The place of a file of a theme begins with this word; the number of its layer follows, counted from 1."""

LAYERED = ("templates", "styles")
"""The folders with a shipped layer; content exists in the user's layer only."""

THEME_FILE = "theme.yaml"
"""The description of a theme; no layer overrides that of another one."""

OF_SHIPPED = os.path.join("themes", "memo")  # noqa: PTH118
"""The folder of the description of the shipped templates and styles, which are a theme too."""

SETTINGS_LAYER = ""
"""The folder in the list of themes that means the options of the theme: a layer with one stylesheet, made from them."""

OPTION_SHEET = "styles/tokens.css"
"""The only file of that layer. It imports the file of the same name beneath it, and sets the options on top."""


class Layers:
    """The folders that a name is looked up in: the workspace, its themes (nearest first), and the shipped files."""

    __slots__ = ("root", "shipped", "themes")

    def __init__(self, root: str, shipped: str, themes: Sequence[str] = ()) -> None:
        self.root, self.shipped, self.themes = root, shipped, tuple(themes)

    def all(self) -> list[tuple[str, str]]:
        """Return each layer as its place and its folder."""
        themes = [(f"{THEME}{number}", folder) for number, folder in enumerate(self.themes, start=1)]
        return [(USER, self.root), *themes, (SHIPPED, self.shipped)]

    def depth_of(self, place: str) -> int:
        """Return the number of layers above a place."""
        if place == SHIPPED:
            return len(self.themes) + 1
        return int(place.removeprefix(THEME)) if place.startswith(THEME) else 0

    def beneath(self, depth: int) -> list[tuple[str, str]]:
        """Return the layers of templates and styles beneath the first ones; the shipped layer always remains.

        In a checkout the workspace is the shipped folder itself, so that its theme is above it.
        """
        if not self.themes:
            return [(SHIPPED, self.shipped)] if depth else [(USER, self.root), (SHIPPED, self.shipped)]
        layers = self.all()
        first = max(depth, 1) if self.root == self.shipped else depth
        return layers[min(first, len(layers) - 1) :]


OUTPUT_FOLDER = "out"

SETTINGS_FILE = "content/workspace.yaml"
"""The settings of a workspace."""

UNKNOWN_MODE = 0
"""The mode of what cannot be looked at; nothing has this mode."""


def root_above(start: str) -> str | None:
    """Return the nearest folder, from `start` upwards, that is a workspace; None if there is none."""
    folder = start
    while True:
        if os.path.lexists(os.path.join(folder, "content", "workspace.yaml")):  # noqa: PTH118
            return folder
        if any(_matching(folder, "", ["content", "*", "brief.yaml"])):
            return folder
        folder, below = os.path.dirname(folder), folder  # noqa: PTH120
        if folder == below:
            return None


def shipped_folder() -> str:
    """Return the folder of the shipped templates and styles: in the package or, in a checkout, next to it."""
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120
    inside = os.path.join(package, "shipped")  # noqa: PTH118
    return inside if os.path.isdir(inside) else os.path.dirname(package)  # noqa: PTH112, PTH120


def find_place(name: str, layers: Layers) -> tuple[str, str]:
    """Return the place where a name is found, the user's layer first, and its path.

    Anything with that name is found, even a pipe, a folder or a broken link: reading it then fails, and the file of
    another layer is not silently used instead.
    """
    parts = [part for part in name.split("/") if part not in ("", ".")]
    depth = depth_in(parts)
    if depth:
        parts = [part for part in parts if part != "shipped"]
    below = os.sep.join(parts)  # noqa: PTH118
    for place, folder in _layers_for(parts, depth, layers):
        if folder == SETTINGS_LAYER:
            if "/".join(parts) == OPTION_SHEET:
                return place, OPTION_SHEET
            continue
        path = f"{folder.rstrip(os.sep)}{os.sep}{below}"
        mode = _mode_of(path)
        if mode is not None:
            return (place if _is_within(folder, parts, mode) else OUTSIDE), path
    return NOWHERE, ""


def _layers_for(parts: Sequence[str], depth: int, layers: Layers) -> Sequence[tuple[str, str]]:
    """Return the layers in which a file may be; content is in the user's layer alone."""
    if parts[0] in LAYERED:
        return layers.beneath(depth)
    if depth and list(parts) == [THEME_FILE]:
        (place, folder), *_ = layers.all()[min(depth, len(layers.themes) + 1) :]
        return ((place, f"{folder}{os.sep}{OF_SHIPPED}" if place == SHIPPED else folder),)
    return () if depth else ((USER, layers.root),)


def depth_in(parts: Sequence[str]) -> int:
    """Return the number of layers that a name skips: that of its folders `shipped`, which no content has."""
    return parts[:-1].count("shipped") if parts[0] != "content" else 0


def sunk(name: str, depth: int) -> str:
    """Return the name by which a file is found beneath the first layers."""
    *folders, file = name.split("/")
    return "/".join([*["shipped"] * depth, *(folder for folder in folders if folder != "shipped"), file])


def copies_of(name: str, layers: Layers, depth: int = 0) -> Iterator[tuple[str, str, str]]:
    """Yield the file of a name in each layer that has one, beneath the first ones: the name to read it by, place, path.

    A file that two layers have in common, as in a checkout, is one.
    """
    seen = set()
    for below in range(depth, len(layers.themes) + 2):
        read = "shipped/" * below + name
        place, path = find_place(read, layers)
        if path and path not in seen:
            seen.add(path)
            yield read, place, path


def _is_within(folder: str, parts: list[str], mode: int) -> bool:
    """Return whether a path leads to something inside a folder, which only links below the folder can change."""
    if not _may_have_links(folder, parts, mode):
        return True
    real, home = os.path.realpath(os.path.join(folder, *parts)), os.path.realpath(folder)  # noqa: PTH118
    return real.startswith(home.rstrip(os.sep) + os.sep)


def _may_have_links(folder: str, parts: list[str], mode: int) -> bool:
    """Return whether a part of a path may be a link; on Windows, that is only known of the whole path.

    The mode is that of the last part.
    """
    if os.name == "nt" or ".." in parts or mode == UNKNOWN_MODE or stat.S_ISLNK(mode):
        return True
    path = folder
    try:
        for part in parts[:-1]:
            path = f"{path}{os.sep}{part}"
            if stat.S_ISLNK(os.lstat(path).st_mode):
                return True
    except OSError:
        return True
    return False


def names_matching(pattern: str, layers: Layers) -> list[str]:
    """Return the sorted names in all layers that match a pattern: `*` is any characters, `**` folders at any depth.

    As in names, a folder `shipped` in the pattern skips the user's layer.
    A final `!name` matches folders that do not contain that name. A folder with the name of a file (`brief.es.yaml`)
    is included as if it were one, so that reading it reports the mistake.
    """
    parts = pattern.split("/")
    depth = depth_in(parts)
    if depth:
        parts = [part for part in parts if part != "shipped"]
    folders = dict.fromkeys(folder for _, folder in _layers_for(parts, depth, layers) if folder)
    return sorted({name for folder in folders for name in _matching(folder, "", parts)})


def names_in(folder: str, pattern: str) -> list[str]:
    """Return the sorted names in one folder that match a pattern."""
    return sorted(set(_matching(folder, "", pattern.split("/"))))


def _matching(root: str, folder: str, parts: list[str]) -> Iterator[str]:
    first, rest = parts[0], parts[1:]
    if first == "**":
        yield from _matching(root, folder, rest)
        for name, entry in _entries(root, folder):
            if entry.is_dir(follow_symlinks=False):
                yield from _matching(root, name, parts)
    elif "*" in first:
        start, _, end = first.partition("*")
        for name, entry in _entries(root, folder):
            is_like = entry.name.startswith(start) and entry.name.endswith(end)
            if is_like and len(entry.name) >= len(start) + len(end) and (rest or _is_named_as_file(entry)):
                yield from _ending(root, name, rest)
    elif first.startswith("!"):
        if os.path.isdir(os.path.join(root, folder)) and not _is_there(root, folder, first[1:]):  # noqa: PTH112, PTH118
            yield folder
    else:
        yield from _ending(root, f"{folder}/{first}" if folder else first, rest)


def _ending(root: str, name: str, rest: list[str]) -> Iterator[str]:
    if rest:
        yield from _matching(root, name, rest)
    elif _is_there(root, name):
        yield name


def _is_there(*parts: str) -> bool:
    return os.path.lexists(os.path.join(*parts))  # noqa: PTH118


def may_be_there(path: str) -> bool:
    """Return whether a path exists, or may exist in a folder without permission: reading it then reports why."""
    return _mode_of(path) is not None


def _mode_of(path: str) -> int | None:
    """Return the mode of what has a path, `UNKNOWN_MODE` in a folder without permission; None if there is nothing."""
    try:
        return os.lstat(path).st_mode
    except PermissionError:
        return UNKNOWN_MODE
    except (OSError, ValueError):
        return None


def listing_error(path: str) -> OSError | None:
    """Return why a folder cannot be listed; None if it can be listed or does not exist."""
    try:
        with os.scandir(path):
            os.stat(os.path.join(path, "."))  # noqa: PTH116, PTH118  (the names may be listable, but not the files)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return error
    return None


def _is_named_as_file(entry: os.DirEntry[str]) -> bool:
    return "." in entry.name.lstrip(".") or not _is_folder(entry)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _entries(root: str, folder: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(os.path.join(root, folder)) as found:  # noqa: PTH118
            entries = list(found)
    except OSError:
        return
    for entry in entries:
        yield (f"{folder}/{entry.name}" if folder else entry.name), entry
