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

DIGEST_LENGTH = 32
"""The number of characters in the digest at the start of each cached file; a damaged file is ignored."""


def derived(kind: str, source: str, derive: Callable[[], Derived]) -> Derived:
    """Return the cached value for a text, or derive it and cache it.

    Only plain values that `marshal` supports are cached. A folder that others can write to is not trusted, because
    the cache holds compiled templates, which are code.
    """
    folder = _folder()
    if folder is None:
        return derive()
    key = digest_of(f"{kind} {sys.implementation.cache_tag} {marshal.version} {source}".encode())
    path = folder / f"{kind}-{key}"
    with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
        return _read(path)  # type: ignore[no-any-return]
    value = derive()
    with contextlib.suppress(OSError, ValueError):
        _keep(path, marshal.dumps(value))  # type: ignore[arg-type]
    return value


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


def _keep(path: Path, packed: bytes) -> None:
    """Write the file under a temporary name first, so that no other command reads a partial file."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        part.write_bytes(digest_of(packed).encode() + packed)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
