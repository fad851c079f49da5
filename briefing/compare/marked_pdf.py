"""Marks changes in a copy of a PDF as annotations: highlights for inserted words, notes for removed ones.

The file is untrusted. `python -m briefing.compare.marked_pdf` reads the changes, a line of JSON, and the file from
standard input in a process of its own, without network or other files and with limited memory.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf, String

from briefing.compare.sent_pdf import MAX_LETTERS, MEMORY, SOFT_HYPHEN

AUTHOR = "brief diff"
INSERTED, REMOVED = (0.55, 0.9, 0.6), (0.9, 0.25, 0.2)
"""The colours of highlights and notes, as red, green and blue."""

PRINTED = 4
"""The flag of an annotation that is printed (ISO 32000-2, 12.5.3)."""

NOTE_SIZE, NOTE_GAP = 14.0, 18.0
"""The size of a note, and the distance of notes on the edge of a page, in points."""

FOUND_BY = 4
"""The number of words at the start of a text by which it is found on its page."""

CLAIMS = ("pdfuaid:part", "pdfuaid:rev", "pdfaid:part", "pdfaid:conformance", "pdfaid:rev")

Box = tuple[float, float, float, float]


class Mark(TypedDict):
    """A change to mark: its page in the file, what it is, the words of the text now, and its runs."""

    page: int
    kind: str
    words: str
    runs: list[tuple[str, str]]


@dataclass(frozen=True)
class Word:
    """A word on a page, and the boxes of its lines in points from the lower left corner."""

    text: str
    boxes: tuple[Box, ...]


def mark(content: bytes, marks: Sequence[Mark]) -> bytes:
    """Return a PDF with its changes as annotations. Raises PdfError or PdfiumError for bytes that are no PDF."""
    with pypdfium2.PdfDocument(content) as document, Pdf.open(io.BytesIO(content)) as pdf:
        for number in sorted({min(one["page"], len(pdf.pages)) for one in marks}):
            here = [one for one in marks if min(one["page"], len(pdf.pages)) == number]
            words = list(_words(document[number - 1]))
            page = pdf.pages[number - 1]
            edge = [float(page.mediabox[0]), float(page.mediabox[3])]
            made = [one for change in here for one in _annotations(change, words, edge)]
            known = page.obj.get("/Annots", Array())
            page.obj["/Annots"] = Array([*known, *(pdf.make_indirect(one) for one in made)])
        with pdf.open_metadata(set_pikepdf_as_editor=False) as about:
            for claim in CLAIMS:
                if claim in about:
                    del about[claim]
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True)
        return written.getvalue()


def _words(page: pypdfium2.PdfPage) -> Iterator[Word]:
    """Yield the words of a page in the order of its text; a word with a hyphen at the end of a line is one."""
    text = page.get_textpage()
    count = min(text.count_chars(), MAX_LETTERS)
    signs = text.get_text_range(0, count) if count else ""
    letters: list[tuple[str, int]] = []
    joins = False
    for index, sign in enumerate(signs):
        if sign in (SOFT_HYPHEN, "\ufffe"):
            joins = True
        elif sign.isspace():
            if letters and not joins:
                yield _word(letters, text)
                letters = []
        else:
            letters.append((sign, index))
            joins = False
    if letters:
        yield _word(letters, text)


def _word(letters: Sequence[tuple[str, int]], text: pypdfium2.PdfTextPage) -> Word:
    boxes = _lines(text.get_charbox(index, loose=True) for _, index in letters)
    return Word("".join(sign for sign, _ in letters), tuple(boxes))


def _lines(boxes: Iterable[Box]) -> list[Box]:
    """Return boxes with those next to each other on a line as one."""
    lines: list[Box] = []
    for left, bottom, right, top in boxes:
        last = lines[-1] if lines else (0.0, 0.0, 0.0, 0.0)
        if last[1] < (bottom + top) / 2 < last[3] and bottom < (last[1] + last[3]) / 2 < top:
            lines[-1] = (min(left, last[0]), min(bottom, last[1]), max(right, last[2]), max(top, last[3]))
        else:
            lines.append((left, bottom, right, top))
    return lines


def _annotations(change: Mark, words: Sequence[Word], edge: list[float]) -> Iterator[Dictionary]:
    """Yield the annotations of a change; `edge` is the place of the next note that has no place in the text."""
    start = _start(change["words"].split(), words)
    if start is None:
        yield _note(_said(change), (edge[0] + 6, edge[1] - NOTE_GAP))
        edge[1] -= NOTE_GAP
        return
    if not change["runs"]:
        yield _note("moved here", _corner(words[start]))
    at, removed = start, ""
    for fate, run in change["runs"]:
        if fate == "del":
            removed = run
            continue
        count = len(run.split())
        passed = words[at : at + count]
        if fate == "ins" and passed:
            said = f"in place of: {removed}" if removed else "inserted"
            yield _highlight(said, _lines(box for word in passed for box in word.boxes))
        elif removed and passed:
            yield _note(f"removed: {removed}", _corner(passed[0]))
        removed = ""
        at += count
    if removed:
        yield _note(f"removed: {removed}", _corner(words[min(at, len(words)) - 1]))


def _start(wanted: Sequence[str], words: Sequence[Word]) -> int | None:
    """Return the number of the first word of a text on its page; None if it is not found."""
    first = [_plain(word) for word in wanted[:FOUND_BY]]
    on_page = [_plain(word.text) for word in words]
    if not first:
        return None
    return next((at for at in range(len(on_page)) if on_page[at : at + len(first)] == first), None)


def _plain(word: str) -> str:
    return word.replace(SOFT_HYPHEN, "")


def _said(change: Mark) -> str:
    if change["kind"] == "dropped":
        return f"removed: {' '.join(run for _, run in change['runs'])}"
    return f"{change['kind']}: {change['words']}"


def _corner(word: Word) -> tuple[float, float]:
    left, _, _, top = word.boxes[0]
    return left - NOTE_SIZE / 2, top


def _highlight(said: str, boxes: Sequence[Box]) -> Dictionary:
    points = [
        number
        for left, bottom, right, top in boxes
        for number in (left, top, right, top, left, bottom, right, bottom)
    ]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return _annotation(
        Name.Highlight,
        said,
        INSERTED,
        (min(lefts), min(bottoms), max(rights), max(tops)),
        QuadPoints=Array([round(number, 2) for number in points]),
    )


def _note(said: str, place: tuple[float, float]) -> Dictionary:
    left, bottom = place
    box = (left, bottom, left + NOTE_SIZE, bottom + NOTE_SIZE)
    return _annotation(Name.Text, said, REMOVED, box, Name=Name.Comment)


def _annotation(
    kind: Name, said: str, colour: Sequence[float], box: Box, **more: pikepdf.Object
) -> Dictionary:
    made = Dictionary(
        Type=Name.Annot,
        Subtype=kind,
        Rect=Array([round(number, 2) for number in box]),
        C=Array(list(colour)),
        T=String(AUTHOR),
        Contents=String(said),
        F=PRINTED,
    )
    for key, value in more.items():
        made[f"/{key}"] = value
    return made


def main() -> int:
    """Read changes and a PDF from standard input, and write the marked PDF; or a `problem` as JSON if it fails."""
    from briefing.execution.confined_process import answer_confined

    def answer(content: bytes) -> bytes:
        header, _, pdf = content.partition(b"\n")
        return mark(pdf, json.loads(header))

    errors = (pypdfium2.PdfiumError, pikepdf.PdfError, RecursionError, ValueError, TypeError)
    return answer_confined(answer, MEMORY, errors)


if __name__ == "__main__":
    sys.exit(main())
