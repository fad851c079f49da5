"""Find the font files that installed packages provide, and check that a font is usable.

A style names a font as `url("fonts/XCharter-Regular.otf")`, relative to `styles/fonts.css`.
A file in the workspace's `styles/fonts/` wins; a font that is not there is looked up in the packages.

Every font is checked before the text libraries read it: they ignore a damaged font, and crash if no other is left.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from briefing.files.cache import derived
from briefing.files.read_log import digest_of
from briefing.files.workspace import SHIPPED_PREFIX, Files, OutsideError

if TYPE_CHECKING:  # reads stylesheets, which takes time to import
    from briefing.files.css import FontFace

FONT_FOLDER = "styles/fonts/"
SCRIPTS_EXTRA, SCRIPTS_MODULE = "briefwright[scripts]", "manimgx_fonts"
"""The extra with Noto fonts for scripts that few fonts have, and the module that it installs."""

ENTRY_POINT_GROUPS = ("fonts_ttf", "fonts_otf")

BEGINNINGS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")
"""The first bytes of TrueType, OpenType, their collections and WOFF (ISO/IEC 14496-22, 4.5.1; W3C WOFF)."""

MISTAKEN = (
    (b"PK", "it is a ZIP archive, not a font: unpack it"),
    (b"<", "it is a web page, not a font"),
    (b"version https://git-lfs", "it is a Git LFS pointer, not the font: run `git lfs pull`"),
)
"""Files that are often mistaken for fonts, by their first bytes."""

NEEDED_TABLES = ("head", "hhea", "maxp", "hmtx", "cmap")
OUTLINES = ("glyf", "CFF ", "CFF2")

LARGE = 2_000_000
"""In bytes: the outlines in a larger font, which has a Chinese or Japanese character set, are not all read: that takes
seconds."""

FONT_ENDINGS = (".ttf", ".otf", ".woff", ".woff2", ".ttc", ".otc")


class UnusableFontError(OSError):
    """A font with no usable file; the message gives the reason for each file."""


@cache
def fonts_of_packages() -> dict[str, Path]:
    """Return the font files of installed packages: file name → path. The first package with a name wins."""
    paths: dict[str, Path] = {}
    for path in map(Path, derived("fonts", _installed(), _paths)):
        paths.setdefault(path.name, path)
    return paths


def _installed() -> str:
    """Return a text that changes when packages are installed, removed or replaced: their folders and times."""
    folders = (Path(path) for path in sys.path if path)
    return "\n".join(f"{one} {one.stat().st_mtime_ns}" for one in folders if any(one.glob("*.*-info")))


def _paths() -> list[str]:
    return [str(path) for path in (*_rendercv_fonts(), *_declared_fonts(), *_noto_fonts())]


def package_font(name: str) -> Path | None:
    """Return the font file that a package provides for a name in the workspace."""
    below = "/".join(part for part in name.split("/") if part != SHIPPED_PREFIX.rstrip("/"))
    return fonts_of_packages().get(below.removeprefix(FONT_FOLDER)) if below.startswith(FONT_FOLDER) else None


def read_font(name: str, files: Files) -> bytes:
    """Return the bytes of a font by its name in the workspace, from a package if no layer has the file.

    Raises OSError: FileNotFoundError if no package has it either.
    """
    try:
        return files.read(name)
    except FileNotFoundError:
        path = package_font(name)
        if path is None:
            raise
        return files.read_found(name, path)


def first_usable(sources: Sequence[str], files: Files) -> tuple[str, bytes]:
    """Return the first usable source of a font, and its bytes.

    Raises UnusableFontError if there is none.
    """
    reasons = []
    for source in sources:
        try:
            content = _read_source(source, files)
        except OSError as error:
            reasons.append(f"{_named(source)} {_unreadable(error)}")
            continue
        flaw = flaw_of(content)
        if not flaw:
            return source, content
        reasons.append(f"{_named(source)}: {flaw}")
    raise UnusableFontError("; ".join(reasons) or "it names no file; write `src: url(…)`")


def _named(source: str) -> str:
    return "the font in the style" if source.startswith("data:") else f"'{source}'"


def _unreadable(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "is missing"
    if isinstance(error, OutsideError):
        return "is outside the workspace"
    return f"cannot be read: {error.strerror or error}"


def _read_source(source: str, files: Files) -> bytes:
    if "://" in source or source.startswith("//"):
        raise OSError("nothing is loaded from a network")
    if not source.startswith("data:"):
        if not source.lower().endswith(FONT_ENDINGS):
            raise OSError(f"its name does not end in {', '.join(FONT_ENDINGS[:4])}")
        return read_font(source, files)
    head, _, data = source.partition(",")
    try:
        return (
            base64.b64decode(unquote_to_bytes(data)) if head.endswith(";base64") else unquote_to_bytes(data)
        )
    except binascii.Error as error:
        raise OSError(f"its base64 is wrong: {error}") from None


def learn_fonts(faces: Iterable[FontFace], files: Files) -> None:
    """Check the fonts of faces in advance, and cache the results."""
    for face in faces:
        for name in face.sources:
            with contextlib.suppress(OSError):
                content = read_font(name, files)
                if not flaw_of(content) and face.ranges:
                    characters_of(content)


@cache
def flaw_of(content: bytes) -> str:
    """Return why a font is unusable; empty if it is usable."""
    return derived("font", digest_of(content), lambda: _find_flaw(content))


def _find_flaw(content: bytes) -> str:
    if not content:
        return "the file is empty"
    if not content.startswith(BEGINNINGS):
        begins = content[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
        found = (what for beginning, what in MISTAKEN if begins.startswith(beginning))
        return next(found, "it is not a TTF, OTF, WOFF or WOFF2 font")
    from fontTools.ttLib import TTLibError

    try:
        return _lack_of(_opened(content)) or ""
    except TTLibError as error:
        return f"it is damaged: {error}"
    except Exception as error:  # fontTools raises many kinds of errors for damaged fonts
        return f"it is damaged or incomplete ({type(error).__name__})"


def _opened(content: bytes) -> Any:  # noqa: ANN401
    """Open a font. Glyphs with TrueType outlines get their numbers as names: the real ones take seconds to read."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(content), lazy=len(content) > LARGE, fontNumber=0)
    if "glyf" in font and "maxp" in font:
        font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
    return font


