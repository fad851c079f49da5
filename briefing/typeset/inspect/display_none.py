"""Find the elements that a style leaves out of a page by `display: none`, and the rule that does so.

A designer may do this, but never silently. Other ways to lose a text are in `words` and `visibility`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from briefing.core.finding import Span
from briefing.stages import LeftOut
from briefing.typeset.inspect.css_cascade import Cascade
from briefing.typeset.inspect.words import LeftOut as IsLeftOut
from briefing.typeset.inspect.words import left_out_texts
from briefing.typeset.tags.boxes import alternative, is_picture


def leaving_out(kept: Sequence[Any]) -> IsLeftOut:
    """Return a function that decides whether an element has `display: none`."""

    def is_left_out(element: Element) -> bool:
        style = kept[-1](element) if kept else None
        return style is not None and style["display"] == ("none",)

    return is_left_out


def find_left_out(root: Element, is_left_out: IsLeftOut, cascade: Cascade) -> tuple[LeftOut, ...]:
    """Return the texts that the styles leave out of the body of a page, by rule."""
    body = root.find("body")
    hidden = () if body is None else left_out_texts(body, is_left_out)
    found: dict[tuple[str, Span], list[tuple[Element, str]]] = {}
    for element, text in ((one, _said(one, text)) for one, text in hidden):
        if text:
            found.setdefault(_rule_of(element, cascade), []).append((element, text))
    return tuple(
        LeftOut(
            tuple(text for _, text in pairs),
            frozenset(name for element, _ in pairs for name in _classes_at(element, cascade)),
            *rule,
        )
        for rule, pairs in found.items()
    )


def _said(element: Element, text: str) -> str:
    """Return the text of an element with the alternative text of its pictures."""
    pictures = (alternative(one) for one in element.iter() if is_picture(one))
    return " ".join([text, *(words for words in pictures if words)]).strip()


def _classes_at(element: Element, cascade: Cascade) -> Iterator[str]:
    """Return the classes of an element, its descendants and its ancestors below the body."""
    for one in (*cascade.elements.around(element), *element.iter()):
        yield from (one.get("class") or "").split()


def _rule_of(element: Element, cascade: Cascade) -> tuple[str, Span]:
    """Return the selector and the place of the rule that leaves an element out; for `hidden`, the place of its tag."""
    declaration = cascade.of_element(element, "display")
    if declaration is not None:
        return declaration.selector, declaration.where
    return "", cascade.elements.of_tag(element).template or Span("templates")
