"""Define tasks, the work that is done with editions in this process, in other processes, or on other machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from briefing.pipeline.formats import PDF
from briefing.results import Result
from briefing.stages import Job

if TYPE_CHECKING:  # imports the engine, which only the workers need
    from briefing.files.workspace import Files
    from briefing.typeset.layout import Typesetter


@dataclass(frozen=True, slots=True)
class Task:
    """Work that is done with an edition, and the names of the files that result.

    A task is pickled on its way to a worker, so the function must be defined at the top level of a module.
    """

    function: Callable[..., Result]
    """The function, which is called with a job, a typesetter and the arguments."""
    file_names: tuple[str, ...]
    """The keys of `Result.files`: names of formats, or other names."""
    arguments: tuple[object, ...] = ()
    prepare: Callable[[], None] | None = None
    """Reads what the work needs from the user's cache, once in each worker process, before it is sandboxed."""
    early_names: tuple[str, ...] = ()
    """The keys of `Result.files` of early results, if there are any.

    The last argument of the function is then another function, which sends an early result.
    """

    def run(self, job: Job, typesetter: Typesetter, send: Send) -> Result:
        """Do the work in this process."""
        sending = (send,) if self.early_names else ()
        return self.function(job, typesetter, *self.arguments, *sending)


Send = Callable[[Result], None]
"""Takes a result that is ready before the others: files and nothing else."""

Executor = Callable[[Iterable[Job]], Iterator[tuple[Job, Result]]]
"""Does one task with jobs, and yields the result of each as soon as it is ready, in any order."""


def build_task(formats: Sequence[str] = (PDF,)) -> Task:
    """Return the task that builds an edition in some formats."""
    return Task(_build, tuple(formats), (tuple(formats),))


def _build(job: Job, typesetter: Typesetter, formats: tuple[str, ...]) -> Result:
    from briefing.pipeline.edition import make_edition  # imports the engine

    return make_edition(job, typesetter, formats)


def execute_here(files: Files, task: Task | None = None) -> Executor:
    """Return an executor for a task (default: building) in this process: one edition at a time, without limits."""
    run = partial((task or build_task()).run, send=_ignore)

    def execute(jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
        typesetter: Typesetter | None = None
        for job in jobs:
            typesetter = typesetter or _typesetter(files)
            yield job, run(job, typesetter)

    return execute


def _ignore(_: Result) -> None:
    """Wait for the whole result."""


def _typesetter(files: Files) -> Typesetter:
    from briefing.typeset.layout import Typesetter  # imports the engine

    return Typesetter(files)
