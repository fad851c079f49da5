"""The texts that an edition prints, as far as the parts of its audience say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from briefing.core.source_map import Key
from briefing.model.content import passages_in
from briefing.model.parts import PARTS, keys_of
from briefing.model.text import Register
from briefing.stages import Tailored

FRAME = frozenset(
    {
        *("title", "subtitle", "bottom_line", "as_of", "marking", "authors", "keywords", "licence"),
        *("publisher", "contact", "custom"),
    }
)
"""The keys of a brief that the frame of a page prints: its head, its metadata and its running lines."""

ROWS = "data"
"""The key of the cells of an exhibit, which are printed if the exhibit is."""


WITH_TEXTS = keys_of(PARTS.values()) - {"at_a_glance"}
"""The keys of a brief whose texts are printed by parts, so that an audience may not get them."""

REGISTERS = frozenset(register.value for register in Register)


def printed_keys(tailored: Tailored) -> Iterator[Key]:
    """Yield the key of each text that an edition prints."""
    names = printed_names(tailored)
    for name, value in tailored.content.brief.named_values():
        if name in names:
            yield from (passage.key for passage in passages_in(value))


def printed_names(tailored: Tailored) -> frozenset[str]:
    """Return the keys of a brief that an edition prints; a part that is not shipped may print any of them."""
    known = [PARTS[part] for part in tailored.job.audience.parts if part in PARTS]
    if has_own_part(tailored):
        return frozenset(name for name, _ in tailored.content.brief.named_values())
    return FRAME | {name for part in known for name in (*part.prints, *part.names)}


def has_own_part(tailored: Tailored) -> bool:
    """Return whether an edition has a part that is not shipped, whose template decides what it prints."""
    return any(part not in PARTS for part in tailored.job.audience.parts)


def printed_among(keys: Iterable[Key], tailored: Tailored) -> list[Key]:
    """Return those keys of texts, or of items around texts, that an edition prints."""
    printed = list(printed_keys(tailored))
    return [key for key in keys if any(starts(one, _exhibit_of(key)) for one in printed)]


def is_printed(key: Key, printed: Collection[Key]) -> bool:
    """Return True unless a key belongs to a text, or an item with texts, of which none is printed.

    The items are those of lists, the values of the outlook, and blocks.
    """
    if not key or key[0] not in WITH_TEXTS:
        return True
    if key[-1] in REGISTERS:
        return key in printed
    length = 5 if key[2:3] == ("blocks",) else 2
    return any(starts(one, key[:length]) for one in printed)


def starts(key: Key, beginning: Key) -> bool:
    """Return True if a key begins with another one."""
    return key[: len(beginning)] == beginning


def _exhibit_of(key: Key) -> Key:
    return key[: key.index(ROWS)] if ROWS in key else key
