"""A new text in the style of an old one: words, gaps and lines that have not changed are spelled as they were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise, zip_longest

from briefing.core.source_map import Key, SourceMap
from briefing.load.yaml.scalars import BREAK, Scalar, Style, Words, column_of, words_of

USUAL_WIDTH = 80
"""The width of lines, in characters, in a file that does not show one."""

LONGEST_WIDTH = 120
"""A line that is longer was not wrapped by its author."""

UNLIMITED = 1_000_000
"""The width of lines in a file whose texts are not wrapped."""

MANY_WORDS = 2_000
"""The number of words from which frequent ones are not compared, as that would take seconds."""

ESCAPED_SIGNS = re.compile(r'[\\"\n\t]')

SENTENCE_END = re.compile(r"""[.!?…。！？؟۔]["'”’»)\]*_]*(?:[ ]*\[@[^\]]*\])?[ \t]*\Z""")
"""The end of a line that ends with a sentence, and with the sources of the sentence."""

STARTS_LINE = re.compile(r"(?!#|[-+*>|:?]\Z|\d+[.)]\Z|---|\.\.\.)")
"""The start of a word that is text at the start of a line, too."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap before a word: its value, its spelling, and its position in the old text; None if it is new."""

    value: str
    typed: str
    kept: int | None = None
    is_made: bool = False
    """True if a line was broken here because it was too long."""

    @property
    def breaks(self) -> bool:
        """True if a new line of the file starts after the gap."""
        return "\n" in self.typed or "\r" in self.typed

    @property
    def lead(self) -> str:
        """The spaces of the text at the start of the line after the gap."""
        return self.value.rpartition("\n")[2]


def spell(scalar: Scalar, style: Style, text: str, width: int, *, is_kept: bool = True) -> str | None:
    """Return a text as typed in a style, without its quotation marks; None if the style cannot hold it.

    Words, gaps and lines of the old text that are in the new one stay as they are, unless `is_kept` is False.
    """
    new = words_of(text)
    if style.is_block and not new.values:
        return None
    old = scalar.words if is_kept and _is_alike(style, scalar.style) else Words()
    pairs = _pairs(old.values, new.values)
    words = [
        _typed_word(style, word, None if pair is None or style is not scalar.style else old.typed[pair])
        for word, pair in zip(new.values, pairs, strict=True)
    ]
    gaps = _Gaps(scalar, style, old, new, pairs).spell()
    if gaps is None:
        return None
    if style is Style.FOLDED or (style is not Style.LITERAL and _soft_breaks(old)):
        gaps = _wrapped(scalar, style, old, words, gaps, width)
    return "".join(f"{gap.typed}{word}" for gap, word in zip(gaps, [*words, ""], strict=True))


def _is_alike(style: Style, old: Style) -> bool:
    """Return True if the lines of a text can stay as they are in another style: only its words are escaped."""
    return style is old or (old is Style.PLAIN and not style.is_block)


def _pairs(old: tuple[str, ...], new: tuple[str, ...]) -> list[int | None]:
    """Return the position of each new word among the old ones; None for a word that is new."""
    most = min(len(old), len(new))
    start = next((index for index in range(most) if old[index] != new[index]), most)
    rest = most - start
    end = next((index for index in range(rest) if old[-1 - index] != new[-1 - index]), rest)
    pairs: list[int | None] = [*range(start), *[None] * (len(new) - start)]
    middle = old[start : len(old) - end], new[start : len(new) - end]
    for block in SequenceMatcher(None, *middle, autojunk=len(old) > MANY_WORDS).get_matching_blocks():
        first = start + block.a
        pairs[start + block.b : start + block.b + block.size] = range(first, first + block.size)
    pairs[len(new) - end :] = range(len(old) - end, len(old))
    return pairs


def _typed_word(style: Style, word: str, before: str | None) -> str:
    """Return a word as it is typed; `before` is its old spelling in the same style."""
    if before is not None:
        return before
    if style is Style.SINGLE:
        return word.replace("'", "''")
    return escaped(word) if style is Style.DOUBLE else word


def escaped(text: str) -> str:
    """Return a text as it is typed in double quotes."""
    return ESCAPED_SIGNS.sub(lambda match: {"\n": "\\n", "\t": "\\t"}.get(match[0], f"\\{match[0]}"), text)


