"""Read from stylesheets what is needed outside the typesetter: CSS variables (tokens), font files, imports."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from briefing.core.finding import Span
from briefing.files.workspace import Files, base_of

TEXT_FONT, DISPLAY_FONT = "Brief Text", "Brief Display"
"""The font families of running text, and of headings, tables and charts; `styles/fonts.css` declares their files.

All other families that a style declares are fallbacks for characters that these two lack.
"""

COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;}]*)")
USED_TOKEN = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
"""A token without a fallback: `var(--brand)`."""

TOKEN_USE = re.compile(r"\bvar\(\s*(--[\w-]+)", re.IGNORECASE)
"""A token with a fallback or without one."""

LONGEST_VALUE, LONGEST_CHAIN = 10_000, 32
"""The greatest number of characters in a resolved value, and of variables that refer to each other in a chain."""

OWN_TOKENS = (
    frozenset(("--side", "--heading-size", "--chart-width", "--least-size"))
    | frozenset(("--brand", "--accent", "--soft", "--ink", "--rule"))
    | {f"--series-{number}" for number in range(1, 5)}
)
"""The variables that Briefwright reads by name: space for headings, smallest type, chart colours and widths."""

ADDRESS = re.compile(r"url\(\s*[\"']?((?!data:|#)[^\"')]+?)[\"']?\s*\)", re.IGNORECASE)

IMPORTED = re.compile(
    r"@import\s+(?:url\(\s*)?(?:\"(?P<double>[^\"\n]+)|'(?P<single>[^'\n]+)|(?<=\()(?P<bare>[^\s\"')]+))",
    re.IGNORECASE,
)
STRUCTURE = re.compile(r"[{};]")
QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
DECLARED = re.compile(r"\s*(--[\w-]+)\s*:(.*)", re.DOTALL)
IMPORTANT = re.compile(r"!\s*important\s*$", re.IGNORECASE)
FONT_FACE = re.compile(r"@font-face\s*\{([^}]*)\}", re.IGNORECASE)
IN_BRACKETS = rf"\((?:{QUOTED.pattern}|[^)\"'])*\)"
DESCRIPTOR = re.compile(rf"([\w-]+)\s*:\s*((?:{QUOTED.pattern}|{IN_BRACKETS}|[^;\"'(])+)", re.DOTALL)
"""A descriptor of a font face, whose address may contain a semicolon: `url(data:font/woff2;base64,…)`."""

SOURCE = re.compile(
    r"url\(\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^)\s]*))\s*\)", re.IGNORECASE
)


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


@dataclass(frozen=True, slots=True)
class Import:
    """One `@import`: the name in the workspace that it refers to, and its place."""

    name: str
    where: Span


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
    for imported in imports_in(name, text):
        yield from read_style(imported.name, files, seen | {name})
    yield name, text


def imports_in(name: str, text: str) -> Iterator[Import]:
    """Yield the imports of a stylesheet, in order; `text` must be without comments."""
    for match in IMPORTED.finditer(text):
        yield Import(
            resolve_address(name, _quoted(match)), span_at(name, text, match.start(), len("@import"))
        )


def resolve_address(name: str, address: str) -> str:
    """Return the name in the workspace that an address in a stylesheet refers to; URLs are returned unchanged."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE):
        return address
    path = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(base_of(name)), path))


def _quoted(match: re.Match[str]) -> str:
    return match["double"] or match["single"] or match["bare"] or ""


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
    """Return the variables (`--brand`) that stylesheets declare, with their values; the last declaration wins."""
    declared = {
        token: value.strip()
        for name in names
        for _, text in read_style(name, files)
        for token, value in TOKEN.findall(text)
    }
    resolved: dict[str, str] = {}
    return {token: _resolved(token, declared, resolved, ()) for token in declared}


def declarations_in(name: str, text: str) -> Iterator[Declared]:
    """Yield the declarations of variables in the text of a stylesheet, in order."""
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
            for rule in FONT_FACE.finditer(text):
                found = {match[1].lower(): match for match in DESCRIPTOR.finditer(rule[1])}
                values = {descriptor: match[2].strip() for descriptor, match in found.items()}
                if "font-family" not in values:
                    continue
                offset = rule.start(1) + found["src"].start() if "src" in found else rule.start()
                yield FontFace(
                    values["font-family"].strip(" \"'\n"),
                    tuple(resolve_address(sheet, address) for address in addresses_in(values.get("src", ""))),
                    values.get("font-weight", "400"),
                    values.get("font-style", "normal"),
                    span_at(sheet, text, offset, len("src" if "src" in found else "@font-face")),
                    tuple(addresses_in(values.get("src", ""))),
                )


def addresses_in(src: str) -> Iterator[str]:
    """Return the addresses in the `src` of a font face, in order."""
    return map(_quoted, SOURCE.finditer(src))
