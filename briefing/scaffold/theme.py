"""Starts a new theme, which extends another one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from briefing.core.finding import Span
from briefing.files.workspace import Files, shipped_root
from briefing.load.themes import find_theme, is_path, options_of
from briefing.model.theme import ThemeOption
from briefing.scaffold.names import check_slug
from briefing.scaffold.new_files import place, with_schema_line
from briefing.scaffold.starters import filled

FOLDER = "themes"
STARTS = {
    "styles/tokens.css": "theme-tokens.css",
    "templates/parts/title.j2.html": "theme-title.j2.html",
}
"""The files of a new theme, and what each starts from."""

BRAND = "#12395b"
"""The brand colour of a new theme that extends one without such a colour."""


def start_theme(root: Path, name: str, base: str) -> list[Path]:
    """Write a theme into a workspace, and return the files that were written.

    Raises SelectionError if a file exists already, WorkspaceError if the theme `base` does not exist or has errors.
    """
    files = Files(root, shipped_root())
    folder = f"{FOLDER}/{check_slug(name)}"
    options = options_of(find_theme(base, files, Span("command line")))
    extends = Path(os.path.relpath(root / base, root / folder)).as_posix() if is_path(base) else base
    file = f"{folder}/theme.yaml"
    text = filled(files, "theme.yaml", name=name, base=extends, brand=_brand_in(options))
    texts = {file: with_schema_line(file, "theme", text)}
    texts |= {f"{folder}/{one}": filled(files, start, name=name) for one, start in STARTS.items()}
    return place(root, texts)


def _brand_in(options: Mapping[str, ThemeOption]) -> str:
    """Return the colour of the option `brand`, so that the new theme looks like the one that it extends."""
    found = options.get("brand")
    return (found and found.default) or BRAND
