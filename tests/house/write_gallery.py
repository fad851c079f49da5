"""Draw the shipped briefs in each shipped theme: `python -m tests.house.write_gallery`.

A picture has a row for each brief: its first page, and the two pages after it as they lie open.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image

from tests.command import brief
from tests.conftest import ROOT

EDITION = "policymaker"
BRIEFS = ("leap-second", "venezuela-russia")
HEIGHT, GAP, MARGIN = 380, 14, 16
"""The height of a page, the space between pages that do not lie next to each other, and that around all, in pixels."""

GROUND = "#d5dbe1"


SHIPPED_THEME = "\ntheme: parliament\n"
"""How the shipped workspace names its theme."""


def main() -> None:
    for theme in sorted(path.parent.name for path in (ROOT / "themes").glob("*/theme.yaml")):
        picture = _sheet([list(_pages_of(path)) for path in _built(theme)])
        picture.quantize(256, Image.Quantize.MAXCOVERAGE).save(
            ROOT / f"docs/theme-{theme}.png", optimize=True
        )


def _built(theme: str) -> Iterator[Path]:
    """Build an edition of each brief in a theme, and yield its file."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(ROOT / "content", root / "content")
        settings = root / "content/workspace.yaml"
        given = settings.read_text()
        assert given.count(SHIPPED_THEME) == 1
        settings.write_text(given.replace(SHIPPED_THEME, f"\ntheme: {theme}\n"))
        done = brief("build", *BRIEFS, "-a", EDITION, "-l", "en", cwd=root)
        assert done.returncode == 0, done.stderr
        yield from (root / f"out/{name}-{EDITION}-en.pdf" for name in BRIEFS)


def _pages_of(path: Path) -> Iterator[Image.Image]:
    """Yield the first three pages of a PDF, all of one height."""
    with pypdfium2.PdfDocument(path) as document:
        for number in range(min(3, len(document))):
            page = document[number]
            drawn = page.render(scale=2 * HEIGHT / page.get_height()).to_pil().convert("RGB")
            yield drawn.resize((round(drawn.width * HEIGHT / drawn.height), HEIGHT), Image.Resampling.LANCZOS)


def _sheet(rows: list[list[Image.Image]]) -> Image.Image:
    """Return the rows of pages on one ground: the first page alone, the next two without a gap."""
    width = max(sum(page.width for page in row) for row in rows) + GAP + 1 + 2 * MARGIN
    sheet = Image.new("RGB", (width, len(rows) * (HEIGHT + GAP) - GAP + 2 * MARGIN), GROUND)
    for index, row in enumerate(rows):
        left, top = MARGIN, MARGIN + index * (HEIGHT + GAP)
        for number, page in enumerate(row):
            sheet.paste(page, (left, top))
            left += page.width + (GAP if number == 0 else 1)
    return sheet


if __name__ == "__main__":
    main()
