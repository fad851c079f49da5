"""Where names are found: the user's layer of a workspace, and the shipped one beneath it.

Names are relative, with forward slashes. Not here: reading (workspace). "Nothing changed" is answered with this
module, so it imports nothing that takes time.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Iterator

USER, SHIPPED, NOWHERE, OUTSIDE = "user", "shipped", "", "outside"
"""Where a name was found: in a layer, in none of them, or where it leads out; else a path of a package."""

LAYERED = ("templates", "styles")
"""The folders that have a shipped layer beneath the user's; content is the user's alone."""

OUTPUT_FOLDER = "out"


def root_above(start: str) -> str | None:
    """The nearest folder, from `start` upwards, that holds a workspace, or None."""
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
    """Where the shipped templates and styles stand: inside the wheel, or beside the package in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120
    inside = os.path.join(package, "shipped")  # noqa: PTH118
    return inside if os.path.isdir(inside) else os.path.dirname(package)  # noqa: PTH112, PTH120


def find_place(name: str, root: str, shipped: str) -> tuple[str, str]:
    """Where a name is found, the user's file before the shipped one, and its path.

    What is no file but has its name (a pipe, a folder, a link that leads nowhere) is found too: whoever reads it
    says so, where the file of another layer, or none, would be taken in its place.
    """
    parts = [part for part in name.split("/") if part not in ("", ".")]
    layers = [(USER, root)]
    if _is_shipped(parts):
        parts = [part for part in parts if part != "shipped"]
        layers = []
    if parts[0] in LAYERED:
        layers.append((SHIPPED, shipped))
    for place, folder in layers:
        path = os.path.join(folder, *parts)  # noqa: PTH118
        if may_be_there(path):
            return (place if _is_within(path, folder) else OUTSIDE), path
    return NOWHERE, ""


def _is_shipped(parts: list[str]) -> bool:
    """Whether a name skips the user's layer. A folder in `content/` may have any name: nothing there is shipped."""
    return "shipped" in parts[:-1] and parts[0] != "content"


def _is_within(path: str, folder: str) -> bool:
    real, home = os.path.realpath(path), os.path.realpath(folder)
    return real.startswith(home.rstrip(os.sep) + os.sep)


def names_matching(pattern: str, root: str, shipped: str) -> list[str]:
    """The names that match a pattern, in order, over all layers: `*` is any letters, `**` folders at any depth.

    As with names, a folder `shipped` in the pattern skips the user's layer.
    A `!name` at the end is a folder that has nothing of this name. A folder whose own name ends as that of a file
    (`brief.es.yaml`) counts as one: it is not skipped, but found wanting by whoever reads it.
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
    """Whether there is something under a path, or nobody may know: whoever reads it then says why."""
    try:
        os.lstat(path)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def listing_error(path: str) -> OSError | None:
    """Why the contents of a folder are unknown; None where they are known, or where there is no folder."""
    try:
        with os.scandir(path):
            os.stat(os.path.join(path, "."))  # noqa: PTH116, PTH118  (names can be listed, and yet lead nowhere)
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
    except OSError:  # a link that leads back to itself
        return False


def _entries(root: str, folder: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(os.path.join(root, folder)) as found:  # noqa: PTH118
            entries = list(found)
    except OSError:
        return
    for entry in entries:
        yield (f"{folder}/{entry.name}" if folder else entry.name), entry
