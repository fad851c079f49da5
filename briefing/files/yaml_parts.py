"""The digests of the parts of a YAML file that many briefs share: one for each key, and for each id under it.

An edition depends only on the parts that it uses. The data may be written in another way, moved to other lines, or
commented without a change of its digest. Not here: the data itself (load/yaml/reader), and who uses it (load/shared).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)

MOST_LEVELS = 24
"""The nesting depth up to which parts are distinguished; the reader of a workspace allows less."""

UNREADABLE = ""
"""The digest of a file that cannot be read; no part has it."""

Part = tuple[str, ...]
"""A key of the file, and the id of one of the values under it: ("facts", "cost"); or a key alone."""


@lru_cache(16)
def digests_of_parts(content: bytes) -> dict[Part, str]:
    """Return the digest of each part of a file. A file that cannot be read has the part `()`, with no digest.

    If the file has aliases, its parts may depend on one another, so that any change is one of all parts.
    """
    try:
        text = content.decode("utf-8-sig")
        events = [*_nodes(text)]
    except (yaml.YAMLError, ValueError):
        return {(): UNREADABLE}
    whole = _digest_of(content) if any(isinstance(event, AliasEvent) for event in events) else ""
    found: dict[Part, str] = {}
    for key, start, end in _entries(events, 0):
        found[key,] = _digest(events[start:end], found.get((key,), whole))
        for name, inner, inner_end in _entries(events[start:end], 0):
            part = (key, name)
            found[part] = _digest(events[start + inner : start + inner_end], found.get(part, whole))
    return found


def _nodes(text: str) -> Iterator[Event]:
    """Yield the events of the values of a document. Raises ValueError for values that are nested too deeply."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, ScalarEvent | AliasEvent | CollectionStartEvent | CollectionEndEvent):
            yield event
        depth += isinstance(event, CollectionStartEvent)
        depth -= isinstance(event, CollectionEndEvent)
        if depth > MOST_LEVELS:
            raise ValueError("nested too deeply")


def _entries(events: list[Event], at: int) -> Iterator[tuple[str, int, int]]:
    """Yield each key of the mapping that starts at an event, and where its value starts and ends."""
    if not events[at : at + 1] or not isinstance(events[at], MappingStartEvent):
        return
    at += 1
    while at < len(events) and not isinstance(events[at], CollectionEndEvent):
        end_of_key = _end(events, at)
        end = _end(events, end_of_key)
        key = events[at]
        if isinstance(key, ScalarEvent):
            yield key.value, end_of_key, end
        at = end


def _end(events: list[Event], at: int) -> int:
    """Return the number of the event after a value."""
    depth = 0
    while True:
        depth += isinstance(events[at], CollectionStartEvent)
        depth -= isinstance(events[at], CollectionEndEvent)
        at += 1
        if not depth:
            return at


def _digest(events: list[Event], before: str) -> str:
    """Return the digest of a value; `before` is that of an equal key before it, or of the file."""
    spelled = [
        (type(event).__name__, getattr(event, "value", ""), getattr(event, "implicit", ""))
        for event in events
    ]
    return _digest_of(repr((before, spelled)).encode("utf-8", "surrogatepass"))


def _digest_of(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
