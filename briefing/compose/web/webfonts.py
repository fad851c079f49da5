"""Fonts for a self-contained page: subsets of each face with the usual letters and those in use, as WOFF2."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import metadata
from itertools import zip_longest
from xml.etree import ElementTree

from briefing.compose.web.inline_images import data_address
from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Span
from briefing.files.cache import derived
from briefing.files.css import (
    DISPLAY_FONT,
    FONT_FACE,
    QUOTED,
    TEXT_FONT,
    FontFace,
    addresses_in,
    font_faces_of,
    ranges_in,
    resolve_address,
    scan,
)
from briefing.files.fonts import UnusableFontError, first_usable
from briefing.files.image_metadata import write_drawing
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files, shipped_root

SOURCE = re.compile(
    rf"(?<![\w-])src\s*:(?:{QUOTED.pattern}|\([^)]*\)|[^;}}\"'(])*", re.IGNORECASE | re.DOTALL
)
STRETCH = 128
"""The number of letters in the blocks of a subset, so that editions in one language share their fonts."""

USUAL_BLOCKS = frozenset(
    start // STRETCH
    for start in (0, 0x80, 0x100, 0x400, 0x600, 0x2000, 0x2080, 0x2100, 0x2180, 0x2200, 0x2580)
)
"""The blocks that every subset has: those of the shipped styles and languages, currencies, and common signs.

Nearly all editions then have the same subsets, which are made once and cached.
"""

KEPT_NAMES = [0, 1, 2, 4, 6, 13, 14]
"""The names to keep in a font: copyright, family and licence (OpenType, table `name`)."""

GENERIC = {TEXT_FONT: "serif", DISPLAY_FONT: "sans-serif"}
"""The generic family for letters that the fonts of a family lack."""

SVG = "http://www.w3.org/2000/svg"
BOLD, ITALIC = re.compile(r"bold|\b[6-9]00\b"), re.compile("italic|oblique")

FIGURES = ["lnum", "onum", "pnum", "tnum"]


def letters_of(texts: Iterable[str]) -> frozenset[int]:
    """Return the code points in texts."""
    return frozenset(ord(letter) for text in texts for letter in set(text))


def in_blocks(letters: frozenset[int]) -> frozenset[int]:
    """Return the code points of whole blocks: those that contain letters, and the usual ones."""
    blocks = USUAL_BLOCKS | {letter // STRETCH for letter in letters}
    return frozenset().union(*(range(start * STRETCH, (start + 1) * STRETCH) for start in blocks))


def learn_webfonts() -> None:
    """Make the subsets of the shipped fonts that nearly all editions have, or read them from the cache.

    Workers that make HTML editions are sandboxed, and cannot read or write the user's cache folder.
    """
    files = Files(shipped_root(), shipped_root())
    for face in font_faces_of(["styles/fonts.css"], files):
        with contextlib.suppress(UnusableFontError):  # reported when an edition needs it
            subset_font(first_usable(face.sources, files)[1], in_blocks(frozenset()))


def with_fallbacks(stylesheets: Sequence[str], files: Files) -> Callable[[str], str]:
    """Return a function that adds, after each of the two families, the other declared families as fallbacks.

    The typesetter tries all declared families by itself; a browser does not.
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
    """Return a stylesheet with its fonts embedded. Raises WorkspaceError for a font that cannot be read."""
    return FONT_FACE.sub(
        lambda face: _embedded(face.group(), name, _needed(face.group(), letters), files), style
    )


def embed_drawing_fonts(drawing: bytes, stylesheets: Sequence[str], files: Files) -> bytes:
    """Return a drawing (SVG) with those fonts of the style that it names: a picture has none of the fonts of its page.

    A font that cannot be read is left out; the page reports it.
    """
    try:
        root = ElementTree.fromstring(drawing)  # noqa: S314  (expat limits entity expansion, and fetches nothing)
    except (ElementTree.ParseError, LookupError, ValueError):
        return drawing  # the code that displays it reports the damage
    source = ElementTree.tostring(root, encoding="unicode")
    has_texts = any(element.tag in (f"{{{SVG}}}text", "text") for element in root.iter())
    faces = [face for face in font_faces_of(stylesheets, files) if has_texts and _is_used(face, source)]
    if not faces:
        return drawing
    style = ElementTree.Element(f"{{{SVG}}}style")
    style.text = "".join(_drawing_faces(faces, letters_of((source,)), files))
    root.insert(0, style)
    return write_drawing(root)


