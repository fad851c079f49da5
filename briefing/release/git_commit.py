"""The commit that a workspace stands at, read from the files of its repository.

Git is not run: it need not be installed, and a repository of others can make it run their programs.
What cannot be told from HEAD, the index and the commit itself is left open.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from briefing.files.bounded_reading import read_file

FIXED = 62
"""Bytes of an entry of the index before its name: git's index-format.txt."""

EXTENDED, STAGE, WILL_BE_ADDED = 0x4000, 0x3000, 0x2000
MAX_BYTES = 256 * 1024 * 1024
"""Of one file of a repository: the index of one with a million files has less."""

MAX_COMMIT = 1 << 16
"""Bytes of a commit that are unpacked: its first line is enough."""

COMMIT = 1
"""The type of a commit in a pack: git's pack-format.txt."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit, and whether what was read is other than it is there; None where that cannot be told."""

    name: str
    is_changed: bool | None


@dataclass(frozen=True, slots=True)
class _Repository:
    top: Path
    """Where the files of the repository stand."""
    own: Path
    """HEAD and the index of this working tree."""
    common: Path
    """Objects and branches."""


def find_commit(root: Path, names: Iterable[str]) -> Commit | None:
    """The commit of the repository that a folder is in, if it is in one; `names` are the files that matter."""
    try:
        repository = _find(root.resolve())
        if repository is None or not (name := _head(repository)):
            return None
    except (OSError, ValueError):
        return None
    try:
        return Commit(name, _is_changed(repository, name, [root.resolve() / file for file in names]))
    except (OSError, ValueError, LookupError, struct.error, zlib.error):
        return Commit(name, None)


def _find(start: Path) -> _Repository | None:
    for folder in (start, *start.parents):
        mark = folder / ".git"
        if mark.is_dir():
            return _Repository(folder, mark, mark)
        if mark.is_file():
            own = folder / _text(mark).removeprefix("gitdir:").strip()
            common = own / "commondir"
            return _Repository(folder, own, own / _text(common).strip() if common.is_file() else own)
    return None


def _content(path: Path) -> bytes:
    return read_file(os.fspath(path), limit=MAX_BYTES)


def _text(path: Path) -> str:
    return _content(path).decode()


def _head(repository: _Repository) -> str:
    """The name of the commit that HEAD leads to; nothing where there is none yet."""
    head = _text(repository.own / "HEAD").strip()
    if not head.startswith("ref:"):
        return head if _is_name(head) else ""
    branch = head.removeprefix("ref:").strip()
    for folder in (repository.own, repository.common):
        if (folder / branch).is_file():
            name = _text(folder / branch).strip()
            return name if _is_name(name) else ""
    packed = repository.common / "packed-refs"
    lines = _text(packed).splitlines() if packed.is_file() else []
    return next((line.split()[0] for line in lines if line.endswith(f" {branch}")), "")


def _is_name(text: str) -> bool:
    return len(text) in (40, 64) and all(digit in "0123456789abcdef" for digit in text)


def _is_changed(repository: _Repository, name: str, paths: Iterable[Path]) -> bool | None:
    """Whether a file is other than it was added, or something is added that is not committed."""
    tree = _tree_of(repository, bytes.fromhex(name))
    if tree is None:
        return None
    staged = _read_index(repository.own / "index")
    if staged is None or _tree(staged) != tree:
        return staged is None or True
    return any(not _is_as_staged(path, repository, staged) for path in paths)


def _is_as_staged(path: Path, repository: _Repository, staged: dict[bytes, tuple[int, bytes]]) -> bool:
    entry = staged.get(os.fsencode(path.relative_to(repository.top).as_posix()))
    if entry is None:
        return False
    content = _content(path)
    return entry[1] in (_digest(b"blob", content), _digest(b"blob", content.replace(b"\r\n", b"\n")))


def _digest(kind: bytes, content: bytes) -> bytes:
    head = b"%s %d\0" % (kind, len(content))
    return hashlib.sha1(head + content, usedforsecurity=False).digest()


