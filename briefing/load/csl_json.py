"""CSL-JSON, as reference managers export it → entries: its fields under a brief's names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from briefing.finding import Finding
from briefing.load.entry import Entry, as_name, as_person, as_text, words
from briefing.places import Mark, Places

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
DATES = {"date": "issued", "accessed": "accessed"}
NAMES = {"author": "author", "editor": "editor"}
"""The names of our fields, and those of CSL."""

RICH_TEXT = re.compile(r"</?(?:i|b|sub|sup|sc|span)(?: [^<>]*)?>")
"""The tags that CSL-JSON allows in a title."""


def read_csl_json(places: Places, is_cited: Callable[[str], bool]) -> tuple[list[Entry], list[Finding]]:
    """The entries of a CSL-JSON file, and what cannot be read of it. Only what is cited is converted."""
    entries: list[Entry] = []
    findings: list[Finding] = []
    try:
        for item, mark in _items(places.source):
            where = places.at(mark.start)
            if not isinstance(item, dict) or "id" not in item:
                findings.append(
                    Finding("BR116", "this item of CSL-JSON has no id", where, 'give it one: {"id": "…", …}')
                )
                continue
            name = words(str(item["id"]))
            entries.append(Entry(name, {(): mark}, dict(_values(item)) if is_cited(name) else None))
    except json.JSONDecodeError as error:
        what = f"the file is not JSON here: {error.msg}"
        findings.append(Finding("BR116", what, places.at(error.pos), "export it anew, or mend it"))
    except RecursionError:
        where = places.at(0)
        findings.append(Finding("BR103", "the file is nested too deeply", where, "export it anew"))
    return entries, findings


def _items(source: str) -> Iterator[tuple[Any, Mark]]:
    """The items of a JSON list, each with its place. Raises JSONDecodeError."""
    decoder = json.JSONDecoder()
    position = _skipped(source, 0, r"\s*")
    if source[position : position + 1] != "[":
        raise json.JSONDecodeError("CSL-JSON is a list: […]", source, position)
    position = _skipped(source, position + 1, r"\s*")
    while source[position : position + 1] != "]":
        item, end = decoder.raw_decode(source, position)
        yield item, Mark(position, end, position, end)
        position = _skipped(source, end, r"\s*,?\s*")


def _skipped(source: str, position: int, pattern: str) -> int:
    match = re.compile(pattern).match(source, position)
    return match.end() if match else position


def _values(item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for ours, theirs in TEXTS.items():
        if text := _plain(item.get(theirs)):
            yield ours, as_text(RICH_TEXT.sub("", text))
    for ours, theirs in VALUES.items():
        if text := _plain(item.get(theirs)):
            yield ours, text
    for ours, theirs in DATES.items():
        if date := _date(item.get(theirs)):
            yield ours, date
    for ours, theirs in NAMES.items():
        if names := [name for name in map(_name, _listed(item.get(theirs))) if name]:
            yield ours, names
    if doi := _plain(item.get("DOI")):
        yield "doi", re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", doi, flags=re.IGNORECASE)


def _plain(value: Any) -> str:  # noqa: ANN401
    """A text or a number as text; what CSL-JSON does not have here is told as it stands by the model."""
    return "" if value is None else words(str(value))


def _listed(value: Any) -> list[Any]:  # noqa: ANN401
    """A list as it is; what stands where CSL-JSON wants a list, as its only item."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(name: Any) -> str:  # noqa: ANN401
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


def _date(date: Any) -> str:  # noqa: ANN401
    """The parts of a date with hyphens between them, of a period with a slash; a literal as it stands."""
    if not isinstance(date, dict):
        return _plain(date)
    periods = [filter(None, map(_plain, _listed(period))) for period in _listed(date.get("date-parts"))]
    days = ["-".join(part.zfill(2) for part in period) for period in periods]
    return "/".join(days) or _plain(date.get("raw") or date.get("literal"))
