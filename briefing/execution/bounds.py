"""The limits on the time and memory that one edition may use."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of one edition: seconds from start to end, and bytes of memory."""

    seconds: float = 60.0
    memory: int = 1536 * MIB
