"""Move notes in the margin apart, so that none covers another or anything else.

A style takes a note out of the flow, and the engine places it next to the line that calls it. Notes of neighbouring
lines would overlap: each moves down, past what is there before it, and up again where the page ends. It stays on the
page of its line. Notes that have no room on their page stay where they overlap, which is reported.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from briefing.typeset.engine import weasyprint
from briefing.typeset.inspect.page_space import classes_of
from briefing.typeset.inspect.words import area_of

SIDE_NOTE = "side-note"
"""The class of a footnote that its edition has in the margin, if the style has room for it there."""

SLACK = 0.5
"""In CSS pixels: the overlap of two boxes that do not touch in print."""


class Side(NamedTuple):
    """The edges of a box on one side of the page, from top to bottom."""

    top: float
    bottom: float


@dataclass(slots=True)
class Note:
    """A note in the margin of a page, and where it is to be; sizes are in CSS pixels."""

    top: float
    height: float


def spread_notes(document: Any) -> None:  # noqa: ANN401
    """Move the notes of all pages of a document apart."""
    for number, page in enumerate(document.pages):
        box = page._page_box
        if spread_on_page(box):
            document.pages[number] = weasyprint().document.Page(box)  # with its links where they are now


def spread_on_page(page: Any) -> bool:  # noqa: ANN401
    """Move the notes of a page apart; return whether it has any."""
    columns: dict[tuple[float, float], list[Any]] = {}
    for box in _notes_in(page):
        left = round(box.content_box_x())
        columns.setdefault((left, left + round(box.width)), []).append(box)
    _, top, _, bottom = area_of(page)
    bottom = min([bottom, *(child.position_y for child in page.children if _is_footnote_area(child))])
    for (left, right), boxes in columns.items():
        notes = [Note(box.position_y, box.border_height()) for box in boxes]
        gap = max(box.margin_bottom for box in boxes)
        place(notes, [*_others(page, left, right)], Side(top, bottom), gap)
        for box, note in zip(boxes, notes, strict=True):
            box.translate(dy=note.top - box.border_box_y())
    return bool(columns)


def place(notes: Sequence[Note], others: Sequence[Side], page: Side, gap: float) -> None:
    """Set the tops of notes, which are those of their lines, so that they meet neither each other nor other boxes.

    Each is as near to its line as its neighbours allow, and above what is below the line if it has room there. If not
    all of them have room there and further down, some move above what is above their lines. `gap` is the least space
    around a note. Notes that have no room on their page stay at their lines.
    """
    rooms = [*_rooms([Side(other.top - gap, other.bottom + gap) for other in others], page)]
    tops = _places_downwards(notes, rooms, gap) or _nearest_places(notes, rooms, gap)
    for note, top in zip(notes, tops, strict=False):
        note.top = top


def _places_downwards(notes: Sequence[Note], rooms: Sequence[Side], gap: float) -> list[float]:
    """Return the tops of notes in the rooms of their lines and below; empty if one has no room there."""
    waiting = deque(notes)
    tops: list[float] = []
    for room in rooms:
        taken: list[Note] = []
        free = room.bottom - room.top
        while waiting and waiting[0].top < room.bottom and waiting[0].height <= free + SLACK:
            taken.append(waiting.popleft())
            free -= taken[-1].height + gap
        tops += _places_in(room, taken, gap)
    return [] if waiting else tops


def _nearest_places(notes: Sequence[Note], rooms: Sequence[Side], gap: float) -> list[float]:
    """Return the tops of notes in any of the rooms, in order, with the least sum of moves; empty if one has none."""
    best: dict[int, tuple[float, list[float]]] = {0: (0.0, [])}
    for room in rooms:
        for start, (moves, tops) in sorted(best.items(), reverse=True):  # a room is filled once
            free = room.bottom - room.top
            for end in range(start + 1, len(notes) + 1):
                free -= notes[end - 1].height
                if free < -SLACK:
                    break
                places = _places_in(room, notes[start:end], gap)
                total = moves + sum(
                    abs(top - note.top) for top, note in zip(places, notes[start:end], strict=True)
                )
                if end not in best or total < best[end][0]:
                    best[end] = total, [*tops, *places]
                free -= gap
    return best.get(len(notes), (0.0, []))[1]


def _rooms(others: Sequence[Side], page: Side) -> Iterator[Side]:
    """Yield what is free between the top and the bottom of a page."""
    top = page.top
    for other in sorted(others):
        if top < min(other.top, page.bottom):
            yield Side(top, min(other.top, page.bottom))
        top = max(top, other.bottom)
    if top < page.bottom:
        yield Side(top, page.bottom)


def _places_in(room: Side, notes: Sequence[Note], gap: float) -> list[float]:
    """Return the tops of notes that fit into a room: each moves down as far as it must, and up where the room ends."""
    tops: list[float] = []
    end = room.top
    for note in notes:
        tops.append(max(note.top, end))
        end = tops[-1] + note.height + gap
    end = room.bottom
    for number in reversed(range(len(notes))):
        tops[number] = min(tops[number], end - notes[number].height)
        end = tops[number] - gap
    return tops


def _is_footnote_area(box: Any) -> bool:  # noqa: ANN401
    return isinstance(box, weasyprint().formatting_structure.boxes.FootnoteAreaBox)


def _notes_in(box: Any) -> Iterator[Any]:  # noqa: ANN401
    for child in getattr(box, "children", ()):
        if (
            child.element is not None
            and SIDE_NOTE in classes_of(child.element)
            and child.style["position"] == "absolute"
        ):
            yield child
        else:
            yield from _notes_in(child)


def _others(box: Any, left: float, right: float) -> Iterator[Side]:  # noqa: ANN401
    """Yield what is painted between two edges of a page besides notes: lines, pictures, rules, fields of colour."""
    for child in getattr(box, "children", ()):
        if child.element is not None and SIDE_NOTE in classes_of(child.element):
            continue
        if child.position_x + child.margin_width() > left + SLACK and child.position_x < right - SLACK:
            if _is_ink(child) or isinstance(child, weasyprint().formatting_structure.boxes.LineBox):
                yield Side(child.position_y, child.position_y + child.height)
            elif isinstance(child, weasyprint().formatting_structure.boxes.BlockLevelBox):
                yield from _surfaces(child)
        yield from _others(child, left, right)


def _is_ink(box: Any) -> bool:  # noqa: ANN401
    return isinstance(getattr(box, "text", None), str) or hasattr(box, "replacement")


def _surfaces(box: Any) -> Iterator[Side]:  # noqa: ANN401
    """Yield the rules above and below a box, and the box if it is a field of colour without notes."""
    top, bottom = box.border_box_y(), box.border_box_y() + box.border_height()
    if box.border_top_width:
        yield Side(top, top + box.border_top_width)
    if box.border_bottom_width:
        yield Side(bottom - box.border_bottom_width, bottom)
    if box.style["background_color"].alpha and next(_notes_in(box), None) is None:
        yield Side(top, bottom)
