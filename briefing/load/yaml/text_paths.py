"""The place of a text in a file, by its key in the model or in the original that the file translates."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.core.source_map import Key
from briefing.load.yaml.annotations import model_at
from briefing.load.yaml.reader import Data
from briefing.model.base import Model


@dataclass(frozen=True)
class TextPath:
    """The way to a text: the part that the file has, and the part that it lacks."""

    written: Key
    """The key, in the file itself, of the last value on the way."""
    value: Data
    """That value."""
    missing: Key
    """The rest of the key, in the original; empty if the file has the text."""
    wanted: Key
    """The key of the last value, in the original."""
    original: Data
    """The same value in the original."""


def find_path(data: Data, key: Key, model: type[Model], original: Data = None) -> TextPath:
    """Return the way to a text in the data of a file.

    `original` is the data of the file that this one translates: items with an id are found by it, others by their
    position. A text that is written in place of keys and values (`title: words`) is found by its full key.
    """
    below = data if original is None else original
    here, written = data, Key()
    for done, part in enumerate(key):
        if part == 0 and not isinstance(here, list) and here is not None:  # an item alone needs no dash
            below = value_inside(below, part)
            continue
        if done and not isinstance(here, dict | list) and key[done:] == scalar_keys(model, key[:done]):
            return TextPath(written, here, (), key[:done], below)
        name = _name_in(here, part, below)
        if name is None:
            return TextPath(written, here, _as_short(model, key, done, below), key[:done], below)
        here, below, written = value_inside(here, name), value_inside(below, part), (*written, name)
    return TextPath(written, here, (), key, below)


def _as_short(model: type[Model], key: Key, done: int, below: Data) -> Key:
    """Return the rest of a key; without `text` if a text alone will do, as it does in the original."""
    for stop in range(done + 1, len(key)):
        below = value_inside(below, key[stop - 1])
        if key[stop:] == scalar_keys(model, key[:stop]) and not isinstance(below, dict):
            return key[done:stop]
    return key[done:]


def scalar_keys(model: type[Model], key: Key) -> Key:
    """Return the keys that a text in place of keys and values is for: `text`, or `summary` and `text`."""
    names: list[str] = []
    while (holder := model_at(model, (*key, *names))) and holder.scalar_key:
        names.append(holder.scalar_key)
    return tuple(names)


def _name_in(here: Data, part: str | int, below: Data) -> str | int | None:
    """Return the key of a value in a file, by its key in the original; None if the file does not have it."""
    if isinstance(here, dict):
        return part if part in here else None
    if not isinstance(here, list) or not isinstance(part, int):
        return None
    if name := id_of(value_inside(below, part)):
        return next((index for index, item in enumerate(here) if id_of(item) == name), None)
    return part if part < len(here) else None


def value_inside(data: Data, part: str | int) -> Data:
    """Return the value under one part of a key; None if there is none. A value alone is the first item."""
    if isinstance(data, dict):
        return data.get(str(part))
    if isinstance(data, list) and isinstance(part, int):
        return data[part] if part < len(data) else None
    return data if part == 0 else None


def id_of(item: Data) -> str:
    """Return the id of a section, or of a block (inside its kind); "" if it has none."""
    if isinstance(item, dict) and "id" not in item and len(item) == 1:
        (item,) = item.values()
    name = item.get("id") if isinstance(item, dict) else None
    return name if isinstance(name, str) else ""