def _read_index(path: Path) -> dict[bytes, tuple[int, bytes]] | None:
    """What is added: name → mode and digest; None where two versions wait to be merged.

    Raises ValueError for an index of another kind.
    """
    data = _content(path)
    mark, version, count = struct.unpack(">4sII", data[:12])
    is_whole = data[-20:] in (hashlib.sha1(data[:-20], usedforsecurity=False).digest(), bytes(20))
    if mark != b"DIRC" or version not in (2, 3, 4) or not is_whole:
        raise ValueError
    at, name = 12, b""
    entries: dict[bytes, tuple[int, bytes]] = {}
    for _ in range(count):
        (mode,), (flags,) = (
            struct.unpack_from(form, data, at + off) for form, off in ((">I", 24), (">H", 60))
        )
        start = at + FIXED
        if flags & EXTENDED:
            (more,) = struct.unpack_from(">H", data, start)
            start += 2
            if more & WILL_BE_ADDED:
                return None
        if flags & STAGE:
            return None
        kept, start = _kept_of(data, start, len(name)) if version == 4 else (0, start)
        end = data.index(b"\0", start)
        name = name[:kept] + data[start:end]
        entries[name] = mode, data[at + 40 : at + 60]
        at = end + 1 if version == 4 else at + (end - at + 8) // 8 * 8
    if data[at : at + 4] in (b"link", b"sdir"):  # the rest of it stands elsewhere
        raise ValueError
    return entries


def _kept_of(data: bytes, at: int, length: int) -> tuple[int, int]:
    """Of the name before, so many bytes are kept (version 4); and where the new part begins."""
    dropped = data[at] & 0x7F
    while data[at] & 0x80:
        at += 1
        dropped = (dropped + 1 << 7) | (data[at] & 0x7F)
    return length - dropped, at + 1


def _tree(entries: dict[bytes, tuple[int, bytes]]) -> bytes:
    """The digest of a folder (git's tree object); a folder in it sorts as if its name ended in a slash."""
    rows: dict[bytes, tuple[int, bytes, bytes]] = {}
    folders: dict[bytes, dict[bytes, tuple[int, bytes]]] = {}
    for name, entry in entries.items():
        first, slash, rest = name.partition(b"/")
        if slash:
            folders.setdefault(first, {})[rest] = entry
        else:
            rows[name] = entry[0], name, entry[1]
    for name, inside in folders.items():
        rows[name + b"/"] = 0o40000, name, _tree(inside)
    return _digest(b"tree", b"".join(b"%o %s\0%s" % rows[key] for key in sorted(rows)))


def _tree_of(repository: _Repository, commit: bytes) -> bytes | None:
    """The digest of the tree of a commit; None where the commit is kept in a way that is not read here."""
    name = commit.hex()
    loose = repository.common / "objects" / name[:2] / name[2:]
    if loose.is_file():
        text = zlib.decompressobj().decompress(_content(loose), MAX_COMMIT).partition(b"\0")[2]
    else:
        packs = sorted((repository.common / "objects/pack").glob("*.idx"))
        text = next((found for pack in packs if (found := _packed(pack, commit))), b"")
    line = text.partition(b"\n")[0]
    return bytes.fromhex(line.removeprefix(b"tree ").decode()) if line.startswith(b"tree ") else None


def _packed(index: Path, wanted: bytes) -> bytes:
    """A commit in a pack; nothing where it is not in it, or told as a difference from another."""
    with index.open("rb") as file:
        mark, *fan = struct.unpack(">8s256I", file.read(8 + 4 * 256))
        if mark != b"\xfftOc\0\0\0\2":
            return b""
        first, end, total = (fan[wanted[0] - 1] if wanted[0] else 0), fan[wanted[0]], fan[255]
        names = 8 + 4 * 256
        file.seek(names + 20 * first)
        rows = file.read(20 * (end - first))
        found = next((row for row in range(end - first) if rows[20 * row : 20 * row + 20] == wanted), None)
        if found is None:
            return b""
        file.seek(names + 24 * total + 4 * (first + found))
        (offset,) = struct.unpack(">I", file.read(4))
        if offset & 0x80000000:
            file.seek(names + 28 * total + 8 * (offset & 0x7FFFFFFF))
            (offset,) = struct.unpack(">Q", file.read(8))
    with index.with_suffix(".pack").open("rb") as pack:
        pack.seek(offset)
        head = pack.read(1)[0]
        kind = head >> 4 & 7
        while head & 0x80:
            head = pack.read(1)[0]
        return zlib.decompressobj().decompress(pack.read(MAX_COMMIT)) if kind == COMMIT else b""
