"""Explanations as values: the setting that wins, the settings that it overrides, and the lines that decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from briefing.core.finding import Span
from briefing.stages import Edition


@dataclass(frozen=True, slots=True)
class Assignment:
    """One setting of a key: its origin, its value and its place. `where` is None for a default."""

    by: str
    value: str
    where: Span | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, and the line that decides."""

    why: str
    where: Span | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The explanation of a key for some editions. If they do not have it, `wins` is None and the reasons say why."""

    key: str
    editions: tuple[Edition, ...]
    wins: Assignment | None
    over: tuple[Assignment, ...] = ()
    """The settings that it overrides, the nearest first."""
    reasons: tuple[Reason, ...] = ()


def merge_equal(explained: Iterable[Explanation]) -> list[Explanation]:
    """Merge explanations that are the same for several editions; all reasons are kept."""
    merged: dict[tuple[object, ...], Explanation] = {}
    for one in explained:
        same = (one.key, one.wins, one.over)
        before = merged.get(same, replace(one, editions=(), reasons=()))
        editions = (*before.editions, *one.editions)
        reasons = tuple(dict.fromkeys((*before.reasons, *one.reasons)))
        merged[same] = replace(one, editions=editions, reasons=reasons)
    return list(merged.values())
