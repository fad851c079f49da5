"""Read the file of a reviewer in a process of its own, without network and other files, and with limited memory.

`python -m briefing.review.returned.reading_process` reads the file from standard input.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span
from briefing.files.bounded_reading import read_file
from briefing.files.separate_process import ApartError, answer_in, run_apart
from briefing.review.returned.notes import ReturnedFile, from_json, to_json

MAX_BYTES = 64 * 1024 * 1024
MEMORY = 1024 * 1024 * 1024
SECONDS = 60
WORD, PDF = ".docx", ".pdf"
HELP = "name a Word document from `brief export`, or a PDF from `brief build`, as the reviewer returned it"


def read_returned(path: Path, shown: str) -> ReturnedFile:
    """Return the notes in the file of a reviewer.

    Raises SelectionError for a file that cannot be read, is damaged, or exceeds the limits.
    """
    ending = path.suffix.lower()
    if ending not in (WORD, PDF):
        raise _unreadable(shown, "it is neither a .docx nor a .pdf file")
    try:
        content = read_file(os.fspath(path), shown, MAX_BYTES)
    except FileNotFoundError:
        raise SelectionError([Finding("BR820", f"there is no file '{shown}'", Span(shown), HELP)]) from None
    except OSError as error:
        raise _unreadable(shown, str(error.strerror)) from None
    try:
        return from_json(answer_in(run_apart(__name__, content, SECONDS, ending)))
    except ApartError as error:
        raise _unreadable(shown, str(error)) from None
    except (KeyError, TypeError, ValueError):
        raise _unreadable(shown, "the process that reads it crashed") from None


def _unreadable(shown: str, why: str) -> SelectionError:
    return SelectionError([Finding("BR820", f"cannot read {shown}: {why}", Span(shown), HELP)])


def main() -> int:
    """Read a file from standard input and write its notes to standard output as JSON, or `problem` if it fails."""
    from briefing.execution.confined_process import answer_confined

    if sys.argv[1:] == [PDF]:
        from briefing.review.returned.pdf_file import read_pdf_file as read
    else:
        from briefing.review.returned.word_file import read_word_file as read

    def answer(content: bytes) -> bytes:
        return json.dumps(to_json(read(content))).encode()

    return answer_confined(answer, MEMORY, (RuntimeError, ValueError))


if __name__ == "__main__":
    sys.exit(main())
