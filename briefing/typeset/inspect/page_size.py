"""The sizes of pages, and where a style sets them."""

from __future__ import annotations

from typing import Any

from briefing.core.finding import Span
from briefing.stages import OutsizedPage
from briefing.typeset.inspect.css_cascade import Cascade

LEAST, MOST = 3, 14_400
"""The sides of a page in units of 1/72 inch: ISO 32000-1, annex C.2, made a rule by ISO 19005-3, 6.1.13."""

UNITS_PER_PIXEL = 0.75
MILLIMETRES_PER_UNIT = 25.4 / 72
ROUNDING = 0.01
"""A page of 5080 mm has a little more than 14,400 units, and is not too large."""


def outsized_pages(document: Any, cascade: Cascade) -> tuple[OutsizedPage, ...]:  # noqa: ANN401
    """The pages that no PDF may have, the first of each size."""
    found: dict[tuple[float, float], OutsizedPage] = {}
    for number, page in enumerate(document.pages, start=1):
        bleed = page.bleed
        width = (page.width + bleed["left"] + bleed["right"]) * UNITS_PER_PIXEL
        height = (page.height + bleed["top"] + bleed["bottom"]) * UNITS_PER_PIXEL
        is_outsized = not all(LEAST - ROUNDING <= side <= MOST + ROUNDING for side in (width, height))
        if is_outsized and (width, height) not in found:
            declaration = cascade.of_page(page._page_box.page_type, "size")
            found[width, height] = OutsizedPage(
                number,
                width * MILLIMETRES_PER_UNIT,
                height * MILLIMETRES_PER_UNIT,
                declaration.where if declaration else Span("styles"),
            )
    return tuple(found.values())
