"""Finds what was dropped, added, moved or reworded between two trees of data. Items are matched by id or by text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import inf
from typing import Literal

Kind = Literal["dropped", "added", "moved", "shorter", "longer", "reworded"]

SIMILAR = 0.4
"""Items that share at least this part of their words (Dice) are the same item, reworded."""

MOST_COMPARED = 1_000_000
"""The most pairs of items that are compared by their words; items of longer lists are dropped and added."""

SHORT = 2
"""Length in words of an item that is too short to be recognized by its words."""

NAMES = ("id",)
"""Keys that name an item and are not text."""

TEXT = "text"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two trees. `name` is the path to it, with items by id or counted from 1."""

    kind: Kind
    name: str
    before: str = ""
    after: str = ""


class Alignment:
    """The changes between two trees, and the number of values that are the same."""

    def __init__(self) -> None:
        self.same_count = 0

    def changes(self, before: object, after: object, name: str = "") -> Iterator[Change]:
        """Return the changes between two values."""
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from self._mappings(before, after, name)
        elif isinstance(before, list) and isinstance(after, list):
            yield from self._lists(before, after, name)
        else:
            yield from self._words(words_of(before), words_of(after), name)

    def _mappings(
        self, before: Mapping[str, object], after: Mapping[str, object], name: str
    ) -> Iterator[Change]:
        for key in dict.fromkeys((*after, *before)):
            if key in NAMES:
                continue
            path = name if key == TEXT and name else f"{name}.{key}".strip(".")
            if key not in after:
                yield Change("dropped", path, before=words_of(before[key]))
            elif key not in before:
                yield Change("added", path, after=words_of(after[key]))
            else:
                yield from self.changes(before[key], after[key], path)

    def _lists(self, before: list[object], after: list[object], name: str) -> Iterator[Change]:
        pairs = pair_items(before, after)
        partners = {new: old for old, new in pairs}
        kept = in_order([old for old, _ in sorted(pairs, key=lambda pair: pair[1])])
        for new, item in enumerate(after):
            path = f"{name}.{_called(item, new)}"
            if new not in partners:
                yield Change("added", path, after=words_of(item))
                continue
            old = partners[new]
            if old not in kept:
                yield Change("moved", path, after=words_of(item))
            yield from self.changes(before[old], item, path)
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


def words_of(value: object) -> str:
    """Return all words of a value, separated by single spaces."""
    if isinstance(value, Mapping):
        parts = [words_of(item) for key, item in value.items() if key not in NAMES]
    elif isinstance(value, list):
        parts = [words_of(item) for item in value]
    else:
        parts = [] if value is None else [str(value)]
    return " ".join(" ".join(parts).split())


def pair_items(before: Sequence[object], after: Sequence[object]) -> list[tuple[int, int]]:
    """Return the pairs of items that are the same in two lists: by id, else by equal words, else by most words.

    Remaining items are paired as reworded if they have the same index in lists of the same length, or if they are too
    short to be recognized by their words and follow a pair.
    """
    pairing = _Pairing(before, after)
    pairing.pair_by_key(_id_of)
    pairing.pair_by_key(words_of)
    pairing.pair_by_similarity()
    if len(before) == len(after):
        pairing.pair_by_index(lambda old: old)
    pairing.pair_by_index(lambda old: pairing.partners.get(old - 1, -1) + 1, most_words=SHORT)
    return list(pairing.partners.items())


class _Pairing:
    """The pairing of two lists. `old` and `new` hold the items without a partner, by index."""

    def __init__(self, before: Sequence[object], after: Sequence[object]) -> None:
        self.old, self.new = dict(enumerate(before)), dict(enumerate(after))
        self.partners: dict[int, int] = {}

    def pair(self, old: int, new: int) -> None:
        self.partners[old] = new
        del self.old[old], self.new[new]

    def pair_by_key(self, key_of: Callable[[object], str]) -> None:
        """Pair items with the same key, in their order; items with an empty key are not paired."""
        by_key: dict[str, list[int]] = {}
        for old, item in self.old.items():
            by_key.setdefault(key_of(item), []).append(old)
        for new, item in list(self.new.items()):
            if (key := key_of(item)) and by_key.get(key):
                self.pair(by_key[key].pop(0), new)

    def pair_by_similarity(self) -> None:
        """Pair items without an id that share most of their words: the most similar, then the nearest."""
        if len(self.old) * len(self.new) > MOST_COMPARED:
            return
        bags = {new: _bag(item) for new, item in self.new.items() if not _id_of(item)}
        for old, item in [(old, item) for old, item in self.old.items() if not _id_of(item)]:
            own = _bag(item)
            nearest = max(bags, key=lambda new: (_similarity(own, bags[new]), -abs(new - old)), default=None)
            if nearest is not None and _similarity(own, bags[nearest]) >= SIMILAR:
                self.pair(old, nearest)
                del bags[nearest]

    def pair_by_index(self, index_of: Callable[[int], int], most_words: float = inf) -> None:
        """Pair items without an id that are at the expected index, if neither has too many words."""
        for old, item in list(self.old.items()):
            new = index_of(old)
            both = (item, self.new.get(new))
            is_free = new in self.new and not any(map(_id_of, both))
            if is_free and max(_bag(one).total() for one in both) <= most_words:
                self.pair(old, new)


def _bag(item: object) -> Counter[str]:
    return Counter(words_of(item).casefold().split())


def _similarity(one: Counter[str], other: Counter[str]) -> float:
    """Return the part of their words that two texts share (Dice)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _called(item: object, index: int) -> str:
    return _id_of(item) or str(index + 1)


def _id_of(item: object) -> str:
    """Return the id of a section, or of a block under its kind."""
    if isinstance(item, Mapping) and "id" not in item and len(item) == 1:
        (item,) = item.values()
    name = item.get("id") if isinstance(item, Mapping) else None
    return name if isinstance(name, str) else ""


def in_order(indexes: Sequence[int]) -> set[int]:
    """Return the items that keep their order: the longest runs of sorted indexes."""
    matcher = SequenceMatcher(None, sorted(indexes), list(indexes), autojunk=False)
    return {
        index for block in matcher.get_matching_blocks() for index in indexes[block.b : block.b + block.size]
    }
