"""Starts what workers come from as soon as it is clear that something is to build, before the command has loaded."""

from __future__ import annotations

import gc
import importlib
import os


def start_early() -> None:
    """Let the engine be loaded in a process of its own while the command still reads what there is to make.

    Where there are two cores, a cold build of one edition waits for the longer of the two only. The process ends
    with the command.
    """
    if not hasattr(os, "fork"):
        return
    gc.disable()  # the command collects again when all is loaded
    importlib.import_module("briefing.execution.pool")  # with it comes what both need
    from briefing.execution.fork_server import start_as_copy

    start_as_copy()
