"""Compare the pages of a test edition with those that were kept: in pixels, by a worker, and in words."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from briefing.core.plurals import counted
from briefing.pdf.lines import Line
from briefing.pipeline.task import Task
from briefing.results import Result
from briefing.theme_tests.case_pages import DrawnPage

if TYPE_CHECKING:  # imports the engine and Pillow, which only the workers need
    from PIL import Image

    from briefing.stages import Job
    from briefing.typeset.layout import Typesetter

FIGURES, OVERLAY = "figures", "overlay"
"""The names of the files in the result: the numbers as JSON, and the page with the changed pixels in red."""

LEAST_MOVE = 0.25
"""In millimetres, about a pixel: a line that moved less has not moved."""

QUOTED = 40
"""The number of characters of a line that a sentence quotes."""

SENTENCES = 2
"""The most sentences about the lines of a page in a summary; more become one."""

SUMMED = {
    "moved": "moved",
    "come": "moved here from another page",
    "resized": "wider or narrower",
    "broken": "broken at other words",
    "added": "added",
    "gone": "gone",
}
"""What the summary of a page says about the lines of each kind of change, in its order."""


@dataclass(frozen=True, slots=True)
class PixelChange:
    """The number of pixels that differ, and their share of the page."""

    count: int
    share: float


@cache
def _adapter() -> TypeAdapter[PixelChange]:
    return TypeAdapter(PixelChange)


def comparison_task(before: bytes, after: bytes) -> Task:
    """Return the task that compares the pictures of a page."""
    return Task(_compare, (FIGURES, OVERLAY), (before, after))


def pixel_change_of(result: Result) -> tuple[PixelChange, bytes]:
    """Return the change in a result, and the picture of it.

    Raises ValueError if an untrusted process has written something else, and the error of a task that has failed.
    """
    if result.error:
        raise result.error
    return _adapter().validate_json(result.files[FIGURES], strict=True), result.files[OVERLAY]


def _compare(_: Job, typesetter: Typesetter, before: bytes, after: bytes) -> Result:
    from PIL import Image

    from briefing.pdf.pages import as_small_png, changed_pixels

    old, new = (Image.open(io.BytesIO(one), formats=["PNG"]).convert("RGB") for one in (before, after))
    mask = changed_pixels(old, new)
    count = mask.histogram()[255]
    canvas = Image.new("RGB", mask.size, "white")
    pale = Image.blend(_on(canvas, new), canvas, 0.6)
    pale.paste((200, 0, 0), mask=mask)
    change = PixelChange(count, count / (mask.width * mask.height))
    return Result({FIGURES: _adapter().dump_json(change), OVERLAY: as_small_png(pale)})


def _on(canvas: Image.Image, picture: Image.Image) -> Image.Image:
    """Return a copy of a canvas with a picture in its corner."""
    copy = canvas.copy()
    copy.paste(picture)
    return copy


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line and its page, counted from 1."""

    page: int
    line: Line


@dataclass(frozen=True, slots=True)
class _Move:
    """The way that a line moved: from page to page, or in millimetres, and how much larger it is."""

    before: int
    after: int
    right: float
    down: float
    growth: int
    """In per cent of its width."""


@dataclass(frozen=True, slots=True)
class TextChange:
    """A change of the text of an edition: of some lines that are next to each other, or of all its pages."""

    page: int
    """The page, counted from 1: the former one of lines that are gone. 0 for a change of the edition as a whole."""
    sentence: str
    kind: str = ""
    """`moved`, `come` from another page, `resized`, `broken` at other words, `added` or `gone`."""
    lines: int = 0
    distance: float = 0
    """In millimetres, of lines that moved."""


def find_changes(before: Sequence[DrawnPage], after: Sequence[DrawnPage]) -> list[TextChange]:
    """Return what has changed in the text of an edition: first its pages, then their lines in reading order."""
    pages = [TextChange(0, one) for one in (*_counted_pages(before, after), *_sizes(before, after))]
    return [*pages, *_lines(before, after)]


def summarize(changes: Sequence[TextChange]) -> dict[int, list[str]]:
    """Return sentences for each page with changes: one about all its lines where more than two would be needed."""
    found: dict[int, list[str]] = {}
    for number, group in groupby(sorted(changes, key=lambda one: one.page), key=lambda one: one.page):
        about = list(group)
        is_short = not number or len(about) <= SENTENCES
        found[number] = [one.sentence for one in about] if is_short else [_summary(number, about)]
    return found


def _summary(number: int, changes: Sequence[TextChange]) -> str:
    counts: Counter[str] = Counter()
    for one in changes:
        counts[one.kind] += one.lines
    ways = (_summed(kind, counts[kind], changes) for kind in SUMMED if counts[kind])
    return f"Page {number}: {', '.join(ways)}."


