"""Model → JSON Schema of what a person may type for it: a text without keys, one item instead of a list, numbers.

Pydantic's own schema describes the values after reading. An editor needs to know what may be typed in the file.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BeforeValidator, WithJsonSchema
from pydantic.fields import FieldInfo

from briefing.model.base import Model, OneOrMore
from briefing.model.blocks import BLOCK_KINDS, COMMON_KEYS, SHIPPED_KINDS, Block, Data, OwnBlock, model_of
from briefing.model.suppression import OneMappingOrMore
from briefing.model.text import Register, Worded
from briefing.schema.descriptions import words_of, words_of_fields

Schema = dict[str, Any]

CELL: Schema = {"type": ["string", "number", "boolean"]}
"""Any text, which may be empty. Our reader keeps every scalar as text; an editor does not."""

REGISTERS = frozenset(register.value for register in Register)

TEXT_FILE: Schema = {
    "description": "A file next to the brief that has the text.",
    "type": "object",
    "properties": {"file": {"type": "string", "pattern": r"\.(md|markdown|txt)$"}},
    "required": ["file"],
    "additionalProperties": False,
}


class Describer:
    """Makes one schema; parts that are used more than once are in `definitions`."""

    def __init__(self, *, has_text_files: bool = True) -> None:
        """Make an empty schema; with `has_text_files`, a text may be in a file of its own."""
        self.has_text_files = has_text_files
        self._definitions: dict[str, Schema] = {}
        self._written_by_hand: dict[type[Model], Callable[[], Schema]] = {Data: _data, Block: self._block}

    @property
    def definitions(self) -> dict[str, Schema]:
        """The schemas that others refer to, in the order of their names."""
        return dict(sorted(self._definitions.items()))

    def fields(self, model: type[Model]) -> Schema:
        """Return the schema of a model as keys and values."""
        words = words_of_fields(model)
        properties = {}
        required = []
        for name, field in model.model_fields.items():
            key = field.alias or name
            properties[key] = self._field(field, words.get(name, ""))
            if issubclass(model, Worded) and name in REGISTERS and self.has_text_files:
                properties[key] = self._or_file(properties[key])
            if field.is_required():
                required.append(key)
        return {
            "description": words_of(model),
            "type": "object",
            "properties": properties,
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def _or_file(self, text: Schema) -> Schema:
        """Return the schema of a text that may be in a file of its own."""
        self._definitions["TextFile"] = dict(TEXT_FILE)
        words = {key: text.pop(key) for key in ("description",) if key in text}
        return {**words, "anyOf": [text, {"$ref": "#/$defs/TextFile"}]}

    def _field(self, field: FieldInfo, words: str) -> Schema:
        schema = self._value(field.annotation, field.metadata)
        if words:
            schema = {"description": words, **schema}
        if isinstance(field.default, str | int):  # an enum's member is a text too
            schema["default"] = field.default
        return schema

    def _value(self, annotation: Any, metadata: Iterable[Any] = ()) -> Schema:  # noqa: ANN401
        """Return the schema of an annotation; `metadata` is that of its `Annotated`."""
        annotation, metadata = _bare(annotation, metadata)
        spelling = _spelling(metadata)
        if spelling is not None:
            return dict(spelling)
        if get_origin(annotation) is Literal:
            return {"enum": list(get_args(annotation))}
        if get_origin(annotation) is tuple:
            return self._list(get_args(annotation)[0], metadata)
        if get_origin(annotation) is not None:
            return self._mapping(*get_args(annotation))
        if issubclass(annotation, Model):
            return self._reference(annotation)
        if issubclass(annotation, Enum):
            return {"enum": [member.value for member in annotation]}
        if annotation is str:
            return dict(CELL)
        raise TypeError(f"no schema is known for {annotation}")

    def _list(self, item: Any, metadata: list[Any]) -> Schema:  # noqa: ANN401
        least = next((limit.min_length for limit in metadata if hasattr(limit, "min_length")), 0)
        schema: Schema = {"type": "array", "items": self._value(item)}
        if least:
            schema["minItems"] = least
        if OneMappingOrMore in metadata:
            return {"anyOf": [self._value(item), schema]}
        return {"anyOf": [self._alone(item), schema]} if OneOrMore in metadata else schema

    def _mapping(self, key: Any, value: Any) -> Schema:  # noqa: ANN401
        if value is object:
            return {"type": "object"}
        if get_origin(key) is Literal:
            names = dict.fromkeys(get_args(key), self._value(value))
            return {"type": "object", "properties": names, "additionalProperties": False}
        schema: Schema = {"type": "object", "additionalProperties": self._value(value)}
        spelling = _spelling(_bare(key)[1])
        if spelling:  # a key is always text
            schema["propertyNames"] = {"pattern": spelling["pattern"]}
        return schema

    def _reference(self, model: type[Model]) -> Schema:
        name = model.__name__
        if name not in self._definitions:
            self._definitions[name] = {}  # reserves the name, in case the model contains itself
            self._definitions[name] = self._written_by_hand.get(model, lambda: self._definition(model))()
        return {"$ref": f"#/$defs/{name}"}

    def _definition(self, model: type[Model]) -> Schema:
        written_out = self.fields(model)
        if not model.scalar_key:
            return written_out
        words = written_out.pop("description")
        return {"description": words, "anyOf": [self._alone(model), written_out]}

    def _alone(self, annotation: Any, metadata: Iterable[Any] = ()) -> Schema:  # noqa: ANN401
        """Return the schema of a value without keys: for a model, that of its `scalar_key`."""
        annotation, metadata = _bare(annotation, metadata)
        if issubclass(annotation, Model):
            field = annotation.model_fields[annotation.scalar_key]
            return self._alone(field.annotation, field.metadata)
        return self._value(annotation, metadata)

    def _block(self) -> Schema:
        """Return the schema of a block: its kind, with its values below it. Custom kinds allow any values."""
        kinds = {kind: self._block_kind(kind) for kind in SHIPPED_KINDS}
        common = self.fields(OwnBlock)["properties"]
        own = {
            "description": words_of(OwnBlock),
            "type": "object",
            "properties": {key: common[key] for key in COMMON_KEYS},
        }
        return {
            "description": words_of(Block),
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "properties": kinds,
            "additionalProperties": own,
        }

    def _block_kind(self, kind: str) -> Schema:
        """Return the schema of the keys of a kind, or of the value of its `sole_key` without that key."""
        model, sole_key = model_of(kind), BLOCK_KINDS[kind].sole_key
        schema = self._value(model)
        if kind == "box":
            id_of_shared = {"type": "string", "pattern": r"^\S+$", "description": "The id of a shared box."}
            return {"anyOf": [schema, id_of_shared]}
        if kind == "text" and self.has_text_files:
            return self._or_file(schema)
        if not sole_key:
            return schema
        field = model.model_fields[sole_key]
        return {"anyOf": [self._value(field.annotation, field.metadata), schema]}


def _data() -> Schema:
    """Return the schema of the data of a table or chart, before reading turns it into `Data`."""
    row = {"type": "array", "items": CELL}
    return {
        "description": "A CSV file next to the brief, or the rows themselves; the first row names the columns.",
        "anyOf": [{"type": "string", "pattern": r"\S"}, {"type": "array", "items": row, "minItems": 2}],
    }


def _bare(annotation: Any, metadata: Iterable[Any] = ()) -> tuple[Any, list[Any]]:  # noqa: ANN401
    """Return an annotation without `Annotated` and `| None`, and its metadata."""
    metadata = list(metadata)
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            for word in more:
                metadata += word.metadata if isinstance(word, FieldInfo) else [word]
        elif origin in (Union, types.UnionType):
            (annotation,) = (choice for choice in get_args(annotation) if choice is not types.NoneType)
        else:
            return annotation, metadata


def _spelling(metadata: Iterable[Any]) -> Schema | None:
    """Return the schema of how a scalar is typed, if its validator has one (`model.base.spelled`)."""
    inputs = (get_args(one.json_schema_input_type) for one in metadata if isinstance(one, BeforeValidator))
    schemas = (word.json_schema for words in inputs for word in words if isinstance(word, WithJsonSchema))
    return next(schemas, None)
