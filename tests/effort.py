"""The work of a function, counted in calls, since times vary."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def calls_of(work: Callable[[], object]) -> int:
    """Return the number of function calls, including functions written in C."""
    count = 0

    def watch(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def growth(work: Callable[[int], Callable[[], object]], size: int, factor: int = 4) -> float:
    """Return the growth of calls relative to the growth of the input; 1 is linear."""
    prepared = [work(size), work(size * factor)]
    for each in prepared:  # do not count what is cached by the first call
        each()
    few, many = (calls_of(each) for each in prepared)
    return many / few / factor
