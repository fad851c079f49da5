"""Write a structure tree as PDF objects: elements, parent tree, ids, roles (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pydyf

from briefing.structure.roles import HEADINGS, NEW_IN_PDF_2, PDF_2_NAMESPACE, ROLE_MAP
from briefing.structure.standards import Standard
from briefing.structure.text_order import texts
from briefing.structure.tree import Content, ObjectReference, StructureElement
from briefing.typeset.tags.boxes import Tagged
from briefing.typeset.tags.glyphs import Glyphs, Mark
from briefing.typeset.tags.links import LinkNames, join_annotations

PRINTED = 4
"""The flags of a printed annotation (ISO 32000-1, 12.5.3), required by PDF/A-3, 6.3.2."""


def write_tree(
    pdf: Any,  # noqa: ANN401
    page_streams: Sequence[Any],
    tagged: Tagged,
    glyphs: Glyphs,
    standard: Standard,
) -> None:
    """Write the tree of a document into its PDF."""
    for content in texts(tagged.root):
        if content.text:
            glyphs.say(content.mark, content.said, content.text)
    for artifact in tagged.artifacts:
        operators = artifact.mark.stream.stream
        operators[artifact.mark.index - 1] = "/Artifact"
        operators[artifact.mark.index] = pydyf.Dictionary(artifact.properties)
    names = LinkNames(tagged.pages, tagged.back)
    join_annotations(tagged.root, _pages(pdf))
    writer = _Writer(pdf, page_streams, names, standard)
    writer.write(tagged.root)
    if standard is Standard.UA2:
        writer.name_destinations(tagged.root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    # ISO 32000-1, 12.4.2: the numbers that the pages have in their feet
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Writer:
    def __init__(self, pdf: Any, page_streams: Sequence[Any], names: LinkNames, standard: Standard) -> None:  # noqa: ANN401
        self.pdf, self.standard = pdf, standard
        self.pages = pdf.page_references
        self.objects: dict[StructureElement, Any] = {}
        self.parents: dict[int, Any] = {number: {} for number in range(len(page_streams))}
        """The parent tree: the elements of the marked content of each stream, or of an annotation."""
        self.keys = {id(stream): number for number, stream in enumerate(page_streams)}
        self.is_page = set(self.keys)
        self.ids: dict[str, Any] = {}
        self.namespace: Any = None
        self.names = names

    def write(self, root: StructureElement) -> None:
        tree = self.add({"Type": "/StructTreeRoot"})
        self.pdf.catalog["StructTreeRoot"] = tree.reference
        self.name_roles(tree, root)
        for element in root.walk():
            self.objects[element] = self.add({"Type": "/StructElem", "S": f"/{element.type}"})
        for element in root.walk():
            parent = self.objects[element.parent] if element.parent is not None else tree
            self.objects[element]["P"] = parent.reference
            self.write_element(element, self.objects[element])
        tree["K"] = pydyf.Array([self.objects[root].reference])
        tree["ParentTree"] = self.add({"Nums": self.parent_tree()}).reference
        tree["ParentTreeNextKey"] = len(self.parents)
        if self.ids:  # ISO 32000-1, 14.7.2, table 322: required where elements have ids
            names = [part for name in sorted(self.ids) for part in (pydyf.String(name), self.ids[name])]
            tree["IDTree"] = self.add({"Names": pydyf.Array(names)}).reference

    def add(self, values: dict[str, Any]) -> Any:  # noqa: ANN401
        dictionary = pydyf.Dictionary(values)
        self.pdf.add_object(dictionary)
        return dictionary

    def name_roles(self, tree: Any, root: StructureElement) -> None:  # noqa: ANN401
        """Write the role map of types that PDF 1.7 does not define; in PDF 2.0, the namespace instead."""
        if self.standard is Standard.UA2:
            self.namespace = self.add({"Type": "/Namespace", "NS": pydyf.String(PDF_2_NAMESPACE)})
            tree["Namespaces"] = pydyf.Array([self.namespace.reference])
            return
        used = {element.type for element in root.walk()}
        roles = {name: f"/{role}" for name, role in ROLE_MAP.items() if name in used}
        if roles:
            tree["RoleMap"] = pydyf.Dictionary(roles)

    def write_element(self, element: StructureElement, written: Any) -> None:  # noqa: ANN401
        if self.namespace is not None and element.type in NEW_IN_PDF_2:
            written["NS"] = self.namespace.reference
        page = next((kid.page for kid in element.kids if isinstance(kid, Content | ObjectReference)), None)
        if page is not None:
            written["Pg"] = self.pages[page]
        written["K"] = pydyf.Array(self.kids_of(element, written, page))
        alt = (self.names.given(element) or None) if element.type == "Link" else element.alt
        texts = {
            "Alt": alt,
            "ActualText": element.actual_text,
            "T": element.title,
            "E": element.expansion,
            "Lang": element.language,
            "ID": element.id,
        }
        written.update({key: pydyf.String(text) for key, text in texts.items() if text is not None})
        if element.id is not None:
            self.ids[element.id] = written.reference
        attributes = [
            pydyf.Dictionary({"O": f"/{owner}", **{name: _value(value) for name, value in values.items()}})
            for owner, values in element.attributes.items()
            if values
        ]
        if attributes:
            written["A"] = attributes[0] if len(attributes) == 1 else pydyf.Array(attributes)
        if element.partner in self.objects:  # ISO 32000-2, 14.8.4.7.3
            written["Ref"] = pydyf.Array([self.objects[element.partner].reference])

    def kids_of(self, element: StructureElement, written: Any, page: int | None) -> Iterator[Any]:  # noqa: ANN401
        for kid in element.kids:
            if isinstance(kid, StructureElement):
                yield self.objects[kid].reference
            elif isinstance(kid, ObjectReference):
                self.add_annotation(element, kid, written)
                reference = {"Type": "/OBJR", "Obj": kid.annotation.reference, "Pg": self.pages[kid.page]}
                yield pydyf.Dictionary(reference)
            elif isinstance(kid, Content):
                yield self.add_content(kid, written, page)

    def add_annotation(self, element: StructureElement, kid: ObjectReference, written: Any) -> None:  # noqa: ANN401
        key = len(self.parents)
        self.parents[key] = written.reference
        kid.annotation["StructParent"] = key
        kid.annotation["F"] = PRINTED
        kid.annotation["Contents"] = pydyf.String(self.names.spoken(element))

    def add_content(self, kid: Content, written: Any, page: int | None) -> Any:  # noqa: ANN401
        mark: Mark = kid.mark
        is_page = id(mark.stream) in self.is_page
        if id(mark.stream) not in self.keys:  # a group, for opacity: ISO 32000-1, 14.7.4.4
            key = self.keys[id(mark.stream)] = len(self.parents)
            self.parents[key] = {}
            mark.stream.extra["StructParents"] = key
        self.parents[self.keys[id(mark.stream)]][mark.mcid] = written.reference
        if is_page and kid.page == page:
            return mark.mcid
        reference = {"Type": "/MCR", "Pg": self.pages[kid.page], "MCID": mark.mcid}
        if not is_page:
            reference["Stm"] = mark.stream.reference
        return pydyf.Dictionary(reference)

    def parent_tree(self) -> Any:  # noqa: ANN401
        numbers = pydyf.Array()
        for key, owners in sorted(self.parents.items()):
            is_stream = isinstance(owners, dict)
            numbers.extend((key, _in_order(owners) if is_stream else owners))
        return numbers

    def name_destinations(self, root: StructureElement) -> None:
        """Make links and bookmarks lead to structure elements too (ISO 14289-2, 8.8; ISO 32000-2, 12.3.2.3)."""
        anchors: dict[str, StructureElement] = {}
        for element in root.walk():
            if element.source is not None and element.source.get("id"):
                anchors.setdefault(element.source.get("id", ""), element)
        names = self.pdf.catalog.get("Names", {})
        listed = names.pop("Dests", {"Names": []})["Names"]
        source_map = {name.string: place for name, place in zip(listed[::2], listed[1::2], strict=True)}
        headings = [element for element in root.walk() if element.type in HEADINGS]
        for item in self.pdf.objects:
            if not isinstance(item, dict) or "Dest" not in item:
                continue
            target, place = root, item.pop("Dest")
            if item.get("Subtype") == "/Link":
                name, place = place.string, source_map[place.string]
                target = anchors.get(name, root)
            elif found := _heading(item["Title"].string, headings):
                target = found
            destination = pydyf.Array([self.objects[target].reference, *place[1:]])
            item["A"] = pydyf.Dictionary({"Type": "/Action", "S": "/GoTo", "D": place, "SD": destination})
        if not names:
            self.pdf.catalog.pop("Names", None)


def _pages(pdf: Any) -> list[Any]:  # noqa: ANN401
    """Return the pages of a PDF, in order."""
    by_reference = {one.reference: one for one in pdf.objects if isinstance(one, pydyf.Dictionary)}
    return [by_reference[reference] for reference in pdf.page_references]


def _in_order(owners: dict[int, Any]) -> Any:  # noqa: ANN401
    """Return the owners of marked content in the order of its numbers, from 0."""
    return pydyf.Array(owners.get(number, "null") for number in range(max(owners, default=-1) + 1))


def _heading(title: str, headings: list[StructureElement]) -> StructureElement | None:
    """Return the next heading with the text of a bookmark, and remove it and those before it from the list."""
    for number, heading in enumerate(headings):
        if _squeezed(heading.words()) == _squeezed(title):
            del headings[: number + 1]
            return heading
    return None


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def _value(value: Any) -> Any:  # noqa: ANN401
    """Return an attribute value as a PDF object: names begin with a slash, other strings are texts."""
    if isinstance(value, list):
        return pydyf.Array(_value(item) for item in value)
    return pydyf.String(value) if isinstance(value, str) and not value.startswith("/") else value
