"""Find texts that are laid out but not visible: hidden by a style, too small, moved away, cut off or covered.

Their words count as painted, so counting words does not find them; WeasyPrint logs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from xml.etree.ElementTree import Element

from briefing.stages import Declaration, MisplacedText
from briefing.typeset.engine import weasyprint
from briefing.typeset.inspect.css_cascade import Cascade
from briefing.typeset.inspect.hidden_text_causes import TOLERANCE, Edges, hiding, merged, own
from briefing.typeset.inspect.words import LeftOut
from briefing.typeset.tags.boxes import alternative, is_picture

LEAST_SIZE = 2 * 96 / 72
"""Two points, in CSS pixels: smaller type is invisible."""

LEAST_SIDE = 0.5
"""Half a CSS pixel: a smaller picture is invisible."""

LEAST_OPACITY = 0.1


_Fate = Literal["hidden", "cut", "edge", "covered"]

_Order = tuple[tuple[int, int], ...]
"""The painting order of a box: `z-index` and number of each positioned box around it."""


@dataclass(frozen=True, slots=True)
class _View:
    """The effect of the boxes around a text: its opacity, its transformation, and the windows that clip it."""

    opacity: float = 1.0
    matrix: Any = None
    windows: tuple[Edges, ...] = ()

    def through(self, box: Any) -> _View:  # noqa: ANN401
        """Return the view inside a box."""
        style = box.style
        own = getattr(box, "transformation_matrix", None)
        matrix = own @ self.matrix if own and self.matrix else own or self.matrix
        view = replace(self, opacity=self.opacity * style["opacity"], matrix=matrix)
        if style["overflow"] != "visible" and hasattr(box, "padding_box_x") and not hasattr(box, "page_type"):
            window = (box.padding_box_x(), box.padding_box_y(), box.padding_width(), box.padding_height())
            view = replace(view, windows=(*view.windows, view.placed(*window)))
        if style["position"] in ("absolute", "fixed") and style["clip"]:
            view = replace(view, windows=(*view.windows, view.placed(*_clip(box))))
        return view

    def placed(self, left: float, top: float, width: float, height: float) -> Edges:
        """Return the edges of a rectangle on the page."""
        edges: Edges = weasyprint().anchors.rectangle_aabb(self.matrix, left, top, width, height)
        return edges

    @property
    def scale(self) -> float:
        """The factor by which the transformation enlarges things."""
        return float(abs(self.matrix.determinant) ** 0.5) if self.matrix else 1.0


_Met = tuple[Any, _View, _Order]
"""A box, its view, and its painting order."""


CAUSES: dict[_Fate, tuple[str, ...]] = {
    "hidden": ("display", "visibility", "opacity", "transform", "width", "height", "max-width", "max-height"),
    "cut": ("overflow", "clip"),
    "edge": ("transform", "position"),
}
"""The properties that may cause each fate, the likeliest first."""


def unseen_texts(pages: Iterable[Any], cascade: Cascade) -> dict[tuple[str, int], MisplacedText]:
    """Return the texts that are not visible, one for each fate and element (its `id`)."""
    found: dict[tuple[str, int], MisplacedText] = {}
    for number, page in enumerate(pages, start=1):
        sheet = (0.0, 0.0, page.margin_width(), page.margin_height())
        content, *margins = page.children
        met, met_in_margins = list[_Met](), list[_Met]()
        _walk(content, _View(), (), met)
        for margin in margins:
            _walk(margin, _View(), (), met_in_margins)
        running = [one for one in met_in_margins if one[0].element is not None]
        texts = (*_texts(met), *_texts(running))
        unseen = ((box, how, None) for box, view, _ in texts if (how := _fate(box, view, sheet)))
        for text, how, cover in (*unseen, *_covered(met)):
            if (how, id(text.element)) not in found:
                found[how, id(text.element)] = MisplacedText(
                    how,
                    text.text,
                    "",
                    number,
                    origin=cascade.elements.of_box(text),
                    declaration=_cause(text, how, cover, cascade),
                )
    return found


def _cause(text: Any, how: _Fate, cover: Any, cascade: Cascade) -> Declaration | None:  # noqa: ANN401
    """Return the declaration that hides a text: its own, or that of the box that is painted over it."""
    if how == "covered":
        asked = (cascade.of_box(cover, name) for name in ("position", "background-color", "z-index"))
        return next(filter(None, asked), None)
    if how == "hidden" and text.style["font_size"] < LEAST_SIZE:
        return cascade.of_box(text, "font-size")
    return hiding(text.element, CAUSES[how], cascade)


def _walk(box: Any, view: _View, order: _Order, met: list[_Met]) -> None:  # noqa: ANN401
    """Add the texts and the positioned boxes inside a box, each with its view and painting order."""
    if isinstance(getattr(box, "text", None), str):
        met.append((box, view, order))
        return
    if hasattr(box, "style"):
        view, style = view.through(box), box.style
        if style["position"] in ("absolute", "fixed", "relative") and hasattr(box, "border_box_x"):
            order = (*order, (0 if style["z_index"] == "auto" else style["z_index"], len(met)))
            met.append((box, view, order))
    for child in getattr(box, "children", ()):
        _walk(child, view, order, met)


def _texts(met: Iterable[_Met]) -> Iterator[_Met]:
    """Return the texts with a letter or a digit."""
    return (one for one in met if any(map(str.isalnum, getattr(one[0], "text", ""))))


def _covered(met: Sequence[_Met]) -> Iterator[tuple[Any, _Fate, Any]]:
    """Return the texts under an opaque box, each with that box.

    Only positioned boxes are painted over others: the later ones, or those with a higher `z-index` (CSS 2.2,
    appendix E).
    """
    covers = [
        (
            view.placed(box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()),
            order,
            box,
        )
        for box, view, order in met
        if not hasattr(box, "text") and _is_opaque(box, view)
    ]
    for text, view, order in _texts(met) if covers else ():
        place = view.placed(text.position_x, text.position_y, text.width, text.height)
        over = (
            box for cover, above, box in covers if _is_over(above, order) and not _is_beyond(place, cover)
        )
        if (box := next(over, None)) is not None:
            yield text, "covered", box


def _is_opaque(box: Any, view: _View) -> bool:  # noqa: ANN401
    is_solid = view.opacity == 1 and box.style["visibility"] == "visible"
    return bool(is_solid and weasyprint().draw.color.get_color(box.style, "background_color").alpha == 1)


def _is_over(above: _Order, order: _Order) -> bool:
    """Return whether a box is painted over a text that is not inside it."""
    if order[: len(above)] == above:
        return False
    shared = next(
        (at for at, pair in enumerate(zip(above, order, strict=False)) if pair[0] != pair[1]), len(order)
    )
    return above[shared] > order[shared] if shared < len(order) else above[shared][0] >= 0


def unseen_pictures(
    root: Element, pages: Iterable[Any], cascade: Cascade, is_left_out: LeftOut
) -> tuple[MisplacedText, ...]:
    """Return the pictures with alternative text that are not visible, each once.

    A picture that cannot be loaded is reported elsewhere: the engine prints its alternative text instead.
    """
    shown = [element for element in _kept(root, is_left_out) if is_picture(element) and alternative(element)]
    fates: dict[int, tuple[_Fate | None, int]] = {}
    for number, page in enumerate(pages if shown else (), start=1):
        sheet = _sheet(page)
        for box, view in _boxes(page, _View()):
            if hasattr(box, "replacement"):
                fate = _picture_fate(box, view, sheet), number
            elif box.element_tag == "img" and box.element.get("src"):
                fate = None, number
            else:
                continue
            fates[id(box.element)] = min(fate, fates.get(id(box.element), fate), key=lambda one: one[0] or "")
    found = ((element, *fates.get(id(element), ("hidden", 0))) for element in shown)
    return merged(
        MisplacedText(
            how,
            alternative(element) or "",
            element.get("src") or "",
            page,
            is_picture=True,
            origin=cascade.elements.of_tag(element),
            declaration=_cause_of_picture(element, how, cascade),
        )
        for element, how, page in found
        if how
    )


def _sheet(page: Any) -> Edges:  # noqa: ANN401
    """Return the edges of a page with its bleed, into which a picture may reach."""
    top, right, bottom, left = (
        page.style[f"bleed_{side}"].value for side in ("top", "right", "bottom", "left")
    )
    return -left, -top, page.margin_width() + right, page.margin_height() + bottom


def _cause_of_picture(element: Element, how: _Fate, cascade: Cascade) -> Declaration | None:
    if how == "hidden" and not element.get("src") and element.tag == "img":
        return None
    moved = own(element, ("width", "min-width", "height", "left", "margin-left", "position"), cascade)
    return (moved if how == "edge" else None) or hiding(element, CAUSES[how], cascade)


def _kept(element: Element, is_left_out: LeftOut) -> Iterator[Element]:
    """Return the elements that no style leaves out."""
    if not is_left_out(element):
        yield element
        for child in element:
            yield from _kept(child, is_left_out)


def _boxes(box: Any, view: _View) -> Iterator[tuple[Any, _View]]:  # noqa: ANN401
    """Return the boxes inside a box that have a style, each with its view."""
    if hasattr(box, "style"):
        view = view.through(box)
        yield box, view
    for child in getattr(box, "children", ()):
        yield from _boxes(child, view)


def _picture_fate(box: Any, view: _View, sheet: Edges) -> _Fate | None:  # noqa: ANN401
    is_nothing = min(box.width, box.height) * view.scale < LEAST_SIDE
    if is_nothing or box.style["visibility"] != "visible" or view.opacity < LEAST_OPACITY:
        return "hidden"
    place = view.placed(box.content_box_x(), box.content_box_y(), box.width, box.height)
    if any(_is_beyond(place, window) for window in view.windows[: -1 if _clips_itself(box) else None]):
        return "cut"
    return "edge" if _is_beyond(place, sheet) else None


def _clips_itself(box: Any) -> bool:  # noqa: ANN401
    """Return whether the last window is the picture's own: browsers and the engine clip replaced content."""
    return bool(box.style["overflow"] != "visible")


