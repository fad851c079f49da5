"""CSL-JSON, as reference managers export it → entries, with the fields of a brief.

Python's `json` reads the items. It gives no places of keys, so a pattern finds these.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from briefing.core.finding import Finding
from briefing.core.source_map import Key, Mark, SourceMap
from briefing.load.sources.source_entry import Entry, as_date, as_day, as_name, as_person, as_text, words

TEXTS = {
    "title": "title",
    "container": "container-title",
    "publisher": "publisher",
    "place": "publisher-place",
}
VALUES = {
    "type": "type",
    "volume": "volume",
    "issue": "issue",
    "number": "number",
    "pages": "page",
    "edition": "edition",
    "isbn": "ISBN",
    "url": "URL",
}
ADDRESSES = {"doi": "DOI"}
DATE = "issued"
DAYS = {"accessed": "accessed"}
NAMES = {"author": "author", "editor": "editor"}
"""The fields of a source, and those of CSL."""

RICH_TEXT = re.compile(r"</?(?:i|b|sub|sup|sc|span)(?: [^<>]*)?>")
"""The tags that CSL-JSON allows in a title."""

TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?|[{}\[\]]', re.DOTALL)
"""The tokens that separate the keys of an item from the keys inside its values."""

MAX_DIGITS = 100
LONG_NUMBER = re.compile(rf"[:\[,]\s*-?\d{{{MAX_DIGITS + 1}}}")

MAX_REPORTED = 10
"""The number of items without an id that are reported."""


def read_csl_json(
    source_map: SourceMap, is_cited: Callable[[str], bool]
) -> tuple[list[Entry], list[Finding]]:
    """Return the entries of a CSL-JSON file, and the findings about it. Only cited items are converted."""
    entries: list[Entry] = []
    findings: list[Finding] = []
    try:
        for item, mark in _items(source_map.source):
            fields: dict[str, object] = item if isinstance(item, dict) else {}
            name = _plain(fields.get("id"))
            if not name:
                where = source_map.at(mark.start)
                help = 'add one: {"id": "…", …}'
                findings.append(Finding("BR116", "this CSL-JSON item has no id", where, help))
                if len(findings) == MAX_REPORTED:
                    break
            elif is_cited(name):
                marks = _marks(source_map.source, mark)
                values = dict(_values(fields, marks))
                entries.append(Entry(name, marks, values, (mark.start, mark.end)))
            else:
                entries.append(Entry(name, {(): mark}))
    except json.JSONDecodeError as error:
        what = f"invalid JSON: {error.msg}"
        findings.append(
            Finding("BR116", what, source_map.at(error.pos), "export the file again, or correct it")
        )
    except LongNumberError as error:
        what, help = (
            f"the number has more than {MAX_DIGITS} digits",
            "correct it; if it is text, put it in quotes",
        )
        findings.append(Finding("BR116", what, source_map.at(error.offset), help))
    except RecursionError:
        where = source_map.at(0)
        findings.append(Finding("BR103", "the file is nested too deeply", where, "export it again"))
    return entries, findings


class LongNumberError(Exception):
    """A number is longer than any that is printed; `offset` is its place."""

    def __init__(self, offset: int) -> None:
        self.offset = offset


def _items(source: str) -> Iterator[tuple[object, Mark]]:
    """Return the items of a JSON list with their places. Raises JSONDecodeError, LongNumberError, RecursionError."""
    decoder = json.JSONDecoder(parse_int=_number, parse_float=_number)
    position = _skipped(source, 0, r"\s*")
    if source[position : position + 1] != "[":
        raise json.JSONDecodeError("CSL-JSON is a list: […]", source, position)
    position = _skipped(source, position + 1, r"\s*")
    while source[position : position + 1] != "]":
        try:
            item, end = decoder.raw_decode(source, position)
        except OverflowError:
            number = LONG_NUMBER.search(source, position)
            raise LongNumberError(number.end() - MAX_DIGITS - 1 if number else position) from None
        yield item, Mark(position, end, position, end)
        position = _skipped(source, end, r"\s*,?\s*")


def _number(digits: str) -> str:
    """Return a number as typed: nothing calculates with it. Raises OverflowError if it is too long to print."""
    if len(digits) > MAX_DIGITS:
        raise OverflowError
    return digits


def _marks(source: str, whole: Mark) -> dict[Key, Mark]:
    """Return the places of an item and of its keys, by the fields of a source."""
    tables = (TEXTS, VALUES, ADDRESSES, DAYS, NAMES)
    ours = {DATE: "date", **{theirs: name for table in tables for name, theirs in table.items()}}
    marks: dict[Key, Mark] = {(): whole}
    depth = 0
    for token in TOKEN.finditer(source, whole.start, whole.end):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token.group(), 0)
        if depth == 1 and token[2] and (name := ours.get(token[1])):
            marks[(name,)] = Mark(token.start(), token.end(1) + 1, token.start(), token.end(1) + 1)
    return marks


def _skipped(source: str, position: int, pattern: str) -> int:
    match = re.compile(pattern).match(source, position)
    return match.end() if match else position


def _values(item: dict[str, object], marks: dict[Key, Mark]) -> Iterator[tuple[str, str | list[str]]]:
    tables = ((TEXTS, _text), (VALUES, _plain), (DAYS, _day), (NAMES, _names), (ADDRESSES, _address))
    for table, convert in tables:
        for ours, theirs in table.items():
            if value := convert(item.get(theirs)):
                yield ours, value
    date, said = as_date(_date(item.get(DATE)))
    if date:
        yield "date", date
    elif said:
        marks[("note",)] = marks.get(("date",), marks[()])
        yield "note", as_text(said)


def _text(value: object) -> str:
    return as_text(RICH_TEXT.sub("", _plain(value)))


def _day(value: object) -> str:
    return as_day(_date(value))


def _names(value: object) -> list[str]:
    return [name for name in map(_name, _listed(value)) if name]


def _address(value: object) -> str:
    return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", _plain(value), flags=re.IGNORECASE)


def _plain(value: object) -> str:
    """Return a text, or a number as typed; "" for any other type, which CSL-JSON does not allow here."""
    return words(value) if isinstance(value, str) else ""


def _listed(value: object) -> list[object]:
    """Return a list; a single value, where CSL-JSON expects a list, becomes its only item."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(name: object) -> str:
    if not isinstance(name, dict):
        return as_name(_plain(name))
    if literal := _plain(name.get("literal")):
        return as_name(literal)
    particles = ("dropping-particle", "non-dropping-particle", "family")
    family = " ".join(part for part in (_plain(name.get(key)) for key in particles) if part)
    given = _plain(name.get("given"))
    return (
        as_person(family, given, _plain(name.get("suffix"))) if family and given else as_name(family or given)
    )


def _date(date: object) -> str:
    """Return a date with hyphens between its parts, a period with a slash, or a literal unchanged."""
    if not isinstance(date, dict):
        return _plain(date)
    periods = [filter(None, map(_plain, _listed(period))) for period in _listed(date.get("date-parts"))]
    days = ["-".join(part.zfill(2) for part in period) for period in periods]
    return "/".join(days) or _plain(date.get("raw") or date.get("literal"))
