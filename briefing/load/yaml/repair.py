"""Data with errors → data that its model accepts, so that one error does not hide the others.

Each wrong or missing value gets a placeholder. Its path becomes a gap of the source map, so that later checks report
nothing about it. Everything else is checked as written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from itertools import count
from typing import Literal, get_args, get_origin

from briefing.core.source_map import Key, Mark, SourceMap
from briefing.load.yaml.annotations import KEY_ITSELF, annotation_at, bare, is_mapping, is_required_at
from briefing.load.yaml.reader import Data, part_of
from briefing.model.base import Model
from briefing.model.blocks import Block

OWN = "own"
"""The field of a block that holds the values of a custom kind."""

SCALARS: dict[type, object] = {
    bool: False,
    int: 1,
    Decimal: Decimal(0),
    date: date(2000, 1, 1),
    datetime: datetime(2000, 1, 1, tzinfo=UTC),
}
"""The placeholders of values that are not text."""


class Repair:
    """Repairs the data of one document for one model. A `loc` is the path of an error of validation."""

    def __init__(
        self, data: dict[str, Data], model: type[Model], source_map: SourceMap, respelled: Iterable[Key] = ()
    ) -> None:
        self.data, self.model = data, model
        self.gaps: set[Key] = set()
        self.respelled = set(respelled)
        """The keys that were corrected, whose values may be meant for something else."""
        self.is_possible = True
        """False if nothing is left to replace."""
        self._source_map = source_map
        self._removed: set[Key] = set()
        self._numbers = count(1)

    @property
    def source_map(self) -> SourceMap:
        """The places of the repaired data, with its gaps."""
        return replace(self._source_map, gaps=frozenset(self.gaps))

    def is_in_gap(self, loc: Key) -> bool:
        """Return True if an error is about a placeholder, and so a consequence of another error."""
        path = self._path(loc)
        if len(path) == len(loc) - 1 and isinstance(loc[-1], str):
            path = (*path, loc[-1])  # the key that is missing
        return self._gap_around(path) is not None

    def is_doubtful(self, loc: Key) -> bool:
        """Return True if an error is about the whole value of a misspelt key."""
        return self._path(loc) in self.respelled

    def replace(self, loc: Key) -> None:
        """Replace a value by a placeholder; remove it if it is already one."""
        if loc[-1:] == (KEY_ITSELF,):
            self.remove(loc[:-1])
            return
        path = self._path(loc)
        gap = self._gap_around(path)
        if gap is not None:
            self._give_up(gap)
        else:
            self._put(path, loc[: len(path)])

    def fill(self, loc: Key) -> None:
        """Add a placeholder for a missing required value."""
        holder_path = self._path(loc[:-1])
        holder = self._at(holder_path)
        if len(holder_path) < len(loc) - 1 or not isinstance(holder, dict):
            self.replace(loc[:-1])
            return
        key = (*holder_path, loc[-1])
        gap = self._gap_around(key)
        if gap is not None:
            self._give_up(gap)
        else:
            self._put(key, loc)

    def replace_or_fill(self, loc: Key) -> None:
        """Put a placeholder in the place of a key's value, whether it exists or not."""
        if len(self._path(loc)) == len(loc):
            self.replace(loc)
        else:
            self.fill(loc)

    def remove(self, loc: Key) -> None:
        """Remove a key with its value."""
        path = self._path(loc)
        holder = self._at(path[:-1])
        if len(path) == len(loc) and isinstance(holder, dict):
            del holder[path[-1]]
            self.gaps.add(path)

    def respell(self, loc: Key, name: str) -> None:
        """Correct a misspelt key; remove it if the right key exists as well."""
        path = self._path(loc)
        holder = self._at(path[:-1])
        if not isinstance(holder, dict) or name in holder:
            self.remove(loc)
            return
        new = (*path[:-1], name)
        holder[name] = holder.pop(path[-1])
        self.respelled.add(new)
        marks = move_marks(self._source_map.marks, path, new)
        self._source_map = replace(self._source_map, marks=marks)

    def _path(self, loc: Key) -> Key:
        """Return the part of a path that exists in the data, with the keys as typed."""
        here: object = self.data
        path: list[str | int] = []
        for part in loc:
            name = _key_in(here, part)
            if name is None:
                break
            here = part_of(here, name)
            path.append(name)
        return tuple(path)

    def _at(self, path: Key) -> object:
        here: object = self.data
        for part in path:
            here = part_of(here, part)
        return here

    def _gap_around(self, path: Key) -> Key | None:
        return next((path[:end] for end in range(1, len(path) + 1) if path[:end] in self.gaps), None)

    def _put(self, path: Key, loc: Key) -> None:
        if not path:
            self.is_possible = False
            return
        self.gaps.add(path)
        annotation = annotation_at(self.model, loc)
        value = self._placeholder(annotation, is_required=is_required_at(self.model, loc))
        if value is None:
            self._give_up(path)
        else:
            holder, last = self._at(path[:-1]), path[-1]
            match holder, last:
                case dict(), _:
                    holder[last] = value
                case list(), int():
                    holder[last] = value

    def _give_up(self, gap: Key) -> None:
        """Remove a placeholder that does not help; if that is not possible, replace the value around it."""
        holder = self._at(gap[:-1])
        if isinstance(holder, dict) and gap not in self._removed:
            self._removed.add(gap)
            holder.pop(gap[-1], None)
        elif gap[:-1] in self.gaps:
            self._give_up(gap[:-1])
        else:
            self._put(gap[:-1], self._typed_path(gap[:-1]))

    def _typed_path(self, path: Key) -> Key:
        """Return a path with the model's name for custom kinds of blocks."""
        for end in range(1, len(path) + 1):
            if annotation_at(self.model, path[:end]) is None:
                return (*path[: end - 1], OWN, *path[end:])
        return path

    def _placeholder(self, annotation: object, *, is_required: bool) -> object:
        """Return a placeholder of a type; None if the type has none."""
        kind = bare(annotation)
        if is_mapping(kind):
            return {}
        origin = get_origin(kind)
        if origin is tuple:
            return [self._placeholder(get_args(kind)[0], is_required=True)] if is_required else []
        if origin is Literal:
            return get_args(kind)[0]
        if not isinstance(kind, type):
            return None
        if issubclass(kind, Model):
            return self._placeholder_of_model(kind)
        if issubclass(kind, Enum):
            return next(iter(kind)).value
        return f"x{next(self._numbers)}" if kind is str else SCALARS.get(kind)

    def _placeholder_of_model(self, model: type[Model]) -> dict[str, object]:
        fields = model.model_fields
        needed = [name for name, field in fields.items() if field.is_required()]
        if not needed and model.scalar_key:
            needed = [model.scalar_key]
        if model is Block:
            needed = ["text"]
        return {
            fields[name].alias or name: self._placeholder(fields[name].annotation, is_required=True)
            for name in needed
        }


def move_marks(marks: Mapping[Key, Mark], old: Key, new: Key) -> dict[Key, Mark]:
    """Return marks in which those of one key, and of everything in it, have moved to another key."""
    return {(*new, *key[len(old) :]) if key[: len(old)] == old else key: mark for key, mark in marks.items()}


def _key_in(value: object, part: str | int) -> str | int | None:
    """Return the key of a value that a part of a path means; None if there is none."""
    if isinstance(value, list):
        return part if isinstance(part, int) and part < len(value) else None
    if not isinstance(value, dict) or isinstance(part, int):
        return None
    if part in value:
        return part
    names = tuple(value) if part == OWN and len(value) == 1 else (f"{part}_", part.rstrip("_"))
    return next((str(name) for name in names if name in value), None)
