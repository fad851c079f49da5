"""Decode and correct the text of painted glyphs, as viewers do with the ToUnicode maps of the fonts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unicodedata import category

import pydyf

from briefing.structure.text_order import is_right_to_left

SPACES = dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f", " ")
COPIED_AS = {**SPACES, "\u2010": "-", "\u2011": "-"}
"""A glyph often represents several characters; WeasyPrint maps it to the first one that it meets.

A space that is first met as U+00A0 would be copied as U+00A0 everywhere.
"""

UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
"""Zero-width characters, which a font need not have: they only separate or join words."""

PLAIN = UNSEEN | {ord(one): ord(other) for one, other in COPIED_AS.items()}

BRACKETS = dict.fromkeys(map(ord, "()[]{}<>«»‹›"), "|")
"""Brackets that are mirrored in right-to-left text: each is painted with the glyph of the other."""

GLYPHS = re.compile(rb"<([0-9a-f]+)>")
GLYPHS_AND_SHIFTS = re.compile(rb"<([0-9a-f]*)>|(-?[0-9.]+)")
"""The operand of TJ: glyphs, and how far to move back after them, in thousandths of the font size."""

LAST_GLYPH = re.compile(rb"(.*<[0-9a-f]*)([0-9a-f]{4})>(?:-?[0-9.]+)?\] TJ")
SHOW, SET_FONT, SET_MATRIX = b" TJ", b" Tf", b" Tm"
CUT_WORD = b"""\
ET
EMC
/Span
<</MCID %d>>
BDC
BT
%s Tm
[<%s>] TJ
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked-content sequence: the index of its property list in the operators of a stream."""

    stream: Any
    index: int
    mcid: int


@dataclass(frozen=True, slots=True)
class _Run:
    """An operator that shows text: its index, its font and the size, and the operator that began its line."""

    place: int
    name: bytes
    font: Any
    size: float
    line: bytes

    def advance(self, operator: bytes) -> float:
        """Return the length of the text, in the units of its line."""
        moved = 0.0
        for glyphs, shift in GLYPHS_AND_SHIFTS.findall(operator):
            codes = (int(glyphs[at : at + 4], 16) for at in range(0, len(glyphs), 4))
            moved += sum(self.font.widths[code] for code in codes) - float(shift or 0)
        return moved * self.size / 1000


def _moved(line: bytes, advance: float) -> bytes:
    """Return the operands of a text matrix further along its line (ISO 32000-1, 9.4.2)."""
    across, up, *others, left, bottom = (float(number) for number in line.split()[:6])
    moved = (across, up, *others, left + advance * across, bottom + advance * up)
    return b" ".join(f"{number:f}".rstrip("0").rstrip(".").encode() for number in moved)


def map_spaces(fonts: dict[Any, Any]) -> None:
    """Map the glyphs of fonts to plain characters, so that text is copied with these."""
    for font in fonts.values():
        for glyph, text in font.to_unicode.items():
            font.to_unicode[glyph] = COPIED_AS.get(text, text)


def coloured_families(fonts: dict[Any, Any]) -> list[str]:
    """Return the font families of a document that draw their glyphs as coloured pictures: mostly emoji."""
    return sorted({font.family for font in fonts.values() if font.png or font.svg or font.colr})


def private_characters(fonts: dict[Any, Any]) -> list[str]:
    """Return the private-use characters that a document prints (Unicode Standard, 23.5); PDF/A-3a, 6.2.11.7.3."""
    texts = (text for font in fonts.values() for glyph, text in font.to_unicode.items() if glyph)
    return sorted({letter for text in texts for letter in text if category(letter) == "Co"})


class Glyphs:
    """Decodes and corrects the text of marked content with the fonts of one document."""

    def __init__(self, fonts: dict[Any, Any]) -> None:
        self._fonts = {font.hash.encode(): font for font in fonts.values()}
        self._spaces = {
            name: next((glyph for glyph, text in font.to_unicode.items() if text == " "), None)
            for name, font in self._fonts.items()
            if not font.bitmap
        }

    def read(self, mark: Mark) -> str:
        """Return the text that the glyphs of marked content decode to."""
        said = []
        for place, name in self._shows(mark):
            font = self._fonts[name]
            digits = 2 if font.bitmap else 4
            for run in GLYPHS.findall(mark.stream.stream[place]):
                codes = (int(run[at : at + digits], 16) for at in range(0, len(run), digits))
                said += [font.to_unicode.get(code, "") for code in codes]
        return "".join(said)

    def cut_hyphen(self, mark: Mark, mcid: int) -> Mark | None:
        """Put the hyphen at the end of a line into marked content of its own, with this number.

        Return None where the last glyph is not a hyphen, or where it is not painted last: in right-to-left text, and
        after the glyphs of a bitmap font.
        """
        runs = list(self._runs(mark))
        if not runs or any(run.font.bitmap for run in runs):
            return None
        last, operators = runs[-1], mark.stream.stream
        cut = LAST_GLYPH.fullmatch(operators[last.place])
        follower = operators[last.place + 1]
        if cut is None or last.font.to_unicode.get(int(cut[2], 16)) != "-" or not isinstance(follower, bytes):
            return None
        operators[last.place] = cut[1] + b">] TJ"
        advance = sum(run.advance(operators[run.place]) for run in runs if run.line == last.line)
        operators[last.place + 1] = CUT_WORD % (mcid, _moved(last.line, advance), cut[2]) + follower
        return Mark(mark.stream, last.place + 1, mcid)

    def say(self, mark: Mark, said: str, text: str) -> None:
        """Make marked content read as a text: add a space at its end as a glyph, anything else as ActualText (14.9.4).

        The glyphs of right-to-left scripts are painted from left to right, as always in PDF, and viewers reverse them.
        PDFium and Poppler also reverse the ActualText of marked content, which is in reading order already.
        Right-to-left text therefore has one in the structure tree only (`write_right_to_left`). A Thai or Lao vowel
        whose first part is painted back over its consonant ends a line for PDFium, so it needs an ActualText.
        """
        is_turned = is_right_to_left(text)
        letters = _unordered if is_turned else plain
        is_split = SPLIT_VOWEL.search(text) is not None
        if letters(said) in (letters(text), letters(f"{text} ")) and not is_split:
            return
        ends_alike = letters(f"{said} ") == letters(text) or (is_turned and text.endswith(" "))
        ends_alike = ends_alike and not is_split
        if (ends_alike and self._show_space(mark, is_turned)) or is_turned:
            return
        mark.stream.stream[mark.index]["ActualText"] = pydyf.String(plain(text))

    def _show_space(self, mark: Mark, is_turned: bool) -> bool:
        """Paint the font's own space after the last letter; return False where the font has no space in use.

        The last letter of a right-to-left text is painted first, with the space to its left.
        """
        shown = self._shows(mark)
        place, font = (shown[0] if is_turned else shown[-1]) if shown else (0, b"")
        space = self._spaces.get(font)
        if space is None:
            return False
        operator = mark.stream.stream[place]
        if is_turned:
            width = self._fonts[font].widths[space]
            mark.stream.stream[place] = f"[{width}<{space:04x}>".encode() + operator[1:]
        else:
            mark.stream.stream[place] = operator[: operator.rindex(b"]")] + f"<{space:04x}>] TJ".encode()
        return True

    def _shows(self, mark: Mark) -> list[tuple[int, bytes]]:
        """Return the indices of the operators that show text, each with the name of its font."""
        return [(run.place, run.name) for run in self._runs(mark)]

    def _runs(self, mark: Mark) -> Iterator[_Run]:
        line = name = size = b""
        for place in self._operators(mark):
            operator = mark.stream.stream[place]
            if operator.endswith(SET_MATRIX):
                line = operator
            elif operator.endswith(SET_FONT):
                name, size = operator.split()[:2]
            else:
                font = name.removeprefix(b"/")
                yield _Run(place, font, self._fonts[font], float(size), line)

    def _operators(self, mark: Mark) -> list[int]:
        """Return the indices of the operators in marked content that show text, or set a font or a line."""
        operators, depth, found = mark.stream.stream, 0, []
        for place in range(mark.index + 2, len(operators)):
            operator = operators[place]
            if operator in (b"BMC", b"BDC"):
                depth += 1
            elif operator == b"EMC":
                if not depth:
                    break
                depth -= 1
            elif isinstance(operator, bytes) and operator.endswith((SHOW, SET_FONT, SET_MATRIX)):
                found.append(place)
        return found


SPLIT_VOWEL = re.compile("[\u0e33\u0eb3]")
"""Sara am of Thai and Lao."""


def plain(text: str) -> str:
    """Return a text in which all characters that may share a glyph are the same character."""
    return text.translate(PLAIN)


def _unordered(text: str) -> Counter[str]:
    """Return the letters of a text without their order."""
    return Counter(plain(text).translate(BRACKETS))
