"""Sides in the cascade: a physical side and the same logical side are one property, as CSS defines."""

from __future__ import annotations

import pytest

from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.stages import Page
from briefing.typeset.layout import Typesetter
from tests.cases import each
from tests.typeset.weasyprint_patches.unpatched import put_back

pytestmark = pytest.mark.engine

SHEETS = ("styles/fonts.css", "styles/trial.css")
LEFT_TO_RIGHT = "<!doctype html><html lang=en><title>T</title><body><p id=p>Text</p><p class=next>More</p>"
RIGHT_TO_LEFT = LEFT_TO_RIGHT.replace("lang=en", "lang=ar dir=rtl")
MM = 96 / 25.4


@pytest.fixture
def lay_out(workspace):
    def lay(style: str, html: str = LEFT_TO_RIGHT):
        files = workspace(files={"styles/trial.css": style})
        return Typesetter(files).lay_out(Page(html, SHEETS, "content/trial/brief.html"))

    return lay


def margins_of(box) -> list[int]:
    """Return the top, right, bottom and left margins, in millimetres."""
    return [round(getattr(box, f"margin_{side}") / MM) for side in ("top", "right", "bottom", "left")]


def first_paragraph(sheets):
    boxes = sheets.document.pages[0]._page_box.descendants()
    return next(box for box in boxes if box.element_tag == "p" and type(box).__name__ == "BlockBox")


SHIPPED = "@page { margin-block: 18mm 21mm; margin-inline: 20mm 10mm }\n"


@pytest.mark.parametrize(
    ("style", "left_to_right", "right_to_left"),
    [
        ("", [18, 10, 21, 20], [18, 20, 21, 10]),
        ("@page { margin: 35mm }", [35, 35, 35, 35], [35, 35, 35, 35]),
        ("@page { margin-left: 35mm }", [18, 10, 21, 35], [18, 20, 21, 35]),
        ("@page { margin-top: 35mm; margin-right: 5mm }", [35, 5, 21, 20], [35, 5, 21, 10]),
        ("@page { margin-inline-start: 35mm }", [18, 10, 21, 35], [18, 35, 21, 10]),
        ("@page { margin: 35mm; margin-inline-end: 5mm }", [35, 5, 35, 35], [35, 35, 35, 5]),
        ("@page { margin-inline-end: 5mm; margin: 35mm }", [35, 35, 35, 35], [35, 35, 35, 35]),
        ("@page { margin: 35mm } @page { margin-block: 9mm }", [9, 35, 9, 35], [9, 35, 9, 35]),
        ("@page :first { margin: 35mm }", [35, 35, 35, 35], [35, 35, 35, 35]),
        ("@page :first { margin: 35mm } @page { margin: 9mm }", [35, 35, 35, 35], [35, 35, 35, 35]),
        (
            "@page :first { margin-inline: 35mm } @page { margin-left: 9mm }",
            [18, 35, 21, 35],
            [18, 35, 21, 35],
        ),
        ("@page { margin-inline: 5mm !important; margin: 35mm }", [35, 5, 35, 5], [35, 5, 35, 5]),
        ("@page { margin: 35mm !important; margin-inline: 5mm }", [35, 35, 35, 35], [35, 35, 35, 35]),
        (":root { --wide: 35mm } @page { margin: var(--wide) }", [35, 35, 35, 35], [35, 35, 35, 35]),
        ("@page { margin: calc(30mm + 5mm) 9mm }", [35, 9, 35, 9], [35, 9, 35, 9]),
        ("@page odd { margin: 35mm } body { page: odd }", [35, 35, 35, 35], [35, 35, 35, 35]),
    ],
)
def test_the_later_margin_of_a_page_wins_by_whatever_name(lay_out, style, left_to_right, right_to_left):
    for html, wanted in ((LEFT_TO_RIGHT, left_to_right), (RIGHT_TO_LEFT, right_to_left)):
        page = lay_out(SHIPPED + style, html).document.pages[0]._page_box
        assert margins_of(page) == wanted


