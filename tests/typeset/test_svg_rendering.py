"""Drawings rendered by WeasyPrint compared with another renderer (resvg): nothing is lost."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import vl_convert
from PIL import Image, ImageChops, ImageFilter

from briefing.compose.charts.engine import register_fonts
from briefing.compose.charts.svg import _register
from briefing.stages import Page
from briefing.typeset.layout import Typesetter, export
from tests.cases import each
from tests.compose.charts.examples import CHARTS, Drawn

SCALE = 2
REACH = 5
"""In pixels at that scale: the allowed distance between the same line or letter in the two pictures."""

STRAY = 0.0005
"""The share of a picture that may be ink in one and not near ink in the other: edges of letters."""

GRIDS = ("#e1e6eb", "#4d5a68")
"""The colour of the grid, and a darker one: resvg draws each hairline in the same shade."""

HTML = "<!doctype html><html lang=en><title>A chart</title><body>{}"
CSS = "@page {{ size: {}px {}px; margin: 0 }} body {{ margin: 0 }} svg {{ display: block; width: 100% }}"


def by_weasyprint(drawn: Drawn, svg: str, size: tuple[int, int]) -> Image.Image:
    (drawn.files.root / "styles").mkdir(exist_ok=True)
    (drawn.files.root / "styles/trial.css").write_text(CSS.format(*size))
    page = Page(HTML.format(svg), ("styles/fonts.css", "styles/trial.css"), "content/trial/brief.html")
    pdf = export(Typesetter(drawn.files).lay_out(page))
    document = pypdfium2.PdfDocument(pdf.content)
    assert len(document) == 1
    picture = document[0].render(scale=96 / 72 * SCALE).to_pil().convert("L")
    document.close()
    return picture


def by_resvg(drawn: Drawn, svg: str) -> Image.Image:
    family, folders = _register(drawn.drawer._fonts)
    register_fonts(folders)
    png = vl_convert.svg_to_png(svg.replace("Brief Display", family), scale=SCALE)
    drawing = Image.open(io.BytesIO(png)).convert("RGBA")
    white = Image.new("RGBA", drawing.size, "white")
    return Image.alpha_composite(white, drawing).convert("L")


def stray_ink(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that are clearly ink in one picture with no ink near them in the other."""
    ink = one.point(lambda light: 255 if light < 200 else 0)
    near = other.point(lambda light: 255 if light < 225 else 0).filter(ImageFilter.MaxFilter(2 * REACH + 1))
    stray = ImageChops.subtract(ink, near)
    return stray.histogram()[255] / (one.width * one.height)


@pytest.mark.engine
@each("kind", CHARTS)
def test_nothing_of_a_chart_is_lost(workspace, kind):
    drawn = Drawn(workspace, CHARTS[kind])
    svg = drawn.svg().replace(*GRIDS)
    reference = by_resvg(drawn, svg)
    size = (reference.width // SCALE, reference.height // SCALE)
    ours = by_weasyprint(drawn, svg, size).resize(reference.size)
    assert sum(reference.histogram()[:200]) > 1500, "there is ink to compare"
    assert stray_ink(reference, ours) < STRAY, "ink that WeasyPrint does not draw"
    assert stray_ink(ours, reference) < STRAY, "ink that only WeasyPrint draws"


def test_a_lost_line_would_be_seen(workspace):
    drawn = Drawn(workspace, CHARTS["line"])
    svg = drawn.svg()
    whole = by_resvg(drawn, svg)
    without = by_resvg(drawn, svg.replace(">Solar<", "><"))
    assert stray_ink(whole, without) > STRAY
