"""Build editions in a pool of worker processes, each with limits on time and memory.

A document may hang the engine, kill its process, or compromise it: the result is then one failed edition, whose name
is known. Jobs are sent pickled; results come back as bytes, which `result_codec` decodes without trusting them.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

from briefing.core.errors import BugError, MachineError, RendererError, keep_words
from briefing.core.finding import Finding, Span
from briefing.execution import result_codec
from briefing.execution.bounds import GIB, MIB, Bounds
from briefing.execution.fork_server import fork_server
from briefing.execution.result_codec import RESULT_LIMIT, Bug, Expected, NotAResultError
from briefing.execution.shell_limits import CHART_ADDRESSES, addresses
from briefing.execution.worker import EARLY, FRAME, PACE, PAGES, RESULT, SIZE, TAKEN, do_task
from briefing.execution.worker_process import Process, start_process
from briefing.files.temporary_files import held_folder
from briefing.files.workspace import Files
from briefing.pipeline.task import Executor, Send, Task, build_task
from briefing.results import MAX_PAGES, EditionReport, Result
from briefing.stages import Job

ATTEMPTS = 2
"""The number of times that a process may die of an edition. The first time, the cause may be something else."""

START_SECONDS = 30.0
"""The time that a process may take to accept an edition, on a slow machine."""

RENEWALS = 3
"""The number of times that a process is restarted if it ends before it has accepted an edition."""

PACE_LIMIT = 100_000
"""The number of progress messages that a worker may send for one edition."""

EARLY_LIMIT = 100
"""The number of early results that a worker may send for one edition."""

WAKING_SECONDS = 1.0
"""The interval at which the command wakes up while it waits, so that it can be interrupted on every system."""


class _NotTakenError(OSError):
    """A process ended, or did not start, before it had accepted its edition."""


class _OverError(Exception):
    """The workers are being ended."""


class Workers:
    """Processes that do a task, such as building, with the editions of one workspace.

    Leaving the context ends them and removes their folder of temporary files.
    `watch` is called with the number of laid-out pages while an edition is made. `drawings` is the folder with the
    drawings of charts that are kept; without it, none are read or returned.
    """

    def __init__(
        self,
        files: Files,
        count: int,
        bounds: Bounds,
        *,
        task: Task | None = None,
        watch: Callable[[int], None] | None = None,
        drawings: Path | None = None,
    ) -> None:
        self.files, self.bounds, self.watch, self.drawings = files, bounds, watch, drawings
        self.task = task or build_task()
        self.resources = contextlib.ExitStack()
        self.folder = self.resources.enter_context(held_folder())
        self.unconfined: tuple[str, ...] = ()
        """The restrictions that the machine cannot impose on a worker, as far as reported."""
        self.count = count
        self.is_over = threading.Event()
        self.waiting: SimpleQueue[Job | None] = SimpleQueue()
        self.done: SimpleQueue[tuple[Job, Result | MachineError]] = SimpleQueue()
        """The finished jobs, with their results."""
        self._started: dict[int, Job] = {}
        """The jobs whose results have not been taken, by identity."""
        self.slots: list[Slot] = []
        self.threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.is_over.set()
        for slot in self.slots:
            self.waiting.put(None)
            slot.end()
        for thread in self.threads:
            thread.join()
        self.resources.close()

    def execute(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
        """Do the task with jobs, one at a time in each worker, and yield each result as soon as it arrives.

        Some of the jobs may have been started before.
        """
        jobs = list(jobs)
        self.start(job for job in jobs if id(job) not in self._started)
        for _ in jobs:
            job, result = self._next_done()
            del self._started[id(job)]
            if isinstance(result, MachineError):
                raise result
            self.unconfined = self.unconfined or result.unconfined
            yield job, result

    def start(self, jobs: Iterable[Job]) -> None:
        """Start the task with jobs whose results are taken later, by `execute`.

        Raises MachineError if no thread can be started.
        """
        for job in jobs:
            self._started[id(job)] = job
            self.waiting.put(job)
        try:
            while len(self.threads) < min(self.count, len(self._started)):
                thread = threading.Thread(
                    target=self._serve, args=(self.open_slot(),), name="worker", daemon=True
                )
                thread.start()
                self.threads.append(thread)
        except RuntimeError as error:  # no more threads can be started
            if not self.threads:
                raise _no_start(OSError(0, str(error))) from None

    def _next_done(self) -> tuple[Job, Result | MachineError]:
        while True:
            with contextlib.suppress(Empty):
                return self.done.get(timeout=WAKING_SECONDS)

    def open_slot(self) -> Slot:
        """Return a new slot, whose process starts with its first job."""
        slot = Slot(self, len(self.slots))
        self.slots.append(slot)
        return slot

    def _serve(self, slot: Slot) -> None:
        while not self.is_over.is_set() and (job := self.waiting.get()):
            try:
                self.done.put((job, slot.do(job)))
            except MachineError as error:
                self.done.put((job, error))
            except _OverError:
                break
        slot.end()


class Slot:
    """A slot for one process, which is restarted when it dies or is ended."""

    def __init__(self, workers: Workers, number: int) -> None:
        self.workers, self.number = workers, number
        self.process: Process | None = None
        self.started = 0
        self._lock = threading.Lock()

    def do(self, job: Job, task: Task | None = None, take_early: Send | None = None) -> Result:
        """Do a task with an edition (default: that of the workers), and wait for its result.

        `take_early` is called with each early result of a task that has some.

        Raises MachineError if no process can be started.
        """
        try:
            return self._done(job, task or self.workers.task, take_early)
        except MachineError:
            raise
        except Exception as error:
            self.end()
            if self.workers.is_over.is_set():
                raise _OverError from None
            bug = result_codec.unpack(result_codec.pack_bug(error), Expected(self.workers.files))
            return unexpected(job, bug) if isinstance(bug, Bug) else bug

    def _done(self, job: Job, task: Task, take_early: Send | None) -> Result:
        """Return the result of a job, which is retried if its process dies or does not start."""
        deaths = renewals = 0
        while True:
            try:
                return self._tried(job, task, take_early)
            except TimeoutError:
                self.end()
                return _stopped(job, self.workers.bounds.seconds)
            except NotAResultError as error:
                self.end()
                return refused(job, error)
            except _NotTakenError as error:
                self.end()
                renewals += 1
                if renewals > RENEWALS or self.workers.is_over.is_set():
                    raise _no_start(error) from None
            except EOFError:
                code = self.end()
                deaths += 1
                if deaths == ATTEMPTS or self.workers.is_over.is_set():
                    return _dead(job, code)

    def _tried(self, job: Job, task: Task, take_early: Send | None) -> Result:
        """Raises TimeoutError, EOFError if the process died, and NotAResultError if it sends no valid result."""
        workers = self.workers
        process = self._begun(job, task)
        until = time.monotonic() + workers.bounds.seconds
        content = self._answer(process, until, task, take_early)
        result = result_codec.unpack(content, Expected(workers.files, task.file_names))
        if isinstance(result, Bug):
            return unexpected(job, result)
        return replace(result, libraries=_libraries())

    def _begun(self, job: Job, task: Task) -> Process:
        """Return the process once it has accepted an edition. Raises _NotTakenError if it does not."""
        workers = self.workers
        message = _pickled((do_task, (job, task), workers.watch is not None))
        try:
            process = self._running()
            process.send(message)
            (kind, size) = FRAME.unpack(process.receive(FRAME.size, time.monotonic() + START_SECONDS))
        except (OSError, EOFError) as error:
            raise _NotTakenError(*error.args) from None
        if (kind, size) != (TAKEN, 0):
            raise NotAResultError("unexpected first message")
        return process

    def _running(self) -> Process:
        with self._lock:
            if self.process is None:
                if self.workers.is_over.is_set():
                    raise _NotTakenError
                self.started += 1
                folder = self.workers.folder / f"{self.number}-{self.started}"
                folder.mkdir(mode=0o700)
                self.process = start_process()
                files = self.workers.files
                kept = self.workers.drawings
                setup = (files.root, files.shipped, files.is_shipped_only, self.workers.bounds, folder, kept)
                self.process.send(_pickled(setup))
            return self.process

    def _answer(self, process: Process, until: float, task: Task, take_early: Send | None) -> bytearray:
        early = 0
        for _ in range(PACE_LIMIT):
            kind, size = FRAME.unpack(process.receive(FRAME.size, until))
            if kind in (RESULT, EARLY) and size > RESULT_LIMIT:
                raise _TooLargeError
            if kind == RESULT:
                return process.receive(size, until)
            if kind == EARLY and take_early and task.early_names and early < EARLY_LIMIT:
                early += 1
                take_early(self._early_result(process.receive(size, until), task))
                continue
            if (kind, size) != (PACE, PAGES.size):
                raise NotAResultError("unknown kind of message")
            (pages,) = PAGES.unpack(process.receive(size, until))
            if self.workers.watch is not None:
                self.workers.watch(min(pages, MAX_PAGES))
        raise NotAResultError("too many messages")

    def _early_result(self, content: bytearray, task: Task) -> Result:
        result = result_codec.unpack(content, Expected(self.workers.files, task.early_names))
        if isinstance(result, Bug) or result.error:
            raise NotAResultError("an early result without its files")
        return result

    def end(self) -> int:
        """End the process, if there is one, and return its exit code."""
        with self._lock:
            process, self.process = self.process, None
            return process.end() if process else 0


class _TooLargeError(NotAResultError):
    """A result that is larger than an edition may be."""


def _pickled(message: object) -> bytes:
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return SIZE.pack(len(content)) + content


def _libraries() -> tuple[str, ...]:
    """Return the native libraries of the engine, as reported by the server: a worker could name any file."""
    if not hasattr(os, "fork"):
        return ()
    try:
        return fork_server().libraries()
    except OSError:
        return ()


def _stopped(job: Job, seconds: float) -> Result:
    what = f"the edition for '{job.edition.audience}' was not ready after {seconds:g} s, and was stopped"
    help = "shorten its texts and tables, use smaller pictures, or allow more time with --timeout"
    return _failed(Finding("BR702", what, Span(job.source_map.file), help), seconds=seconds)


def refused(job: Job, error: NotAResultError) -> Result:
    """Return the failed result for bytes that are not a valid result."""
    edition = f"the edition for '{job.edition.audience}'"
    if isinstance(error, _TooLargeError):
        what = f"{edition} is larger than {RESULT_LIMIT // MIB} MiB"
        help = "use fewer or smaller pictures"
        return _failed(Finding("BR707", what, Span(job.source_map.file), help))
    what = f"the process that made {edition} sent an invalid result ({error}), and was ended"
    help = "inspect the templates, styles, pictures and fonts that came from others: one may have taken control of it"
    return _failed(Finding("BR706", what, Span(job.source_map.file), help))


def _no_start(error: OSError) -> MachineError:
    reason = f" ({error.strerror})" if error.strerror else ""
    what = f"the worker processes end before they have started{reason}"
    help = "free memory, or allow more processes (`ulimit -u`); to check this machine, run `brief doctor`"
    return MachineError([Finding("BR906", what, Span("this machine"), help)])


def _dead(job: Job, code: int) -> Result:
    reason = signal.Signals(-code).name if -code in {*signal.Signals} else f"exit code {code}"
    edition = f"the edition for '{job.edition.audience}'"
    if (limit := addresses()) is not None and limit < CHART_ADDRESSES:
        what = f"the typesetter died on {edition} ({reason}); the limit of its address space is {limit // MIB:,} MiB"
        help = f"run `ulimit -v unlimited` first: the chart engine reserves {CHART_ADDRESSES // GIB} GiB of addresses"
        help += ", but uses very little memory, which --memory limits"
        return Result(error=MachineError([Finding("BR906", what, Span("this machine"), help)]))
    what = f"the typesetter died {ATTEMPTS} times on {edition} ({reason})"
    help = "remove parts, pictures or styles until it builds, to find the cause; or allow more memory with --memory"
    return _failed(Finding("BR703", what, Span(job.source_map.file), help))


def unexpected(job: Job, bug: Bug) -> Result:
    """Return the failed result for an unexpected exception."""
    what = f"internal error in the edition for '{job.edition.audience}': {bug.what}"
    help = f"please report it and attach the file {keep_words(bug.details)}"
    return Result(error=BugError([Finding("BR705", what, Span(job.source_map.file), help)]))


def _failed(finding: Finding, seconds: float = 0.0) -> Result:
    return Result(report=EditionReport(seconds=seconds), error=RendererError([finding]))


def execute_in_workers(files: Files, task: Task, count: int = 1) -> Executor:
    """Return an executor whose processes start with the first jobs and end with the last."""

    def execute(jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
        with Workers(files, count, Bounds(), task=task) as workers:
            yield from workers.execute(jobs)

    return execute
