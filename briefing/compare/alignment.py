"""Two trees of data → what was dropped, added, moved and worded otherwise; items by their ids, or by what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

Kind = Literal["dropped", "added", "moved", "shorter", "longer", "reworded"]

ALIKE = 0.4
"""Items that share so much of their words are the same item, worded otherwise."""

NAMES = ("id",)
"""Keys that name an item, and say nothing themselves."""

TEXT = "text"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that two trees do not have alike; `name` is the way to it, items by id or counted from 1."""

    kind: Kind
    name: str
    before: str = ""
    after: str = ""


class Alignment:
    """The changes between two trees, and how many of their values are the same."""

    def __init__(self) -> None:
        self.same_count = 0

    def changes(self, before: Any, after: Any, name: str = "") -> Iterator[Change]:  # noqa: ANN401
        """What became of one value."""
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from self._mappings(before, after, name)
        elif isinstance(before, list) and isinstance(after, list):
            yield from self._lists(before, after, name)
        else:
            yield from self._words(words_of(before), words_of(after), name)

    def _mappings(self, before: Mapping[str, Any], after: Mapping[str, Any], name: str) -> Iterator[Change]:
        for key in dict.fromkeys((*after, *before)):
            if key in NAMES:
                continue
            way = name if key == TEXT and name else f"{name}.{key}".strip(".")
            if key not in after:
                yield Change("dropped", way, before=words_of(before[key]))
            elif key not in before:
                yield Change("added", way, after=words_of(after[key]))
            else:
                yield from self.changes(before[key], after[key], way)

    def _lists(self, before: list[Any], after: list[Any], name: str) -> Iterator[Change]:
        pairs = pair_items(before, after)
        partners = {new: old for old, new in pairs}
        kept = in_order([old for old, _ in sorted(pairs, key=lambda pair: pair[1])])
        for new, item in enumerate(after):
            way = f"{name}.{_called(item, new)}"
            if new not in partners:
                yield Change("added", way, after=words_of(item))
                continue
            old = partners[new]
            if old not in kept:
                yield Change("moved", way, after=words_of(item))
            yield from self.changes(before[old], item, way)
        left = {old for old, _ in pairs}
        for old, item in enumerate(before):
            if old not in left:
                yield Change("dropped", f"{name}.{_called(item, old)}", before=words_of(item))

    def _words(self, before: str, after: str, name: str) -> Iterator[Change]:
        if before == after:
            self.same_count += 1
            return
        was, now = len(before.split()), len(after.split())
        kind: Kind = "shorter" if now < was else "longer" if now > was else "reworded"
        yield Change(kind, name, before, after)


def words_of(value: Any) -> str:  # noqa: ANN401
    """All words of a value, with one space between them."""
    if isinstance(value, Mapping):
        parts = [words_of(item) for key, item in value.items() if key not in NAMES]
    elif isinstance(value, list):
        parts = [words_of(item) for item in value]
    else:
        parts = [] if value is None else [str(value)]
    return " ".join(" ".join(parts).split())


def pair_items(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[int, int]]:
    """The items that are the same in two lists: by id, else by their words, else by most of their words."""
    pairs: list[tuple[int, int]] = []
    old_left, new_left = dict(enumerate(before)), dict(enumerate(after))
    for sign in (_id_of, words_of):
        places: dict[str, list[int]] = {}
        for old, item in old_left.items():
            if key := sign(item):
                places.setdefault(key, []).append(old)
        for new, item in list(new_left.items()):
            if found := places.get(sign(item)):
                pairs.append((found.pop(0), new))
                del old_left[pairs[-1][0]], new_left[new]
    bags = {
        new: Counter(words_of(item).casefold().split()) for new, item in new_left.items() if not _id_of(item)
    }
    old_left_over = {old: item for old, item in old_left.items() if not _id_of(item)}
    for old, item in list(old_left_over.items()):
        own = Counter(words_of(item).casefold().split())
        near = max(bags, key=lambda new: (_likeness(own, bags[new]), -abs(new - old)), default=None)
        if near is not None and _likeness(own, bags[near]) >= ALIKE:
            pairs.append((old, near))
            del bags[near]
            del old_left_over[old]
    if len(before) == len(after):  # nothing came or went: what stands in the same place is worded anew
        pairs += [(place, place) for place in old_left_over if place in bags]
    return pairs


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Which part of their words two texts share (Dice)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _called(item: Any, index: int) -> str:  # noqa: ANN401
    return _id_of(item) or str(index + 1)


def _id_of(item: Any) -> str:  # noqa: ANN401
    """The id of a section, or of a block under its kind."""
    if isinstance(item, Mapping) and "id" not in item and len(item) == 1:
        (item,) = item.values()
    name = item.get("id") if isinstance(item, Mapping) else None
    return name if isinstance(name, str) else ""


def in_order(places: Sequence[int]) -> set[int]:
    """Of places in their new order, those that keep their order: the longest such runs."""
    matcher = SequenceMatcher(None, sorted(places), list(places), autojunk=False)
    return {
        place for block in matcher.get_matching_blocks() for place in places[block.b : block.b + block.size]
    }
