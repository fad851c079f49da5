"""Processes that make editions: each can be ended from outside, may use so much time and memory, and no more.

A document can hang the engine, or kill the process that it runs in; then it is one failed edition, and its name is
known. The pool is pebble's, which ends only the worker that is to blame.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Future, TimeoutError  # noqa: A004  (pebble's own)
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Self

from briefing.build.confine import confine, limit_memory
from briefing.build.early import WARM_UP
from briefing.build.leftovers import held_folder
from briefing.build.made import Handout, Made
from briefing.errors import BriefingError, BugError, MachineError, RendererError, keep_details
from briefing.finding import Finding, Span
from briefing.late import late_modules
from briefing.stages import Job
from briefing.workspace import Files, RefusedError, refused

with late_modules("asyncio", "pebble.asynchronous"):  # 11 ms for a way of working that is none of ours
    from pebble import CONSTS, ProcessExpired, ProcessFuture, ProcessPool

if TYPE_CHECKING:  # with it comes the engine, which only the workers need
    from briefing.typeset.haste import Collector
    from briefing.typeset.layout import Typesetter

ALONE, AMONG_OTHERS = 0.005, 0.02
"""So often the pool looks after its workers, and whether it is to end, in seconds: one is waited for by a person."""

MIB = 1024 * 1024
PR_SET_PDEATHSIG = 1
"""prctl(2): the signal that a process gets when its parent ends."""

ATTEMPTS = 2
"""A worker can be killed by something that has nothing to do with its edition; twice is no accident."""


START_SECONDS = 30
"""The time in which a process has begun to make editions, on a slow machine."""

RENEWALS = 3
"""As often are all processes begun anew, where something outside kills them."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one edition may use: seconds from start to end, and bytes of memory."""

    seconds: float = 60.0
    memory: int = 1536 * MIB


