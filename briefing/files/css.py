"""What stylesheets say that others than the typesetter need: the tokens of the style, and the files of its fonts.

tinycss2 reads imports and fonts. Tokens are looked for with patterns, a sixth of the time: the value of a token is
text up to its semicolon, and a finding about it needs the offset in the text, which no node has.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Any
from urllib.parse import unquote

import tinycss2

from briefing.core.finding import Span
from briefing.files.workspace import Files, base_of

TEXT_FONT, DISPLAY_FONT = "Brief Text", "Brief Display"
"""The families of running text, and of headings, tables and charts; `styles/fonts.css` says which files they are.

Any other family that a style declares is where letters come from that these do not have.
"""

COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;}]*)")
USED_TOKEN = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
"""A token without a fallback: `var(--brand)`."""

TOKEN_USE = re.compile(r"\bvar\(\s*(--[\w-]+)", re.IGNORECASE)
"""A token with a fallback or without one."""

LONGEST_VALUE, LONGEST_CHAIN = 10_000, 32
"""Characters of a value with the tokens that it names put in, and tokens that name each other in a row."""

OWN_TOKENS = (
    frozenset(("--side", "--heading-size", "--chart-width", "--least-size"))
    | frozenset(("--brand", "--accent", "--soft", "--ink", "--rule"))
    | {f"--series-{number}" for number in range(1, 5)}
)
"""What is read of a style by name: the room of headings, the smallest type, and the colours and widths of charts."""

ADDRESS = re.compile(r"url\(\s*[\"']?((?!data:|#)[^\"')]+?)[\"']?\s*\)", re.IGNORECASE)

STRUCTURE = re.compile(r"[{};]")
QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
DECLARED = re.compile(r"\s*(--[\w-]+)\s*:(.*)", re.DOTALL)
IMPORTANT = re.compile(r"!\s*important\s*$", re.IGNORECASE)
FONT_FACE = re.compile(r"@font-face\s*\{([^}]*)\}", re.IGNORECASE)
SCANNED = 256
"""Stylesheets whose imports and fonts are kept: those of several audiences, with what they import."""


@dataclass(frozen=True, slots=True)
class FontFace:
    """One face of a font family, and the files that it may be in, the first that can be used being taken.

    A source is a name in the workspace, or an address that holds the font (`data:`).
    """

    family: str
    sources: tuple[str, ...]
    weight: str
    style: str
    where: Span
    """Of its `src`, or of the rule where it has none."""
    addresses: tuple[str, ...] = ()
    """The sources as they are written."""


@dataclass(frozen=True, slots=True)
class Import:
    """One `@import`: the name in the workspace that it leads to, and where it is written."""

    name: str
    where: Span


@dataclass(frozen=True, slots=True)
class Scan:
    """What is looked for in a stylesheet, as it is written, each with its line and column."""

    imports: tuple[tuple[str, int, int], ...]
    """The address of each `@import`."""
    faces: tuple[tuple[Mapping[str, Any], int, int], ...]
    """The declarations of each `@font-face`, by the names of its descriptors."""
    families: tuple[str, ...]
    """What each rule for print chooses first as its `font-family`."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration of a token: its value, the selector and the conditions that it stands under, and its place."""

    token: str
    value: str
    selector: str
    conditions: tuple[str, ...]
    """The at-rules around it: `@media screen`."""
    is_important: bool
    where: Span


def without_comments(text: str) -> str:
    """A stylesheet with spaces for its comments, so that every place stays where it is."""
    return COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def read_style(name: str, files: Files, seen: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """A stylesheet and what it imports, each as name and text with spaces for comments, in the order of the cascade.

    What is missing is left out: the typesetter tells it, with its place.
    """
    if name in seen:
        return
    try:
        text = without_comments(files.read(name).decode("utf-8", "replace"))
    except OSError:
        return
    for imported in imports_in(name, text):
        yield from read_style(imported.name, files, seen | {name})
    yield name, text


def imports_in(name: str, text: str) -> Iterator[Import]:
    """What a stylesheet imports, in its order; `text` has no comments."""
    for address, line, column in scan(text).imports:
        yield Import(name_beside(name, address), _span_on(name, text, line, column, len("@import")))


@lru_cache(SCANNED)
def scan(text: str) -> Scan:
    """Read a stylesheet with tinycss2, as the engine does; `text` has no comments."""
    imports: list[tuple[str, int, int]] = []
    faces: list[tuple[Mapping[str, Any], int, int]] = []
    families: list[str] = []
    left = list(reversed(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)))
    while left:
        rule = left.pop()
        if rule.type == "declaration" and rule.lower_name == "font-family":
            families.append(_first_family(rule.value))
        elif rule.type == "at-rule" and rule.lower_at_keyword == "import":
            imports += (
                (address, rule.source_line, rule.source_column) for address in _addresses(rule.prelude)[:1]
            )
        elif rule.type in ("at-rule", "qualified-rule") and rule.content is not None:
            inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            if rule.type == "at-rule" and rule.lower_at_keyword == "font-face":
                found = {one.lower_name: one for one in inner if one.type == "declaration"}
                faces.append((found, rule.source_line, rule.source_column))
            elif not _is_for_screen(rule):
                left += reversed(inner)
    return Scan(tuple(imports), tuple(faces), tuple(filter(None, families)))


def _is_for_screen(rule: Any) -> bool:  # noqa: ANN401  (a node of tinycss2)
    """Whether a rule is `@media screen`, which no printed edition has."""
    if rule.type != "at-rule" or rule.lower_at_keyword != "media":
        return False
    words = tinycss2.serialize(rule.prelude).lower()
    return "screen" in words and "print" not in words


