"""Data → a model, with all findings at once, each with its place in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Generic, TypeVar, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from briefing.core.errors import BriefingError, ContentError
from briefing.core.finding import Finding, Span, has_errors, suggest
from briefing.core.source_map import Key, SourceMap
from briefing.load.yaml import artifacts, list_markers
from briefing.load.yaml.annotations import annotation_at, bare, is_mapping, keys_at, model_at, models_in
from briefing.load.yaml.key_mistakes import SPECIAL_SPACE, WITHOUT_SPACE, after_special_space, without_space
from briefing.load.yaml.lines import QUOTE_IT, Lines
from briefing.load.yaml.list_markers import item_of_several
from briefing.load.yaml.reader import Data, Document, part_of
from briefing.load.yaml.repair import Repair, move_marks
from briefing.load.yaml.synonyms import LIMITS, VARIANTS, has_other_name, meant_by, place_of
from briefing.model.base import Model
from briefing.model.blocks import Block
from briefing.model.brief import Brief
from briefing.model.settings import Settings
from briefing.model.text import Worded

MISREAD = ("BR203", "BR211")
"""The codes for a key that is part of a text, or that is not allowed in place of one."""

FILE = "file"
"""The key of a text in a file of its own (`load/text_files.py`)."""

M = TypeVar("M", bound=Model)

KINDS = {
    "string_type": "text",
    "tuple_type": "a list (each item on a line of its own, after a dash)",
    "list_type": "a list (each item on a line of its own, after a dash)",
    "dict_type": "keys and values",
    "mapping_type": "keys and values",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
}


ROUNDS = 12
"""The most repairs of one document: each removes errors, and may uncover others."""

FOLLOWING_EMPTY = ("BR202", "BR208", "BR214")
"""Findings that may only be the consequence of an empty value."""


@dataclass(frozen=True)
class Reading(Generic[M]):
    """The model of a document, and all findings about it."""

    value: M | None
    """The model, with placeholders for wrong values; None if the data is no model even with these."""
    data: dict[str, Data]
    """The data that the model was made from."""
    source_map: SourceMap
    """The places of the values; its gaps are the keys of the placeholders."""
    findings: tuple[Finding, ...]


def validate(document: Document, model: type[M], error: type[BriefingError] = ContentError) -> M:
    """Return the model that a document describes. Warnings stay in the document.

    Raises `error` with all findings: unknown and missing keys, wrong types, invalid dates, empty values.
    """
    reading = read_model(document, model)
    if reading.value is None or has_errors(reading.findings):
        raise error(reading.findings)
    return reading.value


def read_model(document: Document, model: type[M]) -> Reading[M]:
    """Return the model that a document describes, with placeholders for wrong values, and all findings."""
    findings: list[Finding] = list(document.findings)
    empty: set[Key] = set()
    data = _Values(document, model, findings, empty).mapping(document.data, ())
    findings += _texts_that_are_keys(document, model)
    repair: Repair | None = None
    for _ in range(ROUNDS):
        try:
            value = model.model_validate(data)
        except ValidationError as problems:
            repair = repair or Repair(data, model, document.source_map, document.respelled)
            findings += _repair_all(problems.errors(include_url=False), repair, document, model, empty)
            if not repair.is_possible:
                break
        else:
            source_map = repair.source_map if repair else document.source_map
            return Reading(value, data, source_map, tuple(findings))
    return Reading(None, data, document.source_map, tuple(findings))


def respell_keys(document: Document, model: type[Model]) -> Document:
    """Return a document whose misspelt top-level keys are replaced by the nearest ones; each is a finding."""
    known = keys_at(model, ())
    for name in [name for name in document.data if name not in known]:
        meant, home = _meant((name,), model), _home_of(name, model)
        is_unindented = home in document.data and document.data[home or ""] is None
        if meant is None or meant in document.data or is_unindented:
            continue
        finding = _unknown_key((name,), document, model)
        data = {meant if key == name else key: value for key, value in document.data.items()}
        marks = move_marks(document.source_map.marks, (name,), (meant,))
        document = replace(
            document,
            data=data,
            source_map=replace(document.source_map, marks=marks),
            findings=(*document.findings, finding),
            respelled=document.respelled | {(meant,)},
        )
    return document


@dataclass
class _Values:
    """The values of a document without those that are empty, which are reported here and not again."""

    document: Document
    model: type[Model]
    findings: list[Finding]
    empty: set[Key]
    """The keys that have no value."""

    def mapping(self, data: dict[str, Data], key: Key) -> dict[str, Data]:
        """Return keys and values without keys that have no value."""
        whole = self._with_unindented(data, key)
        kept = {name: self._value(value, (*key, name)) for name, value in whole.items()}
        return {name: value for name, value in kept.items() if value is not None}

    def _value(self, data: Data, key: Key) -> Data:
        """Return a value; items without one stay, so that the items after them keep their positions."""
        if isinstance(data, dict):
            return self.mapping(data, key)
        if isinstance(data, list):
            return [self._value(value, (*key, index)) for index, value in enumerate(data)]
        if data is None:
            self.empty.add(key)
            self.findings.append(_no_value(key, self.document))
        return data

    def _with_unindented(self, data: dict[str, Data], key: Key) -> dict[str, Data]:
        """Return keys and values in which keys that follow an empty key, and belong to it, are its value."""
        for name, inside in self._unindented(data, key):
            what = f"'{inside[0]}' belongs to '{name}', but is not indented below it"
            is_one_line = len(inside) == 1 and isinstance(data[inside[0]], str)
            help = f"add 2 spaces at the start of {'the line' if is_one_line else 'each of its lines'}"
            place = self.document.source_map.key((*key, inside[0]))
            self.findings.append(Finding("BR115", what, place, help))
            moved: Data = {other: data[other] for other in inside}
            if (
                model_at(self.model, key) is Block
            ):  # its data was not read, so nothing more can be said about it
                self.empty.add((*key, name))
                moved = None
            data = {other: value for other, value in data.items() if other not in (name, *inside)}
            data = data if moved is None else {**data, name: moved}
        return data

    def _unindented(self, data: dict[str, Data], key: Key) -> Iterator[tuple[str, list[str]]]:
        """Yield each key without a value that is followed by keys that belong to it, with these."""
        names = list(data)
        for index, name in enumerate(names):
            annotation = bare(annotation_at(self.model, (*key, name))) if data[name] is None else None
            if annotation is None or get_origin(annotation) is tuple:
                continue
            belongs = self._belongs_to((*key, name), has_names=is_mapping(annotation))
            if inside := list(takewhile(belongs, names[index + 1 :])):
                yield name, inside

    def _belongs_to(self, key: Key, *, has_names: bool) -> Callable[[str], bool]:
        """Return the test for the name of a key that can only be inside another; `has_names` allows any name there."""
        own, around = keys_at(self.model, key), keys_at(self.model, key[:-1])
        if model_at(self.model, key[:-1]) is Block:
            return own.__contains__
        if has_names:
            return lambda name: name not in around and _meant((*key[:-1], name), self.model) is None
        return lambda name: name in own and name not in around


def _texts_that_are_keys(document: Document, model: type[Model]) -> Iterator[Finding]:
    """Return a finding for each text such as `text:Trees`: without a space after its colon, it is no key."""
    lines = Lines(document.source_map)
    for key, mark in document.source_map.marks.items():
        for pattern, finding in ((SPECIAL_SPACE, after_special_space), (WITHOUT_SPACE, without_space)):
            match = pattern.match(document.source_map.source, mark.start, mark.end)
            if match is None or match["key"] not in keys_at(model, key):
                continue
            line = lines.at(mark.start)
            here = pattern.match(line.text, mark.start - line.start)
            if here and isinstance(_value_at(document.data, key), str):
                yield finding(lines, line, here)
                break


def _no_value(key: Key, document: Document) -> Finding:
    name, place = key[-1], document.source_map.key(key)
    if not isinstance(name, str):
        return Finding("BR208", "this item has no value", place, "add a value, or remove the line")
    mark = document.source_map.marks.get(key)
    if mark and document.source_map.source[mark.key_end :].lstrip().startswith((",", "}")):
        what = f"inside `{{ }}`, a comma ends a text, so '{name}' was read as a key without a value"
        return Finding("BR208", what, place, "put the whole text, with its comma, in quotes")
    return Finding("BR208", f"'{name}' has no value", place, "add a value, or remove the line")


def _repair_all(
    errors: list[ErrorDetails], repair: Repair, document: Document, model: type[Model], empty: set[Key]
) -> list[Finding]:
    """Repair all errors, and return a finding for each that is not just a consequence of another."""
    explained = [(details, _explain(details, document, model)) for details in errors]
    new = [
        (details, finding)
        for details, finding in explained
        if not repair.is_in_gap(details["loc"]) and not repair.is_doubtful(details["loc"])
    ]
    findings = list(_without_followers(new, model, empty))
    for details, finding in explained:
        _repair(details, finding, repair, model)
    return findings


def _repair(details: ErrorDetails, finding: Finding, repair: Repair, model: type[Model]) -> None:
    loc, kind = details["loc"], details["type"]
    if finding.code in MISREAD and kind == "extra_forbidden":
        repair.replace(loc[:-1])
    elif kind == "extra_forbidden":
        meant = _meant(loc, model)
        if meant is None:
            repair.remove(loc)
        else:
            repair.respell(loc, meant)
    elif kind == "missing":
        repair.fill(loc)
    elif kind == "finding" and details["ctx"]["at"]:
        repair.replace_or_fill((*loc, details["ctx"]["at"]))
    elif not _is_derived(details):
        repair.replace(loc)


def _is_derived(details: ErrorDetails) -> bool:
    """Return True if an error is just a consequence of another, in an item or in a field."""
    is_long_enough = details["type"] == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]
    return is_long_enough or details["type"] == "default_factory_not_called"


def _without_followers(
    explained: Iterable[tuple[ErrorDetails, Finding]], model: type[Model], empty: set[Key]
) -> Iterator[Finding]:
    """Return the findings that are not just a consequence of another."""
    explained = list(explained)
    misread = {
        details["loc"][:-1]
        for details, finding in explained
        if finding.code in MISREAD and details["type"] == "extra_forbidden"
    }
    meant = {
        (*details["loc"][:-1], _meant(details["loc"], model))
        for details, finding in explained
        if finding.code == "BR201"
    }
    for details, finding in explained:
        loc = details["loc"]
        parent_is_misread = finding.code == "BR202" and loc[:-1] in misread
        is_reported = finding.code in FOLLOWING_EMPTY and any(way[: len(loc)] == loc for way in empty)
        is_empty_item = any(loc[: len(way)] == way for way in empty)
        is_misspelt = finding.code == "BR202" and loc in meant
        if not any((parent_is_misread, is_misspelt, is_reported, is_empty_item, _is_derived(details))):
            yield finding


def _explain(details: ErrorDetails, document: Document, model: type[Model]) -> Finding:
    kind = details["type"]
    key = tuple(part for part in details["loc"])
    value, place = details["input"], document.source_map.value(document.source_map.known(key))
    if found := _of_a_word_processor(details, key, place):
        return found
    if kind == "finding":
        context = details["ctx"]
        if context["at"]:
            place = document.source_map.key((*key, context["at"]))
        return Finding(context["code"], context["what"], place, context["help"])
    if kind == "extra_forbidden":
        return _unknown_key(key, document, model)
    if kind == "missing":
        parent = document.source_map.known(key[:-1])
        where = (
            document.source_map.key(parent)
            if parent
            else Span(document.source_map.file, 1, 1, 1, _first_line(document))
        )
        thing = _describe(parent)
        return Finding("BR202", f"{thing} has no '{key[-1]}'", where, f"add `{key[-1]}: …`")
    if kind in KINDS:
        holder = model_at(model, key) if kind.startswith("model") else None
        wanted = "text" if holder and holder.scalar_key == "text" else KINDS[kind]
        if holder and wanted != "text":
            wanted += f" ({', '.join(keys_at(model, key))})"
        return _wrong_kind(key, value, wanted, document, place)
    if kind in ("enum", "literal_error"):
        return Finding(
            "BR207", f"'{value}' is not allowed here", place, suggest(str(value), _choices(details))
        )
    if kind in ("too_short", "too_long"):
        return _wrong_number(key, details, place)
    return Finding("BR203", f"{_describe(key)}: {details['msg']}", place, "see docs/content.md for the keys")


def _of_a_word_processor(details: ErrorDetails, key: Key, place: Span) -> Finding | None:
    """Return the finding for a value that is wrong because of a word processor's quotes or bullets."""
    value = details["input"]
    if not isinstance(value, str) or details["type"] in ("extra_forbidden", "missing"):
        return None
    if artifacts.inside_curly_quotes(value) is not None:
        what = f"curly quotes around {_describe(key)}: YAML reads them as part of the value"
        return Finding("BR120", what, place, "remove them, or use straight quotes")
    meant = list_markers.of_text(value) if KINDS.get(details["type"], "").startswith("a list") else None
    if meant is None:
        return None
    code, what, help = meant
    return Finding("BR203" if code == "BR106" else code, what, place, help)


