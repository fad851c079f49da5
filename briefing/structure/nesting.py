"""Rearrange a tree of HTML elements to conform to the standard: which types an element may hold, and their order.

ISO 32000-1, 14.8.4; ISO 14289-1, 7; for PDF 2.0 the containment of ISO 32005, table 5.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import chain
from typing import Any

from briefing.structure.roles import (
    BOX,
    EXHIBIT_NOTES,
    HEADINGS,
    INLINE_TYPES,
    LIST_NUMBERING_PDF_2,
    MARKINGS,
    WITHOUT_BARE_TEXT,
)
from briefing.structure.standards import Standard
from briefing.structure.table_headers import relate_cells
from briefing.structure.text_order import texts
from briefing.structure.tree import ObjectReference, StructureElement

KEPT_EMPTY = {"TD", "TH"}
"""An empty cell keeps its place in the row."""

TABLE_ORDER = {"Caption": 0, "THead": 1, "TBody": 2, "TR": 2, "TFoot": 3}


def shape(root: StructureElement, standard: Standard) -> None:
    """Make a tree conform to a standard, from its leaves up."""
    _lead_with_markings(root)
    if standard is Standard.UA2:
        _refer_to_targets(root)
    _Shaper(standard).shape(root)


class _Shaper:
    def __init__(self, standard: Standard) -> None:
        self.standard = standard
        self.table_count = 0
        self.rules: dict[str, Callable[[StructureElement], None]] = {
            "LI": _shape_item,
            "L": self._shape_list,
            "Table": self._shape_table,
            "Link": self._shape_link,
            "P": _shape_paragraph,
            "Reference": self._shape_link,
            "TOCI": _shape_entry,
            "Note": _shape_note,
            "FENote": _shape_note,
        }

    def shape(self, element: StructureElement) -> None:
        for kid in element.elements():
            self.shape(kid)
        kept = [
            kid
            for kid in element.kids
            if not isinstance(kid, StructureElement) or kid.kids or kid.type in KEPT_EMPTY
        ]
        element.replace_kids(kept)
        if rule := self.rules.get(element.type):
            rule(element)
        if element.is_from("figure") and element.type == "Div":
            self._shape_exhibit(element)
        if element.type in WITHOUT_BARE_TEXT:
            wrap_text(element)

    def _shape_list(self, element: StructureElement) -> None:
        if element.is_from("dl"):
            _group_descriptions(element)
        numbering = element.attributes.setdefault("List", {})
        has_labels = any(item.of_type("Lbl") for item in element.elements())
        if not has_labels:
            numbering.pop("ListNumbering", None)
        name = element.source.tag if element.source is not None else "ul"
        fallback = LIST_NUMBERING_PDF_2.get(name) if self.standard is Standard.UA2 else None
        numbering.setdefault("ListNumbering", f"/{fallback or _kind_of_labels(element)}")

    def _shape_table(self, element: StructureElement) -> None:
        """Put the caption first, then head, bodies and foot (ISO 32000-1, 14.8.4.3.4)."""
        rows = [kid for kid in element.elements() if kid.type in TABLE_ORDER]
        element.replace_kids(sorted(rows, key=lambda kid: TABLE_ORDER[kid.type]))
        self.table_count += 1
        relate_cells(element, f"table-{self.table_count}")

    def _shape_link(self, link: StructureElement) -> None:
        """Keep the blocks of a link around blocks, and only the inline content of any other.

        In PDF 2.0, a link holds no blocks at all (ISO 32005, table 5).
        """
        is_in_text = link.parent is not None and link.parent.type in (
            *INLINE_TYPES,
            "P",
            "Caption",
            *HEADINGS,
        )
        if not holds_blocks(link):
            return
        if self.standard is Standard.UA2 or link.type == "Reference" or is_in_text:
            link.replace_kids(list(_inline(link)))
        else:
            wrap_text(link)

    def _shape_exhibit(self, element: StructureElement) -> None:
        """Put the caption first: inside the only table that an exhibit shows and, in PDF 2.0, inside its only picture.

        In PDF 1.7 it stays next to a picture: programs that read only the alternative text of a Figure still find it.
        """
        captions = element.of_type("Caption")
        if len(captions) != 1:
            return
        rest = [kid for kid in element.kids if kid is not captions[0]]
        owner = self._captioned(element, rest)
        if owner is not None:
            owner.replace_kids([captions[0], *owner.kids])
            element.replace_kids(rest)
            return
        if self.standard is Standard.UA2:  # ISO 32005, table 5: a Div cannot hold a caption
            element.type = "Sect"
        element.replace_kids([captions[0], *rest])

    def _captioned(self, exhibit: StructureElement, rest: list[Any]) -> StructureElement | None:
        """Return the table or picture that, with its notes, is the whole exhibit; None if it is a box or has more."""
        shown = [
            kid for kid in rest if not (isinstance(kid, StructureElement) and kid.has_class(*EXHIBIT_NOTES))
        ]
        inner = shown[0] if len(shown) == 1 and shown[0] is rest[0] and not exhibit.has_class(BOX) else None
        while isinstance(inner, StructureElement) and inner.type in ("Div", "P"):
            inner = inner.kids[0] if len(inner.kids) == 1 else None
        owners = ("Table", "Figure") if self.standard is Standard.UA2 else ("Table",)
        return inner if isinstance(inner, StructureElement) and inner.type in owners else None


def _kind_of_labels(element: StructureElement) -> str:
    """Return the ListNumbering of a list by its labels; the terms of a description list do not count."""
    labels = (
        []
        if element.is_from("dl")
        else [label for item in element.elements() for label in item.of_type("Lbl")]
    )
    if not labels:
        return "None"
    is_counted = element.is_from("ol") and any(map(str.isalnum, labels[0].words()))
    return "Decimal" if is_counted else "Disc"  # PDF 1.7 has no name for other alphabets


def _shape_item(item: StructureElement) -> None:
    """Give a list item its label, if it has one, and one body (ISO 14289-1, 7.6)."""
    labels = item.of_type("Lbl")
    rest = [kid for kid in item.kids if kid not in labels]
    bodies = item.of_type("LBody")
    if rest and len(bodies) < len(rest):
        body = StructureElement("LBody")
        body.replace_kids(rest)
        rest = [body]
    item.replace_kids([*labels, *rest])


def _group_descriptions(element: StructureElement) -> None:
    """Make a list item of each group of a description list: the terms are its labels, the descriptions its body."""
    items: list[StructureElement] = []
    parts = [(kid.elements() if kid.type == "Div" else [kid]) for kid in element.elements()]
    for kid in chain.from_iterable(parts):
        item = items[-1] if items else None
        if item is None or (kid.type == "Lbl" and item.of_type("LBody")):
            item = StructureElement("LI")
            items.append(item)
        bodies = item.of_type("LBody")
        if kid.type == "LBody" and bodies:
            for body in (bodies[0], kid):
                wrap_text(body)
            bodies[0].replace_kids([*bodies[0].kids, *kid.kids])
        else:
            item.add(kid)
    element.replace_kids(list(items))


def holds_blocks(link: StructureElement) -> bool:
    """Return whether a link is around blocks, and so is a block itself (ISO 32000-2, 14.8.4.7.2)."""
    return any(kid.type not in (*INLINE_TYPES, "Figure") for kid in link.elements())


def _refer_to_targets(root: StructureElement) -> None:
    """Set the target of each reference in a table of contents (ISO 14289-2, 8.2.5.8; ISO 32000-2, 14.8.4.3.3)."""
    targets: dict[str, StructureElement] = {}
    for element in root.walk():
        if element.source is not None and (name := element.source.get("id")):
            targets.setdefault(f"#{name}", element)
    references = (
        reference for contents in root.walk() if contents.type == "TOCI" for reference in contents.walk()
    )
    for reference in references:
        links = reference.of_type("Link") if reference.type == "Reference" else []
        for link in links:
            reference.partner = targets.get(link.source.get("href", "")) if link.source is not None else None


def _shape_note(element: StructureElement) -> None:
    """Make the letter of a note its label: on paper it leads back to the text."""
    first = next(iter(element.elements()), None)
    if first is None or first is not element.kids[0] or first.type != "Link":
        return
    label = StructureElement("Lbl")
    rest = element.kids[1:]
    label.add(first)
    element.replace_kids([label, *rest])


def _shape_entry(entry: StructureElement) -> None:
    """Give an entry of a table of contents nothing but labels, references, tables and paragraphs."""
    kinds = {kid.type if isinstance(kid, StructureElement) else "" for kid in entry.kids}
    if not kinds <= {"Lbl", "Reference", "TOC", "P"}:
        wrap_text(entry)


def _lead_with_markings(root: StructureElement) -> None:
    """Put what says who may read an edition, and from when, before everything else: a page may print it in a margin."""
    markings = [element for element in root.walk() if element.has_class(*MARKINGS)]
    for marking in markings:
        if marking.parent is not None:
            marking.parent.kids.remove(marking)
    root.replace_kids([*markings, *root.kids])


def _shape_paragraph(paragraph: StructureElement) -> None:
    """Replace paragraphs inside a paragraph with their content."""
    paragraph.replace_kids(list(_unwrapped(paragraph, {"P", "Div"})))


def _unwrapped(element: StructureElement, types: Collection[str]) -> Iterator[object]:
    """Yield the children of an element; for those of these types, at any depth, their content."""
    for kid in element.kids:
        if isinstance(kid, StructureElement) and kid.type in types:
            yield from _unwrapped(kid, types)
        else:
            yield kid


def _inline(link: StructureElement) -> Iterator[object]:
    """Yield the inline content of a link; the text of each block ends with a space."""
    for kid in link.kids:
        if not isinstance(kid, StructureElement) or kid.type in (*INLINE_TYPES, "Figure"):
            yield kid
            continue
        yield from _inline(kid)
        last = [one for one in texts(kid) if one.text][-1:]
        for content in last:
            content.text = f"{content.text.rstrip()} "


def wrap_text(element: StructureElement) -> None:
    """Make a paragraph of each run of text and inline elements."""
    kids: list[object] = []
    run: StructureElement | None = None
    for kid in element.kids:
        if isinstance(kid, ObjectReference) or (isinstance(kid, StructureElement) and _is_block(kid)):
            run = None
            kids.append(kid)
            continue
        if run is None:
            run = StructureElement("P")
            kids.append(run)
        run.add(kid)
    element.replace_kids(kids)


def _is_block(element: StructureElement) -> bool:
    return element.type not in INLINE_TYPES or (element.type == "Link" and holds_blocks(element))
