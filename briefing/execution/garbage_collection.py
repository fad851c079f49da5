"""Control when a worker process collects garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

EDITIONS_BETWEEN = 10
"""The number of editions between two collections of reference cycles: a few MiB each."""


class Collector:
    """Pauses the garbage collector while an edition is made, which then takes 0.95 of the time."""

    def __init__(self) -> None:
        self._count = 0
        gc.freeze()  # modules are never freed: examining them takes time, and copies their memory after a fork

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Pause the collector within this context; every few times, collect first."""
        if self._count % EDITIONS_BETWEEN == EDITIONS_BETWEEN - 1:
            gc.collect()
        self._count += 1
        gc.disable()
        try:
            yield
        finally:
            gc.enable()
