"""Resolve names in the layers of a workspace: the user's layer, and the shipped layer beneath it.

Names are relative, with forward slashes. Not here: reading files (workspace). The check for up-to-date editions uses
this module, so it imports nothing slow.
"""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Iterator

USER, SHIPPED, NOWHERE, OUTSIDE = "user", "shipped", "", "outside"
"""The place where a name was found: a layer, none, or outside the workspace; any other text is a package's path."""

LAYERED = ("templates", "styles")
"""The folders with a shipped layer; content exists in the user's layer only."""

OUTPUT_FOLDER = "out"


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


def find_place(name: str, root: str, shipped: str) -> tuple[str, str]:
    """Return the place where a name is found, the user's layer first, and its path.

    Anything with that name is found, even a pipe, a folder or a broken link: reading it then fails, and the file of
    another layer is not silently used instead.
    """
    parts = [part for part in name.split("/") if part not in ("", ".")]
    layers = [(USER, root)]
    if _is_shipped(parts):
        parts = [part for part in parts if part != "shipped"]
        layers = []
    if parts[0] in LAYERED:
        layers.append((SHIPPED, shipped))
    below = os.sep.join(parts)  # noqa: PTH118
    for place, folder in layers:
        path = f"{folder.rstrip(os.sep)}{os.sep}{below}"
        if may_be_there(path):
            return (place if _is_within(folder, parts) else OUTSIDE), path
    return NOWHERE, ""


def _is_shipped(parts: list[str]) -> bool:
    """Return whether a name skips the user's layer. Names in `content/` never do: nothing there is shipped."""
    return "shipped" in parts[:-1] and parts[0] != "content"


def _is_within(folder: str, parts: list[str]) -> bool:
    """Return whether a path leads to something inside a folder, which only links below the folder can change."""
    if not _may_have_links(folder, parts):
        return True
    real, home = os.path.realpath(os.path.join(folder, *parts)), os.path.realpath(folder)  # noqa: PTH118
    return real.startswith(home.rstrip(os.sep) + os.sep)


def _may_have_links(folder: str, parts: list[str]) -> bool:
    """Return whether a part of a path may be a link; on Windows, that is only known of the whole path."""
    if os.name == "nt" or ".." in parts:
        return True
    path = folder
    try:
        for part in parts:
            path = f"{path}{os.sep}{part}"
            if stat.S_ISLNK(os.lstat(path).st_mode):
                return True
    except OSError:
        return True
    return False


def names_matching(pattern: str, root: str, shipped: str) -> list[str]:
    """Return the sorted names in all layers that match a pattern: `*` is any characters, `**` folders at any depth.

    As in names, a folder `shipped` in the pattern skips the user's layer.
    A final `!name` matches folders that do not contain that name. A folder with the name of a file (`brief.es.yaml`)
    is included as if it were one, so that reading it reports the mistake.
    """
    parts = pattern.split("/")
    folders = [root] if parts[0] not in LAYERED or shipped == root else [root, shipped]
    if _is_shipped(parts):
        parts = [part for part in parts if part != "shipped"]
        folders = [shipped] if parts[0] in LAYERED else []
    return sorted({name for folder in folders for name in _matching(folder, "", parts)})


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
    try:
        os.lstat(path)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


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
