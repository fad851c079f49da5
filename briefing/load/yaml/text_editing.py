"""Replace one text of a YAML file, and leave every other byte as it is. Not here: the disk (files/guarded_writing).

No YAML library writes a file back byte for byte: ruamel.yaml keeps comments, but not indentation, widths and line ends.
An edit is proved before it is returned: the edited file is read again, and only the one text may have changed.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefing.core.errors import ContentError
from briefing.core.finding import Finding, has_errors
from briefing.core.source_map import LINE_BREAK, Key
from briefing.files.guarded_writing import Refusal
from briefing.load.yaml.reader import Data, Document, part_of, read_document
from briefing.load.yaml.scalar_spelling import spell, width_of
from briefing.load.yaml.scalars import INDENTED_BY, Scalar, Style, line_stop, locate

PARSED_KEPT = 4
"""The number of parsed files that are kept: a file before and after an edit, and drafts of it."""

FILE = "content"
"""The name of the file in findings that nobody sees."""

ANCHOR = re.compile(r"[&!]([^\s,\[\]{}]*)")
UNREADABLE = "the file cannot be read"


def replace_text(content: bytes, key: Key, text: str) -> bytes | Refusal:
    """Return a file with another text at a key; the key is the one in the file itself, as in its source map.

    The style of the old text is kept if it can hold the new one. Line breaks at the end of a text have no meaning in
    Markdown: in `|` and `>` they stay as they are.
    """
    document = read_for_editing(content)
    if isinstance(document, Refusal):
        return document
    if refusal := refuse_key(document, key) or refuse_text(text):
        return refusal
    text = normalised(text)
    goal = Goal(key, text, lambda value: replaced_at(document.data, key, value))
    return prove(document, content, goal, drafts(document, key, text))


def normalised(text: str) -> str:
    """Return a text with the line breaks that YAML reads: `\\n`."""
    return re.sub(r"\r\n?", "\n", text)


@lru_cache(PARSED_KEPT)
def read_for_editing(content: bytes) -> Document | Refusal:
    """Return the data of a file; a refusal if it cannot be read. An edited file is often edited again."""
    try:
        return read_document(content, FILE, may_be_empty=True)
    except ContentError as error:
        first = next((one for one in error.findings if has_errors([one])), error.findings[0])
        return Refusal(f"{UNREADABLE}: {first.what}", first.where.line)


def refuse_text(text: str) -> Refusal | None:
    """Return a refusal for a text that cannot be saved as UTF-8; else None."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return Refusal(f"the text contains U+{ord(text[error.start]):04X}, which is half of a character")
    return None


def refuse_key(document: Document, key: Key) -> Refusal | None:
    """Return a refusal for a key at which no text of its own is written; else None."""
    if refusal := refuse_shared(document, key) or refuse_repeated(document, key):
        return refusal
    value = value_at(document.data, key)
    if key not in document.source_map.marks or value is MISSING:
        return Refusal(f"the file has no text at '{spelled(key)}'")
    if isinstance(value, dict | list):
        kind = "keys of its own" if isinstance(value, dict) else "a list"
        return Refusal(f"'{spelled(key)}' has {kind}, not a text", line_of(document, key))
    return None


def refuse_shared(document: Document, key: Key) -> Refusal | None:
    """Return a refusal for a text that is written once and used in several places, or that has a tag; else None."""
    source_map = document.source_map
    for length in range(len(key) + 1):
        mark = source_map.marks.get(key[:length])
        typed = source_map.source[mark.start : mark.end] if mark else ""
        if typed.startswith("*"):
            name = typed[1:]
            what = f"this text is shared: `{typed}` repeats what is written once, after `&{name}`"
            return Refusal(f"{what}; change it there, or write it out here", line_of(document, key[:length]))
        if found := ANCHOR.match(typed):
            if found.group().startswith("!"):
                return Refusal("the text has a tag (`!`); remove the tag", line_of(document, key[:length]))
            if lines := _uses(document, found[1]):
                what = f"this text is shared: it is used again in {_in_words(lines)} (`*{found[1]}`)"
                return Refusal(
                    f"{what}; write it out there before you change it", line_of(document, key[:length])
                )
    return None


