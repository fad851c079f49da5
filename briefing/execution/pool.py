"""Processes that make editions: each can be ended from outside, may use so much time and memory, and no more.

A document can hang the engine, kill the process that it runs in, or take it over; then it is one failed edition, and
its name is known. Jobs go out pickled; what comes back is bytes, which `result_codec` takes for what they are.
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
from briefing.execution.worker import FRAME, PACE, PAGES, RESULT, SIZE, TAKEN, do_task
from briefing.execution.worker_process import Process, start_process
from briefing.files.temporary_files import held_folder
from briefing.files.workspace import Files
from briefing.pipeline.task import Executor, Task, build_task
from briefing.results import MAX_PAGES, EditionReport, Result
from briefing.stages import Job

ATTEMPTS = 2
"""A worker can be killed by something that has nothing to do with its edition; twice is no accident."""

START_SECONDS = 30.0
"""The time in which a process has begun to make editions, on a slow machine."""

RENEWALS = 3
"""As often is a process begun anew that ends before it has taken an edition."""

PACE_LIMIT = 100_000
"""Words on how far it is that a worker may send of one edition."""

WAKING_SECONDS = 1.0
"""So often whoever waits for an edition is ready to be interrupted, where waiting alone does not allow it."""


class _NotTakenError(OSError):
    """A process ended, or did not begin, before it had taken the edition that it was given."""


class Workers:
    """A number of processes that do a task, such as building, with the editions of one workspace.

    As a context it ends them, and everything that they left in their folder of temporary files.
    `watch` is called with the number of pages that are laid out while an edition is made.
    """

    def __init__(
        self,
        files: Files,
        count: int,
        bounds: Bounds,
        *,
        task: Task | None = None,
        watch: Callable[[int], None] | None = None,
    ) -> None:
        self.files, self.bounds, self.watch = files, bounds, watch
        self.task = task or build_task()
        self.resources = contextlib.ExitStack()
        self.folder = self.resources.enter_context(held_folder())
        self.unconfined: tuple[str, ...] = ()
        """What the machine cannot keep a worker from, as far as one has said."""
        self.count = count
        self.is_over = threading.Event()
        self.waiting: SimpleQueue[Job | None] = SimpleQueue()
        self.done: SimpleQueue[tuple[Job, Result | MachineError]] = SimpleQueue()
        """What has come to an end."""
        self.slots: list[_Slot] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.is_over.set()
        for slot in self.slots:
            self.waiting.put(None)
            slot.end()
        for slot in self.slots:
            slot.thread.join()
        self.resources.close()

    def execute(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
        """Do the task with jobs, one at a time in each worker, and give each result as soon as it is there."""
        jobs = list(jobs)
        for job in jobs:
            self.waiting.put(job)
        try:
            while len(self.slots) < min(self.count, len(jobs)):
                self.slots.append(_Slot(self, len(self.slots)))
        except RuntimeError as error:  # no room for another thread
            if not self.slots:
                raise _no_start(OSError(0, str(error))) from None
        for _ in jobs:
            job, result = self._next_done()
            if isinstance(result, MachineError):
                raise result
            self.unconfined = self.unconfined or result.unconfined
            yield job, result

    def _next_done(self) -> tuple[Job, Result | MachineError]:
        while True:
            with contextlib.suppress(Empty):
                return self.done.get(timeout=WAKING_SECONDS)


class _Slot:
    """A place for one process, which is begun anew when it dies or is ended: a thread that waits for it."""

    def __init__(self, workers: Workers, number: int) -> None:
        self.workers, self.number = workers, number
        self.process: Process | None = None
        self.started = 0
        self._lock = threading.Lock()
        self.thread = threading.Thread(target=self._serve, name=f"worker {number}", daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while not self.workers.is_over.is_set() and (job := self.workers.waiting.get()):
            try:
                self.workers.done.put((job, self._done(job)))
            except MachineError as error:
                self.workers.done.put((job, error))
            except Exception as error:
                self.end()
                if self.workers.is_over.is_set():
                    break
                bug = result_codec.unpack(result_codec.pack_bug(error), Expected(self.workers.files))
                self.workers.done.put((job, unexpected(job, bug) if isinstance(bug, Bug) else bug))
        self.end()

    def _done(self, job: Job) -> Result:
        """The result of a job, which is tried again where a process died of it, or before it began."""
        deaths = renewals = 0
        while True:
            try:
                return self._tried(job)
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

    def _tried(self, job: Job) -> Result:
        """Raises TimeoutError, EOFError where the process died, and NotAResultError where it sends what is none."""
        workers = self.workers
        process = self._begun(job)
        until = time.monotonic() + workers.bounds.seconds
        content = self._answer(process, until)
        result = result_codec.unpack(content, Expected(workers.files, workers.task.file_names))
        if isinstance(result, Bug):
            return unexpected(job, result)
        return replace(result, libraries=_libraries())

    def _begun(self, job: Job) -> Process:
        """The process, which has taken an edition. Raises _NotTakenError where it has not."""
        workers = self.workers
        message = _pickled((do_task, (job, workers.task), workers.watch is not None))
        try:
            process = self._running()
            process.send(message)
            (kind, size) = FRAME.unpack(process.receive(FRAME.size, time.monotonic() + START_SECONDS))
        except (OSError, EOFError) as error:
            raise _NotTakenError(*error.args) from None
        if (kind, size) != (TAKEN, 0):
            raise NotAResultError("it began with something else")
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
                setup = (files.root, files.shipped, files.is_shipped_only, self.workers.bounds, folder)
                self.process.send(_pickled(setup))
            return self.process

    def _answer(self, process: Process, until: float) -> bytearray:
        for _ in range(PACE_LIMIT):
            kind, size = FRAME.unpack(process.receive(FRAME.size, until))
            if kind == RESULT and size <= RESULT_LIMIT:
                return process.receive(size, until)
            if kind == RESULT:
                raise _TooLargeError
            if (kind, size) != (PACE, PAGES.size):
                raise NotAResultError("a message of a kind that there is not")
            (pages,) = PAGES.unpack(process.receive(size, until))
            if self.workers.watch is not None:
                self.workers.watch(min(pages, MAX_PAGES))
        raise NotAResultError("messages without end")

    def end(self) -> int:
        """End the process, if there is one, and give its exit code."""
        with self._lock:
            process, self.process = self.process, None
            return process.end() if process else 0


class _TooLargeError(NotAResultError):
    """More bytes than an edition may have."""


def _pickled(message: object) -> bytes:
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return SIZE.pack(len(content)) + content


def _libraries() -> tuple[str, ...]:
    """The native libraries of the engine. A worker is not asked: what it names would be opened here."""
    if not hasattr(os, "fork"):
        return ()
    try:
        return fork_server().libraries()
    except OSError:
        return ()


def _stopped(job: Job, seconds: float) -> Result:
    what = f"the edition for '{job.edition.audience}' was stopped: it was not ready after {seconds:g} s"
    help = "look for text, tables or pictures without end; or give it more time with --timeout"
    return _failed(Finding("BR702", what, Span(job.source_map.file), help), seconds=seconds)


def refused(job: Job, error: NotAResultError) -> Result:
    """The failed edition that bytes amount to which are no edition."""
    edition = f"the edition for '{job.edition.audience}'"
    if isinstance(error, _TooLargeError):
        what = f"{edition} is larger than {RESULT_LIMIT // MIB} MiB"
        help = "use fewer or smaller pictures"
        return _failed(Finding("BR707", what, Span(job.source_map.file), help))
    what = f"the process that made {edition} sent something that is no edition ({error}), and was ended"
    help = "look at what came from others: a template, a style, a picture or a font may have taken it over"
    return _failed(Finding("BR706", what, Span(job.source_map.file), help))


def _no_start(error: OSError) -> MachineError:
    reason = f" ({error.strerror})" if error.strerror else ""
    what = f"the processes that make editions end before they have begun{reason}"
    help = "free memory, or allow more processes (`ulimit -u`); `brief doctor` looks at this machine"
    return MachineError([Finding("BR906", what, Span("this machine"), help)])


def _dead(job: Job, code: int) -> Result:
    reason = signal.Signals(-code).name if -code in {*signal.Signals} else f"exit code {code}"
    edition = f"the edition for '{job.edition.audience}'"
    if (limit := addresses()) is not None and limit < CHART_ADDRESSES:
        what = f"the typesetter died on {edition} ({reason}), where it may have {limit // MIB:,} MiB of address space"
        help = f"run `ulimit -v unlimited` before the command; what draws charts reserves {CHART_ADDRESSES // GIB} GiB"
        help += ", and uses next to nothing of it: --memory is the limit of what is used"
        return Result(error=MachineError([Finding("BR906", what, Span("this machine"), help)]))
    what = f"the typesetter died on {edition}, {ATTEMPTS} times ({reason})"
    help = "look for something unusual in its text, pictures or styles: take parts out until it is built"
    help += "; or give it more memory with --memory"
    return _failed(Finding("BR703", what, Span(job.source_map.file), help))


def unexpected(job: Job, bug: Bug) -> Result:
    """The failed edition that an exception amounts to which nobody expected."""
    what = f"a bug in Briefwright stopped the edition for '{job.edition.audience}': {bug.what}"
    help = f"please send the file {keep_words(bug.details)} with a report"
    return Result(error=BugError([Finding("BR705", what, Span(job.source_map.file), help)]))


def _failed(finding: Finding, seconds: float = 0.0) -> Result:
    return Result(report=EditionReport(seconds=seconds), error=RendererError([finding]))


def execute_in_workers(files: Files, task: Task, count: int = 1) -> Executor:
    """Do a task in processes that are started when the first jobs come, and ended with the last."""

    def execute(jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
        with Workers(files, count, Bounds(), task=task) as workers:
            yield from workers.execute(jobs)

    return execute