@dataclass(frozen=True)
class _Gaps:
    """The gaps of a new text in a style."""

    scalar: Scalar
    style: Style
    old: Words
    new: Words
    pairs: list[int | None]
    """The position of each new word among the old ones."""

    def spell(self) -> list[Gap] | None:
        """Return the gaps; None if the style cannot hold one of them."""
        gaps: list[Gap] = []
        used: set[int] = set()
        is_indented = False
        for index, value in enumerate(self.new.gaps):
            gap = self._kept(index, value, used, is_indented=is_indented)
            if gap is None:
                typed = self._typed(index, value, is_indented=is_indented)
                if typed is None:
                    return None
                gap = Gap(value, typed)
            used.add(-1 if gap.kept is None else gap.kept)
            gaps.append(gap)
            if index == 0 or "\n" in value:
                is_indented = gap.lead != ""
        return gaps

    def _kept(self, index: int, value: str, used: set[int], *, is_indented: bool) -> Gap | None:
        """Return an old gap next to a word that has stayed, rather one that breaks its line; None if there is none."""
        before = -1 if index == 0 else self.pairs[index - 1]
        after = len(self.old.values) if index == len(self.pairs) else self.pairs[index]
        sides = [-1 if before is None else before + 1, -1 if after is None else after]
        found = [side for side in dict.fromkeys(sides) if side not in used and self._is_alike(side, value)]
        if not self.old.values or not found:
            return None
        kept = next((side for side in found if BREAK.search(self.old.typed_gaps[side])), found[0])
        if (
            self.style is Style.FOLDED
            and "\n" in value
            and is_indented != _is_indented_before(self.old, kept)
        ):
            return None
        return Gap(value, self.old.typed_gaps[kept], kept)

    def _is_alike(self, side: int, value: str) -> bool:
        return side >= 0 and self.old.gaps[side] == value

    def _typed(self, index: int, value: str, *, is_indented: bool) -> str | None:
        if self.style is Style.DOUBLE:
            return escaped(value)
        if self.style.is_block:
            return self._typed_in_block(value, is_first=index == 0, is_indented=is_indented)
        is_outside = value and index in (0, len(self.pairs))
        return (
            None if "\n" in value or (self.style is Style.PLAIN and ("\t" in value or is_outside)) else value
        )

    def _typed_in_block(self, value: str, *, is_first: bool, is_indented: bool) -> str:
        """Return a gap of a block text: after each line break, the indentation of the next line."""
        ending, *lines = value.split("\n")
        if is_first:
            ending, lines = "", [ending, *lines]
        elif not lines:
            return value
        margin = " " * self.scalar.indent
        blank = (f"{margin}{line}" if line else "" for line in lines[:-1])
        typed = self.scalar.line_end.join([*blank, f"{margin}{lines[-1]}"])
        if is_first:
            return typed
        is_paragraph = self.style is Style.FOLDED and not is_indented and not any(lines)
        return f"{ending}{self.scalar.line_end * (1 + is_paragraph)}{typed}"


def _is_indented_before(old: Words, gap: int) -> bool:
    """Return True if the line before a gap starts with a space."""
    start = next((index for index in range(gap - 1, -1, -1) if index == 0 or "\n" in old.gaps[index]), None)
    return start is not None and old.gaps[start].rpartition("\n")[2] != ""


def _soft_breaks(old: Words) -> bool:
    """Return True if a text has a line break that is read as a space."""
    inside = zip(old.gaps[1:-1], old.typed_gaps[1:-1], strict=True)
    return any("\n" not in value and BREAK.search(typed) for value, typed in inside)


@dataclass(frozen=True)
class _Line:
    """The positions of the first and the last word of a line of the file."""

    first: int
    last: int


@dataclass(frozen=True)
class _Lines:
    """The words of a text on the lines of the file. Lengths include the indentation."""

    scalar: Scalar
    style: Style
    words: list[str]
    gaps: list[Gap]
    first_column: int

    def split(self) -> list[_Line]:
        """Return the lines."""
        starts = [index for index in range(len(self.words)) if not index or self.gaps[index].breaks]
        stops = [*starts, len(self.words)][1:]
        return [_Line(start, stop - 1) for start, stop in zip(starts, stops, strict=True)]

    def text(self, line: _Line) -> str:
        """Return a line without its indentation."""
        rest = zip(
            self.gaps[line.first + 1 : line.last + 1], self.words[line.first + 1 : line.last + 1], strict=True
        )
        return self.words[line.first] + "".join(f"{gap.typed}{word}" for gap, word in rest)

    def length(self, line: _Line) -> int:
        """Return the length of a line."""
        margin = self.scalar.indent if line.first or self.style.is_block else self.first_column
        lead = len(self.gaps[line.first].lead) if self.style.is_block and self.gaps[line.first].breaks else 0
        return margin + lead + len(self.text(line))

    def joints(self) -> list[tuple[_Line, _Line]]:
        """Return each line of a paragraph, except its last one, with the next line."""
        pairs = pairwise(self.split())
        return [(line, after) for line, after in pairs if self.gaps[after.first].value == " "]

    def room_for(self, line: _Line, length: int, width: int) -> bool:
        """Return True if a line has room for more."""
        return self.length(line) + 1 + length <= width

    @cached_property
    def _indented(self) -> list[bool]:
        """For each word, True if its line of the text starts with a space; in `>`, such a line cannot be broken."""
        found: list[bool] = []
        for index, gap in enumerate(self.gaps):
            found.append(gap.lead != "" if index == 0 or "\n" in gap.value else found[-1])
        return found

    def can_break(self, index: int) -> bool:
        """Return True if a line may end before a word."""
        is_indented = self.style is Style.FOLDED and self._indented[index]
        is_text = bool(STARTS_LINE.match(self.words[index]))
        return self.gaps[index].typed == " " and not is_indented and is_text

    def start_line(self, index: int) -> None:
        """Start a line before a word."""
        typed = f"{self.scalar.line_end}{' ' * self.scalar.indent}"
        self.gaps[index] = replace(self.gaps[index], typed=typed, is_made=True)


