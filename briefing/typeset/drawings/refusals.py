"""Find the parts of a drawing that the engine cannot draw, each with its element and line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from unicodedata import bidirectional
from xml.etree.ElementTree import Element

from briefing.core.colour import read_colour
from briefing.core.invisible_characters import UNSEEN, UNSEEN_ANYWHERE
from briefing.files.image_metadata import is_hidden_element
from briefing.typeset.drawings.alternatives import html_flaw
from briefing.typeset.drawings.source import Flaw, Source, address_in, local_name, words_of

COLOURS = ("fill", "stroke", "stop-color", "color")
NO_COLOUR = frozenset(("", "none", "inherit", "currentColor", "context-fill", "context-stroke"))
"""The keywords that are allowed in place of a colour."""

ANIMATIONS = frozenset(("animate", "animateMotion", "animateTransform", "animateColor", "set"))
SHAPES = frozenset(
    ("circle", "ellipse", "image", "line", "path", "polygon", "polyline", "rect", "text", "use")
)
"""The elements that the engine draws."""

REFERENCE = re.compile(r"""url\(\s*["']?#([^"')]+?)["']?\s*\)\s*(.*)""", re.DOTALL)
REFERRING = ("fill", "stroke", "clip-path", "mask", "filter", "marker-start", "marker-mid", "marker-end")
FUNCTION = re.compile(r"\b(calc|min|max|clamp|env|attr)\(", re.IGNORECASE)
OUTLINES = "draw it as paths: in Inkscape, Path > Object to Path; in Illustrator, Type > Create Outlines"
FLATTEN = "remove the effect in the program that drew it, or export this part as a PNG of at least 300 ppi"

REFUSED: Mapping[str, tuple[str, str]] = {
    "flowRoot": (
        "its text '{words}' is in <flowRoot>, which only Inkscape draws",
        "in Inkscape, select the text and choose Text > Convert to Text (or Unflow), and save the drawing again",
    ),
    "textPath": ("its text '{words}' is on a path (<textPath>), which is not drawn", OUTLINES),
    "tref": ("it repeats a text with <tref>, which is not drawn", "type the text in its place"),
    "altGlyph": ("its text '{words}' uses <altGlyph>, which is not drawn", OUTLINES),
    "meshgradient": ("it has a mesh gradient, which is not drawn", FLATTEN),
    "meshGradient": ("it has a mesh gradient, which is not drawn", FLATTEN),
    "mesh": ("it has a mesh gradient, which is not drawn", FLATTEN),
    "hatch": ("it has a <hatch>, which is not drawn", "use a <pattern>"),
    "video": ("it contains a video", "use a still picture"),
    "canvas": ("it contains a <canvas>, which is empty without its script", "export a static drawing"),
    "iframe": ("it contains another page", "export a static drawing"),
}
"""Elements that some programs draw and the engine does not: what is wrong, and the help."""

WITH_WORDS = frozenset(("flowRoot", "textPath", "altGlyph"))
"""Of these, those that are invisible without a text."""

WITH_SIZE = frozenset(("rect", "image"))
"""Elements whose size the engine knows when it clips."""

SHOWN = 40


@dataclass(frozen=True, slots=True)
class _Style:
    """The properties of an element that matter here, inherited ones included."""

    writing_mode: str = ""
    orientation: str = ""
    variant: str = ""
    hidden: bool = False


def hidden_by_animation(source: Source) -> Iterator[Flaw]:
    """Find what is invisible until an animation or a script shows it."""
    for element in source.root.iter():
        moves = [one for one in element if local_name(one) in ANIMATIONS]
        if moves and is_hidden_element(element):
            what = f"its <{local_name(element)}> is invisible until it is animated (<{local_name(moves[0])}>)"
            yield source.flaw(element, what, "export a still drawing, in which everything is visible")


def refused_parts(source: Source) -> Iterator[Flaw]:
    """Find everything in a drawing without hidden parts that cannot be drawn."""
    ids = {one.get("id"): one for one in source.root.iter()}
    if not any(local_name(one) in SHAPES for one in source.root.iter()) and not any(
        local_name(one) in REFUSED or local_name(one) == "foreignObject" for one in source.root.iter()
    ):
        yield source.flaw(source.root, "there is nothing in it to draw", "export it again")
    if any(_is_nothing(source.root.get(side)) for side in ("width", "height")):
        yield source.flaw(source.root, "its width or height is zero", "set both, or remove them")
    if source.has_linked_style:
        yield source.flaw(
            source.root,
            "its style is in another file, which is not loaded",
            "put the style into a <style> element",
        )
    for element in source.root.iter():
        yield from _of_element(source, element, ids)
    yield from _of_texts(source, source.root, _Style())


def _of_element(source: Source, element: Element, ids: Mapping[str | None, Element]) -> Iterator[Flaw]:
    name = local_name(element)
    if name in REFUSED and (name not in WITH_WORDS or words_of(element)):
        what, help = REFUSED[name]
        yield source.flaw(element, what.format(words=words_of(element)[:SHOWN]), help)
    if name == "foreignObject" and words_of(element):
        yield html_flaw(source, element)
    if name == "use":
        yield from _of_use(source, element, ids)
    if name == "clipPath" and any(local_name(one) == "text" for one in element.iter()):
        yield source.flaw(element, "a text is its clipping path, which is not drawn", OUTLINES)
    if name not in ANIMATIONS and name:
        yield from _of_attributes(source, element, ids)


def _of_use(source: Source, element: Element, ids: Collection[str | None]) -> Iterator[Flaw]:
    address = address_in(element)
    if not address.startswith("#"):
        what = f"it uses '{address[:SHOWN]}', which is outside the drawing"
        yield source.flaw(element, what, "copy that element into the drawing")
    elif address[1:] not in ids:
        yield source.flaw(element, f"it uses '{address[:SHOWN]}', which is not defined", "export it again")


def _of_attributes(source: Source, element: Element, ids: Mapping[str | None, Element]) -> Iterator[Flaw]:
    for name in REFERRING:
        match = REFERENCE.match(element.get(name, "").strip())
        if match is None or (match[2].strip() and name in COLOURS):
            continue
        if match[1] not in ids:
            what = f"its <{local_name(element)}> paints with '#{match[1]}', which is not defined"
            yield source.flaw(element, what, "define it in the drawing, or export the drawing again")
    for name in COLOURS:
        paint = re.sub(r"^\s*url\([^)]*\)", "", element.get(name, "")).strip()
        if paint not in NO_COLOUR and read_colour(paint) is None:
            what = f"the colour '{paint[:SHOWN]}' of its <{local_name(element)}> cannot be drawn"
            yield source.flaw(element, what, "write it as `#rrggbb`")
    yield from _of_effects(source, element, ids)
    if match := next((found for value in element.attrib.values() if (found := FUNCTION.search(value))), None):
        what = f"its <{local_name(element)}> has a length with `{match[1]}()`, which is not calculated"
        yield source.flaw(element, what, "write the length as a number")


def _of_effects(source: Source, element: Element, ids: Mapping[str | None, Element]) -> Iterator[Flaw]:
    name = local_name(element)
    effect = element.get("filter", "none").strip()
    target = REFERENCE.match(effect)
    if effect != "none" and not (target and _does_nothing(ids.get(target[1]))):
        yield source.flaw(
            element,
            f"its <{name}> has a filter ({_filter_words(target, ids, effect)}), which is not drawn",
            FLATTEN,
        )
    for shape in ("clip-path", "mask"):
        said = element.get(shape, "none").strip()
        if said != "none" and not said.startswith("url("):
            what = f"its <{name}> has `{shape}: {said[:SHOWN]}`, which is not drawn"
            yield source.flaw(element, what, "clip it with a <clipPath> element")
    clip = REFERENCE.match(element.get("clip-path", "").strip())
    if clip and name not in WITH_SIZE and _is_relative(ids.get(clip[1])):
        what = f"its <{name}> is clipped in fractions of its size (`clipPathUnits`), which is not drawn"
        yield source.flaw(element, what, 'use `clipPathUnits="userSpaceOnUse"`')
    if element.get("mask-image", "none").strip() not in ("none", ""):
        yield source.flaw(
            element, f"its <{name}> has a `mask-image`, which is not drawn", "use a <mask> element"
        )
    if element.get("maskContentUnits") == "objectBoundingBox":
        what = "its <mask> is in fractions of what it masks (`maskContentUnits`), which is not drawn"
        yield source.flaw(element, what, 'use `maskContentUnits="userSpaceOnUse"`')
    if name == "mask" and _is_narrow(element):
        what = "its <mask> covers a part of what it masks (`x`, `width` …), which is not drawn"
        yield source.flaw(element, what, 'use `maskUnits="userSpaceOnUse"`')
    if element.get("pathLength") and element.get("stroke-dasharray", "none").strip() not in ("none", "0", ""):
        what = f"its <{name}> has dashes in fractions of its length (`pathLength`), which are not drawn"
        yield source.flaw(element, what, "remove `pathLength`, and write the dashes in units of the drawing")
    if element.get("transform") and _origin_is_relative(element):
        what = f"its <{name}> turns around its own centre (`transform-origin`, `transform-box`), which is not drawn"
        yield source.flaw(element, what, "write the centre into `transform`: `rotate(45 50 50)`")


def _is_narrow(mask: Element) -> bool:
    """Return whether the region of a mask, in fractions of what it masks, leaves a part of that out."""
    if mask.get("maskUnits") == "userSpaceOnUse":
        return False
    x, y, width, height = (
        _fraction(mask.get(name, default))
        for name, default in (("x", "-.1"), ("y", "-.1"), ("width", "1.2"), ("height", "1.2"))
    )
    return x > 0 or y > 0 or x + width < 1 or y + height < 1


def _fraction(length: str) -> float:
    match = re.fullmatch(r"\s*([-+]?[0-9]*\.?[0-9]+)(%?)\s*", length)
    return float(match[1]) / (100 if match[2] else 1) if match else 0.0


def _is_relative(clip: Element | None) -> bool:
    return clip is not None and clip.get("clipPathUnits") == "objectBoundingBox"


def _origin_is_relative(element: Element) -> bool:
    origin = element.get("transform-origin", "").strip()
    if element.get("transform-box") in ("fill-box", "content-box", "border-box", "stroke-box"):
        return bool(re.search(r"[1-9]|center|right|bottom", origin))
    return bool(re.search(r"%|center|right|bottom", origin))


def _does_nothing(filter_element: Element | None) -> bool:
    """Return whether a filter leaves what it is applied to unchanged: it is empty, or its blur is zero."""
    primitives = [] if filter_element is None else list(filter_element)
    return (
        filter_element is not None
        and bool(primitives)
        and all(
            local_name(one) == "feGaussianBlur" and not re.search(r"[1-9]", one.get("stdDeviation", "0"))
            for one in primitives
        )
    )


def _filter_words(target: re.Match[str] | None, ids: Mapping[str | None, Element], effect: str) -> str:
    """Return the names of the effects of a filter."""
    found = ids.get(target[1]) if target else None
    if found is None:
        return effect[:SHOWN]
    names = list(dict.fromkeys(local_name(one) for one in found))
    return ", ".join(names[:3]) or f"#{target[1]}" if target else effect


def _of_texts(source: Source, element: Element, style: _Style) -> Iterator[Flaw]:
    """Find texts that are set in a way that the engine does not set them."""
    style = _Style(
        element.get("writing-mode", style.writing_mode).strip(),
        element.get("text-orientation", element.get("glyph-orientation-vertical", style.orientation)).strip(),
        element.get("font-variant-caps", element.get("font-variant", style.variant)).strip(),
    )
    if local_name(element) == "text" and words_of(element):
        yield from _of_text(source, element, style)
        return
    for child in element:
        yield from _of_texts(source, child, style)


def _of_text(source: Source, text: Element, style: _Style) -> Iterator[Flaw]:
    words = words_of(text)
    if match := UNSEEN_ANYWHERE.search("".join(text.itertext())):
        sign = match[0][0]
        shown = " ".join(UNSEEN_ANYWHERE.sub("", words).split())[:SHOWN]
        yield source.flaw(
            text, f"its text '{shown}' contains {UNSEEN[sign]} (U+{ord(sign):04X})", "delete it"
        )
    if _has_mixed_arabic(text):
        what = f"its text '{words[:SHOWN]}' is Arabic in several parts, whose order would be wrong"
        yield source.flaw(text, what, f"put it into one <text> or <tspan> for each line; or {OUTLINES}")
    if is_vertical(style.writing_mode) and not can_be_turned(text, style.orientation):
        what = f"its text '{words[:SHOWN]}' is set vertically (`writing-mode`), which is not drawn"
        yield source.flaw(text, what, f'turn it with `transform="rotate(90)"`; or {OUTLINES}')
    variants = {style.variant, *(one.get("font-variant", "") for one in text.iter())}
    if any("small-caps" in one for one in variants):
        what = f"its text '{words[:SHOWN]}' is in small capitals, which are not drawn"
        yield source.flaw(text, what, f"use capitals; or {OUTLINES}")


def _has_mixed_arabic(text: Element) -> bool:
    """Return whether a line with Arabic letters has several parts: each part is put into visual order by itself."""
    if not any(bidirectional(sign) == "AL" for sign in "".join(text.itertext())):
        return False
    parts = [text.text, *(part for one in list(text.iter())[1:] for part in (one.text, one.tail))]
    lines = 1 + sum(bool(one.get("x") or one.get("y")) for one in list(text.iter())[1:])
    return sum(bool(part and part.strip()) for part in parts) > lines


def is_vertical(writing_mode: str) -> bool:
    """Return whether text runs from top to bottom (CSS Writing Modes 4; SVG 1.1 has the short names)."""
    return writing_mode in ("tb", "tb-rl", "tb-lr", "vertical-rl", "vertical-lr", "sideways-rl")


def can_be_turned(text: Element, orientation: str) -> bool:
    """Return whether a vertical text is the horizontal one turned by 90 degrees."""
    moved = any(one.get(name) for one in list(text.iter())[1:] for name in ("x", "y", "dx", "dy"))
    return (
        not moved
        and orientation not in ("upright", "0", "0deg")
        and words_of(text).isascii()
        and len(text.get("x", "0").replace(",", " ").split()) == 1
    )


def _is_nothing(length: str | None) -> bool:
    number = re.match(r"\s*[+-]?([0-9]*\.?[0-9]*)(?:e[+-]?[0-9]+)?", length or "", re.IGNORECASE)
    digits = number[1] if number else ""
    return bool(digits.strip(".")) and not re.search("[1-9]", digits)
