"""How much work something takes: counted, for a clock says something else each time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def calls_of(work: Callable[[], object]) -> int:
    """The number of functions that are called, those written in C with them."""
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
    """How many times as many calls it takes for each of so many times as many things: 1 is a straight line."""
    prepared = [work(size), work(size * factor)]
    for each in prepared:  # what is kept between times is not counted
        each()
    few, many = (calls_of(each) for each in prepared)
    return many / few / factor
