"""A pytest plugin for the test suite of WeasyPrint: it applies our patches, and writes the outcome of each test.

`PATCHES` in the environment is "on" or "off", `OUTCOMES` is the file that is written: the name of each test and
"passed", "failed" or "skipped", as JSON. The suite renders with Ghostscript; without it, PDFium is used, which renders
some edges differently: some tests fail, but both with and without the patches.
"""

from __future__ import annotations

import io
import json
import os
import shutil
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

PIXELS_PER_POINT = 1 / 72

outcomes: dict[str, str] = {}


def pytest_configure(config):
    if os.environ["PATCHES"] == "on":
        load_patched_engine()


def load_patched_engine():
    """Load WeasyPrint with our patches, but with the fonts and the clock of its own tests."""
    from briefing.typeset.engine import patches_off

    environment = dict(os.environ)
    off = patches_off()
    os.environ.clear()
    os.environ.update(environment)
    if off:
        pytest.exit("patches off: " + "; ".join(f"{one.patch.name} ({one.reason})" for one in off), 3)


def pytest_collection_finish(session):
    """Replace the renderer right before the first test, after the suite has set up its own."""
    if shutil.which("gs") is None:
        from weasyprint.document import Document

        Document.write_png = draw_with_pdfium


def draw_with_pdfium(document, target=None, resolution=96, antialiasing=1, zoom=1, split_images=False):
    """Render a document like the suite's own function: pages as PNG, one below the other."""
    options = {f"no_smooth{what}": antialiasing == 1 for what in ("text", "image", "path")}
    with pypdfium2.PdfDocument(document.write_pdf()) as pdf:
        pages = [page.render(scale=resolution * PIXELS_PER_POINT, **options).to_pil() for page in pdf]
    if split_images:
        return [as_png(page) for page in pages]
    png = as_png(pages[0] if len(pages) == 1 else stacked(pages))
    if target is None:
        return png
    if hasattr(target, "write"):
        target.write(png)
    else:
        Path(target).write_bytes(png)
    return None


def stacked(pages):
    """Return pages one below the other, each centred."""
    whole = Image.new("RGBA", (max(page.width for page in pages), sum(page.height for page in pages)))
    top = 0
    for page in pages:
        whole.paste(page, ((whole.width - page.width) // 2, top))
        top += page.height
    return whole


def as_png(picture):
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def pytest_runtest_logreport(report):
    """Record the outcome of a test: a failure in its set-up or tear-down counts too."""
    if report.when == "call" or report.outcome != "passed":
        outcomes[report.nodeid] = report.outcome


def pytest_sessionfinish(session):
    """Write the outcomes; with pytest-xdist, only the process that has all of them does."""
    if not hasattr(session.config, "workerinput"):
        Path(os.environ["OUTCOMES"]).write_text(json.dumps(outcomes, sort_keys=True))
