"""The number of lines of a hanging heading, measured with its font, so that its text can leave room for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from briefing.compose.letter_widths import UNKNOWN_WIDTH, widths_in
from briefing.files.css import display_faces_of, tokens_of
from briefing.files.workspace import Files

POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "px": 0.75}
LENGTH = re.compile(r"(\d+\.?\d*|\.\d+)(mm|cm|in|pt|px)")
BREAKABLE = re.compile("(?<=[/–—-])(?!$)")
"""Where a line may break inside a word (Unicode UAX 14, classes SY, HY and B2)."""

SAFETY = 1.02
"""A factor on widths, since kerning and hyphens are not measured."""


class HeadingRuler:
    """Measures headings in the side column: tokens `--side` and `--heading-size`, the bold of the display font."""

    def __init__(self, stylesheets: Sequence[str], files: Files) -> None:
        self._stylesheets, self._files = stylesheets, files

    def count_lines(self, words: str) -> int:
        """Return the number of lines of a heading, broken greedily between words as the typesetter does."""
        lines, room = 1, self._side
        for word, space in self._pieces(words):
            width = self._width(word)
            if width > room and room < self._side:
                lines, room = lines + 1, self._side
            broken = int(width // self._side)  # a word wider than the column is broken inside
            lines += broken
            room = (self._side if broken else room) - width % self._side - self._width(space)
        return lines

    def learn(self) -> None:
        """Read the widths before the first heading is measured."""
        _ = self._widths

    def _pieces(self, words: str) -> Iterator[tuple[str, str]]:
        """Yield the unbreakable pieces, each with the space after it; long words break after slashes first."""
        for word in re.split(r"[ \t\n]+", words.strip()):  # not at no-break spaces
            *pieces, last = BREAKABLE.split(word) if self._width(word) > self._side else [word]
            yield from ((piece, "") for piece in pieces)
            yield last, " "

    def _width(self, words: str) -> float:
        letters = sum(self._widths.get(ord(letter), UNKNOWN_WIDTH) for letter in words)
        return letters * self._size * SAFETY

    @cached_property
    def _tokens(self) -> Mapping[str, str]:
        return tokens_of(self._stylesheets, self._files)

    @cached_property
    def _side(self) -> float:
        return _points(self._tokens.get("--side", ""), 122.0) or 122.0  # in a style without the side column

    @cached_property
    def _size(self) -> float:
        return _points(self._tokens.get("--heading-size", ""), 13.0)

    @cached_property
    def _widths(self) -> Mapping[int, float]:
        faces = display_faces_of(self._stylesheets, self._files)
        bold = [face for face in faces if face.weight in ("700", "bold")]
        return widths_in(bold or faces, self._files)


def _points(length: str, default: float) -> float:
    match = LENGTH.fullmatch(length)
    return float(match[1]) * POINTS[match[2]] if match else default
