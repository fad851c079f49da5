"""Compute the sizes of boxes of equal styles in equal containing blocks once.

A table of thousands of cells has only a few kinds of cells.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

SIDES = ("top", "right", "bottom", "left")
SIZES = (
    *(f"{area}_{side}" for area in ("margin", "padding") for side in SIDES),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
)
BORDERS = tuple(f"border_{side}_width" for side in SIDES)
"""The engine computes these widths for each box before it lays it out, in pixels."""

DECIDING = (*SIZES, *BORDERS, "border_collapse", "box_sizing")
"""The properties that determine them, besides the size of the containing block."""

MOST_KINDS = 1_000
"""The limit for the number of kinds of boxes whose sizes are kept."""


def apply() -> None:
    """Have every module of the layout look up the sizes of a box before it computes them."""
    from weasyprint.layout import percent

    plain = percent.resolve_percentages
    resolve = _looking_up(plain)
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint.layout") and vars(module).get("resolve_percentages") is plain:
            replace(module, "resolve_percentages", resolve)


def _looking_up(plain: Callable[..., None]) -> Callable[..., None]:
    from weasyprint.css.functions import check_math
    from weasyprint.formatting_structure import boxes

    deciding = itemgetter(*DECIDING)
    kept: dict[Any, dict[str, Any]] = {}

    def resolve_percentages(box: Any, containing_block: Any) -> None:  # noqa: ANN401
        outer = containing_block
        if isinstance(outer, boxes.Box):
            outer = (outer.width, outer.height)
        own, values = box.__dict__, deciding(box.style)
        borders = tuple(map(own.get, BORDERS))  # those of collapsed borders are the box's own
        key = (values, borders, *outer)
        is_plain = not isinstance(box, boxes.PageBox)
        try:
            sizes = kept.get(key) if is_plain else None
        except TypeError:  # a value that has no hash
            is_plain, sizes = False, None
        if sizes is not None:
            own.update(sizes)
            return
        plain(box, containing_block)
        if is_plain and not any(map(check_math, values)):
            if len(kept) >= MOST_KINDS:
                kept.clear()
            kept[key] = {name: own[name] for name in (*SIZES, *BORDERS)}

    return resolve_percentages


PATCH = Patch(
    name="box sizes",
    kind="speed",
    reason="boxes of one kind are sized once",
    cost="long tables take longer",
    apply=apply,
    parameters={
        "weasyprint.layout.percent:resolve_percentages": ("box", "containing_block"),
        "weasyprint.css.functions:check_math": ("token",),
        "weasyprint.formatting_structure.boxes:PageBox": (),
    },
    digests={
        "weasyprint.layout.percent": "bac190e240dce17b",
        "weasyprint.css.functions:check_math": "4f8e6a21258e09ba",
    },
)