def _wrong_number(key: Key, details: ErrorDetails, place: Span) -> Finding:
    least, most = details["ctx"].get("min_length"), details["ctx"].get("max_length")
    if not details["input"]:
        return Finding("BR208", f"{_describe(key)} is empty", place, "write at least one item")
    wanted = f"{least or most} items"
    return Finding("BR203", f"{_describe(key)} must have {wanted}", place, f"write {wanted}")


def _first_line(document: Document) -> str:
    return document.source_map.source.split("\n", maxsplit=1)[0]


def _describe(key: Key) -> str:
    """Return a key in words: "the file", "'outlook'", "item 2 of 'key_points'"."""
    if not key:
        return "the file"
    last = key[-1]
    if isinstance(last, int):
        return f"item {last + 1} of '{next((part for part in reversed(key) if isinstance(part, str)), 'the list')}'"
    return f"'{last}'"


def _choices(details: ErrorDetails) -> list[str]:
    expected = str(details["ctx"]["expected"])
    return [choice.strip().strip("'") for choice in expected.replace(" or ", ",").split(",")]


def _wrong_kind(key: Key, value: object, wanted: str, document: Document, place: Span) -> Finding:
    if wanted == "text" and isinstance(value, dict) and len(value) == 1:
        ((name, rest),) = value.items()
        if isinstance(rest, str) and name == FILE:
            return _text_in_file(key, rest, place, has_files=False)
        if isinstance(rest, str):
            return _colon_trap(name, key, document, place)
    given = (
        "keys and values"
        if isinstance(value, dict)
        else "a list"
        if isinstance(value, list)
        else f"'{value}'"
    )
    help = _as_list(value, key, document) if wanted.startswith("a list") else f"write {wanted}"
    if wanted == KINDS["dict_type"] and isinstance(value, list):
        help = _as_keys(key, value)
    if key[-1:] == ("text",) and isinstance(value, dict) and "text" in value:
        help = "move its keys one level up, so that `text`, `short` and `plain` are side by side"
    return Finding("BR203", f"{_describe(key)} must be {wanted}, not {given}", place, help)


