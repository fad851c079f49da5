"""Checks that the pictures of a brief exist: its cover, portraits of authors and logos of partners."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from briefing.core.finding import Finding, suggest
from briefing.core.source_map import Key, SourceMap
from briefing.load.validation.file_paths import find_path
from briefing.markdown.grammar import PICTURE_NAME
from briefing.model.brief import Brief

FOLDER = "figures/"
"""The usual folder of pictures, inside that of the brief."""


def check_pictures(brief: Brief, source_map: SourceMap, files: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each picture of a brief, except those of its exhibits, that is not among its files."""
    for key, name in _pictures_of(brief):
        yield from check_picture(name, source_map, key, files)


def check_picture(name: str, source_map: SourceMap, key: Key, files: Collection[str]) -> Iterator[Finding]:
    """Yield a finding if a picture is not among the files next to a brief; `key` is that of its name."""
    where = source_map.value(key)
    if found := find_path(name, "image", FOLDER, where):
        yield found
    elif name not in files:
        pictures = [file for file in files if PICTURE_NAME.fullmatch(f"./{file}")]
        help = suggest(name, pictures, noun="pictures")
        yield Finding("BR501", f"there is no picture '{name}' next to the brief", where, help)


def _pictures_of(brief: Brief) -> Iterator[tuple[Key, str]]:
    if brief.cover:
        yield ("cover", "file"), brief.cover.file
    for index, author in enumerate(brief.authors):
        if author.portrait:
            yield ("authors", index, "portrait"), author.portrait
    for index, partner in enumerate(brief.partners):
        if partner.logo:
            yield ("partners", index, "logo"), partner.logo
