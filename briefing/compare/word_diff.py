"""Compares two texts word by word: runs of words that are kept, deleted or inserted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

ALIKE = 0.5
"""Texts that share less than this are shown one after the other: mixed, they would be unreadable."""

MAX_STEPS = 4_000_000
"""Limit of the product of both numbers of words; longer texts are not compared word by word."""

ISLAND = 2
"""Up to this many kept words between two changes are shown as changed: a lone `of the` helps nobody."""


@dataclass(frozen=True, slots=True)
class Run:
    """Adjacent words with the same fate."""

    fate: Literal["kept", "del", "ins"]
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step from the old words to the new ones."""

    is_same: bool
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)


def mark_up(before: str, after: str) -> tuple[Run, ...]:
    """Return the runs of a text that has changed, in reading order."""
    old, new = before.split(), after.split()
    if not old or not new or len(old) * len(new) > MAX_STEPS:
        return tuple(_whole(old, new))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return tuple(_whole(old, new))
    steps = [Step(tag == "equal", old[a:b], new[c:d]) for tag, a, b, c, d in matcher.get_opcodes()]
    return tuple(run for step in _without_islands(steps) for run in _runs(step))


def _whole(old: list[str], new: list[str]) -> Iterator[Run]:
    if old:
        yield Run("del", " ".join(old))
    if new:
        yield Run("ins", " ".join(new))


def _without_islands(steps: list[Step]) -> Iterator[Step]:
    """Join changes with almost nothing between them into one."""
    waiting = Step(is_same=False)
    for index, step in enumerate(steps):
        is_island = step.is_same and len(step.old) <= ISLAND and 0 < index < len(steps) - 1
        if step.is_same and not is_island:
            yield waiting
            yield step
            waiting = Step(is_same=False)
        else:
            waiting = Step(False, waiting.old + step.old, waiting.new + step.new)
    yield waiting


def _runs(step: Step) -> Iterator[Run]:
    if step.is_same:
        yield Run("kept", " ".join(step.new))
    else:
        yield from _whole(step.old, step.new)
