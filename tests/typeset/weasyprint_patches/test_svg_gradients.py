"""Gradients and patterns in drawings look as in another renderer, and are of a kind that all viewers paint."""

from __future__ import annotations

import io

import pikepdf
import pytest

from tests.cases import each
from tests.typeset.drawings.rendering import by_resvg, by_weasyprint, difference, examples, export_drawings

pytestmark = pytest.mark.engine

ALIKE = 0.006
DRAWINGS = examples("gradients")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    root = tmp_path_factory.mktemp("drawings")
    return root, by_weasyprint(root, DRAWINGS)


@each("name", DRAWINGS)
def test_a_gradient_is_painted_as_svg_defines_it(drawn, name):
    root, pages = drawn
    picture = by_resvg(root, DRAWINGS[name])
    assert len(picture.getcolors(100_000)) > 1, "there is something to compare"
    assert difference(pages[name], picture) < ALIKE


def test_an_opaque_gradient_is_a_shading_and_never_a_tile(tmp_path):
    """Poppler, which many viewers use, paints nothing in a tile that is one unit wide."""
    pdf = export_drawings(tmp_path, {"grad": DRAWINGS["grad"]})
    with pikepdf.open(io.BytesIO(pdf.content)) as document:
        kinds = [
            one.PatternType
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and "/PatternType" in one
        ]
    assert kinds == [2]
