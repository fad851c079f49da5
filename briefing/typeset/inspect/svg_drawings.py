"""Check the colours and fonts of the drawings inside a page, and find the place of a text in the file of a drawing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element
from xml.parsers import expat

from briefing.core.colour import read_colour

FAMILIES = re.compile(r"(?:^|[;{\s])font-family\s*:\s*([^;}!]+)")
COLOURS = ("fill", "stroke", "stop-color", "color")
"""The properties of a drawing that the engine paints with."""

COLOURED = re.compile(rf"(?:^|[;{{\s])({'|'.join(COLOURS)})\s*:\s*([^;}}!]+)")
NO_COLOUR = frozenset(("", "none", "inherit", "currentColor", "context-fill", "context-stroke"))
"""The keywords that are allowed in place of a colour."""

SVG = "{http://www.w3.org/2000/svg}"
ANIMATIONS = frozenset(("animate", "animateMotion", "animateTransform", "animateColor", "set"))
"""Elements whose `fill` is not a colour."""

WRITTEN = ("text", "tspan", "textPath", "a")
"""The elements that contain the text of a drawing."""

COMMENT_OF_STYLE = re.compile(r"/\*.*?\*/", re.DOTALL)


def _name(element: Element) -> str:
    """Return the name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _is_svg(element: Element) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[0] in ("", SVG[:-1])


def undrawable_colours(root: Element) -> Iterator[tuple[str, str]]:
    """Return the colours of a drawing that the engine would paint black, each with the name of its element."""
    for element in root.iter():
        if not _is_svg(element) or _name(element) in ANIMATIONS:
            continue
        said = [(name, element.get(name, "")) for name in COLOURS]
        said += COLOURED.findall(element.get("style", ""))
        said += (
            COLOURED.findall(COMMENT_OF_STYLE.sub("", element.text or ""))
            if _name(element) == "style"
            else []
        )
        for _, colour in said:
            paint = re.sub(r"^\s*url\([^)]*\)", "", colour).strip()
            if paint not in NO_COLOUR and read_colour(paint) is None:
                yield _name(element), paint


def families_lacking(root: Element, families: Collection[str]) -> Iterator[str]:
    """Return the fonts that a drawing requests and that are not declared: of each list, the first."""
    for asked in _asked(root):
        names = [name.strip(" \"'\n\t") for name in asked.split(",")]
        if not set(names) & set(families):
            yield names[0]


def _asked(root: Element) -> Iterator[str]:
    """Return the lists of fonts that the texts and styles of a drawing request."""
    if any(_name(element) == "text" for element in root.iter()):
        for sheet in (element.text or "" for element in root.iter() if _name(element) == "style"):
            yield from FAMILIES.findall(sheet)
    waiting = [(root, "")]
    while waiting:
        element, asked = waiting.pop()
        own = [*FAMILIES.findall(element.get("style", "")), element.get("font-family", "")]
        asked = next((names for names in own if names.strip()), asked)
        if _name(element) in ("text", "tspan", "textPath") and asked and asked != "inherit":
            yield asked
        waiting += [(child, asked) for child in element]


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the source of a drawing, without spaces, and the place where its element begins."""

    text: str
    line: int
    column: int


@lru_cache(maxsize=16)
def words_in(content: bytes) -> tuple[Words, ...]:
    """Return the texts of a drawing in the order of its source, element by element."""
    found: list[Words] = []
    around: list[tuple[str, int, int]] = []
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True

    def start(name: str, _: Any) -> None:  # noqa: ANN401
        place = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        around.append((name.rpartition(":")[2], *place))

    def end(_: str) -> None:
        around.pop()

    def words(text: str) -> None:
        name, line, column = around[-1]
        if name in WRITTEN and text.strip():
            found.append(Words("".join(text.split()), line, column))

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, words
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return ()
    return tuple(found)


def place_in_drawing(content: bytes, text: str, nth: int) -> tuple[int, int] | None:
    """Return the line and the column of the `nth` element with the letters of a text; None where there is none.

    Letters are painted in visual order, so they are compared without their order.
    """
    wanted = sorted("".join(text.split()))
    found = [words for words in words_in(content) if sorted(words.text) == wanted]
    if not found:
        found = [words for words in words_in(content) if "".join(text.split()) in words.text]
    if not found:
        return None
    words = found[min(nth, len(found) - 1)]
    return words.line, words.column