def _uses(document: Document, anchor: str) -> list[int]:
    """Return the lines of the aliases of an anchor."""
    source_map = document.source_map
    alias = f"*{anchor}"
    marks = (mark for mark in source_map.marks.values() if source_map.source[mark.start : mark.end] == alias)
    return sorted({source_map.at(mark.start).line for mark in marks})


def _in_words(lines: list[int]) -> str:
    *others, last = [str(line) for line in lines]
    return f"lines {', '.join(others)} and {last}" if others else f"line {last}"


def refuse_repeated(document: Document, key: Key) -> Refusal | None:
    """Return a refusal for a key that is in its mapping twice, or is inside such a key; else None."""
    for finding in document.findings:
        if finding.code != "BR109":
            continue
        around, where = document.source_map.key_at(finding.where), finding.where
        name = where.source[where.column - 1 : where.column - 1 + where.length]
        repeated = around if around[-1:] == (name,) else (*around, name)
        if key[: len(repeated)] == repeated:
            return Refusal(f"{finding.what}; remove one of the two", where.line)
    return None


def line_of(document: Document, key: Key) -> int:
    """Return the line of a key in its file."""
    return document.source_map.key(key).line


def spelled(key: Key) -> str:
    """Return a key path in words: items are counted from 1."""
    return " › ".join(str(part + 1) if isinstance(part, int) else part for part in key)


class _Missing:
    """The type of `MISSING`."""


MISSING = _Missing()
"""What a key without a value has: it is not even empty."""


def value_at(data: Data, key: Key) -> Data | _Missing:
    """Return the value at a key; MISSING if there is none."""
    here: object = data
    for part in key:
        try:
            here = part_of(here, part)
        except LookupError:
            return MISSING
    return here if isinstance(here, dict | list | str) else None


# --- Drafts: the edited file in one style after another ---------------------------------------------


def drafts(document: Document, key: Key, text: str) -> Iterator[str]:
    """Yield the edited file: in the style of the old text, then in other styles. Any of them may be wrong."""
    source, width = document.source_map.source, width_of(document.source_map, key)
    value = value_at(document.data, key)
    scalar = locate(document.source_map, key, value if isinstance(value, str) else "")
    for style, is_kept in _styles(scalar, text):
        given = text if style is Style.DOUBLE else text.rstrip("\n")
        typed = spell(scalar, style, given, width, is_kept=is_kept)
        if typed is not None:
            yield _placed(source, scalar, style, typed, text)


def _styles(scalar: Scalar, text: str) -> list[tuple[Style, bool]]:
    """Return the styles that may hold a text, the best first, and True if lines of the old text are kept."""
    if scalar.style.is_block:
        return [(scalar.style, True), (scalar.style, False), (Style.LITERAL, False), (Style.DOUBLE, False)]
    block = [] if scalar.is_in_flow else [(Style.LITERAL, False)]
    first = block if "\n" in text.rstrip("\n") else []
    quotes = quotes_for(text)
    in_quotes = [(style, is_kept) for style in quotes for is_kept in (True, False)]
    return list(dict.fromkeys([(scalar.style, True), *first, *in_quotes, *block]))


def quotes_for(text: str) -> tuple[Style, Style]:
    """Return the two kinds of quotes; the one in which a text needs no escapes comes first."""
    needs_escape = '"' in text or "\\" in text
    return (Style.SINGLE, Style.DOUBLE) if needs_escape else (Style.DOUBLE, Style.SINGLE)


def _placed(source: str, scalar: Scalar, style: Style, typed: str, text: str) -> str:
    """Return a file in which a typed text replaces an old one."""
    if scalar.style.is_block and style.is_block:
        return _block_for_block(source, scalar, style, typed, text)
    if scalar.style.is_block:
        stop = line_stop(source, scalar.start)
        rest, after = source[scalar.header_end : stop], source[max(scalar.end, stop) :]
        return f"{source[: scalar.start]}{style}{typed}{style}{rest}{after}"
    if style.is_block:
        return _block_for_words(source, scalar, style, typed, text)
    space = (
        " " if scalar.start == scalar.stop and source[scalar.start - 1 : scalar.start] in (":", "-") else ""
    )
    return f"{source[: scalar.start]}{space}{style}{typed}{style}{source[scalar.stop :]}"


