"""The progress of a command: one line at the foot of a terminal, below the lines of the results."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from briefing.cli import console

WIDTH = 24
"""The width of the bar, in characters."""

NAME_WIDTH = 30
"""The width of a name in front of the bar, in characters; a longer one is cut."""

TICK = 1.0
"""Seconds between two updates; a faster edition shows no progress."""


class Progress:
    """The progress line of a command, shown only on a terminal.

    For several editions, it shows the share that is done and the time left. For one edition, it shows the time taken
    and the page that is being laid out; or the name of its brief, if that is given, for what has no layout. A command
    that takes brief by brief names each.
    """

    def __init__(self, total: int, name: str = "") -> None:
        self.total, self.done, self.page, self.name = total, 0, 0, _cut(name)
        self.start = time.monotonic()
        self.is_shown = total > 0 and sys.stderr is not None and sys.stderr.isatty()
        self.watch = self._reach if total == 1 and self.is_shown else None
        """The function to call with each page that is laid out; None if the page is not shown."""
        self._clock = _Clock(self._tick) if self.watch else None

    def __enter__(self) -> Self:
        if self._clock:
            self._clock.start()
        self.advance(by=0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._clock:
            self._clock.stop()
        if self.is_shown:
            console.keep_below("")

    def advance(self, by: int = 1) -> None:
        """Count more editions as done."""
        self.done += by
        if self.is_shown and self.total > 1:
            line = progress_line(self.done, self.total, time.monotonic() - self.start)
            console.keep_below(f"{self.name}  {line}" if self.name else line)

    def _reach(self, page: int) -> None:
        self.page = page

    def _tick(self, seconds: float) -> None:
        """Update the line of a single edition until it is done."""
        if not self.done:
            console.keep_below(pace_line(self.page, seconds, self.name))


class Waiting:
    """The line of a command while it does something whose length is not known: what it does, and the time taken.

    It is shown at once, only on a terminal, and ends before other progress begins.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_shown = sys.stderr is not None and sys.stderr.isatty()
        self._clock: _Clock | None = None

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def begin(self) -> None:
        """Show the line, with a clock that starts now."""
        self.end()
        if self.is_shown:
            self._clock = _Clock(self._tick)
            self._tick(0)
            self._clock.start()

    def end(self) -> None:
        """Remove the line; nothing happens if it is not shown."""
        if self._clock:
            self._clock.stop()
            self._clock = None
            console.keep_below("")

    def _tick(self, seconds: float) -> None:
        console.keep_below(pace_line(0, seconds, self.name))


class _Clock:
    """Calls a function with the seconds since its start, at each tick, until it is stopped."""

    def __init__(self, tick: Callable[[float], None]) -> None:
        self._tick = tick
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        start = time.monotonic()
        while not self._is_over.wait(TICK):
            self._tick(time.monotonic() - start)


def _cut(name: str) -> str:
    """Return a name that leaves space for the rest of the line on a terminal of 80 columns."""
    return name if len(name) <= NAME_WIDTH else f"{name[: NAME_WIDTH - 1]}…"


def pace_line(page: int, seconds: float, name: str = "") -> str:
    """Return the page that is being laid out, or a name, and the time taken.

    Fitting lays out each page several times.
    """
    clock = f"{int(seconds // 60)}:{int(seconds % 60):02}"
    return f"laying out page {page:,}  {clock}" if page else f"{name or 'reading'}  {clock}"


def progress_line(done: int, total: int, seconds: float) -> str:
    """Return a bar, the number of editions, and the time left if the others take as long as those that are done."""
    filled = WIDTH * done // total
    bar = "━" * filled + "·" * (WIDTH - filled)
    if not done:
        return f"{bar}  0/{total}"
    left = round(seconds / done * (total - done))
    hours, minutes = divmod(left // 60, 60)
    clock = f"{hours}:{minutes:02}:{left % 60:02}" if hours else f"{minutes}:{left % 60:02}"
    return f"{bar}  {done}/{total}  {clock} left"
