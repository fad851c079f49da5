"""Read the annotations of a PDF, as Acrobat, Preview and Okular write them, with the words under them.

Annotations are defined in ISO 32000-2, 12.5. The file is untrusted: qpdf and PDFium read it within limits, in a
process of its own (`reading_process`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefing.pdf.objects import open_pdf
from briefing.review.returned.notes import Note, NoteKind, ReturnedFile

MARKUP = {"/Highlight", "/Underline", "/Squiggly", "/StrikeOut"}
"""The annotations on words, which have quadrilaterals around them (12.5.6.10)."""

ANNOTATIONS = MARKUP | {"/Caret", "/Text", "/FreeText"}
MAX_PAGES, MAX_NOTES, MAX_LETTERS = 400, 5_000, 200_000
LONGEST = 20_000
"""The most letters of one comment that are read."""

LONGEST_ENDING = 3
"""The most letters of an insertion after a word that belongs to the word."""

CONTEXT = 120
"""The number of letters on each side of a note that are kept to find the text in the brief."""

CUT = re.compile("[\ufffe\x02]\\s*|\u00ad\\s*")
"""A hyphen at the end of a line, as PDFium reads it."""

DAY = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter on a page: its number, its edges in points, and the middle of its line."""

    number: int
    left: float
    right: float
    bottom: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


def read_pdf_file(content: bytes) -> ReturnedFile:
    """Return the notes in a PDF. Raises UnreadableError, which is a ValueError, for bytes that are no PDF."""
    import pypdfium2

    notes: list[Note] = []
    with open_pdf(content) as pdf:
        language = str(pdf.Root.get("/Lang", ""))
        title = str(pdf.docinfo.get("/Title", ""))
        found = [
            (number, list(_annotations(page)))
            for number, page in enumerate(pdf.pages)
            if number < MAX_PAGES and "/Annots" in page.obj
        ]
        found = [(number, annotations) for number, annotations in found if annotations]
        if sum(len(annotations) for _, annotations in found) > MAX_NOTES:
            raise ValueError(f"it has more than {MAX_NOTES:,} annotations")
        with pypdfium2.PdfDocument(content) as document:
            for number, annotations in found:
                notes += _notes_on(document[number], number + 1, annotations)
    return ReturnedFile(tuple(notes), None, language, title)


@dataclass(frozen=True, slots=True)
class _Annotation:
    """An annotation: its kind, its words and its place."""

    kind: str
    author: str
    day: str
    text: str
    rect: tuple[float, ...]
    quads: tuple[tuple[float, ...], ...]
    reference: tuple[int, int]
    parent: tuple[int, int] | None
    is_grouped: bool
    """Whether it is one annotation together with its parent (12.5.6.2)."""


def _annotations(page: Any) -> Iterator[_Annotation]:  # noqa: ANN401  (a page of pikepdf)
    for one in page.obj.get("/Annots", ()):
        kind = str(one.get("/Subtype", "")) if hasattr(one, "get") else ""
        if kind not in ANNOTATIONS or "/StateModel" in one:
            continue
        try:
            rect = tuple(float(value) for value in one.get("/Rect", ()))
            points = [float(value) for value in one.get("/QuadPoints", ())]
        except (TypeError, ValueError):
            continue
        if len(rect) != 4:
            continue
        quads = (
            tuple(_edges(points[at : at + 8]) for at in range(0, len(points) - 7, 8))
            if kind in MARKUP
            else ()
        )
        parent = one.get("/IRT")
        day = DAY.match(str(one.get("/M", one.get("/CreationDate", ""))))
        yield _Annotation(
            kind,
            str(one.get("/T", ""))[:200],
            "-".join(day.groups()) if day else "",
            str(one.get("/Contents", "")).replace("\r", "\n")[:LONGEST].strip("\n"),
            (min(rect[0], rect[2]), min(rect[1], rect[3]), max(rect[0], rect[2]), max(rect[1], rect[3])),
            quads,
            one.objgen,
            parent.objgen if parent is not None else None,
            str(one.get("/RT", "")) == "/Group",
        )


def _edges(points: Sequence[float]) -> tuple[float, ...]:
    """Return the edges of a quadrilateral; programs order its corners in different ways."""
    return min(points[::2]), min(points[1::2]), max(points[::2]), max(points[1::2])


