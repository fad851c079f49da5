"""Draws a page of a PDF, in a sandboxed worker: PDFium reads what the files of the workspace have produced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.pipeline.task import Task
from briefing.results import Result

if TYPE_CHECKING:  # imports the engine, which only the workers need
    from briefing.stages import Job
    from briefing.typeset.layout import Typesetter

PICTURE = "picture"
"""The name of the file in the result."""


def drawing_task(pdf: bytes, number: int, scale: float) -> Task:
    """Return the task that draws a page, counted from 0, as PNG in `scale` pixels per point."""
    return Task(_draw, (PICTURE,), (pdf, number, scale))


def _draw(job: Job, typesetter: Typesetter, pdf: bytes, number: int, scale: float) -> Result:
    from briefing.pdf.pages import draw_page

    return Result({PICTURE: draw_page(pdf, number, scale)})