def _wrapped(
    scalar: Scalar, style: Style, old: Words, words: list[str], gaps: list[Gap], width: int
) -> list[Gap]:
    """Return the gaps with line breaks: changed lines get no longer than the old ones, and the others stay."""
    typed = [Gap(value, typed) for value, typed in zip(old.gaps, old.typed_gaps, strict=True)]
    column = scalar.first_column + (style in (Style.SINGLE, Style.DOUBLE))
    before = _Lines(scalar, style, list(old.typed), typed, column)
    lines = _Lines(scalar, style, words, gaps, column)
    wrapped = (before.length(line) for line, _ in before.joints())
    width = max([width, *(length for length in wrapped if length <= LONGEST_WIDTH)])
    if _has_sentence_lines(before, width):
        _break_after_sentences(lines)
        return lines.gaps
    lengths = {before.text(line): before.length(line) for line in before.split()}
    stayed = {lines.text(line) for line in lines.split()}
    limit = max([width, *(length for text, length in lengths.items() if text not in stayed)])
    for line in lines.split():
        if lines.text(line) not in lengths:
            _fill(lines, line, limit)
    wraps = {
        after.first
        for line, after in before.joints()
        if not before.room_for(line, len(before.words[after.first]), width)
    }
    _join(lines, lengths, wraps, width)
    return lines.gaps


def _has_sentence_lines(lines: _Lines, width: int) -> bool:
    """Return True if the author wrote each sentence on a line of its own."""
    joints = lines.joints()
    if not joints or not all(SENTENCE_END.search(lines.text(line)) for line, _ in joints):
        return False
    had_room = any(lines.room_for(line, len(lines.words[after.first]), width) for line, after in joints)
    return len(joints) > 1 or had_room or any(lines.length(line) > width for line in lines.split())


def _break_after_sentences(lines: _Lines) -> None:
    """Start a line after each new sentence."""
    start = 0
    for index in range(1, len(lines.words)):
        is_start = lines.gaps[index].kept is None and not lines.words[index][:1].islower()
        is_end = (
            is_start and lines.can_break(index) and SENTENCE_END.search(lines.text(_Line(start, index - 1)))
        )
        if is_end:
            lines.start_line(index)
        if lines.gaps[index].breaks:
            start = index


def _fill(lines: _Lines, line: _Line, limit: int) -> None:
    """Break a line that is too long as late as possible."""
    start = line.first
    place: int | None = None
    for index in range(line.first + 1, line.last + 1):
        place = index if lines.can_break(index) else place
        if place is not None and lines.length(_Line(start, index)) > limit:
            lines.start_line(place)
            start, place = place, None


def _join(lines: _Lines, lengths: dict[str, int], wraps: set[int], width: int) -> None:
    """Join two lines of which one has changed if both have room on one line, and the first was full before."""
    for line, after in lines.joints():
        gap, text = lines.gaps[after.first], lines.text(line)
        is_rest = line.first > 0 and lines.gaps[line.first].is_made  # of a line that was too long
        is_changed = text not in lengths or lines.text(after) not in lengths
        goes_on = is_changed and gap.kept in wraps and not is_rest and not SENTENCE_END.search(text)
        if goes_on and lines.room_for(line, len(lines.text(after)), width):
            lines.gaps[after.first] = replace(gap, typed=" ")
            return


def width_of(source_map: SourceMap, but: Key = ()) -> int:
    """Return the width at which a file wraps its texts, in characters, without the text at the key `but`."""
    lengths = list(_wrapped_lines(source_map, but))
    long = sum(length > LONGEST_WIDTH for length, _ in lengths)
    if long > sum(goes_on for _, goes_on in lengths):
        return UNLIMITED
    return max([USUAL_WIDTH, *(length for length, goes_on in lengths if goes_on and length <= LONGEST_WIDTH)])


def _wrapped_lines(source_map: SourceMap, but: Key) -> Iterator[tuple[int, bool]]:
    """Yield the length of each line of texts that may be wrapped, and True if the text goes on in the next line."""
    source = source_map.source
    holders = {key[:-1] for key in source_map.marks}
    for key, mark in source_map.marks.items():
        sign = source[mark.start : mark.start + 1]
        if key in holders or key == but or sign in ("|", "[", "{"):
            continue
        first, *lines = BREAK.split(source[mark.start : mark.end].rstrip())
        if lines and sign != ">":
            yield column_of(source, mark.start) + len(first), True
        for line, after in zip_longest(lines, lines[1:], fillvalue=""):
            if line.strip():
                yield len(line), bool(after.strip())
