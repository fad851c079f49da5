"""Balance columns without laying out again a column whose content stays the same.

WeasyPrint tries one height after the other, often one pixel more, and lays out all columns at each. A column has the
same content as at a smaller height until what first overflowed it fits in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from briefing.typeset.weasyprint_patches.patch import Patch, replace

LEAST_LACK = 0.01
"""A height that lacks less than this, in pixels, is tried, so that rounding decides nothing."""


class _Trial(NamedTuple):
    """A column as it was laid out."""

    box: Any
    """The box that was laid out; it stays, and so does its id."""
    bottom: float
    lack: float
    """The least height that anything lacked to fit in."""
    result: Any

    def is_same_at(self, bottom: float) -> bool:
        """Return whether the column has the same content if it ends at another place."""
        return bottom == self.bottom or self.bottom < bottom < self.bottom + self.lack - LEAST_LACK


def apply() -> None:
    """Have the layout of columns look up a column that it tries."""
    from weasyprint.layout import block

    replace(block, "columns_layout", _with_trials(block.columns_layout))
    replace(block, "block_box_layout", _looking_up(block.block_box_layout))


def _with_trials(plain: Callable[..., Any]) -> Callable[..., Any]:
    def columns_layout(context: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        """Lay out columns, with the trials of these columns alone."""
        outer = context.__dict__.get("_trials")
        context._trials = {}
        try:
            return plain(context, *arguments, **named)
        finally:
            context._trials = outer

    return columns_layout


def _looking_up(plain: Callable[..., Any]) -> Callable[..., Any]:
    from weasyprint.formatting_structure import boxes

    simple = (boxes.BlockBox, boxes.LineBox, boxes.InlineBox, boxes.InlineBlockBox, boxes.TextBox)

    def is_simple(box: Any) -> bool:  # noqa: ANN401
        """Return whether all that a box contains is placed in it by its height alone, and nothing outside it."""
        if "_is_simple" not in box.__dict__:
            box._is_simple = all(
                type(one) in simple
                and (one.is_in_normal_flow() or one.style["position"] == "absolute")
                and one.style["column_count"] == one.style["column_width"] == one.style["continue"] == "auto"
                and not (one.footnote or one.note)
                for one in box.descendants()
            )
        return bool(box._is_simple)

    def block_box_layout(
        context: Any,  # noqa: ANN401
        box: Any,  # noqa: ANN401
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        containing_block: Any,  # noqa: ANN401
        page_is_empty: bool,
        *rest: Any,  # noqa: ANN401
        **named: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """Lay out a block; a column that is tried is looked up first."""

        def lay_out() -> Any:  # noqa: ANN401
            return plain(
                context, box, bottom_space, skip_stack, containing_block, page_is_empty, *rest, **named
            )

        if not box.is_column or rest[2] is None or not is_simple(box):  # one without margins is no trial
            return lay_out()
        key = id(box), repr(skip_stack), page_is_empty, context.page_bottom
        bottom = context.page_bottom - bottom_space
        trial = context._trials.get(key)
        if trial and trial.is_same_at(bottom):
            return trial.result
        broken = len(context.broken_out_of_flow)
        with _lacks_noted(context) as lacks:
            result = lay_out()
        if len(context.broken_out_of_flow) == broken:
            is_broken = any((result[1] or {}).values())  # then a box in it has the height that is left
            context._trials[key] = _Trial(box, bottom, 0.0 if is_broken else min(lacks), result)
        return result

    return block_box_layout


@contextmanager
def _lacks_noted(context: Any) -> Iterator[list[float]]:  # noqa: ANN401
    """Note the height that each thing lacks to fit on the page."""
    plain = context.overflows_page
    lacks = [float("inf")]

    def overflows_page(bottom_space: float, position_y: float) -> bool:
        is_over = bool(plain(bottom_space, position_y))
        if is_over:
            lacks.append(position_y - context.page_bottom + bottom_space)
        return is_over

    context.overflows_page = overflows_page
    try:
        yield lacks
    finally:
        del context.overflows_page


PATCH = Patch(
    name="balanced columns",
    kind="speed",
    reason="0.7 to 0.9 of the time of an edition with sources in columns, which are tried at forty heights",
    cost="lists in columns take longer",
    apply=apply,
    parameters={
        "weasyprint.layout.block:columns_layout": ("context",),
        "weasyprint.layout.block:block_box_layout": (
            "context",
            "box",
            "bottom_space",
            "skip_stack",
            "containing_block",
            "page_is_empty",
            "absolute_boxes",
            "fixed_boxes",
            "adjoining_margins",
        ),
        "weasyprint.layout:LayoutContext.overflows_page": ("self", "bottom_space", "position_y"),
        "weasyprint.formatting_structure.boxes:TextBox": (),
    },
    digests={
        "weasyprint.layout.column": "83ae1a3e83596293",
        "weasyprint.layout.block": "9457dca0528c378f",
        "weasyprint.layout:LayoutContext.overflows_page": "93bb7d364d4cf76e",
        "weasyprint.layout:LayoutContext.overflows": "1fe8b977467f9565",
    },
)
