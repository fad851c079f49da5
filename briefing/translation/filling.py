"""Writes translations into the file of a language, and leaves every other byte as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from briefing.core.source_map import Key
from briefing.files.guarded_writing import Refusal
from briefing.load.yaml.reader import Data, Document
from briefing.load.yaml.scalars import column_of, line_end_at
from briefing.load.yaml.text_editing import MISSING, read_for_editing, replace_text, replaced_at, value_at
from briefing.load.yaml.text_insertion import STEP, insert_text
from briefing.load.yaml.text_paths import find_path
from briefing.model.brief import Brief
from briefing.translation.placeholders import wrapped
from briefing.translation.skeleton import WIDTH, lines_of_whole, write_skeleton
from briefing.translation.units import DATA, GLOSSARY, TERM, Texts, Unit
from briefing.translation.wholes import whole_from

DEPTH = 3
"""The usual depth of a text of paragraphs, in levels of keys."""

LONGEST_TERM = 1000
"""The greatest length of a term, in characters. A key of YAML on one line has at most 1,024 (YAML 1.2.2, 7.4.2)."""

STAND_IN = "whole-value"
"""The text that is inserted first where a whole value belongs, and then replaced."""


@dataclass(frozen=True)
class Filled:
    """A file with translations, and why some of them are not in it, by the names of their units."""

    content: bytes
    refused: Mapping[str, str] = field(default_factory=dict)


def fill(
    texts: Texts, content: bytes | None, given: Mapping[str, str], unchanged: Mapping[str, str]
) -> Filled:
    """Return the file of a translation with the given texts, by the names of their units; None is a new file.

    A whole value is made of these, of those that came back unchanged, and of those that are there.
    """
    given = {
        unit.name: wrapped(given[unit.name], unit.flow, WIDTH - STEP * DEPTH, unit.target)
        for unit in texts.units
        if unit.name in given
    }
    refused = _unwritable(texts, {**unchanged, **given})
    given = {name: text for name, text in given.items() if name not in refused}
    refused = {name: why for name, why in refused.items() if name not in unchanged}
    if content is None:
        filled = _new(texts, given)
        return Filled(filled.content, {**refused, **filled.refused})
    wholes: dict[Key, list[Unit]] = {}
    for unit in texts.units:
        if unit.whole:
            wholes.setdefault(unit.whole, []).append(unit)
        elif unit.name in given:
            new = put_text(texts, content, unit.key, given[unit.name])
            content, why = (content, new.reason) if isinstance(new, Refusal) else (new, "")
            refused |= {unit.name: why} if why else {}
    for key, units in wholes.items():
        names = [unit.name for unit in units if unit.name in given]
        if not names:
            continue
        new = _put_whole_of(texts, content, key, units, {**unchanged, **given})
        if isinstance(new, Refusal):
            refused |= dict.fromkeys(names, new.reason)
        else:
            content = new
    return Filled(content, refused)


def _unwritable(texts: Texts, given: Mapping[str, str]) -> dict[str, str]:
    """Return why a glossary cannot be written, for each of its texts: a term is a key, and the file has it once."""
    units = [unit for unit in texts.units if unit.whole == (GLOSSARY,)]
    terms = [given.get(unit.name) or unit.target for unit in units if unit.key[-1] == TERM]
    why = ""
    for index, term in enumerate(terms):
        if len(term) > LONGEST_TERM:
            why = f"the term '{term[:20]}…' has {len(term):,} characters; the limit is {LONGEST_TERM:,}"
        elif term and term in terms[:index]:
            why = f"two terms are translated as '{term}'"
    return dict.fromkeys([unit.name for unit in units if unit.name in given], why) if why else {}


def _new(texts: Texts, given: Mapping[str, str]) -> Filled:
    """Return a new file; texts of a whole value of which others are missing are not in it."""
    refused: dict[str, str] = {}
    for key in dict.fromkeys(unit.whole for unit in texts.units if unit.whole):
        units = [unit for unit in texts.units if unit.whole == key]
        missing = [unit.name for unit in units if not given.get(unit.name)]
        refused |= {unit.name: _incomplete(missing) for unit in units if missing and given.get(unit.name)}
    while True:
        try:
            content = write_skeleton(texts, texts.units, given).encode()
            break
        except ValueError as error:  # a character that no file can have
            name = next(one for one, text in given.items() if not _is_writable(texts, text))
            refused[name] = str(error)
            given = {one: text for one, text in given.items() if one != name}
    if isinstance(read := read_for_editing(content), Refusal):
        return Filled(b"", refused | dict.fromkeys(given, read.reason))
    return Filled(_with_names(texts, content, given), refused)


def _is_writable(texts: Texts, text: str) -> bool:
    try:
        return bool(lines_of(text))
    except ValueError:
        return False


def lines_of(text: str) -> list[str]:
    """Return the lines of a list of one text. Raises ValueError for a text that no file can have."""
    return list(lines_of_whole([text]))


def _incomplete(missing: list[str]) -> str:
    return f"it is replaced as a whole, and '{missing[0]}' is not translated"


def put_text(texts: Texts, content: bytes, key: Key, text: str) -> bytes | Refusal:
    """Return a file with a text at a key of the model, in place of the old one or at its place in the original."""
    document = read_for_editing(content)
    if isinstance(document, Refusal):
        return document
    path = find_path(document.data, key, Brief, texts.base.data)
    if path.missing or path.value is None:
        return insert_text(content, key, text, Brief, texts.base.data)
    return replace_text(content, path.written, text)


def _put_whole_of(
    texts: Texts, content: bytes, key: Key, units: list[Unit], given: Mapping[str, str]
) -> bytes | Refusal:
    """Return a file with a whole value; what did not come back is as it was."""
    every = {unit.name: given.get(unit.name) or unit.target for unit in units}
    if missing := [name for name, text in every.items() if not text]:
        return Refusal(_incomplete(missing))
    original = value_at(texts.base.data, find_path(texts.base.data, key, Brief).written)
    whole = whole_from(original, key, units, every)
    new = put_whole(texts, content, key, whole)
    return new if isinstance(new, Refusal) else _put_names(texts, new, key, units, every)


def _with_names(texts: Texts, content: bytes, given: Mapping[str, str]) -> bytes:
    """Return a new file with the names of translated categories."""
    for key in dict.fromkeys(unit.whole for unit in texts.units if DATA in unit.whole):
        units = [unit for unit in texts.units if unit.whole == key]
        new = _put_names(texts, content, key, units, given)
        content = content if isinstance(new, Refusal) else new
    return content


def _put_names(
    texts: Texts, content: bytes, key: Key, units: Sequence[Unit], given: Mapping[str, str]
) -> bytes | Refusal:
    """Return a file in which a chart names its translated categories: `highlight`, and `at` of its annotations."""
    names = {unit.source: given[unit.name] for unit in units if unit.name in given}
    chart = value_at(texts.base.data, key[:-1])
    if key[-1] != DATA or not isinstance(chart, dict):
        return content
    annotations = chart.get("annotations")
    notes = annotations if isinstance(annotations, list) else []
    named: dict[Key, Data] = {(*key[:-1], "highlight"): chart.get("highlight")}
    named |= {
        (*key[:-1], "annotations", index, "at"): note.get("at")
        for index, note in enumerate(notes)
        if isinstance(note, dict)
    }
    for place, name in named.items():
        if isinstance(name, str) and name in names:
            new = put_text(texts, content, place, names[name])
            if isinstance(new, Refusal):
                return new
            content = new
    return content


def put_whole(texts: Texts, content: bytes, key: Key, whole: Data) -> bytes | Refusal:
    """Return a file with a whole value at a key: cell by cell if it has the same form, else instead of the old one."""
    document = read_for_editing(content)
    if isinstance(document, Refusal):
        return document
    path = find_path(document.data, key, Brief, texts.base.data)
    if not path.missing and path.value is not None:
        changes = list(_differences(path.value, whole, path.written))
        if all(isinstance(text, str) for _, text in changes):
            return _replace_each(content, changes)
        return _replace_whole(content, document, path.written, whole)
    marked = put_text(texts, content, key, STAND_IN)
    if isinstance(marked, Refusal):
        return marked
    with_mark = read_for_editing(marked)
    if isinstance(with_mark, Refusal):
        return with_mark
    written = find_path(with_mark.data, key, Brief, texts.base.data).written
    return _replace_whole(marked, with_mark, written, whole)


def _differences(old: Data, new: Data, key: Key) -> Iterator[tuple[Key, Data]]:
    """Yield the values that differ, by their keys: texts where both have the same form, else something larger."""
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _differences(before, after, (*key, index))
    elif isinstance(old, dict) and isinstance(new, dict) and list(old) == list(new):
        for name in old:
            yield from _differences(old[name], new[name], (*key, name))
    elif old != new:
        yield key, new if isinstance(old, str) else None


def _replace_each(content: bytes, changes: list[tuple[Key, Data]]) -> bytes | Refusal:
    for key, text in changes:
        new = replace_text(content, key, str(text))
        if isinstance(new, Refusal):
            return new
        content = new
    return content


def _replace_whole(content: bytes, document: Document, key: Key, whole: Data) -> bytes | Refusal:
    """Return a file in which a value is replaced by new lines below its key; the result is read again."""
    source_map = document.source_map
    source, mark = source_map.source, source_map.marks[key]
    line_end = line_end_at(source, mark.start)
    column = column_of(source, mark.key_start) + STEP
    try:
        lines = [f"{' ' * column}{line}" for line in lines_of_whole(whole)]
    except ValueError as error:
        return Refusal(str(error))
    value = source[mark.start : mark.end]
    end = mark.start + len(value.rstrip())
    before = source[: mark.start].rstrip()
    draft = f"{before}{line_end}{line_end.join(lines)}{source[end:]}"
    new = (b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b"") + draft.encode()
    read = read_for_editing(new)
    if isinstance(read, Refusal):
        return read
    if value_at(document.data, key) is MISSING or read.data != replaced_at(document.data, key, whole):
        return Refusal("the value cannot be replaced here; write it by hand", source_map.key(key).line)
    return new
