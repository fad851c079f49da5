"""Copyfitting: tighten an edition that exceeds its page limit, step by step and only as far as needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.stages import Sheets

Attempt = Callable[[Sequence[str]], Sheets]
"""Lays out a page with some copyfitting steps: stylesheets that are applied in order, after all others."""


def fit(attempt: Attempt, steps: Sequence[str], page_limit: int | None) -> Sheets:
    """Return the first layout within the page limit, or the one with all steps.

    The number of layouts is at most one more than the number of steps.
    """
    sheets = attempt(())
    for count in range(1, len(steps) + 1):
        if page_limit is None or sheets.page_count <= page_limit:
            break
        sheets = attempt(steps[:count])
    return sheets
