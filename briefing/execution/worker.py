"""The inside of a worker process: jobs come in on a socket, and bytes go back on it.

The content of an edition may compromise this process. All it has then is that socket, its own folder for temporary
files, and permission to read the workspace.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from briefing.core.errors import BriefingError, RendererError
from briefing.core.finding import Finding, Span
from briefing.execution import result_codec
from briefing.execution.bounds import MIB, Bounds
from briefing.execution.sandbox import confine, limit_memory
from briefing.execution.shell_limits import addresses
from briefing.files.kept_drawings import DRAWINGS
from briefing.files.workspace import Files, RefusedError, refused
from briefing.pipeline.task import Task
from briefing.results import Result
from briefing.stages import Job

if TYPE_CHECKING:  # imports the engine, which only the workers need
    from briefing.execution.garbage_collection import Collector
    from briefing.typeset.layout import Typesetter

TAKEN, PACE, EARLY, RESULT = b"t", b"p", b"e", b"r"
"""The kinds of messages that go back: an edition is accepted, its pages so far, an early result, its result."""

FRAME, SIZE = struct.Struct("<cQ"), struct.Struct("<Q")
PAGES = struct.Struct("<I")

PACE_SECONDS = 0.2
"""The shortest interval between two progress messages."""


class Channel(Protocol):
    """The worker's end of its connection: a socket, or a pair of pipes."""

    def recv(self, size: int, /) -> bytes:
        """Return at most that many bytes; none if the other end is closed."""

    def sendall(self, content: bytes, /) -> object:
        """Send all of these bytes."""


class _Worker:
    """The state that a worker keeps between editions."""

    bounds: Bounds
    files: Files
    folder: Path
    typesetter: Typesetter | None = None
    collector: Collector | None = None
    unconfined: tuple[str, ...] = ()
    channel: Channel | None = None


def work(channel: Channel) -> None:
    """Do one job after the other until the command ends. The command is trusted, so its messages are unpickled."""
    _settle(*pickle.loads(_received(channel)))  # noqa: S301
    _Worker.channel = channel
    while message := _received(channel):
        channel.sendall(FRAME.pack(TAKEN, 0))
        content = _done(message, channel)
        _send(channel, RESULT, content)
        del content
        if _Worker.collector is not None:
            keeps = _Worker.typesetter is not None and _Worker.typesetter.keeps_layouts
            _Worker.collector.collect(has_replaced=keeps)


def _received(channel: Channel) -> bytes:
    """Return the next message; empty if the command has ended."""
    head = _exactly(channel, SIZE.size)
    return _exactly(channel, SIZE.unpack(head)[0]) if head else b""


def _exactly(channel: Channel, size: int) -> bytes:
    content = bytearray()
    while len(content) < size:
        piece = channel.recv(min(size - len(content), MIB))
        if not piece:
            return b""
        content += piece
    return bytes(content)


def _send(channel: Channel, kind: bytes, content: bytes) -> None:
    channel.sendall(FRAME.pack(kind, len(content)))
    channel.sendall(content)


def _send_early(result: Result) -> None:
    if _Worker.channel is not None:
        _send(_Worker.channel, EARLY, result_codec.pack(result))


def _settle(files: Files, bounds: Bounds, folder: Path, drawings: Path | None) -> None:
    if sys.platform != "win32":
        import resource

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # its memory must not be written to disk
    tempfile.tempdir = os.environ["TMPDIR"] = os.fspath(folder)
    _Worker.bounds, _Worker.folder = bounds, folder
    _Worker.files = files
    DRAWINGS.folder = drawings


def _pace_of(channel: Channel) -> Callable[[int], None]:
    last = 0.0

    def report(pages: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > PACE_SECONDS:
            last = now
            channel.sendall(FRAME.pack(PACE, PAGES.size) + PAGES.pack(pages))

    return report


def _done(message: bytes, channel: Channel) -> bytes:
    """Do the task in a message, and return the bytes of the result or of an unexpected exception."""
    try:
        function, arguments, reports_pace = pickle.loads(message)  # noqa: S301
        with suppress(ImportError, AttributeError):  # without the engine there is no progress to report
            from briefing.typeset.layout_progress import report_pages

            report_pages(_pace_of(channel) if reports_pace else None)
        return result_codec.pack(function(*arguments))
    except Exception as error:  # any exception is one failed edition
        return result_codec.pack_bug(error)


def do_task(job: Job, task: Task) -> Result:
    """Do a task with an edition. The first call confines the process."""
    try:
        from briefing.compose.page import prepare_theme_files
        from briefing.execution.garbage_collection import Collector
        from briefing.typeset.layout import Typesetter
        from briefing.typeset.weasyprint_patches.hyphenation_patterns import load_patterns

        if _Worker.typesetter is None:
            load_patterns(job.edition.language)
            prepare_theme_files(_Worker.files)
            if task.prepare:
                task.prepare()
            _Worker.typesetter = Typesetter(_Worker.files)
            _Worker.collector = Collector()
            limit_memory(_Worker.bounds.memory)
            readable = (*_Worker.files.folders(), DRAWINGS.folder)
            _Worker.unconfined = confine(read=filter(None, readable), write=(_Worker.folder,))
        result = task.run(job, _Worker.typesetter, _send_early)
        drawings = DRAWINGS.take_new() if DRAWINGS.folder else {}
        return replace(result, unconfined=_Worker.unconfined, drawings=drawings)
    except BriefingError as error:  # a library is missing
        return Result(error=error)
    except RefusedError as error:
        return Result(error=refused(error))
    except MemoryError:
        limit = addresses() or _Worker.bounds.memory
        megabytes = min(limit, _Worker.bounds.memory) // MIB
        what = f"the edition for '{job.edition.audience}' needs more than {megabytes} MiB of memory"
        option = "--memory" if limit >= _Worker.bounds.memory else "`ulimit -v`"
        help = f"use fewer or smaller pictures and tables, or allow more memory with {option}"
        return Result(error=RendererError([Finding("BR704", what, Span(job.source_map.file), help)]))
