"""Read the boxes of a laid-out document into a structure tree, with one element for each HTML element.

Boxes are fragments: a paragraph on two pages has two, and a link has one for each line. They only show what was
painted where; the HTML says what it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from briefing.structure.nesting import shape
from briefing.structure.roles import (
    BLOCKS,
    BRACKET,
    EDITS,
    GROUPS,
    IN_CONTENTS,
    INLINE,
    LIST_NUMBERING,
    TABLE_OF_CONTENTS,
)
from briefing.structure.standards import Standard
from briefing.structure.text_order import SourceText, restore_spaces, write_right_to_left
from briefing.structure.tree import Content, Gap, ObjectReference, StructureElement
from briefing.typeset.engine import weasyprint
from briefing.typeset.inspect.words import texts_of
from briefing.typeset.tags.glyphs import Glyphs, Mark

SVG = "{http://www.w3.org/2000/svg}"
POINTS_PER_PIXEL = 0.75

OWN = {"", "first-letter", "first-line"}
"""Pseudo-elements with text of their element."""

CAPITALS = {"uppercase", "lowercase", "capitalize"}
"""The values of `text-transform` that change letters on the page only; they are read as typed."""

HYPHEN, SOFT_HYPHEN = "-", "\u00ad"

LABELS = {"marker", "footnote-marker"}


@dataclass(frozen=True, slots=True)
class Artifact:
    """Marked content that is not part of the text (ISO 32000-1, 14.8.2.2): layout, headers and footers."""

    mark: Mark
    properties: Mapping[str, str]


LAYOUT = {"Type": "/Layout"}
REPEATED = {"Type": "/Pagination"}


@dataclass
class Tagged:
    """The structure tree of a document, and the content outside it."""

    root: StructureElement = field(default_factory=lambda: StructureElement("Document"))
    artifacts: list[Artifact] = field(default_factory=list)
    back: str = ""
    """The name of a link back to the text, with `{page}` for the page that it leads to."""
    pages: dict[str, int] = field(default_factory=dict)
    """The indices of the pages on which elements begin, by their ids."""


def read_tree(document: Any, marks: Sequence[dict[Any, Mark]], glyphs: Glyphs, standard: Standard) -> Tagged:  # noqa: ANN401
    """Return the tree of a document's elements; `marks` is the marked content of the boxes of each page."""
    reader = _Reader(document, glyphs, standard)
    for number, (page, painted) in enumerate(zip(document.pages, marks, strict=True)):
        reader.read_page(number, page, dict(painted))
    restore_spaces(reader.tagged.root, reader.source_text)
    shape(reader.tagged.root, standard)
    write_right_to_left(reader.tagged.root)
    return reader.tagged


