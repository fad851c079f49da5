"""Draw the halos and the lines of texts in drawings: `paint-order: stroke` and `text-decoration`.

WeasyPrint 70 paints the stroke of a text over its letters, so that a halo covers them. The halo is drawn first here:
the same letters at the same places, which programs that extract text take as one (bold type was once made so).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace
from briefing.typeset.weasyprint_patches.text_recorder import recording_halos

TEXTS = ("a", "text", "textPath", "tspan")
LINES = {"underline": 0.12, "overline": -0.78, "line-through": -0.27}
"""The place of each line below the baseline, and `THICKNESS`, as shares of the size of the text."""

THICKNESS = 0.06
DESCENT = 0.23
"""The part of a line below its baseline, as a share of its height."""


def apply() -> None:
    """Wrap the function that draws texts, wherever the engine finds it."""
    import weasyprint.svg

    drawing = _drawing_texts(weasyprint.svg.text)
    replace(weasyprint.svg, "text", drawing)
    weasyprint.svg.TAGS.update(dict.fromkeys(TEXTS, drawing))


def _drawing_texts(plain: Callable[..., None]) -> Callable[..., None]:
    def text(svg: Any, node: Any, font_size: float) -> None:  # noqa: ANN401
        if not node.text:
            plain(svg, node, font_size)
            return
        kept = dict(node.attrib)
        if _is_haloed(node):
            _draw_halo(plain, svg, node, font_size)
            node.attrib["stroke"] = "none"
        plain(svg, node, font_size)
        node.attrib = kept
        for line, place in LINES.items():
            if line in node.get("text-decoration-line", node.get("text-decoration", "")) and not node.get(
                "rotate"
            ):
                _draw_line(svg, node, font_size, place)

    return text


def _is_haloed(node: Any) -> bool:  # noqa: ANN401
    return node.get("paint-order", "").strip().startswith(("stroke", "markers stroke")) and node.get(
        "stroke", "none"
    ) not in ("none", "transparent")


def _draw_halo(plain: Callable[..., None], svg: Any, node: Any, font_size: float) -> None:  # noqa: ANN401
    """Draw the strokes of the letters, and return to where the text begins."""
    before = svg.cursor_position, list(svg.cursor_d_position), node.text_bounding_box
    fill = node.attrib.get("fill")
    node.attrib["fill"] = "none"
    with recording_halos():
        plain(svg, node, font_size)
    svg.cursor_position, svg.cursor_d_position, node.text_bounding_box = before
    if fill is None:
        del node.attrib["fill"]
    else:
        node.attrib["fill"] = fill


def _draw_line(svg: Any, node: Any, font_size: float, place: float) -> None:  # noqa: ANN401
    x, y, width, height = node.text_bounding_box
    baseline = y + height * (1 - DESCENT)
    svg.stream.push_state()
    fill, _ = svg.set_graphical_state(node, font_size)
    svg.stream.rectangle(x, baseline + place * font_size, width, THICKNESS * font_size)
    svg.fill_stroke(fill, None)
    svg.stream.pop_state()


PATCH = Patch(
    name="texts of drawings",
    kind="fix",
    reason="halos cover the texts of drawings, and underlines are ignored",
    cost="labels with a halo could not be read",
    apply=apply,
    parameters={
        "weasyprint.svg:text": ("svg", "node", "font_size"),
        "weasyprint.svg:TAGS": (),
        "weasyprint.svg:SVG.set_graphical_state": ("self", "node", "font_size"),
        "weasyprint.svg:SVG.fill_stroke": ("self", "fill", "stroke"),
    },
)
