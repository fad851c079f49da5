"""Traversal of a model: every value with its key. Not here: the place of a value in its file (`source_map`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel

from briefing.core.source_map import Key, SourceMap
from briefing.model.base import Model
from briefing.model.text import Register

LEAVES = (str, int, float)
"""The most frequent types of values without values inside; testing for a model takes longer."""


def walk(value: object, key: Key = ()) -> Iterator[tuple[Key, object]]:
    """Yield every value inside a model with its key, in the order of the model."""
    left = [(key, value)]
    while left:
        key, value = left.pop()
        yield key, value
        if value is not None and not isinstance(value, LEAVES):
            inner = [((*key, name), item) for name, item in _items_of(value)]
            left += reversed(inner)


def _items_of(value: object) -> Iterable[tuple[str | int, object]]:
    """Return the values directly inside a value, with their names or indexes."""
    if isinstance(value, Model):
        return value.named_values()
    if isinstance(value, BaseModel):
        return iter(value)
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, tuple) else ()


def word_key(key: Key, register: Register, source_map: SourceMap) -> Key:
    """Return the key of one variant, or that of the text if it was written without a register."""
    full = (*key, register.value)
    return full if source_map.known(full) == full else key
