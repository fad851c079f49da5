"""Values of the command line: `--set date=2026-12-01` replaces one value of the briefs, for one command only.

A value is put into the data before it is read as a model, so that it is validated like content. Its findings lead to
the option. Nothing is written to a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.core.finding import Finding, suggest
from briefing.core.source_map import Key, Mark, SourceMap
from briefing.load.shared import FACTS, GLOSSARY, SOURCES
from briefing.load.yaml import artifacts, pitfalls
from briefing.load.yaml.annotations import keys_at, model_at
from briefing.load.yaml.reader import Data, Document
from briefing.load.yaml.text_paths import id_of, scalar_keys
from briefing.model.brief import Brief

OPTION = "--set"
"""The option, in place of a file in findings."""

WITH_IDS = (FACTS, SOURCES, GLOSSARY)
"""Keys whose values have ids of their own: a new one would have no effect."""


@dataclass(frozen=True)
class SetValue:
    """One value of the command line."""

    typed: str
    """KEY=VALUE as typed."""

    @property
    def steps(self) -> list[str]:
        """The keys and ids that lead to the value; items of lists are counted from 1."""
        key = self.typed.partition("=")[0]
        return key.replace("[", ".").replace("]", "").strip(". ").split(".")

    @property
    def value(self) -> str:
        """The value."""
        return self.typed.partition("=")[2]

    def source_map(self, key: Key, added: Key = ()) -> SourceMap:
        """Return the source map of the value: the option is its file, and what was typed its only line.

        `added` is the first key that it adds to the brief, if any: all keys from there on are those of the option.
        """
        start = self.typed.index("=") + 1
        mark = Mark(start, len(self.typed), 0, start - 1)
        first = len(added) or len(key)
        return SourceMap(OPTION, self.typed, {key[:length]: mark for length in range(first, len(key) + 1)})

    def unknown(self, key: Key, name: str, names: Sequence[str], count: int = 0) -> Finding:
        """Return the finding for a part of the key that the brief does not have."""
        holder = ".".join(str(part + 1 if isinstance(part, int) else part) for part in key)
        what = f"'{holder}' has no '{name}'" if holder else f"unknown key '{name}'"
        help = suggest(name, names) if names else f"its items are counted from 1 to {count}"
        return Finding("BR201", what, self.source_map(key).key(key), help)


def set_values(document: Document, typed: Sequence[str]) -> Document:
    """Return a brief's document with the values of the command line; unknown keys are findings of the document.

    Ids that the brief does not have are left to `set_shared_values`: they may be shared.
    """
    for one in map(SetValue, typed):
        document = _with(document, one, lambda *_: True)
    return document


def set_shared_values(
    document: Document, typed: Sequence[str], is_shared: Callable[[str, str], bool]
) -> Document:
    """Return a document to which shared content was joined with the values that the command line sets in that.

    A value of shared content that the brief does not take is ignored: other briefs may take it.
    """
    is_set = {other.source for other in _set_in(document.source_map)}
    for one in map(SetValue, typed):
        if one.typed not in is_set and one.steps[0] in WITH_IDS:
            document = _with(document, one, is_shared)
    return document


def _with(document: Document, one: SetValue, is_shared: Callable[[str, str], bool]) -> Document:
    setter = _Setter(one)
    data = setter.value(document.data, (), one.steps)
    if setter.finding:
        section, *rest = one.steps
        if rest and section in WITH_IDS and len(setter.at) == 1 and is_shared(section, rest[0]):
            return document
        return replace(document, findings=(*document.findings, setter.finding))
    kept = {
        key: other
        for key, other in document.source_map.elsewhere.items()
        if key[: len(setter.at)] != setter.at
    }
    own = one.source_map(setter.at, setter.added)
    return replace(
        document,
        data=data if isinstance(data, dict) else document.data,
        source_map=replace(document.source_map, elsewhere={**kept, setter.added or setter.at: own}),
        findings=(*document.findings, *pitfalls.find_control_characters(own), *artifacts.find_unseen(own)),
    )


def _set_in(source_map: SourceMap) -> Iterator[SourceMap]:
    """Yield the source maps of values that were set, here or beneath."""
    yield from (other for other in source_map.elsewhere.values() if other.file == OPTION)
    if source_map.beneath:
        yield from _set_in(source_map.beneath)


class _Setter:
    """Sets one value in data; `at` is the key that it has in the end, or that of the part that is missing."""

    def __init__(self, one: SetValue) -> None:
        self.one = one
        self.at: Key = ()
        self.added: Key = ()
        """The first key that the brief did not have."""
        self.finding: Finding | None = None

    def value(self, here: Data, key: Key, steps: list[str]) -> Data:
        """Return data with the value at the end of the steps."""
        self.at = key
        if not steps:
            return self._end(here, key)
        if isinstance(here, list):
            return self._in_list(here, key, steps)
        if isinstance(here, str):  # `title: words`, and now one of its keys
            scalar = model_at(Brief, key)
            here = {scalar.scalar_key: here} if scalar and scalar.scalar_key else {}
        return self._in_mapping(here or {}, key, steps)

    def _end(self, here: Data, key: Key) -> Data:
        """Return the value; inside keys and values, it is that of the key that a text alone is for."""
        way = scalar_keys(Brief, key) if isinstance(here, dict) else ()
        if isinstance(here, dict) and way and way[0] in here:
            return {**here, way[0]: self.value(here[way[0]], (*key, way[0]), [])}
        return self.one.value

    def _in_mapping(self, here: dict[str, Data], key: Key, steps: list[str]) -> Data:
        for count in range(len(steps), 0, -1):  # ids of sources and terms may contain dots
            name = ".".join(steps[:count])
            if name in here:
                return {**here, name: self.value(here[name], (*key, name), steps[count:])}
        name, rest = steps[0], steps[1:]
        if key and key[-1] in WITH_IDS and len(key) == 1:
            self.finding = self.one.unknown(key, name, list(here))
            return here
        if rest and not key and name not in keys_at(Brief, ()):
            self.finding = self.one.unknown(key, name, keys_at(Brief, key))
            return here
        self.added = self.added or (*key, name)
        return {**here, name: self.value(None, (*key, name), rest)}

    def _in_list(self, here: list[Data], key: Key, steps: list[str]) -> Data:
        ids = [id_of(item) for item in here]
        step = steps[0]
        index = int(step) - 1 if step.isdecimal() else ids.index(step) if step in ids else -1
        if not 0 <= index < len(here):
            self.finding = self.one.unknown(key, step, [*filter(None, ids)], len(here))
            return here
        changed = self.value(here[index], (*key, index), steps[1:])
        return [*here[:index], changed, *here[index + 1 :]]
