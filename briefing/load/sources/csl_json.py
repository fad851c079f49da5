"""CSL-JSON, as reference managers export it → entries, with the fields of a brief.

Python's `json` reads the items. It gives no places of keys, so a pattern finds these.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from briefing.core.dois import bare_doi
from briefing.core.finding import Finding
from briefing.core.source_map import Key, Mark, SourceMap
from briefing.load.sources.addresses import complete_address
from briefing.load.sources.bibtex_values import UnreadableValueError
from briefing.load.sources.languages import language_tag
from briefing.load.sources.rich_text import mark_html, unmarked
from briefing.load.sources.source_entry import (
    MORE_AUTHORS,
    Entry,
    as_day,
    as_name,
    as_person,
    as_text,
    is_et_al,
    values_of_date,
    words,
)

TEXTS = {
    "title": "title",
    "container": "container-title",
    "series": "collection-title",
    "publisher": "publisher",
    "place": "publisher-place",
}
VALUES = {
    "type": "type",
    "genre": "genre",
    "volume": "volume",
    "issue": "issue",
    "number": "number",
    "pages": "page",
    "edition": "edition",
    "isbn": "ISBN",
}
ADDRESSES = {"url": "URL"}
DOIS = {"doi": "DOI"}
DATE = "issued"
DAYS = {"accessed": "accessed"}
LANGUAGES = {"language": "language"}
NAMES = {"author": "author", "editor": "editor", "translator": "translator"}
"""The fields of a source, and those of CSL."""

INSTEAD = {"number": "collection-number"}
"""The field that is read where one is missing: a book in a series has its number there."""

TYPES = {
    "book-chapter": "chapter",
    "book-section": "chapter",
    "conference-paper": "paper-conference",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal-article": "article-journal",
    "monograph": "book",
    "posted-content": "article",
    "proceedings": "book",
    "proceedings-article": "paper-conference",
    "reference-book": "book",
    "reference-entry": "entry",
    "report-component": "report",
    "other": "document",
    "web-page": "webpage",
}
"""The CSL type for the types of Crossref, and of programs that write these."""

TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?|[{}\[\]]', re.DOTALL)
"""The tokens that separate the keys of an item from the keys inside its values."""

LATEX = re.compile(r"\\[A-Za-z]+\s*\{|\$[^$]*[\\^_{][^$]*\$")
"""A command or a formula: Crossref and converters leave those of the publisher in titles."""

DISPLAYED = re.compile(r"\$\$([^$]*)\$\$")
"""A formula that LaTeX displays on a line of its own, as Springer writes them in titles."""

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
                values = dict(_values(fields, marks, findings, source_map))
                entries.append(Entry(name, marks, values, (mark.start, mark.end)))
            else:
                entries.append(Entry(name, {(): mark}))
    except json.JSONDecodeError as error:
        what = f"invalid JSON: {error.msg}"
        findings.append(
            Finding(
                "BR116", what, source_map.at(error.pos), "export the file again as CSL-JSON, or correct it"
            )
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
    if source[position : position + 1] == "{":
        item, end = _decoded(decoder, source, position)
        if not isinstance(item, dict) or not ({"id", "title", "DOI"} & item.keys()):
            raise json.JSONDecodeError(_other_json(item), source, position)
        yield item, Mark(position, end, position, end)
        return
    if source[position : position + 1] != "[":
        raise json.JSONDecodeError("CSL-JSON is a list: […]", source, position)
    position = _skipped(source, position + 1, r"\s*")
    while source[position : position + 1] != "]":
        item, end = _decoded(decoder, source, position)
        yield item, Mark(position, end, position, end)
        position = _skipped(source, end, r"\s*,?\s*")


def _decoded(decoder: json.JSONDecoder, source: str, position: int) -> tuple[object, int]:
    try:
        return decoder.raw_decode(source, position)
    except OverflowError:
        number = LONG_NUMBER.search(source, position)
        raise LongNumberError(number.end() - MAX_DIGITS - 1 if number else position) from None


def _other_json(item: object) -> str:
    """Return what is wrong with an object in place of a list: exports of Zotero and Crossref that are not CSL-JSON."""
    is_other = isinstance(item, dict) and {"items", "message", "config"} & item.keys()
    return "this is another kind of JSON than CSL-JSON" if is_other else "CSL-JSON is a list: […]"


def _number(digits: str) -> str:
    """Return a number as typed: nothing calculates with it. Raises OverflowError if it is too long to print."""
    if len(digits) > MAX_DIGITS:
        raise OverflowError
    return digits


def _marks(source: str, whole: Mark) -> dict[Key, Mark]:
    """Return the places of an item and of its keys, by the fields of a source."""
    tables = (TEXTS, VALUES, ADDRESSES, DOIS, DAYS, NAMES, LANGUAGES)
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


def _values(
    item: dict[str, object], marks: dict[Key, Mark], findings: list[Finding], source_map: SourceMap
) -> Iterator[tuple[str, str | list[str]]]:
    tables = (
        (TEXTS, _text),
        (VALUES, _plain),
        (DAYS, _day),
        (NAMES, _names),
        (ADDRESSES, _address),
        (DOIS, _doi),
        (LANGUAGES, lambda value: language_tag(_plain(value))),
    )
    for table, convert in tables:
        for ours, theirs in table.items():
            try:
                value = convert(item.get(theirs) or item.get(INSTEAD.get(theirs, "")))
            except UnreadableValueError as error:
                where = source_map.span(marks.get((ours,), marks[()]))
                findings.append(Finding("BR116", error.what, where, error.help))
                value = "?"
            if value:
                yield ours, TYPES.get(str(value), value) if ours == "type" else value
    found = values_of_date(_date(item.get(DATE)))
    if status := _plain(item.get("status")):
        found.setdefault("status", status)
    if "note" in found:
        marks[("note",)] = marks.get(("date",), marks[()])
        found["note"] = as_text(found["note"])
    yield from found.items()


def _text(value: object) -> str:
    typed = _typed(value)
    if LATEX.search(typed):
        from briefing.load.sources.latex import decode_latex

        typed = decode_latex(DISPLAYED.sub(r"$\1$", typed))
    return as_text(mark_html(typed))


def _day(value: object) -> str:
    return as_day(_date(value))


def _names(value: object) -> list[str]:
    return [name for name in map(_name, _listed(value)) if name]


def _address(value: object) -> str:
    return complete_address(_plain(value))


def _doi(value: object) -> str:
    return bare_doi(_plain(value))


def _plain(value: object) -> str:
    """Return a text, or a number as typed; "" for any other type, which CSL-JSON does not allow here."""
    return unmarked(mark_html(_typed(value)))


def _typed(value: object) -> str:
    """Return a text with its HTML; Crossref puts some into a list, the full form first."""
    if isinstance(value, list) and value:
        value = value[0]
    return words(value) if isinstance(value, str) else ""


def _listed(value: object) -> list[object]:
    """Return a list; a single value, where CSL-JSON expects a list, becomes its only item."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(name: object) -> str:
    if not isinstance(name, dict):
        return MORE_AUTHORS if is_et_al(_plain(name)) else as_name(_plain(name))
    if literal := _plain(name.get("literal") or name.get("name")):
        return MORE_AUTHORS if is_et_al(literal) else as_name(literal)
    family, given = (
        " ".join(part for part in (_plain(name.get(key)) for key in keys) if part)
        for keys in (("non-dropping-particle", "family"), ("given", "dropping-particle"))
    )
    if is_et_al(family) and not given:
        return MORE_AUTHORS
    return (
        as_person(family, given, _plain(name.get("suffix"))) if family and given else as_name(family or given)
    )


def _date(date: object) -> str:
    """Return a date with hyphens between its parts, a period with a slash, or a literal unchanged."""
    if not isinstance(date, dict):
        return _plain(date)
    periods = [_parts(period) for period in _listed(date.get("date-parts"))]
    days = "/".join("-".join(period) for period in periods if period)
    is_about = date.get("circa") not in (None, False, "", "0", "false")
    return f"{days}{'~' if is_about else ''}" if days else _plain(date.get("raw") or date.get("literal"))


def _parts(period: object) -> list[str]:
    """Return the year, month and day of a date; a year has four digits."""
    parts = list(filter(None, map(_plain, _listed(period))))
    if not parts or not re.fullmatch(r"-\d{1,4}|\d{3,4}", parts[0]):
        return [part.zfill(2) for part in parts]
    sign = "-" if parts[0].startswith("-") else ""
    return [f"{sign}{parts[0].removeprefix('-').zfill(4)}", *(part.zfill(2) for part in parts[1:])]
