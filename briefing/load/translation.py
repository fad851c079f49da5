"""A file in another language: its texts, laid over the values of the file that it translates.

Keys lead to keys, items with an `id` to the item of that id, other items to the one in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from briefing.core.finding import Finding, Severity, Span, suggest
from briefing.core.source_map import Key, Mark, SourceMap
from briefing.load.yaml.annotations import model_at
from briefing.load.yaml.reader import Document
from briefing.markdown import CITATION, FACT
from briefing.model.base import Model
from briefing.model.blocks import OwnBlock, Tabular
from briefing.model.text import Line, Prose, Register, Worded
from briefing.model.traversal import walk

REGISTERS = tuple(register.value for register in Register)

WHOLE = ("keywords", "glossary", "data")
"""Keys whose values are given anew: words for catalogues, terms in the order of their alphabet, cells."""

ADDED = ("language", "audiences")
"""Keys that a translation may have of its own; it may be longer than what it translates, and need more pages."""

ACCEPT = "accept"
"""What is accepted of the translation alone stands in it; the rest beside the text that it translates."""

AS_THEY_ARE = (
    ("sources",),
    ("authors",),
    ("licence",),
    ("audiences",),
    ("cite_as",),
    ("supersedes",),
    ("publisher", "name"),
)
"""Names, and titles as they were published: they may be translated, and need not."""

WRITTEN_OUT = ("views", "maps")
"""Disclaimers that the labels hold."""


def lay_over(base: Document, translation: Document, model: type[Model]) -> Document:
    """The data of a file with the texts of its translation in their places.

    What the translation has and the base lacks (BR322), and a wording that it lacks (BR323), are findings.
    """
    laying = _Laying(base, translation, model)
    data = laying.mapping(base.data, translation.data, (), ())
    laid = SourceMap(
        translation.source_map.file,
        translation.source_map.source,
        laying.marks,
        elsewhere=base.source_map.elsewhere,
        beneath=base.source_map,
    )
    return replace(base, data=data, source_map=laid, findings=(*translation.findings, *laying.findings))


def check_translated(value: Model, source_map: SourceMap) -> list[Finding]:
    """What is left in the base's language: each text that was not translated, or the whole that it belongs to."""
    if source_map.beneath is None:
        return []
    missing = dict.fromkeys(
        _untranslated(key, source_map) for key in texts_of(value) if key not in source_map.marks
    )
    return [_missing(key, value, source_map) for key in missing]


class _Laying:
    """One translation on its way over its base; `way` is a key in the translation, `key` one in the base."""

    def __init__(self, base: Document, translation: Document, model: type[Model]) -> None:
        self.base, self.above, self.model = base.source_map, translation.source_map, model
        self.marks: dict[Key, Mark] = {}
        self.findings: list[Finding] = []

    def value(self, below: Any, above: Any, key: Key, way: Key) -> Any:  # noqa: ANN401
        """What becomes of one value of the base."""
        self._mark(key, way)
        if key[-1] in WHOLE and isinstance(above, dict | list):
            self._mark_all(above, key, way)
            return above
        scalar = self._scalar_key(key)
        if isinstance(above, str):
            self._mark_scalar(key, way)
        if isinstance(below, list) != isinstance(above, list):  # one item alone needs no dash
            below, above = (value if isinstance(value, list) else [value] for value in (below, above))
        if isinstance(below, dict) != isinstance(above, dict):
            below, above = ({scalar: value} if isinstance(value, str) else value for value in (below, above))
        if isinstance(below, dict) and isinstance(above, dict):
            return self.mapping(below, above, key, way)
        if isinstance(below, list) and isinstance(above, list):
            return self.items(below, above, key, way)
        return above

    def mapping(self, below: dict[str, Any], above: dict[str, Any], key: Key, way: Key) -> dict[str, Any]:
        """The keys of the base, with what the translation has under them."""
        given = [name for name in REGISTERS if name in above]
        is_text = bool(given) and "text" in below
        laid = {name: item for name, item in below.items() if not (is_text and name in REGISTERS[1:])}
        if is_text:
            self._compare_registers(below, given, key)
        for name, item in above.items():
            full, its_way = (*key, name), (*way, name)
            if name in below:
                laid[name] = self.value(below[name], item, full, its_way)
            elif (is_text and name in REGISTERS) or name == ACCEPT or full[0] in ADDED:
                laid[name] = item
                self._mark(full, its_way)
                self._mark_all(item, full, its_way)
            else:
                what = f"{self.base.file} has no '{name}' here that this could translate"
                self._find("BR322", what, self.above.key(its_way), suggest(name, below, noun="keys"))
        return laid

    def items(self, below: list[Any], above: list[Any], key: Key, way: Key) -> list[Any]:
        """The items of the base, each with what the translation has for it."""
        laid, seen = list(below), set()
        ids = {name: index for index, item in enumerate(below) if (name := _id_of(item))}
        for index, item in enumerate(above):
            its_way, name = (*way, index), _id_of(item)
            place = ids.get(name, len(below)) if name else index
            if place >= len(below):
                what, help = self._no_item(name, len(below), ids)
                self._find("BR322", what, self.above.key(its_way), help)
            elif place in seen:
                what = "this item is translated twice"
                self._find("BR304", what, self.above.key(its_way), "give each item once, with its own id")
            else:
                seen.add(place)
                laid[place] = self.value(below[place], item, (*key, place), its_way)
        return laid

    def _no_item(self, name: str, count: int, ids: Iterable[str]) -> tuple[str, str]:
        if name:
            return f"{self.base.file} has no '{name}' here that this could translate", suggest(name, ids)
        items = "one item" if count == 1 else f"{count} items"
        return f"{self.base.file} has {items} here, and the translation more", "take this one out"

    def _compare_registers(self, below: dict[str, Any], given: list[str], key: Key) -> None:
        for name in REGISTERS[1:]:
            if name in below and name not in given:
                what = f"the wording '{name}' is not translated: 'text' will stand in its place"
                help = f"translate {self.base.key((*key, name))}"
                where = replace(self.above, marks=self.marks).key(key)
                self.findings.append(Finding("BR323", what, where, help, Severity.WARNING))

    def _scalar_key(self, key: Key) -> str:
        """The key that a text alone stands for."""
        holder = model_at(self.model, key)
        return (holder.scalar_key if holder else None) or "text"

    def _mark_scalar(self, key: Key, way: Key) -> None:
        """The marks of what a text alone stands for: that of an outlook is the `text` of its `summary`."""
        holder = model_at(self.model, key)
        while holder and holder.scalar_key:
            key = (*key, holder.scalar_key)
            self._mark(key, way)
            holder = model_at(self.model, key)
        if key[-1] != "text":
            self._mark((*key, "text"), way)

    def _mark(self, key: Key, way: Key) -> None:
        mark = self.above.marks.get(way) or self.above.marks.get(way[:-1])
        if mark:
            self.marks[key] = mark

    def _mark_all(self, value: Any, key: Key, way: Key) -> None:  # noqa: ANN401
        """The marks of everything inside a value that is taken as it is."""
        if isinstance(value, str):
            self._mark((*key, "text"), way)
        named = (
            value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
        )
        for name, item in named:
            self._mark((*key, name), (*way, name))
            self._mark_all(item, (*key, name), (*way, name))

    def _find(self, code: str, what: str, where: Span, help: str) -> None:
        self.findings.append(Finding(code, what, where, help))


