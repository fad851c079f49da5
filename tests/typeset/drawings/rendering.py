"""Render drawings with the typesetter and with another renderer (resvg), and measure how much they differ."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pypdfium2
import vl_convert
import yaml
from PIL import Image, ImageChops, ImageFilter

from briefing.compose.charts.engine import register_fonts
from briefing.compose.charts.svg import _register, _usable
from briefing.files.css import display_faces_of
from briefing.files.workspace import Files
from briefing.stages import Page, Pdf
from briefing.typeset.layout import Typesetter, export

SIZE, SCALE = (200, 100), 2
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 100"
 width="200" height="100" font-family="Brief Display" font-size="14">{}</svg>"""
HTML = "<!doctype html><html lang=en><title>Drawings</title><body>{}"
CSS = "@page { size: 200px 100px; margin: 0 } body { margin: 0 } img { display: block; width: 200px; height: 100px }"
FONTS = ("styles/fonts.css",)

PAPER = '<path style="fill:white !important;stroke:none !important" d="M-9999-9999H99999V99999H-9999z"/>'
"""Painted first, because resvg returns colours that are not fully opaque too dark."""

BLUR, FAINT = 3, 24
"""Pixels, and levels of 256: smaller differences are those of the edges of lines and letters."""


def examples(group: str) -> dict[str, str]:
    """Return the drawings of a file next to this one, by their names."""
    found = yaml.safe_load((Path(__file__).parent / f"{group}.yaml").read_text(encoding="utf-8"))
    return {str(name): inside for name, inside in found.items()}


def whole(drawing: str) -> str:
    """Return a drawing with its <svg> element, which the examples leave out."""
    return drawing if re.match(r"<\?xml|<!DOCTYPE|<svg[^>]* xmlns=", drawing) else SVG.format(drawing)


def export_drawings(root: Path, drawings: Mapping[str, str]) -> Pdf:
    """Return a PDF with each drawing on a page of its own."""
    folder = root / "content/trial"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "styles").mkdir(exist_ok=True)
    (root / "styles/trial.css").write_text(CSS)
    for name, inside in drawings.items():
        (folder / f"{name}.svg").write_text(whole(inside), encoding="utf-8")
    shown = "".join(f'<img src="{name}.svg" alt="{name}">' for name in drawings)
    page = Page(HTML.format(shown), (*FONTS, "styles/trial.css"), "content/trial/brief.html")
    sheets = Typesetter(Files(root)).lay_out(page)
    assert sheets.engine_warnings == ()
    assert sheets.page_count == len(drawings)
    return export(sheets)


def by_weasyprint(root: Path, drawings: Mapping[str, str]) -> dict[str, Image.Image]:
    """Return the pages of `export_drawings` as pictures."""
    with pypdfium2.PdfDocument(export_drawings(root, drawings).content) as document:
        pages = [page.render(scale=96 / 72 * SCALE).to_pil().convert("RGB") for page in document]
    return dict(zip(drawings, pages, strict=True))


def by_resvg(root: Path, inside: str, fonts: Iterable[str] = ()) -> Image.Image:
    """Return the picture of a drawing by another renderer, in the font of the style in place of some `fonts`."""
    files = Files(root)
    family, folders = _register(tuple(_usable(display_faces_of(FONTS, files), files)))
    register_fonts(folders)
    drawing = re.sub("|".join(map(re.escape, ("Brief Display", *fonts))), family, whole(inside))
    drawing = re.sub(r"<svg[^>]*>", lambda match: match[0] + PAPER, drawing, count=1)
    png = vl_convert.svg_to_png(drawing, scale=SCALE)
    return Image.open(io.BytesIO(png)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of the pixels that clearly differ."""
    blurred = [picture.filter(ImageFilter.GaussianBlur(BLUR)) for picture in (one, other)]
    levels = ImageChops.difference(*blurred).convert("L").histogram()
    return sum(levels[FAINT:]) / (one.width * one.height)
