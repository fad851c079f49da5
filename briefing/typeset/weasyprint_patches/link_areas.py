"""Make a link as high as its letters, where its line is lower.

The engine makes a link as high as its line. A raised mark has no line height, so that it moves no line apart: its
link would be a line without an area, on which nobody can click.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

Area = tuple[float, float, float, float]


def apply() -> None:
    """Cover the letters of each inline box by its area."""
    from weasyprint.formatting_structure import boxes

    replace(boxes.InlineBox, "hit_area", _covering_letters(boxes.InlineBox.hit_area))


def _covering_letters(plain: Callable[[Any], Area]) -> Callable[[Any], Area]:
    def hit_area(box: Any) -> Area:  # noqa: ANN401
        left, top, width, height = plain(box)
        first = min(top, box.border_box_y())
        last = max(top + height, box.border_box_y() + box.border_height())
        return left, first, width, last - first

    return hit_area


PATCH = Patch(
    name="link areas",
    kind="fix",
    reason="the engine gives a link without line height no area",
    cost="raised marks of sources and footnotes cannot be clicked",
    apply=apply,
    parameters={
        "weasyprint.formatting_structure.boxes:Box.hit_area": ("self",),
        "weasyprint.formatting_structure.boxes:Box.border_box_y": ("self",),
        "weasyprint.formatting_structure.boxes:Box.border_height": ("self",),
        "weasyprint.formatting_structure.boxes:InlineBox": (),
    },
    digests={"weasyprint.formatting_structure.boxes:InlineBox.hit_area": "8e5a5ce398c11383"},
)