def _id_of(item: Any) -> str:  # noqa: ANN401
    """The id of a section, or of a block under its kind."""
    if isinstance(item, dict) and "id" not in item and len(item) == 1:
        (item,) = item.values()
    name = item.get("id") if isinstance(item, dict) else None
    return name if isinstance(name, str) else ""


def texts_of(value: Model) -> Iterator[Key]:
    """The ways to everything in words that a reader of another language could not read."""
    own: Key | None = None
    for key, item in walk(value):
        if own is not None and key[: len(own)] == own:
            if key[len(own) :] not in (("title",), ("alt",), ("note",), ("text",)):
                continue  # a kind of the workspace's own: only it knows which of its values are words
        else:
            own = key if isinstance(item, OwnBlock) else None
        if any(key[: len(way)] == way for way in AS_THEY_ARE):
            continue
        if isinstance(item, Worded) and item.text and _is_in_words(item.text):
            if not (key[0] == "disclaimers" and item.text in WRITTEN_OUT):
                yield (*key, "text")
        elif isinstance(item, Tabular) and any(map(_is_in_words, item.typed_cells())):
            yield (*key, "data")


def _is_in_words(text: str) -> bool:
    """Whether a text has a letter besides its citations and facts."""
    return any(letter.isalpha() for letter in FACT.sub("", CITATION.sub("", text)))


def _untranslated(key: Key, source_map: SourceMap) -> Key:
    """The whole of which nothing is translated: a section rather than each of its texts."""
    return next(key[:length] for length in range(1, len(key) + 1) if key[:length] not in source_map.marks)


def _missing(key: Key, value: Model, source_map: SourceMap) -> Finding:
    own = replace(source_map, elsewhere={}, beneath=None)
    base = source_map.beneath or own
    what = f"'{_spelled(key, value)}' is not translated"
    return Finding("BR321", what, own.key(key), f"translate {base.key(key)}")


def _spelled(key: Key, value: Model) -> str:
    """A way in words: items by their ids, or counted from 1."""
    names: list[str] = []
    here: Any = value
    for part in key:
        if isinstance(here, Line | Prose):
            break  # its `text` is what it is
        here = _inside(here, part)
        name = getattr(getattr(here, "content", here), "id", None)
        names.append(part if isinstance(part, str) else name or str(part + 1))
    return " › ".join(names)


def _inside(value: Any, part: str | int) -> Any:  # noqa: ANN401
    """What a part of a way leads to; None where only the file knows."""
    if isinstance(value, Model):
        return dict(value.named_values()).get(str(part))
    try:
        return value[part]
    except (LookupError, TypeError):
        return None
