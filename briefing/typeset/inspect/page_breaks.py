"""Find the declarations that force or forbid page breaks, for the pages that a finding is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from briefing.stages import Declaration, Gap, SheetUse
from briefing.typeset.inspect.css_cascade import Cascade

FORCED = {"always", "page", "left", "right", "recto", "verso"}
"""Breaks that a style forces: the previous page ends early on purpose."""

FORBIDDING = {"avoid", "avoid-page"}
SPARSE = 1 / 3
"""The used share of a page below which its break is looked up."""


def uses_with_breaks(
    pages: Sequence[Any], uses: Sequence[SheetUse], cascade: Cascade
) -> tuple[SheetUse, ...]:
    """Return the uses of the pages; empty pages and a short last page get the break that caused them."""
    return tuple(
        replace(use, declaration=_break_of(pages, number, cascade, is_empty=use.share <= 0))
        if use.share <= 0 or (use.share < SPARSE and number == len(pages) - 1)
        else use
        for number, use in enumerate(uses)
    )


def _break_of(pages: Sequence[Any], number: int, cascade: Cascade, *, is_empty: bool) -> Declaration | None:
    """Return the declaration of a break at the beginning of a page; for an empty page, also at its end."""
    boxes = [*_forced(pages, number)] + ([*_forced(pages, number + 1)] if is_empty else [])
    found = [one for box, name in boxes if (one := cascade.of_box(box, name))]
    return next(filter(cascade.is_users, found), None) or next(iter(found), None)


def _forced(pages: Sequence[Any], number: int) -> Iterator[tuple[Any, str]]:
    """Return the boxes that force a break before a page, each with the property."""
    if not 0 < number < len(pages):
        return
    before, after = pages[number - 1], pages[number]
    for box in _edge(before.children[0], -1):
        if box.style["break_after"] in FORCED and not _has_piece(after, box):
            yield box, "break_after"
    for box in _edge(after.children[0], 0):
        if box.style["break_before"] in FORCED and not _has_piece(before, box):
            yield box, "break_before"


def _has_piece(page: Any, box: Any) -> bool:  # noqa: ANN401
    return any(
        other.element is box.element and other.element_tag == box.element_tag for other in page.descendants()
    )


def _edge(box: Any, at: int) -> Iterator[Any]:  # noqa: ANN401
    """Return the boxes at the beginning (0) or the end (-1) of a box, outermost first."""
    while children := getattr(box, "children", ()):
        box = children[at]
        yield box


def gaps_by_rule(pages: Sequence[Any], gaps: Sequence[Gap], cascade: Cascade) -> tuple[Gap, ...]:
    """Return gaps, each with the rule that forbids to break what follows: the workspace's own, else a shipped one."""
    return tuple(_by_rule(gap, pages[gap.page], cascade) for gap in gaps)


def _by_rule(gap: Gap, page: Any, cascade: Cascade) -> Gap:  # noqa: ANN401
    found = [*_forbidding(page, cascade)]
    own = next(filter(cascade.is_users, found), None)
    return replace(gap, declaration=own, shipped=None if own else next(iter(found), None))


def _forbidding(page: Any, cascade: Cascade) -> Iterator[Declaration]:  # noqa: ANN401
    """Yield the rules that keep together what a page begins with: first those of the highest boxes."""
    boxes = sorted(_bound(page.children[0]), key=lambda box: -box.height)
    for name in ("break_inside", "break_before", "break_after"):
        for box in boxes:
            if box.style[name] in FORBIDDING and (found := cascade.of_box(box, name)):
                yield found


def _bound(box: Any) -> Iterator[Any]:  # noqa: ANN401
    """Return the boxes at the beginning of a box, and those that must follow on the same page, as after a heading."""
    children = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
    if type(box).__name__ == "LineBox":
        return
    for child, following in pairwise((*children, None)):
        yield child
        yield from _bound(child)
        is_bound = following is not None and (
            child.style["break_after"] in FORBIDDING or following.style["break_before"] in FORBIDDING
        )
        if not is_bound:
            return
