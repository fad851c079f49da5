"""What one edition may use of the machine: time and memory."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one edition may use: seconds from start to end, and bytes of memory."""

    seconds: float = 60.0
    memory: int = 1536 * MIB
