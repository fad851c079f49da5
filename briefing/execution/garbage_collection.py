"""Control when a worker process collects garbage."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

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

    def collect(self, *, has_replaced: bool = False) -> None:
        """Free what the last edition has left; with `has_replaced`, also what it has replaced, which is older.

        The layout of eight pages that the next version of an edition replaces takes 17 MiB.
        """
        self._count += 1
        gc.collect(2 if has_replaced or self._count % EDITIONS_BETWEEN == 0 else 0)
        return_to_system()


def return_to_system() -> None:
    """Return the free memory of the native libraries to the system: up to 23 MiB after a long edition, in 1 to 5 ms.

    Only glibc keeps it otherwise (malloc_trim(3)).
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


M_ARENA_MAX = -8
"""mallopt(3): the greatest number of heaps that threads have of their own."""


def share_heaps() -> None:
    """Have all threads of this process use one heap: with glibc, each may keep memory that the others could use."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
