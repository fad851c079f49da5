"""Read one file within bounds: its type and size are checked before anything is read.

A pipe is never opened, and reading stops at the limit even if the file grows meanwhile. The check for up-to-date
editions uses this module, so it imports nothing slow.
"""

from __future__ import annotations

import errno
import os
import stat

MIB = 1024 * 1024

DATA_LIMIT, SOURCES_LIMIT, TEXT_LIMIT, OTHER_LIMIT = 8 * MIB, 8 * MIB, MIB, 32 * MIB

LIMITS = {
    **{".yaml": TEXT_LIMIT, ".yml": TEXT_LIMIT, ".html": TEXT_LIMIT, ".txt": TEXT_LIMIT},
    **dict.fromkeys((".md", ".markdown"), TEXT_LIMIT),
    **dict.fromkeys((".csv", ".tsv", ".tab", ".xlsx", ".geojson"), DATA_LIMIT),
    **{".bib": SOURCES_LIMIT, ".json": SOURCES_LIMIT},
    ".csl": 4 * MIB,
}
"""The limit in bytes, by file extension; ten thousand sources fit, for example. Pictures and fonts may be larger."""

KINDS = (
    (stat.S_ISDIR, "it is a folder, not a file"),
    (stat.S_ISFIFO, "it is a named pipe, not a file"),
    (stat.S_ISSOCK, "it is a socket, not a file"),
    (stat.S_ISCHR, "it is a device, not a file"),
    (stat.S_ISBLK, "it is a device, not a file"),
)

OPEN_MODE = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
)
PIECE = MIB


class RefusedError(OSError):
    """A file that must not be read."""


class NotAFileError(RefusedError):
    """A folder, a pipe, a device or a broken link with the name of a file."""


class TooLargeError(RefusedError):
    """A file that is larger than the limit for its kind."""


def limit_of(name: str) -> int:
    """Return the greatest size of a file of this name, in bytes."""
    return LIMITS.get(os.path.splitext(name)[1].lower(), OTHER_LIMIT)  # noqa: PTH122


def read_file(path: str, name: str = "", limit: int = 0) -> bytes:
    """Return the bytes of a file. Without a limit, the limit for its name applies.

    Raises NotAFileError unless it is a regular file, TooLargeError if it exceeds the limit, and OSError.
    """
    name = name or path
    limit = limit or limit_of(name)
    check_file(path, name, limit)
    descriptor = os.open(path, OPEN_MODE)
    try:
        _check(os.fstat(descriptor), name, limit)  # the file may have been replaced meanwhile
        pieces, size = [], 0
        while piece := os.read(descriptor, PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise _too_large("more", name, limit)
    finally:
        os.close(descriptor)
    return b"".join(pieces)


def check_file(path: str, name: str = "", limit: int = 0) -> None:
    """Check, without opening it, that a file can be read within its limit. Raises the errors of `read_file`."""
    name = name or path
    try:
        found = os.stat(path)  # noqa: PTH116  (pathlib takes time to import)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotAFileError(errno.EINVAL, "it is a link to itself", name) from None
        if error.errno == errno.ENOENT and os.path.islink(path):  # noqa: PTH114
            raise NotAFileError(errno.EINVAL, "it is a broken link", name) from None
        raise
    _check(found, name, limit or limit_of(name))


def _check(found: os.stat_result, name: str, limit: int) -> None:
    for is_kind, what in KINDS:
        if is_kind(found.st_mode):
            raise NotAFileError(errno.EINVAL, what, name)
    if found.st_size > limit:
        raise _too_large(f"{-(-found.st_size * 10 // MIB) / 10:,} MiB", name, limit)


def _too_large(size: str, name: str, limit: int) -> TooLargeError:
    what = f"it has {size}; the limit is {limit // MIB} MiB"
    return TooLargeError(errno.EFBIG, what, name)
