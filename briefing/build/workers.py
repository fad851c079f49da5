"""Processes that make editions: each can be ended from outside, may use so much time and memory, and no more.

A document can hang the engine, or kill the process that it runs in; then it is one failed edition, and its name is
known. The pool is pebble's, which ends only the worker that is to blame.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, TimeoutError  # noqa: A004  (pebble's own)
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from briefing.build.confine import confine, limit_memory
from briefing.build.early import WARM_UP
from briefing.build.leftovers import held_folder
from briefing.build.made import Handout, Made
from briefing.errors import BriefingError, RendererError
from briefing.finding import Finding, Span
from briefing.stages import Job
from briefing.workspace import Files

if TYPE_CHECKING:  # with it comes the engine, which only the workers need
    from briefing.typeset.haste import Collector
    from briefing.typeset.layout import Typesetter

MIB = 1024 * 1024
PR_SET_PDEATHSIG = 1
"""prctl(2): the signal that a process gets when its parent ends."""

ATTEMPTS = 2
"""A worker can be killed by something that has nothing to do with its edition; twice is no accident."""


RENEWALS = 3
"""As often are all processes begun anew, where something outside kills them."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one edition may use: seconds from start to end, and bytes of memory."""

    seconds: float = 60.0
    memory: int = 1536 * MIB


class Workers:
    """A number of processes that make the editions of one workspace.

    As a context it ends them, and everything that they left in their folder of temporary files.
    """

    def __init__(
        self, files: Files, count: int, bounds: Bounds, *, html: bool = False, handout: Handout | None = None
    ) -> None:
        self.files, self.bounds, self.html = files, bounds, html
        self.handout = handout
        """How editions are handed out that are built; None where they are to be built."""
        self.resources = contextlib.ExitStack()
        self.folder = self.resources.enter_context(held_folder())
        self.unconfined: tuple[str, ...] = ()
        """What the machine cannot keep a worker from, as far as one has told."""
        context = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
        if hasattr(os, "fork"):
            context.set_forkserver_preload([WARM_UP])
        setup = (files.root, files.shipped, bounds, self.folder)
        self.new_pool = partial(ProcessPool, count, initializer=_start, initargs=setup, context=context)
        self.pool = self.new_pool()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pool.stop()  # type: ignore[no-untyped-call]
        self.pool.join()
        self.resources.close()

    def make_all(self, jobs: Iterable[Job]) -> Iterator[Made]:
        """Make jobs, as many at a time as there are workers, and give what came of each in their order."""
        started = deque((job, self._start(job)) for job in jobs)
        renewals = 0
        while started:
            job, future = started[0]
            try:
                made = self._result(job, future)
            except BrokenProcessPool:
                renewals += 1
                if renewals > RENEWALS:
                    raise
                self._renew(started)
                continue
            started.popleft()
            yield made

    def _renew(self, started: deque[tuple[Job, ProcessFuture[Made]]]) -> None:
        """New processes where the pool gave up: a worker was killed while none had an edition to be blamed for it."""
        self.pool.stop()  # type: ignore[no-untyped-call]
        self.pool.join()
        self.pool = self.new_pool()
        for place, (job, future) in enumerate(started):
            if future.cancelled() or isinstance(future.exception(), BrokenProcessPool | CancelledError):
                started[place] = (job, self._start(job))

    def _start(self, job: Job) -> ProcessFuture[Made]:
        future: ProcessFuture[Made] = self.pool.schedule(
            _make, args=(job, self.html, self.handout), timeout=self.bounds.seconds
        )
        return future

    def _result(self, job: Job, future: ProcessFuture[Made]) -> Made:
        for attempt in range(ATTEMPTS):
            try:
                made = future.result()
                self.unconfined = self.unconfined or made.unconfined
                return made
            except TimeoutError:
                return self._stopped(job)
            except ProcessExpired as death:
                if attempt == ATTEMPTS - 1:
                    return _dead(job, death.exitcode or 0)
                future = self._start(job)
            except CancelledError:
                break
        return _dead(job, 0)

    def _stopped(self, job: Job) -> Made:
        what = f"the edition for '{job.edition.audience}' was stopped: it was not ready after {self.bounds.seconds:g} s"
        mend = "look for text, tables or pictures without end; or give it more time with --timeout"
        return _failed(Finding("BR702", what, Span(job.places.file), mend), seconds=self.bounds.seconds)


def _dead(job: Job, code: int) -> Made:
    reason = signal.Signals(-code).name if -code in {*signal.Signals} else f"exit code {code}"
    what = f"the typesetter died on the edition for '{job.edition.audience}', {ATTEMPTS} times ({reason})"
    mend = "look for something unusual in its text, pictures or styles: take parts out until it is built"
    return _failed(Finding("BR703", what, Span(job.places.file), mend))


def _failed(finding: Finding, seconds: float = 0.0) -> Made:
    return Made(error=RendererError([finding]), seconds=seconds)


class _Worker:
    """What a worker keeps from one edition to the next."""

    bounds: Bounds
    files: Files
    folder: Path
    typesetter: Typesetter | None = None
    collector: Collector
    unconfined: tuple[str, ...] = ()


def _start(root: Path, shipped: Path, bounds: Bounds, folder: Path) -> None:
    """The beginning of a worker. It ends with its parent, and leaves it to the parent to be interrupted.

    What native libraries print when they die is not for a person: the parent says which edition it was, and why.
    """
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123  (a descriptor is what is wanted)
        os.dup2(nowhere.fileno(), 2)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        _end_with_parent()
    tempfile.tempdir = os.fspath(folder)
    os.environ["TMPDIR"] = os.fspath(folder)
    _Worker.bounds, _Worker.files, _Worker.folder = bounds, Files(root, shipped), folder


def _end_with_parent() -> None:
    """Ask to be ended with the fork server, and let that one see that the command is gone.

    Every worker holds the end of the pipe by which the fork server knows that somebody still wants it.
    """
    from multiprocessing import forkserver

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined]


def _make(job: Job, html: bool, handout: Handout | None) -> Made:
    from briefing.build.handout import hand_out
    from briefing.build.make import make
    from briefing.typeset.haste import Collector
    from briefing.typeset.layout import Typesetter

    try:
        if _Worker.typesetter is None:
            _Worker.typesetter = Typesetter(_Worker.files)
            _Worker.collector = Collector()
            limit_memory(_Worker.bounds.memory)
            readable = (_Worker.files.root, _Worker.files.shipped)
            _Worker.unconfined = confine(read=readable, write=(_Worker.folder,))
        with _Worker.collector.at_rest():
            wanted = partial(hand_out, files=_Worker.files, how=handout) if handout else None
            made = wanted(job) if wanted else make(job, _Worker.typesetter, html=html)
        return replace(made, unconfined=_Worker.unconfined)
    except BriefingError as error:  # a library is missing
        return Made(error=error)
    except MemoryError:
        megabytes = _Worker.bounds.memory // MIB
        what = f"the edition for '{job.edition.audience}' needs more than {megabytes} MiB of memory"
        return _failed(
            Finding("BR704", what, Span(job.places.file), "use fewer or smaller pictures and tables")
        )
