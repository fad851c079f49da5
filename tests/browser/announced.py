"""The items that a PDF and an HTML edition announce to a screen reader, to compare them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tests.browser.accessible_page import Node
from tests.typeset.readback import UNSEEN, Tag


class Item(NamedTuple):
    """Something that a screen reader announces: its kind, what is read, its language, and where it leads."""

    kind: str
    text: str
    language: str
    target: str = ""


def squeezed(text: str) -> str:
    """Return a text without spaces and hints; capitals of a style are letters of the page in a browser."""
    return re.sub(r"\s", "", text.translate(UNSEEN)).casefold()


CELLS = {"/Column": "columnheader", "/Row": "rowheader"}
SAME = {"BlockQuote": "quotation", "Note": "note", "Em": "emphasis", "Strong": "strong", "Code": "code"}
SAME |= {"Caption": "caption", "TR": "row", "TD": "cell"}


def of_tag(tag: Tag, language: str) -> Iterator[Item]:
    """Yield what a tag of the PDF and those in it announce, in order."""
    language = str(tag.object.get("/Lang", language))
    kids = [kid for kid in tag.kids if isinstance(kid, Tag)]
    if tag.type == "Table" and kids[0].type == "Caption":  # in HTML it is before its table
        yield from of_tag(kids.pop(0), language)
    yield from _item_of_tag(tag, language)
    for kid in kids:
        yield from of_tag(kid, language)


def without_notes(tag: Tag) -> Tag:
    """Return a tag without the footnotes in it, which an HTML edition has further on."""
    kids = [kid for kid in tag.kids if not (isinstance(kid, Tag) and kid.type == "Note")]
    return Tag(tag.type, tag.object, [without_notes(kid) if isinstance(kid, Tag) else kid for kid in kids])


def _item_of_tag(tag: Tag, language: str) -> Iterator[Item]:
    if found := re.fullmatch(r"H([1-6])", tag.type):
        yield Item(f"heading {found[1]}", squeezed(without_notes(tag).text), language)
    elif tag.type in SAME:
        yield Item(SAME[tag.type], squeezed(without_notes(tag).text), language)
    elif tag.type == "Figure":
        yield Item("picture", squeezed(str(tag.object.Alt)), language)
    elif tag.type in ("L", "TOC"):
        yield Item("list", "", language)
    elif tag.type == "Table":
        yield Item("table", squeezed(str(tag.attribute("/Summary") or "")), language)
    elif tag.type == "TH":
        yield Item(CELLS[str(tag.attribute("/Scope"))], squeezed(without_notes(tag).text), language)
    elif tag.type == "Link":
        yield _link_of_tag(tag, language)
    elif tag.type in ("LI", "TOCI"):
        labels = [kid.text for kid in tag.kids if isinstance(kid, Tag) and kid.type == "Lbl"]
        yield Item("item", squeezed("".join(labels)), language)


def _link_of_tag(tag: Tag, language: str) -> Item:
    annotation = next(kid for kid in tag.kids if not isinstance(kid, str | Tag))
    target = str(annotation.A.URI) if "/A" in annotation else f"#{annotation.Dest}"
    return Item("link", squeezed(str(annotation.Contents)), language, target)


ROLES = {"blockquote": "quotation", "doc-footnote": "note", "Figcaption": "caption"}
ROLES |= {name: name for name in ("emphasis", "strong", "code", "row", "cell", "columnheader", "rowheader")}
LINKS = {"#source:": "doc-biblioref", "#citation:": "doc-backlink"}
LINKS |= {"#footnote:": "doc-noteref", "#footnote-mark:": "doc-backlink"}
"""The roles of links by what they lead to (DPUB-ARIA 1.1)."""


def of_node(node: Node) -> Iterator[Item]:
    """Yield what a node of the HTML edition and those in it announce, in order."""
    yield from _item_of_node(node)
    for kid in node.kids:
        yield from of_node(kid)


def _item_of_node(node: Node) -> Iterator[Item]:
    language = node.language
    if node.role == "heading":
        yield Item(f"heading {node.level}", squeezed(node.text), language)
    elif node.role in ROLES:
        yield Item(ROLES[node.role], squeezed(node.text), language)
    elif node.role == "image":
        yield Item("picture", squeezed(node.name), language)
    elif node.role in ("list", "DescriptionList"):
        yield Item("list", "", language)
    elif node.role == "table":
        yield Item("table", squeezed(node.description), language)
    elif node.role in ("link", *LINKS.values()):
        yield Item("link", squeezed(node.name), language, target_of(node))
    elif node.role in ("listitem", "doc-biblioentry"):
        labels = [kid.name for kid in node.kids if kid.role == "ListMarker"]
        yield Item("item", squeezed("".join(labels)), language)
    elif node.role == "term":
        yield Item("item", squeezed(node.text), language)


def target_of(node: Node) -> str:
    """Return the address of a link; of one inside the page, only the part after it."""
    file, _, name = node.address.partition("#")
    return f"#{name}" if file.startswith("file:") else node.address


def in_common(items: Iterator[Item]) -> list[Item]:
    """Return items without the differences that are right.

    On paper, the letter before a footnote leads back; in a window an arrow after it, and the letter is the label of
    its item. From a source, a link leads back to its first citation on paper, and to each of them in a window.
    """
    kept: list[Item] = []
    for item in items:
        if item.kind == "link" and (item.target == "#brief:text" or item.target.startswith("data:")):
            continue  # a window has a link past its head, and files where a PDF has attachments
        if item.target.startswith("#citation:") and kept and kept[-1].target.startswith("#citation:"):
            continue
        if item.kind == "note":
            kept[-1] = kept[-1]._replace(text="")
        kept.append(item._replace(text=_common_text(item)))
    return kept


def _common_text(item: Item) -> str:
    """Return the part of a text that the PDF and the HTML edition share."""
    if item.target.startswith(("#citation:", "#footnote-mark:")):
        return ""  # a PDF names the page; a window, which has no pages, the source or the footnote
    if item.target.startswith("#"):
        return item.text.rstrip("0123456789") or item.text  # the page numbers of the contents
    if item.text == "■":
        return "▪"  # the bullet of a third level, as the browser draws it
    return item.text.removesuffix("↑")
