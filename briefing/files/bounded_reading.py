"""Reading one file within bounds: its type and size are checked before a byte of it is read.

A pipe is never opened, a file that grows while it is read is cut off at its limit, and none of it costs memory.
"Nothing changed" is answered with this module, so it imports nothing that takes time.
"""

from __future__ import annotations

import errno
import os
import stat

MIB = 1024 * 1024

DATA_LIMIT, SOURCES_LIMIT, TEXT_LIMIT, OTHER_LIMIT = 8 * MIB, 8 * MIB, MIB, 32 * MIB

LIMITS = {
    **{".yaml": TEXT_LIMIT, ".yml": TEXT_LIMIT, ".html": TEXT_LIMIT, ".txt": TEXT_LIMIT},
    **{".csv": DATA_LIMIT, ".bib": SOURCES_LIMIT, ".json": SOURCES_LIMIT},
    ".csl": 4 * MIB,
}
"""In bytes, by the end of the name: ten thousand entries of sources, say. Pictures and fonts may have more."""

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
    """A file is not read."""


class NotAFileError(RefusedError):
    """Something has the name of a file and is none: a folder, a pipe, a device, a link that leads nowhere."""


class TooLargeError(RefusedError):
    """A file is larger than its kind may be."""


def limit_of(name: str) -> int:
    """The number of bytes that a file of this name may have."""
    return LIMITS.get(os.path.splitext(name)[1].lower(), OTHER_LIMIT)  # noqa: PTH122


def read_file(path: str, name: str = "", limit: int = 0) -> bytes:
    """The bytes of a file, at most as many as the limit, which is that of its name where none is given.

    Raises NotAFileError for what is no regular file, TooLargeError for one over its limit, and OSError.
    """
    name = name or path
    limit = limit or limit_of(name)
    check_file(path, name, limit)
    descriptor = os.open(path, OPEN_MODE)
    try:
        _check(os.fstat(descriptor), name, limit)  # it may have been replaced since
        pieces, size = [], 0
        while piece := os.read(descriptor, min(PIECE, limit + 1 - size)):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise _too_large("more", name, limit)
    finally:
        os.close(descriptor)
    return b"".join(pieces)


def check_file(path: str, name: str = "", limit: int = 0) -> None:
    """Make sure, without opening it, that a file can be read within its limit. Raises as `read_file`."""
    name = name or path
    try:
        found = os.stat(path)  # noqa: PTH116  (pathlib takes time to import)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotAFileError(errno.EINVAL, "it is a link that leads back to itself", name) from None
        if error.errno == errno.ENOENT and os.path.islink(path):  # noqa: PTH114
            raise NotAFileError(errno.EINVAL, "it is a link that leads nowhere", name) from None
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
