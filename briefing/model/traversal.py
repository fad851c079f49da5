"""Traversal of a model: every value with its key. Not here: the place of a value in its file (`source_map`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from briefing.core.source_map import Key, SourceMap
from briefing.model.base import Model
from briefing.model.text import Register

LEAVES = (str, int, float)
"""The most frequent types of values without values inside; testing for a model takes longer."""


def walk(value: object, key: Key = ()) -> Iterator[tuple[Key, object]]:
    """Yield every value inside a model with its key, in the order of the model."""
    yield key, value
    if value is None or isinstance(value, LEAVES):
        return
    if isinstance(value, BaseModel):
        named = value.named_values() if isinstance(value, Model) else iter(value)
        for name, item in named:
            yield from walk(item, (*key, name))
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from walk(item, (*key, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, (*key, index))


def word_key(key: Key, register: Register, source_map: SourceMap) -> Key:
    """Return the key of one variant, or that of the text if it was written without a register."""
    full = (*key, register.value)
    return full if source_map.known(full) == full else key
