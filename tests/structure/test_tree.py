"""The structure tree: children, descendants in reading order, and what a screen reader speaks."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from briefing.structure.tree import Content, Gap, StructureElement


def tree() -> StructureElement:
    root = StructureElement("Sect", Element("section"))
    paragraph, figure = StructureElement("P"), StructureElement("Figure", alt="a chart")
    paragraph.add(Content(0, None, text="Levels"))
    paragraph.add(figure)
    paragraph.add(Gap())
    paragraph.add(Content(0, None, text="rose."))
    figure.add(Content(0, None, text="not spoken"))
    root.add(paragraph)
    root.add(StructureElement("L"))
    return root


def test_children_know_their_parent_and_descendants_are_in_reading_order():
    root = tree()
    assert [element.type for element in root.walk()] == ["Sect", "P", "Figure", "L"]
    assert [element.type for element in root.elements()] == ["P", "L"]
    assert all(kid.parent is element for element in root.walk() for kid in element.elements())
    assert root.parent is None
    *_, figure = root.elements()[0].elements()
    assert [element.type for element in figure.path()] == ["Figure", "P", "Sect"]
    assert [element.type for element in root.of_type("L", "Table", "P")] == ["P", "L"]
    assert root.of_type("Figure") == [], "only children count"


def test_a_screen_reader_speaks_texts_and_alternative_texts():
    assert tree().words() == "Levels a chart rose."
    assert StructureElement("Figure", alt="").words() == "  "


def test_an_element_knows_the_html_that_it_comes_from():
    root = tree()
    assert root.is_from("article", "section")
    assert not root.is_from("article")
    assert not root.elements()[0].is_from("p")


def test_new_children_replace_the_old_ones():
    root = tree()
    (old, _), new = root.elements(), StructureElement("P")
    root.replace_kids([new, "text"])
    assert root.kids == [new, "text"]
    assert new.parent is root
    assert old not in root.elements()
