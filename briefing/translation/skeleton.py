"""Writes a new file of translations: every text in the order of the brief, with the original above what is missing."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.core.finding import has_errors
from briefing.core.source_map import Key
from briefing.load.yaml.reader import Data, Document
from briefing.load.yaml.text_editing import read_for_editing, value_at
from briefing.load.yaml.text_insertion import STEP, styles_for, type_text, typed_name
from briefing.load.yaml.text_paths import find_path, id_of
from briefing.model.brief import Brief
from briefing.translation.units import Texts, Unit
from briefing.translation.wholes import whole_from

WIDTH = 100
"""The width of texts and comments, in characters."""

PLAIN_CELL = re.compile(r"\d[\d.]*|[A-Za-z]+")
"""A cell that needs no quotation marks."""

MISREAD = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
"""Words that other programs read as something else."""

IN_COPY = "(translate a copy of this file, and write its name here)"

HEAD = """\
# The texts of brief.yaml in '{language}'. Write each translation after its key; the original is above it.
# A text without a translation stops the editions that print it, and no others.
language: {language}
"""


def write_skeleton(texts: Texts, units: Sequence[Unit], given: Mapping[str, str]) -> str:
    """Return the text of a new file with some of the texts, by the names of their units, and keys for the others."""
    leaves: dict[Key, list[Unit]] = {}
    for unit in units:
        path = find_path(texts.base.data, unit.whole or unit.key, Brief)
        leaves.setdefault(path.written, []).append(unit)
    names = {find_path(texts.base.data, key, Brief).written: name for key, name in texts.data_files.items()}
    skeleton = _Skeleton(texts.base.data, leaves, given, names)
    lines = [line for name in texts.base.data for line in skeleton.entry((name,), 0)]
    return HEAD.format(language=texts.language) + "\n".join([*lines, ""])


@dataclass(frozen=True)
class _Skeleton:
    """A file that has the keys of the original that lead to texts."""

    base: dict[str, Data]
    leaves: Mapping[Key, Sequence[Unit]]
    """The texts, by their keys in the file of the original."""
    given: Mapping[str, str]
    data_files: Mapping[Key, str]
    """Files of data, by their keys."""

    def entry(self, key: Key, column: int) -> Iterator[str]:
        """Yield the lines of a key or an item: comments, then its sign with what follows."""
        sign = "-" if isinstance(key[-1], int) else f"{typed_name(key[-1])}:"
        if key in self.leaves:
            yield from self._text(self.leaves[key], sign, column)
        elif key in self.data_files:
            yield f"{' ' * column}# {self.data_files[key]} {IN_COPY}"
            yield f"{' ' * column}{sign}"
        elif self._leads_to_texts(key):
            yield from self._holder(key, sign, column)

    def _leads_to_texts(self, key: Key) -> bool:
        return any(leaf[: len(key)] == key for leaf in self.leaves)

    def _text(self, units: Sequence[Unit], sign: str, column: int) -> Iterator[str]:
        margin = " " * column
        first = units[0]
        original = value_at(self.base, self._whole_key(first))
        if first.whole:
            whole = whole_from(original, first.whole, units, self.given)
            if whole is not None:
                yield f"{margin}{sign}"
                yield from (f"{margin}  {line}" for line in lines_of_whole(whole))
                return
        elif text := self.given.get(first.name):
            yield f"{margin}{sign} {type_value(text, column, column + len(sign))}"
            return
        for line in lines_of_whole(original) if first.whole else _wrapped(first.source):
            yield f"{margin}# {line}".rstrip()
        yield f"{margin}{sign}"

    def _whole_key(self, unit: Unit) -> Key:
        return find_path(self.base, unit.whole or unit.key, Brief).written

    def _holder(self, key: Key, sign: str, column: int) -> Iterator[str]:
        value = value_at(self.base, key)
        if not isinstance(key[-1], int):
            yield f"{' ' * column}{sign}"
        lines = list(self._inside(value, key, column + STEP))
        if not isinstance(key[-1], int):
            yield from lines
            return
        start = next(index for index, line in enumerate(lines) if not line.lstrip().startswith("#"))
        for line in lines[:start]:  # the comments of the first key are above the dash
            yield line[STEP:]
        yield f"{' ' * column}- {lines[start][column + STEP :]}"
        yield from lines[start + 1 :]

    def _inside(self, value: object, key: Key, column: int) -> Iterator[str]:
        if isinstance(value, dict):
            own = value.get("id")
            if isinstance(own, str):
                yield f"{' ' * column}id: {own}"
            for name in value:
                yield from self.entry((*key, name), column)
        elif isinstance(value, list):
            wanted = [index for index in range(len(value)) if self._leads_to_texts((*key, index))]
            for index in range(max(wanted) + 1):
                yield from (
                    self.entry((*key, index), column) if index in wanted else _empty(value[index], column)
                )


def _empty(item: Data, column: int) -> Iterator[str]:
    """Yield the lines of an item without texts, which keeps the places of those after it."""
    margin = " " * column
    if not (own := id_of(item)) or not isinstance(item, dict):
        yield f"{margin}-  # nothing to translate"
    elif "id" in item:
        yield f"{margin}- id: {own}  # nothing to translate"
    else:
        yield f"{margin}- {typed_name(next(iter(item)))}:  # nothing to translate"
        yield f"{margin}    id: {own}"


def _wrapped(text: str) -> Iterator[str]:
    for line in text.rstrip().split("\n"):
        yield from textwrap.wrap(line, WIDTH - 4, break_long_words=False, break_on_hyphens=False) or [""]


def type_value(text: str, parent: int, column: int) -> str:
    """Return a text as the value of a key in a column, in the first style in which it is read as it is.

    Raises ValueError for a text that no file can have.
    """
    second = None
    for style in styles_for(text, is_in_flow=False):
        typed = type_text(text, style, WIDTH, "\n", parent, column)
        document = None if typed is None else read_for_editing(f"{' ' * parent}key: {typed}\n".encode())
        if not isinstance(document, Document) or has_errors(document.findings):
            continue
        value = document.data.get("key")
        if isinstance(value, str) and value.rstrip("\n") == text.rstrip("\n"):
            if typed is not None and not document.findings:
                return typed
            second = second or typed
    if second is None:
        raise ValueError("YAML cannot hold this text")
    return second


def lines_of_whole(value: object) -> Iterator[str]:
    """Yield the lines of a whole value below its key: keywords, terms with their meanings, or rows of cells."""
    items = value if isinstance(value, list) else [value]
    for name, item in value.items() if isinstance(value, dict) else ((None, item) for item in items):
        sign = "-" if name is None else f"{typed_name(name)}:"
        if isinstance(item, list):
            yield f"{sign} [{', '.join(map(_cell, item))}]"
        elif isinstance(item, dict):
            yield sign
            for register, words in item.items():
                typed = type_value(str(words), STEP, STEP + len(register) + 1)
                yield from f"  {register}: {typed}".split("\n")
        else:
            yield from f"{sign} {type_value(str(item or ''), 0, len(sign))}".split("\n")


def _cell(cell: object) -> str:
    """Return a cell as typed between brackets."""
    words = cell if isinstance(cell, str) else ""
    if PLAIN_CELL.fullmatch(words) and words.lower() not in MISREAD:
        return words
    escaped = words.replace("'", "''")
    return f"'{escaped}'"