def _as_keys(key: Key, value: Sequence[object]) -> str:
    """Return the help to write a list as keys; a list of names becomes keys without values."""
    if key == ("audiences",) and value and all(isinstance(item, str) for item in value):
        return f"write `audiences: {{{', '.join(f'{item}: {{}}' for item in value)}}}`"
    return "write an id and a colon in place of each dash: `my-id: …`"


def _as_list(value: object, key: Key, document: Document) -> str:
    """Return the help to write a value as a list: its first item as it must be typed."""
    mark = document.source_map.marks.get(key)
    if mark is None:
        return f"write {KINDS['list_type']}"
    line = Lines(document.source_map).at(mark.start)
    if isinstance(value, dict):
        first = line.text[mark.start - line.start :].rstrip()
        return f"start each item with a dash: `- {first}`" if first[:1] != "{" else f"write `- {first}`"
    return item_of_several(line.value)


def _text_in_file(key: Key, file: object, place: Span, *, has_files: bool) -> Finding:
    """Return the finding for `{file: …}` in place of a text that is not read from a file there."""
    thing = _describe(key)
    if has_files:
        help = f"write `{key[-1]}: {{text: {{file: {file}}}}}`"
        return Finding("BR203", f"the file of {thing} must be named under `text`", place, help)
    help = "write the text itself here; only a `text`, `short` or `plain` of a brief can be in a file"
    return Finding("BR203", f"{thing} is not read from a file", place, help)