def _notes_on(page: Any, number: int, annotations: list[_Annotation]) -> Iterator[Note]:  # noqa: ANN401
    text_page = page.get_textpage()
    count = min(text_page.count_chars(), MAX_LETTERS)
    letters = []
    for index in range(count):
        left, bottom, right, top = text_page.get_charbox(index)
        if right > left and top > bottom:
            letters.append(_Letter(index, left, right, bottom, top))
    by_reference = {one.reference: one for one in annotations}
    groups = {one.parent: one for one in annotations if one.is_grouped and one.parent}
    for one in annotations:
        if one.is_grouped and one.parent in by_reference:
            continue
        other = groups.get(one.reference)
        struck = next((each for each in (one, other) if each and each.kind == "/StrikeOut"), None)
        caret = next((each for each in (one, other) if each and each.kind == "/Caret"), None)
        origin = by_reference.get(one.parent, one) if one.parent else one
        start, end = _range_of(struck or origin, letters)
        note = _in_words(text_page, count, start, end, number)
        note = replace(note, author=one.author, day=one.day, comment=one.text)
        if struck and caret:
            new = caret.text or struck.text
            yield replace(note, kind=NoteKind.CHANGE, after=new, comment="")
        elif struck and one is struck:
            yield replace(note, kind=NoteKind.CHANGE, comment=struck.text)
        elif caret and one is caret and caret.text:
            yield replace(note, kind=NoteKind.CHANGE, after=_spaced(caret.text, note), comment="")
        else:
            yield note


def _spaced(text: str, note: Note) -> str:
    """Return words to insert with the spaces that they need, which reviewers seldom type; a short one is an ending."""
    before, after = note.printed[: note.start][-1:], note.printed[note.start :][:1]
    if text[:1].isalnum() and before.isalnum() and len(text) > LONGEST_ENDING:
        text = f" {text}"
    return f"{text} " if text[-1:].isalnum() and after.isalnum() and not before.isalnum() else text


def _range_of(one: _Annotation, letters: Sequence[_Letter]) -> tuple[int, int]:
    """Return the numbers of the first letter of an annotation and of the one after its last."""
    if one.quads:
        inside = [letter.number for letter in letters if any(_is_in(letter, quad) for quad in one.quads)]
        if inside:
            return min(inside), max(inside) + 1
    if not letters:
        return 0, 0
    x, y = (one.rect[0] + one.rect[2]) / 2, (one.rect[1] + one.rect[3]) / 2
    nearest = min(letters, key=lambda letter: _distance(letter, x, y))
    line = [letter for letter in letters if letter.bottom < nearest.middle[1] < letter.top]
    side = min(
        ((abs(edge - x), letter.number + is_right) for letter in line for is_right, edge in _sides(letter)),
        default=(0.0, nearest.number),
    )
    return side[1], side[1]


def _sides(letter: _Letter) -> tuple[tuple[int, float], tuple[int, float]]:
    return (0, letter.left), (1, letter.right)


def _is_in(letter: _Letter, edges: Sequence[float]) -> bool:
    x, y = letter.middle
    return edges[0] <= x <= edges[2] and edges[1] <= y <= edges[3]


def _distance(letter: _Letter, x: float, y: float) -> float:
    """Return how far a letter is from a point; lines count more than letters."""
    across = max(letter.left - x, 0, x - letter.right)
    down = max(letter.bottom - y, 0, y - letter.top)
    return across + 4 * down


def _in_words(text_page: Any, count: int, start: int, end: int, number: int) -> Note:  # noqa: ANN401
    """Return a note with the words of a range of letters and around it."""
    first, last = max(0, start - CONTEXT), min(count, end + CONTEXT)
    before, within, after = (
        _cleaned(text_page.get_text_range(one, other - one)) if other > one else ""
        for one, other in ((first, start), (start, end), (end, last))
    )
    printed = before + within + after
    return Note(NoteKind.COMMENT, "", "", printed, len(before), len(before) + len(within), page=number)


def _cleaned(text: str) -> str:
    return re.sub(r"\s+", " ", CUT.sub("", text))