def _lack_of(font: Any) -> str | None:  # noqa: ANN401
    """Return what an opened font lacks. Every table is read, so that an incomplete file raises an error."""
    missing = [table for table in NEEDED_TABLES if table not in font]
    outlines = [table for table in OUTLINES if table in font]
    if missing:
        return f"it has no table {', '.join(f'`{table}`' for table in missing)}"
    if not outlines:
        return "it has bitmaps of its characters, but no outlines"
    for table in font.keys():  # noqa: SIM118  (not a dictionary)
        if table != "GlyphOrder":
            font.reader[table]
    if not font["head"].unitsPerEm or not font["hhea"].numberOfHMetrics:
        return "it has no metrics"
    mapped = font.getBestCmap() or {}
    if not mapped:
        return "it has no characters"
    if not any(_has_outline(font, glyph) for glyph in mapped.values()):
        return "none of its characters has an outline"
    return None


def _has_outline(font: Any, glyph: str) -> bool:  # noqa: ANN401
    if "glyf" in font:
        start, end = font["loca"].locations[int(glyph) : int(glyph) + 2]
        return bool(end > start)
    table = font["CFF " if "CFF " in font else "CFF2"].cff
    return glyph in table[table.fontNames[0]].CharStrings


@cache
def characters_of(content: bytes) -> frozenset[int]:
    """Return the code points of the characters in a font that is usable."""
    return derived("characters", digest_of(content), lambda: _read_characters(content))


def _read_characters(content: bytes) -> frozenset[int]:
    return frozenset(_opened(content).getBestCmap() or ())


def family_of(content: bytes) -> str:
    """Return the family name of a usable font, as programs list it (OpenType, `name`, ids 16 and 1)."""
    return str(_opened(content)["name"].getBestFamilyName() or "")


def has_serifs(content: bytes) -> bool:
    """Return whether a usable font has serifs, by its own classification (OpenType, `OS/2`, PANOSE 1 and 2)."""
    panose = _opened(content)["OS/2"].panose
    return not (panose.bFamilyType == LATIN_TEXT and panose.bSerifStyle in SANS_SERIF)


LATIN_TEXT, SANS_SERIF = 2, range(11, 16)
"""The family type of fonts for texts in Latin letters, and their serif styles without serifs."""


@cache
def at_weight(content: bytes, weight: int) -> bytes:
    """Return a font at a weight: of a variable font, an instance; any other font is returned unchanged.

    The engine measures a variable font at its default weight, and embeds it at the weight that a style asks for.
    """
    if not _is_variable(content):
        return content
    return derived("instance", f"{digest_of(content)} {weight}", lambda: _make_instance(content, weight))


def _is_variable(content: bytes) -> bool:
    """Return whether a font has the table `fvar` in its table directory (ISO/IEC 14496-22, 4.5.1)."""
    count = int.from_bytes(content[4:6], "big") if content.startswith(BEGINNINGS[:3]) else 0
    return any(content[at : at + 4] == b"fvar" for at in range(12, 12 + 16 * count, 16))


def _make_instance(content: bytes, weight: int) -> bytes:
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    axes = {axis.axisTag: axis for axis in font["fvar"].axes}
    places = {tag: axis.defaultValue for tag, axis in axes.items()}
    if "wght" in axes:
        places["wght"] = min(max(weight, axes["wght"].minValue), axes["wght"].maxValue)
    if places == {tag: axis.defaultValue for tag, axis in axes.items()}:
        return content
    out = io.BytesIO()
    instantiateVariableFont(font, places).save(out)
    return out.getvalue()


def _rendercv_fonts() -> Iterator[Path]:
    try:
        import rendercv_fonts
    except ImportError:
        return
    yield from sorted(rendercv_fonts.paths_to_font_files)


def has_script_fonts() -> bool:
    """Return whether the extra with fonts for other scripts is installed."""
    from importlib.util import find_spec

    return find_spec(SCRIPTS_MODULE) is not None


def _noto_fonts() -> Iterator[Path]:
    """Yield the fonts of `briefwright[scripts]`, if it is installed."""
    from importlib.util import find_spec

    found = find_spec(SCRIPTS_MODULE)
    if found is not None and found.origin:
        yield from sorted(Path(found.origin).parent.glob("*.ttf"))


def _declared_fonts() -> Iterator[Path]:
    """Yield the fonts that `font-…` packages declare by entry points: name → path."""
    from importlib.metadata import entry_points  # slow, and needed only when a package is new

    for group in ENTRY_POINT_GROUPS:
        for entry_point in sorted(entry_points(group=group), key=lambda entry: entry.name):
            files = entry_point.load()
            yield from (Path(path) for path in sorted(files.values()))
