"""The log of reads: files with their hashes, names that were looked for, patterns that were listed.

Not here: where the reads of an edition are kept (incremental/build_log). The check for up-to-date editions uses this
module, so it imports nothing slow.
"""

from __future__ import annotations

import os
import stat
import time

from briefing.files.bounded_reading import read_file
from briefing.files.layers import (
    NOWHERE,
    OPTION_SHEET,
    OUTSIDE,
    SHIPPED,
    THEME,
    USER,
    find_place,
    may_be_there,
    names_matching,
)

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.files.layers import Layers

READ, LOOKED_FOR, LISTED, USED = "read", "looked for", "listed", "used"
"""What was done with a name: a file was read, or used in part; a file was looked for; the names of a folder listed."""

PART_MARK = "\n"
"""The sign between the name of a file that was used in part, and the keys of the part: no name of a file has it."""

SETTLED_NS = 2_000_000_000
"""The age, in nanoseconds, from which the modification time of a file can be trusted.

A younger file may change again within the same tick: the coarsest file system clock (FAT) has ticks of 2 s.
"""

NOTHING = "cae66941d9efbd404e4d88758ea67670"
"""The hash of no bytes, as `digest_of` returns it: that of a file or a part that is missing."""

UNKNOWN = ""
"""The hash of a file that changed between two reads; no file has this hash."""

Stamp = tuple[int, int, int]
"""The size of a file, and the times of its content and of its entry (mtime and ctime) in nanoseconds.

If none of them differs, the file is unchanged. Otherwise its hash decides.
"""

Entry = tuple[str, "Stamp | None", str]
"""The place where a name was found, the stamp of the file, and the hash of its bytes (for a list: its names)."""


def digest_of(content: bytes) -> str:
    """Return the 16-byte BLAKE2b hash of bytes (RFC 7693) in hexadecimal digits."""
    from hashlib import blake2b

    return blake2b(content, digest_size=16).hexdigest()


def text_of_names(names: Iterable[str]) -> str:
    """Join a list of names into one text."""
    return "\n".join(names)


def stamp_of(path: str, *, is_settled: bool = False) -> Stamp | None:
    """Return the stamp of a file; None if there is none or, with `is_settled`, if it is too new to be trusted."""
    try:
        found = os.stat(path)  # noqa: PTH116  (pathlib takes time to import)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    if is_settled and time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < SETTLED_NS:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


class ReadLog:
    """The log of what was read, looked for and listed: (action, name or pattern) → what was found."""

    __slots__ = ("entries",)

    def __init__(self, entries: dict[tuple[str, str], Entry] | None = None) -> None:
        self.entries = entries or {}

    def note(self, how: str, name: str, entry: Entry) -> None:
        """Record one entry; a file that has changed since its last entry gets a hash that no file has."""
        before = self.entries.setdefault((how, name), entry)
        if before[2] != entry[2] or before[0] != entry[0]:
            self.entries[how, name] = (entry[0], None, UNKNOWN)

    def add(self, other: ReadLog) -> None:
        """Record all entries of another log."""
        for (how, name), entry in other.entries.items():
            self.note(how, name, entry)

    def needed(self) -> Iterator[tuple[str, str, Entry]]:
        """Yield the entries that must be unchanged; for a file that was read, the lookup is redundant."""
        for (how, name), entry in self.entries.items():
            if how != LOOKED_FOR or (READ, name) not in self.entries:
                yield how, name, entry

    def __repr__(self) -> str:
        return f"ReadLog({self.entries!r})"


