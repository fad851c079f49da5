"""How far a build is: one line at the foot of a terminal, which the lines of the results push down."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from briefing.cli import console

WIDTH = 24
"""Of the bar, in characters."""


class Progress:
    """The share of editions that are made, and the time that the others will take; nothing but on a terminal."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0
        self.start = time.monotonic()
        self.is_shown = total > 1 and sys.stderr.isatty()

    def __enter__(self) -> Self:
        self.advance(by=0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.is_shown:
            console.keep_below("")

    def advance(self, by: int = 1) -> None:
        """Tell that so many more are made."""
        self.done += by
        if self.is_shown:
            console.keep_below(progress_line(self.done, self.total, time.monotonic() - self.start))


def progress_line(done: int, total: int, seconds: float) -> str:
    """A bar, the number of editions, and the time left if the others take as long as those that were made."""
    filled = WIDTH * done // total
    bar = "━" * filled + "·" * (WIDTH - filled)
    if not done:
        return f"{bar}  0/{total}"
    left = round(seconds / done * (total - done))
    hours, minutes = divmod(left // 60, 60)
    clock = f"{hours}:{minutes:02}:{left % 60:02}" if hours else f"{minutes}:{left % 60:02}"
    return f"{bar}  {done}/{total}  {clock} left"
