"""Files are put in place whole or not at all: written beside their place, made durable, then renamed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from briefing.build.leftovers import hold
from briefing.errors import MachineError
from briefing.finding import Finding, Span

FILE_MODE = 0o644


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
        temporary.chmod(FILE_MODE)
        temporary.replace(path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as error:
        raise _not_writable(path, error) from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


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
    mend = "check the rights and the free space, or choose another folder with --out"
    return MachineError([Finding("BR902", what, Span(os.fspath(path)), mend)])
