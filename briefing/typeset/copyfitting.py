"""Copyfitting: an edition over its pages is set tighter, step by step and only as far as needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.stages import Sheets

Attempt = Callable[[Sequence[str]], Sheets]
"""Lays a page out with the steps that it is given: stylesheets, read one on top of the other after all the rest."""


def fit(attempt: Attempt, steps: Sequence[str], page_limit: int | None) -> Sheets:
    """The first layout that keeps to its pages, or the one with all steps.

    Never more layouts than there are steps and one.
    """
    sheets = attempt(())
    for count in range(1, len(steps) + 1):
        if page_limit is None or sheets.page_count <= page_limit:
            break
        sheets = attempt(steps[:count])
    return sheets
