"""What an explanation is, as values: what wins, what it won over, and the lines that decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from briefing.core.finding import Span
from briefing.stages import Edition


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that says what stands under a key: who says it, what, and where; `where` is None of a default."""

    by: str
    value: str
    where: Span | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it is so, and the line that decides."""

    why: str
    where: Span | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What some editions have under a key. `wins` is None where they do not have it: the reasons say why."""

    key: str
    editions: tuple[Edition, ...]
    wins: Said | None
    over: tuple[Said, ...] = ()
    """What it won over, the nearest first."""
    reasons: tuple[Reason, ...] = ()


def together(explained: Iterable[Explanation]) -> list[Explanation]:
    """Explanations that say the same of several editions as one; their reasons are all kept."""
    merged: dict[tuple[object, ...], Explanation] = {}
    for one in explained:
        same = (one.key, one.wins, one.over)
        before = merged.get(same, replace(one, editions=(), reasons=()))
        editions = (*before.editions, *one.editions)
        reasons = tuple(dict.fromkeys((*before.reasons, *one.reasons)))
        merged[same] = replace(one, editions=editions, reasons=reasons)
    return list(merged.values())
