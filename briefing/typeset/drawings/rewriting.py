"""Express what the engine draws differently from a browser by what it draws correctly."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from briefing.core.colour import read_colour
from briefing.text.arabic_shaping import drawn_order
from briefing.typeset.drawings.refusals import SHAPES, can_be_turned, is_vertical
from briefing.typeset.drawings.source import LINK, SPACE, SVG, Source, address_in, local_name, pairs_in
from briefing.typeset.drawings.transforms import scale_of

SERVERS = ("linearGradient", "radialGradient", "pattern")
SPLIT = SHAPES - {"image", "text", "use"}
OUTSIDE = ("id", "transform", "opacity", "clip-path", "mask", "filter", "mix-blend-mode")
"""Attributes that apply to a shape as a whole, once its fill and its stroke are two elements."""

SERVER = re.compile(r"url\(\s*[\"']?#([^\"')\s]+)")
PATH = re.compile(r"path\(\s*(?:(?:evenodd|nonzero)\s*,\s*)?(['\"])(.*)\1\s*\)", re.DOTALL)
SHIFTS = {"sub": 0.2, "super": -0.4}
"""How far browsers shift subscripts and superscripts, as a share of the size of the text around them."""

FAR = 100_000
"""Units: farther than any drawing reaches."""

PRESERVED = ("pre", "pre-wrap", "break-spaces", "preserve")
KNOWN = SHAPES | {
    *("svg", "g", "defs", "symbol", "a", "tspan", "switch"),
    *("linearGradient", "radialGradient", "stop", "pattern", "marker", "mask", "clipPath"),
}
"""The elements that the engine reads. It draws the content of unknown ones, which browsers do not."""


def rewrite(source: Source) -> None:
    """Change a drawing that has no part that must be refused."""
    for step in STEPS:
        step(source)


def _inherit_paint(source: Source) -> None:
    """Complete gradients and patterns that are based on others: the engine forgets the stops after their first use."""
    servers = {one.get("id"): one for one in source.root.iter() if local_name(one) in SERVERS}
    for server in servers.values():
        base, seen = server, {server.get("id")}
        while (
            address_in(base).startswith("#")
            and (name := address_in(base)[1:]) in servers
            and name not in seen
        ):
            base = servers[name]
            seen.add(name)
            for key, value in base.attrib.items():
                if key not in ("id", "href", LINK):
                    server.attrib.setdefault(key, value)
            if not len(server):
                server.extend(copy.deepcopy(list(base)))
    for server in servers.values():
        for key in ("href", LINK):
            server.attrib.pop(key, None)


def _drop_relative_size(source: Source) -> None:
    """Let a drawing without a size of its own take the size that the page gives it."""
    for side in ("width", "height"):
        if source.root.get(side, "").strip().endswith("%"):
            del source.root.attrib[side]


def _paint_ground(source: Source) -> None:
    """Paint the background of a drawing, which is a property of CSS, as a rectangle."""
    root = source.root
    said = root.attrib.pop("background-color", root.attrib.pop("background", ""))
    colour = read_colour(said) if said else None
    if colour is None or not colour[1]:
        return
    frame = root.get("viewBox", "0 0 100% 100%").replace(",", " ").split()
    if len(frame) == 4:
        sides = dict(zip(("x", "y", "width", "height"), frame, strict=True))
        root.insert(0, Element(f"{SVG}rect", {**sides, "fill": said, "stroke": "none"}))


def _drop_unknown(source: Source) -> None:
    for parent, child in list(pairs_in(source.root)):
        if local_name(child) not in KNOWN:
            tail = child.tail or ""
            at = list(parent).index(child)
            parent.remove(child)
            if at and tail:
                parent[at - 1].tail = (parent[at - 1].tail or "") + tail
            elif tail:
                parent.text = (parent.text or "") + tail


def _complete_shapes(source: Source) -> None:
    for element in source.root.iter():
        name = local_name(element)
        if name == "ellipse":
            for one, other in (("rx", "ry"), ("ry", "rx")):
                if other in element.attrib and element.get(one, "auto") == "auto":
                    element.set(one, element.get(other, ""))
        if name == "path" and (match := PATH.fullmatch(element.get("d", "").strip())):
            element.set("d", match[2])
        if element.get("filter", "") == "none":
            del element.attrib["filter"]


def _split_paint(source: Source) -> None:
    """Paint the stroke of a shape before its fill where `paint-order` says so.

    For texts, a patch of the engine does this.
    """
    waiting = [(source.root, "")]
    shapes: list[Element] = []
    while waiting:
        element, order = waiting.pop()
        order = element.get("paint-order", order).strip()
        waiting += [(child, order) for child in element]
        if local_name(element) in SPLIT and order.startswith(("stroke", "markers stroke")):
            shapes.append(element)
    for shape in shapes:
        stroked = Element(
            shape.tag, {key: value for key, value in shape.attrib.items() if key not in OUTSIDE}
        )
        filled = Element(shape.tag, dict(stroked.attrib))
        stroked.set("fill", "none")
        filled.set("stroke", "none")
        for key in [*stroked.attrib]:
            if key.startswith("marker-"):
                del stroked.attrib[key]
        around = {key: value for key, value in shape.attrib.items() if key in OUTSIDE}
        source.places[stroked] = source.places[filled] = source.places.get(shape, (0, 0))
        _become_group(shape, around, [stroked, filled])


def _become_group(element: Element, attributes: dict[str, str], children: list[Element]) -> None:
    tail = element.tail
    element.clear()
    element.tag, element.tail = f"{SVG}g", tail
    element.attrib.update(attributes)
    element.extend(children)


def _extend_masks(source: Source) -> None:
    """Give masks a region in units of the drawing: the engine knows the size of rectangles and pictures only.

    The default region is a tenth larger than what is masked, so nothing of it is cut off by a larger one.
    """
    for mask in [one for one in source.root.iter() if local_name(one) == "mask"]:
        if mask.get("maskUnits") != "userSpaceOnUse":
            mask.set("maskUnits", "userSpaceOnUse")
            for name, value in (("x", -FAR), ("y", -FAR), ("width", 2 * FAR), ("height", 2 * FAR)):
                mask.set(name, str(value))
        if mask.attrib.pop("mask-type", "") == "alpha":
            _whiten(mask, source)


def _whiten(mask: Element, source: Source) -> None:
    """Have a mask of opacity mask by lightness: what is painted white is kept as far as it is opaque."""
    for element in mask.iter():
        for name in ("fill", "stroke"):
            paint = element.get(name, "none").strip()
            if server := SERVER.match(paint):
                element.set(name, f"url(#{_white_gradient(server[1], source)})")
            elif paint != "none":
                element.set(name, "white")
    mask.set("fill", "white")


def _white_gradient(name: str, source: Source) -> str:
    """Add a gradient with the opacities of another one, all white; return its id."""
    white = f"{name}-white"
    found = {one.get("id"): (parent, one) for parent, one in pairs_in(source.root)}
    if name in found and white not in found:
        parent, gradient = found[name]
        copied = copy.deepcopy(gradient)
        copied.set("id", white)
        for stop in copied:
            stop.set("stop-color", "white")
        parent.append(copied)
    return white


def _size_uses(source: Source) -> None:
    """Give each use of a nested drawing the size of that drawing, which the engine does not look up."""
    ids = {one.get("id"): one for one in source.root.iter()}
    for use in [one for one in source.root.iter() if local_name(one) == "use"]:
        used = ids.get(address_in(use)[1:])
        if used is None or local_name(used) not in ("svg", "symbol") or not used.get("viewBox"):
            continue
        for side in ("width", "height"):
            own = used.get(side, "100%") if local_name(used) == "svg" else "100%"
            use.attrib.setdefault(side, own)


def _mask_holes(source: Source) -> None:
    """Make masks of clipping paths with the even-odd rule, which the engine does not apply to them."""
    clips = [one for one in source.root.iter() if local_name(one) == "clipPath" and _has_holes(one)]
    for clip in clips:
        if clip.get("clipPathUnits") == "objectBoundingBox":
            continue
        name = clip.get("id", "")
        for element in source.root.iter():
            if (
                re.sub(r"[\s\"']", "", element.get("clip-path", "")) == f"url(#{name})"
                and "mask" not in element.attrib
            ):
                element.set("mask", element.attrib.pop("clip-path"))
        clip.tag = f"{SVG}mask"
        for element in list(clip.iter())[1:]:
            element.attrib.pop("fill", None)
            element.attrib.pop("stroke", None)
            if rule := element.attrib.pop("clip-rule", ""):
                element.set("fill-rule", rule)
        clip.set("fill", "white")
        for key in ("stroke", "fill-opacity", "opacity"):
            clip.attrib.pop(key, None)
        clip.set("fill-rule", clip.attrib.pop("clip-rule", "nonzero"))


def _has_holes(clip: Element) -> bool:
    """Return whether the even-odd rule makes a difference: a path has several parts, or crosses itself."""
    around = clip.get("clip-rule", "")
    return any(
        local_name(one) in ("path", "polygon") and one.get("clip-rule", around) == "evenodd"
        for one in clip.iter()
    ) and any(
        len(re.findall("[Mm]", one.get("d", "MM"))) > 1
        for one in clip.iter()
        if local_name(one) != "clipPath"
    )


def _scale_strokes(source: Source) -> None:
    """Give strokes that are not scaled (`vector-effect`) the width that they have after scaling."""
    waiting = [(source.root, 1.0, "1")]
    while waiting:
        element, scale, width = waiting.pop()
        scale *= scale_of(element.get("transform", ""))
        width = element.get("stroke-width", width)
        if element.attrib.pop("vector-effect", "").strip() == "non-scaling-stroke" and scale > 0:
            number = re.match(r"\s*([0-9.]+)(px)?\s*$", width)
            if number:
                element.set("stroke-width", f"{float(number[1]) / scale:g}")
        waiting += [(child, scale, width) for child in element]


@dataclass(frozen=True, slots=True)
class _Set:
    """The properties of a text that are inherited."""

    transform: str = ""
    spacing: str = ""
    space: str = ""
    mode: str = ""
    orientation: str = ""


def _set_texts(source: Source) -> None:
    """Set texts as their properties say that the engine does not know: case, spaces, direction, subscripts."""
    waiting = [(source.root, _Set())]
    while waiting:
        element, around = waiting.pop()
        own = _Set(
            element.attrib.pop("text-transform", around.transform).strip(),
            element.attrib.pop("word-spacing", around.spacing).strip(),
            element.get("white-space", element.get("white-space-collapse", around.space)).strip(),
            element.attrib.pop("writing-mode", around.mode).strip(),
            element.attrib.pop("text-orientation", around.orientation).strip(),
        )
        if local_name(element) == "text":
            _set_text(element, own)
        waiting += [(child, own) for child in element]


def _set_text(text: Element, style: _Set) -> None:
    if style.space in PRESERVED and SPACE not in text.attrib:
        text.set(SPACE, "preserve")
    if is_vertical(style.mode) and can_be_turned(text, style.orientation):
        x, y = text.get("x", "0"), text.get("y", "0")
        text.set("transform", f"{text.get('transform', '')} rotate(90 {x} {y})".strip())
        text.set("dominant-baseline", "central")
    _change_case(text, style.transform)
    if re.match(r"-?[0-9.]", style.spacing) and not style.spacing.startswith("0"):
        _space_words(text, style.spacing)
    _shift_baselines(text)
    for element in text.iter():
        element.text = drawn_order(element.text) if element.text else element.text
        if element is not text and element.tail:
            element.tail = drawn_order(element.tail)


CASES: dict[str, Callable[[str], str]] = {
    "uppercase": str.upper,
    "lowercase": str.lower,
    "capitalize": lambda words: re.sub(r"\b\w", lambda match: match[0].upper(), words),
}


def _change_case(text: Element, case: str) -> None:
    change = CASES.get(case)
    for element in text.iter() if change else ():
        element.text = change(element.text) if element.text and change else element.text
        if element is not text:
            element.tail = change(element.tail) if element.tail and change else element.tail


def _space_words(text: Element, spacing: str) -> None:
    """Move each word by the space before it (`dx`), where no letter has a position of its own."""
    if any(one.get(name) for one in text.iter() for name in ("dx", "textLength")) or len(text):
        return
    words = " ".join((text.text or "").split())
    text.text = words
    moves = ["0", *(spacing if sign == " " else "0" for sign in words[:-1])]
    text.set("dx", " ".join(moves[: len(words)]))


def _shift_baselines(text: Element) -> None:
    """Move subscripts and superscripts (`baseline-shift`) down and up, and what follows them back."""
    for parent, child in list(pairs_in(text)):
        shift = child.attrib.pop("baseline-shift", "").strip()
        size = re.match(r"([0-9.]+)", _size_of(text, parent))
        moved = _shift(shift, float(size[1]) if size else 16.0)
        if moved is None or child.get("y") or child.get("dy"):
            continue
        child.set("dy", f"{moved:g}")
        back = Element(f"{SVG}tspan", {"dy": f"{-moved:g}"})
        back.tail, child.tail = child.tail, None
        parent.insert(list(parent).index(child) + 1, back)


def _size_of(text: Element, parent: Element) -> str:
    return parent.get("font-size") or text.get("font-size") or "16"


def _shift(shift: str, size: float) -> float | None:
    """Return how far a text is moved down, in units of the drawing; None where it is not."""
    if shift in SHIFTS:
        return SHIFTS[shift] * size
    match = re.fullmatch(r"(-?[0-9.]+)(%|em|px)?", shift)
    if match is None or not float(match[1]):
        return None
    share = {"%": size / 100, "em": size}.get(match[2] or "", 1.0)
    return -float(match[1]) * share


STEPS: tuple[Callable[[Source], None], ...] = (
    _inherit_paint,
    _drop_relative_size,
    _paint_ground,
    _drop_unknown,
    _complete_shapes,
    _mask_holes,
    _extend_masks,
    _size_uses,
    _split_paint,
    _scale_strokes,
    _set_texts,
)
