"""Files are put in place whole or not at all: written beside their place, made durable, then renamed."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from briefing.core.errors import MachineError
from briefing.core.finding import Finding, Span
from briefing.files.temporary_files import FOLDER_ASIDE, FOLDER_PART, hold

FILE_MODE, FOLDER_MODE = 0o666, 0o777
"""What a file and a folder may be, of which the person's umask takes something away."""

INHERITED = stat.S_ISGID
"""The bit of a folder by which what is put into it belongs to its group."""


def prepare_folder(folder: Path) -> None:
    """Make sure that files can be written into a folder, before any work is done for them.

    Raises MachineError where they cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _not_writable(folder, error) from None


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place; what stood there before stays as it was if anything goes wrong.

    A link at `path` is replaced, never followed. Raises MachineError for a full disk or missing rights.
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
        temporary.chmod(FILE_MODE & ~_umask())
        temporary.replace(path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as error:
        raise _not_writable(path, error) from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder with files in place; one that stood there is gone only when the new one stands.

    Raises MachineError for a full disk or missing rights; then the old one stands as it was.
    """
    prepare_folder(folder.parent)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=FOLDER_PART))
    descriptor = os.open(temporary, os.O_RDONLY) if hasattr(os, "O_DIRECTORY") else None
    try:
        if descriptor is not None:
            hold(descriptor)
        for name, content in files.items():
            with (temporary / name).open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
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


def _umask() -> int:
    """The umask, which can only be read by setting it; nothing else makes files at that moment."""
    found = os.umask(0o077)
    os.umask(found)
    return found


def _exchange(new: Path, place: Path) -> None:
    """Let a folder take the place of another, which is removed; put that one back where this fails."""
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
    """Make the new name durable, where the system has folders that can be synced."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _not_writable(path: Path, error: OSError) -> MachineError:
    what = f"cannot write: {error.strerror or error}"
    help = "check the rights and the free space, or choose another folder with --out"
    return MachineError([Finding("BR902", what, Span(os.fspath(path)), help)])
