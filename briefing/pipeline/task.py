"""Work that is done with editions where editions are made: in this process, in others, or on other machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.pipeline.formats import PDF
from briefing.results import Result
from briefing.stages import Job

if TYPE_CHECKING:  # with it comes the engine, which only the workers need
    from briefing.files.workspace import Files
    from briefing.typeset.layout import Typesetter


@dataclass(frozen=True, slots=True)
class Task:
    """Work that is done with an edition, and the names of the files that come of it.

    It goes to the process that does it, so the function is one of a module.
    """

    function: Callable[..., Result]
    """Called with a job, a typesetter and the arguments."""
    file_names: tuple[str, ...]
    """Names of formats, or names of its own: the keys of `Result.files`."""
    arguments: tuple[object, ...] = ()

    def run(self, job: Job, typesetter: Typesetter) -> Result:
        """Do the work here."""
        return self.function(job, typesetter, *self.arguments)


Executor = Callable[[Iterable[Job]], Iterator[tuple[Job, Result]]]
"""Does one task with jobs, and gives the result of each as soon as it is there, in whatever order."""


def build_task(formats: Sequence[str] = (PDF,)) -> Task:
    """Return the task of building an edition in some formats."""
    return Task(_build, tuple(formats), (tuple(formats),))


def _build(job: Job, typesetter: Typesetter, formats: tuple[str, ...]) -> Result:
    from briefing.pipeline.edition import make_edition  # with it comes the engine

    return make_edition(job, typesetter, formats)


def execute_here(files: Files, task: Task | None = None) -> Executor:
    """Do a task, or else build, in this process: one edition after the other and without bounds."""
    run = (task or build_task()).run

    def execute(jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
        typesetter: Typesetter | None = None
        for job in jobs:
            typesetter = typesetter or _typesetter(files)
            yield job, run(job, typesetter)

    return execute


def _typesetter(files: Files) -> Typesetter:
    from briefing.typeset.layout import Typesetter  # with it comes the engine

    return Typesetter(files)
