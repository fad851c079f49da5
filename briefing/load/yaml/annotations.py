"""The types that a model expects, by their paths of keys and list items. Not here: the data (`reader`)."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Union, get_args, get_origin

from briefing.core.source_map import Key
from briefing.model.base import Model

KEY_ITSELF = "[key]"
"""The last part of a path that leads to the key of a mapping, not to its value."""


def annotation_at(model: type[Model], key: Key) -> object:
    """Return the type at a path; None if the model has nothing there."""
    here: object = model
    for part in key:
        here = _inside(here, part)
    return here


def is_required_at(model: type[Model], key: Key) -> bool:
    """Return True if a path leads to a required key of its model, or to an item of a list."""
    holder = bare(annotation_at(model, key[:-1]))
    fields = getattr(holder, "model_fields", None)
    if fields is None:
        return True
    return any(field.is_required() for name, field in fields.items() if key[-1] in (name, field.alias))


def model_at(model: type[Model], key: Key) -> type[Model] | None:
    """Return the model at a path; for a list, the model of its items."""
    return next(models_in(annotation_at(model, key)), None)


def keys_at(model: type[Model], key: Key) -> list[str]:
    """Return the keys that are allowed at a path."""
    holder = model_at(model, key)
    return [] if holder is None else [field.alias or name for name, field in holder.model_fields.items()]


def models_in(annotation: object) -> Iterator[type[Model]]:
    """Return the models that a type consists of."""
    annotation = bare(annotation)
    if isinstance(annotation, type) and get_origin(annotation) is None:
        if issubclass(annotation, Model):
            yield annotation
        return
    if get_origin(annotation) in (tuple, list, dict) or is_union(annotation) or is_mapping(annotation):
        for inner in get_args(annotation):
            yield from models_in(inner)


def bare(annotation: object) -> object:
    """Return a type without `Annotated` and without `| None`."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if is_union(annotation):
        others = [one for one in get_args(annotation) if one is not types.NoneType]
        return bare(others[0]) if len(others) == 1 else annotation
    return annotation


def is_union(annotation: object) -> bool:
    """Return True if a type is a union."""
    return get_origin(annotation) in (Union, types.UnionType)


def is_mapping(annotation: object) -> bool:
    """Return True if a type maps keys to values."""
    origin = get_origin(bare(annotation))
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _inside(annotation: object, part: str | int) -> object:
    """Return the type of a part of a value. If the value is not a list, its items have its own type."""
    annotation = bare(annotation)
    if is_mapping(annotation):
        return get_args(annotation)[0 if part == KEY_ITSELF else -1]
    if isinstance(part, int):
        return get_args(annotation)[0] if get_origin(annotation) is tuple else annotation
    holder = next(models_in(annotation), None)
    fields = holder.model_fields if holder else {}
    return next((field.annotation for name, field in fields.items() if part in (name, field.alias)), None)
