"""Explains files in layers, where those of the workspace override shipped ones: parts, modifiers, fit steps."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TypeVar

from briefing.compose.style_layers import templates_for
from briefing.core.finding import Span
from briefing.core.source_map import SourceMap
from briefing.explain.explanation import Assignment, Explanation, Reason
from briefing.files.layers import (
    LAYERED,
    OPTION_SHEET,
    SHIPPED,
    THEME,
    copies_of,
    find_place,
)
from briefing.files.workspace import SHIPPED_PREFIX, Files, base_of
from briefing.load.audiences import Audiences
from briefing.stages import Job

WORKSPACE, THE_THEME, AN_OPTION = "the workspace", "the theme", "an option of the theme"
FOLDERS = {
    "modifiers": "styles/modifiers/{}.css",
    "papers": "styles/papers/{}.css",
    "scales": "templates/scales/{}.yaml",
    "citation-styles": "templates/citation-styles/{}.csl",
}
"""Kinds of keys that mean one file for each name: `modifiers/mono`."""

PART_STYLE = "styles/parts/{}.css"


def layers_of(name: str, files: Files) -> tuple[tuple[str, str], ...]:
    """Return the layers that have a file, the winner first: the owner, and the name to read it by."""
    found = []
    for read, place, _ in copies_of(name, files.layers):
        by = _layer_at(place, files)
        is_top = by == "shipped" and read == name  # in a checkout
        found.append((by, SHIPPED_PREFIX + name if is_top else read))
    return tuple(found)


def layer_of(name: str, files: Files) -> str:
    """Return the layer of a stylesheet, as explanations name it."""
    place, path = find_place(name, files.layers)
    if path == OPTION_SHEET:
        return AN_OPTION
    return _layer_at(place, files)


def _layer_at(place: str, files: Files) -> str:
    if place.startswith(THEME):
        return THE_THEME
    return "shipped" if place == SHIPPED or files.root == files.shipped else WORKSPACE


def place_of(token: str, where: Span, files: Files) -> Span:
    """Return the place of a declaration; that of an option of the theme is where the option is set."""
    return files.option_place(token, where.file) or where


def placed(explained: Explanation, files: Files) -> Explanation:
    """Return an explanation with its places as a person finds them.

    A file of a theme in the workspace is named by its path. The name of any other file beneath is without `shipped/`,
    and its path is given with it.
    """
    return replace(
        explained,
        wins=_placed(explained.wins, files) if explained.wins else None,
        over=tuple(_placed(one, files) for one in explained.over),
        reasons=tuple(_placed(one, files) for one in explained.reasons),
    )


Line = TypeVar("Line", Assignment, Reason)


def _placed(line: Line, files: Files) -> Line:
    if line.where is None or line.where.file.split("/")[0] not in (*LAYERED, SHIPPED_PREFIX[:-1]):
        return line
    place, path = find_place(line.where.file, files.layers)
    name = base_of(line.where.file)
    if place != SHIPPED and not place.startswith(THEME):
        return replace(line, where=replace(line.where, file=name))
    if Path(path).is_relative_to(files.root):
        return replace(line, where=replace(line.where, file=files.shown_name(line.where.file)))
    return replace(line, where=replace(line.where, file=name), path=path)


def list_files(name: str, files: Files, whose: str = "") -> list[Assignment]:
    """Return the files of a name, the winner first; the description of a file says if the winner includes it."""
    found = layers_of(name, files)
    assignments = [Assignment(f"{whose}{who}", name, Span(read, 1, 1)) for who, read in found]
    if len(found) > 1 and _builds_on_shipped(name, files):
        assignments[1] = Assignment(
            f"{assignments[1].by}, included by the winner", name, assignments[1].where
        )
    return assignments


def _builds_on_shipped(name: str, files: Files) -> bool:
    text = files.read(name).decode("utf-8", "replace")
    folder, file = posixpath.split(name)
    below = folder.partition("/")[2]
    return any(
        f"{SHIPPED_PREFIX}{path}" in text for path in (file, posixpath.join(below, file) if below else file)
    )


def explain_part(part: str, jobs: Sequence[Job], audiences: Audiences) -> Iterator[Explanation]:
    """Explain which template and stylesheet each edition uses for a part, and which files they override."""
    files = audiences.files
    for job in jobs:
        templates = chain.from_iterable(
            list_files(f"templates/{name}", files, _whose(name)) for name in templates_for(part, job.lineage)
        )
        styles = list_files(PART_STYLE.format(part), files)
        order = _place_in_order(part, job, audiences)
        is_there = part in job.audience.parts
        for key, assignments in (
            (f"parts/{part}: template", list(templates)),
            (f"parts/{part}: stylesheet", styles),
        ):
            wins = assignments[0] if assignments and is_there else None
            over = assignments[1:] if is_there else assignments
            yield Explanation(key, (job.edition,), wins, tuple(over), (order,))


def _whose(template: str) -> str:
    folder, _, rest = template.partition("/")
    return f"of '{rest.partition('/')[0]}', " if folder == "audiences" else ""


def _place_in_order(part: str, job: Job, audiences: Audiences) -> Reason:
    """Return the position of a part in an edition, or that the edition lacks it, with the line that decides."""
    name, parts = job.edition.audience, job.audience.parts
    change = job.brief.audiences.get(name)
    if part in parts:
        where = audiences.deciding_place(job.brief, job.source_map, name, "parts")
        return Reason(f"'{name}' has it as part {parts.index(part) + 1} of {len(parts)}", where)
    key = "drop" if change and part in change.drop else ""
    for ancestor in job.lineage if not key else ():
        source_map = audiences.places_of(ancestor)
        if part in _listed(source_map, "drop"):
            return Reason(f"'{name}' does not have this part", source_map.key(("drop",)))
    return Reason(
        f"'{name}' does not have this part",
        audiences.deciding_place(job.brief, job.source_map, name, key or "parts"),
    )


def _listed(source_map: SourceMap, key: str) -> list[str]:
    """Return the words under a key of a file: a single one, or a list."""
    marks = [mark for path, mark in source_map.marks.items() if path[:1] == (key,)]
    return [source_map.source[mark.start : mark.end].strip("\"' ") for mark in marks]


def explain_file(key: str, name: str, jobs: Sequence[Job], files: Files, reason: str) -> Explanation:
    """Explain which file of a name the editions use."""
    assignments = list_files(name, files)
    return Explanation(
        key,
        tuple(job.edition for job in jobs),
        assignments[0] if assignments else None,
        tuple(assignments[1:]),
        (Reason(reason),) if reason else (),
    )
