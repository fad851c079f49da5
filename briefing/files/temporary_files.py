"""Remove temporary files of builds that were killed, but never those that a running build still holds."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

FOLDER_PREFIX, NOT_HELD = "briefwright-", ".new"
"""The prefix of a folder for temporary files, and its suffix until it is locked."""

PART = re.compile(r"\..+\.(pdf|html|json)\.\w{8}\.part")
"""The temporary name of a file that is being written: see `write_whole`."""

FOLDER_PART, FOLDER_ASIDE = ".part", ".aside"
"""The suffixes of a folder that is being written, and of the folder that it replaces."""

FOLDER_LEFT = re.compile(r"\.(.+)\.\w{8}(\.part|\.aside)")

YOUNG = 60.0
"""The age in seconds up to which a file may belong to a process that has not locked it yet."""

UNLOCKED_LIFE = 24 * 3600.0
"""The age in seconds from which a file counts as abandoned, on systems without locks."""


def hold(descriptor: int) -> None:
    """Lock a file or folder as in use until its descriptor is closed or its process ends: flock(2)."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # some network drives do not support locks
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def clear_parts(out: Path) -> None:
    """Remove partly written files of killed builds from a folder."""
    for path in _abandoned(path for path in _entries(out) if PART.fullmatch(path.name)):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def clear_folders(out: Path) -> None:
    """Remove partly written folders of killed builds; a folder that was set aside is put back if its place is free."""
    left = (path for path in _entries(out) if FOLDER_LEFT.fullmatch(path.name))
    for path in _abandoned(path for path in left if path.is_dir() and not path.is_symlink()):
        match = FOLDER_LEFT.fullmatch(path.name)
        place = out / match[1] if match else path
        with contextlib.suppress(OSError):
            if path.suffix == FOLDER_ASIDE and not place.exists():
                path.rename(place)
            else:
                shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def held_folder() -> Iterator[Path]:
    """Create a folder for the temporary files of one build, and remove it afterwards, with those of killed builds."""
    folders = (path for path in _entries(Path(tempfile.gettempdir())) if path.name.startswith(FOLDER_PREFIX))
    for path in _abandoned(path for path in folders if path.is_dir() and not path.is_symlink()):
        shutil.rmtree(path, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, suffix=NOT_HELD))
    folder = made
    descriptor = os.open(made, os.O_RDONLY) if sys.platform != "win32" else None
    try:
        if descriptor is not None:
            hold(descriptor)
            folder = made.rename(made.with_suffix(""))
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if descriptor is not None:
            os.close(descriptor)


@contextlib.contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """Create the temporary files of this process in a folder, within this context."""
    before = tempfile.tempdir
    tempfile.tempdir = os.fspath(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _abandoned(paths: Iterator[Path]) -> Iterator[Path]:
    """Yield the files and folders of this user that no process holds."""
    for path in paths:
        with contextlib.suppress(OSError):
            status = path.lstat()
            age = time.time() - status.st_mtime
            if sys.platform == "win32":
                is_left = age > UNLOCKED_LIFE
            else:
                is_settled = age > YOUNG or _was_held(path)
                is_left = status.st_uid == os.getuid() and is_settled and not _is_held(path)
            if is_left:
                yield path


def _was_held(path: Path) -> bool:
    """Return whether a folder has been locked before, so that no process is about to lock it."""
    return path.name.startswith(FOLDER_PREFIX) and path.suffix != NOT_HELD


def _is_held(path: Path) -> bool:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
