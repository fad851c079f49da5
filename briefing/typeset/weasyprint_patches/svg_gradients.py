"""Paint the gradients of drawings as shading patterns, in the space in which SVG defines them.

WeasyPrint 70 puts each gradient into a tile of the size of the gradient's own space, often one unit: Poppler, and with
it many viewers, then paints nothing. It also takes the radius of a radial gradient as too large, includes the stroke
in the size of a shape, and forgets the width of a stroke with a gradient.
"""

from __future__ import annotations

from collections.abc import Callable
from math import hypot
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

STEP = 1e-6
"""The least distance of two stops, as a share of the gradient: PDF has no stops at the same place."""

WITHIN = 0.999
"""The greatest distance of a focus from its centre, as a share of the radius."""

Stops = tuple[list[float], list[Any]]
"""The positions and the colours of the stops of a gradient."""


def apply() -> None:
    """Replace the functions that paint gradients and patterns in drawings."""
    import weasyprint.svg

    replace(weasyprint.svg, "draw_gradient", _painting(weasyprint.svg.draw_gradient))
    replace(weasyprint.svg, "draw_pattern", _placing(weasyprint.svg.draw_pattern))


def _painting(plain: Callable[..., bool]) -> Callable[..., bool]:
    def draw_gradient(
        svg: Any,  # noqa: ANN401
        node: Any,  # noqa: ANN401
        gradient: Any,  # noqa: ANN401
        font_size: float,
        opacity: float,
        stroke: bool,
    ) -> bool:
        positions, colours = _stops(gradient, font_size, opacity)
        if stroke:
            svg.stream.set_line_width(svg.length(node.get("stroke-width", "1px"), font_size))
        if len(colours) < 2:
            for colour in colours:
                svg.stream.set_color(colour, stroke)
            return bool(colours)
        box = svg.calculate_bounding_box(node, font_size, False)
        is_of_user = gradient.get("gradientUnits") == "userSpaceOnUse"
        if box is None and not is_of_user:
            return False  # a shape without an area has no such gradient (SVG 2, 8.11)
        space = _Space(svg, gradient, font_size, box, is_of_user)
        if all(colour.alpha == 1 for colour in colours):
            _use_shading(svg.stream, space, positions, colours, stroke)
        else:
            around = svg.calculate_bounding_box(node, font_size, True) or (
                0,
                0,
                svg.inner_width,
                svg.inner_height,
            )
            _use_tile(svg.stream, space, positions, colours, around, stroke)
        return True

    return draw_gradient


def _stops(gradient: Any, font_size: float, opacity: float) -> Stops:  # noqa: ANN401
    """Return the stops of a gradient, from 0 to 1, each behind the one before it."""
    from weasyprint.svg.utils import alpha_value, color, size

    positions: list[float] = []
    colours = []
    for child in gradient:
        if child.tag != "stop":
            continue
        positions.append(
            max(positions[-1] if positions else 0.0, min(1.0, size(child.get("offset"), font_size, 1)))
        )
        colour = color(child.get("stop-color", "black"))
        colour.alpha *= alpha_value(child.get("stop-opacity", 1)) * opacity
        colours.append(colour)
    if len(colours) > 1 and gradient.get("spreadMethod", "pad") == "pad":
        positions, colours = [0.0, *positions, 1.0], [colours[0], *colours, colours[-1]]
    for index in range(1, len(positions)):
        positions[index] = max(positions[index], positions[index - 1] + STEP)
    for index in range(len(positions) - 2, -1, -1):
        positions[index] = min(positions[index], positions[index + 1] - STEP)
    return positions, colours