class _Reader:
    def __init__(self, document: Any, glyphs: Glyphs, standard: Standard) -> None:  # noqa: ANN401
        self.tagged = Tagged()
        self.glyphs, self.standard = glyphs, standard
        self.kinds = weasyprint().formatting_structure.boxes
        self.placeholder = weasyprint().layout.absolute.AbsolutePlaceholder
        html = root_of(document)
        self.source_text = SourceText(html)
        self.tagged.root.language = html.get("lang")
        self.tagged.back = next((body.get("data-back", "") for body in html.iter("body")), "")
        self.elements: dict[tuple[Element, str], StructureElement] = {}
        self.repeated: dict[tuple[Element, str], Any] = {}
        """The first box of each element that may be repeated on every page or in every column."""
        self.page, self.height, self.line, self.notes = 0, 0.0, 0, 0
        self.footnotes = {f"#{source.get('id')}": source for source in html.iter() if is_footnote(source)}
        """The footnotes of the page by the links to them."""
        self.references: dict[str, StructureElement] = {}
        """The first reference to each of them."""
        self.links = {part: link for link in html.iter("a") if link.get("href") for part in link.iter()}
        """The link around each element that is inside one."""
        self.painted: dict[Any, Mark] = {}
        self.mcids = 0
        """The next free number of marked content on the page."""

    def read_page(self, number: int, page: Any, painted: dict[Any, Mark]) -> None:  # noqa: ANN401
        self.page, self.height, self.painted = number, page.height, painted
        self.mcids = 1 + max((mark.mcid for mark in painted.values()), default=-1)
        for box in sorted(page._page_box.children, key=reading_order):
            self.read(box, self.tagged.root)
        # content of boxes that are not in the box tree
        self.tagged.artifacts += [Artifact(mark, LAYOUT) for mark in self.painted.values()]

    def read(self, box: Any, parent: StructureElement) -> None:  # noqa: ANN401
        """Read a box into its parent element."""
        if isinstance(box, self.placeholder):
            box = box._box
        if isinstance(box, self.kinds.TextBox):
            self.read_text(box, parent)
            return
        properties = self.artifact_of(box)
        if properties is not None:
            self.leave_out(box, properties, parent if isinstance(box, self.kinds.MarginBox) else None)
            return
        if box.element is not None and (name := box.element.get("id")):
            self.tagged.pages.setdefault(name, self.page)
        element = self.element_of(box, parent)
        if isinstance(box, self.kinds.ReplacedBox):
            self.read_picture(box, element)
        self.read_annotation(box, element)
        if isinstance(box, self.kinds.TableCellBox) and element.type in ("TH", "TD"):
            element.span = (box.colspan, box.rowspan)
        for child in getattr(box, "children", ()):
            self.read_child(child, element)

    def read_child(self, child: Any, element: StructureElement) -> None:  # noqa: ANN401
        if not isinstance(child, self.kinds.LineBox):
            self.read(child, element)
            return
        self.line += 1
        for part in child.children:
            self.read(part, element)

    def read_text(self, box: Any, parent: StructureElement) -> None:  # noqa: ANN401
        mark = self.painted.pop(box, None)
        is_read = bool(box.text.strip()) and box.style["visibility"] == "visible"
        if not is_read:
            if box.text or box.element_tag.startswith("br"):
                parent.add(Gap())
            if mark is not None:
                self.tagged.artifacts.append(Artifact(mark, LAYOUT))
            return
        if mark is None:
            return
        place, text = None, box.text
        if box.element is not None and pseudo_of(box) in OWN:
            place, text = self.source_text.find(box.element, text, box.style["hyphenate_character"])
        is_cut = text != box.text
        if place is not None and box.style["text_transform"] in CAPITALS:
            text = _in_place_of(text, self.source_text.as_typed(box.element, place))
        hyphen = self.cut_hyphen(mark, place) if is_cut else None
        parent.add(Content(self.page, mark, self.glyphs.read(mark), text, self.line, place))
        if hyphen is not None:
            cut = add_element("Span", None, parent)
            cut.actual_text = SOFT_HYPHEN
            cut.add(hyphen)

    def cut_hyphen(self, mark: Mark, place: tuple[int, int] | None) -> Content | None:
        """Return the hyphen of a word at the end of a line as content of its own, without a text.

        Searching and copying rejoin a word at a hyphen that is painted as one, at a soft hyphen not all programs do.
        The soft hyphen that ISO 32000-1, 14.8.2.2.3 requires is therefore in the structure tree.
        """
        cut = self.glyphs.cut_hyphen(mark, self.mcids)
        if cut is None or place is None:
            return None
        self.mcids += 1
        return Content(self.page, cut, HYPHEN, "", self.line, (place[1], place[1]))

    def read_picture(self, box: Any, element: StructureElement) -> None:  # noqa: ANN401
        mark = self.painted.pop(box, None)
        if mark is None:
            return
        element.add(Content(self.page, mark, line=self.line))
        if element.type == "Figure" and "Layout" not in element.attributes:
            left, top = box.content_box_x(), box.content_box_y()
            bottom = self.height - top - box.height
            edges = (left, bottom, left + box.width, self.height - top)
            placement = "/Inline" if element.parent and element.parent.type == "P" else "/Block"
            # ISO 32000-1, 14.8.5.4.3, table 344: in the units of the page
            element.attributes["Layout"] = {
                "Placement": placement,
                "BBox": [round(edge * POINTS_PER_PIXEL, 2) for edge in edges],
            }

    def read_annotation(self, box: Any, element: StructureElement) -> None:  # noqa: ANN401
        annotation = getattr(box, "link_annotation", None)
        owner: StructureElement | None = element
        while annotation and owner is not None and owner.type != "Link":
            owner = owner.parent
        if annotation and owner is not None:
            owner.add(ObjectReference(self.page, annotation))

    def artifact_of(self, box: Any) -> Mapping[str, str] | None:  # noqa: ANN401
        """Return the artifact properties of a header, footer, repeated row or `aria-hidden` box; None for content."""
        if isinstance(box, self.kinds.MarginBox):
            side = {"@top": "/Header", "@bottom": "/Footer"}.get(box.at_keyword.partition("-")[0])
            return {**REPEATED, "Subtype": side} if side else REPEATED
        element = box.element
        if element is None:
            return None
        if element.get("aria-hidden") == "true" or alternative(element) == "" or is_ornament(box):
            return LAYOUT
        is_rows = isinstance(box, self.kinds.TableRowGroupBox) and (box.is_header or box.is_footer)
        if is_rows or box.style["position"] == "fixed":
            first = self.repeated.setdefault((element, box.element_tag), box)
            return None if first is box else REPEATED
        return None

    def leave_out(
        self,
        box: Any,  # noqa: ANN401
        properties: Mapping[str, str],
        parent: StructureElement | None = None,
    ) -> None:
        """Make a box an artifact; with a parent, except running elements in it that appear for the first time."""
        if isinstance(box, self.placeholder):
            box = box._box
        if parent is not None and box.element is not None:
            if self.repeated.setdefault((box.element, box.element_tag), box) is box:
                self.read(box, parent)
                return
            parent = None
        mark = self.painted.pop(box, None)
        if mark is not None:
            self.tagged.artifacts.append(Artifact(mark, properties))
        for child in getattr(box, "children", ()):
            self.leave_out(child, properties, parent)

    def element_of(self, box: Any, parent: StructureElement) -> StructureElement:  # noqa: ANN401
        """Return the structure element of a box: that of its HTML element, or else its parent."""
        source, tag = box.element, str(box.element_tag)
        if source is None or tag in ("html", "body"):
            return parent
        key = (source, tag)
        if key not in self.elements:
            self.elements[key] = self.make_element(box, parent) or parent
        return self.elements[key]

    def make_element(self, box: Any, parent: StructureElement) -> StructureElement | None:  # noqa: ANN401
        source, tag = box.element, str(box.element_tag)
        pseudo = pseudo_of(box)
        if pseudo == "footnote-call":
            return self.add_called_note(source, tag, parent)
        if pseudo:
            is_label = pseudo in LABELS or tag == "li::before"
            return add_element("Lbl", None, parent) if is_label else None
        if is_footnote(source):
            return self.add_note(source, parent, self.references.get(f"#{source.get('id')}"))
        if source.get("href", "") in self.footnotes and source.tag == "a":
            return self.add_reference(source, parent)
        role = role_of(source) or ("Span" if self.is_marked(source, parent) else None)
        if role is None:
            return None
        if role in IN_CONTENTS and is_in_contents(parent):
            parent = add_element("Reference", None, parent) if role == "Link" else parent
            role = IN_CONTENTS[role]
        if role == "Figure":
            parent = self.link_around(source, parent)
        # PDF 2.0 allows no types outside its namespaces
        is_foreign = role in EDITS and self.standard is Standard.UA2
        element = add_element("Span" if is_foreign else role, source, parent)
        if role in EDITS:
            element.attributes["Layout"] = {"TextDecorationType": f"/{EDITS[role]}"}
        self.describe(element, source, box)
        return element

    def link_around(self, source: Element, parent: StructureElement) -> StructureElement:
        """Return the parent of a picture: the link around it, even if the picture is a block and laid out apart."""
        link = self.elements.get((self.links[source], "a")) if source in self.links else None
        return parent if link is None or link in parent.path() else link

    def is_marked(self, source: Element, parent: StructureElement) -> bool:
        """Return whether an element that is only a part of its line has a language or a name of its own."""
        return bool(source.get("aria-label")) or (source.get("lang") or language_of(parent)) != language_of(
            parent
        )

    def describe(self, element: StructureElement, source: Element, box: Any) -> None:  # noqa: ANN401
        """Set the properties of an element from the attributes of its HTML element."""
        language = source.get("lang")
        if language and element.parent is not None and language != language_of(element.parent):
            element.language = language
        name = (source.get("aria-label") or "").strip() or None
        if element.type == "Figure":
            element.alt = alternative(source) or ""
        elif element.type in GROUPS:
            element.title = name
        elif name and element.type != "Link":
            element.alt = name
        if source.tag == "abbr":
            element.expansion = source.get("title")
        elif element.type == "Table" and source.get("aria-description"):
            # ISO 32000-1, 14.8.5.7, table 349
            element.attributes["Table"] = {"Summary": source.get("aria-description")}
        elif element.type == "LI" and element.parent is not None and element.parent.type == "L":
            numbering = numbering_of(box.style["list_style_type"])
            if numbering:
                element.parent.attributes.setdefault("List", {"ListNumbering": f"/{numbering}"})

    def add_called_note(self, source: Element, tag: str, parent: StructureElement) -> StructureElement | None:
        """Add the note that is printed at the foot of the page where the text calls it.

        The reference is before it in the text, or else is what the style prints as its call.
        """
        reference = self.references.get(f"#{source.get('id')}")
        call = None if reference else add_element("Reference", None, parent)
        self.elements[source, tag.partition("::")[0]] = self.add_note(source, parent, reference or call)
        return call

    def add_reference(self, source: Element, parent: StructureElement) -> StructureElement:
        """Add a reference to a footnote (ISO 32000-1, 14.8.4.4), and return the link in it."""
        reference = add_element("Reference", None, parent)
        self.references.setdefault(source.get("href", ""), reference)
        return add_element("Link", source, reference)

    def add_note(
        self, source: Element, parent: StructureElement, reference: StructureElement | None
    ) -> StructureElement:
        """Add a note (ISO 32000-1, 14.8.4.4) with the reference that leads to it."""
        self.notes += 1
        note = add_element("FENote" if self.standard is Standard.UA2 else "Note", source, parent)
        note.id = f"note-{self.notes}"
        if self.standard is Standard.UA2:  # ISO 32000-2, 14.8.4.7.3
            note.attributes["FENote"] = {"NoteType": "/Footnote"}
            note.partner = reference
            if reference is not None:
                reference.partner = note
        return note


