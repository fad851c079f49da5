"""Add a missing text to a YAML file, and leave every other byte as it is.

A text is added at the place that it has in the original or, without one, in the model; the mappings and items around it
are added with it. Next to a text without keys (`title: words`), that text gets its key as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from briefing.core.source_map import Key, SourceMap
from briefing.files.guarded_writing import Refusal
from briefing.load.yaml.annotations import keys_at
from briefing.load.yaml.reader import Data, Document
from briefing.load.yaml.scalar_spelling import UNLIMITED, spell, width_of
from briefing.load.yaml.scalars import (
    HEADER,
    Scalar,
    Style,
    Words,
    after_properties,
    column_of,
    dash_before,
    is_flow,
    line_end_at,
    line_stop,
    locate,
    parent_column,
)
from briefing.load.yaml.text_editing import (
    Goal,
    drafts,
    header_of,
    line_of,
    normalised,
    prove,
    quotes_for,
    read_for_editing,
    refuse_key,
    refuse_repeated,
    refuse_shared,
    refuse_text,
    replaced_at,
    spelled,
)
from briefing.load.yaml.text_paths import TextPath, find_path, id_of, scalar_keys, value_inside
from briefing.model.base import Model

STEP = 2
"""The number of spaces of one level."""

INDENTED = re.compile(r"(?:\r\n|\r|\n)(?=[^\r\n])")
"""The start of a line with content."""

SIMPLE_KEY = re.compile(r"[A-Za-z][\w-]*\Z")


def insert_text(
    content: bytes, key: Key, text: str, model: type[Model], original: Data = None
) -> bytes | Refusal:
    """Return a file with a text that it lacks; `key` is its key in the model.

    `original` is the data of the file that this one translates: `key` is then its key there.
    """
    document = read_for_editing(content)
    if isinstance(document, Refusal):
        return document
    text = normalised(text)
    path = find_path(document.data, key, model, original)
    if refusal := refuse_text(text) or _refuse_place(document, path, model):
        return refusal
    if not path.missing and path.value is None:
        goal = Goal(path.written, text, lambda value: replaced_at(document.data, path.written, value))
        filled = _filled(document, path.written, text)
        return prove(document, content, goal, chain(filled, drafts(document, path.written, text)))
    if not path.missing:
        return refuse_key(document, path.written) or Refusal(
            f"there is a text at '{spelled(path.written)}' already", line_of(document, path.written)
        )
    made = _Insertion(document, path, model)
    if isinstance(tree := made.tree(), Refusal):
        return tree
    goal = Goal((*path.written, *tree.key), text, made.goal(tree))
    return prove(document, content, goal, made.drafts(tree, text))


def _filled(document: Document, key: Key, text: str) -> Iterator[str]:
    """Yield the file with a text after a key or a dash that ends its line, in the styles of a new text."""
    source_map = document.source_map
    source, mark = source_map.source, source_map.marks[key]
    if mark.end > mark.start or source[mark.start : line_stop(source, mark.start)].strip():
        return
    is_item = isinstance(key[-1], int)
    sign = dash_before(source, mark.start) if is_item else mark.key_start
    before = source[: mark.start].rstrip(" ")
    if is_flow(source_map, key) or before[-1:] != ("-" if is_item else ":"):
        return
    column, end = column_of(source, sign), column_of(source, len(before))
    for style in styles_for(text, is_in_flow=False):
        typed = type_text(text, style, width_of(source_map), line_end_at(source, sign), column, end)
        if typed is not None:
            yield f"{before} {typed}{source[mark.start :].lstrip(' ')}"


def _refuse_place(document: Document, path: TextPath, model: type[Model]) -> Refusal | None:
    """Return a refusal for a value that cannot contain the text; else None."""
    refusal = refuse_shared(document, path.written) or refuse_repeated(document, path.written)
    if refusal or not path.missing:
        return refusal
    line = line_of(document, path.written)
    if isinstance(path.missing[0], int):
        is_list = isinstance(path.value, list) or path.value is None
        return None if is_list else Refusal("write the first item after a dash, then add the second", line)
    if isinstance(path.value, list):
        return Refusal(f"'{spelled(path.written)}' is a list", line)
    if isinstance(path.value, str) and not scalar_keys(model, path.wanted):
        return Refusal(f"'{spelled(path.written)}' has no variants", line)
    return None


@dataclass(frozen=True)
class _Tree:
    """A new text with the new mappings and items around it."""

    part: str | int
    """Its key; for an item, its position in the list of the file."""
    ids: tuple[str, ...]
    """The ids that are added next to the text, one for each level that has one; "" for the others."""
    rest: Key
    """The keys inside it that lead to the text."""

    @property
    def key(self) -> Key:
        """The keys that lead to the text."""
        return (self.part, *self.rest)


@dataclass(frozen=True)
class _Insertion:
    """The insertion of one text."""

    document: Document
    path: TextPath
    model: type[Model]

    @property
    def source_map(self) -> SourceMap:
        """The file."""
        return self.document.source_map

    def tree(self) -> _Tree | Refusal:
        """Return what is inserted; a refusal for an item whose position in the file is not clear."""
        here, ids, rest = self.path.original, [], []
        first = self._position()
        if isinstance(first, Refusal):
            return first
        for depth, part in enumerate(self.path.missing):
            here = value_inside(here, part)
            if depth and isinstance(part, int) and part and not id_of(here):
                return _items_before(part)
            rest.append(0 if isinstance(part, int) else part)
            own = here.get("id") if isinstance(here, dict) else None
            is_next = depth + 1 < len(self.path.missing) and self.path.missing[depth + 1] != "id"
            ids.append(own if isinstance(own, str) and is_next else "")
        return _Tree(first, tuple(ids), tuple(rest[1:]))

    def _position(self) -> str | int | Refusal:
        """Return the key of the inserted value in the file or, in a list, its position."""
        part, there, here = self.path.missing[0], self.path.original, self.path.value
        if not isinstance(part, int):
            return part
        items = here if isinstance(here, list) else []
        if not id_of(value_inside(there, part)):
            return part if part == len(items) else _items_before(part)
        before = [id_of(item) for item in (there if isinstance(there, list) else [])[:part]]
        places = [index for index, item in enumerate(items) if id_of(item) in before]
        return max(places, default=-1) + 1

    def goal(self, tree: _Tree) -> Callable[[str], Data]:
        """Return the function from the new text, as it is read, to the data of the file."""
        path = self.path

        def data(text: str) -> Data:
            inside = _nested(tree, text)
            whole: Data
            if isinstance(tree.part, int):
                items = path.value if isinstance(path.value, list) else []
                whole = [*items[: tree.part], inside, *items[tree.part :]]
            elif isinstance(path.value, str):
                whole = replaced_at(replaced_at({}, self._own_keys(tree), path.value), tree.key, text)
            else:
                whole = {**(path.value if isinstance(path.value, dict) else {}), tree.part: inside}
            return replaced_at(self.document.data, path.written, whole)

        return data

    def drafts(self, tree: _Tree, text: str) -> Iterator[str]:
        """Yield the edited file, with the new text in one style after another. Any of them may be wrong."""
        is_in_flow = self._is_in_flow()
        width = UNLIMITED if is_in_flow else width_of(self.source_map)
        for style in styles_for(text, is_in_flow=is_in_flow):
            new = _New(tree, text, style, width, self._line_end())
            if is_in_flow:
                yield from self._in_flow(new)
            elif isinstance(self.path.value, str):
                yield from self._next_to_text(new)
            elif self.path.value is None:
                yield from self._as_value(new)
            else:
                yield from self._among_others(new)

    def _is_in_flow(self) -> bool:
        is_holder = isinstance(self.path.value, dict | list)
        return is_flow(self.source_map, (*self.path.written, 0) if is_holder else self.path.written)

    def _line_end(self) -> str:
        mark = self.source_map.marks.get(self.path.written)
        return line_end_at(self.source_map.source, mark.start if mark else 0)

    # --- Where --------------------------------------------------------------------------------

    def _neighbours(self, part: str | int) -> tuple[Key | None, Key | None]:
        """Return the keys of the values before and after the new one."""
        key, here = self.path.written, self.path.value
        if isinstance(part, int):
            count = len(here) if isinstance(here, list) else 0
            return ((*key, part - 1) if part else None, (*key, part) if part < count else None)
        names: list[str] = list(here) if isinstance(here, dict) else []
        order = self._order(part)
        at = order.index(part) if part in order else len(order)
        before = next((name for name in reversed(order[:at]) if name in names), None)
        after = next((name for name in order[at + 1 :] if name in names), None)
        if before is None and after is None and names:
            before = names[-1]
        return (None if before is None else (*key, before), None if after is None else (*key, after))

    def _order(self, part: str) -> Sequence[str]:
        there = self.path.original
        if isinstance(there, dict) and part in there:
            return list(there)
        return keys_at(self.model, self.path.wanted)

    def _end_of(self, key: Key) -> int:
        """Return the offset at which a value ends; its comment may follow."""
        source, marks = self.source_map.source, self.source_map.marks
        inside = {one: mark for one, mark in marks.items() if one[: len(key)] == key}
        starts = {one: after_properties(source, mark.start, mark.end) for one, mark in inside.items()}
        holders = {one[:-1] for one in inside if source[starts[one] : starts[one] + 1] not in ("[", "{")}
        holders -= {one for one in inside if source[starts[one] : starts[one] + 1] in ("[", "{")}
        last = max((one for one in inside if one not in holders), key=lambda one: inside[one].end)
        header = HEADER.match(source, starts[last])
        if header is None or "+" in header.group():
            return inside[last].end
        return starts[last] + len(source[starts[last] : inside[last].end].rstrip())

    # --- How ----------------------------------------------------------------------------------

    def _among_others(self, new: _New) -> Iterator[str]:
        """Yield the file with a new entry of a mapping, or a new item of a list, on lines of its own."""
        before, after = self._neighbours(new.tree.part)
        source = self.source_map.source
        if before is not None:
            column = self._column(before)
            yield from _after_line(source, self._end_of(before), new.lines(column), new.line_end)
            return
        if after is None:  # the file is empty
            yield from _after_line(source, len(source.rstrip()), new.lines(0), new.line_end)
            return
        offset = self._offset(after)
        column = column_of(source, offset)
        lines = new.lines(column)
        if lines is None:
            return
        if source[offset - column : offset].strip():
            yield f"{source[:offset]}{lines.lstrip(' ')}{new.line_end}{' ' * column}{source[offset:]}"
        else:
            start = _above_comments(source, offset - column)
            yield f"{source[:start]}{lines}{new.line_end}{source[start:]}"

    def _column(self, key: Key) -> int:
        return column_of(self.source_map.source, self._offset(key))

    def _offset(self, key: Key) -> int:
        """Return the offset of the key of an entry, or of the dash of an item."""
        mark = self.source_map.marks[key]
        return mark.key_start if isinstance(key[-1], str) else dash_before(self.source_map.source, mark.start)

    def _as_value(self, new: _New) -> Iterator[str]:
        """Yield the file with new lines below a key that has no value."""
        key = self.path.written
        source, mark = self.source_map.source, self.source_map.marks[key]
        column = parent_column(self.source_map, key) + STEP
        before = source[: mark.start].rstrip(" ") if mark.end > mark.start else source[: mark.start]
        lines = new.lines(column)
        if lines is not None:
            stop = line_stop(source, mark.end)
            yield f"{before}{source[mark.end : stop]}{new.line_end}{lines}{source[stop:]}"

    def _next_to_text(self, new: _New) -> Iterator[str]:
        """Yield the file in which a text without keys gets its own key, and the new text is next to it."""
        key, source = self.path.written, self.source_map.source
        mark, value = self.source_map.marks[key], self.path.value
        scalar = locate(self.source_map, key, value if isinstance(value, str) else "")
        own = self._own_keys(new.tree)
        column = column_of(source, mark.start)
        head = source[: mark.start]
        if source[mark.start - column : mark.start].strip() and not isinstance(key[-1], int):
            column = scalar.parent + STEP
            head = f"{head.rstrip(' ')}{new.line_end}{' ' * column}"
        for name in own[:-1]:
            column += STEP
            head += f"{name}:{new.line_end}{' ' * column}"
        shift = " " * (column - scalar.parent)
        moved = INDENTED.sub(lambda match: f"{match.group()}{shift}", source[mark.start : scalar.stop])
        lines = new.inside(len(own) - 1).lines(column)
        if lines is not None:
            stop = line_stop(source, scalar.stop)
            rest = source[scalar.stop : stop]
            yield f"{head}{own[-1]}: {moved}{rest}{new.line_end}{lines}{source[stop:]}"

    def _own_keys(self, tree: _Tree) -> Key:
        """Return the keys that a text without keys gets: those of the new text, and the first that is different."""
        own = scalar_keys(self.model, self.path.wanted)
        pairs = enumerate(zip(own, tree.key, strict=False))
        return own[: next((index for index, (one, other) in pairs if one != other), 0) + 1]

    def _in_flow(self, new: _New) -> Iterator[str]:
        """Yield the file with a new entry inside `{ }`, or a new item inside `[ ]`."""
        source, mark = self.source_map.source, self.source_map.marks[self.path.written]
        typed = new.in_flow()
        if typed is None:
            return
        if isinstance(self.path.value, str):
            (own, *others) = self._own_keys(new.tree)
            if not others:
                words = source[mark.start : mark.end]
                yield f"{source[: mark.start]}{{{own}: {words}, {typed}}}{source[mark.end :]}"
        elif self.path.value is None:
            whole = f"{{{typed}}}" if isinstance(new.tree.part, str) else f"[{typed}]"
            yield f"{source[: mark.start].rstrip(' ')} {whole}{source[mark.end :]}"
        else:
            yield self._between(new.tree.part, typed, mark.start)

    def _between(self, part: str | int, typed: str, start: int) -> str:
        """Return the file with an entry or an item between its neighbours in `{ }` or `[ ]`."""
        source = self.source_map.source
        before, after = self._neighbours(part)
        if before is not None:
            end = self._end_of(before)
            return f"{source[:end]}, {typed}{source[end:]}"
        if after is not None:
            start = self.source_map.marks[after].key_start
            return f"{source[:start]}{typed}, {source[start:]}"
        start = source.index("{" if isinstance(self.path.value, dict) else "[", start) + 1
        return f"{source[:start]}{typed}{source[start:]}"


def _items_before(part: int) -> Refusal:
    return Refusal(f"this is item {part + 1} of its list; add the items before it first")


def _nested(tree: _Tree, text: str) -> Data:
    """Return the data of what is inserted, without its own key."""
    data: Data = text
    for name, own in zip(reversed(tree.rest), reversed(tree.ids[:-1]), strict=True):
        inside = {"id": own} if own else {}
        data = [data] if isinstance(name, int) else {**inside, name: data}
    return data


def styles_for(text: str, *, is_in_flow: bool) -> tuple[Style, ...]:
    """Return the styles that may hold a new text, the best first."""
    quotes = quotes_for(text)
    if is_in_flow:
        return (Style.PLAIN, *quotes)
    if "\n" in text.rstrip("\n"):
        return (Style.LITERAL, Style.DOUBLE)
    return (Style.PLAIN, *quotes, Style.FOLDED, Style.LITERAL)


@dataclass(frozen=True)
class _New:
    """A new text with its keys, in one style."""

    tree: _Tree
    text: str
    style: Style
    width: int
    line_end: str

    def inside(self, depth: int) -> _New:
        """Return the same text without the first keys."""
        names = self.tree.key[depth:]
        return replace(self, tree=_Tree(names[0], self.tree.ids[depth:], names[1:]))

    def lines(self, column: int) -> str | None:
        """Return the lines of the new text, indented to a column; None if the style cannot hold it."""
        typed = self._entry(self.tree.key, self.tree.ids, column)
        return None if typed is None else f"{' ' * column}{typed}"

    def _entry(self, names: Key, ids: tuple[str, ...], column: int) -> str | None:
        """Return a key or a dash with what follows it; the first line is not indented."""
        name, *rest = names
        sign = "-" if isinstance(name, int) else f"{typed_name(name)}:"
        if not rest:
            words = self._typed(column, column + len(sign))
            return None if words is None else f"{sign} {words}"
        margin = f"{self.line_end}{' ' * (column + STEP)}"
        inside = self._entry(tuple(rest), ids[1:], column + STEP)
        own = f"id: {ids[0]}{margin}" if ids[0] else ""
        return None if inside is None else f"{sign}{' ' if isinstance(name, int) else margin}{own}{inside}"

    def in_flow(self) -> str | None:
        """Return the new text with its keys, for `{ }` or `[ ]`; None if the style cannot hold it."""
        typed = self._typed(0, 0)
        names = self.tree.key
        for depth in range(len(names) - 1, -1, -1):
            name, own = names[depth], self.tree.ids[depth - 1] if depth else ""
            if typed is None:
                return None
            typed = typed if isinstance(name, int) else f"{typed_name(name)}: {typed}"
            typed = f"id: {own}, {typed}" if own else typed
            if depth:
                typed = f"[{typed}]" if isinstance(name, int) else f"{{{typed}}}"
        return typed

    def _typed(self, parent: int, column: int) -> str | None:
        """Return the text as typed, with its header or its quotation marks."""
        return type_text(self.text, self.style, self.width, self.line_end, parent, column)


def type_text(text: str, style: Style, width: int, line_end: str, parent: int, column: int) -> str | None:
    """Return a new text as typed in a style, with its header or its quotation marks; None if the style cannot hold it.

    `parent` is the column of its key, `column` the one before the space that precedes the text, both counted from 0.
    """
    scalar = Scalar(
        key=(),
        style=style,
        start=0,
        header_end=0,
        body=0,
        end=0,
        stop=0,
        parent=parent,
        indent=parent + STEP,
        is_in_flow=False,
        first_column=column + 1,
        line_end=line_end,
        words=Words(),
    )
    given = text if style is Style.DOUBLE else text.rstrip("\n")
    typed = spell(scalar, style, given, width)
    is_too_long = not style.is_block and column + 1 + len(given) > width
    if typed is None or (is_too_long and " " in given.strip() and "\n" not in given):
        return None
    if style.is_block:
        return f"{header_of(style, text, scalar.indent, parent)}{line_end}{typed}"
    return f"{style}{typed}{style}"


def typed_name(name: str) -> str:
    """Return a key as typed: in quotation marks unless it has only letters, digits, hyphens and underscores."""
    if SIMPLE_KEY.match(name):
        return name
    return "'" + name.replace("'", "''") + "'"


def _after_line(source: str, offset: int, lines: str | None, line_end: str) -> Iterator[str]:
    """Yield a text with lines after the line of an offset; they end the file as it ended."""
    if lines is None:
        return
    if offset and source[offset - 1] in "\r\n":
        yield f"{source[:offset]}{lines}{line_end}{source[offset:]}"
        return
    stop = line_stop(source, offset)
    yield f"{source[:stop]}{line_end}{lines}{source[stop:]}" if source else f"{lines}{line_end}"


def _above_comments(source: str, line_start: int) -> int:
    """Return the offset of the first of the comments that are directly above a line."""
    start = line_start
    while start > 0:
        above = start - 1 - column_of(source, start - 1)
        if not source[above:start].lstrip(" ").startswith("#"):
            break
        start = above
    return start
