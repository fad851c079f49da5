"""Read from stylesheets what is needed outside the typesetter: CSS variables (tokens), font files, imports.

tinycss2 parses imports and fonts. Variables are found with regular expressions, in a sixth of the time: a value is
the text up to its semicolon, and a finding about it needs the offset in the text, which tinycss2 does not provide.
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
"""The font families of running text, and of headings, tables and charts; `styles/fonts.css` declares their files.

All other families that a style declares are fallbacks for characters that these two lack.
"""

SCRIPT_STYLES = "styles/scripts/*.css"
"""The stylesheets with the fonts of other scripts, each read only for texts with characters of its script."""

PASSAGE_STYLES = "styles/languages/fonts/*.css"
"""The stylesheets with the fonts of other languages, each read only for texts with passages in its language."""

IMPORT = re.compile(r"@import[^;]*;", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;}]*)")
HTML_RULE = re.compile(r"(?:(?<=[{};])|\A)\s*html\s*\{([^{}]*)\}")
"""A rule for the element `html`, which is weaker than one for `:root`: papers use it to adapt tokens."""

USED_TOKEN = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
"""A token without a fallback: `var(--brand)`."""

TOKEN_USE = re.compile(r"\bvar\(\s*(--[\w-]+)", re.IGNORECASE)
"""A token with a fallback or without one."""

LONGEST_VALUE, LONGEST_CHAIN = 10_000, 32
"""The greatest number of characters in a resolved value, and of variables that refer to each other in a chain."""

OWN_TOKENS = (
    frozenset(("--side", "--heading-size", "--least-size", "--least-script-size"))
    | frozenset(("--chart-width", "--chart-width-wide", "--rows"))
    | frozenset(("--brand", "--accent", "--soft", "--ink", "--rule"))
    | frozenset(("--grey", "--chart-grid", "--chart-axis"))
    | {f"--series-{number}" for number in range(1, 5)}
    | {f"--muted-{number}" for number in range(1, 4)}
)
"""The variables that Briefwright reads by name: space for headings, smallest type, chart colours and widths."""

ADDRESS = re.compile(r"url\(\s*[\"']?((?!data:|#)[^\"')]+?)[\"']?\s*\)", re.IGNORECASE)

STRUCTURE = re.compile(r"[{};]")
QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
DECLARED = re.compile(r"\s*(--[\w-]+)\s*:(.*)", re.DOTALL)
IMPORTANT = re.compile(r"!\s*important\s*$", re.IGNORECASE)
FONT_FACE = re.compile(r"@font-face\s*\{([^}]*)\}", re.IGNORECASE)
SCANNED = 256
"""The number of stylesheets whose scans are cached: those of several audiences, with their imports."""


@dataclass(frozen=True, slots=True)
class FontFace:
    """One face of a font family, and its sources, of which the first usable one is taken.

    A source is a name in the workspace, or a `data:` address that contains the font.
    """

    family: str
    sources: tuple[str, ...]
    weight: str
    style: str
    where: Span
    """The place of its `src` or, if it has none, of the rule."""
    addresses: tuple[str, ...] = ()
    """The sources as written."""
    ranges: tuple[range, ...] = ()
    """The code points that its `unicode-range` names; empty if it has none, and the face is for all characters."""

    def is_for(self, letter: int) -> bool:
        """Return whether the face may be used for a code point."""
        return not self.ranges or any(letter in one for one in self.ranges)


@dataclass(frozen=True, slots=True)
class Import:
    """One `@import`: the name in the workspace that it refers to, and its place."""

    name: str
    where: Span


@dataclass(frozen=True, slots=True)
class Scan:
    """The imports, font faces and font families in a stylesheet, with their lines and columns."""

    imports: tuple[tuple[str, int, int], ...]
    """The address of each `@import`."""
    faces: tuple[tuple[Mapping[str, Any], int, int], ...]
    """The declarations of each `@font-face`, by the names of its descriptors."""
    families: tuple[str, ...]
    """The first font family in each `font-family` declaration for print."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration of a variable: its value, its selector and conditions, and its place."""

    token: str
    value: str
    selector: str
    conditions: tuple[str, ...]
    """The at-rules that enclose it: `@media screen`."""
    is_important: bool
    where: Span


@lru_cache(SCANNED)
def without_comments(text: str) -> str:
    """Return a stylesheet with its comments replaced by spaces, which keeps all offsets."""
    return COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def read_style(name: str, files: Files, seen: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Yield a stylesheet and its imports, each as name and text without comments, in the order of the cascade.

    Missing stylesheets are left out: the typesetter reports them with their places.
    """
    if name in seen:
        return
    try:
        text = without_comments(files.read(name).decode("utf-8", "replace"))
    except OSError:
        return
    for imported in imports_in(name, text, files):
        yield from read_style(imported.name, files, seen | {name})
    yield name, text


def imports_in(name: str, text: str, files: Files) -> Iterator[Import]:
    """Yield the imports of a stylesheet, in order; `text` must be without comments."""
    for address, line, column in scan(text).imports:
        imported = files.beneath(resolve_address(name, address), name)
        yield Import(imported, _span_on(name, text, line, column, len("@import")))


@lru_cache(SCANNED)
def scan(text: str) -> Scan:
    """Scan a stylesheet with tinycss2, as the engine does; `text` must be without comments."""
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
    """Return whether a rule is `@media screen`, which does not apply to printed editions."""
    if rule.type != "at-rule" or rule.lower_at_keyword != "media":
        return False
    words = tinycss2.serialize(rule.prelude).lower()
    return "screen" in words and "print" not in words


def _addresses(nodes: Iterable[Any]) -> list[str]:
    """Return the addresses among the nodes of a value: strings, `url(…)` and `url("…")`."""
    found = []
    for node in nodes:
        if node.type in ("string", "url"):
            found.append(node.value)
        elif node.type == "function" and node.lower_name == "url":
            found += [inner.value for inner in node.arguments if inner.type == "string"]
    return found


def _first_family(nodes: Sequence[Any]) -> str:
    """Return the first family of a list of fonts, which may be a variable: `var(--text-font)`."""
    first = takewhile(lambda node: node != ",", nodes)
    words = [node for node in first if node.type not in ("whitespace", "comment")]
    if len(words) == 1 and words[0].type == "string":
        return str(words[0].value)
    return " ".join(tinycss2.serialize([word]) for word in words)


def _span_on(name: str, text: str, line: int, column: int, length: int) -> Span:
    """Return a place in the text of a stylesheet by its line and column."""
    return span_at(name, text, _line_starts(text)[line - 1] + column - 1, length)


def resolve_address(name: str, address: str) -> str:
    """Return the name in the workspace that an address in a stylesheet refers to; URLs are returned unchanged."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE):
        return address
    path = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(base_of(name)), path))


