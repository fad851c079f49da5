"""Starts what workers come from as soon as it is clear that something is to build, before the command has loaded."""

from __future__ import annotations

import os

WARM_UP = "briefing.build.warm"


def start_early() -> None:
    """Let the engine be loaded in a process of its own while the command still reads what there is to make.

    Where there are two cores, a cold build of one edition waits for the longer of the two only. The process ends
    with the command.
    """
    if hasattr(os, "fork"):
        from multiprocessing import forkserver

        forkserver.set_forkserver_preload([WARM_UP])
        forkserver.ensure_running()
