"""Compares two PDFs that were sent out: the words that were removed and inserted, by page and section.

PDFs of Briefwright are compared by the texts of their tags, in reading order and without heads and feet. If one of them
was made by another program or has no tags, both are compared by the text of their pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from briefing.compare.alignment import Alignment, Kind
from briefing.compare.pdf_process import answer_of, json_of, read_apart, read_bytes
from briefing.compare.sent_pdf import CREATOR, SentPdfData
from briefing.compare.word_diff import Run, mark_up
from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span

MARKER = "briefing.compare.marked_pdf"
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


@dataclass(frozen=True, slots=True)
class PageText:
    """A text of a PDF, with its page and the heading above it."""

    page: int
    section: str
    words: str


@dataclass(frozen=True)
class PdfChange:
    """A text that differs between two PDFs. `page` and `section` are those of the newer one, if it has the text."""

    kind: Kind
    page: int
    section: str
    old_page: int | None
    """The page in the older PDF; None if it does not have the text."""
    before: str = ""
    after: str = ""

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The words that were kept, removed and inserted, in reading order; none if the text has only moved."""
        return () if self.kind == "moved" else mark_up(self.before, self.after)


@dataclass(frozen=True)
class ComparedPdfs:
    """The differences between two PDFs, in the order of the newer one."""

    first: str
    second: str
    basis: str
    same_count: int
    changes: tuple[PdfChange, ...]

    def count(self, fate: str) -> int:
        """Return the number of words that were removed (`del`) or inserted (`ins`)."""
        return sum(len(run.words.split()) for one in self.changes for run in one.runs if run.fate == fate)


def compare_pdfs(old: Path, new: Path) -> ComparedPdfs:
    """Compare two PDFs. Raises SelectionError for a file that cannot be read as a PDF, or that has no text."""
    said = [read_apart(read_bytes(path, path.name), path.name) for path in (old, new)]
    basis = "the texts of the tags of both files"
    plain = next(
        (f"{path.name} {why}" for path, one in zip((old, new), said, strict=True) if (why := _why(one))), ""
    )
    if plain:
        basis = f"the text of the pages, with heads and feet: {plain}"
    before, after = (
        list(_texts(one, path.name, is_plain=bool(plain))) for path, one in zip((old, new), said, strict=True)
    )
    alignment = Alignment()
    changes = tuple(_changes(before, after, alignment))
    return ComparedPdfs(old.name, new.name, basis, alignment.same_count, changes)


def _why(said: SentPdfData) -> str:
    """Return why the tags of a PDF are not compared; an empty text if they are."""
    if not str(said["creator"]).startswith(CREATOR):
        return "was made by another program"
    return "" if said["texts"] else "has no tags"


def _texts(said: SentPdfData, name: str, *, is_plain: bool) -> Iterator[PageText]:
    """Yield the texts of a PDF. Raises SelectionError if it has none."""
    texts = said["plain"] if is_plain else said["texts"]
    if not texts:
        what, help = f"{name} has no text to compare: its pages may be pictures", "compare PDFs with text"
        raise SelectionError([Finding("BR810", what, Span(name), help)])
    kinds = ["" for _ in texts] if is_plain else said["kinds"]
    section = ""
    for (page, words), kind in zip(texts, kinds, strict=True):
        section = words if kind in HEADINGS else section
        yield PageText(page, section, words)


def _changes(
    before: Sequence[PageText], after: Sequence[PageText], alignment: Alignment
) -> Iterator[PdfChange]:
    old_words, new_words = [one.words for one in before], [one.words for one in after]
    pages = {one.words: one.page for one in reversed(before)}
    found = []
    for change in alignment.changes(old_words, new_words, "text"):
        number = int(change.name.rpartition(".")[2]) - 1
        if change.kind == "dropped":
            one = before[number]
            found.append((one.page, number, PdfChange("dropped", one.page, one.section, one.page, one.words)))
        else:
            one = after[number]
            was = change.before or (one.words if change.kind == "moved" else "")
            made = PdfChange(change.kind, one.page, one.section, pages.get(was), change.before, change.after)
            found.append((one.page, number, made))
    yield from (one for *_, one in sorted(found, key=lambda item: item[:2]))


def mark_changes(compared: ComparedPdfs, new: Path) -> bytes:
    """Return a copy of the newer PDF with the changes as annotations. Raises SelectionError if that fails.

    The copy does not claim to conform to a standard: its annotations have no tags.
    """
    import json

    marks = [
        {
            "page": one.page,
            "kind": one.kind,
            "words": one.after,
            "runs": [[run.fate, run.words] for run in one.runs],
        }
        for one in compared.changes
    ]
    header = json.dumps(marks).encode() + b"\n"
    answer = answer_of(MARKER, header + read_bytes(new, new.name), new.name)
    if not answer.startswith(b"%PDF-"):
        json_of(answer, new.name)
    return answer
