"""The texts that are handed over to a translator, each with its notes and the state of its translation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from briefing.rules.content.outdated_variants import mark_of
from briefing.translation.units import Texts, Unit

NAME_TOKEN = re.compile(r"[A-Za-z0-9._:-]+")


class State(Enum):
    """The state of a translation when it is handed over."""

    MISSING = "missing"
    OUTDATED = "outdated"
    """The original has changed since it was translated."""
    TRANSLATED = "translated"


@dataclass(frozen=True, slots=True)
class Segment:
    """One text of a hand-over."""

    unit: Unit
    state: State
    notes: Sequence[str]
    earlier: str = ""
    """The original that an outdated translation was written for, if it is known."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """The texts that a file for translators has."""

    texts: Texts
    segments: tuple[Segment, ...]

    @property
    def counts(self) -> Mapping[State, int]:
        """The number of texts in each state."""
        return {state: sum(one.state is state for one in self.segments) for state in State}


def id_of(name: str) -> str:
    """Return the id of a unit: its name or, as XML allows no spaces and the like in ids, a digest of it."""
    return name if NAME_TOKEN.fullmatch(name) else f"k-{mark_of(name)}"
