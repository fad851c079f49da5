"""Custom blocks, of kinds that the workspace adds: their template exists, and their values fit its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from briefing.core.finding import Finding, suggest
from briefing.core.source_map import Key, SourceMap
from briefing.files.workspace import Files
from briefing.load.validation.value_schemas import misfits
from briefing.load.yaml.reader import part_of
from briefing.model.blocks import SHIPPED_KINDS
from briefing.model.brief import Brief

PARTS = "templates/parts"
KIND = r"[a-z0-9]+(-[a-z0-9]+)*"
SELECTION = ("only", "not")
NUMBERED_BY, NUMBERED = ("id", "title"), ("name", "number")
"""The keys that make a block a numbered exhibit, and the keys that its name and number then need."""


def check_own_blocks(
    brief: Brief,
    data: Mapping[str, object],
    source_map: SourceMap,
    files: Files,
    page_parts: Callable[[], Collection[str]],
) -> list[Finding]:
    """Return the findings about the custom blocks of a brief; `data` is the content of its file.

    `page_parts` returns the parts of the audiences: a part of the page cannot be a block.
    """
    findings: list[Finding] = []
    for way, section in brief.sectioned():
        for index, block in enumerate(section.blocks):
            if block.own:
                key: Key = (*way, "blocks", index, block.kind)
                given = _value_at(data, key)
                if not re.fullmatch(KIND, block.kind) or block.kind in page_parts():
                    findings.append(_no_block(block.kind, key, source_map, is_taken=True))
                else:
                    findings += _check(block.kind, given, key, source_map, files)
    return findings


def _value_at(data: Mapping[str, object], key: Key) -> Mapping[str, object]:
    """Return the keys and values at a path."""
    value: object = data
    for part in key:
        value = part_of(value, part)
    return value if isinstance(value, dict) else {}


def _check(
    kind: str, given: Mapping[str, object], key: Key, source_map: SourceMap, files: Files
) -> Iterator[Finding]:
    if files.find(f"{PARTS}/{kind}.j2.html") is None:
        yield _no_block(kind, key, source_map)
        return
    yield from _named_twice(given, key, source_map)
    name = f"{PARTS}/{kind}.schema.json"
    if files.find(name) is None:
        return
    values = {key: value for key, value in given.items() if key not in SELECTION}
    for misfit in misfits(values, name, files):
        yield misfit.finding("BR222", source_map.value((*key, *misfit.way)))


def _named_twice(given: Mapping[str, object], key: Key, source_map: SourceMap) -> Iterator[Finding]:
    """Return a finding for each key that a numbered exhibit gets from the page: the block's own would be lost."""
    numbered_by = next((name for name in NUMBERED_BY if name in given), None)
    for name in NUMBERED if numbered_by else ():
        if name in given:
            what = f"a block with `{numbered_by}` is numbered, and the page sets its `{name}`"
            help = f"rename the key `{name}` here and in the template of the kind, or remove `{numbered_by}`"
            yield Finding("BR209", what, source_map.key((*key, name)), help)


def _no_block(kind: str, key: Key, source_map: SourceMap, *, is_taken: bool = False) -> Finding:
    help = suggest(kind, SHIPPED_KINDS, noun="kinds")
    if re.fullmatch(KIND, kind) and not is_taken:
        help += f" (a custom block needs {PARTS}/{kind}.j2.html)"
    return Finding("BR214", f"there is no block '{kind}'", source_map.key(key), help)
