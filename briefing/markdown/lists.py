"""Ordered lists as they are typed: any first number, letters and Roman numerals, `1.` or `1)`.

CommonMark knows only numbers. A marker may also be a piece of text: `1986. That was the year.`, `A. Smith wrote`,
`i. e. this one`. So a list has two items with successive markers, or starts with 1, or goes on from one before it.

The token of a list has the style of its markers as its class and its first number in `start`. In `meta`, a list has the
last number of a list directly before it, and an item has its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.list import list_block
from markdown_it.token import Token

MARKER = re.compile(
    r"(?P<sign>\d{1,9}|[^\W\d_]\u0640?|[ivxlc]{2,9}|[IVXLC]{2,9})(?P<end>[.)])(?P<gap>[ \t]+|$)(?P<text>\S?)"
)
"""The marker of an item; a single letter may be one of any alphabet."""

BULLET = re.compile(r"[-+*][ \t]")

YEAR = 1000
"""The least number that is more likely a year than the number of an item."""

LOOKAHEAD = 60
"""The number of lines in which a list that is interrupted by paragraphs goes on."""

DECIMAL, ARABIC_INDIC = "decimal", "arabic-indic"
FIGURES = {DECIMAL, ARABIC_INDIC}
UPPER_LETTERS = {"upper-alpha", "upper-cyrillic"}

ALPHABETS = {
    "lower-alpha": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "upper-alpha": "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z",
    "lower-cyrillic": "а б в г д е ж з и к л м н о п р с т у ф х ц ч ш щ э ю я",
    "upper-cyrillic": "А Б В Г Д Е Ж З И К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Э Ю Я",
    "abjad": "أ ب ج د هـ و ز ح ط ي ك ل م ن س ع ف ص ق ر ش ت ث خ ذ ض ظ غ",
}
"""The letters of each style in their order. Styles that CSS does not know are in `styles/text.css`."""

VALUES = {
    style: {letter: place for place, letter in enumerate(letters.split(), start=1)}
    for style, letters in ALPHABETS.items()
}
VALUES["abjad"] |= {"ا": 1, "ه": 5}

ROMAN_DIGITS = {100: "c", 90: "xc", 50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}
MOST_ROMAN = 199

TYPES = {"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}
"""The `type` of an HTML list, which says that its letters have a meaning."""

BRACKET = "bracket"
"""The class of a list whose markers end in a bracket."""


def write_roman(number: int) -> str:
    """Return a number as a lower-case Roman numeral."""
    written = ""
    for value, digits in ROMAN_DIGITS.items():
        written += digits * (number // value)
        number %= value
    return written


ROMANS = {write_roman(number): number for number in range(1, MOST_ROMAN + 1)}


@dataclass(frozen=True, slots=True)
class Marker:
    """One reading of a marker: `i.` is the first Roman numeral, or the ninth letter."""

    style: str
    value: int
    end: str

    def leads_to(self, other: Marker) -> bool:
        """Return True if another marker is the next one of the same list."""
        return (other.style, other.value, other.end) == (self.style, self.value + 1, self.end)


@dataclass(slots=True)
class _List:
    """An ordered list that is being read."""

    first: Marker
    indent: int
    """The least column of its markers."""
    last: int
    """The number of the last item."""
    count: int = 1
    is_counted: bool = True
    """True if all markers so far are the same, as in 1. 1. 1., which is counted."""

    def next_value(self, markers: Iterable[Marker]) -> int | None:
        """Return the number of the next item, if one of the readings of a marker can be that item."""
        for marker in markers:
            if (marker.style, marker.end) != (self.first.style, self.first.end):
                continue
            if self.is_counted and marker == self.first and marker.style in FIGURES:
                return self.last + 1
            if marker.value == self.last + 1 or marker.value < YEAR:
                return marker.value
        return None

    def add_item(self, markers: Iterable[Marker]) -> None:
        """Count the next item."""
        found = tuple(markers)
        self.is_counted = self.is_counted and self.first in found
        value = self.next_value(found)
        if value is None:
            raise AssertionError("the item belongs to another list")
        self.last, self.count = value, self.count + 1


def ordered_list_plugin(parser: MarkdownIt) -> None:
    """Replace the lists of a parser."""
    parser.block.ruler.at("list", _list_rule, {"alt": ["paragraph", "reference", "blockquote"]})


def read_marker(sign: str, end: str) -> Iterator[Marker]:
    """Yield what a sign with a full stop or a bracket can be."""
    if sign.isdecimal():
        yield Marker(DECIMAL if sign.isascii() else ARABIC_INDIC, int(sign), end)
        return
    for style, values in VALUES.items():
        if sign in values:
            yield Marker(style, values[sign], end)
    if sign.lower() in ROMANS:
        yield Marker("lower-roman" if sign.islower() else "upper-roman", ROMANS[sign.lower()], end)


def _list_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if _typed_at(state, start) is None:
        return list_block(state, start, end, silent)
    is_deep_text = 0 <= state.listIndent <= state.sCount[start] - 4 and state.sCount[start] < state.blkIndent
    if state.is_code_block(start) or is_deep_text:
        return False
    if silent:
        return _ends_paragraph(state, start, end)
    first = _first_marker(state, start, end)
    if first is None:
        return False
    _read_list(state, start, end, first)
    return True


def _typed_at(state: StateBlock, line: int) -> re.Match[str] | None:
    return MARKER.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])


def _markers_at(state: StateBlock, line: int | None) -> Iterator[Marker]:
    typed = None if line is None else _typed_at(state, line)
    if typed is not None:
        yield from read_marker(typed["sign"], typed["end"])


def _open_lists(state: StateBlock) -> list[_List]:
    open_lists: list[_List] = state.env.setdefault("open_lists", [])
    return open_lists


def _ends_paragraph(state: StateBlock, line: int, end: int) -> bool:
    """Return True if a line with a marker ends the paragraph, quotation or definition before it."""
    if state.sCount[line] >= state.blkIndent:
        return _interrupts(state, line, end)
    is_next = any(
        state.sCount[line] >= one.indent and one.next_value(_markers_at(state, line)) is not None
        for one in _open_lists(state)
    )
    return is_next or _first_marker(state, line, end) is not None


def _interrupts(state: StateBlock, line: int, end: int) -> bool:
    """Return True if a list starts here without an empty line before it."""
    typed = _typed_at(state, line)
    if typed is None or not typed["text"]:
        return False
    following = list(_markers_at(state, _next_marker_line(state, line, end)))
    for marker in _markers_at(state, line):
        if marker.style in UPPER_LETTERS or marker.value >= YEAR:
            continue
        if (marker.style, marker.value) == (DECIMAL, 1) or any(map(marker.leads_to, following)):
            return True
    return False


def _first_marker(state: StateBlock, line: int, end: int) -> Marker | None:
    """Return the first marker of the list that starts on a line; None if the line is text."""
    here = list(_markers_at(state, line))
    following = list(_markers_at(state, _next_marker_line(state, line, end)))
    for marker in here:
        if any(map(marker.leads_to, following)):
            return marker
    for marker in here:
        if marker.style == DECIMAL and (
            marker.value in (0, 1) or _List(marker, 0, marker.value).next_value(following) is not None
        ):
            return marker
    return next(
        (marker for marker in here if marker.value < YEAR and _goes_on(state, marker, line, end)), None
    )


def _goes_on(state: StateBlock, marker: Marker, line: int, end: int) -> bool:
    """Return True if a single item goes on from a list before it, or a later one goes on from it."""
    before: dict[int, Marker] = state.env.get("last_items", {})
    last = before.get(state.level)
    if last is not None and last.leads_to(marker):
        return True
    for later in range(line + 1, min(end, line + LOOKAHEAD)):
        is_level = state.sCount[later] == state.sCount[line]
        if is_level and any(map(marker.leads_to, _markers_at(state, later))):
            return True
    return False


def _next_marker_line(state: StateBlock, line: int, end: int) -> int | None:
    """Return the line of the next marker at the level of this one, unless another paragraph comes first."""
    content = _content_indent(state, line)
    is_after_gap = False
    for later in range(line + 1, end):
        if state.isEmpty(later):
            is_after_gap = True
        elif state.sCount[later] >= content:
            is_after_gap = False
        elif state.sCount[later] < state.blkIndent:
            return None
        elif _typed_at(state, later) is not None:
            return later
        elif is_after_gap:
            return None
    return None


def _text_column(state: StateBlock, line: int) -> tuple[int, int]:
    """Return the columns in which the marker of a line ends and its text starts."""
    typed = MARKER.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])
    if typed is None:
        raise AssertionError("the line has no marker")
    marker_end = column = state.sCount[line] + typed.end("end") - typed.start()
    for sign in state.src[typed.end("end") : typed.end("gap")]:
        column += 4 - (column + state.bsCount[line]) % 4 if sign == "\t" else 1
    return marker_end, column


def _content_indent(state: StateBlock, line: int) -> int:
    """Return the indentation of the blocks of an item."""
    marker_end, column = _text_column(state, line)
    typed = _typed_at(state, line)
    is_far = column - marker_end > 4  # the text is a code block
    return marker_end + 1 if typed is None or not typed["text"] or is_far else column


def _nested_indent(state: StateBlock, line: int, end: int, this: _List) -> int:
    """Return the indentation of the blocks of an item, less if the next list is indented less, but is meant inside."""
    content = _content_indent(state, line)
    for later in range(line + 1, end):
        if state.isEmpty(later):
            continue
        if not state.sCount[line] + 2 <= state.sCount[later] < content:
            return content
        start = state.bMarks[later] + state.tShift[later]
        is_marked = BULLET.match(state.src, start) or _typed_at(state, later)
        if is_marked and this.next_value(_markers_at(state, later)) is None:
            return state.sCount[later]
    return content


def _read_list(state: StateBlock, start: int, end: int, first: Marker) -> None:
    """Add the tokens of a list, and go to the line after it."""
    before = _list_before(state, first)
    opened = state.push("ordered_list_open", "ol", 1)
    opened.map = [start, 0]
    opened.markup = first.end
    index = len(state.tokens) - 1
    this = _List(first, state.blkIndent, first.value)
    _open_lists(state).append(this)
    parent, state.parentType = state.parentType, "list"
    is_tight = _read_item(state, start, end, this)
    while _is_item(state, end, this):
        line = state.line
        is_tight = is_tight and not state.isEmpty(line - 1)
        this.add_item(_markers_at(state, line))
        is_tight = _read_item(state, line, end, this) and is_tight
    state.parentType = parent
    _open_lists(state).pop()
    state.push("ordered_list_close", "ol", -1).markup = first.end
    state.env.setdefault("last_items", {})[state.level] = Marker(first.style, this.last, first.end)
    opened.map = [start, state.line]
    opened.attrs, opened.meta = _attributes_of(this), {"before": before}
    if is_tight:
        _hide_paragraphs(state.tokens[index:], opened.level + 2)


def _list_before(state: StateBlock, first: Marker) -> int:
    """Return the last number of a list of the same style directly before; else the number before the first one."""
    last: Marker | None = state.env.get("last_items", {}).get(state.level)
    is_direct = bool(state.tokens) and state.tokens[-1].type == "ordered_list_close"
    is_same = last is not None and (last.style, last.end) == (first.style, first.end)
    return last.value if last is not None and is_direct and is_same else first.value - 1


def _is_item(state: StateBlock, end: int, this: _List) -> bool:
    """Return True if the list goes on in the current line."""
    line = state.line
    if line >= end or state.sCount[line] < state.blkIndent or state.is_code_block(line):
        return False
    if any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("list")):
        return False
    markers = tuple(_markers_at(state, line))
    value = this.next_value(markers)
    if value is None:
        return False
    starts_again = value <= this.last
    if this.first in markers:
        starts_again |= any(map(this.first.leads_to, _markers_at(state, _next_marker_line(state, line, end))))
    return not starts_again or _first_marker(state, line, end) is None


def _read_item(state: StateBlock, line: int, end: int, this: _List) -> bool:
    """Add the tokens of an item; return True if no empty line is between its blocks."""
    typed = _typed_at(state, line)
    if typed is None:
        raise AssertionError("the line has no marker")
    opened = state.push("list_item_open", "li", 1)
    opened.markup, opened.info, opened.meta = typed["end"], typed["sign"], {"number": this.last}
    if this.last != this.first.value + this.count - 1:
        opened.attrs = {"value": this.last}
    kept = state.tight, state.tShift[line], state.sCount[line], state.listIndent, state.blkIndent
    _, column = _text_column(state, line)
    indent = _nested_indent(state, line, end, this)
    state.tight, state.listIndent, state.blkIndent = True, state.blkIndent, indent
    state.tShift[line], state.sCount[line] = typed.end("gap") - state.bMarks[line], column
    if not typed["text"] and line + 1 < end and state.isEmpty(line + 1):
        state.line = min(line + 2, end)  # an empty item ends at the first empty line
    else:
        state.md.block.tokenize(state, line, end)
    is_tight = state.tight
    state.tight, state.tShift[line], state.sCount[line], state.listIndent, state.blkIndent = kept
    state.push("list_item_close", "li", -1).markup = typed["end"]
    opened.map = [line, state.line]
    return is_tight


def _attributes_of(this: _List) -> dict[str, str | int | float]:
    style = this.first.style
    classes = [*([style] if style != DECIMAL else []), *([BRACKET] if this.first.end == ")" else [])]
    attributes: dict[str, str | int | float] = {"class": " ".join(classes)} if classes else {}
    if style in TYPES:
        attributes["type"] = TYPES[style]
    if this.first.value != 1:
        attributes["start"] = this.first.value
    return attributes


def _hide_paragraphs(tokens: Sequence[Token], level: int) -> None:
    """Hide the paragraphs of a list without empty lines: their text is that of its items."""
    for token in tokens:
        if token.level == level and token.type in ("paragraph_open", "paragraph_close"):
            token.hidden = True
