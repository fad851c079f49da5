"""Fonts for a page that stands alone: of each face the letters that a text wants, packed as WOFF2."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import zip_longest

from briefing.compose.web.inline_images import data_address
from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Span
from briefing.files.css import (
    DISPLAY_FONT,
    FONT_FACE,
    QUOTED,
    TEXT_FONT,
    addresses_in,
    font_faces_of,
    resolve_address,
)
from briefing.files.fonts import first_usable
from briefing.files.workspace import Files

SOURCE = re.compile(
    rf"(?<![\w-])src\s*:(?:{QUOTED.pattern}|\([^)]*\)|[^;}}\"'(])*", re.IGNORECASE | re.DOTALL
)
STRETCH = 128
"""Letters are taken by stretches of so many: two editions in one language then share their fonts."""

ALWAYS = frozenset(range(0x20, 0x7F)) | {0xA0, 0x2010}
"""What a browser may want of its own accord: ASCII, a space that holds words together, the hyphen."""

KEPT_NAMES = [0, 1, 2, 4, 6, 13, 14]
"""Of the names that a font has: whose it is, what it is called, its licence (OpenType, table `name`)."""

GENERIC = {TEXT_FONT: "serif", DISPLAY_FONT: "sans-serif"}
"""What a browser takes where the fonts of a family have no letter."""

FIGURES = ["lnum", "onum", "pnum", "tnum"]


def letters_of(texts: Iterable[str]) -> frozenset[int]:
    """The code points that some texts want, whole stretches of them."""
    used = {ord(letter) // STRETCH for text in texts for letter in set(text)}
    return ALWAYS.union(*(range(start * STRETCH, (start + 1) * STRETCH) for start in used))


def with_fallbacks(stylesheets: Sequence[str], files: Files) -> Callable[[str], str]:
    """What names, behind each of the two families, the others that the styles declare: letters they lack are there.

    The typesetter looks there by itself; a browser has to be told.
    """
    declared = dict.fromkeys(face.family for face in font_faces_of(stylesheets, files))
    others = "".join(f', "{family}"' for family in declared if family not in GENERIC)
    pattern = re.compile("|".join(rf"[\"']{family}[\"']" for family in GENERIC))

    def named(match: re.Match[str]) -> str:
        return f"{match.group()}{others}, {GENERIC[match.group()[1:-1]]}"

    def outside_faces(style: str) -> str:
        faces = FONT_FACE.findall(style)
        between = (pattern.sub(named, part) for part in FONT_FACE.split(style)[::2])
        rules = [f"@font-face {{{face}}}" for face in faces]
        return "".join(part for pair in zip_longest(between, rules, fillvalue="") for part in pair)

    return outside_faces


def embed_fonts(style: str, name: str, letters: frozenset[int], files: Files) -> str:
    """A stylesheet whose @font-face rules hold their fonts. Raises WorkspaceError for a font that cannot be read."""
    return FONT_FACE.sub(lambda face: _embedded(face.group(), name, letters, files), style)


def _embedded(face: str, name: str, letters: frozenset[int], files: Files) -> str:
    source = SOURCE.search(face)
    if source is None:
        return face
    try:
        _, content = first_usable(
            [resolve_address(name, address) for address in addresses_in(source.group())], files
        )
        packed = subset_font(content, letters)
    except Exception as error:  # whatever fontTools trips over in a font that seemed sound
        what = f"a font cannot be put into the HTML edition: {error}"
        help = "give the name of a TTF, OTF, WOFF or WOFF2 file"
        raise WorkspaceError([Finding("BR504", what, Span(name), help)]) from None
    start, end = source.span()
    return f'{face[:start]}src: url("{data_address("font/woff2", packed)}") format("woff2"){face[end:]}'


@lru_cache(maxsize=64)
def subset_font(content: bytes, letters: frozenset[int]) -> bytes:
    """A font with some letters and all that the shaping of them needs; the same bytes at any time.

    It takes a third of a second, so that a process keeps what it made.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(hinting=False, notdef_outline=True, name_IDs=KEPT_NAMES)
    options.layout_features = [*options.layout_features, *FIGURES]
    options.drop_tables = [*options.drop_tables, "FFTM"]  # when FontForge saved it
    font = TTFont(io.BytesIO(content), recalcTimestamp=False, lazy=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()
