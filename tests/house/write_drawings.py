"""Draw exports of six tools next to the result of another renderer: `python -m tests.house.write_drawings`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from briefing.typeset.drawings.preparation import prepare
from tests.conftest import ROOT
from tests.typeset.drawings.rendering import by_resvg, by_weasyprint

FOLDER = ROOT / "tests/typeset/drawings/exports"
SHOWN = {
    "datawrapper": "Datawrapper",
    "figma": "Figma",
    "illustrator": "Illustrator",
    "inkscape": "Inkscape",
    "plotly": "Plotly",
    "stata": "Stata",
}
"""The exports, with the name of each tool."""

FAMILIES = frozenset(("Brief Text", "Brief Display"))
TITLES = ("as printed", "resvg")
SIZE, GAP, TITLE = (300, 150), 12, 22
"""Pixels: the size of a picture, the space between pictures, and the space for a title."""

OUT = ROOT / "docs/drawings.png"


def main() -> None:
    sources = {name: (FOLDER / f"{name}.svg").read_text(encoding="utf-8") for name in SHOWN}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        printed = by_weasyprint(root, sources)
        other = {
            name: by_resvg(root, source, prepare(source.encode(), FAMILIES).replaced)
            for name, source in sources.items()
        }
    across = 2 * (2 * (SIZE[0] + GAP)) + GAP
    down = (len(SHOWN) + 1) // 2 * (SIZE[1] + TITLE + GAP) + GAP
    sheet = Image.new("RGB", (across, down), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    for number, (name, tool) in enumerate(SHOWN.items()):
        left = GAP + number % 2 * 2 * (SIZE[0] + GAP)
        top = GAP + number // 2 * (SIZE[1] + TITLE + GAP)
        for column, picture in enumerate((printed[name], other[name])):
            x = left + column * (SIZE[0] + GAP)
            draw.text((x, top), f"{tool}, {TITLES[column]}", fill="black", font=font)
            sheet.paste(picture.resize(SIZE), (x, top + TITLE))
            draw.rectangle((x, top + TITLE, x + SIZE[0] - 1, top + TITLE + SIZE[1] - 1), outline="#ccc")
    sheet.save(OUT, optimize=True)


if __name__ == "__main__":
    main()