def span_at(name: str, text: str, offset: int, length: int) -> Span:
    """Return a place in the text of a stylesheet, with its line."""
    starts = _line_starts(text)
    number = bisect_right(starts, offset)
    start = starts[number - 1]
    end = starts[number] - 1 if number < len(starts) else len(text)
    return Span(name, number, offset - start + 1, length, text[start:end])


@lru_cache(4)
def _line_starts(text: str) -> Sequence[int]:
    """Return the offset of each line of a text."""
    return (0, *(match.end() for match in re.finditer("\n", text)))


def tokens_of(names: Sequence[str], files: Files) -> dict[str, str]:
    """Return the variables (`--brand`) that stylesheets declare, with their values.

    The last declaration wins, but one in a rule for `html` only over others of this kind (Selectors Level 4, 17).
    """
    return dict(_tokens_in(tuple(text for name in names for _, text in read_style(name, files))))


@lru_cache(8)
def _tokens_in(texts: tuple[str, ...]) -> Mapping[str, str]:
    """Return the variables that the texts of stylesheets declare; charts and headings of an edition need the same."""
    weak = [pair for text in texts for pair in declared_tokens(text)[0]]
    strong = [pair for text in texts for pair in declared_tokens(text)[1]]
    declared = dict((*weak, *strong))
    resolved: dict[str, str] = {}
    return {token: _resolved(token, declared, resolved, ()) for token in declared}


@lru_cache(SCANNED)
def declared_tokens(text: str) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    """Return the variables of a text with their values, in order: those in rules for `html`, then all others."""
    weak = [
        (token, value.strip()) for rule in HTML_RULE.findall(text) for token, value in TOKEN.findall(rule)
    ]
    strong = [(token, value.strip()) for token, value in TOKEN.findall(HTML_RULE.sub("", text))]
    return weak, strong


@lru_cache(SCANNED)
def used_tokens(text: str) -> tuple[tuple[str, int], ...]:
    """Return each variable that a text uses without a fallback, in order, with its offset."""
    return tuple((match[1], match.start(1)) for match in USED_TOKEN.finditer(text))


@lru_cache(SCANNED)
def declarations_in(name: str, text: str) -> tuple[Declared, ...]:
    """Return the declarations of variables in the text of a stylesheet, in order."""
    return tuple(_declarations(name, text))


def _declarations(name: str, text: str) -> Iterator[Declared]:
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
    """Return the value of a variable with all references resolved once; empty if it would be too long."""
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
    """Return the upright faces of the display font, followed by its fallbacks."""
    faces = [face for face in font_faces_of(names, files) if face.style == "normal"]
    return [
        *(face for face in faces if face.family == DISPLAY_FONT),
        *(face for face in faces if face.family not in (TEXT_FONT, DISPLAY_FONT)),
    ]


def font_faces_of(names: Sequence[str], files: Files) -> Iterator[FontFace]:
    """Yield the font faces that stylesheets declare."""
    for name in names:
        for sheet, text in read_style(name, files):
            yield from _faces_in(sheet, text)


@lru_cache(SCANNED)
def _faces_in(sheet: str, text: str) -> tuple[FontFace, ...]:
    """Return the font faces that the text of a stylesheet declares."""
    return tuple(
        _face(found, line, column, sheet, text)
        for found, line, column in scan(text).faces
        if "font-family" in found
    )


def _face(found: Mapping[str, Any], line: int, column: int, sheet: str, text: str) -> FontFace:
    """Return a font face as declared, with its place."""
    values = {descriptor: tinycss2.serialize(one.value).strip() for descriptor, one in found.items()}
    source = found.get("src")
    addresses = tuple(_addresses(source.value)) if source else ()
    if source:
        line, column = source.source_line, source.source_column
    return FontFace(
        values["font-family"].strip(" \"'\n"),
        tuple(resolve_address(sheet, address) for address in addresses),
        values.get("font-weight", "400"),
        values.get("font-style", "normal"),
        _span_on(sheet, text, line, column, len("src" if source else "@font-face")),
        addresses,
        ranges_in(found["unicode-range"].value) if "unicode-range" in found else (),
    )


def ranges_in(nodes: Iterable[Any]) -> tuple[range, ...]:
    """Return the ranges of code points in a `unicode-range` (CSS Fonts 4, 4.5)."""
    return tuple(range(node.start, node.end + 1) for node in nodes if node.type == "unicode-range")


def addresses_in(value: str) -> list[str]:
    """Return the addresses in a value, such as the `src` of a font face, in order."""
    return _addresses(tinycss2.parse_component_value_list(value))