def _colon_trap(name: str, key: Key, document: Document, place: Span) -> Finding:
    """Return the finding for a text that was read as a key and a value, at the path of the text."""
    mark = document.source_map.marks.get(key)
    typed = document.source_map.source[mark.start : mark.end].strip() if mark else ""
    inside = artifacts.inside_curly_quotes(typed) or typed
    help = (
        Lines(document.source_map).quoting(mark.start, inside, mark.end)
        if mark and "\n" not in typed
        else QUOTE_IT
    )
    what = f"the text was read as a key '{name}' and a value because of its colon"
    return Finding("BR211", what, place, help)


def _unknown_key(key: Key, document: Document, model: type[Model]) -> Finding:
    name, place = str(key[-1]), document.source_map.key(key)
    holder = model_at(model, key[:-1])
    siblings = _value_at(document.data, key[:-1])
    is_text = holder is not None and issubclass(holder, Worded) and holder.scalar_key
    if is_text and name == FILE and isinstance(siblings, Mapping) and len(siblings) == 1:
        return _text_in_file(key[:-1], siblings[name], place, has_files=model is Brief)
    if (
        is_text
        and isinstance(siblings, Mapping)
        and len(siblings) == 1
        and (" " in name or not name[:1].islower())
    ):
        return _colon_trap(name, key[:-1], document, place)
    return Finding("BR201", f"unknown key '{name}'", place, _help_for(key, model))


