"""Decode and correct the text of painted glyphs, as viewers do with the ToUnicode maps of the fonts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any
from unicodedata import bidirectional, category

import pydyf

COPIED_AS = {"\u00a0": " ", "\u2010": "-", "\u2011": "-"}
"""A glyph often represents several characters; WeasyPrint maps it to the first one that it meets.

A space that is first met as U+00A0 would be copied as U+00A0 everywhere.
"""

UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
"""Zero-width characters, which a font need not have: they only separate or join words."""

PLAIN = UNSEEN | {ord(one): ord(other) for one, other in COPIED_AS.items()}

RIGHT_TO_LEFT = {"R", "AL"}
"""The bidirectional classes (Unicode Standard Annex 9) of right-to-left letters."""

BRACKETS = dict.fromkeys(map(ord, "()[]{}<>«»‹›"), "|")
"""Brackets that are mirrored in right-to-left text: each is painted with the glyph of the other."""

GLYPHS = re.compile(rb"<([0-9a-f]+)>")
SHOW, SET_FONT = b" TJ", b" Tf"


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked-content sequence: the index of its property list in the operators of a stream."""

    stream: Any
    index: int
    mcid: int


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

    def say(self, mark: Mark, said: str, text: str) -> None:
        """Make marked content read as a text: add a space at its end as a glyph, anything else as ActualText (14.9.4).

        The glyphs of right-to-left scripts are painted from left to right, as always in PDF, and viewers reverse them.
        PDFium and Poppler also reverse an ActualText, which is in reading order already. Right-to-left text therefore
        gets none, and a letter that shares its glyph with another one is read as that other letter. A Thai or Lao
        vowel whose first part is painted back over its consonant ends a line for PDFium, so it needs an ActualText.
        """
        is_turned = any(bidirectional(letter) in RIGHT_TO_LEFT for letter in text)
        letters = _unordered if is_turned else plain
        is_split = SPLIT_VOWEL.search(text) is not None
        if letters(said) == letters(text) and not is_split:
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
        shown, font = [], b""
        for place in self._operators(mark):
            operator = mark.stream.stream[place]
            if operator.endswith(SET_FONT):
                font = operator.split()[0][1:]
            else:
                shown.append((place, font))
        return shown

    def _operators(self, mark: Mark) -> list[int]:
        """Return the indices of the operators in marked content that show text or set a font."""
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


SPLIT_VOWEL = re.compile("[\u0e33\u0eb3]")
"""Sara am of Thai and Lao."""


def plain(text: str) -> str:
    """Return a text in which all characters that may share a glyph are the same character."""
    return text.translate(PLAIN)


def _unordered(text: str) -> Counter[str]:
    """Return the letters of a text without their order."""
    return Counter(plain(text).translate(BRACKETS))
