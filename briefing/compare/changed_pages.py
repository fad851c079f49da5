"""Compares PDFs page by page, as they look: two files, or two folders of editions with the same names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefing.compare.contact_sheet import MAX_PAIRS
from briefing.compare.page_changes import Pair, packed, unpacked
from briefing.compare.pdf_process import answer_of, json_of, read_bytes
from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span

READER = "briefing.compare.page_changes"
SHEET = "briefing.compare.contact_sheet"
PATTERN = "*.pdf"

Fate = Literal["same", "changed", "new", "removed"]


@dataclass(frozen=True)
class ChangedPage:
    """A page that looks different: its numbers before and after, counted from 1, and its pictures as PNG."""

    before: int | None
    after: int | None
    pictures: tuple[bytes, bytes] = (b"", b"")
    """The page before and after; empty where there is none, or where no pictures were wanted."""

    @property
    def name(self) -> str:
        """The page in words."""
        if self.after is None:
            return f"page {self.before} removed"
        if self.before is None:
            return f"page {self.after} new"
        was = "" if self.before == self.after else f" (was {self.before})"
        return f"page {self.after}{was}"


@dataclass(frozen=True)
class ComparedPages:
    """A PDF before and after, and its pages that look different."""

    name: str
    fate: Fate
    counts: tuple[int, int] = (0, 0)
    """The numbers of its pages, before and after; 0 if nothing had to be read."""
    pages: tuple[ChangedPage, ...] = ()


def compare_folders(old: Path, new: Path, *, is_drawn: bool = False) -> Iterator[ComparedPages]:
    """Yield the PDFs of two folders, in the order of their names. Those with the same bytes are not read.

    Raises SelectionError for a file that cannot be read as a PDF, and if there is no PDF in either folder.
    """
    names = sorted({path.name for folder in (old, new) for path in folder.glob(PATTERN)})
    if not names:
        what, help = (
            f"there is no PDF in {old} or {new}",
            "build the editions first, with -o for the older ones",
        )
        raise SelectionError([Finding("BR810", what, Span(str(new)), help)])
    for name in names:
        yield compare_pages(old / name, new / name, name, is_drawn=is_drawn)


def compare_pages(old: Path, new: Path, name: str, *, is_drawn: bool = False) -> ComparedPages:
    """Compare the pages of a PDF, one of whose files may be missing. Raises SelectionError for an unreadable one."""
    before, after = (read_bytes(path, str(path)) if path.is_file() else b"" for path in (old, new))
    if before == after:
        return ComparedPages(name, "same")
    answer = answer_of(READER, packed(is_drawn, [before, after]), name)
    if answer.startswith(b"{"):
        json_of(answer, name)
    try:
        found, pictures = unpacked(answer)
        counts, changed = found["pages"], [_pair(pair) for pair in found["changed"]]
        pairs = list(zip(pictures[::2], pictures[1::2], strict=True)) or [(b"", b"")] * len(changed)
        pages = tuple(ChangedPage(*pair, drawn) for pair, drawn in zip(changed, pairs, strict=True))
        compared = int(counts[0]), int(counts[1])
    except (ValueError, TypeError, KeyError, IndexError):
        json_of(b"", name)
        raise
    fate: Fate = "changed" if before and after else "new" if after else "removed"
    return ComparedPages(name, fate if pages else "same", compared, pages)


def _pair(value: object) -> Pair:
    """Return the numbers of a pair of pages. Raises ValueError for anything else."""
    match value:
        case [int() | None as before, int() | None as after] if before or after:
            return before, after
    raise ValueError("no pair of pages")


def contact_sheet_of(compared: list[ComparedPages]) -> tuple[bytes, int]:
    """Return the contact sheet of changed pages as PNG, and the number of pages that it has no room for.

    Its bytes are empty if no page has changed. Raises SelectionError if it cannot be drawn.
    """
    pages = [(one, page) for one in compared for page in one.pages]
    shown = pages[:MAX_PAIRS]
    if not shown:
        return b"", 0
    captions = [_captions(one, page) for one, page in shown]
    pictures = [picture for _, page in shown for picture in page.pictures]
    answer = answer_of(SHEET, packed(captions, pictures), "the contact sheet")
    if not answer.startswith(b"\x89PNG"):
        json_of(answer, "the contact sheet")
    return answer, len(pages) - len(shown)


def _captions(compared: ComparedPages, page: ChangedPage) -> tuple[str, str]:
    """Return the captions above a page as it was, and as it is."""
    name = compared.name.removesuffix(".pdf")
    if page.after is None:
        return f"{name}, page {page.before}", "removed"
    if page.before is None:
        return "", f"{name}, page {page.after}, new"
    return f"{name}, page {page.before}", f"page {page.after}, changed"
