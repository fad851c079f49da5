"""Change a file of the workspace only if it is still the one that was shown, so that no other change is lost.

Another program that saves the file in the moment between the last comparison and the renaming is not noticed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from briefing.core.errors import MachineError
from briefing.files.atomic_writing import write_whole
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files

FOREIGN = "the file has changed since it was shown; load it again, and repeat the change"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The reason why a change was not made, for the person who wanted it."""

    reason: str
    line: int = 0
    """The line of the file that the reason is about; 0 if it is about the whole file."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change that was made: what is needed to undo it."""

    name: str
    before: bytes
    """The bytes of the file before the change."""
    digest: str
    """The digest of the file after the change (`read_log.digest_of`)."""


def change_file(
    files: Files, name: str, digest: str, change: Callable[[bytes], bytes | Refusal]
) -> Change | Refusal:
    """Change a file whose bytes have a digest. Its permissions stay; a link stays, and the file behind it is changed.

    Refused if the file has another digest, is not in the workspace or cannot be written, or if `change` refuses.
    """
    try:
        found = files.find(name)
        content = files.read(name)
    except OSError as error:
        return Refusal(f"{name} cannot be read: {error.strerror or error}")
    path = (found or files.root / name).resolve()
    if not path.is_relative_to(files.root.resolve()):
        return Refusal(f"{name} is not a file of this workspace")
    if digest_of(content) != digest:
        return Refusal(FOREIGN)
    new = change(content)
    if isinstance(new, Refusal):
        return new
    return _write(path, content, new) or Change(name, content, digest_of(new))


def undo_change(files: Files, made: Change) -> Change | Refusal:
    """Put back the bytes before a change; refused if the file has changed since. The result can be undone as well."""
    return change_file(files, made.name, made.digest, lambda _: made.before)


def _write(path: Path, before: bytes, new: bytes) -> Refusal | None:
    """Write a file that is still the same; a refusal if it is not, or if it cannot be written."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if not os.access(path, os.W_OK):
            return Refusal(f"{path.name} is read-only")
        if path.read_bytes() != before:
            return Refusal(FOREIGN)
        write_whole(path, new, mode)
    except OSError as error:
        return Refusal(f"{path.name} cannot be written: {error.strerror or error}")
    except MachineError as error:
        return Refusal(f"{path.name}: {error.findings[0].what}")
    return None
