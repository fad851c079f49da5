"""Read a PDF back as a screen reader does: the words of its structure tree, in tree order.

It shares no code with the tagger, so that the same error cannot be in both.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from unicodedata import bidirectional
from xml.etree.ElementTree import Element

import pikepdf
from pikepdf import Array, Dictionary

INLINE = {"Span", "Em", "Strong", "Code", "Quote", "Link", "Reference", "NonStruct"}
INLINE_HTML = {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark"}
INLINE_HTML |= {"q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var"}
SVG = "{http://www.w3.org/2000/svg}"
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))


@dataclass
class Tag:
    """A structure element with its children: tags, texts, and annotations."""

    type: str
    object: Any
    kids: list[Tag | str | Any]

    def walk(self) -> Iterator[Tag]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.walk()

    def of(self, *types: str) -> list[Tag]:
        return [tag for tag in self.walk() if tag.type in types]

    def attribute(self, name: str) -> Any:
        attributes = self.object.get("/A", Array())
        for owned in attributes if isinstance(attributes, Array) else [attributes]:
            if name in owned:
                return owned[name]
        return None

    @property
    def text(self) -> str:
        return "".join(_say(self)).strip()

    @property
    def words(self) -> list[str]:
        return split_words("".join(_say(self)))


def split_words(text: str) -> list[str]:
    """Return the words of a text, without case and line breaks."""
    return text.translate(UNSEEN).casefold().split()


def read_tags(pdf: pikepdf.Pdf) -> Tag:
    """Return the structure tree of a PDF."""
    texts = dict(_texts(pdf))
    root = pdf.Root.StructTreeRoot.K
    return _read(root[0] if isinstance(root, Array) else root, None, texts)


def _read(element: Any, page: Any, texts: dict[Any, str]) -> Tag:
    page = element.Pg.objgen if "/Pg" in element else page
    held = element.get("/K", Array())
    tag = Tag(str(element.S)[1:], element, [])
    for kid in held if isinstance(held, Array) else [held]:
        if not isinstance(kid, Dictionary):
            tag.kids.append(texts.get((page, int(kid)), ""))
        elif kid.get("/Type") == "/MCR":
            tag.kids.append(texts.get((kid.Pg.objgen, int(kid.MCID)), ""))
        elif kid.get("/Type") == "/OBJR":
            tag.kids.append(kid.Obj)
        else:
            tag.kids.append(_read(kid, page, texts))
    return tag


def _say(tag: Tag) -> Iterator[str]:
    """Return the text of a tag, with a space around blocks, without the labels of lists."""
    if "/ActualText" in tag.object:
        yield str(tag.object.ActualText)
        return
    edge = "" if tag.type in INLINE else " "
    yield edge
    for kid in tag.kids:
        if isinstance(kid, Tag):
            yield from () if _is_sign(kid, tag) else _say(kid)
        elif isinstance(kid, str):
            yield str(tag.object.get("/Alt", "")) if tag.type == "Figure" else kid
    yield edge


def _is_sign(tag: Tag, parent: Tag) -> bool:
    """Return whether a tag is the label of a note or an item, which is not in the HTML."""
    is_of_item = tag.type == "Lbl" and (parent.type == "TOCI" or (parent.type == "LI" and _has_marks(tag)))
    is_of_style = tag.type == "Reference" and not tag.of("Link")
    return is_of_style or is_of_item or (tag.type == "Lbl" and parent.type in ("Note", "FENote"))


def _has_marks(label: Tag) -> bool:
    """Return whether a label is a bullet or a number, not a term in a description list."""
    of_list = label.object.P.P
    attributes = of_list.get("/A", Array())
    for owned in attributes if isinstance(attributes, Array) else [attributes]:
        return str(owned.get("/ListNumbering")) not in ("/None", "/Description")
    return True


def _texts(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, str]]:
    """Return the text of each marked-content sequence, by page and number."""
    fonts: dict[Any, dict[int, str]] = {}
    for page in pdf.pages:
        reading = _Reading(fonts)
        reading.read(page.obj, page.Resources)
        for number, parts in reading.said.items():
            yield (page.objgen, number), "".join(parts)


class _Reading:
    """One pass over the operators of a page, and of the groups on it."""

    def __init__(self, fonts: dict[Any, dict[int, str]]) -> None:
        self.fonts, self.said = fonts, dict[int, list[str]]()
        self.font: dict[int, str] = {}
        self.open: list[tuple[int | None, str | None]] = []

    def read(self, stream: Any, resources: Any) -> None:
        for operands, operator in pikepdf.parse_content_stream(stream):
            match str(operator):
                case "Tf":
                    self.set_font(resources.Font[str(operands[0])])
                case "BDC" | "BMC":
                    self.begin(operands[1] if len(operands) > 1 else None)
                case "EMC":
                    self.open.pop()
                case "TJ" | "Tj":
                    self.show(operands[0])
                case "Do":
                    form = resources.XObject[str(operands[0])]
                    if form.Subtype == "/Form":
                        self.read(form, form.get("/Resources", resources))

    def set_font(self, font: Any) -> None:
        if font.objgen not in self.fonts:
            self.fonts[font.objgen] = _map(font)
        self.font = self.fonts[font.objgen]

    def begin(self, properties: Any) -> None:
        named = properties if isinstance(properties, Dictionary) else {}
        number = int(named["/MCID"]) if "/MCID" in named else None
        actual = str(named["/ActualText"]) if "/ActualText" in named else None
        if number is not None:
            self.said.setdefault(number, []).append(actual or "")
        self.open.append((number, actual))

    def show(self, shown: Any) -> None:
        number = next((number for number, _ in reversed(self.open) if number is not None), None)
        if number is not None and all(actual is None for _, actual in self.open):
            self.said[number] += _in_order(list(_decoded(shown, self.font)))


def _decoded(shown: Any, font: dict[int, str]) -> Iterator[str]:
    for part in shown if isinstance(shown, Array) else [shown]:
        if isinstance(part, pikepdf.String):
            codes = bytes(part)
            yield from (font.get(int.from_bytes(codes[at : at + 2]), "�") for at in range(0, len(codes), 2))


def _in_order(glyphs: list[str]) -> Iterator[str]:
    """Return the glyphs of one line in reading order: right-to-left text is painted from left to right."""
    if not any(bidirectional(letter) in ("R", "AL") for glyph in glyphs for letter in glyph):
        yield from glyphs
        return
    kinds = [_direction(glyph) for glyph in reversed(glyphs)]
    for at, kind in enumerate(kinds):
        beside = [next((other for other in side if other), "") for side in (kinds[at::-1], kinds[at:])]
        kinds[at] = kind or ("left" if beside == ["left", "left"] else "")
    for kind, run in groupby(zip(kinds, reversed(glyphs), strict=True), lambda pair: pair[0]):
        in_line = [glyph for _, glyph in run]
        yield from reversed(in_line) if kind == "left" else in_line


def _direction(glyph: str) -> str:
    """Return the direction of a glyph; empty for spaces and punctuation."""
    kind = bidirectional(glyph[:1] or " ")
    return "left" if kind in ("L", "EN") else "right" if kind in ("R", "AL") else ""


def _map(font: Any) -> dict[int, str]:
    """Return the ToUnicode map of a font."""
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = [
        pair
        for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL)
        for pair in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block)
    ]
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def html_words(document: Any) -> list[str]:
    """Return the words of the HTML of a document, in order, with the alternative text of pictures."""
    boxes = [box for page in document.pages for box in page._page_box.descendants()]
    added: dict[tuple[Element, str], str] = {}
    root = next(box.element for box in boxes if box.element is not None and box.element_tag == "html")
    for box in boxes:
        text = getattr(box, "text", None)
        _, _, pseudo = (box.element_tag or "").partition("::")
        is_in_text = box.element is not None and not str(box.element_tag).startswith(("@", "li::"))
        if isinstance(text, str) and pseudo in ("before", "after") and is_in_text:
            key = (box.element, pseudo)
            added[key] = added.get(key, "") + text
    added = {key: text for key, text in added.items() if any(letter.isalnum() for letter in text)}
    return split_words("".join(_html_text(root, added)))


def _html_text(element: Element, added: dict[tuple[Element, str], str]) -> Iterator[str]:
    is_unread = not isinstance(element.tag, str) or element.tag in ("head", "script", "style", "template")
    if is_unread or element.get("aria-hidden") == "true":
        return
    edge = "" if element.tag in INLINE_HTML else " "
    yield edge
    if element.tag == "img":
        yield element.get("alt", "")
    elif element.tag == f"{SVG}svg":
        title = element.find(f"{SVG}title")
        yield element.get("aria-label") or (title.text if title is not None else "") or ""
    else:
        yield added.get((element, "before"), "") + (element.text or "")
        for child in element:
            yield from _html_text(child, added)
            yield child.tail or ""
        yield added.get((element, "after"), "")
    yield edge


def opened(content: bytes) -> pikepdf.Pdf:
    """Open a PDF from its bytes."""
    return pikepdf.open(io.BytesIO(content))
