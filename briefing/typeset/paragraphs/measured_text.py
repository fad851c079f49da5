"""Measure the text of a paragraph: the width up to each character, and the places where a line may end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import Any

from briefing.typeset.paragraphs.total_fit import Break, Paragraph
from briefing.typeset.weasyprint_patches.line_cache import Lines, style_key

ATOMIC = "\u2e80"
"""An inline box without text, such as a picture: lines break before and after it as around an ideograph."""

RAISED = 0.8
"""Texts smaller than this share of the type size of their paragraph are marks of sources and notes, not words."""

SOFT_HYPHEN = "\u00ad"
GLYPH_INFO = 5
"""The number of 32-bit values of a glyph in Pango: its number, width, two offsets and its flags."""

SIDES = ("margin", "border", "padding")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A box of text with its path in the boxes of the paragraph, its first offset, and the position of its end."""

    box: Any
    path: tuple[int, ...]
    start: int
    end_position: float
    text: str

    @property
    def end(self) -> int:
        """The offset behind its text."""
        return self.start + len(self.text)


EN_DASH = "–"
RANGE = re.compile(rf"\d{EN_DASH}\d")
"""A range of numbers, whose first number stays on the line of the second one: pp. 12–19."""


@dataclass(slots=True)
class MeasuredText:
    """The text of a paragraph with its measures."""

    context: Any
    text: str
    leaves: Sequence[Leaf]
    positions: Sequence[float]
    """The position of each character on one endless line, with the margins of the boxes before it."""
    bounds: Sequence[int]
    """For each character, the flags of `Flags`."""
    language: str = ""
    """The language by which the flags are set."""
    offsets: list[int] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    forced: list[int] = field(default_factory=list)
    """The offsets behind line breaks that the text forces."""

    def __post_init__(self) -> None:
        line_break, length = flags().line_break, len(self.text)
        offsets = [offset for offset in range(1, length) if self.bounds[offset] & line_break]
        if EN_DASH in self.text:
            offsets = [offset for offset in offsets if not RANGE.match(self.text, max(offset - 2, 0))]
        if any(leaf.box.style["white_space"] == "nowrap" for leaf in self.leaves):
            offsets = [offset for offset in offsets if not self._is_unbroken(offset)]
        self.offsets = [*offsets, length]
        self.forced = [offset for offset in self.offsets if self.text[offset - 1] == "\n"]
        self.ends = list(map(self._end_before, self.offsets))

    def _end_before(self, offset: int) -> float:
        end = offset
        while end > 1 and self.text[end - 1] in " \n":
            end -= 1
        leaf = self.leaf_at(end - 1)
        width = leaf.end_position if leaf.end == end else self.positions[end]
        return width + self._hyphen_width(leaf) if self.text[end - 1] == SOFT_HYPHEN else width

    def _is_unbroken(self, offset: int) -> bool:
        before, after = self.leaf_at(offset - 1), self.leaf_at(offset)
        return all(leaf.box.style["white_space"] == "nowrap" for leaf in (before, after))

    def breaks_of(self, paragraph: Paragraph) -> list[Break]:
        """Return the breaks of a part of this text; those of the same text in the same styles are kept."""
        styles = [leaf.box.style for leaf in self.leaves]
        keys = list(map(style_key, styles))
        if not all(keys):
            return paragraph.breaks()
        kept = styles[0].font_config.__dict__.setdefault("_lines", Lines())
        leaves = tuple(
            (leaf.text, styled, self.positions[leaf.start], leaf.end_position)
            for leaf, styled in zip(self.leaves, keys, strict=True)
        )
        part = (
            paragraph.start,
            paragraph.end,
            paragraph.measure,
            paragraph.indent,
            paragraph.may_hyphenate_first,
        )
        key = ("breaks", leaves, self.language, *part)
        found: tuple[Break, ...] | None = kept.find(key)
        if found is None:
            found = tuple(paragraph.breaks())
            kept.keep(key, found)
        return list(found)

    def position_of(self, offset: int) -> float:
        """Return the position where a line starts."""
        return self.positions[offset]

    def leaf_at(self, offset: int) -> Leaf:
        """Return the leaf with the character at an offset."""
        return self.leaves[bisect_left(self.leaves, offset + 1, key=lambda leaf: leaf.end)]

    def hyphens_in(self, start: int, end: int) -> Sequence[Break]:
        """Return the breaks inside the word between two offsets, as the engine finds them: in the first long word."""
        leaf = self.leaf_at(start)
        style = leaf.box.style
        if style["hyphens"] != "auto" or not style["lang"] or SOFT_HYPHEN in leaf.text:
            return ()
        total, left, right = style["hyphenate_limit_chars"]
        for first, last in self._words_between(start, min(end, leaf.end)):
            if last - first >= total:
                points = hyphen_points(self.context, style["lang"], left, right, self.text[first:last])
                hyphen = self._hyphen_width(leaf) if points else 0.0
                return [
                    Break(first + point, self.positions[first + point] + hyphen, is_hyphenated=True)
                    for point in points
                    if first + point > start
                ]
        return ()

    def _words_between(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        first = start
        while first > 0 and self.text[first - 1].isalpha() and not self.bounds[first] & flags().word_boundary:
            first -= 1
        for offset in range(start + 1, end + 1):
            if self.bounds[offset] & flags().word_end:
                yield first, offset
            elif self.bounds[offset] & flags().word_boundary:
                first = offset

    def _hyphen_width(self, leaf: Leaf) -> float:
        return text_measures(leaf.box.style["hyphenate_character"], leaf.box.style)[-1]

    def count_words(self, start: int, end: int) -> int:
        """Return the number of words between two offsets, without raised marks."""
        least = RAISED * self.leaves[0].box.style["font_size"]
        pieces = (
            leaf.text[max(start - leaf.start, 0) : end - leaf.start]
            for leaf in self.leaves
            if leaf.start < end and leaf.end > start and leaf.box.style["font_size"] >= least
        )
        return len("".join(pieces).split())

    def offset_of(self, skip_stack: Any) -> int:  # noqa: ANN401
        """Return the offset of a place in the boxes, behind spaces."""
        path = tuple(_path_of(skip_stack))
        number = bisect_left(self.leaves, path, key=lambda leaf: leaf.path)
        if number and self.leaves[number - 1].path == path[:-1]:
            leaf = self.leaves[number - 1]
            offset = leaf.start + len(leaf.text.encode()[: path[-1]].decode())
        else:
            offset = self.leaves[number].start if number < len(self.leaves) else len(self.text)
        while offset < len(self.text) and self.text[offset] == " ":
            offset += 1
        return offset


def _path_of(skip_stack: Any) -> Iterator[int]:  # noqa: ANN401
    while skip_stack is not None:
        ((index, skip_stack),) = skip_stack.items()
        yield index


def measure(context: Any, box: Any, containing_block: Any) -> MeasuredText | None:  # noqa: ANN401
    """Return the measured text of a line box; None where a part of it cannot be measured alone."""
    reader = _Reader(context, containing_block)
    if not reader.read(box, ()) or not reader.leaves:
        return None
    text = "".join(leaf.text for leaf in reader.leaves)
    positions = [*reader.positions, reader.end]
    return MeasuredText(
        context, text, reader.leaves, positions, bounds_of(text, box.style), str(box.style["lang"])
    )


@dataclass(slots=True)
class _Reader:
    """Reads the boxes of a paragraph in order."""

    context: Any
    containing_block: Any
    leaves: list[Leaf] = field(default_factory=list)
    positions: list[float] = field(default_factory=list)
    end: float = 0.0

    def read(self, parent: Any, path: tuple[int, ...]) -> bool:  # noqa: ANN401
        """Read the boxes in a box; return False at one that cannot be measured alone."""
        from weasyprint.formatting_structure import boxes
        from weasyprint.layout.inline import atomic_box
        from weasyprint.layout.percent import resolve_percentages

        for index, child in enumerate(parent.children):
            where = (*path, index)
            if isinstance(child, boxes.TextBox):
                self._append(child, where, child.text, text_measures(child.text, child.style))
            elif isinstance(child, boxes.InlineBlockBox | boxes.InlineReplacedBox):
                resolve_percentages(child, self.containing_block)
                laid = atomic_box(self.context, child, 0, None, self.containing_block, [], [])
                self._append(child, where, ATOMIC, (0.0, laid.margin_width()))
            elif isinstance(child, boxes.InlineBox) and not child.is_leader:
                resolve_percentages(child, self.containing_block)
                self.end += _space_of(child, "left")
                if not self.read(child, where):
                    return False
                self.end += _space_of(child, "right")
            else:
                return False
        return True

    def _append(self, box: Any, path: tuple[int, ...], text: str, widths: Sequence[float]) -> None:  # noqa: ANN401
        if text:
            self.positions.extend(self.end + width for width in widths[:-1])
            self.end += widths[-1]
            start = self.leaves[-1].end if self.leaves else 0
            self.leaves.append(Leaf(box, path, start, self.end, text))


def _space_of(box: Any, side: str) -> float:  # noqa: ANN401
    values = (box.__dict__.get(f"{name}_{side}{'_width' * (name == 'border')}") for name in SIDES)
    return sum(value for value in values if isinstance(value, int | float))


def text_measures(text: str, style: Any) -> Sequence[float]:  # noqa: ANN401
    """Return the width of a text up to each of its characters, and its whole width; it is kept."""
    styled = style_key(style)
    kept = style.font_config.__dict__.setdefault("_lines", Lines())
    key = ("measures", text, styled)
    found: Sequence[float] | None = kept.find(key) if styled else None
    if found is None:
        found = _measured(text, style)
        kept.keep(key, found)
    return found


def _measured(text: str, style: Any) -> Sequence[float]:  # noqa: ANN401
    from weasyprint.text.ffi import FROM_UNITS, ffi
    from weasyprint.text.line_break import Layout

    pieces = text.split("\n")  # a layout has one line
    found = [0.0]
    for number, piece in enumerate(pieces):
        if number:
            found.append(found[-1])
        if not piece:
            continue
        layout = Layout(style)
        layout.set_text(piece)
        line, _ = layout.get_first_line()
        widths = [0] * (len(piece.encode()) + 1)
        run = line.runs[0] if line.runs else ffi.NULL
        while run != ffi.NULL:
            item, run = run.data, run.next
            glyphs, offset = item.glyphs, item.item.offset
            count = glyphs.num_glyphs
            infos = memoryview(ffi.buffer(glyphs.glyphs, count * GLYPH_INFO * 4)).cast("B").cast("i")
            for cluster, width in zip(
                ffi.unpack(glyphs.log_clusters, count), infos[1::GLYPH_INFO].tolist(), strict=True
            ):
                widths[offset + cluster] += width
        start = found[-1]
        by_byte = [start, *(start + width * FROM_UNITS for width in accumulate(widths[:-1]))]
        if piece.isascii():
            found.extend(by_byte[1:])
        else:
            ends = accumulate(len(character.encode()) for character in piece)
            found.extend(by_byte[end] for end in ends)
    return found


@dataclass(frozen=True, slots=True)
class Flags:
    """The bits of Pango's attributes of a character."""

    line_break: int
    word_end: int
    word_boundary: int


@cache
def flags() -> Flags:
    """Return the bits as the compiler has laid them out."""
    from weasyprint.text.ffi import ffi

    def bit(name: str) -> int:
        attributes = ffi.new("PangoLogAttr *")
        setattr(attributes, name, 1)
        return int.from_bytes(bytes(ffi.buffer(attributes))[:4], "little")

    return Flags(bit("is_line_break"), bit("is_word_end"), bit("is_word_boundary"))


def bounds_of(text: str, style: Any) -> Sequence[int]:  # noqa: ANN401
    """Return the flags before each character of a text, and behind it; they are kept."""
    from weasyprint.text.ffi import ffi
    from weasyprint.text.line_break import get_log_attrs

    kept = style.font_config.__dict__.setdefault("_lines", Lines())
    key = ("bounds", text, style["lang"])
    found: Sequence[int] | None = kept.find(key)
    if found is None:
        attributes = get_log_attrs(text, style["lang"])
        found = memoryview(bytes(ffi.buffer(attributes))).cast("I").tolist()[: len(text) + 1]
        kept.keep(key, found)
    return found


def hyphen_points(context: Any, language: str, left: int, right: int, word: str) -> Sequence[int]:  # noqa: ANN401
    """Return the places where a word may be divided; those that would change its letters are left out."""
    from pyphen import Pyphen, language_fallback

    fallback = language_fallback(language)
    if not fallback:
        return ()
    key = (fallback, left, right)
    dictionary = context.dictionaries.get(key)
    if dictionary is None:
        dictionary = context.dictionaries[key] = Pyphen(lang=fallback, left=left, right=right)
    return [int(point) for point in dictionary.positions(word) if not point.data]
