"""Paint each letter of a right-to-left word with its vowel signs as one glyph, which represents exactly these letters.

WeasyPrint 70 moves back and forth to place a vowel sign, or a letter that the font sets closer to or further from its
neighbour. Programs that copy text take such a move for a space between words. It also gives each glyph the letters for
which it is first used, but some letters are drawn with two glyphs, and others share one.
Such letters are therefore added to the embedded font, as composites of its glyphs that have the width of the letter.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple
from unicodedata import category

from briefing.structure.text_order import is_right_to_left, without_hints
from briefing.typeset.weasyprint_patches.patch import Patch, replace

EMPTY, UNKNOWN = 0x0FFFFFFF, 0x10000000
"""Glyphs of Pango that are not in the font: one that is not painted, and the flag of a missing one."""

LARGEST_MOVE = 50
"""Moves up to this part of the font size, in thousandths, are no space to any program that copies text."""

LEAST_WIDTH = 101
"""The distance of the beginnings of two letters that all programs accept, in thousandths of the font size.

Poppler takes letters that are closer than 100 for one letter that is printed twice. To PDF.js and MuPDF a vowel sign
has no width, and more than 102 is a space.
"""

LARGEST_OVERLAP = 90
"""The overlap of two letters, in thousandths of the font size; Poppler takes one of 100 for a new word."""

MIRRORED = str.maketrans("()[]{}<>«»‹›≤≥", ")(][}{><»«›‹≥≤")
"""Characters that are painted with the glyph of another one from right to left; browsers reverse and mirror them."""

LAST_GLYPH = 0xFFFF
EM = 1000


class Piece(NamedTuple):
    """A glyph in a composite, with its place in thousandths of the font size."""

    glyph: int
    right: int
    up: int


class Composite(NamedTuple):
    """A letter as it is painted: its glyphs, its width in thousandths of the font size, and the letters that it is."""

    pieces: tuple[Piece, ...]
    width: int
    letters: str


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A glyph of a line as Pango has set it, in thousandths of the font size, with the start of its cluster."""

    number: int
    width: float
    right: float
    up: float
    start: int


@dataclass(frozen=True, slots=True)
class _Cluster:
    glyphs: tuple[_Glyph, ...]
    letters: str

    @property
    def is_mark(self) -> bool:
        """True for vowel signs, which belong to the letter before them."""
        return bool(self.letters) and all(category(letter) == "Mn" for letter in self.letters)

    @property
    def is_painted(self) -> bool:
        """True if all of its glyphs are in the font."""
        return all(glyph.number < EMPTY for glyph in self.glyphs)


def apply() -> None:
    """Add the composites of each line while it is painted, and draw them when the font is embedded."""
    from weasyprint.draw import text
    from weasyprint.pdf.fonts import Font

    replace(text, "draw_first_line", _with_composites(text.draw_first_line))
    replace(Font, "clean", _drawing_composites(Font.clean))


def _with_composites(plain: Callable[..., Any]) -> Callable[..., Any]:
    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:  # noqa: ANN401
        text_overflow, block_ellipsis, _ = rest
        is_cut = text_overflow == "ellipsis" or block_ellipsis != "none"
        if is_cut or not is_right_to_left(textbox.text) or textbox.style["font_size"] < 1:
            return plain(stream, textbox, *rest)
        with _joined(stream, textbox):
            return plain(stream, textbox, *rest)

    return draw_first_line


@contextmanager
def _joined(stream: Any, textbox: Any) -> Iterator[None]:  # noqa: ANN401
    """Replace the glyphs of each letter with its composite while the engine paints a line."""
    from weasyprint.text.ffi import ffi, pango

    layout = textbox.pango_layout
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    text, run, undo = layout.text.encode(), line.runs[0], []
    while run != ffi.NULL:
        item, run = run.data, run.next
        if item.item.analysis.level % 2:
            font, size = stream.add_font(item.item.analysis.font)
            if not (font.bitmap or font.png or font.svg or font.colr):
                undo.append(_join_run(item, text, _Face(stream, font, item.item.analysis.font, size)))
    try:
        yield
    finally:
        for restore in undo:
            restore()


