"""Describes the themes that a workspace can use: their options, folders and files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.core.errors import BriefingError
from briefing.core.finding import Span
from briefing.files.layers import LAYERED, SETTINGS_FILE, Layers, find_place, names_in
from briefing.files.workspace import Files, shipped_root
from briefing.load.themes import (
    FoundTheme,
    find_theme,
    given_theme,
    named_theme,
    names_of_themes,
    options_of,
)
from briefing.model.theme import BASE_THEME, NAME, ThemeOption


@dataclass(frozen=True)
class DescribedTheme:
    """A theme as `brief theme show` prints it."""

    name: str
    version: str
    description: str
    extends: str
    folder: str
    options: tuple[tuple[str, str, str, str], ...]
    """The name, type, value and description of each option."""
    files: tuple[tuple[str, str], ...]
    """Each of its files, and whether it overrides one beneath."""


def list_themes(root: Path) -> list[tuple[str, str, str, str, str]]:
    """Return a row for each theme: a mark for that of the workspace, name, version, origin, description."""
    files = Files(root, shipped_root())
    used = given_theme(files).get(NAME, BASE_THEME)
    names = dict.fromkeys((used, *names_of_themes(files)))
    return [_row(name, used, files) for name in names]


def _row(name: str, used: str, files: Files) -> tuple[str, str, str, str, str]:
    mark = "*" if name == used else ""
    try:
        one = find_theme(name, files, Span(SETTINGS_FILE))[0]
    except BriefingError as error:
        return mark, name, "", "", f"unusable: {error.findings[0].what}"
    return mark, name, one.theme.version, one.by, one.theme.description


def describe_theme(root: Path, name: str | None) -> DescribedTheme:
    """Describe a theme; without a name, that of the workspace, with the values that it gives to the options.

    Raises WorkspaceError for a theme that does not exist or has errors.
    """
    files = Files(root, shipped_root())
    _, found, values = named_theme(name, files)
    own, beneath = found[0], found[1:]
    return DescribedTheme(
        own.theme.name,
        own.theme.version,
        own.theme.description,
        " → ".join(one.theme.name for one in beneath),
        own.folder or os.fspath(files.shipped),
        tuple(_option(key, option, values.get(key)) for key, option in options_of(found).items()),
        tuple(_files_of(own, beneath, files)) if own.folder else (),
    )


def _option(name: str, option: ThemeOption, given: str | None) -> tuple[str, str, str, str]:
    kind = f"{option.type.value}: {', '.join(option.choices)}" if option.choices else option.type.value
    value = f"{given} (default: {option.default or 'none'})" if given else option.default or "none"
    return f"  {name}", kind, value, option.description


def _files_of(own: FoundTheme, beneath: list[FoundTheme], files: Files) -> Iterator[tuple[str, str]]:
    """Yield the files of a theme, and whether each overrides a file of the themes beneath or a shipped one."""
    folders = [one.folder for one in beneath if one.folder]
    layers = Layers(own.folder, os.fspath(files.shipped), folders)
    for folder in LAYERED:
        for name in names_in(own.folder, f"{folder}/**/*"):
            is_there = find_place(f"shipped/{name}", layers)[1]
            yield "overrides" if is_there else "adds", name