def _addresses(nodes: Iterable[Any]) -> list[str]:
    """The addresses among the nodes of a value: texts, `url(…)` and `url("…")`."""
    found = []
    for node in nodes:
        if node.type in ("string", "url"):
            found.append(node.value)
        elif node.type == "function" and node.lower_name == "url":
            found += [inner.value for inner in node.arguments if inner.type == "string"]
    return found


def _first_family(nodes: Sequence[Any]) -> str:
    """The first family of a list of fonts, which may be a variable: `var(--text-font)`."""
    first = takewhile(lambda node: node != ",", nodes)
    words = [node for node in first if node.type not in ("whitespace", "comment")]
    if len(words) == 1 and words[0].type == "string":
        return str(words[0].value)
    return " ".join(tinycss2.serialize([word]) for word in words)


def _span_on(name: str, text: str, line: int, column: int, length: int) -> Span:
    """A place in the text of a stylesheet by its line and column."""
    return span_at(name, text, _line_starts(text)[line - 1] + column - 1, length)


def name_beside(name: str, address: str) -> str:
    """The name in the workspace that an address in a stylesheet leads to; one of a network, or `data:`, as it is."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE):
        return address
    path = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(base_of(name)), path))


def span_at(name: str, text: str, offset: int, length: int) -> Span:
    """A place in the text of a stylesheet, with its line."""
    starts = _line_starts(text)
    number = bisect_right(starts, offset)
    start = starts[number - 1]
    end = starts[number] - 1 if number < len(starts) else len(text)
    return Span(name, number, offset - start + 1, length, text[start:end])


@lru_cache(4)
def _line_starts(text: str) -> Sequence[int]:
    """Where each line of a text begins."""
    return (0, *(match.end() for match in re.finditer("\n", text)))


def tokens_of(names: Sequence[str], files: Files) -> dict[str, str]:
    """The tokens (`--brand`) that stylesheets declare, with their values; the last of a name wins."""
    declared = {
        token: value.strip()
        for name in names
        for _, text in read_style(name, files)
        for token, value in TOKEN.findall(text)
    }
    resolved: dict[str, str] = {}
    return {token: _resolved(token, declared, resolved, ()) for token in declared}


def declarations_in(name: str, text: str) -> Iterator[Declared]:
    """The declarations of tokens in the text of a stylesheet, in its order."""
    around: list[str] = []
    start = 0
    for mark in STRUCTURE.finditer(
        QUOTED.sub(lambda match: '"' + "x" * (len(match.group()) - 2) + '"', text)
    ):
        piece = text[start : mark.start()]
        if mark.group() == "{":
            around.append(" ".join(piece.split()))
        else:
            found = DECLARED.match(piece)
            if found:
                yield _declared(found, around, name, text, start + found.start(1))
            if mark.group() == "}":
                del around[-1:]
        start = mark.end()


def _declared(found: re.Match[str], around: Sequence[str], name: str, text: str, offset: int) -> Declared:
    where = span_at(name, text, offset, len(found[1]))
    rules = [prelude for prelude in around if prelude.startswith("@")]
    selectors = [prelude for prelude in around if not prelude.startswith("@")]
    value = IMPORTANT.sub("", found[2]).strip()
    is_important = bool(IMPORTANT.search(found[2]))
    return Declared(found[1], " ".join(value.split()), " ".join(selectors), tuple(rules), is_important, where)


def _resolved(
    token: str, declared: Mapping[str, str], resolved: dict[str, str], above: tuple[str, ...]
) -> str:
    """The value of a token with the tokens that it names put in, each once; nothing where it would be too long."""
    if token in resolved:
        return resolved[token]
    value = declared.get(token, "")
    if token in above or len(above) > LONGEST_CHAIN:
        return value
    pieces: list[str] = []
    end = length = 0
    for match in USED_TOKEN.finditer(value):
        pieces += value[end : match.start()], _resolved(match[1], declared, resolved, (*above, token))
        length += len(pieces[-2]) + len(pieces[-1])
        end = match.end()
        if length > LONGEST_VALUE:
            break
    pieces.append(value[end:])
    is_short = length + len(pieces[-1]) <= max(LONGEST_VALUE, len(value) if not end else 0)
    resolved[token] = "".join(pieces) if is_short else ""
    return resolved[token]


def display_faces_of(names: Sequence[str], files: Files) -> list[FontFace]:
    """The upright faces of the display font, and after them those that its missing letters come from."""
    faces = [face for face in font_faces_of(names, files) if face.style == "normal"]
    return [
        *(face for face in faces if face.family == DISPLAY_FONT),
        *(face for face in faces if face.family not in (TEXT_FONT, DISPLAY_FONT)),
    ]


def font_faces_of(names: Sequence[str], files: Files) -> Iterator[FontFace]:
    """The faces that stylesheets declare."""
    for name in names:
        for sheet, text in read_style(name, files):
            for found, line, column in scan(text).faces:
                if "font-family" in found:
                    yield _face(found, line, column, sheet, text)


def _face(found: Mapping[str, Any], line: int, column: int, sheet: str, text: str) -> FontFace:
    """One face as it is declared, with its place."""
    said = {descriptor: tinycss2.serialize(one.value).strip() for descriptor, one in found.items()}
    source = found.get("src")
    addresses = tuple(_addresses(source.value)) if source else ()
    if source:
        line, column = source.source_line, source.source_column
    return FontFace(
        said["font-family"].strip(" \"'\n"),
        tuple(name_beside(sheet, address) for address in addresses),
        said.get("font-weight", "400"),
        said.get("font-style", "normal"),
        _span_on(sheet, text, line, column, len("src" if source else "@font-face")),
        addresses,
    )


def addresses_in(value: str) -> list[str]:
    """The addresses in a value, such as the `src` of a font, in its order."""
    return _addresses(tinycss2.parse_component_value_list(value))
