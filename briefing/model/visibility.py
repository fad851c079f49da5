"""The visibility of a text of a brief to an audience: the first `only` or `not` that hides it."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.core.finding import Span
from briefing.core.source_map import Key, SourceMap
from briefing.model.brief import Brief
from briefing.model.text import Shown


def hiding_of(key: Key, brief: Brief, source_map: SourceMap, audience: str) -> tuple[Span, str] | None:
    """Return the line that hides a text from an audience, and the reason in words; None if it is visible."""
    here: object = brief
    for length in range(len(key) + 1):
        if isinstance(here, Shown) and not here.is_for(audience):
            word = "not" if audience in here.not_ else "only"
            return source_map.key((*key[:length], word)), f"`{word}` keeps it from '{audience}'"
        if length < len(key):
            here = inside(here, key[length])
    return None


def inside(value: object, part: str | int) -> object:
    """Return the value under one part of a key in a model; None if there is none."""
    if isinstance(part, int):
        return value[part] if isinstance(value, tuple) and part < len(value) else None
    if isinstance(value, Mapping):
        return value.get(part)
    return dict(value.named_values()).get(part) if hasattr(value, "named_values") else None
