"""Data → a model, or every finding at once, each at its place in the file."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from briefing.core.errors import BriefingError, ContentError
from briefing.core.finding import Finding, Span, has_errors, nearest, suggest
from briefing.core.source_map import Key
from briefing.load.yaml import artifacts
from briefing.load.yaml.reader import Document
from briefing.model.base import Model
from briefing.model.text import Worded

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


def validate(document: Document, model: type[M], error: type[BriefingError] = ContentError) -> M:
    """The model that a document describes. What the document is warned of stays with it.

    Raises `error` with all findings: unknown and missing keys, wrong kinds, bad dates, empty values.
    """
    findings: list[Finding] = list(document.findings)
    empty: set[Key] = set()
    data = _without_nothing(document.data, (), document, findings, empty)
    try:
        value = model.model_validate(data)
    except ValidationError as problems:
        findings += _explain_all(problems.errors(include_url=False), document, model, empty)
    if has_errors(findings):
        raise error(findings)
    return value


def _without_nothing(
    data: Any,  # noqa: ANN401
    key: Key,
    document: Document,
    findings: list[Finding],
    empty: set[Key],
) -> Any:  # noqa: ANN401
    """The data without keys that have no value: each is a finding already, and should not make a second one."""
    if isinstance(data, dict):
        kept = {
            name: _without_nothing(value, (*key, name), document, findings, empty)
            for name, value in data.items()
        }
        return {name: value for name, value in kept.items() if value is not None}
    if isinstance(data, list):
        items = [
            _without_nothing(value, (*key, index), document, findings, empty)
            for index, value in enumerate(data)
        ]
        return [value for value in items if value is not None]
    if data is None:
        empty.add(key)
        findings.append(_no_value(key, document))
    return data


def _no_value(key: Key, document: Document) -> Finding:
    name, place = key[-1], document.source_map.key(key)
    if not isinstance(name, str):
        return Finding("BR208", "this item has no value", place, "write one, or remove the line")
    mark = document.source_map.marks.get(key)
    if mark and document.source_map.source[mark.key_end :].lstrip().startswith((",", "}")):
        what = f"inside `{{ }}` a comma ends a text, so '{name}' was read as a key that has no value"
        return Finding("BR208", what, place, "put the whole text, with its comma, in quotes")
    return Finding("BR208", f"'{name}' has no value", place, "write one, or remove the line")


def _explain_all(
    errors: list[ErrorDetails], document: Document, model: type[Model], empty: set[Key]
) -> Iterator[Finding]:
    """A finding for each error that is not the mere consequence of another."""
    explained = [(details, _explain(details, document, model)) for details in errors]
    misread = {details["loc"][:-1] for details, finding in explained if finding.code == "BR211"}
    meant = {
        (*details["loc"][:-1], nearest(str(details["loc"][-1]), _keys_at(model, details["loc"][:-1])))
        for details, finding in explained
        if finding.code == "BR201"
    }
    for details, finding in explained:
        parent_is_misread = finding.code == "BR202" and details["loc"][:-1] in misread
        is_told = finding.code in ("BR202", "BR208", "BR214") and any(
            way[: len(details["loc"])] == details["loc"] for way in empty
        )
        is_misspelt = finding.code == "BR202" and details["loc"] in meant
        has_items = (
            details["type"] == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]
        )  # then an item is what is wrong
        is_derived = details["type"] == "default_factory_not_called"
        if not (parent_is_misread or is_misspelt or is_told or has_items or is_derived):
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
        return Finding("BR202", f"{thing} has no '{key[-1]}'", where, f"add a line `{key[-1]}: …`")
    if kind in KINDS:
        holder = model_at(model, key) if kind.startswith("model") else None
        wanted = "text" if holder and holder.scalar_key == "text" else KINDS[kind]
        if holder and wanted != "text":
            wanted += f" ({', '.join(_keys_at(model, key))})"
        return _wrong_kind(key, value, wanted, document, place)
    if kind in ("enum", "literal_error"):
        return Finding(
            "BR207", f"'{value}' is not allowed here", place, suggest(str(value), _choices(details))
        )
    if kind in ("too_short", "too_long"):
        return _wrong_number(key, details, place)
    return Finding("BR203", f"{_describe(key)}: {details['msg']}", place, "see docs/content.md for the keys")


def _of_a_word_processor(details: ErrorDetails, key: Key, place: Span) -> Finding | None:
    """The finding where quotes or bullets of a word processor are why a value is not what it must be."""
    value = details["input"]
    if not isinstance(value, str) or details["type"] in ("extra_forbidden", "missing"):
        return None
    if artifacts.inside_curly_quotes(value) is not None:
        what = f"curly quotes stand around {_describe(key)}, and are a part of it to YAML"
        return Finding("BR120", what, place, "leave them out, or write straight quotes")
    if artifacts.NO_BULLET.match(value) and KINDS.get(details["type"], "").startswith("a list"):
        what = f"'{value[0]}' does not make a list in YAML"
        return Finding("BR120", what, place, "start each item with a hyphen and a space: `- …`")
    return None


def _wrong_number(key: Key, details: ErrorDetails, place: Span) -> Finding:
    least, most = details["ctx"].get("min_length"), details["ctx"].get("max_length")
    if not details["input"]:
        return Finding("BR208", f"{_describe(key)} is empty", place, "write at least one item")
    wanted = f"{least or most} items"
    return Finding("BR203", f"{_describe(key)} must have {wanted}", place, f"write {wanted}")


def _first_line(document: Document) -> str:
    return document.source_map.source.split("\n", maxsplit=1)[0]


def _describe(key: Key) -> str:
    """What a key leads to, in words: "the brief", "'outlook'", "item 2 of 'key_points'"."""
    if not key:
        return "the file"
    last = key[-1]
    if isinstance(last, int):
        return f"item {last + 1} of '{next((part for part in reversed(key) if isinstance(part, str)), 'the list')}'"
    return f"'{last}'"


def _choices(details: ErrorDetails) -> list[str]:
    expected = str(details["ctx"]["expected"])
    return [choice.strip().strip("'") for choice in expected.replace(" or ", ",").split(",")]


def _wrong_kind(key: Key, value: Any, wanted: str, document: Document, place: Span) -> Finding:  # noqa: ANN401
    if wanted == "text" and isinstance(value, dict) and len(value) == 1:
        ((name, rest),) = value.items()
        if isinstance(rest, str):
            return _colon_trap(name, place)
    given = (
        "keys and values"
        if isinstance(value, dict)
        else "a list"
        if isinstance(value, list)
        else f"'{value}'"
    )
    help = f"write {wanted}"
    if key[-1:] == ("text",) and isinstance(value, dict) and "text" in value:
        help = "move its keys one level up: here `text`, `short` and `plain` stand side by side"
    return Finding("BR203", f"{_describe(key)} must be {wanted}, not {given}", place, help)


def _colon_trap(name: str, place: Span) -> Finding:
    return Finding(
        "BR211",
        f"the text was read as a key '{name}' and a value, because of its colon",
        place,
        "put the whole text in quotes, or on its own line after `>-`",
    )


def _unknown_key(key: Key, document: Document, model: type[Model]) -> Finding:
    name, place = str(key[-1]), document.source_map.key(key)
    holder = model_at(model, key[:-1])
    known = _keys_at(model, key[:-1])
    siblings = _value_at(document.data, key[:-1])
    is_text = holder is not None and issubclass(holder, Worded) and holder.scalar_key
    if (
        is_text
        and isinstance(siblings, Mapping)
        and len(siblings) == 1
        and (" " in name or name[:1].isupper())
    ):
        return _colon_trap(name, place)
    help = suggest(name, known, noun="keys")
    home = _home_of(name, model) if len(key) == 1 else None
    if home:
        help = f"it belongs into '{home}'"
    return Finding("BR201", f"unknown key '{name}'", place, help)


def _home_of(name: str, model: type[Model]) -> str | None:
    """The key of a model under which another key has its place."""
    for home, field in model.model_fields.items():
        part = next(_models_in(field.annotation), None)
        if part and part.scalar_key != "text" and name in part.model_fields:
            return home
    return None


def _value_at(data: Any, key: Key) -> Any:  # noqa: ANN401
    """The data that a way leads to; None where it leads nowhere."""
    for part in key:
        try:
            data = data[part]
        except (LookupError, TypeError):
            return None
    return data


def _keys_at(model: type[Model], key: Key) -> list[str]:
    """The keys that may stand where a way leads to."""
    holder = model_at(model, key)
    return [] if holder is None else [field.alias or name for name, field in holder.model_fields.items()]


def model_at(model: type[Model], key: Key) -> type[Model] | None:
    """The model that a way through keys and list items leads to."""
    here: Any = model
    for part in key:
        holder = next(_models_in(here), None)
        if isinstance(part, int) or holder is None or _is_mapping(here):
            here = get_args(_bare(here))[-1] if _is_mapping(here) else here
            continue
        field = next((f for name, f in holder.model_fields.items() if part in (name, f.alias)), None)
        here = field.annotation if field else None
    return next(_models_in(here), None)


def _bare(annotation: Any) -> Any:  # noqa: ANN401
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation


def _is_mapping(annotation: Any) -> bool:  # noqa: ANN401
    origin = get_origin(_bare(annotation))
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _models_in(annotation: Any) -> Iterator[type[Model]]:  # noqa: ANN401
    annotation = _bare(annotation)
    if isinstance(annotation, type) and get_origin(annotation) is None:
        if issubclass(annotation, Model):
            yield annotation
        return
    if get_origin(annotation) in (Union, types.UnionType, tuple, list, dict) or _is_mapping(annotation):
        for inner in get_args(annotation):
            yield from _models_in(inner)
