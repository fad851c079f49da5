"""Checks of custom fields: those of a brief and its workspace together match the JSON Schema of the workspace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.core.finding import Finding, Span
from briefing.core.source_map import Key, SourceMap
from briefing.files.workspace import Files
from briefing.load.validation.value_schemas import misfits
from briefing.model.brief import Brief
from briefing.model.custom import SCHEMA_FILE
from briefing.model.settings import Settings
from briefing.model.text import Worded


def check_custom_fields(
    brief: Brief, source_map: SourceMap, settings: Settings, places: SourceMap | None, files: Files
) -> Iterator[Finding]:
    """Yield the findings about the custom fields of a brief; `places` are those of the settings."""
    if files.find(SCHEMA_FILE) is None:
        return
    fields = {**settings.custom, **brief.custom}
    values = {name: _value_of(value) for name, value in fields.items()}
    for misfit in misfits(values, SCHEMA_FILE, files):
        key: Key = ("custom", *misfit.way)
        is_of_workspace = key[1:2] and key[1] not in brief.custom and places is not None
        yield misfit.finding("BR224", _place(key, places if is_of_workspace and places else source_map))


def _value_of(value: object) -> object:
    """Return a field as a schema sees it: a text is its words, without its variants."""
    if isinstance(value, Worded):
        return value.text
    if isinstance(value, tuple):
        return [_value_of(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _value_of(item) for name, item in value.items()}
    return value


def _place(key: Key, source_map: SourceMap) -> Span:
    """Return the place of a key; that of the custom fields or of the file if it was not written."""
    known = source_map.known(key)
    if not known:
        return Span(source_map.file, 1, 1, 1, source_map.source.split("\n", maxsplit=1)[0])
    return source_map.key(known)
