"""A kind of text that would be printed as typed: how it is recognised, and what to type instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from briefing.core.finding import Severity
from briefing.load.validation.literal_text.written import Written

SHOWN = 40
"""The number of characters of a text that a message shows."""

Help = str | Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Literal:
    """A piece of a text that would be printed as typed, and what to type instead."""

    code: str
    start: int
    end: int
    what: str
    help: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of literal text.

    `triggers` are characters without which the text cannot have it: looking for them is cheap.
    `is_masked` is False if escapes are part of it. `not_quoted` leaves out someone else's words.
    """

    code: str
    triggers: str | tuple[str, ...]
    pattern: re.Pattern[str]
    what: str
    """The message; `{}` is the text as typed."""
    help: Help
    severity: Severity = Severity.ERROR
    is_masked: bool = True
    not_quoted: bool = False
    is_meant: Callable[[re.Match[str]], bool] = lambda _: False
    """Return True for a match that is meant as text."""

    def find(self, text: Written) -> Iterator[Literal]:
        """Yield each place where a text has it."""
        searched = text.masked if self.is_masked else text.visible
        triggers = (self.triggers,) if isinstance(self.triggers, str) else self.triggers
        if not any(trigger in searched for trigger in triggers):
            return
        for match in self.pattern.finditer(searched):
            if self.is_meant(match) or (self.not_quoted and text.is_quoted(match.start())):
                continue
            help = self.help if isinstance(self.help, str) else self.help(match)
            typed = text.typed[match.start() : match.end()]
            what = self.what.format(shorten(typed))
            yield Literal(self.code, match.start(), match.end(), what, help, self.severity)


def find_kinds(kinds: Sequence[Kind], text: Written) -> Iterator[Literal]:
    """Yield what a text has of several kinds; a place that one kind has is not reported by a later one."""
    taken: list[tuple[int, int]] = []
    for kind in kinds:
        for found in kind.find(text):
            if all(found.end <= start or end <= found.start for start, end in taken):
                taken.append((found.start, found.end))
                yield found


def shorten(typed: str) -> str:
    """Return a piece of text for a message, on one line."""
    line = " ".join(typed.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}…"