@dataclass(frozen=True, slots=True)
class _Face:
    """A font in the PDF that is being written."""

    stream: Any
    font: Any
    pango_font: Any
    size: float

    @property
    def composites(self) -> dict[Composite, int]:
        """The composites of the file of the font, by their glyph numbers; several fonts may have the same file."""
        owner = next(font for font in self.stream._fonts.values() if font.hash == self.font.hash)
        found: dict[Composite, int] = vars(owner).setdefault("composites", {})
        return found

    def width_of(self, glyph: int) -> float:
        """Return the width of a glyph in the font."""
        from weasyprint.text.ffi import FROM_UNITS, pango

        if glyph not in self.font.widths:
            areas = self.stream.ink_rect, self.stream.logical_rect
            pango.pango_font_get_glyph_extents(self.pango_font, glyph, *areas)
            self.font.widths[glyph] = round(self.stream.logical_rect.width * EM * FROM_UNITS / self.size)
        width: float = self.font.widths[glyph]
        return width

    def is_glyph(self, composite: Composite) -> bool:
        """Return True for a glyph of the font that is painted where it is, about as wide as it is."""
        if len(composite.pieces) != 1:
            return False
        ((glyph, right, up),) = composite.pieces
        return not right and not up and abs(composite.width - self.width_of(glyph)) <= LARGEST_MOVE

    def glyph_of(self, composite: Composite) -> int | None:
        """Return the number of the glyph that paints a composite; None if the font cannot have it.

        A font of PostScript outlines cannot, nor one that has no number left.
        """
        text_of = self.font.to_unicode
        if self.is_glyph(composite):
            glyph = composite.pieces[0].glyph
            if text_of.setdefault(glyph, composite.letters) == composite.letters:
                return glyph
        if "glyf" not in self.font.tables:
            return None
        number = self.composites.setdefault(composite, self.font.glyph_count + len(self.composites))
        if number > LAST_GLYPH:
            return None
        self.font.widths[number], text_of[number] = composite.width, composite.letters
        return number


def _join_run(item: Any, text: bytes, face: _Face) -> Callable[[], None]:  # noqa: ANN401
    """Replace the glyphs of a run of letters; return the function that restores them."""
    string = item.glyphs
    count, clusters = string.num_glyphs, list(string.log_clusters[0 : string.num_glyphs])
    before = [_copied(string.glyphs[place]) for place in range(count)]
    place = 0
    for cluster in _letters_of(_clusters(before, clusters, item, text, face.size)):
        place = _put(string, place, cluster, face)
    string.num_glyphs = place

    def restore() -> None:
        for number, (values, start) in enumerate(zip(before, clusters, strict=True)):
            _write(string, number, values, start)
        string.num_glyphs = count

    return restore


Values = tuple[int, int, int, int]
"""The number, width and offsets of a glyph in the units of Pango."""


def _copied(glyph: Any) -> Values:  # noqa: ANN401
    geometry = glyph.geometry
    return glyph.glyph, geometry.width, geometry.x_offset, geometry.y_offset


def _write(string: Any, place: int, values: Values, start: int) -> None:  # noqa: ANN401
    glyph = string.glyphs[place]
    glyph.glyph, glyph.geometry.width, glyph.geometry.x_offset, glyph.geometry.y_offset = values
    string.log_clusters[place] = start


def _clusters(
    values: Sequence[Values],
    starts: Sequence[int],
    item: Any,  # noqa: ANN401
    text: bytes,
    size: float,
) -> Iterator[_Cluster]:
    """Yield the clusters of a run from left to right, which is from its last letter to its first."""
    from weasyprint.text.ffi import FROM_UNITS

    scale, end = EM * FROM_UNITS / size, item.item.length
    numbered = zip(values, starts, strict=True)
    for start, together in groupby(numbered, key=lambda pair: pair[1]):
        letters = text[item.item.offset + start : item.item.offset + end].decode()
        glyphs = tuple(
            _Glyph(number, width * scale, right * scale, -down * scale, start)
            for (number, width, right, down), _ in together
        )
        yield _Cluster(glyphs, letters)
        end = start


def _letters_of(clusters: Iterator[_Cluster]) -> Iterator[_Cluster]:
    """Yield each letter with its vowel signs, which are painted before it."""
    marks: list[_Cluster] = []
    for cluster in clusters:
        if cluster.is_mark and cluster.is_painted:
            marks.append(cluster)
            continue
        if marks and not cluster.is_painted:
            yield from marks
            marks = []
        together = (*marks, cluster)
        glyphs = tuple(glyph for one in together for glyph in one.glyphs)
        yield _Cluster(glyphs, "".join(one.letters[::-1] for one in together))
        marks = []
    yield from marks


