"""Which editions there are, and whether their files are current: told by the times of files alone, without building."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from briefing.stages import Edition, Job
from briefing.workspace import SHIPPED_FOLDERS, Files, OutsideError


class State(StrEnum):
    """How the file of an edition stands to what it is made from."""

    CURRENT = "current"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition, its file, and the state of it."""

    edition: Edition
    path: Path
    state: State
    page_count: int | None = None
    """The pages of its file; None where there is no PDF."""


def listed(jobs: Iterable[Job], files: Files, out: Path) -> Iterator[Listed]:
    """The editions of jobs, with the state of their files in a folder."""
    shared = _newest(files, (name for folder in SHIPPED_FOLDERS for name in files.list(f"{folder}/**/*")))
    content = files.list("content/**/*")
    slugs = {PurePosixPath(name).parts[1] for name in files.list("content/*/brief.yaml")}
    for job in jobs:
        others = slugs - {job.edition.brief}
        own = [name for name in content if PurePosixPath(name).parts[1] not in others]
        own += [places.file for places in job.places.elsewhere.values()]  # sources that briefs share
        path = out / f"{job.edition.name}.pdf"
        yield Listed(job.edition, path, _state(path, max(shared, _newest(files, own))), _pages_of(path))


def _pages_of(path: Path) -> int | None:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    except (OSError, pypdfium2.PdfiumError):
        return None


def _newest(files: Files, names: Iterable[str]) -> int:
    """The time of the newest file, in nanoseconds."""
    paths = (_readable(files, name) for name in names)
    return max((path.stat().st_mtime_ns for path in paths if path), default=0)


def _readable(files: Files, name: str) -> Path | None:
    try:
        return files.find(name)
    except OutsideError:  # no edition reads it
        return None


def _state(path: Path, newest: int) -> State:
    if not path.is_file():
        return State.MISSING
    return State.STALE if newest > path.stat().st_mtime_ns else State.CURRENT
