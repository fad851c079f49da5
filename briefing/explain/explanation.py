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
    path: str = ""
    """The path of its file, if that is not in the workspace and the name does not lead to it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, and the line that decides."""

    why: str
    where: Span | None = None
    path: str = ""
    """The path of its file, as for an assignment."""


@dataclass(frozen=True, slots=True)
class Override:
    """The rule that overrides a declaration, and the stylesheet of the workspace to write it into."""

    file: str
    selector: str
    declaration: str
    first_line: str = ""
    """The line that the file must begin with to keep what is beneath it; empty if it is there already."""

    @property
    def rule(self) -> str:
        """The rule, as it is written."""
        return f"{self.selector} {{ {self.declaration} }}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """The explanation of a key for some editions. If they do not have it, `wins` is None and the reasons say why."""

    key: str
    editions: tuple[Edition, ...]
    wins: Assignment | None
    over: tuple[Assignment, ...] = ()
    """The settings that it overrides, the nearest first."""
    reasons: tuple[Reason, ...] = ()
    override: Override | None = None
    """How to override the declaration that wins; None if it is in the workspace, or no declaration."""


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
