"""Write files and folders atomically: to a temporary name in the same folder, synced to disk, then renamed."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from briefing.core.errors import MachineError
from briefing.core.finding import Finding, Span
from briefing.files.temporary_files import FOLDER_ASIDE, FOLDER_PART, hold

FILE_MODE, FOLDER_MODE = 0o666, 0o777
"""The permissions of a new file and a new folder, before the user's umask is applied."""

IN_USE = (5, 32, 33)
"""The errors of Windows for a file that another program has open: ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION and
ERROR_LOCK_VIOLATION. Other systems replace such a file."""

WAITS = (0.05, 0.1, 0.2, 0.4)
"""The seconds between attempts to replace such a file: a virus scanner has it open for a moment only."""

INHERITED = stat.S_ISGID
"""The permission bit by which new files in a folder inherit its group."""


def prepare_folder(folder: Path) -> None:
    """Create a folder and check that it is writable, before any work is done.

    Raises MachineError if it is not.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _not_writable(folder, error) from None


def write_whole(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write a whole file, or leave the previous one unchanged if anything goes wrong.

    `mode` is the file's permissions; without it, they are those of a new file. A link at `path` is replaced, never
    followed. Raises MachineError for a full disk or missing permissions.
    """
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
        ) as file:
            temporary = Path(file.name)
            hold(file.fileno())
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(FILE_MODE & ~_umask() if mode is None else mode)
        _replace(temporary, path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as error:
        raise _not_writable(path, error) from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _replace(temporary: Path, path: Path) -> None:
    """Give a file its name, in place of the previous one; try again where another program has that open."""
    for wait in WAITS:
        try:
            temporary.replace(path)
        except PermissionError as error:
            if not _is_in_use(error):
                raise
            time.sleep(wait)
        else:
            return
    temporary.replace(path)


def _is_in_use(error: OSError) -> bool:
    return getattr(error, "winerror", None) in IN_USE


def write_folder(folder: Path, files: Mapping[str, bytes | Path]) -> None:
    """Write a folder with files, by their paths in it; a previous folder is removed once the new one is in place.

    A file is given by its content, or by the path of a file to copy.

    Raises MachineError for a full disk or missing permissions; the previous folder is then unchanged.
    """
    prepare_folder(folder.parent)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=FOLDER_PART))
    descriptor = os.open(temporary, os.O_RDONLY) if hasattr(os, "O_DIRECTORY") else None
    try:
        if descriptor is not None:
            hold(descriptor)
        for name, content in files.items():
            (temporary / name).parent.mkdir(parents=True, exist_ok=True)
            with (temporary / name).open("xb") as file:
                _fill(file, content)
                file.flush()
                os.fsync(file.fileno())
        inner = {folder for name in files for folder in PurePosixPath(name).parents} - {PurePosixPath()}
        for folder_in_it in sorted(inner):
            _sync_folder(temporary / folder_in_it)
        temporary.chmod(FOLDER_MODE & ~_umask() | temporary.stat().st_mode & INHERITED)
        _sync_folder(temporary)
        _exchange(temporary, folder)
        _sync_folder(folder.parent)
    except OSError as error:
        raise _not_writable(folder, error) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        if descriptor is not None:
            os.close(descriptor)


def _fill(file: BinaryIO, content: bytes | Path) -> None:
    if isinstance(content, bytes):
        file.write(content)
        return
    with content.open("rb") as source:
        shutil.copyfileobj(source, file)


def _umask() -> int:
    """Return the umask, which can be read only by setting it; no other thread creates files at that moment."""
    found = os.umask(0o077)
    os.umask(found)
    return found


def _exchange(new: Path, place: Path) -> None:
    """Replace a folder with another and remove the old one; put the old one back if this fails."""
    if not place.exists():
        new.rename(place)
        return
    aside = new.with_name(f"{new.name.removesuffix(FOLDER_PART)}{FOLDER_ASIDE}")
    place.rename(aside)
    try:
        new.rename(place)
    except OSError:
        aside.rename(place)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    """Sync a folder to disk, so that a new name in it is durable; not all systems can sync folders."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _not_writable(path: Path, error: OSError) -> MachineError:
    is_about_names = isinstance(error, FileExistsError | NotADirectoryError)
    if is_about_names and (file := _file_named_as_folder(path)):
        what = "this is a file, and a folder is needed here"
        help = "rename or delete the file, or choose another folder with --out"
        return MachineError([Finding("BR902", what, Span(os.fspath(file)), help)])
    if _is_in_use(error) and path.exists():
        what = f"another program has {'a file in this folder' if path.is_dir() else 'this file'} open"
        help = "close it there, and run the command again; until then, the earlier version stays in place"
        return MachineError([Finding("BR902", what, Span(os.fspath(path)), help)])
    what = f"cannot write: {error.strerror or error}"
    help = "check the permissions and the free space, or choose another folder with --out"
    return MachineError([Finding("BR902", what, Span(os.fspath(path)), help)])


def _file_named_as_folder(path: Path) -> Path | None:
    """Return the file that has the name of a folder on the way to a path; None if there is none."""
    try:
        return next((one for one in (path, *path.parents) if one.exists() and not one.is_dir()), None)
    except OSError:
        return None
