"""What stylesheets say that others than the typesetter need: the tokens of the style, and the files of its fonts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.workspace import Files

TEXT_FONT, DISPLAY_FONT = "Brief Text", "Brief Display"
"""The families of running text, and of headings, tables and charts; `styles/fonts.css` says which files they are.

Any other family that a style declares is where letters come from that these do not have.
"""

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;}]*)")
USED_TOKEN = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
"""A token without a fallback: `var(--brand)`."""

IMPORTED = re.compile(r"@import\s+(?:url\(\s*)?[\"']([^\"']+)")
FONT_FACE = re.compile(r"@font-face\s*\{([^}]*)\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FontFace:
    """One file of a font family; `file` is its name in the workspace."""

    family: str
    file: str
    weight: str
    style: str


def read_style(name: str, files: Files, seen: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """A stylesheet and what it imports, each as name and text without comments, in the order of the cascade.

    What is missing is left out: the typesetter tells it, with its place.
    """
    if name in seen:
        return
    try:
        text = COMMENT.sub("", files.read(name).decode("utf-8", "replace"))
    except OSError:
        return
    for imported in IMPORTED.findall(text):
        yield from read_style(posixpath.join(posixpath.dirname(name), imported), files, seen | {name})
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
