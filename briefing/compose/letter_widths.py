"""The advance widths of letters in the fonts of a style, to break lines before the page is laid out."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache

from briefing.files.cache import derived
from briefing.files.css import FontFace
from briefing.files.fonts import UnusableFontError, first_usable
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files

UNKNOWN_WIDTH = 0.6
"""The width assumed for a letter without a glyph, in em."""


def widths_in(faces: Iterable[FontFace], files: Files) -> Mapping[int, float]:
    """Return the width of each character, in em, in the first of some faces that has it."""
    widths: dict[int, float] = {}
    for face in faces:
        with suppress(UnusableFontError):  # the typesetter reports it
            widths = {**_widths_of(first_usable(face.sources, files)[1]), **widths}
    return widths


@cache
def _widths_of(font: bytes) -> Mapping[int, float]:
    """Return the advance width of each character of a font, in em."""
    return derived("widths", digest_of(font), lambda: _read_widths(font))


def _read_widths(font: bytes) -> dict[int, float]:
    from fontTools.ttLib import TTFont

    opened = TTFont(io.BytesIO(font), lazy=True)
    advances, em = opened["hmtx"].metrics, opened["head"].unitsPerEm
    return {code: advances[glyph][0] / em for code, glyph in opened.getBestCmap().items()}
