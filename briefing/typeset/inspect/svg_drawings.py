"""Check drawings (SVG) for undefined references, and for content that the engine silently leaves out."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from briefing.core.colour import read_colour
from briefing.core.invisible_characters import UNSEEN, UNSEEN_ANYWHERE

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
PAINTED = re.compile(r"""url\(\s*["']?#([^"')]+?)["']?\s*\)\s*(?=["';!}])""")
"""A gradient, pattern, mask, clip or marker. One with a fallback colour (`url(#a) red`) may be undefined."""

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
LINK = "{http://www.w3.org/1999/xlink}href"
SHAPES = {"circle", "ellipse", "image", "line", "path", "polygon", "polyline", "rect", "text", "use"}
"""The elements that the engine draws."""


def missing_in(content: bytes, families: Collection[str] | None = None) -> str | None:
    """Return why a drawing cannot be shown completely; None where it can.

    `families` are the fonts that the style declares: any other would be silently replaced.
    """
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  (expat limits entity expansion and loads nothing)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        return f"it is not valid SVG: {error}"
    parts = [(element, _name(element)) for element in root.iter() if isinstance(element.tag, str)]
    if not any(name in SHAPES for _, name in parts):
        return "there is nothing in it to draw"
    if any(_is_nothing(root.get(side)) for side in ("width", "height")):
        return "its width or height is zero"
    texts = _written(content)
    ids = {element.get("id") for element, _ in parts}
    found = (
        *_uses(parts, ids),
        *_paints(texts, ids),
        *_colours(root, texts),
        *_imports(root),
        *_foreign(root),
        *_fonts(root, families),
        *_unseen(root),
    )
    return next(iter(found), None)


def pictures_in(content: bytes) -> tuple[str, ...]:
    """Return the addresses of the pictures in a drawing."""
    root = ElementTree.fromstring(content)  # noqa: S314  (as above)
    shown = (_address(element) for element in root.iter() if _name(element) == "image")
    return tuple(address for address in shown if address)


def _written(content: bytes) -> str:
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return COMMENT.sub("", content.decode("utf-16" if is_wide else "utf-8", "replace"))


def _name(element: Element) -> str:
    """Return the name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _is_svg(element: Element) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[0] in ("", SVG[:-1])


def _address(element: Element) -> str:
    return (element.get("href") or element.get(LINK) or "").strip()


def _is_nothing(length: str | None) -> bool:
    number = re.match(r"\s*([+-]?[0-9.]+(?:e[+-]?[0-9]+)?)", length or "", re.IGNORECASE)
    try:
        return number is not None and not math.isfinite(1 / float(number[1]))
    except (ValueError, ZeroDivisionError):
        return True


def _uses(parts: list[tuple[Element, str]], ids: Collection[str | None]) -> Iterator[str]:
    for address in (_address(element) for element, name in parts if name == "use"):
        if not address.startswith("#"):
            yield f"it uses '{address}', which is outside the drawing"
        elif address[1:] not in ids:
            yield f"it uses '{address}', which is not defined"


def _paints(text: str, ids: Collection[str | None]) -> Iterator[str]:
    for match in PAINTED.finditer(text):
        if match[1] not in ids:
            yield f"it paints with '#{match[1]}', which is not defined"


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


def _colours(root: Element, text: str) -> Iterator[str]:
    for element, colour in undrawable_colours(root):
        line = text.count("\n", 0, max(0, text.find(colour))) + 1
        yield f"the colour '{colour}' of its <{element}> (line {line}) cannot be drawn: write it as `#rrggbb`"


def _foreign(root: Element) -> Iterator[str]:
    """Find HTML in a drawing, which the engine does not draw; in a `switch` there is an alternative to it."""
    for parent in root.iter():
        for child in parent:
            is_alone = _name(parent) != "switch" or len(parent) == 1
            if _name(child) == "foreignObject" and is_alone and "".join(child.itertext()).strip():
                words = " ".join("".join(child.itertext()).split())[:40]
                yield f"its text '{words}' is HTML (foreignObject), which is not drawn"


def _unseen(root: Element) -> Iterator[str]:
    for text in (element for element in root.iter() if _name(element) == "text"):
        words = "".join(text.itertext())
        if match := UNSEEN_ANYWHERE.search(words):
            sign = match[0][0]
            shown = " ".join(UNSEEN_ANYWHERE.sub("", words).split())[:40]
            yield f"its text '{shown}' contains {UNSEEN[sign]} (U+{ord(sign):04X}): delete it"


def _fonts(root: Element, families: Collection[str] | None) -> Iterator[str]:
    if families is not None:
        for family in families_lacking(root, families):
            yield f"it uses the font '{family}', which no @font-face declares"


def families_lacking(root: Element, families: Collection[str]) -> Iterator[str]:
    """Return the fonts that a drawing requests and that are not declared: of each list, the first."""
    for asked in _asked(root):
        names = [name.strip(" \"'\n\t") for name in asked.split(",")]
        if not set(names) & set(families):
            yield names[0]


def _imports(root: Element) -> Iterator[str]:
    if any("@import" in (element.text or "") for element in root.iter() if _name(element) == "style"):
        yield "its style imports another stylesheet, which is not loaded"


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
