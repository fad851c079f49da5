"""An entry of a file of sources, with the fields of a brief: the result of the readers of such files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from briefing.core.source_map import Key, Mark
from briefing.load.yaml.pitfalls import UNPRINTABLE

EDGES = " \t.,;©()[]{}?~%"
"""The characters around a date; in EDTF, those after it mark it as uncertain."""

MARKDOWN = re.compile(r"[\\`*_\[\]{}<&!]")
"""The characters that could be read as markup, a fact or a citation."""


@dataclass(frozen=True)
class Entry:
    """One source: its id, the places of its keys (within the entry), and its values.

    An uncited source has no values: the errors of a library are not those of the brief.
    """

    id: str
    marks: Mapping[Key, Mark]
    values: Mapping[str, str | list[str]] | None = None
    extent: tuple[int, int] = (0, 0)
    """The offsets at which an entry with values starts and ends."""


def words(text: str) -> str:
    """Return a text on one line, without unprintable characters."""
    return re.sub(r"[ \t\r\n]+", " ", UNPRINTABLE.sub(" ", text)).strip()


def as_text(text: str) -> str:
    """Return the Markdown that prints exactly this text; only straight quotation marks are replaced later."""
    return MARKDOWN.sub(r"\\\g<0>", words(text))


def as_name(literal: str) -> str:
    """Return a name that must not be split, as a brief writes it."""
    return f"{{{words(literal)}}}" if "," in literal else words(literal)


def as_date(typed: str) -> tuple[str, str]:
    """Return a date and "", or "" and the words that were typed instead of a date (`in press`).

    A period becomes its first date, a season its year (EDTF: ISO 8601-2).
    Anything that looks like a date is returned as one: the model reports what is wrong with it.
    """
    first = next((part for part in re.split(r"\s*/\s*", typed) if part.strip(EDGES)), "")
    date = re.sub(r"(?<=\d\d)[?~%]", "", re.sub(r"(?<=\d)T.*", "", first.strip(EDGES)))
    if year := re.fullmatch(r"(\d{4})(?:\s*[-–—]+\s*\d{4}|-(?:2[1-9]|3\d|4[01])|[a-z])", date):
        return year[1], ""
    return (date, "") if re.fullmatch(r"[0-9-]+", date) else ("", words(typed))


def as_day(typed: str) -> str:
    """Return a day as `as_date` does; "" for a year, a month or words."""
    date, _ = as_date(typed)
    return "" if re.fullmatch(r"\d{4}(-\d{2})?", date) else date


def as_person(family: str, given: str, suffix: str = "") -> str:
    """Return a person's name as a brief writes it."""
    return ", ".join(words(part) for part in (family, suffix, given) if part.strip())
