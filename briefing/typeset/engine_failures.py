"""Find the declaration, tag or text at which the engine failed, from the frames of its exception."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from briefing.stages import Declaration, Origin
from briefing.typeset.inspect.css_cascade import Cascade

EXTREME = re.compile(
    r"\d{5}|\de\+?\d|(?<![\d.])0*\.0{4}|\b(?:calc|min|max|clamp|infinity|nan)\b", re.IGNORECASE
)
"""A number in the value of a property that is too large or too small for any page, or that is calculated."""

HARMLESS = ("font-family", "src", "content")


def culprit(error: BaseException, cascade: Cascade) -> tuple[Declaration | None, Origin]:
    """Return the declaration with an extreme value that applies to the element at which the engine failed.

    Returns the origin of the element too.
    """
    with contextlib.suppress(Exception):  # an error in here: the failure is reported without its place
        met = list(dict.fromkeys(_elements_of(error, cascade)))
        inside = met[0].iter() if met else ()
        for element in (*met, *(one for one in inside if isinstance(one.tag, str))):
            if found := _extreme(element, cascade):
                return found, cascade.elements.origin(element)
        return None, cascade.elements.origin(met[0]) if met else Origin()
    return None, Origin()


def _elements_of(error: BaseException, cascade: Cascade) -> Iterator[Element]:
    """Return the elements of the page that the frames of an exception hold, the innermost frame first."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(trace.tb_frame)
        trace = trace.tb_next
    own = set(cascade.elements.root.iter())
    for frame in reversed(frames):
        for value in list(frame.f_locals.values()):
            element = _element_of(value)
            if element in own and element is not cascade.elements.root:
                yield element


def _element_of(value: Any) -> Any:  # noqa: ANN401
    """Return the element that a box, a style or a drawing of the engine belongs to; None for other values."""
    if isinstance(value, Element):
        return value
    if not type(value).__module__.startswith("weasyprint."):
        return None
    return getattr(value, "element", None) or getattr(value, "_etree_node", None)


def _extreme(element: Element, cascade: Cascade) -> Declaration | None:
    """Return the first declaration of the workspace's own styles that gives an element an extreme value."""
    found = (
        one
        for one in cascade.all_of(element)
        if one.name not in HARMLESS
        and not one.name.startswith("--")
        and EXTREME.search(one.token.value if one.token else one.value)
    )
    return next(filter(cascade.is_users, found), None)
