"""Draw pages of the shipped briefs for the README: `python -m tests.house.write_pages`, after `brief build`.

Chromium draws their HTML editions, if it is installed.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.compose.web.web_edition import stand_alone
from briefing.files.fonts import read_font
from briefing.files.workspace import Files
from briefing.load.themes import open_files
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Medium
from tests import browser
from tests.conftest import ROOT
from tests.preview.commands import running

DOTS_PER_INCH = 80
PAGES = {
    "page-one": ("venezuela-russia-policymaker-en", 1),
    "exhibits": ("leap-second-policymaker-en", 4),
}
"""The name of each picture: the edition, and the number of the page."""

SCREENS = {"html-telephone": (360, 760), "html-desk": (1280, 940)}
"""The name of each picture of an HTML edition: the window, in CSS pixels."""

WALL_WINDOW, WALL_WIDTH = (1400, 860), 1050
"""The window in which the preview is drawn, in CSS pixels, and the width of the picture in pixels."""

UP_TO_DATE = (
    "document.querySelectorAll('.edition').length > 2 && [...document.querySelectorAll('.edition')].slice(0, 3)"
    ".every(one => one.dataset.state === 'up to date' && [...one.querySelectorAll('.page')]"
    ".every(({page, dataset}) => !page.isNear || dataset.drawn === page.digest))"
)
MARK = "document.querySelector('.marks [data-key=\"{key}\"]')"
FAULT = ("supports Venezuela;", "supports Venezuela since {year};")
"""A text of the shipped brief, and the same text with an error."""

SCREENED = "leap-second-policymaker-en"
SCREEN_HEIGHT = 560
"""The height of a picture of a window, in pixels."""

SHEET = "editions"
SHOWN = {
    "minister-en": "minister",
    "press-en": "press",
    "policymaker-en": "policymaker",
    "legislator-en": "legislator",
    "public-en": "public",
    "analyst-en": "analyst",
    "classroom-en": "classroom",
    "minister-es": "minister, Spanish",
    "minister-ru": "minister, Russian",
}
"""The editions of the first brief on the contact sheet, with the title of each."""

SCALE, GAP, CAPTION, COLUMNS = 0.24, 10, 22, 10
"""Pixels per point of a page, pixels between pages, pixels for titles, and pages in a row."""


def main() -> None:
    for name, (edition, number) in PAGES.items():
        pictures = list(_pages(edition, DOTS_PER_INCH / 72))
        pictures[number - 1].save(ROOT / f"docs/{name}.png", optimize=True)
    _draw_sheet().save(ROOT / f"docs/{SHEET}.png", optimize=True)
    if not browser.missing():
        _draw_screens()
        _draw_preview()


def _draw_preview() -> None:
    """Draw the preview of the shipped brief: the wall, the panel, and an error."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(ROOT / "content", root / "content")
        brief = root / "content/venezuela-russia/brief.yaml"
        with running(root, "venezuela-russia", "-l", "en") as command, browser.browser() as tab:
            tab.resize(*WALL_WINDOW)
            tab.visit(command.address)
            tab.press("-")
            tab.wait_for(UP_TO_DATE)
            tab.wait_for(MARK.format(key="bottom_line.short"))
            _save(tab, "preview-wall")
            tab.value(MARK.format(key="bottom_line.short") + ".focus()")
            tab.press("e")
            tab.wait_for("document.activeElement.tagName === 'TEXTAREA'")
            _save(tab, "preview-edit")
            tab.press("Escape")
            tab.value("document.activeElement.blur()")
            text = brief.read_text(encoding="utf-8")
            assert FAULT[0] in text
            brief.write_text(text.replace(*FAULT), encoding="utf-8")
            tab.wait_for("document.querySelector('.faults span.error')")
            tab.wait_for(UP_TO_DATE)
            _save(tab, "preview-error")


def _save(tab: browser.Tab, name: str) -> None:
    with Image.open(io.BytesIO(tab.picture())) as picture:
        width, height = WALL_WINDOW
        size = (WALL_WIDTH, round(height * WALL_WIDTH / width))
        small = picture.convert("RGB").resize(size)
        small.quantize(256, Image.Quantize.MAXCOVERAGE).save(ROOT / f"docs/{name}.png", optimize=True)


def _draw_screens() -> None:
    """Draw an HTML edition in windows of several sizes."""
    files = open_files(ROOT)
    job = next(job for job in plan(files, Selection()).jobs if job.name == SCREENED)
    html = stand_alone(compose(tailor(job), files, Medium.SCREEN), files)
    with tempfile.TemporaryDirectory() as folder, browser.browser() as tab:
        path = Path(folder) / "edition.html"
        path.write_text(html, encoding="utf-8")
        for name, (width, height) in SCREENS.items():
            tab.open(path, width, height)
            with Image.open(io.BytesIO(tab.picture())) as picture:
                size = (round(width * SCREEN_HEIGHT / height), SCREEN_HEIGHT)
                picture.convert("RGB").resize(size).save(ROOT / f"docs/{name}.png", optimize=True)


def _pages(edition: str, scale: float) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(ROOT / f"out/{edition}.pdf") as document:
        yield from (page.render(scale=scale).to_pil() for page in document)


def _draw_sheet() -> Image.Image:
    """Draw all pages of the editions in rows, with the title above the first page of each."""
    content = read_font("styles/fonts/SourceSans3-Bold.ttf", Files(ROOT))
    font = ImageFont.truetype(io.BytesIO(content), 13)
    pages = [
        (page, caption if number == 0 else "")
        for edition, caption in SHOWN.items()
        for number, page in enumerate(_pages(f"venezuela-russia-{edition}", SCALE))
    ]
    width, height = pages[0][0].size
    rows = -(-len(pages) // COLUMNS)
    size = (COLUMNS * (width + GAP) + GAP, rows * (height + CAPTION + GAP) + GAP)
    sheet = Image.new("RGB", size, "#d5dbe1")
    draw = ImageDraw.Draw(sheet)
    for index, (page, caption) in enumerate(pages):
        left = GAP + index % COLUMNS * (width + GAP)
        top = GAP + index // COLUMNS * (height + CAPTION + GAP)
        draw.text((left, top), caption, "#1b2430", font=font)
        sheet.paste(page, (left, top + CAPTION))
    return sheet


if __name__ == "__main__":
    main()
