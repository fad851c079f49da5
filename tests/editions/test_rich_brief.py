"""A brief with every kind of text: where its lists, notes and units are on the page, and how its tags are read."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from briefing.core.finding import Severity
from tests.browser import with_browser
from tests.browser.announced import Item, in_common, of_node, of_tag
from tests.editions.rich_brief import announced_page, jobs, run_of
from tests.typeset.page_order import steps_back
from tests.typeset.readback import Tag, read_tags

pytestmark = pytest.mark.engine

AT_FOOT, AT_END, RIGHT_TO_LEFT = "rich-policymaker-en", "rich-legislator-en", "rich-analyst-ar"
EDITIONS = (AT_FOOT, AT_END, RIGHT_TO_LEFT)
TOLERANCE = 0.5
"""In CSS pixels: the side bearing of a figure."""


@cache
def pdf_of(edition: str) -> pikepdf.Pdf:
    """Return the PDF of an edition, which stays open as long as its tags are read."""
    return pikepdf.open(io.BytesIO(run_of(edition).pdf.content))


def tags_of(edition: str) -> list[Tag]:
    """Return the tags of an edition in the order in which they are read."""
    return list(read_tags(pdf_of(edition)).walk())


def boxes(edition: str, tag: str) -> list[Any]:
    """Return the laid-out boxes of an element, each once per page, without those inside others."""
    found = []
    for page in run_of(edition).sheets.document.pages:
        found += _outermost(page._page_box, tag)
    return found


def _outermost(box: Any, tag: str) -> Iterator[Any]:
    if box.element_tag == tag:
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _outermost(child, tag)


def texts_in(box: Any) -> Iterator[Any]:
    """Yield the boxes of text in a box, markers of lists included."""
    if hasattr(box, "text"):
        yield box
    for child in getattr(box, "children", ()):
        yield from texts_in(child)


def markers_in(box: Any) -> list[Any]:
    return [one for one in texts_in(box) if one.element_tag == "li::marker"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_it_is_built_without_errors_and_without_findings_about_the_page(edition):
    run = run_of(edition)
    assert run.pdf.page_count > 3
    assert [one for one in run.findings if one.severity is Severity.ERROR] == []
    assert {one.code for one in run.findings} <= {"BR606"}  # the title is long on purpose


@pytest.mark.parametrize("edition", EDITIONS)
def test_numbers_of_lists_stay_in_their_column(edition):
    seen = 0
    for box in boxes(edition, "ol"):
        for marker in markers_in(box):
            if edition == RIGHT_TO_LEFT:
                end = box.position_x + box.margin_width()
                assert marker.position_x + marker.width <= end + TOLERANCE, marker.text
            else:
                assert marker.position_x >= box.position_x - TOLERANCE, marker.text
            seen += 1
    assert seen > 10


def test_nested_items_are_as_far_apart_as_others():
    pieces = [box for box in boxes(AT_FOOT, "ol") if box.element.find("li/ol") is not None]
    lines = [[marker.position_y for marker in markers_in(piece)] for piece in pieces]
    assert sum(map(len, lines)) >= 8
    distances = [{round(after - before, 1) for before, after in pairwise(piece)} for piece in lines]
    assert all(len(piece) <= 1 for piece in distances)


def test_lists_are_tagged_with_their_numbering():
    found = Counter(
        str(tag.attribute("/ListNumbering")).lstrip("/") for tag in tags_of(AT_FOOT) if tag.type == "L"
    )
    assert {"Decimal", "LowerAlpha", "LowerRoman", "UpperAlpha", "Disc", "Circle", "None"} <= set(found)
    assert found["LowerRoman"] == 2


@pytest.mark.parametrize("edition", EDITIONS)
def test_headings_skip_no_level(edition):
    levels = [
        int(tag.type[1:]) for tag in tags_of(edition) if tag.type in ("H1", "H2", "H3", "H4", "H5", "H6")
    ]
    assert levels[0] == 1 and levels.count(1) == 1 and max(levels) == 4
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("edition", [AT_FOOT, RIGHT_TO_LEFT])
def test_a_note_is_read_directly_after_its_reference(edition):
    count = 0
    for tag in tags_of(edition):
        kids = [kid for kid in tag.kids if isinstance(kid, Tag)]
        for before, after in pairwise(kids):
            if after.type == "Note":
                assert before.type == "Reference"
                assert after.kids[0].type == "Lbl"
                count += 1
    assert count == 15


def test_a_passage_in_another_language_says_so():
    languages = {(tag.type, str(tag.object.Lang)) for tag in tags_of(RIGHT_TO_LEFT) if "/Lang" in tag.object}
    assert ("Span", "fr") in languages


def test_a_unit_and_a_negative_number_are_read_from_left_to_right_in_arabic():
    (title,) = boxes(RIGHT_TO_LEFT, "h1")
    places = {one.text: one.position_x for one in texts_in(title)}
    assert places["g/m"] < places["3"]
    cells = [one.text for box in boxes(RIGHT_TO_LEFT, "td") for one in texts_in(box)]
    assert "\u200e−0.5" in [cell.rstrip("\u200f") for cell in cells]


def test_row_headers_of_the_outlook_are_the_names_of_the_scenarios():
    headers = {
        tag.text for tag in tags_of(AT_FOOT) if tag.type == "TH" and str(tag.attribute("/Scope")) == "/Row"
    }
    names = {scenario.name.text for scenario in jobs()[AT_FOOT].brief.outlook.scenarios}
    assert names <= headers


@pytest.mark.parametrize("edition", EDITIONS)
def test_tags_are_in_the_order_of_the_page(edition):
    assert steps_back(run_of(edition).pdf.content, is_right_to_left=edition == RIGHT_TO_LEFT) == []


def test_pages_have_labels():
    assert [page.label for page in pdf_of(AT_FOOT).pages] == [
        str(number) for number in range(1, run_of(AT_FOOT).pdf.page_count + 1)
    ]


@pytest.mark.parametrize(
    ("edition", "source", "back"),
    [
        (AT_FOOT, "Source\u00a01, ", "Back to the text, page "),
        (RIGHT_TO_LEFT, "المصدر\u00a01، ", "العودة إلى النص، صفحة "),
    ],
)
def test_links_have_names(edition, source, back):
    names = [str(note.Contents) for page in pdf_of(edition).pages for note in page.get("/Annots", ())]
    assert any(name.startswith(source) and len(name) > len(source) for name in names)
    pages = {name.removeprefix(back) for name in names if name.startswith(back)}
    assert pages and pages <= {str(number) for number in range(1, len(pdf_of(edition).pages) + 1)}


@pytest.mark.parametrize("edition", EDITIONS)
def test_links_can_be_clicked_and_a_picture_names_its_link(edition):
    links = [note for page in pdf_of(edition).pages for note in page.get("/Annots", ())]
    areas = [[float(edge) for edge in link.Rect] for link in links]
    assert min(abs(right - left) for left, _, right, _ in areas) > 1.5
    assert min(abs(top - bottom) for _, bottom, _, top in areas) > 6
    (partner,) = [
        link for link in links if str(link.get("/A", {}).get("/URI")) == "https://example.org/north"
    ]
    assert str(partner.Contents) == jobs()[edition].brief.partners[0].name.text


TEXTS = ("caption", "picture", "cell", "rowheader", "columnheader", "quotation", "emphasis", "table")


def texts_of(items: Iterator[Item]) -> list[Item]:
    """Return the items whose order does not depend on where footnotes are."""
    return [item for item in in_common(items) if item.kind in TEXTS or item.kind.startswith("heading")]


@with_browser
def test_texts_from_right_to_left_are_announced_in_the_pdf_as_in_the_html_edition():
    (document,) = (tag for tag in tags_of(RIGHT_TO_LEFT) if tag.type == "Document")
    announced = texts_of(of_node(announced_page(RIGHT_TO_LEFT)))
    assert texts_of(of_tag(document, "ar")) == announced
    assert len(announced) > 90 and {item.language for item in announced} == {"ar"}
