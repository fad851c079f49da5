"""The columns of the data that a Vega-Lite specification shows, and whether it shows their rows unchanged."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

WORDS = {
    "title",
    "subtitle",
    "text",
    "description",
    "tooltip",
    "href",
    "url",
    "format",
    "labelExpr",
    "usermeta",
}
"""Keys whose texts name no column, or one that a page never shows, as in a tooltip."""

COMPUTED = {"transform", "aggregate", "bin", "timeUnit", "repeat", "impute", "density"}
"""Keys that compute what is drawn. A chart of a mean does not justify attaching the values behind it."""


def fields_of(spec: Mapping[str, object], columns: Collection[str]) -> set[str]:
    """Return the columns that a specification draws, or from which it computes what it draws."""
    texts = set(_texts(spec))
    expressions = [text for text in texts if "datum" in text]
    plain = {re.sub(r"[\\\\\[\]'\"]", "", text) for text in texts}
    return {
        name
        for name in columns
        if name in texts or name in plain or any(_is_in(name, expression) for expression in expressions)
    }


def shows_its_rows(spec: Mapping[str, object]) -> bool:
    """Return whether each mark of a specification is a row of the data, so that the rows may be attached."""
    return not any(name in COMPUTED and value not in ("false", "null", None) for name, value in _pairs(spec))


def _is_in(name: str, expression: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", expression))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name not in WORDS or isinstance(item, Mapping):
                yield from () if name == "tooltip" else _texts(item)
    elif isinstance(value, Iterable):
        for item in value:
            yield from _texts(item)


def _pairs(value: object) -> Iterator[tuple[str, object]]:
    items: object = value.values() if isinstance(value, Mapping) else value
    if isinstance(value, Mapping):
        yield from value.items()
    if not isinstance(value, str) and isinstance(items, Iterable):
        for item in items:
            yield from _pairs(item)