def _is_used(face: FontFace, source: str) -> bool:
    """Return whether a drawing may use a face: it names the family, and has bold or italic texts if the face is so."""
    is_bold, is_italic = BOLD.search(face.weight), ITALIC.search(face.style)
    return (
        face.family in source
        and (is_bold is None or BOLD.search(source) is not None)
        and (is_italic is None or ITALIC.search(source) is not None)
    )


def _drawing_faces(faces: Iterable[FontFace], letters: frozenset[int], files: Files) -> Iterator[str]:
    for face in faces:
        needed = frozenset(letter for letter in letters if any(letter in one for one in face.ranges))
        if face.ranges and not needed:
            continue
        with contextlib.suppress(UnusableFontError):
            packed = subset_font(first_usable(face.sources, files)[1], needed or letters)
            yield (
                f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
                f'font-style: {face.style}; src: url("{data_address("font/woff2", packed)}") format("woff2") }}'
            )


def _needed(face: str, letters: frozenset[int]) -> frozenset[int]:
    """Return the code points that a page with some letters needs from a face.

    Of a face with a `unicode-range`, these are the letters alone: the blocks of a Chinese font are large.
    """
    (found, *_), *_ = scan(face).faces
    ranges = ranges_in(found["unicode-range"].value) if "unicode-range" in found else ()
    if not ranges:
        return in_blocks(letters)
    return frozenset(letter for letter in letters if any(letter in one for one in ranges))


def _embedded(face: str, name: str, letters: frozenset[int], files: Files) -> str:
    source = SOURCE.search(face)
    if source is None:
        return face
    try:
        _, content = first_usable(
            [resolve_address(name, address) for address in addresses_in(source.group())], files
        )
        packed = subset_font(content, letters)
    except Exception as error:  # fontTools fails in many ways on damaged fonts
        what = f"a font cannot be embedded in the HTML edition: {error}"
        help = "use a TTF, OTF, WOFF or WOFF2 file"
        raise WorkspaceError([Finding("BR504", what, Span(name), help)]) from None
    start, end = source.span()
    return f'{face[:start]}src: url("{data_address("font/woff2", packed)}") format("woff2"){face[end:]}'


@lru_cache(maxsize=64)
def subset_font(content: bytes, letters: frozenset[int]) -> bytes:
    """Return a font with only some letters and what shaping them needs; the same input gives the same bytes.

    Results are cached, since this takes a third of a second.
    """
    versions = " ".join(map(metadata.version, ("fonttools", "brotli")))
    points = ",".join(map(str, sorted(letters)))
    source = f"{versions} {digest_of(content)} {points}"
    return derived("webfont", source, lambda: _make_subset(content, letters))


def _make_subset(content: bytes, letters: frozenset[int]) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    _look_for_no_names_in_lookups()
    options = subset.Options(hinting=False, notdef_outline=True, name_IDs=KEPT_NAMES)
    options.layout_features = [*options.layout_features, *FIGURES]
    options.drop_tables = [*options.drop_tables, "FFTM"]  # FontForge's table of times
    font = TTFont(io.BytesIO(content), recalcTimestamp=False, lazy=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


@cache
def _look_for_no_names_in_lookups() -> None:
    """Let fontTools find the names that a font uses without its lookups.

    They refer to no names (OpenType, table `name`), and are most of a font: the walk over them took a quarter of the
    time of a subset.
    """
    from fontTools.ttLib.tables import otTables
    from fontTools.ttLib.tables._n_a_m_e import NameRecordVisitor

    def visit(_visitor: object, _lookups: object) -> bool:
        return False

    with contextlib.suppress(AssertionError):  # a version that leaves them out by itself
        NameRecordVisitor.register(otTables.LookupList)(visit)