def _fate(text: Any, view: _View, sheet: Edges) -> _Fate | None:  # noqa: ANN401
    style = text.style
    is_small = style["font_size"] * view.scale < LEAST_SIZE
    if style["visibility"] != "visible" or view.opacity * style["opacity"] < LEAST_OPACITY or is_small:
        return "hidden"
    place = view.placed(text.position_x, text.position_y, text.width, text.height)
    if any(_is_beyond(place, window) for window in view.windows):
        return "cut"
    return "edge" if view.matrix and _is_beyond(place, sheet) else None


def _is_beyond(place: Edges, window: Edges) -> bool:
    return (
        place[0] < window[0] - TOLERANCE
        or place[1] < window[1] - TOLERANCE
        or place[2] > window[2] + TOLERANCE
        or place[3] > window[3] + TOLERANCE
    )


def _clip(box: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    """Return the rectangle of the property `clip`, as WeasyPrint paints it."""
    top, right, bottom, left = box.style["clip"]
    top, right = (0.0 if side == "auto" else side for side in (top, right))
    bottom = box.border_height() if bottom == "auto" else bottom
    left = box.border_width() if left == "auto" else left
    edges = sorted((box.border_box_x() + right, box.border_box_x() + left))
    return edges[0], box.border_box_y() + top, edges[1] - edges[0], bottom - top