class _Space:
    """The space of a gradient: its vector or its circles, and its place on the page."""

    def __init__(self, svg: Any, gradient: Any, font_size: float, box: Any, is_of_user: bool) -> None:  # noqa: ANN401
        from weasyprint.matrix import Matrix
        from weasyprint.svg.utils import transform

        self.spread = gradient.get("spreadMethod", "pad")
        self.is_linear = gradient.tag == "linearGradient"
        self.box = box or (0, 0, svg.inner_width, svg.inner_height)
        if is_of_user:
            self.matrix, sides = Matrix(), (svg.inner_width, svg.inner_height, svg.inner_diagonal)
        else:
            x, y, width, height = box
            self.matrix, sides = Matrix(a=width, d=height, e=x, f=y), (1, 1, 1)
        if said := gradient.get("gradientTransform"):
            self.matrix = transform(said, "0 0", font_size, svg.normalized_diagonal) @ self.matrix
        self.coords = self._lines(gradient, font_size, *sides)

    def _lines(
        self,
        gradient: Any,  # noqa: ANN401
        font_size: float,
        width: float,
        height: float,
        diagonal: float,
    ) -> list[float]:
        from weasyprint.svg.utils import size

        def along(name: str, default: Any, side: float) -> float:  # noqa: ANN401
            return float(size(gradient.get(name, default), font_size, side))

        if self.is_linear:
            start = along("x1", 0, width), along("y1", 0, height)
            return [*start, along("x2", "100%", width), along("y2", 0, height)]
        x, y, radius = along("cx", "50%", width), along("cy", "50%", height), along("r", "50%", diagonal)
        focus_x, focus_y = along("fx", x, width), along("fy", y, height)
        away = hypot(focus_x - x, focus_y - y)
        if away > WITHIN * radius:
            share = WITHIN * radius / away
            focus_x, focus_y = x + (focus_x - x) * share, y + (focus_y - y) * share
        return [focus_x, focus_y, along("fr", 0, diagonal), x, y, radius]

    def spread_out(
        self, positions: list[float], colours: list[Any]
    ) -> tuple[list[float], list[Any], list[float]]:
        """Return the stops, repeated as often as the shape needs, and the vector or circles that they lie on."""
        from weasyprint.svg.defs import spread_linear_gradient, spread_radial_gradient

        if self.spread not in ("repeat", "reflect"):
            return positions, colours, self.coords
        positions = [0.0, *positions] if positions[0] > 0 else positions
        colours = [colours[0]] * (len(positions) - len(colours)) + colours
        if positions[-1] < 1:
            positions, colours = [*positions, 1.0], [*colours, colours[-1]]
        given = self.spread, positions, colours, *self.coords
        if self.is_linear:
            found = spread_linear_gradient(*given, self.box, self.matrix)
        else:
            found = spread_radial_gradient(*given, *self.box[2:], self.matrix)
        return list(found[0]), list(found[1]), list(found[2])


def _shading(
    stream: Any,  # noqa: ANN401
    space: _Space,
    positions: list[float],
    colours: list[Any],
    *,
    is_alpha: bool = False,
) -> Any:  # noqa: ANN401
    """Return the shading of a gradient: of its colours, or of its opacity as levels of grey."""
    positions, colours, coords = space.spread_out(positions, colours)
    levels = [[colour.alpha] if is_alpha else list(colour[:3]) for colour in colours]
    if not is_alpha:
        levels = _under_transparency(levels, [colour.alpha for colour in colours])
    parts = [
        stream.create_interpolation_function((0, 1), *levels[index : index + 2], 1)
        for index in range(len(levels) - 1)
    ]
    domain, encode = (positions[0], positions[-1]), len(parts) * (0, 1)
    function = stream.create_stitching_function(domain, encode, positions[1:-1], parts)
    kind, extends = (2 if space.is_linear else 3), space.spread not in ("repeat", "reflect")
    return stream.add_shading(
        kind, domain, coords, extends, function, "DeviceGray" if is_alpha else "DeviceRGB"
    )


def _under_transparency(levels: list[list[float]], alphas: list[float]) -> list[list[float]]:
    """Give stops that are fully transparent the colour of a neighbour, as interpolation with alpha does."""
    found = list(levels)
    for index, alpha in enumerate(alphas):
        if alpha == 0:
            near = [one for one in (index - 1, index + 1) if 0 <= one < len(levels) and alphas[one] > 0]
            found[index] = levels[near[0]] if near else levels[index]
    return found


