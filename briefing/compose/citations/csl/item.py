"""A source as a style sees it: its variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.compose.citations.csl.names import Name

DATE = re.compile(r"(-?\d+)(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True)
class PartialDate:
    """A year, a month or a day. Years before our era are negative."""

    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class Item:
    """A source with its CSL variables, or as a text cites it, with a locator."""

    type: str
    texts: Mapping[str, str]
    names: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    dates: Mapping[str, PartialDate | str] = field(default_factory=dict)
    is_english: bool = True

    def has(self, variable: str) -> bool:
        """Return True if the source has a variable."""
        return bool(self.texts.get(variable) or self.names.get(variable) or variable in self.dates)


def read_date(typed: str) -> PartialDate | None:
    """Return a date as the model has checked it: `2022`, `2022-05`, `2022-05-03`."""
    found = DATE.fullmatch(typed)
    if found is None:
        return None
    year, month, day = (None if part is None else int(part) for part in found.groups())
    return PartialDate(year or 0, month, day)
