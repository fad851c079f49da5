"""Start the fork server as soon as it is clear that there is something to build, before the command is loaded."""

from __future__ import annotations

import gc
import importlib
import os


def start_early() -> None:
    """Load the engine in a separate process while the command still reads the workspace.

    With two cores, a cold build of one edition then takes as long as the slower of the two. The process ends with the
    command.
    """
    if not hasattr(os, "fork"):
        return
    gc.disable()  # the command enables it again once everything is loaded
    from briefing.files.compiled_patterns import patterns_cached

    with patterns_cached("both"):
        importlib.import_module("briefing.execution.pool")  # imports what both processes need
    from briefing.execution.fork_server import start_as_copy

    start_as_copy()
    with patterns_cached("command"):
        importlib.import_module("briefing.pipeline.plan")  # imports what reads content, meanwhile
