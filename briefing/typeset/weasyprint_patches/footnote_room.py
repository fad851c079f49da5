"""Take no rounding error for a lack of room for footnotes.

The engine compares the foot of the last footnote with that of its area, and rounding may place it a billionth of a
pixel below. The footnote is then moved to the next page with its line, and again on each page that follows, so that
pages are left nearly empty.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace


def apply() -> None:
    """Look at an area that is said to be too small a second time."""
    from weasyprint.layout import LayoutContext

    replace(LayoutContext, "_update_footnote_area", _without_rounding(LayoutContext._update_footnote_area))


def _without_rounding(plain: Callable[[Any], bool]) -> Callable[[Any], bool]:
    def _update_footnote_area(context: Any) -> bool:  # noqa: ANN401
        return plain(context) and _is_too_small(context)

    return _update_footnote_area


def _is_too_small(context: Any) -> bool:  # noqa: ANN401
    """Return whether the last footnote reaches below the area of the page by more than an error of rounding."""
    from weasyprint.formatting_structure import build
    from weasyprint.layout.block import block_level_layout

    area = context.current_footnote_area
    copy = build.create_anonymous_boxes(area.deepcopy())
    laid_out = block_level_layout(context, copy, -inf, None, area.page)[0]
    foot, bottom = (
        box.position_y + box.margin_height() - box.margin_bottom for box in (laid_out.children[-1], laid_out)
    )
    return bool(context.overflows(bottom, foot))


PATCH = Patch(
    name="footnote room",
    kind="fix",
    reason="the engine takes an error of rounding for a lack of room for a footnote",
    cost="a page with a footnote may be left nearly empty",
    apply=apply,
    parameters={
        "weasyprint.layout:LayoutContext._update_footnote_area": ("self",),
        "weasyprint.layout:LayoutContext.overflows": ("bottom", "position_y"),
        "weasyprint.layout.block:block_level_layout": (
            "context",
            "box",
            "bottom_space",
            "skip_stack",
            "containing_block",
        ),
        "weasyprint.formatting_structure.build:create_anonymous_boxes": ("box",),
    },
    digests={"weasyprint.layout:LayoutContext._update_footnote_area": "0fcc68f3897d5ef0"},
)
