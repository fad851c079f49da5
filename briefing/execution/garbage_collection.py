"""Control when a worker process collects garbage."""

from __future__ import annotations

import gc

EDITIONS_BETWEEN = 10
"""The number of editions between two collections of all reference cycles; the others are of young objects only."""


class Collector:
    """Turns the automatic collection off, and collects while the process waits for its next job.

    An edition leaves up to half a million objects, which take 30 to 400 ms to free. The command has its result by
    then, and after the last edition it ends the process without waiting.
    """

    def __init__(self) -> None:
        self._count = 0
        gc.freeze()  # modules are never freed: examining them takes time, and copies their memory after a fork
        gc.disable()

    def collect(self) -> None:
        """Free what the last edition has left."""
        self._count += 1
        gc.collect(2 if self._count % EDITIONS_BETWEEN == 0 else 0)
