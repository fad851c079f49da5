"""Reads an untrusted PDF in a process of its own, which is ended if it takes too long or needs too much memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefing.compare.sent_pdf import CREATOR, SentPdfData
from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span
from briefing.files.bounded_reading import read_file
from briefing.files.separate_process import ApartError, answer_in, run_apart
from briefing.load.yaml.reader import Data

MAX_BYTES = 64 * 1024 * 1024
SECONDS = 30
READER = "briefing.compare.sent_pdf"
HELP = "name a PDF from `brief build`, as it was sent out"


@dataclass(frozen=True)
class SentPdf:
    """The content of a PDF made by Briefwright. If `manuscript` is None, `why` says why."""

    name: str
    title: str
    day: str
    """Its date as YYYYMMDD, or an empty text."""
    language: str
    manuscript: dict[str, Data] | None
    why: str
    data: dict[str, list[list[str]]] = field(default_factory=dict)
    texts: tuple[tuple[int, str], ...] = ()
    """The texts of its tags, as page and words."""


def read_pdf(path: Path, shown: str) -> SentPdf:
    """Read a PDF that was sent out.

    Raises SelectionError for a file that cannot be read, exceeds the limits, or was not made by Briefwright.
    """
    return sent_pdf_from(shown, read_apart(read_bytes(path, shown), shown))


def read_bytes(path: Path, shown: str) -> bytes:
    """Return the bytes of a file. Raises SelectionError for a file that cannot be read or exceeds the limits."""
    try:
        return read_file(os.fspath(path), shown, MAX_BYTES)
    except FileNotFoundError:
        raise SelectionError([Finding("BR810", f"there is no file '{shown}'", Span(shown), HELP)]) from None
    except OSError as error:
        raise _unreadable(shown, str(error.strerror)) from None


def read_apart(content: bytes, shown: str) -> SentPdfData:
    """Read the bytes of a PDF in a process of its own."""
    said: SentPdfData = json_of(answer_of(READER, content, shown), shown)
    return said


def answer_of(module: str, content: bytes, shown: str) -> bytes:
    """Return what a module of this room writes for an input, in a process of its own. Raises SelectionError."""
    with _reported(shown):
        return run_apart(module, content, SECONDS)


def json_of(answer: bytes, shown: str) -> Any:  # noqa: ANN401  (the caller knows its type)
    """Return the data that a process has written. Raises SelectionError for a problem, or if it crashed."""
    with _reported(shown):
        return answer_in(answer)


@contextmanager
def _reported(shown: str) -> Iterator[None]:
    """Raise SelectionError for a file that the process could not read."""
    try:
        yield
    except ApartError as error:
        raise _unreadable(shown, str(error)) from None


def sent_pdf_from(shown: str, said: SentPdfData) -> SentPdf:
    """Return the content of a PDF as a value. Raises SelectionError for a PDF of another program."""
    if not str(said["creator"]).startswith(CREATOR):
        creator = f"its creator is '{said['creator']}'" if said["creator"] else "it names no creator"
        what = f"{shown} was not made by {CREATOR}: {creator}"
        raise SelectionError([Finding("BR811", what, Span(shown), HELP)])
    return SentPdf(
        shown,
        said["title"],
        said["day"],
        said["language"],
        said["manuscript"],
        said["why"],
        said["data"],
        tuple((page, words) for page, words in said["texts"]),
    )


def _unreadable(shown: str, why: str) -> SelectionError:
    return SelectionError([Finding("BR810", f"cannot read {shown} as a PDF: {why}", Span(shown), HELP)])
