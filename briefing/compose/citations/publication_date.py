"""The date of a source as a style prints it: a day, or words for what a style has no form for.

Words are an approximate or uncertain year, a period of years, a year BCE, and the status of a work without a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from briefing.model.content import Source

Term = Callable[[str, str], str]
"""Returns a term of CSL in a form, `long` or `short`, in the language of the edition."""

YEAR = re.compile(r"(?P<sign>-?)(?P<number>\d{4})(?P<doubt>[~?%]?)")
ABOUT, UNCERTAIN = "~%", "?%"
FIRST_YEAR_WITHOUT_ERA = 1000
BEFORE, AFTER = "bc", "ad"
ENGLISH_ERAS = {"BC": "BCE", "AD": "CE"}
"""The eras of CSL in English, and those that are neutral."""


@dataclass(frozen=True)
class PublicationDate:
    """A date of publication: a day, month or year in ISO 8601, or words."""

    day: str = ""
    words: str = ""

    @classmethod
    def of(cls, source: Source, term: Term) -> PublicationDate | None:
        """Return the date of a source, None if it has none; `term` returns the terms of CSL in the language."""
        if source.date is None:
            status = source.status or ""
            return cls(words=term(status.lower(), "long") or status) if status else None
        typed = source.date
        if re.fullmatch(r"[1-9]\d{3}(?:-\d{2}){0,2}", typed):
            return cls(day=typed)
        if re.fullmatch(r"\d{4}(?:-\d{2}){1,2}[~?%]?", typed):
            typed = typed[:4] + (typed[-1] if typed[-1] in "~?%" else "")
        return cls(words=_words(typed, term))


def _words(typed: str, term: Term) -> str:
    first, slash, last = typed.partition("/")
    years = [YEAR.fullmatch(one) for one in (first, last) if one]
    found = [year for year in years if year]
    signs = "".join(year["doubt"] for year in found)
    eras = [_era(year) for year in found]
    is_one_era = len(set(eras)) == 1
    numbers = [
        str(int(year["number"])) + ("" if is_one_era else _era_words(era, term))
        for year, era in zip(found, eras, strict=True)
    ]
    printed = "–".join([*numbers, *([""] if slash and not last else [])])
    era = _era_words(eras[0], term) if is_one_era else ""
    before = (
        f"{term('circa', 'short') or term('circa', 'long')}\u00a0"
        if any(sign in ABOUT for sign in signs)
        else ""
    )
    after = "?" if any(sign in UNCERTAIN for sign in signs) else ""
    return f"{before}{printed}{era}{after}"


def _era(year: re.Match[str]) -> str:
    if year["sign"]:
        return BEFORE
    return AFTER if int(year["number"]) < FIRST_YEAR_WITHOUT_ERA else ""


def _era_words(era: str, term: Term) -> str:
    words = term(era, "long").strip() if era else ""
    return f"\u00a0{ENGLISH_ERAS.get(words, words)}" if words else ""
