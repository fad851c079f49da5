"""What takes long to derive from a text and never changes with it, kept between commands in the user's cache folder.

Nothing here decides what an edition says: without the folder, the same is derived anew, and only takes longer.
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
"""Characters of a digest, by which each kept file begins: a damaged one is not read."""


def derived(kind: str, source: str, derive: Callable[[], Derived]) -> Derived:
    """What a text comes to: kept from an earlier command, else derived and kept.

    What is kept consists of the plain values that `marshal` knows; others are derived each time. A folder that others
    may write to is not trusted: compiled templates are kept, which are code.
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
    """The folder, made where it is missing; None where it cannot be trusted, or there is none."""
    if not hasattr(os, "getuid"):
        return None
    try:
        named = Path(os.environ.get("XDG_CACHE_HOME", ""))
        folder = (named if named.is_absolute() else Path.home() / ".cache") / "briefwright"
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except (OSError, RuntimeError):  # no home
        return None
    is_ours = found.st_uid == os.getuid() and not found.st_mode & 0o022 and folder.is_dir()
    return folder if is_ours else None


def _read(path: Path) -> Any:  # noqa: ANN401
    content = path.read_bytes()
    digest, packed = content[:DIGEST_LENGTH], content[DIGEST_LENGTH:]
    if digest_of(packed).encode() != digest:
        raise ValueError(path)
    return marshal.loads(packed)  # noqa: S302  (a file of this user's, whole)


def _keep(path: Path, packed: bytes) -> None:
    """Put in place whole, so that another command never reads a part."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        part.write_bytes(digest_of(packed).encode() + packed)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