@dataclass(eq=False)
class _Running:
    """An edition on its way: what will come of it, and how often a worker died of it."""

    job: Job
    future: ProcessFuture[Made] | None = None
    deaths: int = 0


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
        CONSTS.sleep_unit = ALONE if count == 1 else AMONG_OTHERS
        setup = (files.root, files.shipped, bounds, self.folder)
        self.new_pool = partial(ProcessPool, count, initializer=_start, initargs=setup, context=context)
        self.pool = self.new_pool()
        self.done: SimpleQueue[tuple[_Running, Future[Made]]] = SimpleQueue()
        """What has come to an end."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pool.stop()  # type: ignore[no-untyped-call]
        self.pool.join()
        self.resources.close()

    def make_all(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Made]]:
        """Make jobs, as many at a time as there are workers, and give what came of each as soon as it is there."""
        running = [_Running(job) for job in jobs]
        for one in running:
            self._start(one)
        open_count, renewals = len(running), 0
        while open_count:
            one, future = self._next_done()
            if future is not one.future:
                continue  # it was begun anew meanwhile
            try:
                made = self._result(one, future)
            except BrokenProcessPool:
                renewals += 1
                if renewals > RENEWALS:
                    raise _no_start() from None
                self._renew(running)
                continue
            if made is None:
                self._start(one)
                continue
            open_count -= 1
            one.future = None
            yield one.job, made

    def _next_done(self) -> tuple[_Running, Future[Made]]:
        """What has come to an end, of which there must be something in the time that one edition has."""
        try:
            return self.done.get(timeout=self.bounds.seconds + START_SECONDS)
        except Empty:
            raise _no_start() from None

    def _renew(self, running: Iterable[_Running]) -> None:
        """New processes where the pool gave up: a worker was killed while none had an edition to be blamed for it."""
        self.pool.stop()  # type: ignore[no-untyped-call]
        self.pool.join()
        self.pool = self.new_pool()
        for one in running:
            future = one.future
            if future and (
                future.cancelled() or isinstance(future.exception(), BrokenProcessPool | CancelledError)
            ):
                self._start(one)

    def _start(self, one: _Running) -> None:
        one.future = self.pool.schedule(
            _make, args=(one.job, self.html, self.handout), timeout=self.bounds.seconds
        )
        one.future.add_done_callback(lambda future: self.done.put((one, future)))

    def _result(self, one: _Running, future: Future[Made]) -> Made | None:
        """What came of an edition; None where it is to be tried again."""
        job = one.job
        try:
            made = future.result()
        except TimeoutError:
            return self._stopped(job)
        except ProcessExpired as death:
            one.deaths += 1
            return _dead(job, death.exitcode or 0) if one.deaths == ATTEMPTS else None
        except CancelledError:
            return _dead(job, 0)
        except BrokenProcessPool:
            raise
        except Exception as error:
            return _unexpected(job, error)
        self.unconfined = self.unconfined or made.unconfined
        return made

    def _stopped(self, job: Job) -> Made:
        what = f"the edition for '{job.edition.audience}' was stopped: it was not ready after {self.bounds.seconds:g} s"
        mend = "look for text, tables or pictures without end; or give it more time with --timeout"
        return _failed(Finding("BR702", what, Span(job.places.file), mend), seconds=self.bounds.seconds)


def _no_start() -> MachineError:
    what = "the processes that make editions end before they have begun"
    mend = "free memory, or allow more processes (`ulimit -u`); `brief doctor` looks at this machine"
    return MachineError([Finding("BR906", what, Span("this machine"), mend)])


def _dead(job: Job, code: int) -> Made:
    reason = signal.Signals(-code).name if -code in {*signal.Signals} else f"exit code {code}"
    what = f"the typesetter died on the edition for '{job.edition.audience}', {ATTEMPTS} times ({reason})"
    mend = "look for something unusual in its text, pictures or styles: take parts out until it is built"
    mend += "; or give it more memory with --memory"
    return _failed(Finding("BR703", what, Span(job.places.file), mend))


def _unexpected(job: Job, error: Exception) -> Made:
    what = f"a bug in Briefwright stopped the edition for '{job.edition.audience}': {type(error).__name__}: {error}"
    mend = f"please send the file {keep_details(error)} with a report"
    return Made(error=BugError([Finding("BR705", what, Span(job.places.file), mend)]))


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
    try:
        from briefing.build.make import make
        from briefing.typeset.haste import Collector, learn_hyphenation
        from briefing.typeset.layout import Typesetter

        if _Worker.typesetter is None:
            learn_hyphenation(job.edition.language)
            _Worker.typesetter = Typesetter(_Worker.files)
            _Worker.collector = Collector()
            limit_memory(_Worker.bounds.memory)
            readable = (_Worker.files.root, _Worker.files.shipped)
            _Worker.unconfined = confine(read=readable, write=(_Worker.folder,))
        with _Worker.collector.at_rest():
            typesetter = _Worker.typesetter
            made = _handed_out(job, typesetter, handout) if handout else make(job, typesetter, html=html)
        return replace(made, unconfined=_Worker.unconfined)
    except BriefingError as error:  # a library is missing
        return Made(error=error)
    except RefusedError as error:
        return Made(error=refused(error))
    except MemoryError:
        megabytes = _Worker.bounds.memory // MIB
        what = f"the edition for '{job.edition.audience}' needs more than {megabytes} MiB of memory"
        mend = "use fewer or smaller pictures and tables; or give it more with --memory"
        return _failed(Finding("BR704", what, Span(job.places.file), mend))
    except Exception as error:
        raise _able_to_travel(error) from error


def _able_to_travel(error: Exception) -> Exception:
    """An error that can be packed and unpacked: one that cannot would end the pool, and every edition with it."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  (our own, made a line above)
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _handed_out(job: Job, typesetter: Typesetter, handout: Handout) -> Made:
    from briefing.build.handout import hand_out  # with it comes what a build has no use for

    return hand_out(job, typesetter.files, handout)
