"""What stylesheets say that others than the typesetter need: the tokens of the style, and the files of its fonts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.finding import Span
from briefing.workspace import Files

TEXT_FONT, DISPLAY_FONT = "Brief Text", "Brief Display"
"""The families of running text, and of headings, tables and charts; `styles/fonts.css` says which files they are.

Any other family that a style declares is where letters come from that these do not have.
"""

COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;}]*)")
USED_TOKEN = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
"""A token without a fallback: `var(--brand)`."""

IMPORTED = re.compile(r"@import\s+(?:url\(\s*)?[\"']([^\"']+)")
STRUCTURE = re.compile(r"[{};]")
QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
DECLARED = re.compile(r"\s*(--[\w-]+)\s*:(.*)", re.DOTALL)
IMPORTANT = re.compile(r"!\s*important\s*$", re.IGNORECASE)
FONT_FACE = re.compile(r"@font-face\s*\{([^}]*)\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FontFace:
    """One file of a font family; `file` is its name in the workspace."""

    family: str
    file: str
    weight: str
    style: str


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
    for imported in IMPORTED.findall(text):
        way = posixpath.normpath(posixpath.join(posixpath.dirname(name), imported))
        yield from read_style(way, files, seen | {name})
    yield name, text


def tokens_of(names: Sequence[str], files: Files) -> dict[str, str]:
    """The tokens (`--brand`) that stylesheets declare, with their values; the last of a name wins."""
    declared = {
        token: value.strip()
        for name in names
        for _, text in read_style(name, files)
        for token, value in TOKEN.findall(text)
    }
    return {token: _resolved(value, declared, 8) for token, value in declared.items()}


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
    line_start = text.rfind("\n", 0, offset) + 1
    line = text[line_start:].split("\n", maxsplit=1)[0]
    where = Span(name, text.count("\n", 0, offset) + 1, offset - line_start + 1, len(found[1]), line)
    rules = [prelude for prelude in around if prelude.startswith("@")]
    selectors = [prelude for prelude in around if not prelude.startswith("@")]
    value = IMPORTANT.sub("", found[2]).strip()
    is_important = bool(IMPORTANT.search(found[2]))
    return Declared(found[1], " ".join(value.split()), " ".join(selectors), tuple(rules), is_important, where)


def _resolved(value: str, declared: dict[str, str], depth: int) -> str:
    """A value with the tokens that it names put in."""
    if not depth:
        return value
    return USED_TOKEN.sub(lambda match: _resolved(declared.get(match[1], ""), declared, depth - 1), value)


def display_faces_of(names: Sequence[str], files: Files) -> list[FontFace]:
    """The upright faces of the display font, and after them those that its missing letters come from."""
    faces = [face for face in font_faces_of(names, files) if face.style == "normal"]
    return [
        *(face for face in faces if face.family == DISPLAY_FONT),
        *(face for face in faces if face.family not in (TEXT_FONT, DISPLAY_FONT)),
    ]


def font_faces_of(names: Sequence[str], files: Files) -> Iterator[FontFace]:
    """The faces that stylesheets declare from files of the workspace or of a font package."""
    for name in names:
        for file, text in read_style(name, files):
            for face in FONT_FACE.findall(text):
                descriptors = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", face))
                source = re.search(r"url\(\s*[\"']?([^\"')]+)", descriptors.get("src", ""))
                if source and "font-family" in descriptors:
                    yield FontFace(
                        descriptors["font-family"].strip(" \"'\n"),
                        posixpath.normpath(posixpath.join(posixpath.dirname(file), source[1])),
                        descriptors.get("font-weight", "400").strip(),
                        descriptors.get("font-style", "normal").strip(),
                    )
