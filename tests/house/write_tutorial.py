"""Draw the pages of the tutorials: `python -m tests.house.write_tutorial`."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import pypdfium2
from PIL import Image

from tests.command import brief
from tests.conftest import ROOT
from tests.house.tutorials import follow
from tests.importing.documents import word

SCALE, GAP = 0.8, 12
"""Pixels per point of a page, and pixels between the pages."""

CHART = "word/media/image1.png"
"""The first chart of the shipped brief, whose title the document has."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _run("export", "leap-second", "-a", "policymaker", "-o", folder, cwd=ROOT)
        with zipfile.ZipFile(root / "leap-second-policymaker-en.docx") as exported:
            image = exported.read(CHART)
        (root / "draft.docx").write_bytes(word(image))
        _run("new", "workspace", "desk", cwd=root)
        _run("import", "../draft.docx", "--slug", "leap", cwd=root / "desk")
        _run("build", "leap", cwd=root / "desk")
        _draw("tutorial", _pages(root / "desk/out/leap-policymaker-en.pdf"))
    with tempfile.TemporaryDirectory() as folder:
        root = follow(Path(folder))
        _run("build", "leap", cwd=root)
        editions = ("policymaker", "public")
        _draw("first-brief", [page for one in editions for page in _pages(root / f"out/leap-{one}-en.pdf")])


def _pages(path: Path) -> list[Image.Image]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.render(scale=SCALE).to_pil() for page in document]


def _draw(name: str, pages: list[Image.Image]) -> None:
    """Write a picture of pages, one next to the other, into docs/."""
    width, height = pages[0].size
    sheet = Image.new("RGB", (len(pages) * (width + GAP) + GAP, height + 2 * GAP), "#d5dbe1")
    for number, page in enumerate(pages):
        sheet.paste(page, (GAP + number * (width + GAP), GAP))
    sheet.quantize(256, Image.Quantize.MAXCOVERAGE).save(ROOT / f"docs/{name}.png", optimize=True)


def _run(*words: str, cwd: Path) -> None:
    done = brief(*words, cwd=cwd)
    assert done.returncode == 0, done.stderr


if __name__ == "__main__":
    main()
