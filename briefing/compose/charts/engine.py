"""Vega-Lite → SVG, without the network, in this process or in a fork of it. The only module that imports vl-convert.

The engine contains a JavaScript engine, and a process that has loaded it keeps 80 MiB more as long as it lives. A build
keeps it. A process that lives for hours draws its charts in a fork, which ends as soon as it has no more to draw.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Never

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

IDLE_SECONDS = 0.25
"""The time without work after which a fork ends."""

ATTEMPTS = 3
"""The number of forks that a chart is sent to: one may end just before it arrives."""

PR_SET_PDEATHSIG = 1
"""prctl(2): set the signal that a process receives when its parent ends."""

LAST_DESCRIPTOR = 65_536

Request = tuple[str, str, str, tuple[str, ...]]
"""The arguments of `convert`."""


def convert(spec: str, number_locale: str, time_locale: str, font_folders: Sequence[str]) -> str:
    """Return the SVG text of a specification in JSON, drawn with the fonts in some folders.

    Raises ValueError for an invalid specification.
    """
    request = (spec, number_locale, time_locale, tuple(font_folders))
    return _Fork.convert(request) if _Fork.is_wanted else _convert(request)


@contextmanager
def drawing_apart() -> Iterator[None]:
    """Draw charts in a fork of this process, where the system ends it with this process; else here."""
    before, _Fork.is_wanted = _Fork.is_wanted, sys.platform == "linux"
    try:
        yield
    finally:
        _Fork.is_wanted = before
        _Fork.end()


_registered: set[str] = set()
"""The folders of fonts that the engine in this process knows."""


def register_fonts(folders: Sequence[str]) -> None:
    """Have the engine in this process know the fonts in some folders."""
    import vl_convert

    for folder in folders:
        if folder not in _registered:
            vl_convert.register_font_directory(folder)
            _registered.add(folder)


def _convert(request: Request) -> str:
    import vl_convert

    spec, number_locale, time_locale, folders = request
    register_fonts(folders)
    svg: str = vl_convert.vegalite_to_svg(
        spec,
        allowed_base_urls=[],
        format_locale=json.loads(number_locale),
        time_format_locale=json.loads(time_locale),
    )
    return svg


class _Fork:
    """The fork that draws the charts of this process, if there is one."""

    is_wanted = False
    number = 0
    channel: Connection | None = None

    @classmethod
    def convert(cls, request: Request) -> str:
        for _ in range(ATTEMPTS):
            channel = cls.channel or cls.start()
            try:
                channel.send_bytes(json.dumps(request).encode())
                svg, reason = json.loads(channel.recv_bytes())
            except (EOFError, OSError):
                if code := cls.end():
                    _end_with(code)
                continue
            if reason is not None:
                raise ValueError(reason)
            return str(svg)
        raise ChildProcessError("the charts cannot be drawn in a process of their own")

    @classmethod
    def start(cls) -> Connection:
        from multiprocessing import Pipe

        parent = os.getpid()
        ours, theirs = Pipe()
        cls.number = os.fork()
        if cls.number == 0:
            try:
                _serve(theirs, parent)
            finally:
                os._exit(1)
        theirs.close()
        cls.channel = ours
        return ours

    @classmethod
    def end(cls) -> int:
        """End the fork, and return its exit code; a negative one is the number of a signal."""
        channel, cls.channel = cls.channel, None
        if channel is None:
            return 0
        channel.close()
        return os.waitstatus_to_exitcode(os.waitpid(cls.number, 0)[1])


def _serve(channel: Connection, parent: int) -> Never:
    """Draw charts until there are no more for some time."""
    number = channel.fileno()
    os.closerange(3, number)
    os.closerange(number + 1, LAST_DESCRIPTOR)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    with suppress(EOFError, OSError):
        while os.getppid() == parent and select.select([number], [], [], IDLE_SECONDS)[0]:
            channel.send_bytes(_answer(channel.recv_bytes()))
    os._exit(0)


def _answer(request: bytes) -> bytes:
    """Return the SVG text, or the reason why there is none, as JSON."""
    spec, number_locale, time_locale, folders = json.loads(request)
    try:
        found = _convert((spec, number_locale, time_locale, tuple(folders))), None
    except ValueError as error:
        return json.dumps((None, str(error))).encode()
    return json.dumps(found).encode()


def _end_with(code: int) -> Never:
    """End this process as the fork has ended: had it drawn the chart itself, it would have died of it."""
    if code < 0:
        os.kill(os.getpid(), -code)
    os._exit(code if code > 0 else 1)
