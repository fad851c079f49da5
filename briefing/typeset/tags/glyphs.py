"""What painted glyphs say: the text that a reader's software makes of them by the ToUnicode maps of their fonts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pydyf

COPIED_AS = {"\u00a0": " ", "\u2010": "-", "\u2011": "-"}
"""Glyphs often stand for several characters, and WeasyPrint maps them to the one it met first.

A space that is first met as U+00A0 would be copied as such everywhere.
"""

GLYPHS = re.compile(rb"<([0-9a-f]+)>")
SHOW, SET_FONT = b" TJ", b" Tf"


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked-content sequence: where its property list stands in the operators of a stream."""

    stream: Any
    index: int
    mcid: int


def map_spaces(fonts: dict[Any, Any]) -> None:
    """Let the glyphs of fonts be copied as the plain characters among those that they stand for."""
    for font in fonts.values():
        for glyph, text in font.to_unicode.items():
            font.to_unicode[glyph] = COPIED_AS.get(text, text)


class Glyphs:
    """Reads and amends the text of marked content, by the fonts of one document."""

    def __init__(self, fonts: dict[Any, Any]) -> None:
        self._fonts = {font.hash.encode(): font for font in fonts.values()}
        self._spaces = {
            name: next((glyph for glyph, text in font.to_unicode.items() if text == " "), None)
            for name, font in self._fonts.items()
            if not font.bitmap
        }

    def read(self, mark: Mark) -> str:
        """The text that the glyphs of a marked content say."""
        said, font = [], None
        for place in self._operators(mark):
            operator = mark.stream.stream[place]
            if operator.endswith(SET_FONT):
                font = self._fonts.get(operator.split()[0][1:])
            elif operator.endswith(SHOW) and font is not None:
                digits = 2 if font.bitmap else 4
                for run in GLYPHS.findall(operator):
                    codes = (int(run[at : at + digits], 16) for at in range(0, len(run), digits))
                    said += [font.to_unicode.get(code, "") for code in codes]
        return "".join(said)

    def say(self, mark: Mark, said: str, text: str) -> None:
        """Let a marked content say a text: a space at its end as a glyph, anything else as ActualText (14.9.4)."""
        if plain(said) == plain(text):
            return
        if plain(text) == f"{plain(said)} " and self._show_space(mark):
            return
        mark.stream.stream[mark.index]["ActualText"] = pydyf.String(text)

    def _show_space(self, mark: Mark) -> bool:
        """Shows the font's own space after the last glyph; False where the font has none in use."""
        space, last = None, None
        for place in self._operators(mark):
            operator = mark.stream.stream[place]
            if operator.endswith(SET_FONT):
                space = self._spaces.get(operator.split()[0][1:])
            elif operator.endswith(SHOW):
                last = place
        if space is None or last is None:
            return False
        shown = mark.stream.stream[last]
        mark.stream.stream[last] = shown[: shown.rindex(b"]")] + f"<{space:04x}>] TJ".encode()
        return True

    def _operators(self, mark: Mark) -> list[int]:
        """The places of the operators of a marked content that show text or set a font."""
        operators, depth, found = mark.stream.stream, 0, []
        for place in range(mark.index + 2, len(operators)):
            operator = operators[place]
            if operator in (b"BMC", b"BDC"):
                depth += 1
            elif operator == b"EMC":
                if not depth:
                    break
                depth -= 1
            elif isinstance(operator, bytes) and operator.endswith((SHOW, SET_FONT)):
                found.append(place)
        return found


def plain(text: str) -> str:
    """A text with one character for each that a glyph may stand for."""
    return text.translate({ord(one): other for one, other in COPIED_AS.items()}).replace("\u00ad", "")
