"""Data with errors → data that its model accepts, so that one error does not hide the others.

Each value that is wrong or missing gets a stand-in. Its way becomes a gap of the source map, so that nothing is found
in it later; everything else is checked as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from itertools import count
from typing import Any, Literal, get_args, get_origin

from briefing.core.source_map import Key, Mark, SourceMap
from briefing.load.yaml.annotations import KEY_ITSELF, annotation_at, bare, is_mapping, is_required_at
from briefing.model.base import Model
from briefing.model.blocks import Block

OWN = "own"
"""The field of a block that holds what a person wrote under the name of its kind."""

SCALARS: dict[type, Any] = {
    bool: False,
    int: 1,
    Decimal: Decimal(0),
    date: date(2000, 1, 1),
    datetime: datetime(2000, 1, 1, tzinfo=UTC),
}
"""The stand-ins of values that are no text."""


class Repair:
    """Repairs the data of one document for one model. Ways are those of the errors of validation."""

    def __init__(
        self, data: dict[str, Any], model: type[Model], source_map: SourceMap, respelled: Iterable[Key] = ()
    ) -> None:
        self.data, self.model = data, model
        self.gaps: set[Key] = set()
        self.respelled = set(respelled)
        """The keys that were taken for others, whose values may be meant for something else."""
        self.is_possible = True
        """False once nothing is left that could be replaced."""
        self._source_map = source_map
        self._removed: set[Key] = set()
        self._numbers = count(1)

    @property
    def source_map(self) -> SourceMap:
        """The places of the repaired data."""
        return replace(self._source_map, gaps=frozenset(self.gaps))

    def is_in_gap(self, loc: Key) -> bool:
        """Whether an error is about a stand-in, and so follows from another error."""
        way = self._way(loc)
        if len(way) == len(loc) - 1 and isinstance(loc[-1], str):
            way = (*way, loc[-1])  # the key that is missing
        return self._gap_around(way) is not None

    def is_doubtful(self, loc: Key) -> bool:
        """Whether an error is about the whole value of a misspelt key."""
        return self._way(loc) in self.respelled

    def replace(self, loc: Key) -> None:
        """Put a stand-in in the place of a value; take out what is wrong even so."""
        if loc[-1:] == (KEY_ITSELF,):
            self.remove(loc[:-1])
            return
        way = self._way(loc)
        gap = self._gap_around(way)
        if gap is not None:
            self._give_up(gap)
        else:
            self._put(way, loc[: len(way)])

    def fill(self, loc: Key) -> None:
        """Put a stand-in where a required value is missing."""
        holder_way = self._way(loc[:-1])
        holder = self._at(holder_way)
        if len(holder_way) < len(loc) - 1 or not isinstance(holder, dict):
            self.replace(loc[:-1])
            return
        key = (*holder_way, loc[-1])
        gap = self._gap_around(key)
        if gap is not None:
            self._give_up(gap)
        else:
            self._put(key, loc)

    def replace_or_fill(self, loc: Key) -> None:
        """Put a stand-in where the value of a key is, or should be."""
        if len(self._way(loc)) == len(loc):
            self.replace(loc)
        else:
            self.fill(loc)

    def remove(self, loc: Key) -> None:
        """Take a key out, with its value."""
        way = self._way(loc)
        holder = self._at(way[:-1])
        if len(way) == len(loc) and isinstance(holder, dict):
            del holder[way[-1]]
            self.gaps.add(way)

    def respell(self, loc: Key, name: str) -> None:
        """Take a misspelt key for the one that it looks like, unless that is there as well."""
        way = self._way(loc)
        holder = self._at(way[:-1])
        if not isinstance(holder, dict) or name in holder:
            self.remove(loc)
            return
        new = (*way[:-1], name)
        holder[name] = holder.pop(way[-1])
        self.respelled.add(new)
        marks = move_marks(self._source_map.marks, way, new)
        self._source_map = replace(self._source_map, marks=marks)

    def _way(self, loc: Key) -> Key:
        """Return the part of a way that leads to something, with the keys as they were typed."""
        here: Any = self.data
        way: list[str | int] = []
        for part in loc:
            name = _key_in(here, part)
            if name is None:
                break
            here = here[name]
            way.append(name)
        return tuple(way)

    def _at(self, way: Key) -> Any:  # noqa: ANN401
        here: Any = self.data
        for part in way:
            here = here[part]
        return here

    def _gap_around(self, way: Key) -> Key | None:
        return next((way[:end] for end in range(1, len(way) + 1) if way[:end] in self.gaps), None)

    def _put(self, way: Key, loc: Key) -> None:
        if not way:
            self.is_possible = False
            return
        self.gaps.add(way)
        annotation = annotation_at(self.model, loc)
        value = self._stand_in(annotation, is_required=is_required_at(self.model, loc))
        if value is None:
            self._give_up(way)
        else:
            self._at(way[:-1])[way[-1]] = value

    def _give_up(self, gap: Key) -> None:
        """Take out a stand-in that is no good; where that is not possible, replace the whole around it."""
        holder = self._at(gap[:-1])
        if isinstance(holder, dict) and gap not in self._removed:
            self._removed.add(gap)
            holder.pop(gap[-1], None)
        elif gap[:-1] in self.gaps:
            self._give_up(gap[:-1])
        else:
            self._put(gap[:-1], self._typed_way(gap[:-1]))

    def _typed_way(self, way: Key) -> Key:
        """Return a way with the model's name for the kinds of blocks that a workspace adds."""
        for end in range(1, len(way) + 1):
            if annotation_at(self.model, way[:end]) is None:
                return (*way[: end - 1], OWN, *way[end:])
        return way

    def _stand_in(self, annotation: Any, *, is_required: bool) -> Any:  # noqa: ANN401
        """Return a value of a type; None for a type that has no stand-in."""
        kind = bare(annotation)
        if is_mapping(kind):
            return {}
        origin = get_origin(kind)
        if origin is tuple:
            return [self._stand_in(get_args(kind)[0], is_required=True)] if is_required else []
        if origin is Literal:
            return get_args(kind)[0]
        if not isinstance(kind, type):
            return None
        if issubclass(kind, Model):
            return self._stand_in_of_model(kind)
        if issubclass(kind, Enum):
            return next(iter(kind)).value
        return f"x{next(self._numbers)}" if kind is str else SCALARS.get(kind)

    def _stand_in_of_model(self, model: type[Model]) -> dict[str, Any]:
        fields = model.model_fields
        needed = [name for name, field in fields.items() if field.is_required()]
        if not needed and model.scalar_key:
            needed = [model.scalar_key]
        if model is Block:
            needed = ["text"]
        return {
            fields[name].alias or name: self._stand_in(fields[name].annotation, is_required=True)
            for name in needed
        }


def move_marks(marks: Mapping[Key, Mark], old: Key, new: Key) -> dict[Key, Mark]:
    """Return marks with those of one key, and of everything in it, under another key."""
    return {(*new, *key[len(old) :]) if key[: len(old)] == old else key: mark for key, mark in marks.items()}


def _key_in(value: Any, part: str | int) -> str | int | None:  # noqa: ANN401
    """Return the key of a value that a part of a way means; None where there is none."""
    if isinstance(value, list):
        return part if isinstance(part, int) and part < len(value) else None
    if not isinstance(value, dict) or isinstance(part, int):
        return None
    if part in value:
        return part
    names = tuple(value) if part == OWN and len(value) == 1 else (f"{part}_", part.rstrip("_"))
    return next((str(name) for name in names if name in value), None)
