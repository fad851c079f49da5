"""The parts of a text that a translator must not change: facts, citations, references, markup and structure.

They are found in the text as it is typed, since the tokens of the parser do not know their places. A sign that only
looks like markup is protected as well, which does no harm: a text and its translation are read in the same way.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import islice

from briefing.markdown.grammar import CITATION, FACT
from briefing.markdown.scripts import ANY_SCRIPT
from briefing.model.text import Flow


class Kind(Enum):
    """The kind of a placeholder: how much depends on it."""

    REFERENCE = "reference"
    """A fact, a citation, a link, a footnote or code: the text says something else without it."""
    MARKUP = "markup"
    """Emphasis and the like: the translation may need more of it, or less."""
    STRUCTURE = "structure"
    """Paragraphs, headings, lists and tables."""


@dataclass(frozen=True, slots=True)
class Code:
    """A placeholder: its typed text, and how it is shown."""

    typed: str
    kind: Kind

    @property
    def shown(self) -> str:
        """The placeholder on one line, for people."""
        return "¶".join(self.typed.split("\n")).strip() or "¶"


Piece = str | Code

_SPACED = r"[ \t]*"
_MARKER = r"(?:[-+*]|\d{1,3}[.)])[ \t]+"
_LETTER = r"(?:[^\W\d_]|[ivxlIVXL]{2,5})[.)][ \t]+"
_ADDRESS = r"(?:<[^<>\n]*>|(?:[^()\s]|\([^()\s]*\))*)"

INLINE = re.compile(
    rf"""
      (?P<reference> (?<!`)(?P<ticks>`++).+?(?<!`)(?P=ticks)(?!`)
        | <[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*> | <[^<>@\s]+@[^<>\s]+>
        | {FACT.pattern.replace("?P<id>", "").replace("?P<format>", "")}
        | {CITATION.pattern}
        | \[\]\(\#[^()\s]+\)
        | \[\^[^\[\]\s]+\]:? )
    | (?P<markup> (?:\\|(?<![ ])[ ]{{2,}})\n[ \t]* | \\[!-/:-@\[-`{{-~]
        | (?<!\*)\*{{1,3}}(?=[^\s*]) | (?<=[^\s*])\*{{1,3}}(?!\*)
        | (?<![\w_])_{{1,3}}(?=[^\s_]) | (?<=[^\s_])_{{1,3}}(?![\w_])
        | {ANY_SCRIPT.pattern} )
    | (?P<open> !\[ | \^\[ | \[ )
    | (?P<close> \]\({_ADDRESS}(?:\s+"[^"\n]*")?\) | \]\{{[^{{}}\n]*\}} | \] )
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
"""Everything that may be a placeholder inside of a paragraph."""

_BEFORE_LINE = rf"{_SPACED}(?:>{_SPACED}|\#{{1,6}}[ \t]+|:[ \t]+|{_MARKER})+"
_BEFORE_LETTERED = rf"{_SPACED}(?:>{_SPACED}|\#{{1,6}}[ \t]+|:[ \t]+|{_MARKER}|{_LETTER})+"
_END = rf"(?<![ \t]){_SPACED}\n(?:{_SPACED}\n)*"

BREAK, LETTERED_BREAK = (
    re.compile(rf"{_END}(?:(?<=\n){before})?") for before in (_BEFORE_LINE, _BEFORE_LETTERED)
)
"""The end of a line, with empty lines and the marks at the start of the next one."""

OPENING, LETTERED_OPENING = re.compile(_BEFORE_LINE), re.compile(_BEFORE_LETTERED)
ITEM = re.compile(rf"^{_SPACED}{_LETTER}", re.MULTILINE)
"""An item with a letter or a Roman numeral; two of them make a list."""

ROW = re.compile(r"^[ \t]*\|.*$", re.MULTILINE)
DELIMITER = re.compile(r"[ \t]*\|[ \t|:]*-[ \t|:-]*")
"""The second line of a table."""
BAR = re.compile(rf"(?<![ \t]){_SPACED}(?<!\\)\|{_SPACED}")
DEFINED = re.compile(r"\n[ \t]*(?=\[\^[^\[\]\s]+\]:)")
SOFT = re.compile(r"(?<![\\ \t])[ \t]?\n[ \t]*")
"""The end of a line inside of a paragraph; a backslash or two spaces before it make a line break."""

MOST_ALTERATIONS = 8
"""Of one text; a person corrects these first."""

CLOSES = {"!": "](", "^": "]"}
"""What closes a picture and a footnote; a link or a passage has either."""


def split(text: str, flow: Flow) -> list[Piece]:
    """Return a text as words and placeholders, in order. Line ends inside of a paragraph become spaces."""
    text = text.strip()
    pieces: list[Piece] = []
    for piece in _structured(text) if flow is Flow.BLOCK or DEFINED.search(text) else [text]:
        if isinstance(piece, Code):
            pieces.append(piece)
        else:
            pieces += _inline(SOFT.sub(" ", piece))
    return _joined(pieces)


def canonical(text: str, flow: Flow) -> str:
    """Return a text in the form in which translators get it: a paragraph on one line."""
    return typed(split(text, flow))


def wrapped(text: str, flow: Flow, width: int, before: str = "") -> str:
    """Return a text of several paragraphs with lines of a width, in which it is read as before; others stay.

    Paragraphs that are in the text that was there before keep its lines.
    """
    if flow is Flow.INLINE or "\n" not in text:
        return text
    known = {canonical(paragraph, flow): paragraph for paragraph in before.strip().split("\n\n")}
    paragraphs = (
        known.get(paragraph) or "\n".join(_lines(paragraph, flow, width)) for paragraph in text.split("\n\n")
    )
    return "\n\n".join(paragraphs) + "\n"


def _lines(paragraph: str, flow: Flow, width: int) -> Iterator[str]:
    for line in paragraph.split("\n"):
        yield from _wrapped(line, flow, width)


def _wrapped(line: str, flow: Flow, width: int) -> list[str]:
    """Return the lines of a paragraph; one line if its text would be something else in several."""
    lines = textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
    is_text = not any(re.fullmatch(r"[-=]+|.*[ \\]", one) for one in lines)
    is_same = is_text and canonical("\n".join(lines), flow) == line
    return lines if is_same and not OPENING.match(line) else [line]


def typed(pieces: Sequence[Piece]) -> str:
    """Return pieces as they are typed."""
    return "".join(piece if isinstance(piece, str) else piece.typed for piece in pieces)


def numbered(pieces: Sequence[Piece]) -> dict[str, Code]:
    """Return the placeholders of a text by their numbers in it, from 1."""
    return {
        str(number): code
        for number, code in enumerate((one for one in pieces if isinstance(one, Code)), start=1)
    }


@dataclass(frozen=True, slots=True)
class Alteration:
    """A difference between the placeholders of a text and those of its translation."""

    what: str
    kind: Kind


def alterations(source: str, target: str, flow: Flow) -> list[Alteration]:
    """Return what is missing, doubled or changed in the placeholders of a translation: the first few."""
    return list(islice(_alterations(source, target, flow), MOST_ALTERATIONS))


def _alterations(source: str, target: str, flow: Flow) -> Iterator[Alteration]:
    before, after = (_counted(split(text, flow)) for text in (source, target))
    missing, added = [*(before - after).elements()], [*(after - before).elements()]
    if structures := [code for code in (*missing, *added) if code.kind is Kind.STRUCTURE]:
        what = "the paragraphs, lists or tables are not those of the original"
        yield Alteration(what, structures[0].kind)
    for code in missing:
        near = next((one for one in added if one.kind is code.kind and _is_like(one, code)), None)
        if near is not None:
            added.remove(near)
            yield Alteration(f"`{code.shown}` has become `{near.shown}`", code.kind)
        elif code.kind is not Kind.STRUCTURE:
            yield Alteration(f"`{code.shown}` is missing", code.kind)
    for code in added:
        if code.kind is not Kind.STRUCTURE:
            how = "is there twice" if code in before else "is not in the original"
            yield Alteration(f"`{code.shown}` {how}", code.kind)


def _is_like(one: Code, other: Code) -> bool:
    """Return True if a placeholder is probably a changed form of another one: they begin alike."""
    return one.kind is Kind.REFERENCE and one.typed[:2] == other.typed[:2]


def _counted(pieces: Sequence[Piece]) -> Counter[Code]:
    """Count placeholders; structures are alike if they have the same marks."""
    return Counter(
        replace(piece, typed="".join(piece.typed.split()) or "¶") if piece.kind is Kind.STRUCTURE else piece
        for piece in pieces
        if isinstance(piece, Code)
    )


def _structured(text: str) -> Iterator[Piece]:
    """Yield the lines of a text of paragraphs, with the breaks and marks between them."""
    rows = [match.span() for match in ROW.finditer(text)]
    is_lettered = len(ITEM.findall(text)) > 1
    pattern = LETTERED_BREAK if is_lettered else BREAK
    at = 0
    if opening := (LETTERED_OPENING if is_lettered else OPENING).match(text):
        yield Code(opening.group(), Kind.STRUCTURE)
        at = opening.end()
    for start, end in rows:
        yield from _paragraphs(text[at:start], pattern)
        row = text[start:end]
        if DELIMITER.fullmatch(row):
            yield Code(row, Kind.STRUCTURE)
        else:
            yield from _cut(row, BAR)
        at = end
    yield from _paragraphs(text[at:], pattern)


def _paragraphs(text: str, pattern: re.Pattern[str]) -> Iterator[Piece]:
    at = 0
    for match in pattern.finditer(text):
        found, is_defined = match.group(), text.startswith("[^", match.end())
        is_soft = found.count("\n") == 1 and not found.strip() and not is_defined
        if is_soft and match.start() > 0 and match.end() < len(text):
            continue
        if text[: match.start()].endswith("\\") and is_soft:
            continue
        yield text[at : match.start()]
        yield Code(found, Kind.STRUCTURE)
        at = match.end()
    yield text[at:]


def _cut(text: str, pattern: re.Pattern[str]) -> Iterator[Piece]:
    at = 0
    for match in pattern.finditer(text):
        yield text[at : match.start()]
        yield Code(match.group(), Kind.STRUCTURE)
        at = match.end()
    yield text[at:]


def _inline(text: str) -> list[Piece]:
    """Return the words and placeholders of a paragraph; brackets are placeholders only in pairs."""
    pieces: list[Piece] = []
    opened: list[tuple[int, str]] = []
    at = 0
    for match in INLINE.finditer(text):
        pieces.append(text[at : match.start()])
        at, found = match.end(), match.group()
        if match["reference"]:
            pieces.append(Code(found, Kind.REFERENCE))
        elif match["markup"]:
            pieces.append(Code(found, Kind.MARKUP))
        elif match["open"]:
            opened.append((len(pieces), found))
            pieces.append(found)
        else:
            place, opening = opened.pop() if opened else (-1, "")
            wanted = CLOSES.get(opening[:1], "]")
            is_pair = opening != "[" or found != "]"
            if place >= 0 and is_pair and found.startswith(wanted):
                rest = found[1:] if opening[0] == "^" and len(found) > 1 else ""
                pieces[place] = Code(opening, Kind.REFERENCE)
                pieces += [Code(found.removesuffix(rest), Kind.REFERENCE), rest]
            else:
                pieces.append(found)
    return [*pieces, text[at:]]


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces without empty ones; words, and structures, that are next to each other become one."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, str) and isinstance(last, str):
            joined[-1] = last + piece
        elif isinstance(piece, Code) and isinstance(last, Code) and piece.kind is last.kind is Kind.STRUCTURE:
            joined[-1] = replace(last, typed=last.typed + piece.typed)
        elif piece:
            joined.append(piece)
    return joined
