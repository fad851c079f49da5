"""Two trees of data → what was dropped, added, moved and worded otherwise; items by their ids, or by what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import inf
from typing import Literal

Kind = Literal["dropped", "added", "moved", "shorter", "longer", "reworded"]

ALIKE = 0.4
"""Items that share so much of their words are the same item, worded otherwise."""

SHORT = 2
"""In words."""

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

    def changes(self, before: object, after: object, name: str = "") -> Iterator[Change]:
        """What became of one value."""
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
            way = name if key == TEXT and name else f"{name}.{key}".strip(".")
            if key not in after:
                yield Change("dropped", way, before=words_of(before[key]))
            elif key not in before:
                yield Change("added", way, after=words_of(after[key]))
            else:
                yield from self.changes(before[key], after[key], way)

    def _lists(self, before: list[object], after: list[object], name: str) -> Iterator[Change]:
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


def words_of(value: object) -> str:
    """All words of a value, with one space between them."""
    if isinstance(value, Mapping):
        parts = [words_of(item) for key, item in value.items() if key not in NAMES]
    elif isinstance(value, list):
        parts = [words_of(item) for item in value]
    else:
        parts = [] if value is None else [str(value)]
    return " ".join(" ".join(parts).split())


def pair_items(before: Sequence[object], after: Sequence[object]) -> list[tuple[int, int]]:
    """The items that are the same in two lists: by id, else by their words, else by most of their words.

    What is left is worded anew where it stands in the same place of lists of one length, or is too short to be known
    by its words and follows an item that was found.
    """
    pairing = _Pairing(before, after)
    pairing.by_sign(_id_of)
    pairing.by_sign(words_of)
    pairing.by_likeness()
    if len(before) == len(after):
        pairing.by_place(lambda old: old)
    pairing.by_place(lambda old: pairing.partners.get(old - 1, -1) + 1, most_words=SHORT)
    return list(pairing.partners.items())


class _Pairing:
    """Two lists on their way to pairs; `old` and `new` are the items that have no partner yet, by their places."""

    def __init__(self, before: Sequence[object], after: Sequence[object]) -> None:
        self.old, self.new = dict(enumerate(before)), dict(enumerate(after))
        self.partners: dict[int, int] = {}

    def pair(self, old: int, new: int) -> None:
        self.partners[old] = new
        del self.old[old], self.new[new]

    def by_sign(self, sign: Callable[[object], str]) -> None:
        """Items of the same sign, in their order; an empty sign is none."""
        source_map: dict[str, list[int]] = {}
        for old, item in self.old.items():
            source_map.setdefault(sign(item), []).append(old)
        for new, item in list(self.new.items()):
            if (key := sign(item)) and source_map.get(key):
                self.pair(source_map[key].pop(0), new)

    def by_likeness(self) -> None:
        """Items without an id that share most of their words, each with the one that is likest, then nearest."""
        bags = {new: _bag(item) for new, item in self.new.items() if not _id_of(item)}
        for old, item in [(old, item) for old, item in self.old.items() if not _id_of(item)]:
            own = _bag(item)
            likest = max(bags, key=lambda new: (_likeness(own, bags[new]), -abs(new - old)), default=None)
            if likest is not None and _likeness(own, bags[likest]) >= ALIKE:
                self.pair(old, likest)
                del bags[likest]

    def by_place(self, place_of: Callable[[int], int], most_words: float = inf) -> None:
        """Items without an id that stand where they should, if neither has too many words."""
        for old, item in list(self.old.items()):
            new = place_of(old)
            both = (item, self.new.get(new))
            is_free = new in self.new and not any(map(_id_of, both))
            if is_free and max(_bag(one).total() for one in both) <= most_words:
                self.pair(old, new)


def _bag(item: object) -> Counter[str]:
    return Counter(words_of(item).casefold().split())


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Which part of their words two texts share (Dice)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _called(item: object, index: int) -> str:
    return _id_of(item) or str(index + 1)


def _id_of(item: object) -> str:
    """The id of a section, or of a block under its kind."""
    if isinstance(item, Mapping) and "id" not in item and len(item) == 1:
        (item,) = item.values()
    name = item.get("id") if isinstance(item, Mapping) else None
    return name if isinstance(name, str) else ""


def in_order(source_map: Sequence[int]) -> set[int]:
    """Of places in their new order, those that keep their order: the longest such runs."""
    matcher = SequenceMatcher(None, sorted(source_map), list(source_map), autojunk=False)
    return {
        place
        for block in matcher.get_matching_blocks()
        for place in source_map[block.b : block.b + block.size]
    }
