"""Choose the breaks of a paragraph together, so that its lines are of even length and its last line is not short.

This is the total fit of Knuth and Plass ("Breaking paragraphs into lines", 1981) for text that is not justified: spaces
do not stretch, and the fault of a line is the gap at its end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple, Protocol

LEAST_WORDS, LEAST_SHARE = 3, 1 / 3
"""A last line has at least this number of words, or this share of the measure."""

WIDE_GAP, WIDEST_GAP = 0.34, 0.5
"""The share of the measure that a line may leave empty for the sake of other lines, and with one word less than fit."""

WIDEST_GAP_AT_END = 1 - LEAST_SHARE
"""The share that the line before the last one may leave empty: it may be as short as a last line."""

LARGE_GAP = 0.25
"""The share of the measure from which on a gap is seen as a hole."""

TOLERANCE = 0.01
"""In CSS pixels: texts that are measured alone and together differ by less."""

GAP, EVENNESS, HOLE = 60.0, 50.0, 10.0
"""The costs of a gap by its share of the measure, by the square of it, and of one that is seen as a hole."""

HYPHEN, LADDER = 0.6, 1.2
"""The costs of a hyphen at the end of a line, and of one below another."""

SHORT_END, LINE, HYPHEN_AT_END = 100.0, 1000.0, 10_000.0
"""The costs of a short last line, of another line, and of a hyphen before the last line: that is worth another line."""


class Break(NamedTuple):
    """The end of a line: where the next one starts, the width up to there, and whether a word is divided."""

    offset: int
    end: float
    is_hyphenated: bool = False


class Text(Protocol):
    """A text with its measures: offsets are in characters, positions in CSS pixels along one endless line."""

    @property
    def offsets(self) -> Sequence[int]:
        """The offsets where a line may start after a word, in order; the last one is the end of the text."""

    @property
    def ends(self) -> Sequence[float]:
        """The position where a line ends before each of these offsets, without the space."""

    def position_of(self, offset: int) -> float:
        """Return the position where a line starts."""

    def hyphens_in(self, start: int, end: int) -> Sequence[Break]:
        """Return the breaks inside the word between two offsets."""

    def count_words(self, start: int, end: int) -> int:
        """Return the number of words between two offsets."""


@dataclass(slots=True)
class Node:
    """The best way to a break: its cost, and the node of the break before it."""

    cost: float
    at: Break
    before: Node | None = None

    def breaks(self) -> list[Break]:
        """Return the breaks on the way, without the start."""
        found = []
        node: Node | None = self
        while node is not None and node.before is not None:
            found.append(node.at)
            node = node.before
        return found[::-1]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The part of a text that is to be broken, the measure, and the indent of its first line."""

    text: Text
    start: int
    end: int
    """The number of the last break in the offsets of the text."""
    measure: float
    indent: float = 0.0
    may_hyphenate_first: bool = True

    def breaks(self) -> list[Break]:
        """Return the breaks of the best lines, the end of the paragraph included; none if a word is too wide.

        A way to a break that takes more lines than another one, and costs no less, is not followed: the work grows with
        the length of the paragraph, and not with its square.
        """
        if self.measure <= 0:  # a style left no room
            return []
        nodes = {self.start: Node(0.0, Break(self.start, 0.0))}
        best: Node | None = None
        least: dict[int, float] = {}
        room, is_first = self.measure - self.indent, True
        while nodes:
            ended, found = self._next_lines(nodes.values(), room, may_hyphenate=self._may_hyphenate(is_first))
            nodes = {offset: node for offset, node in found.items() if node.cost < least.get(offset, inf)}
            least |= {offset: node.cost for offset, node in nodes.items()}
            is_settled = best is not None
            if ended and (best is None or ended.cost < best.cost):
                best = ended
            if is_settled or (best and best.cost < HYPHEN_AT_END):
                break
            room, is_first = self.measure, False
        return best.breaks() if best else []

    def _may_hyphenate(self, is_first: bool) -> bool:
        return self.may_hyphenate_first or not is_first

    def _next_lines(
        self, nodes: Iterable[Node], room: float, *, may_hyphenate: bool
    ) -> tuple[Node | None, dict[int, Node]]:
        """Return the best way to the end of the paragraph, and the best ways to the breaks after one line more."""
        ended: Node | None = None
        found: dict[int, Node] = {}
        end = Break(self.text.offsets[self.end], self.text.ends[self.end])
        for node in nodes:
            start = self.text.position_of(node.at.offset)
            if end.end - start <= room + TOLERANCE:
                cost = node.cost + self._cost_of_end(node, end, start)
                if ended is None or cost < ended.cost:
                    ended = Node(cost, end, node)
                continue
            for at in self._candidates(node.at.offset, start + room, may_hyphenate=may_hyphenate):
                gap = max(room - at.end + start, 0.0) / self.measure
                cost = node.cost + _cost_of_line(gap, node.at, at)
                known = found.get(at.offset)
                if known is None or cost < known.cost:
                    found[at.offset] = Node(cost, at, node)
        return ended, found

    def _candidates(self, offset: int, limit: float, *, may_hyphenate: bool) -> Iterator[Break]:
        """Yield the breaks of a line, from the widest to the narrowest; none where the first word is too wide."""
        offsets, ends = self.text.offsets, self.text.ends
        number = bisect_right(ends, limit + TOLERANCE, 0, self.end) - 1
        after = offsets[number] if number >= 0 else 0
        if may_hyphenate and number < self.end:
            for at in self.text.hyphens_in(max(after, offset), offsets[number + 1]):
                if at.end <= limit + TOLERANCE:
                    yield at
        for count, place in enumerate(range(number, -1, -1)):
            gap = (limit - ends[place]) / self.measure
            if offsets[place] <= offset:
                return
            if count and gap > WIDE_GAP and gap > self._widest_gap(count, offsets[place]):
                return
            yield Break(offsets[place], ends[place])

    def _widest_gap(self, count: int, offset: int) -> float:
        """Return the share of the measure that a line may leave empty with some words less than fit."""
        is_last_next = self.text.ends[self.end] - self.text.position_of(offset) <= self.measure
        if is_last_next:
            return WIDEST_GAP_AT_END
        return WIDEST_GAP if count == 1 else WIDE_GAP

    def _cost_of_end(self, node: Node, end: Break, start: float) -> float:
        if node.before is None:
            return 0.0
        cost = HYPHEN_AT_END if node.at.is_hyphenated else 0.0
        is_narrow = end.end - start < LEAST_SHARE * self.measure
        if is_narrow and self.text.count_words(node.at.offset, end.offset) < LEAST_WORDS:
            cost += SHORT_END
        return cost


def _cost_of_line(gap: float, before: Break, at: Break) -> float:
    cost = LINE + GAP * gap + EVENNESS * gap * gap
    if gap > LARGE_GAP:
        cost += HOLE
    if at.is_hyphenated:
        cost += LADDER if before.is_hyphenated else HYPHEN
    return cost
