"""Copyfitting: tighten an edition that exceeds its page limit, ends with an almost empty page, or has a large gap.

It is tightened step by step, and only as far as needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from briefing.stages import Sheets


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid-out page: its number of pages, and a function that measures all the rest.

    Only the layout that is kept is measured. The number of a layout that was stopped is the least that it can have.
    """

    page_count: int
    measure: Callable[[], Sheets]


class Attempt(Protocol):
    """Lays out a page with some copyfitting steps: stylesheets that are applied in order, after all others."""

    def __call__(self, steps: Sequence[str], most: int | None = None) -> Layout:
        """Return a layout, which may be stopped as soon as it needs more than `most` pages."""
        ...


def fit(attempt: Attempt, steps: Sequence[str], page_limit: int | None) -> Sheets:
    """Return the first layout within the page limit, or the one with all steps.

    If it ends with an almost empty page, or has one before a page that the style begins, and more steps save this page,
    the first layout without it is returned; otherwise, if it has a gap on a page, the first layout with neither. The
    number of layouts is at most one more than the number of steps.
    """
    layout = attempt((), page_limit if steps else None)
    taken = 0
    while page_limit is not None and layout.page_count > page_limit and taken < len(steps):
        taken += 1
        layout = attempt(steps[:taken], page_limit if taken < len(steps) else None)
    sheets = layout.measure()
    if taken < len(steps) and sheets.has_sparse_end:
        return _without_last_page(attempt, steps, taken, sheets)
    return _without_gaps(attempt, steps, taken, sheets)


def _without_last_page(attempt: Attempt, steps: Sequence[str], taken: int, sheets: Sheets) -> Sheets:
    """Return the first layout with fewer pages, or the same one with the overhang that is left with all steps.

    The layout with all steps comes first, so that an edition that no step can shorten is laid out only once more.
    """
    fewer = sheets.page_count - 1
    tightest = attempt(steps, None if sheets.ends_almost_empty else fewer)
    if tightest.page_count > fewer:
        return replace(sheets, excess=tightest.measure().overhang) if sheets.ends_almost_empty else sheets
    for count in range(taken + 1, len(steps)):
        closer = attempt(steps[:count], fewer)
        if closer.page_count <= fewer:
            return closer.measure()
    return tightest.measure()


def _without_gaps(attempt: Attempt, steps: Sequence[str], taken: int, sheets: Sheets) -> Sheets:
    """Return the first layout without gaps or an almost empty page instead, or the same one if there is none."""
    if not sheets.find_gaps():
        return sheets
    closer = (attempt(steps[:count]).measure() for count in range(taken + 1, len(steps) + 1))
    return next((one for one in closer if not one.find_gaps() and not one.has_sparse_end), sheets)
