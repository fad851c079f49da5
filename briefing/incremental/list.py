"""Which editions there are, and whether their files are current: told by the record of builds, without building."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from briefing.incremental.build_log import Record
from briefing.stages import Edition, Job, Outcome


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
    why: str = ""
    """What has changed, in words, where it is stale."""
    page_count: int | None = None
    """The pages of its file; None where there is no PDF."""


def listed(planned: Iterable[Job | Outcome], record: Record) -> Iterator[Listed]:
    """The editions that a record was asked about, with the state of their files; failed ones are left out."""
    for one in planned:
        if isinstance(one, Job):
            path = record.out / f"{one.name}.pdf"
            if path.is_file():
                yield Listed(one.edition, path, State.STALE, record.reasons[one.name], _pages_of(path))
            else:
                yield Listed(one.edition, path, State.MISSING)
        elif one.edition and one.path:
            yield Listed(one.edition, one.path, State.CURRENT, page_count=one.page_count)


def _pages_of(path: Path) -> int | None:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    except (OSError, pypdfium2.PdfiumError):
        return None
