"""The pages of a test edition: made, drawn and read in a worker, and kept as a record with their pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from briefing.pdf.lines import Line, lines_of_pages
from briefing.pipeline.formats import PROOF
from briefing.pipeline.task import Task
from briefing.results import Result

if TYPE_CHECKING:  # imports the engine, which only the workers need
    from briefing.stages import Job, Sheets
    from briefing.typeset.layout import Typesetter

PAGES, PICTURES = "pages", "pictures"
"""The names of the files in the result: the record of the pages as JSON, and their pictures one after the other."""

SCALE = 96 / 72
"""Pixels per point: a page is as large in a browser as on paper."""


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page: its size in millimetres, its lines, and its picture by length in bytes and hash."""

    width: float
    height: float
    lines: tuple[Line, ...]
    length: int
    digest: str


Record = dict[str, tuple[DrawnPage, ...]]
"""The pages of test editions, by the names of the editions."""


@cache
def _pages() -> TypeAdapter[tuple[DrawnPage, ...]]:
    return TypeAdapter(tuple[DrawnPage, ...])


@cache
def _record() -> TypeAdapter[Record]:
    return TypeAdapter(Record)


def record_as_json(record: Mapping[str, tuple[DrawnPage, ...]]) -> bytes:
    """Return the pages of several editions as JSON."""
    return _record().dump_json(dict(record))


def record_from_json(content: bytes) -> Record:
    """Return the pages of several editions. Raises ValueError for anything else."""
    return _record().validate_json(content, strict=True)


def picture_name(edition: str, number: int) -> str:
    """Return the name of the file with the picture of a page, counted from 1."""
    return f"{edition}-{number}.png"


def case_task() -> Task:
    """Return the task that builds a test edition, draws its pages, and reads their lines."""
    return Task(_make, (PROOF, PAGES, PICTURES))


def drawing_task(pdf: bytes) -> Task:
    """Return the task that draws the pages of an edition with errors, and reads their lines."""
    return Task(_draw, (PAGES, PICTURES), (pdf,))


def _make(job: Job, typesetter: Typesetter) -> Result:
    from briefing.pipeline.edition import make_edition

    laid: list[Sheets] = []
    result = _about_theme(make_edition(job, typesetter, (PROOF,), take_sheets=laid.append), job, laid)
    if result.error:  # such a result has no files of other kinds
        return result
    return replace(result, files={**result.files, **_drawn(result.files[PROOF])})


def _about_theme(result: Result, job: Job, laid: Sequence[Sheets]) -> Result:
    """Return a result with the findings that the theme may have caused; `laid` has the pages, if there are any."""
    from briefing.theme_tests.theme_findings import about_theme, find_nearly_empty_pages

    empty = [finding for sheets in laid for finding in find_nearly_empty_pages(job, sheets)]
    report = replace(result.report, findings=(*about_theme(result.report.findings), *empty))
    error = type(result.error)(about_theme(result.error.findings)) if result.error else None
    return replace(result, report=report, error=error)


def _draw(_: Job, typesetter: Typesetter, pdf: bytes) -> Result:
    return Result(_drawn(pdf))


def _drawn(pdf: bytes) -> dict[str, bytes]:
    from briefing.pdf.pages import draw_pages

    pictures = draw_pages(pdf, SCALE)
    pages = tuple(
        DrawnPage(page.width, page.height, page.lines, len(picture), digest_of(picture))
        for page, picture in zip(lines_of_pages(pdf), pictures, strict=True)
    )
    return {PAGES: _pages().dump_json(pages), PICTURES: b"".join(pictures)}


def digest_of(content: bytes) -> str:
    """Return the hash of a picture."""
    return blake2b(content, digest_size=16).hexdigest()


def pages_of(result: Result) -> tuple[tuple[DrawnPage, ...], tuple[bytes, ...]]:
    """Return the pages in a result, and their pictures; none for an edition without pages.

    Raises ValueError if an untrusted process has written something else.
    """
    if PAGES not in result.files:
        return (), ()
    pages = _pages().validate_json(result.files[PAGES], strict=True)
    content, start = result.files[PICTURES], 0
    pictures = []
    for page in pages:
        picture = content[start : start + max(page.length, 0)]
        if digest_of(picture) != page.digest:
            raise ValueError("the pictures of the pages are not those of the record")
        pictures.append(picture)
        start += page.length
    return pages, tuple(pictures)
