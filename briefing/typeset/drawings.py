"""What a drawing (SVG) names and does not have, or holds and the engine leaves out without a word."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Collection, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from briefing.unseen import UNSEEN, UNSEEN_ANYWHERE

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
PAINTED = re.compile(r"""url\(\s*["']?#([^"')]+?)["']?\s*\)\s*(?=["';!}])""")
"""A gradient, pattern, mask, clip or marker; one with a colour behind it (`url(#a) red`) says what to do without."""

FAMILIES = re.compile(r"(?:^|[;{\s])font-family\s*:\s*([^;}!]+)")
LINK = "{http://www.w3.org/1999/xlink}href"
SHAPES = {"circle", "ellipse", "image", "line", "path", "polygon", "polyline", "rect", "text", "use"}
"""What the engine draws."""


def missing_in(content: bytes, families: Collection[str] | None = None) -> str | None:
    """Why a drawing cannot be shown whole, in a sentence; None where it can.

    `families` are the fonts that the style declares: another one would be replaced without a word.
    """
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  (expat refuses what multiplies, and fetches nothing)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        return f"it is not SVG: {error}"
    parts = [(element, _name(element)) for element in root.iter() if isinstance(element.tag, str)]
    if not any(name in SHAPES for _, name in parts):
        return "there is nothing in it to draw"
    if any(_is_nothing(root.get(side)) for side in ("width", "height")):
        return "it has no width, or no height"
    texts = _written(content)
    ids = {element.get("id") for element, _ in parts}
    found = (
        *_uses(parts, ids),
        *_paints(texts, ids),
        *_imports(root),
        *_foreign(root),
        *_fonts(root, families),
        *_unseen(root),
    )
    return next(iter(found), None)


def pictures_in(content: bytes) -> tuple[str, ...]:
    """The addresses of the pictures that a drawing shows."""
    root = ElementTree.fromstring(content)  # noqa: S314  (as above)
    shown = (_address(element) for element in root.iter() if _name(element) == "image")
    return tuple(address for address in shown if address)


def _written(content: bytes) -> str:
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return COMMENT.sub("", content.decode("utf-16" if is_wide else "utf-8", "replace"))


def _name(element: Element) -> str:
    """The name of an element without its namespace; nothing for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


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
            yield f"it uses '{address}', which is outside of the drawing"
        elif address[1:] not in ids:
            yield f"it uses '{address}', which it does not have"


def _paints(text: str, ids: Collection[str | None]) -> Iterator[str]:
    for match in PAINTED.finditer(text):
        if match[1] not in ids:
            yield f"it paints with '#{match[1]}', which it does not have"


def _foreign(root: Element) -> Iterator[str]:
    """Text of another kind of file, which the engine does not set; in a `switch` something else stands for it."""
    for parent in root.iter():
        for child in parent:
            is_alone = _name(parent) != "switch" or len(parent) == 1
            if _name(child) == "foreignObject" and is_alone and "".join(child.itertext()).strip():
                words = " ".join("".join(child.itertext()).split())[:40]
                yield f"its text '{words}' is HTML inside (foreignObject), which is not drawn"


def _unseen(root: Element) -> Iterator[str]:
    for text in (element for element in root.iter() if _name(element) == "text"):
        words = "".join(text.itertext())
        if match := UNSEEN_ANYWHERE.search(words):
            sign = match[0][0]
            shown = " ".join(UNSEEN_ANYWHERE.sub("", words).split())[:40]
            yield f"its text '{shown}' has {UNSEEN[sign]} in it (U+{ord(sign):04X}): delete it"


def _fonts(root: Element, families: Collection[str] | None) -> Iterator[str]:
    if families is not None:
        for family in families_lacking(root, families):
            yield f"it asks for the font '{family}', which no @font-face declares"


def families_lacking(root: Element, families: Collection[str]) -> Iterator[str]:
    """The fonts that the texts of a drawing ask for and that would be replaced: of a list, its first."""
    for asked in _asked(root):
        names = [name.strip(" \"'\n\t") for name in asked.split(",")]
        if not set(names) & set(families):
            yield names[0]


def _imports(root: Element) -> Iterator[str]:
    if any("@import" in (element.text or "") for element in root.iter() if _name(element) == "style"):
        yield "its style imports another one, which is not read"


def _asked(root: Element) -> Iterator[str]:
    """The lists of fonts that its texts ask for, and its styles."""
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
