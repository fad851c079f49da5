"""Apply masks and blend modes to any element of a drawing, as to one picture.

WeasyPrint 70 applies a mask after it has drawn an element, which has an effect on basic shapes only, and knows no
`mix-blend-mode`. Both need the element as a group (ISO 32000-1, 11.6.5 and 11.3.5).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

FAR = 100_000
"""Units: farther than any drawing reaches."""


def apply() -> None:
    """Wrap the function that draws an element of a drawing."""
    from weasyprint.svg import SVG

    replace(SVG, "draw_node", _drawing_groups(SVG.draw_node))


def _drawing_groups(plain: Callable[..., None]) -> Callable[..., None]:
    def draw_node(
        svg: Any,  # noqa: ANN401
        node: Any,  # noqa: ANN401
        font_size: float,
        fill_stroke: bool = True,
        context: Any = None,  # noqa: ANN401
    ) -> None:
        from weasyprint.svg.defs import paint_mask
        from weasyprint.svg.utils import parse_url, size

        own = node._etree_node.attrib  # neither is inherited
        mask = svg.masks.get(parse_url(own.get("mask")).fragment) if "mask" in own else None
        blend = own.get("mix-blend-mode", "normal").strip()
        if not fill_stroke or (mask is None and blend == "normal"):
            plain(svg, node, font_size, fill_stroke, context)
            return
        stream = svg.stream
        stream.push_state()
        if blend != "normal":
            stream.set_blend_mode(blend.replace("-", " ").title().replace(" ", ""))
        size_here = size(node.get("font-size", "1em"), font_size, font_size)
        svg.transform(node, size_here)
        kept = {name: node.attrib.pop(name) for name in ("mask", "transform") if name in node.attrib}
        if mask is not None:
            paint_mask(svg, node, mask, size_here)
        svg.stream = stream.add_group(-FAR, -FAR, 2 * FAR, 2 * FAR)
        group = svg.stream.id
        try:
            plain(svg, node, font_size, fill_stroke, context)
        finally:
            svg.stream = stream
            node.attrib.update(kept)
        stream.draw_x_object(group)
        stream.pop_state()

    return draw_node


PATCH = Patch(
    name="groups of drawings",
    kind="fix",
    reason="masks of groups, pictures and texts, and blend modes, are ignored in drawings",
    cost="masked parts of drawings would be shown whole",
    apply=apply,
    parameters={
        "weasyprint.svg:SVG.draw_node": ("self", "node", "font_size", "fill_stroke", "context"),
        "weasyprint.svg:SVG.transform": ("self", "node", "font_size"),
        "weasyprint.svg.defs:paint_mask": ("svg", "node", "mask", "font_size"),
        "weasyprint.pdf.stream:Stream.add_group": ("self", "x", "y", "width", "height"),
    },
)