def change_of(how: str, name: str, entry: Entry, layers: Layers) -> tuple[str, Stamp | None]:
    """Describe what has changed since an entry was recorded (empty: nothing), and return the stamp if unchanged.

    The stamp of a file is compared first; the file is read only if its stamp has changed.
    """
    place, stamp, digest = entry
    if how == USED:
        return _change_of_part(name, entry, layers)
    if how == LISTED:
        is_same = text_of_names(names_matching(name, layers)) == digest
        return "" if is_same else f"files that match {name} were added or removed", None
    if how == READ and stamp is not None and _quickly_same(name, entry, layers):
        return "", stamp
    if how == LOOKED_FOR and place == USER and stamp_of(os.path.join(layers.root, name)) is not None:  # noqa: PTH118
        return "", None  # reading it checks where it leads
    now, path = find_place(name, layers)
    if not is_layer(place) and now == NOWHERE:
        now = path = place  # a file of a package
    if now != place:
        return _moved(name, place, now), None
    if how == LOOKED_FOR or path == OPTION_SHEET:  # made from files that are in the log themselves
        return "", None
    settled = stamp_of(path, is_settled=True)
    try:
        is_same = digest_of(read_file(path, name)) == digest
    except OSError:
        return f"{name} cannot be read", None
    return ("", settled) if is_same else (f"{name} changed", None)


def part_name(file: str, part: Sequence[str]) -> str:
    """Return the name of a part of a file in the log."""
    return PART_MARK.join((file, *part))


def digest_of_part(path: str, name: str, part: Sequence[str]) -> str:
    """Return the digest of a part of a YAML file; that of nothing if the file or the part is missing.

    Without a part, it is the digest of the whole file.
    """
    try:
        content = read_file(path, name)
    except FileNotFoundError:
        return NOTHING
    except OSError:
        return UNKNOWN
    if not part:
        return digest_of(content)
    from briefing.files.yaml_parts import digests_of_parts  # imports YAML

    parts = digests_of_parts(content)
    return parts[()] if () in parts else parts.get(tuple(part), NOTHING)


def _change_of_part(name: str, entry: Entry, layers: Layers) -> tuple[str, Stamp | None]:
    """Describe the change of a part of a file, as `change_of` does; a change of other parts is none."""
    place, stamp, digest = entry
    file, *part = name.split(PART_MARK)
    path = os.path.join(layers.root, file) if is_layer(place) else place  # noqa: PTH118
    shown = f"{'.'.join(part)} in {file}" if part else file
    if is_layer(place) and find_place(file, layers)[0] == OUTSIDE:
        return f"{file} leads out of the workspace", None
    if stamp is not None and stamp_of(path) == stamp:
        return "", stamp
    settled = stamp_of(path, is_settled=True)
    now = digest_of_part(path, file, part)
    return ("", settled) if now == digest and now != UNKNOWN else (f"{shown} changed", None)


def is_layer(place: str) -> bool:
    """Return whether a place is a layer, none, or outside the workspace, and not the path of a package's file."""
    return place in (USER, SHIPPED, NOWHERE, OUTSIDE) or place.startswith(THEME)


def _quickly_same(name: str, entry: Entry, layers: Layers) -> bool:
    """Return whether stamps alone show that a file is unchanged, and still the first with its name."""
    place, stamp, _ = entry
    root, shipped = layers.root, layers.shipped
    own = os.path.join(root, name)  # noqa: PTH118
    if place == USER:
        return stamp_of(own) == stamp
    folders = name.split("/")[:-1]
    if layers.themes or ("shipped" in folders and folders[0] != "content"):  # not only the two layers
        now, path = find_place(name, layers)
        same = now == (place if is_layer(place) else NOWHERE)
        return same and stamp_of(path or place) == stamp
    below = os.path.join(shipped, name)  # noqa: PTH118
    if root != shipped and may_be_there(own):
        return False
    if place == SHIPPED:
        return stamp_of(below) == stamp
    return stamp_of(below) is None and stamp_of(place) == stamp


def _moved(name: str, before: str, now: str) -> str:
    if now == NOWHERE:
        return f"{name} is gone"
    if before == NOWHERE:
        return f"{name} is new"
    if now == OUTSIDE:
        return f"{name} leads out of the workspace"
    if now == USER:
        return f"{name} in this workspace now overrides the shipped file"
    if before.startswith(THEME) or (now.startswith(THEME) and before != USER):
        return f"{name} comes from another layer"
    return f"{name} in this workspace is gone"
