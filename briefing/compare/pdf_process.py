"""A PDF of anybody's, read in a process of its own that is ended when it takes too long or too much."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import briefing
from briefing.compare.sent_pdf import SentPdfData
from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span
from briefing.files.bounded_reading import read_file
from briefing.load.yaml.reader import Data

MAX_BYTES = 64 * 1024 * 1024
SECONDS = 30
READER = "briefing.compare.sent_pdf"
PACKAGE = Path(briefing.__file__).parent
MAKER = "Briefwright"
MEND = "name a PDF that `brief build` made, as it was handed out"


@dataclass(frozen=True)
class SentPdf:
    """What a PDF of ours says: `manuscript` is data, or None, and `why` says why; `texts` are those of its tags."""

    name: str
    title: str
    day: str
    """Its day as year, month and day, or nothing."""
    language: str
    manuscript: dict[str, Data] | None
    why: str
    data: dict[str, list[list[str]]] = field(default_factory=dict)
    texts: tuple[tuple[int, str], ...] = ()
    """Page and words."""


def read_pdf(path: Path, shown: str) -> SentPdf:
    """What a PDF says that was handed out.

    Raises SelectionError for a file that cannot be read, takes too much, or was not made by us.
    """
    try:
        content = read_file(os.fspath(path), shown, MAX_BYTES)
    except FileNotFoundError:
        raise SelectionError([Finding("BR810", f"there is no file '{shown}'", Span(shown), MEND)]) from None
    except OSError as error:
        raise _unreadable(shown, f"it cannot be opened: {error.strerror}") from None
    return told(shown, read_apart(content, shown))


def read_apart(content: bytes, shown: str) -> SentPdfData:
    """Read the bytes of a PDF in a process of its own."""
    try:
        done = subprocess.run(  # noqa: S603  (our own program; the file is its input)
            [sys.executable, "-P", "-m", READER],  # -P: no module of the folder that the command runs in
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "PYTHONPATH": os.fspath(PACKAGE.parent)},
        )
    except subprocess.TimeoutExpired:
        raise _unreadable(shown, f"it was not read after {SECONDS} s") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise _unreadable(shown, "it ended the process that read it") from None
    if "problem" in answer:
        raise _unreadable(shown, str(answer["problem"]))
    said: SentPdfData = answer
    return said


def told(shown: str, said: SentPdfData) -> SentPdf:
    """What was read, as a value. Raises SelectionError for a PDF of another program."""
    if not str(said["maker"]).startswith(MAKER):
        maker = f"its maker is '{said['maker']}'" if said["maker"] else "it names no maker"
        what = f"{shown} is not of {MAKER}: {maker}"
        raise SelectionError([Finding("BR811", what, Span(shown), MEND)])
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
    return SelectionError([Finding("BR810", f"{shown} cannot be read as a PDF: {why}", Span(shown), MEND)])