def header_of(style: Style, text: str, indent: int, parent: int) -> str:
    """Return the header of a new block text: `|`, `>-`, or `|2-` for a text that starts with a space."""
    indicator = str(indent - max(parent, 0)) if re.match(r"\n*[ \t]", text) else ""
    return f"{style}{indicator}{'' if text.endswith(chr(10)) else '-'}"


def _block_for_block(source: str, scalar: Scalar, style: Style, typed: str, text: str) -> str:
    header = source[scalar.start : scalar.header_end]
    if not INDENTED_BY.search(header) and re.match(r"\n*[ \t]", text):
        header = f"{header[0]}{scalar.indent - max(scalar.parent, 0)}{header[1:]}"
    rest, end = source[scalar.header_end : scalar.body], source[scalar.end :]
    if scalar.body == scalar.end:  # the old text is empty
        rest, end = rest if LINE_BREAK.search(rest) else f"{rest}{scalar.line_end}", f"{scalar.line_end}{end}"
    return f"{source[: scalar.start]}{style}{header[1:]}{rest}{typed}{end}"


def _block_for_words(source: str, scalar: Scalar, style: Style, typed: str, text: str) -> str:
    """Return a file in which a block text replaces one next to its key, whose comment then follows the header."""
    header = header_of(style, text, scalar.indent, scalar.parent)
    before, stop = source[: scalar.start], line_stop(source, scalar.stop)
    if before.rstrip()[-1:] in (":", "-"):
        before = f"{before.rstrip()} "
    return f"{before}{header}{source[scalar.stop : stop]}{scalar.line_end}{typed}{source[stop:]}"


# --- Proof -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Goal:
    """The only difference that an edit may make."""

    key: Key
    """The key of the text in the edited file."""
    text: str
    data: Callable[[str], Data]
    """The data of the edited file, by the text as it is read: its last line break may be missing."""


def prove(document: Document, content: bytes, goal: Goal, edited: Iterable[str]) -> bytes | Refusal:
    """Return the first edited file that has reached the goal, and nothing else; a refusal if there is none.

    A file in which the reader reports the new text is the second choice.
    """
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    second: bytes | None = None
    reason = "it would be read as something else"
    for draft in edited:
        new = mark + draft.encode()
        read = read_for_editing(new)
        if isinstance(read, Refusal):
            reason = read.reason.removeprefix(f"{UNREADABLE}: ")
        elif is_reached(goal, read) and read.repeated == document.repeated:
            found = _new_findings(document, read)
            if not found:
                return new
            reason = found[0].what
            second = second or (None if has_errors(found) else new)
    return second or Refusal(f"the text cannot be saved here: {reason}")


def is_reached(goal: Goal, document: Document) -> bool:
    """Return True if a file has the wanted text, and everything else as it was before."""
    value = value_at(document.data, goal.key)
    if not isinstance(value, str) or value.rstrip("\n") != goal.text.rstrip("\n"):
        return False
    return goal.data(value) == document.data


def replaced_at(data: Data, key: Key, value: Data) -> Data:
    """Return data with another value at a key; the mappings around it are made if they are missing."""
    if not key:
        return value
    if isinstance(data, list) and isinstance(key[0], int):
        inside = data[key[0]] if key[0] < len(data) else None
        return [*data[: key[0]], replaced_at(inside, key[1:], value), *data[key[0] + 1 :]]
    holder = data if isinstance(data, dict) else {}
    name = str(key[0])
    return {**holder, name: replaced_at(holder.get(name), key[1:], value)}


def _new_findings(before: Document, after: Document) -> list[Finding]:
    """Return the findings about the edited file that were not there before."""
    known = Counter((finding.code, finding.what) for finding in before.findings)
    found = []
    for finding in after.findings:
        known[finding.code, finding.what] -= 1
        if known[finding.code, finding.what] < 0:
            found.append(finding)
    return found
