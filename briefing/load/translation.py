"""A file in another language: its texts replace those of the file that it translates, the base.

A key replaces the same key, an item with an `id` the item with that id, any other item the one at its position. A key
or an item without a value is a text that is not translated yet.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from briefing.core.finding import Finding, Severity, Span, suggest
from briefing.core.source_map import Key, Mark, SourceMap, moved
from briefing.load.yaml.annotations import model_at
from briefing.load.yaml.reader import Data, Document
from briefing.load.yaml.text_paths import id_of
from briefing.markdown.grammar import CITATION, FACT
from briefing.model.base import Model
from briefing.model.blocks import OwnBlock, Tabular
from briefing.model.custom import FieldValue
from briefing.model.text import Line, Prose, Register, Worded
from briefing.model.traversal import walk

REGISTERS = tuple(register.value for register in Register)

WHOLE = ("keywords", "glossary", "data")
"""Keys whose whole value is replaced: catalogue keywords, terms in alphabetical order, cells."""

ADDED = ("language", "audiences")
"""Keys that a translation may add; it may, for example, be longer than the base and need more pages."""

COLUMNS = ("columns", "series")
"""Keys by which a table or a chart renames the columns of its data."""

ACCEPT = "accept"
"""The key for findings that are accepted in the translation only; the base accepts those of both."""

OPTIONAL = (
    ("sources",),
    ("authors",),
    ("licence",),
    ("audiences",),
    ("cite_as",),
    ("supersedes",),
    ("publisher", "name"),
    ("partners", "name"),
)
"""The keys of names and published titles, whose translation is optional."""

IN_WORDS = (("authors", "bio"),)
"""The keys of texts among them that must be translated."""

EMPTY = "[empty]"
"""The last part of the key under which a source map has the place of a key without a value."""

WRITTEN_OUT = ("views", "maps")
"""The disclaimers whose texts are labels, and so translated already."""


def lay_over(base: Document, translation: Document, model: type[Model]) -> Document:
    """Return the base with the texts of its translation.

    A text that the base does not have (BR322) and a variant that the translation lacks (BR323) are findings.
    """
    merging = _Merging(base, translation, model)
    data = merging.mapping(base.data, translation.data, (), ())
    of_sources = {key: other for key, other in base.source_map.elsewhere.items() if key[:1] == ("sources",)}
    laid = SourceMap(
        translation.source_map.file,
        translation.source_map.source,
        merging.marks,
        elsewhere={**of_sources, **merging.elsewhere},
        beneath=base.source_map,
    )
    return replace(base, data=data, source_map=laid, findings=(*translation.findings, *merging.findings))


def find_untranslated(value: Model, source_map: SourceMap) -> dict[Key, Finding]:
    """Return a finding for each text that is not translated, or for the whole section or item around it, by its key."""
    if source_map.beneath is None:
        return {}
    missing = dict.fromkeys(
        _untranslated(key, source_map) for key in texts_of(value) if not _is_translated(key, source_map)
    )
    return {key: _missing(key, value, source_map) for key in missing}


class _Merging:
    """Merges one translation into its base; `key` is a key in the base, `key_above` the same in the translation."""

    def __init__(self, base: Document, translation: Document, model: type[Model]) -> None:
        self.base, self.above, self.model = base.source_map, translation.source_map, model
        self.marks: dict[Key, Mark] = {}
        self.elsewhere: dict[Key, SourceMap] = {}
        self.findings: list[Finding] = []

    def value(self, below: Data, above: Data, key: Key, key_above: Key) -> Data:
        """Return one value of the base, translated."""
        self._mark(key, key_above)
        if key[-1] in WHOLE and isinstance(above, dict | list):
            self._mark_all(above, key, key_above)
            return above
        scalar = self._scalar_key(key)
        if isinstance(above, str):
            self._mark_scalar(key, key_above)
        if isinstance(below, list) != isinstance(above, list):  # one item alone needs no dash
            below, above = _as_list(below), _as_list(above)
        if isinstance(below, dict) != isinstance(above, dict):
            below, above = _as_keys(below, scalar), _as_keys(above, scalar)
        if isinstance(below, dict) and isinstance(above, dict):
            return self.mapping(below, above, key, key_above)
        if isinstance(below, list) and isinstance(above, list):
            return self.items(below, above, key, key_above)
        return above

    def mapping(
        self, below: dict[str, Data], above: dict[str, Data], key: Key, key_above: Key
    ) -> dict[str, Data]:
        """Return a mapping of the base, translated."""
        given = [name for name in REGISTERS if above.get(name) is not None]
        is_text = "text" in below and any(name in above for name in REGISTERS)
        laid = {name: item for name, item in below.items() if not (is_text and name in REGISTERS[1:])}
        if is_text:
            self._compare_registers(below, given, key)
        for name, item in above.items():
            full, item_key_above = (*key, name), (*key_above, name)
            if item is None and (name in below or (is_text and name in REGISTERS)):
                self._mark((*full, EMPTY), item_key_above)
                continue
            if name in below:
                laid[name] = self.value(below[name], item, full, item_key_above)
            elif (is_text and name in REGISTERS) or name == ACCEPT or full[0] in ADDED:
                laid[name] = item
                self._mark(full, item_key_above)
                self._mark_all(item, full, item_key_above)
            else:
                what = f"nothing to translate: {self.base.file} has no '{name}' here"
                help = suggest(name, below, noun="keys")
                if name in COLUMNS:
                    help = f"write '{name}' in {self.base.file} too, with the columns whose names are translated here"
                self._find("BR322", what, self.above.key(item_key_above), help)
        return laid

    def items(self, below: list[Data], above: list[Data], key: Key, key_above: Key) -> list[Data]:
        """Return a list of the base, translated."""
        laid, seen = list(below), set()
        ids = {name: index for index, item in enumerate(below) if (name := id_of(item))}
        for index, item in enumerate(above):
            item_key_above, name = (*key_above, index), id_of(item)
            place = ids.get(name, len(below)) if name else index
            if place >= len(below):
                what, help = self._no_item(name, len(below), ids)
                self._find("BR322", what, self.above.key(item_key_above), help)
            elif place in seen:
                what = "this item is translated twice"
                self._find(
                    "BR304",
                    what,
                    self.above.key(item_key_above),
                    "translate each item once, under its own id",
                )
            else:
                seen.add(place)
                if item is None:
                    self._mark((*key, place, EMPTY), item_key_above)
                    continue
                laid[place] = self.value(below[place], item, (*key, place), item_key_above)
        return laid

    def _no_item(self, name: str, count: int, ids: Iterable[str]) -> tuple[str, str]:
        if name:
            return f"nothing to translate: {self.base.file} has no '{name}' here", suggest(name, ids)
        items = "one item" if count == 1 else f"{count} items"
        return f"nothing to translate: {self.base.file} has only {items} here", "remove this item"

    def _compare_registers(self, below: dict[str, Data], given: list[str], key: Key) -> None:
        for name in REGISTERS[1:] if given else ():
            if name in below and name not in given:
                what = f"the variant '{name}' is not translated; 'text' is printed instead"
                help = f"translate {self.base.key((*key, name))}"
                where = replace(self.above, marks=self.marks).key(key)
                self.findings.append(Finding("BR323", what, where, help, Severity.WARNING))

    def _scalar_key(self, key: Key) -> str:
        """Return the key whose value a text without keys is."""
        holder = model_at(self.model, key)
        return (holder.scalar_key if holder else None) or "text"

    def _mark_scalar(self, key: Key, key_above: Key) -> None:
        """Mark the keys that a text without keys sets: for an outlook, the `text` of its `summary`."""
        holder = model_at(self.model, key)
        while holder and holder.scalar_key:
            key = (*key, holder.scalar_key)
            self._mark(key, key_above)
            holder = model_at(self.model, key)
        if key[-1] != "text":
            self._mark((*key, "text"), key_above)

    def _mark(self, key: Key, key_above: Key) -> None:
        mark = self.above.marks.get(key_above) or self.above.marks.get(key_above[:-1])
        if mark:
            self.marks[key] = mark
        if key_above in self.above.elsewhere:
            self.elsewhere[key] = moved(self.above.elsewhere[key_above], key_above, key)

    def _mark_all(self, value: Data, key: Key, key_above: Key) -> None:
        """Mark everything inside a value that is copied unchanged."""
        if isinstance(value, str):
            self._mark((*key, "text"), key_above)
        named = (
            value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
        )
        for name, item in named:
            self._mark((*key, name), (*key_above, name))
            self._mark_all(item, (*key, name), (*key_above, name))

    def _find(self, code: str, what: str, where: Span, help: str) -> None:
        self.findings.append(Finding(code, what, where, help))


def _as_list(value: Data) -> list[Data]:
    return value if isinstance(value, list) else [value]


def _as_keys(value: Data, scalar: str) -> Data:
    return {scalar: value} if isinstance(value, str) else value


def texts_of(value: Model) -> Iterator[Key]:
    """Return the key paths of all texts that a reader of another language could not read."""
    own: Key | None = None
    for key, item in walk(value):
        if own is not None and key[: len(own)] == own:
            if key[len(own) :] not in (("title",), ("alt",), ("note",), ("text",)):
                continue  # a custom block: only its template knows which other values are texts
        else:
            own = key if isinstance(item, OwnBlock) else None
        if _is_optional(key, item):
            continue
        if isinstance(item, Worded) and item.text and _is_in_words(item.text):
            if not (key[0] == "disclaimers" and item.text in WRITTEN_OUT):
                yield (*key, "text")
        elif isinstance(item, Tabular) and any(map(_is_in_words, item.typed_cells())):
            yield (*key, "data")


def _is_optional(key: Key, item: object) -> bool:
    """Return True for names and published titles, and for custom fields that are written without `text`."""
    return isinstance(item, FieldValue) or (_is_in(OPTIONAL, key) and not _is_in(IN_WORDS, key))


def _is_in(keys: Iterable[tuple[str, ...]], key: Key) -> bool:
    """Return True if a key is one of some keys, or inside one of them; indexes do not count."""
    names = tuple(part for part in key if isinstance(part, str))
    return any(names[: len(name)] == name for name in keys)


def _is_in_words(text: str) -> bool:
    """Return True if a text has letters outside its citations and facts."""
    return any(letter.isalpha() for letter in FACT.sub("", CITATION.sub("", text)))


def _untranslated(key: Key, source_map: SourceMap) -> Key:
    """Return the largest untranslated part around a key: a section rather than each of its texts.

    It has no texts whose translation is optional.
    """
    shortest = len(key) - 1 if _is_in(OPTIONAL, key) else 1
    found = source_map.of_other_file(key)
    if found is not None:
        shortest, source_map = max(shortest, len(found[0])), found[1]
    return next(
        key[:length] for length in range(shortest, len(key) + 1) if key[:length] not in source_map.marks
    )


def _is_translated(key: Key, source_map: SourceMap) -> bool:
    """Return whether a text is in the file of a translation, or in another one that takes its place."""
    found = source_map.of_other_file(key)
    if found is None:
        return key in source_map.marks
    way, other = found
    return other.beneath is None or key in other.marks or (way == key and way in other.marks)


def _missing(key: Key, value: Model, source_map: SourceMap) -> Finding:
    found = source_map.of_other_file(key)
    holder = found[1] if found else source_map
    own = replace(holder, elsewhere={}, beneath=None)
    base = holder.beneath or own
    what = f"'{_spelled(key, value)}' is not translated"
    help = f"translate {base.key(key)}"
    if file := source_map.data_files.get(key):
        named = posixpath.relpath(file, posixpath.dirname(base.file))
        stem, ending = posixpath.splitext(named)
        language = PurePosixPath(own.file).suffixes[0]
        help = f"translate a copy of {named}, and name it here: `data: {stem}{language}{ending}`"
    return Finding("BR321", what, own.key((*key, EMPTY)), help)


def _spelled(key: Key, value: Model) -> str:
    """Return a key path in words: items by their ids, or counted from 1."""
    names: list[str] = []
    here: object = value
    for part in key:
        if isinstance(here, Line | Prose):
            break  # the last key is the scalar key `text`
        here = _inside(here, part)
        name = getattr(getattr(here, "content", here), "id", None)
        names.append(part if isinstance(part, str) else name or str(part + 1))
    return " › ".join(names)


def _inside(value: object, part: str | int) -> object:
    """Return the value under one key of a path; None if the model has no such key."""
    if isinstance(value, Model):
        return dict(value.named_values()).get(str(part))
    if isinstance(value, Mapping):
        return value.get(part)
    if isinstance(value, Sequence) and isinstance(part, int) and part < len(value):
        return value[part]
    return None
