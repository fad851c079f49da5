"""Halos and lines of texts in drawings: painted as in another renderer, and said once."""

from __future__ import annotations

import pypdfium2
import pytest

from tests.cases import each
from tests.typeset.drawings.rendering import by_resvg, by_weasyprint, difference, export_drawings

pytestmark = pytest.mark.engine

ALIKE = 0.02
"""Texts are not kerned by the engine."""

HALO = 'stroke="red" stroke-width="8"'
DRAWINGS = {
    "halo": f'<text x="10" y="60" font-size="40" paint-order="stroke" {HALO}>Halo</text>',
    "halo-inherited": f'<g style="paint-order:stroke" {HALO} font-size="40">'
    '<text x="9" y="60"><tspan>Halo</tspan></text></g>',
    "halo-centred": f'<text x="99" y="60" font-size="40" text-anchor="middle" paint-order="stroke" {HALO}>Halo</text>',
    "plain-stroke": '<text x="10" y="60" font-size="40" fill="white" stroke="red">Halo</text>',
    "vertical": '<text x="50" y="10" writing-mode="tb">Vertical</text>',
    "upper-case": '<text x="10" y="50" font-size="24">UPPER</text>',
}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    root = tmp_path_factory.mktemp("drawings")
    return root, by_weasyprint(root, DRAWINGS)


@each("name", DRAWINGS)
def test_a_text_is_painted_as_svg_defines_it(drawn, name):
    root, pages = drawn
    assert difference(pages[name], by_resvg(root, DRAWINGS[name])) < ALIKE


def test_the_letters_are_over_their_halo(drawn):
    _, pages = drawn
    colours = {colour: count for count, colour in pages["halo"].getcolors(100_000)}
    assert colours[0, 0, 0] > 500 and colours[255, 0, 0] > 500


def test_a_halo_is_no_text_of_its_own_and_is_no_fault(tmp_path):
    pdf = export_drawings(
        tmp_path,
        {
            "map": '<rect width="200" height="100" fill="#222"/><text x="9" y="60" font-size="40" fill="black" '
            'stroke="white" stroke-width="6" paint-order="stroke">Halo</text>'
        },
    )
    assert pdf.unreadable == ()
    with pypdfium2.PdfDocument(pdf.content) as document:
        assert document[0].get_textpage().get_text_range().count("Halo") == 1


def test_lines_are_painted(tmp_path):
    lines = {
        "under": '<text x="10" y="40" font-size="24" text-decoration="underline">Words</text>',
        "none": '<text x="10" y="40" font-size="24">Words</text>',
        "through": '<g style="text-decoration:line-through"><text x="10" y="40" font-size="24">Words</text></g>',
    }
    pages = by_weasyprint(tmp_path, lines)
    ink = {name: sum(page.convert("L").histogram()[:128]) for name, page in pages.items()}
    assert ink["under"] > ink["none"] + 150
    assert ink["through"] > ink["none"] + 100
