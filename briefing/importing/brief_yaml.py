"""Data → the YAML of a brief as a person would write it: short texts next to their keys, long ones below, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from briefing.core.source_map import Key
from briefing.load.yaml.scalar_spelling import STARTS_LINE

Value = str | bool | Sequence["Value"] | Mapping[str, "Value"]

WIDTH = 110
IN_BRACES = ("marking", "audiences")
"""The keys whose values are short enough for one line."""

PLAIN = re.compile(r"(?![-?:](?:\s|$))[^\s\-?:,\[\]{}#&*!|>'\"%@`~\\][^\n]*|-?\d[^\n]*")
"""A text that needs no quotation marks, if it has no sign in `NOT_PLAIN`."""

NOT_PLAIN = re.compile(r":(?:\s|$)|\s#|[\t\\]|^(?:~|null|Null|NULL|true|false|---|\.\.\.)$|\s$")
LOOKS_TYPED = re.compile(r"\W+|\(?\w{1,3}[.)]|o")
"""A word that looks like the bullet or the number of an item at the start of a line."""

SPACES = "\u2028\u2029\u0085"
"""Characters at which YAML breaks a line."""

CONTROLS = "\0-\x08\x0b-\x1f\x7f-\x84\x86-\x9f"
"""Characters that no file of a workspace may have, such as the form feeds of text copied from a PDF."""


def write_yaml(data: Mapping[str, Value], comments: Mapping[Key, Sequence[str]]) -> str:
    """Return data as YAML, with comments above their keys."""
    return "".join(f"{line}\n" for line in _mapping(data, (), 0, comments))


def _mapping(
    data: Mapping[str, Value], key: Key, indent: int, comments: Mapping[Key, Sequence[str]]
) -> Iterator[str]:
    for name, value in data.items():
        inner = (*key, name)
        yield from _comments(inner, indent, comments)
        lines = list(_value(value, inner, indent, comments))
        sign = f"{' ' * indent}{_name(name)}:"
        yield f"{sign} {lines[0]}" if lines[0] else sign
        yield from lines[1:]


def _comments(key: Key, indent: int, comments: Mapping[Key, Sequence[str]]) -> Iterator[str]:
    for comment in comments.get(key, ()):
        for line in wrap(comment, WIDTH - indent, break_long_words=False, break_on_hyphens=False):
            yield f"{' ' * indent}# {line}"


def _value(value: Value, key: Key, indent: int, comments: Mapping[Key, Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a value; the first follows its key, the others are indented."""
    if isinstance(value, bool):
        yield str(value).lower()
    elif isinstance(value, str):
        yield from _text(value, indent + 2, len(str(key[-1])) + indent + 2)
    elif isinstance(value, Mapping) and key[-1] in IN_BRACES:
        yield f"{{{', '.join(f'{name}: {_inline(one)}' for name, one in value.items())}}}"
    elif isinstance(value, Mapping):
        yield ""
        yield from _mapping(value, key, indent + 2, comments)
    elif all(isinstance(one, Sequence) and not isinstance(one, str) for one in value) and value:
        yield ""
        for row in value:
            cells = row if isinstance(row, Sequence) else ()
            yield f"{' ' * (indent + 2)}- [{', '.join(quoted(str(cell)) for cell in cells)}]"
    else:
        yield ""
        for index, item in enumerate(value):
            yield from _comments((*key, index), indent + 2, comments)
            lines = list(_value(item, (*key, index), indent + 2, comments))
            if isinstance(item, Mapping):
                first = next(
                    place for place, line in enumerate(lines) if line and not line.lstrip().startswith("#")
                )
                yield from (line[2:] for line in lines[1:first])
                yield f"{' ' * (indent + 2)}- {lines[first].lstrip()}"
                yield from lines[first + 1 :]
            else:
                yield f"{' ' * (indent + 2)}- {lines[0]}"
                yield from lines[1:]


def _inline(value: Value) -> str:
    return value if isinstance(value, str) else "{}"


def _text(text: str, indent: int, column: int) -> Iterator[str]:
    """Yield the lines of a text."""
    text = re.sub(f"[{SPACES}{CONTROLS}]", " ", text)
    margin = " " * indent
    if "\n" in text:
        yield "|"
        yield from (f"{margin}{line}" if line else "" for line in text.rstrip("\n").split("\n"))
    elif len(text) + column <= WIDTH or " " not in text:
        yield text if is_plain(text) else quoted(text)
    else:
        lines = _wrapped(text, WIDTH - indent)
        if lines is None:
            yield quoted(text)
        else:
            yield ">-"
            yield from (f"{margin}{line}" for line in lines)


def is_plain(text: str) -> bool:
    """Return True if a text needs no quotation marks."""
    return bool(PLAIN.fullmatch(text)) and not NOT_PLAIN.search(text)


def quoted(text: str) -> str:
    """Return a text in single quotation marks, in which a backslash is a backslash."""
    return "'" + text.replace("'", "''") + "'"


def _wrapped(text: str, width: int) -> list[str] | None:
    """Return the lines of a text that `>` joins again; None if it has spaces that would be lost."""
    if text != " ".join(text.split(" ")) or re.search(r"  |^ | $|\t", text):
        return None
    lines: list[str] = []
    for word in text.split(" "):
        can_start = STARTS_LINE.match(word) is not None and not LOOKS_TYPED.fullmatch(word)
        if lines and (len(lines[-1]) + 1 + len(word) <= width or not can_start):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _name(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_][\w-]*", name) else quoted(name)