def _summed(kind: str, count: int, changes: Sequence[TextChange]) -> str:
    what = f"{counted(count, 'line')} {SUMMED[kind]}"
    if kind != "moved":
        return what
    distances = [one.distance for one in changes if one.kind == kind]
    least, most = (f"{end(distances):.1f}" for end in (min, max))
    return f"{what} by {least} mm" if least == most else f"{what} by {least} to {most} mm"


def _counted_pages(before: Sequence[DrawnPage], after: Sequence[DrawnPage]) -> Iterator[str]:
    if len(before) != len(after):
        yield f"The edition has {counted(len(after), 'page')}; it had {counted(len(before), 'page')}."


def _sizes(before: Sequence[DrawnPage], after: Sequence[DrawnPage]) -> Iterator[str]:
    for number, (old, new) in enumerate(zip(before, after, strict=False), start=1):
        if (old.width, old.height) != (new.width, new.height):
            yield (
                f"Page {number} is {new.width:g} × {new.height:g} mm; it was {old.width:g} × {old.height:g} mm."
            )


def _lines(before: Sequence[DrawnPage], after: Sequence[DrawnPage]) -> Iterator[TextChange]:
    old, new = _placed(before), _placed(after)
    matcher = SequenceMatcher(
        None, [one.line.text for one in old], [one.line.text for one in new], autojunk=False
    )
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(old[first:last], new[start:end], strict=True)
            yield from _moves(pairs)
            continue
        gone, added = old[first:last], new[start:end]
        if gone and added and _words(gone) == _words(added):
            yield _change("broken", added, "broken at other words")
        else:
            for lines in _by_page(gone):
                yield _change("gone", lines, "gone", " before")
            for lines in _by_page(added):
                yield _change("added", lines, "added")


def _by_page(lines: Sequence[_Placed]) -> Iterator[Sequence[_Placed]]:
    for _, group in groupby(lines, key=lambda one: one.page):
        yield list(group)


def _change(
    kind: str, lines: Sequence[_Placed], what: str, before: str = "", distance: float = 0
) -> TextChange:
    page, count = lines[0].page, len(lines)
    sentence = f"Page {page}{before}: {counted(count, 'line')} {what}, from “{_quoted(lines)}”."
    return TextChange(page, sentence, kind, count, distance)


def _moves(pairs: Iterator[tuple[_Placed, _Placed]]) -> Iterator[TextChange]:
    for move, group in groupby(pairs, key=lambda pair: _move_of(*pair)):
        lines = [one for _, one in group]
        if what := ", ".join(_ways(move)):
            distance = max(abs(move.right), abs(move.down))
            kind = "come" if move.before != move.after else "moved" if distance else "resized"
            yield _change(kind, lines, what, distance=distance)


def _move_of(old: _Placed, new: _Placed) -> _Move:
    growth = round(100 * (new.line.width / old.line.width - 1)) if old.line.width > 0 else 0
    if old.page != new.page:
        return _Move(old.page, new.page, 0, 0, growth)
    right, down = (_rounded(now - then) for then, now in _ends(old.line, new.line))
    return _Move(old.page, new.page, right, down, growth)


def _ends(old: Line, new: Line) -> tuple[tuple[float, float], tuple[float, float]]:
    return (old.x, new.x), (old.y, new.y)


def _rounded(distance: float) -> float:
    return round(distance, 1) if abs(distance) >= LEAST_MOVE else 0.0


def _ways(move: _Move) -> Iterator[str]:
    """Yield a move in words."""
    if move.before != move.after:
        yield f"moved here from page {move.before}"
    if move.down:
        yield f"moved {abs(move.down):.1f} mm {'down' if move.down > 0 else 'up'}"
    if move.right:
        yield f"moved {abs(move.right):.1f} mm to the {'right' if move.right > 0 else 'left'}"
    if move.growth:
        yield f"{abs(move.growth)}% {'wider' if move.growth > 0 else 'narrower'}"


def _placed(pages: Sequence[DrawnPage]) -> list[_Placed]:
    """Return the lines of all pages that have letters or digits; a bullet alone is none."""
    lines = (_Placed(number, line) for number, page in enumerate(pages, start=1) for line in page.lines)
    return [one for one in lines if any(map(str.isalnum, one.line.text))]


def _words(lines: Sequence[_Placed]) -> str:
    """Return the letters of some lines, without the spaces and hyphens that breaking them adds or removes."""
    return "".join(letter for one in lines for letter in one.line.text if letter.isalnum())


def _quoted(lines: Sequence[_Placed]) -> str:
    text = lines[0].line.text
    return text if len(text) <= QUOTED else f"{text[:QUOTED].rstrip()} …"
