"""The widths of labels in the display font, measured before a chart is drawn. Sizes are in CSS pixels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from briefing.compose.letter_widths import UNKNOWN_WIDTH, widths_in
from briefing.files.css import display_faces_of
from briefing.files.workspace import Files
from briefing.text.arabic_shaping import drawn_order

FONT_SIZE = 11
"""The size of the letters of a chart."""

LABEL_HEIGHT = 13
"""The distance of the lines of a label."""

BREAKABLE = re.compile("(?<=[/–—-])(?!$)")
"""Where a line may break inside a word that is longer than a line (Unicode UAX 14, classes SY, HY and B2)."""

SPACES = re.compile(r"[ \t\n]+")
"""Where lines break: not at no-break spaces."""

NO_WIDTH = ("Mn", "Me", "Cf", "Cc")
"""The general categories of characters that take no room: combining marks, marks of direction, controls."""


class Ruler:
    """Measures labels and breaks them into lines, in the regular display font of a style."""

    def __init__(self, stylesheets: Sequence[str], files: Files) -> None:
        self._stylesheets, self._files = stylesheets, files
        self._measured: dict[str, float] = {}

    def width(self, words: str) -> float:
        """Return the width of a label of one line."""
        if words not in self._measured:
            self._measured[words] = sum(map(self._letter_width, drawn_order(words))) * FONT_SIZE
        return self._measured[words]

    def has_letters_of(self, words: str) -> bool:
        """Return whether the font has all letters of a label; a letter without a glyph is reported on the page."""
        return all(self._is_known(letter) for letter in drawn_order(words))

    def widest(self, lines: Sequence[str]) -> float:
        """Return the width of the widest line."""
        return max(map(self.width, lines), default=0.0)

    def wrap(self, words: str, room: float) -> list[str]:
        """Return words in lines of at most `room`; only a word that cannot be broken is longer."""
        lines: list[str] = []
        line = ""
        for piece, space in self._pieces(words, room):
            if line and self.width(line + piece) > room:
                lines.append(line.rstrip(" "))
                line = ""
            line += piece + space
        return [*lines, line.rstrip(" ")]

    def _pieces(self, words: str, room: float) -> Iterator[tuple[str, str]]:
        """Yield the unbreakable pieces, each with the space after it."""
        for word in SPACES.split(words.strip()):
            *pieces, last = BREAKABLE.split(word) if self.width(word) > room else [word]
            yield from ((piece, "") for piece in pieces)
            yield last, " "

    def _is_known(self, letter: str) -> bool:
        return ord(letter) in self._widths or unicodedata.category(letter) in NO_WIDTH

    def _letter_width(self, letter: str) -> float:
        known = self._widths.get(ord(letter))
        if known is not None:
            return known
        return 0.0 if unicodedata.category(letter) in NO_WIDTH else UNKNOWN_WIDTH

    @cached_property
    def _widths(self) -> Mapping[int, float]:
        faces = display_faces_of(self._stylesheets, self._files)
        regular = [face for face in faces if face.weight in ("400", "normal")]
        return widths_in(regular or faces, self._files)
