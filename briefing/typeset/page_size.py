"""The sizes of pages, and where a style sets them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from briefing.finding import Span
from briefing.stages import OutsizedPage
from briefing.styles import read_style, span_at
from briefing.workspace import Files

LEAST, MOST = 3, 14_400
"""The sides of a page in units of 1/72 inch: ISO 32000-1, annex C.2, made a rule by ISO 19005-3, 6.1.13."""

UNITS_PER_PIXEL = 0.75
MILLIMETRES_PER_UNIT = 25.4 / 72
ROUNDING = 0.01
"""A page of 5080 mm has a little more than 14,400 units, and is not too large."""

PAGE_RULE = re.compile(r"@page\b[^{]*\{", re.IGNORECASE)
SIZE = re.compile(r"(?<![\w-])size\s*:", re.IGNORECASE)


def outsized_pages(document: Any, names: Sequence[str], files: Files) -> tuple[OutsizedPage, ...]:  # noqa: ANN401
    """The pages that no PDF may have, the first of each size."""
    found: dict[tuple[float, float], int] = {}
    for number, page in enumerate(document.pages, start=1):
        bleed = page.bleed
        sides = (
            (page.width + bleed["left"] + bleed["right"]) * UNITS_PER_PIXEL,
            (page.height + bleed["top"] + bleed["bottom"]) * UNITS_PER_PIXEL,
        )
        if not all(LEAST - ROUNDING <= side <= MOST + ROUNDING for side in sides):
            found.setdefault(sides, number)
    where = _declared(names, files) if found else Span("styles")
    return tuple(
        OutsizedPage(number, width * MILLIMETRES_PER_UNIT, height * MILLIMETRES_PER_UNIT, where)
        for (width, height), number in found.items()
    )


def _declared(names: Iterable[str], files: Files) -> Span:
    """Where the size of pages is set: the last `size` of the cascade."""
    where = Span("styles")
    for name in names:
        for sheet, text in read_style(name, files):
            for rule in PAGE_RULE.finditer(text):
                end = text.find("}", rule.end())
                for match in SIZE.finditer(text, rule.end(), end if end >= 0 else len(text)):
                    where = span_at(sheet, text, match.start(), len("size"))
    return where
