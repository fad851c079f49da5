"""Makes a contact sheet of changed pages: each page as it was and as it is, with its name, in one picture.

`python -m briefing.compare.contact_sheet` reads the pictures from standard input, in a process of its own: they were
made by a process that has read untrusted files.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.compare.page_changes import unpacked
from briefing.compare.sent_pdf import MEMORY
from briefing.pdf.pages import as_small_png

if TYPE_CHECKING:
    from PIL import Image, ImageFont

    Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

MAX_PAIRS = 48
"""The number of changed pages on a sheet: its picture can still be opened in a browser."""

COLUMNS = 2
"""The number of pairs next to each other."""

GAP, CAPTION_HEIGHT = 16, 26
"""In pixels: around each page, and the height of the line above it."""

PAPER, EDGE, INK, PALE = (236, 238, 240), (170, 176, 182), (29, 39, 48), (91, 107, 122)
FONT_SIZE = 17
CAPTION_FONT = "styles/fonts/SourceSans3-Regular.ttf"


def draw_sheet(captions: Sequence[Sequence[str]], pictures: Sequence[bytes], font: bytes) -> bytes:
    """Return a sheet as PNG: for each pair of pictures, one of which may be empty, two captions.

    Raises ValueError or OSError for a picture that is no PNG.
    """
    from PIL import Image, ImageDraw, ImageFont

    opened = [
        Image.open(io.BytesIO(one), formats=["PNG"]).convert("RGB") if one else None for one in pictures
    ]
    width = max(one.width for one in opened if one)
    height = max(one.height for one in opened if one)
    letters: Font = (
        ImageFont.truetype(io.BytesIO(font), FONT_SIZE) if font else ImageFont.load_default(FONT_SIZE)
    )
    across, down = width + GAP, height + CAPTION_HEIGHT + GAP
    columns = min(COLUMNS, len(captions))
    rows = -(-len(captions) // columns)
    sheet = Image.new("RGB", (columns * 2 * across + GAP, rows * down + GAP), PAPER)
    pen = ImageDraw.Draw(sheet)
    for number, ((left, right), old, new) in enumerate(zip(captions, opened[::2], opened[1::2], strict=True)):
        row, column = divmod(number, columns)
        for side, (text, page) in enumerate(((left, old), (right, new))):
            x, y = GAP + (2 * column + side) * across, GAP + row * down
            ink = PALE if side and old is not None else INK
            pen.text((x, y), _shortened(text, width, letters), ink, letters)
            if page is not None:
                _place(sheet, page, x, y + CAPTION_HEIGHT)
    return as_small_png(sheet)


def _place(sheet: Image.Image, page: Image.Image, x: int, y: int) -> None:
    """Place a page on the sheet, with a thin edge around it."""
    from PIL import Image

    sheet.paste(Image.new("RGB", (page.width + 2, page.height + 2), EDGE), (x - 1, y - 1))
    sheet.paste(page, (x, y))


def _shortened(text: str, width: int, letters: Font) -> str:
    """Return a caption that is no wider than a page; the middle of a longer one is left out."""
    kept = len(text)
    shown = text
    while kept > 1 and letters.getlength(shown) > width:
        kept -= 1
        shown = f"{text[: kept // 2]}…{text[len(text) - (kept - kept // 2) :]}"
    return shown


def main() -> int:
    """Read captions and pictures from standard input, and write the sheet; or a `problem` as JSON if it fails."""
    from PIL import Image

    from briefing.execution.confined_process import answer_confined
    from briefing.files.fonts import package_font

    def answer(content: bytes) -> bytes:
        captions, pictures = unpacked(content)
        return draw_sheet(captions, pictures, font)

    Image.init()
    path = package_font(CAPTION_FONT)
    font = path.read_bytes() if path else b""
    return answer_confined(answer, MEMORY, (ValueError, TypeError, OSError))


if __name__ == "__main__":
    sys.exit(main())
