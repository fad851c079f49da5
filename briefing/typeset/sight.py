"""Texts that are laid out and that nobody sees: hidden by a style, too small, moved away, or cut off by a box.

Their words count as painted, so what counts words cannot tell; WeasyPrint says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from briefing.stages import MisplacedText
from briefing.typeset.engine import weasyprint
from briefing.typeset.measure import TOLERANCE, Edges

LEAST_SIZE = 2 * 96 / 72
"""Two points, in CSS pixels: nobody reads less."""

LEAST_OPACITY = 0.1


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the boxes around a text do to it: how much shines through, where it is moved, what it is seen through."""

    opacity: float = 1.0
    matrix: Any = None
    windows: tuple[Edges, ...] = ()

    def through(self, box: Any) -> _Sight:  # noqa: ANN401
        """The sight inside a box."""
        style = box.style
        own = getattr(box, "transformation_matrix", None)
        matrix = own @ self.matrix if own and self.matrix else own or self.matrix
        sight = replace(self, opacity=self.opacity * style["opacity"], matrix=matrix)
        if style["overflow"] != "visible" and hasattr(box, "padding_box_x") and not hasattr(box, "page_type"):
            window = (box.padding_box_x(), box.padding_box_y(), box.padding_width(), box.padding_height())
            sight = replace(sight, windows=(*sight.windows, sight.placed(*window)))
        if style["position"] in ("absolute", "fixed") and style["clip"]:
            sight = replace(sight, windows=(*sight.windows, sight.placed(*_clip(box))))
        return sight

    def placed(self, left: float, top: float, width: float, height: float) -> Edges:
        """Where a rectangle is on the page."""
        edges: Edges = weasyprint().anchors.rectangle_aabb(self.matrix, left, top, width, height)
        return edges

    @property
    def scale(self) -> float:
        """How much larger things are than their style says."""
        return float(abs(self.matrix.determinant) ** 0.5) if self.matrix else 1.0


def unseen_texts(pages: Iterable[Any]) -> tuple[MisplacedText, ...]:
    """The texts that are hidden or cut, each element once."""
    found: dict[tuple[str, int], MisplacedText] = {}
    for number, page in enumerate(pages, start=1):
        sheet = (0.0, 0.0, page.margin_width(), page.margin_height())
        content, *_ = page.children
        for text, how in _unseen(content, _Sight(), sheet):
            found.setdefault((how, id(text.element)), MisplacedText(how, text.text, "", number))
    return tuple(found.values())


def _unseen(
    box: Any,  # noqa: ANN401
    sight: _Sight,
    sheet: Edges,
) -> Iterator[tuple[Any, Literal["hidden", "cut", "edge"]]]:
    if isinstance(getattr(box, "text", None), str):
        if any(map(str.isalnum, box.text)) and (how := _fate(box, sight, sheet)):
            yield box, how
        return
    if hasattr(box, "style"):
        sight = sight.through(box)
    for child in getattr(box, "children", ()):
        yield from _unseen(child, sight, sheet)


def _fate(text: Any, sight: _Sight, sheet: Edges) -> Literal["hidden", "cut", "edge"] | None:  # noqa: ANN401
    style = text.style
    is_small = style["font_size"] * sight.scale < LEAST_SIZE
    if style["visibility"] != "visible" or sight.opacity * style["opacity"] < LEAST_OPACITY or is_small:
        return "hidden"
    place = sight.placed(text.position_x, text.position_y, text.width, text.height)
    if any(_is_beyond(place, window) for window in sight.windows):
        return "cut"
    return "edge" if sight.matrix and _is_beyond(place, sheet) else None


def _is_beyond(place: Edges, window: Edges) -> bool:
    return (
        place[0] < window[0] - TOLERANCE
        or place[1] < window[1] - TOLERANCE
        or place[2] > window[2] + TOLERANCE
        or place[3] > window[3] + TOLERANCE
    )


def _clip(box: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    """The rectangle of the property `clip`, as WeasyPrint paints it."""
    top, right, bottom, left = box.style["clip"]
    top, right = (0.0 if side == "auto" else side for side in (top, right))
    bottom = box.border_height() if bottom == "auto" else bottom
    left = box.border_width() if left == "auto" else left
    edges = sorted((box.border_box_x() + right, box.border_box_x() + left))
    return edges[0], box.border_box_y() + top, edges[1] - edges[0], bottom - top
