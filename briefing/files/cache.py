"""Cache values that are slow to derive from a text, between commands, in the user's cache folder.

The cache never affects an edition: without the folder, the same values are derived again, which only takes longer.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from briefing.files.read_log import digest_of

Derived = TypeVar("Derived")

UNREADABLE = (OSError, ValueError, EOFError, TypeError)
"""The errors of a file that is missing or damaged."""

DIGEST_LENGTH = 32
"""The number of characters in the digest at the start of each cached file; a damaged file is ignored."""


def derived(kind: str, source: str, derive: Callable[[], Derived]) -> Derived:
    """Return the cached value for a text, or derive it and cache it.

    Only plain values that `marshal` supports are cached. A folder that others can write to is not trusted, because
    the cache holds compiled templates, which are code.
    """
    path = _path(kind, source)
    if path is None:
        return derive()
    with contextlib.suppress(*UNREADABLE):
        return _read(path)  # type: ignore[no-any-return]
    value = derive()
    _keep(path, value)
    return value


def find_derived(kind: str, source: str) -> Any:  # noqa: ANN401
    """Return the cached value for a text; None if there is none."""
    path = _path(kind, source)
    if path is not None:
        with contextlib.suppress(*UNREADABLE):
            return _read(path)
    return None


def keep_derived(kind: str, source: str, value: object) -> None:
    """Cache a value for a text, in place of the one that is cached."""
    path = _path(kind, source)
    if path is not None:
        _keep(path, value)


def _path(kind: str, source: str) -> Path | None:
    """Return the file of a value; None without a folder for it."""
    folder = _folder()
    key = digest_of(f"{kind} {sys.implementation.cache_tag} {marshal.version} {source}".encode())
    return folder and folder / f"{kind}-{key}"


def _folder() -> Path | None:
    """Return the cache folder, created if missing; None if it is unavailable or cannot be trusted."""
    if not hasattr(os, "getuid"):
        return None
    try:
        named = Path(os.environ.get("XDG_CACHE_HOME", ""))
        folder = (named if named.is_absolute() else Path.home() / ".cache") / "briefwright"
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except (OSError, RuntimeError):  # the user has no home folder
        return None
    is_private = found.st_uid == os.getuid() and not found.st_mode & 0o022 and folder.is_dir()
    return folder if is_private else None


def _read(path: Path) -> Any:  # noqa: ANN401
    content = path.read_bytes()
    digest, packed = content[:DIGEST_LENGTH], content[DIGEST_LENGTH:]
    if digest_of(packed).encode() != digest:
        raise ValueError(path)
    return marshal.loads(packed)  # noqa: S302  (an undamaged file of this user)


def _keep(path: Path, value: object) -> None:
    """Write the file under a temporary name first, so that no other command reads a partial file."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError, ValueError):
        packed = marshal.dumps(value)  # type: ignore[arg-type]
        try:
            part.write_bytes(digest_of(packed).encode() + packed)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
