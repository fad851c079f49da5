"""What comes of a job, and what makes jobs: the seam between a build and the processes or machines that it uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.core.errors import BriefingError
from briefing.core.finding import Finding
from briefing.files.read_log import ReadLog
from briefing.stages import Job

if TYPE_CHECKING:  # with it comes the engine, which only the workers need
    from briefing.typeset.layout import Typesetter


@dataclass(frozen=True, slots=True)
class Handout:
    """How editions are handed out: the folder that they were built into, and the end of the names of their files."""

    built: Path
    ending: tuple[str, ...] = ()

    def names(self, job: Job) -> dict[str, str]:
        """The names of the files that an edition is handed out as: kind → name."""
        edition = job.edition
        rest = edition.name.removeprefix(f"{edition.brief}-")
        stem = "-".join((edition.brief, job.brief.date.isoformat(), rest, *self.ending))
        return {
            "pdf": f"{stem}.pdf",
            "html": f"{stem}.html",
            "cover": f"{stem}-cover.png",
            "email": f"{stem}.eml",
        }


@dataclass(frozen=True)
class Made:
    """An edition on its way to its file, or the error that stopped it; the time it took, in seconds."""

    content: bytes | None = None
    """The PDF; None where it was not made or must not be published."""
    html: bytes | None = None
    """The composed page, where it was asked for."""
    handout: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    """What the edition is handed out as, where that was asked for: kind → name and bytes."""
    page_count: int = 0
    fitted: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    accepted: tuple[Finding, ...] = ()
    """Warnings that the content accepts."""
    error: BriefingError | None = None
    seconds: float = 0.0
    times: Mapping[str, float] = field(default_factory=dict)
    seen: Mapping[str, Path] = field(default_factory=dict)
    """The files that were read."""
    reads: ReadLog = field(default_factory=ReadLog, compare=False, repr=False)
    """What was read, looked for and listed."""
    libraries: tuple[str, ...] = ()
    """The files of the native libraries of the process that made it."""
    unconfined: tuple[str, ...] = ()
    """What the machine could not keep the process from that made it."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something else that is made of an edition where editions are made, since it fills in templates.

    `run` goes to the process that does it, and so is a function of a module, or a part of one; what it makes are the
    files of a `Made.handout`, of these kinds.
    """

    run: Callable[[Job, Typesetter], Made]
    kinds: tuple[str, ...]

    def names(self, _: Job) -> dict[str, str]:
        """The names of the files: their kinds."""
        return {kind: kind for kind in self.kinds}


Maker = Callable[[Iterable[Job]], Iterator[tuple[Job, Made]]]
"""Makes jobs, and gives what came of each as soon as it is there, in whatever order."""
