"""An entry of a file of sources, told in the words of a brief: what the readers of such files give."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefing.core.source_map import Key, Mark
from briefing.load.yaml.pitfalls import UNPRINTABLE

EDGES = " \t.,;©()[]{}?~%"
"""What stands around a date, or behind it in EDTF, where it is not certain."""

MARKDOWN = re.compile(r"[\\`*_\[\]{}<&!]")
"""What a text of one paragraph could take for markup, a fact or a citation."""


@dataclass(frozen=True)
class Entry:
    """One source: its id, where it stands (the way is within the entry), and what it says.

    It has no values where nobody cites it: a library of thousands is not a brief's to mend.
    """

    id: str
    marks: Mapping[Key, Mark]
    values: Mapping[str, Any] | None = None
    extent: tuple[int, int] = (0, 0)
    """Of an entry that has values: the offsets at which it starts and ends."""


def words(text: str) -> str:
    """A text on one line, without characters that no page can hold."""
    return re.sub(r"[ \t\r\n]+", " ", UNPRINTABLE.sub(" ", text)).strip()


def as_text(text: str) -> str:
    """The Markdown that shows exactly these words; straight quotation marks still become the language's."""
    return MARKDOWN.sub(r"\\\g<0>", words(text))


def as_name(literal: str) -> str:
    """A name that must not be split, as a brief writes it."""
    return f"{{{words(literal)}}}" if "," in literal else words(literal)


def as_date(typed: str) -> tuple[str, str]:
    """The date that is typed, and the words that stand there in its place: one of the two is empty.

    Of a period it is the first date, of a season its year (EDTF: ISO 8601-2). What looks like a date is left to the
    model, which tells what is wrong with it; words (`in press`) are nothing that the reader of a library can mend.
    """
    first = next((part for part in re.split(r"\s*/\s*", typed) if part.strip(EDGES)), "")
    date = re.sub(r"(?<=\d\d)[?~%]", "", re.sub(r"(?<=\d)T.*", "", first.strip(EDGES)))
    if year := re.fullmatch(r"(\d{4})(?:\s*[-–—]+\s*\d{4}|-(?:2[1-9]|3\d|4[01])|[a-z])", date):
        return year[1], ""
    return (date, "") if re.fullmatch(r"[0-9-]+", date) else ("", words(typed))


def as_day(typed: str) -> str:
    """The day that is typed, as `as_date` has it; nothing where it is a year, a month or words."""
    date, _ = as_date(typed)
    return "" if re.fullmatch(r"\d{4}(-\d{2})?", date) else date


def as_person(family: str, given: str, suffix: str = "") -> str:
    """A person's name as a brief writes it."""
    return ", ".join(words(part) for part in (family, suffix, given) if part.strip())