def _help_for(key: Key, model: type[Model]) -> str:
    """Return the help for an unknown key: the key that is meant, or the place where it belongs."""
    name, known = str(key[-1]), keys_at(model, key[:-1])
    meant = _meant(key, model)
    home = _home_of(name, model) if len(key) == 1 and name not in (*LIMITS, *VARIANTS) else None
    if meant is None and len(key) == 1 and model is Brief and name in Settings.model_fields:
        return "move it to content/workspace.yaml"
    if meant is None and home:
        return f"move it into '{home}'"
    if meant is None:
        return place_of(name, known) or suggest(name, known, noun="keys")
    if home and home != meant and not is_mapping(model.model_fields[home].annotation):
        return f"did you mean '{meant}', or the '{name}' in '{home}'?"
    return f"did you mean '{meant}'?"


def _meant(key: Key, model: type[Model]) -> str | None:
    """Return the allowed key that an unknown key means; None if it belongs elsewhere, or if none is similar."""
    name, known = str(key[-1]), keys_at(model, key[:-1])
    belongs_elsewhere = len(key) == 1 and _home_of(name, model) and not has_other_name(name, known)
    return None if belongs_elsewhere else meant_by(name, known)


def _home_of(name: str, model: type[Model]) -> str | None:
    """Return the key of a model that contains another key; None if there is none."""
    for home, field in model.model_fields.items():
        part = next(models_in(field.annotation), None)
        if part and part.scalar_key != "text" and name in part.model_fields:
            return home
    return None


def _value_at(data: object, key: Key) -> object:
    """Return the data at a path; None if there is nothing."""
    for part in key:
        try:
            data = part_of(data, part)
        except LookupError:
            return None
    return data
