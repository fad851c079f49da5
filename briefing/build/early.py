"""Starts what workers come from as soon as it is clear that something is to build, before the command has loaded."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

WARM_UP = "briefing.build.warm"


def start_early() -> None:
    """Let the engine be loaded in a process of its own while the command still reads what there is to make.

    Where there are two cores, a cold build of one edition waits for the longer of the two only. The process ends
    with the command.
    """
    if not hasattr(os, "fork"):
        return
    from multiprocessing import forkserver, resource_tracker

    gc.disable()  # the command collects again when all is loaded
    with _forked_not_spawned():
        resource_tracker.ensure_running()
        importlib.import_module("briefing.build.workers")  # with it comes what both need
        forkserver.set_forkserver_preload([WARM_UP])
        forkserver.ensure_running()


@contextlib.contextmanager
def _forked_not_spawned() -> Iterator[None]:
    """The helpers of multiprocessing are copies of this process, and not new ones that begin with nothing.

    The fork server so has what both need, and shares its memory: 0.9 of that of a build. For Linux, where a process
    that has no threads may be copied without a second thought; elsewhere they begin anew.
    """
    from multiprocessing import util

    spawn: Any = util.spawnv_passfds

    def fork(path: Any, args: Sequence[str], passed: Sequence[int]) -> int:  # noqa: ANN401
        if not args[-1].startswith("from multiprocessing."):
            return int(spawn(path, args, passed))
        process = os.fork()
        if process == 0:
            try:
                _close_all_but(passed)
                exec(args[-1])  # noqa: S102  (what the standard library has written for a new interpreter)
            finally:
                os._exit(0)
        return process

    if sys.platform == "linux":
        util.spawnv_passfds = fork  # type: ignore[assignment]
    try:
        yield
    finally:
        util.spawnv_passfds = spawn


def _close_all_but(kept: Sequence[int]) -> None:
    """Keep these files open, and the standard ones."""
    start = 3
    for descriptor in sorted(kept):
        os.closerange(start, descriptor)
        start = descriptor + 1
    os.closerange(start, 65_536)