def _put(string: Any, place: int, cluster: _Cluster, face: _Face) -> int:  # noqa: ANN401
    """Write a letter into a run as composites, or else with its own glyphs; return the place after it."""
    from weasyprint.text.ffi import TO_UNITS

    unit = face.size * TO_UNITS / EM
    overlap, composites = _composites(cluster, LARGEST_OVERLAP if place else 0)
    numbers = [face.glyph_of(composite) for composite in composites] if cluster.is_painted else []
    if numbers and None not in numbers:
        start = min(glyph.start for glyph in cluster.glyphs)
        if overlap:
            string.glyphs[place - 1].geometry.width -= round(overlap * unit)
        for number, composite in zip(numbers, composites, strict=True):
            _write(string, place, (number or 0, round(composite.width * unit), 0, 0), start)
            place += 1
        return place
    for glyph in cluster.glyphs:
        offsets = round(glyph.right * unit), round(-glyph.up * unit)
        _write(string, place, (glyph.number, round(glyph.width * unit), *offsets), glyph.start)
        place += 1
    return place


def _composites(cluster: _Cluster, room: float) -> tuple[float, list[Composite]]:
    """Return the parts of a letter: a blank for each of its vowel signs, and the letter with its signs.

    The first part overlaps the letter before it, by `room` at most, where a narrow letter has several parts.
    """
    width = sum(glyph.width for glyph in cluster.glyphs)
    letters = without_hints(cluster.letters).translate(MIRRORED)
    count = max(1, min(len(letters), len(cluster.glyphs), 2))
    overlap = max(0.0, count * LEAST_WIDTH - width)
    if count == 1 or overlap > room:
        count, overlap = 1, 0.0
    first = max(0, len(letters) - count + 1)
    parts = [letters[:first], *letters[first:]]
    at = blanks = overlap - LEAST_WIDTH * (count - 1)
    pieces = []
    for glyph in cluster.glyphs:
        pieces.append(Piece(glyph.number, round(at + glyph.right), round(glyph.up)))
        at += glyph.width
    signs = [Composite((), LEAST_WIDTH, sign) for sign in parts[:-1]]
    return overlap, [*signs, Composite(tuple(pieces), round(width + blanks), parts[-1])]


def _drawing_composites(plain: Callable[..., None]) -> Callable[..., None]:
    def clean(self: Any, to_unicode: dict[int, str], hinting: bool) -> None:  # noqa: ANN401
        composites: dict[Composite, int] = vars(self).get("composites", {})
        used = {piece.glyph: "" for one in composites for piece in one.pieces}
        plain(self, {**used, **to_unicode} if to_unicode else to_unicode, hinting)
        if composites:
            self.file_content = _with_glyphs(self, composites)

    return clean


def _with_glyphs(font: Any, composites: dict[Composite, int]) -> bytes:  # noqa: ANN401
    """Return the file of a font with a glyph for each composite."""
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    file = TTFont(io.BytesIO(font.file_content), fontNumber=font.index, recalcTimestamp=False)
    order, glyphs, widths = file.getGlyphOrder(), file["glyf"], file["hmtx"]
    names = list(order)
    for number in range(len(names), max(composites.values()) + 1):
        names.append(f"composite{number}")
        glyphs[names[-1]], widths[names[-1]] = Glyph(), (0, 0)
    file.setGlyphOrder(names)
    glyphs.glyphOrder = names
    unit = font.upem / EM
    for composite, number in composites.items():
        glyphs[names[number]] = drawn = _drawn(composite, names, unit)
        drawn.recalcBounds(glyphs)
        widths[names[number]] = round(composite.width * unit), getattr(drawn, "xMin", 0)
    file["maxp"].numGlyphs = len(names)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _drawn(composite: Composite, names: Sequence[str], unit: float) -> Any:  # noqa: ANN401
    from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

    glyph = Glyph()
    if not composite.pieces:
        return glyph
    glyph.numberOfContours, glyph.components = -1, []
    for piece in composite.pieces:
        component = GlyphComponent()
        component.glyphName = names[piece.glyph]
        component.x, component.y = round(piece.right * unit), round(piece.up * unit)
        component.flags = 0x0004  # ROUND_XY_TO_GRID
        glyph.components.append(component)
    return glyph


PATCH = Patch(
    name="glyph clusters",
    kind="fix",
    reason="text copied from right-to-left pages has spaces inside words and wrong letters",
    cost="words in Arabic and Hebrew cannot be found in the PDF",
    apply=apply,
    parameters={
        "weasyprint.draw.text:draw_first_line": (
            "stream",
            "textbox",
            "text_overflow",
            "block_ellipsis",
            "matrix",
        ),
        "weasyprint.pdf.fonts:Font.clean": ("self", "to_unicode", "hinting"),
        "weasyprint.pdf.stream:Stream.add_font": ("self", "pango_font"),
    },
    lines={
        "weasyprint.draw.text:draw_first_line": "if glyph_id not in font.to_unicode:",
        "weasyprint.pdf.fonts:build_fonts_dictionary": "font.clean(to_unicode, options['hinting'])",
    },
)