@pytest.mark.parametrize(
    ("style", "left_to_right", "right_to_left"),
    [
        ("p { margin-inline: 4mm 6mm; margin-left: 9mm }", (9, 6), (9, 4)),
        ("p { margin-left: 9mm; margin-inline: 4mm 6mm }", (4, 6), (6, 4)),
        ("p { margin-inline: 4mm 6mm } p { margin: 0 9mm }", (9, 9), (9, 9)),
        ("#p { margin-inline: 4mm 6mm } p { margin: 0 9mm }", (4, 6), (6, 4)),
        ("p { margin-inline: 4mm 6mm } #p { margin: 0 9mm }", (9, 9), (9, 9)),
        ("p { margin-inline: 4mm 6mm } p { margin-inline-start: 9mm }", (9, 6), (6, 9)),
        ("p { margin: 0 9mm } @layer old { p { margin-inline: 4mm 6mm } }", (9, 9), (9, 9)),
    ],
)
def test_so_it_is_for_elements(lay_out, style, left_to_right, right_to_left):
    for html, wanted in ((LEFT_TO_RIGHT, left_to_right), (RIGHT_TO_LEFT, right_to_left)):
        box = first_paragraph(lay_out(style, html))
        assert (round(box.margin_left / MM), round(box.margin_right / MM)) == wanted


def test_paddings_borders_and_corners_too(lay_out):
    style = (
        "p { padding-inline: 4mm; padding-left: 9mm; border-inline: 2mm solid; border-left-width: 1mm;"
        " border-start-start-radius: 3mm; border-top-left-radius: 0; inset-inline-start: 2mm; left: 7mm }"
    )
    box = first_paragraph(lay_out(style))
    found = (box.padding_left, box.padding_right, box.border_left_width, box.border_right_width)
    assert [round(side / MM) for side in found] == [9, 4, 1, 2]
    assert box.style["border_top_left_radius"] == box.style["border_bottom_right_radius"]
    assert round(box.style["left"].value / MM) == 7


def test_a_style_attribute_wins_as_before(lay_out):
    html = LEFT_TO_RIGHT.replace("id=p", "id=p style='margin-inline: 1mm; margin-left: 2mm'")
    box = first_paragraph(lay_out("#p { margin: 0 9mm }", html))
    assert (round(box.margin_left / MM), round(box.margin_right / MM)) == (2, 1)


ORIGINAL = '@import "shipped/page.css";\n'


@each(
    ("files", "sides"),
    [
        ({"styles/page.css": ORIGINAL + "@page { margin: 35mm }"}, (35, 35)),
        ({"styles/page.css": ORIGINAL + "@page { margin-inline: 30mm 40mm }"}, (30, 40)),
        ({"styles/audiences/policymaker.css": "@page { margin: 35mm }"}, (35, 35)),
        ({"styles/parts/outlook.css": "@page { margin-left: 35mm }"}, (35, 18)),
        ({"styles/papers/a4.css": "@page { size: A4; margin-right: 35mm }"}, (20, 35)),
    ],
)
def test_the_strip_of_the_masthead_and_its_names_follow_the_margins(workspace, files, sides):
    settings = {"content/workspace.yaml": "publisher: The house\n"}
    opened = workspace(files={**files, **settings})
    (job,) = plan(opened, Selection()).jobs
    result = Run()
    run_stages(job, Typesetter(opened), result)
    page = result.sheets.document.pages[0]._page_box
    assert [round(page.margin_left / MM), round(page.margin_right / MM)] == list(sides)
    strip = next(
        box
        for box in page.descendants()
        if box.element is not None and box.element.get("class") == "masthead"
    )
    assert strip.border_box_x() < 0
    assert strip.border_box_x() + strip.border_width() > page.margin_width()
    assert round(strip.content_box_x() - page.content_box_x()) == 0
    assert round(strip.width - page.width) == 0
    assert result.findings == []


def test_without_the_patch_the_logical_margin_wins(lay_out, monkeypatch):
    style = SHIPPED + "@page { margin: 35mm }"
    assert margins_of(lay_out(style).document.pages[0]._page_box) == [35, 35, 35, 35]
    put_back(monkeypatch, "weasyprint.css:declaration_precedence", "weasyprint.css:ComputedStyle.__missing__")
    assert margins_of(lay_out(style).document.pages[0]._page_box) == [18, 10, 21, 20]
