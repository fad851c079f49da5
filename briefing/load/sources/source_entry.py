"""An entry of a file of sources, with the fields of a brief: the result of the readers of such files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from briefing.core.publication_dates import means_no_date, read_publication_date, status_in, year_in
from briefing.core.source_map import Key, Mark
from briefing.load.sources.rich_text import as_markdown
from briefing.load.yaml.pitfalls import UNPRINTABLE

MARKDOWN = re.compile(r"[\\`*_\[\]{}<&!^~]")
"""The characters that could be read as markup, a fact or a citation."""

SEASON = re.compile(r"(?:spring|summer|autumn|fall|winter|Q[1-4]|[1-4]\. ?quarter),? \d{4}", re.IGNORECASE)
ET_AL = re.compile(r"(?:and |& )?(?:others|et\.? ?al)", re.IGNORECASE)
MORE_AUTHORS = "et al."
"""The last name of a list that is cut short."""

TYPED_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


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
    """Return the Markdown that prints exactly this text; only straight quotation marks are replaced later.

    The marks of `rich_text` become emphasis and scripts.
    """
    return as_markdown(MARKDOWN.sub(r"\\\g<0>", words(text)))


def as_name(literal: str) -> str:
    """Return a name that must not be split, as a brief writes it."""
    name = TYPED_APOSTROPHE.sub("’", words(literal))
    return f"{{{name}}}" if "," in name else name


def values_of_date(typed: str) -> dict[str, str]:
    """Return what the text in place of a date gives: a `date`, a `status` (in press), a `note`, or nothing (n.d.).

    Anything that looks like a date is returned as one: the model reports what is wrong with it.
    """
    if not typed.strip() or means_no_date(typed):
        return {}
    if date := read_publication_date(typed):
        return {"date": date}
    if status := status_in(typed):
        return {"status": status}
    year = year_in(typed)
    return {
        **({"date": year} if year else {}),
        **({} if SEASON.fullmatch(typed.strip()) else {"note": words(typed)}),
    }


def as_day(typed: str) -> str:
    """Return a day or month as the model has it; "" for a year or words, and for a day that may be either of two."""
    date = read_publication_date(typed)
    return "" if re.fullmatch(r"-?\d{4}[~?%]?(?:/.*)?", date) else date.rstrip("~?%")


def is_et_al(name: str) -> bool:
    """Return True for words in place of a name which say that there are more: others, et al."""
    return ET_AL.fullmatch(name.strip(" .,{}")) is not None


def as_person(family: str, given: str, suffix: str = "") -> str:
    """Return a person's name as a brief writes it."""
    parts = (words(part) for part in (family, suffix, given) if part.strip())
    return TYPED_APOSTROPHE.sub("’", ", ".join(parts))
