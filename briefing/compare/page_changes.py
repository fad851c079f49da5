"""Finds the pages of two PDFs that look different, and draws them.

The files are untrusted. `python -m briefing.compare.page_changes` reads them from standard input in a process of its
own, without network or other files and with limited memory. Pages are drawn by PDFium, so layout, colours and pictures
count; what differs by less than the eye sees does not.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2

from briefing.compare.sent_pdf import MAX_PAGES, MEMORY
from briefing.pdf.pages import as_small_png, changed_pixels, digests_of_pages

if TYPE_CHECKING:
    from PIL import Image

SCALE = 0.75
"""Pixels per point: a page of A4 is 446 pixels wide, and its text can just be read."""

MAX_BLOCK = 60
"""The number of pages in a row, all of them different, that are paired by their words; longer rows by their order."""

MARK_SIZE = 7
"""The size in pixels to which a changed pixel is enlarged in the mark on a page."""

MARK_COLOUR = (255, 190, 0)

Pair = tuple[int | None, int | None]
"""A page before and after, counted from 0; None if there is none."""


def packed(head: object, blobs: Sequence[bytes]) -> bytes:
    """Return values and several contents as one: a line of JSON with their lengths, then the contents."""
    return json.dumps([head, [*map(len, blobs)]]).encode() + b"\n" + b"".join(blobs)


def unpacked(content: bytes) -> tuple[Any, list[bytes]]:
    """Return what was packed. Raises ValueError for anything else."""
    line, _, rest = content.partition(b"\n")
    head, lengths = json.loads(line)
    if not isinstance(lengths, list) or not all(type(one) is int and one >= 0 for one in lengths):
        raise ValueError("the lengths are no numbers")
    if sum(lengths) != len(rest):
        raise ValueError("the contents are cut short")
    blobs, start = [], 0
    for length in lengths:
        blobs.append(rest[start : start + length])
        start += length
    return head, blobs


def find_changed_pages(old: bytes, new: bytes, *, is_drawn: bool) -> tuple[dict[str, object], list[bytes]]:
    """Return the numbers of pages, the pairs of pages that look different, and two pictures of each if wanted.

    A PDF without bytes has no pages: one that is new or was removed. Pages are counted from 1. A picture is empty
    where there is no page; that of the newer page has the changes marked.
    Raises PdfiumError or PdfError for bytes that are not a PDF, or that are encrypted.
    """
    before, after = _Document(old), _Document(new)
    pairs, pictures = [], []
    for pair in _pairs(before, after):
        drawn = [document.drawn(number) for document, number in zip((before, after), pair, strict=True)]
        if (marked := _marked(*drawn)) is None:
            continue
        pairs.append([None if number is None else number + 1 for number in pair])
        if is_drawn:
            pictures += [as_small_png(one) if one else b"" for one in (drawn[0], drawn[1] and marked)]
    return {"pages": [len(before), len(after)], "changed": pairs}, pictures


class _Document:
    """A PDF, or nothing."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pypdfium2.PdfDocument(content) if content else None
        self.digests = digests_of_pages(content)[:MAX_PAGES] if content else ()

    def __len__(self) -> int:
        return len(self.digests)

    def drawn(self, number: int | None) -> Image.Image | None:
        if number is None or self.pdf is None:
            return None
        picture: Image.Image = self.pdf[number].render(scale=SCALE).to_pil().convert("RGB")
        return picture

    def words(self, number: int) -> frozenset[str]:
        assert self.pdf is not None  # noqa: S101  (there are no pages without it)
        return frozenset(self.pdf[number].get_textpage().get_text_bounded().split())


def _pairs(before: _Document, after: _Document) -> Iterator[Pair]:
    """Yield the pages that are painted differently, in order, each with the page that it was."""
    matcher = SequenceMatcher(None, before.digests, after.digests, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            yield from _paired(before, after, range(first, last), range(start, end))


def _paired(before: _Document, after: _Document, old: range, new: range) -> Iterator[Pair]:
    """Yield pages in a row as pairs, in order: those that have the most words in common."""
    if len(old) == len(new) or not old or not new or max(len(old), len(new)) > MAX_BLOCK:
        count = max(len(old), len(new))
        for at in range(count):
            yield old[at] if at < len(old) else None, new[at] if at < len(new) else None
        return
    words = [
        [document.words(number) for number in pages] for document, pages in ((before, old), (after, new))
    ]
    best = _best(*words)
    at, to = 0, 0
    while at < len(old) or to < len(new):
        how = best[at][to][1]
        yield old[at] if how != "new" else None, new[to] if how != "old" else None
        at, to = at + (how != "new"), to + (how != "old")


def _best(old: Sequence[frozenset[str]], new: Sequence[frozenset[str]]) -> list[list[tuple[float, str]]]:
    """Return, for each pair of places, the greatest likeness of the pages from there on, and the first step to it."""
    best = [
        [(0.0, "old" if to == len(new) else "new") for to in range(len(new) + 1)] for _ in range(len(old) + 1)
    ]
    for at in reversed(range(len(old))):
        for to in reversed(range(len(new))):
            likeness = len(old[at] & new[to]) / (len(old[at] | new[to]) or 1)
            best[at][to] = max(
                (best[at + 1][to + 1][0] + likeness, "both"),
                (best[at + 1][to][0], "old"),
                (best[at][to + 1][0], "new"),
            )
    return best


def _marked(old: Image.Image | None, new: Image.Image | None) -> Image.Image | None:
    """Return the newer page with the changes marked, or the only one of them; None if they look alike."""
    from PIL import Image, ImageChops, ImageFilter

    if old is None or new is None:
        return new or old
    mask = changed_pixels(old, new)
    if mask.getbbox() is None:
        return None
    area = mask.filter(ImageFilter.MaxFilter(MARK_SIZE)).crop((0, 0, *new.size))
    tint = Image.new("RGB", new.size, MARK_COLOUR)
    return Image.composite(ImageChops.multiply(new, tint), new, area)


def main() -> int:
    """Read two PDFs from standard input, and write their changed pages; or a `problem` as JSON if it fails."""
    from PIL import Image

    from briefing.execution.confined_process import answer_confined

    def answer(content: bytes) -> bytes:
        is_drawn, (old, new) = unpacked(content)
        return packed(*find_changed_pages(old, new, is_drawn=is_drawn))

    Image.init()
    errors = (pypdfium2.PdfiumError, pikepdf.PdfError, RecursionError, ValueError, TypeError)
    return answer_confined(answer, MEMORY, errors)


if __name__ == "__main__":
    sys.exit(main())
