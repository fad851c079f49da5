"""Check the sizes of pages, and find the declarations that set them."""

from __future__ import annotations

from typing import Any

from briefing.core.finding import Span
from briefing.stages import Declaration, OutsizedPage
from briefing.typeset.inspect.css_cascade import Cascade

LEAST, MOST = 3, 14_400
"""The limits for the sides of a page, in units of 1/72 inch: ISO 32000-1, annex C.2; ISO 19005-3, 6.1.13."""

UNITS_PER_PIXEL = 0.75
MILLIMETRES_PER_UNIT = 25.4 / 72
ROUNDING = 0.01
"""A page of 5080 mm is allowed, but has slightly more than 14,400 units."""


def outsized_pages(document: Any, cascade: Cascade) -> tuple[OutsizedPage, ...]:  # noqa: ANN401
    """Return the pages that are too small or too large for a PDF, the first of each size."""
    found: dict[tuple[float, float], OutsizedPage] = {}
    for number, page in enumerate(document.pages, start=1):
        bleed = page.bleed
        width = (page.width + bleed["left"] + bleed["right"]) * UNITS_PER_PIXEL
        height = (page.height + bleed["top"] + bleed["bottom"]) * UNITS_PER_PIXEL
        is_outsized = not (_is_allowed(width) and _is_allowed(height))
        if is_outsized and (width, height) not in found:
            declaration = _cause(page._page_box.page_type, cascade, is_width=not _is_allowed(width))
            found[width, height] = OutsizedPage(
                number,
                width * MILLIMETRES_PER_UNIT,
                height * MILLIMETRES_PER_UNIT,
                declaration.where if declaration else Span("styles"),
            )
    return tuple(found.values())


def _is_allowed(side: float) -> bool:
    return LEAST - ROUNDING <= side <= MOST + ROUNDING


def _cause(page_type: Any, cascade: Cascade, *, is_width: bool) -> Declaration | None:  # noqa: ANN401
    """Return the declaration of the side of a page, which adds to the size of the paper, or else that of the size."""
    side = cascade.of_page(page_type, "width" if is_width else "height")
    return side or cascade.of_page(page_type, "size")
