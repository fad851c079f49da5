"""Draw the pages of the tutorial, docs/tutorial.md: `python -m tests.house.write_tutorial`."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import pypdfium2
from PIL import Image

from tests.command import brief
from tests.conftest import ROOT
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
        with pypdfium2.PdfDocument(root / "desk/out/leap-policymaker-en.pdf") as document:
            pages = [page.render(scale=SCALE).to_pil() for page in document]
    width, height = pages[0].size
    sheet = Image.new("RGB", (len(pages) * (width + GAP) + GAP, height + 2 * GAP), "#d5dbe1")
    for number, page in enumerate(pages):
        sheet.paste(page, (GAP + number * (width + GAP), GAP))
    sheet.quantize(256).save(ROOT / "docs/tutorial.png", optimize=True)


def _run(*words: str, cwd: Path) -> None:
    done = brief(*words, cwd=cwd)
    assert done.returncode == 0, done.stderr


if __name__ == "__main__":
    main()