def _use_shading(
    stream: Any,  # noqa: ANN401
    space: _Space,
    positions: list[float],
    colours: list[Any],
    stroke: bool,
) -> None:
    """Paint with a shading pattern (ISO 32000-1, 8.7.4.2).

    The shading stays among the objects of the PDF, where it is converted for greyscale and for a press.
    """
    import pydyf

    stream.set_alpha(1, stroke)
    shading = _shading(stream, space, positions, colours)
    matrix = pydyf.Array((space.matrix @ stream.ctm).values)
    name = f"p{len(stream._resources['Pattern'])}"
    pattern = pydyf.Dictionary({"Type": "/Pattern", "PatternType": 2, "Shading": shading, "Matrix": matrix})
    pattern.extra = {}  # where the engine looks for resources
    stream._resources["Pattern"][name] = pattern
    stream.set_color_space("Pattern", stroke=stroke)
    stream.set_color_special(name, stroke=stroke)


def _use_tile(
    stream: Any,  # noqa: ANN401
    space: _Space,
    positions: list[float],
    colours: list[Any],
    around: tuple[float, float, float, float],
    stroke: bool,
) -> None:
    """Paint with one tile as large as the shape, whose opacity is a second shading."""
    x, y, width, height = around
    margin = max(width, height, 1) / 50
    x, y, width, height = x - margin, y - margin, width + 2 * margin, height + 2 * margin
    pattern = stream.add_pattern(x, y, width, height, width, height, stream.ctm)
    group = pattern.add_group(x, y, width, height)
    veil = group.set_alpha_state(x, y, width, height)
    veil.transform(*space.matrix.values)
    veil.paint_shading(_shading(veil, space, positions, colours, is_alpha=True).id)
    group.transform(*space.matrix.values)
    group.paint_shading(_shading(group, space, positions, colours).id)
    pattern.set_alpha(1)
    pattern.draw_x_object(group.id)
    stream.set_color_space("Pattern", stroke=stroke)
    stream.set_color_special(pattern.id, stroke=stroke)


def _placing(plain: Callable[..., bool]) -> Callable[..., bool]:
    def draw_pattern(
        svg: Any,  # noqa: ANN401
        node: Any,  # noqa: ANN401
        pattern: Any,  # noqa: ANN401
        font_size: float,
        opacity: float,
        stroke: bool,
    ) -> bool:
        """Draw a pattern from the origin of the drawing; the engine would start it at the edge of each shape."""
        if stroke:
            svg.stream.set_line_width(svg.length(node.get("stroke-width", "1px"), font_size))
        said = pattern.get("patternTransform", "")
        box = svg.calculate_bounding_box(node, font_size, stroke)
        if pattern.get("patternUnits") == "userSpaceOnUse" and box is not None:
            pattern.attrib["patternTransform"] = f"translate({-box[0]} {-box[1]}) {said}".strip()
        try:
            return plain(svg, node, pattern, font_size, opacity, stroke)
        finally:
            pattern.attrib["patternTransform"] = said
            if not said:
                del pattern.attrib["patternTransform"]

    return draw_pattern


PATCH = Patch(
    name="gradients of drawings",
    kind="fix",
    reason="gradients in drawings are blank in Poppler, and radial ones too large",
    cost="gradients in drawings would be blank in many viewers",
    apply=apply,
    parameters={
        "weasyprint.svg:draw_gradient": ("svg", "node", "gradient", "font_size", "opacity", "stroke"),
        "weasyprint.svg:draw_pattern": ("svg", "node", "pattern", "font_size", "opacity", "stroke"),
        "weasyprint.svg.defs:spread_linear_gradient": ("spread", "positions", "colors"),
        "weasyprint.svg.defs:spread_radial_gradient": ("spread", "positions", "colors"),
        "weasyprint.svg:SVG.calculate_bounding_box": ("self", "node", "font_size", "stroke"),
        "weasyprint.pdf.stream:Stream.add_shading": (
            "self",
            "shading_type",
            "domain",
            "coords",
            "extend",
            "function",
        ),
    },
)
