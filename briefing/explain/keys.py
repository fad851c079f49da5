"""Finds the value of a brief that a typed or printed key means, and lists the keys of a brief."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from briefing.core.source_map import Key
from briefing.model.base import Model
from briefing.model.blocks import Block
from briefing.model.brief import Brief
from briefing.model.text import Register, Worded
from briefing.model.traversal import walk
from briefing.model.visibility import inside
from briefing.rules.content.outdated_variants import name_of
from briefing.structure.roles import BLOCKS, INLINE

COUNTED = re.compile(r"\[(\d+)\]")
SELECTOR = re.compile(r"[.#:\[]\S.*|\*.*|.*[\s>+~,].*", re.DOTALL)
"""A CSS selector that can be no other key: it begins with a mark, or has a combinator."""

ELEMENTS = {
    *BLOCKS,
    *INLINE,
    "html",
    "body",
    "a",
    "abbr",
    "b",
    "bdi",
    "br",
    "cite",
    "hr",
    "i",
    "img",
    "small",
} | {*("span", "sub", "sup", "svg", "time")}
"""The elements that can be named without a mark: those with a type in a PDF, and those that have none."""

ELEMENT = re.compile(r"([a-z][a-z0-9]*)(?:[.#:\[].*)?")
REGISTERS = tuple(register.value for register in Register)


def is_selector(key: str) -> bool:
    """Return whether a key can only be a CSS selector: `.key-points`, `ul > li`."""
    return SELECTOR.fullmatch(key) is not None


def is_element(key: str) -> bool:
    """Return whether a key that names no value is a CSS selector that begins with an element: `h1`, `li::before`."""
    found = ELEMENT.fullmatch(key)
    return found is not None and found[1] in ELEMENTS


def paths_of(typed: str, brief: Brief) -> list[Key]:
    """Return the paths that a key means: `sections[2].text`, `key_points.1`, an id alone, `origins.title`.

    Items are counted from 1 or named by id. A register means the text that has it. An id that a section and a fact
    share means both.
    """
    steps = COUNTED.sub(r".\1", typed).strip(".").split(".")
    paths = [_follow(brief, (), steps)]
    if paths == [None]:
        ids = ((name, key) for name, key in _ids(brief) if typed == name or typed.startswith(f"{name}."))
        for name, key in ids:
            rest = typed[len(name) + 1 :]
            paths.append(
                _follow(value_at(brief, key), key, COUNTED.sub(r".\1", rest).split(".") if rest else [])
            )
    return [path for path in paths if path is not None]


def value_at(brief: Brief, key: Key) -> object:
    """Return the value at a path."""
    here: object = brief
    for part in key:
        here = inside(here, part)
    return here


def _follow(here: object, key: Key, steps: list[str]) -> Key | None:
    if isinstance(here, Worded) and steps and steps[0] in REGISTERS and len(steps) == 1:
        return key
    if not steps or steps == [""]:
        return key
    if isinstance(here, Mapping):
        for count in range(len(steps), 0, -1):  # names of sources and terms may contain dots
            name = ".".join(steps[:count])
            if name in here:
                return _follow(here[name], (*key, name), steps[count:])
        return None
    if isinstance(here, tuple):
        index = _index_of(here, steps[0])
        return None if index is None else _follow(here[index], (*key, index), steps[1:])
    if isinstance(here, Block) and steps[0] != here.kind:
        return _follow(here.content, (*key, here.kind), steps)
    if isinstance(here, Model) and steps[0] in dict(here.named_values()):
        return _follow(inside(here, steps[0]), (*key, steps[0]), steps[1:])
    return None


def _index_of(items: tuple[object, ...], step: str) -> int | None:
    if step.isdecimal():
        return int(step) - 1 if 0 < int(step) <= len(items) else None
    names = [_id_of(item) for item in items]
    return names.index(step) if step in names else None


def _id_of(item: object) -> str | None:
    content = item.content if isinstance(item, Block) else item
    return getattr(content, "id", None)


def _ids(brief: Brief) -> Iterator[tuple[str, Key]]:
    """Return everything that has an id, with its path: sections, blocks, facts, sources."""
    for key, section in brief.sectioned():
        if section.id:
            yield section.id, key
        for index, block in enumerate(section.blocks):
            if name := _id_of(block):
                yield name, (*key, "blocks", index, block.kind)
    yield from ((name, ("facts", name)) for name in brief.facts)
    yield from ((name, ("sources", name)) for name in brief.sources)


def keys_of(brief: Brief) -> Iterator[str]:
    """Return every key of a brief that has a value, as findings print it, and all ids."""
    for key, value in walk(brief):
        if key and value not in (None, (), {}) and not isinstance(value, Block):
            yield name_of(key, brief)
    yield from (name for name, _ in _ids(brief))


def spelled(value: object) -> str:
    """Return a value in one line: a text, a scalar as typed, or the number of entries of a collection."""
    if value is None:
        return ""
    if isinstance(value, Worded):
        return " ".join((value.text or "").split())
    if isinstance(value, Mapping | tuple) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    if isinstance(value, Mapping | tuple):
        return f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
    if isinstance(value, BaseModel):
        given = value.named_values() if isinstance(value, Model) else iter(value)
        return ", ".join(
            f"{name}: {spelled(item)}" for name, item in given if item not in (None, (), {}) and spelled(item)
        )
    if isinstance(value, bool):
        return str(value).lower()
    return str(getattr(value, "value", value))
