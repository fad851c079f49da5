"""The map of a chart: its file of regions, and whether the rows of the data are regions of it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from briefing.core.finding import Finding, suggest
from briefing.core.source_map import Key, SourceMap
from briefing.files.bounded_reading import TooLargeError
from briefing.files.regions import InvalidRegionsError, read_regions
from briefing.files.workspace import Files
from briefing.load.data.grid import Grid
from briefing.load.validation.file_paths import find_path
from briefing.load.yaml.reader import Data

DEFAULT_KEY = "name"
"""The property of a region that has its name, if the chart names no other."""


def check_map(
    exhibit: Mapping[str, Data], key: Key, grid: Grid, source_map: SourceMap, files: Files
) -> Iterator[Finding]:
    """Yield the findings about the map of a chart; `exhibit` has the keys of the chart, `grid` its cells."""
    given = exhibit.get("map")
    file, is_keyed = (given.get("file"), True) if isinstance(given, dict) else (given, False)
    named = given.get("key", DEFAULT_KEY) if isinstance(given, dict) else DEFAULT_KEY
    if not isinstance(file, str) or not isinstance(named, str):
        return
    where = source_map.value((*key, "map", "file") if is_keyed else (*key, "map"))
    if found := find_path(file, "map", "data/", where):
        yield found
        return
    try:
        content = files.read(posixpath.join(posixpath.dirname(source_map.file), file))
    except TooLargeError as error:
        help = "simplify the outlines: a printed map needs a few thousand points"
        yield Finding("BR102", f"the map '{file}' is too large: {error.strerror}", where, help)
        return
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError)
        reason = "is missing" if is_missing else f"cannot be read: {error.strerror}"
        help = "put the file next to the brief, or correct the name"
        yield Finding("BR318", f"the map '{file}' {reason}", where, help)
        return
    try:
        names = [region.name for region in read_regions(content, named)]
    except InvalidRegionsError as error:
        yield Finding("BR318", f"the map '{file}' {error.what}", where, error.help)
        return
    yield from _unknown_regions(exhibit, grid, names, file)


def _unknown_regions(
    exhibit: Mapping[str, Data], grid: Grid, names: list[str], file: str
) -> Iterator[Finding]:
    """Yield a finding for each row whose region the map does not have."""
    header = list(grid.header) if grid.is_whole and grid.rows else []
    x = exhibit.get("x", header[0] if header else None)
    if x not in header:
        return
    column = header.index(str(x))
    for number, row in enumerate(grid.rows[1:]):
        if row[column] and row[column] not in names:
            what = f"the map '{file}' has no region '{row[column]}'"
            yield grid.finding("BR219", what, (number, column), suggest(row[column], names, noun="regions"))
