"""The formats of the number of a fact: a small closed set of names, for `format` and for `{id | …}` in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum

POWERS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
"""The formats that print a number with a word, with their powers of ten."""

DECIMALS = re.compile(r"([0-6]) decimals?")

NAMES = (
    *POWERS,
    "round",
    "0 decimals",
    "1 decimal",
    "2 decimals",
    "number",
    "year",
    "short unit",
    "long unit",
    "no unit",
)
"""The names of formats, for suggestions."""

ROUNDED_DIGITS = 2
"""The digits that `round` keeps."""


class UnitForm(StrEnum):
    """The form in which a unit is printed: a symbol (km), a name (kilometres), or none."""

    SHORT = "short unit"
    LONG = "long unit"
    NONE = "no unit"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A number format; None is as the number was written."""

    power: int | None = None
    """The power of ten whose word is printed: 6 for 1.2 million."""
    decimals: int | None = None
    is_rounded: bool | None = None
    is_year: bool | None = None
    """True if a number of four digits is a year, which no language groups."""
    unit: UnitForm | None = None

    def over(self, other: NumberFormat) -> NumberFormat:
        """Return this format, with the values of another one where it has none."""
        values = ((getattr(self, one.name), getattr(other, one.name)) for one in fields(self))
        return NumberFormat(*(beneath if own is None else own for own, beneath in values))

    @property
    def rounds(self) -> bool:
        """True if it may print another value than the exact one."""
        return self.power is not None or self.decimals is not None or bool(self.is_rounded)


class UnknownFormatError(ValueError):
    """A text names a format that does not exist; its argument is that name."""


def read_format(text: str | None) -> NumberFormat:
    """Return the format that a text names, as in `million` or `million, 2 decimals`. Raises UnknownFormatError."""
    found = NumberFormat()
    for piece in (text or "").split(",") if text is not None else ():
        found = _one(" ".join(piece.split()).casefold()).over(found)
    return found


def _one(name: str) -> NumberFormat:
    if name in POWERS:
        return NumberFormat(power=POWERS[name])
    if match := DECIMALS.fullmatch(name):
        return NumberFormat(decimals=int(match[1]))
    if name in set(UnitForm):
        return NumberFormat(unit=UnitForm(name))
    known = {
        "round": NumberFormat(is_rounded=True),
        "number": NumberFormat(is_year=False),
        "year": NumberFormat(is_year=True),
    }
    if name not in known:
        raise UnknownFormatError(name)
    return known[name]