def _in_place_of(text: str, typed: str) -> str:
    """Return a text as typed, with the white space around the piece of the line."""
    before = text[: len(text) - len(text.lstrip())]
    return f"{before}{typed.strip()}{text[len(text.rstrip()) :]}"


def reading_order(box: Any) -> int:  # noqa: ANN401
    """Return the reading order of a child of a page: running elements at the top, the content, then other margins."""
    if not hasattr(box, "at_keyword"):
        return 1
    is_running = any(inner.element is not None for inner in box.descendants())
    return 0 if is_running and box.at_keyword.startswith("@top") else 2


def is_in_contents(parent: StructureElement) -> bool:
    """Return whether an element belongs to a table of contents."""
    sources = (element.source for element in parent.path())
    return any(source is not None and source.get("role") == TABLE_OF_CONTENTS for source in sources)


def add_element(role: str, source: Element | None, parent: StructureElement) -> StructureElement:
    """Add a new element at the end of another."""
    element = StructureElement(role, source)
    parent.add(element)
    return element


def pseudo_of(box: Any) -> str:  # noqa: ANN401
    """Return the pseudo-element of a box; empty where it belongs to the element itself."""
    return str(box.element_tag or "").partition("::")[2]


def is_ornament(box: Any) -> bool:  # noqa: ANN401
    """Return whether a box is a decoration before or after an element: bullets, arrows, rules.

    The quotation marks of <q> are part of the text.
    """
    if pseudo_of(box) not in ("before", "after") or box.element.tag == "q":
        return False
    return not any(letter.isalnum() for text in texts_of(box) for letter in text.text)


def numbering_of(list_style: str | Sequence[str]) -> str | None:
    """Return the ListNumbering of a `list-style-type`; a letter in quotation marks belongs to an alphabet."""
    if isinstance(list_style, str):
        return LIST_NUMBERING.get(list_style.removesuffix(BRACKET))
    return "LowerAlpha" if list_style[0] == "string" and list_style[1].strip().isalpha() else None


def is_footnote(source: Element) -> bool:
    """Return whether an element is a footnote, at the foot of a page or in a list."""
    return source.get("role") == "doc-footnote"


def role_of(source: Element) -> str | None:
    """Return the structure type of an HTML element; None where it has none."""
    if is_picture(source):
        return "Figure"
    if source.tag == "a" and source.get("href"):
        return "Link"
    if source.tag == "abbr" and source.get("title"):
        return "Span"
    return BLOCKS.get(source.tag) or INLINE.get(source.tag)


def is_picture(source: Element) -> bool:
    """Return whether an element is an image or a drawing."""
    return source.tag in ("img", f"{SVG}svg")


def alternative(source: Element) -> str | None:
    """Return the alternative text of a picture; empty for a decorative one, None where there is none."""
    if source.tag == "img":
        return source.get("alt")
    if source.tag == f"{SVG}svg":
        title = source.find(f"{SVG}title")
        said = source.get("aria-label") or ("".join(title.itertext()).strip() if title is not None else None)
        return said or None
    return None


def language_of(element: StructureElement) -> str | None:
    """Return the language of an element or its nearest ancestor that has one."""
    return next((one.language for one in element.path() if one.language), None)


def root_of(document: Any) -> Element:  # noqa: ANN401
    """Return the root of the HTML."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if box.element is not None and box.element_tag == "html":
                root: Element = box.element
                return root
    raise ValueError("no page has a box of <html>")
