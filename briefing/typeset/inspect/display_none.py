"""What a style leaves out of a page by `display: none`, and the rule that does so.

A designer may do that; it is never done in silence. Other ways to lose a text are in `words` and `visibility`.
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
    """Whether an element has `display: none`."""

    def is_left_out(element: Element) -> bool:
        style = kept[-1](element) if kept else None
        return style is not None and style["display"] == ("none",)

    return is_left_out


def find_left_out(root: Element, is_left_out: IsLeftOut, cascade: Cascade) -> tuple[LeftOut, ...]:
    """What the styles leave out of the body of a page, by the rule that does so."""
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
    """The words of an element and of its pictures."""
    pictures = (alternative(one) for one in element.iter() if is_picture(one))
    return " ".join([text, *(words for words in pictures if words)]).strip()


def _classes_at(element: Element, cascade: Cascade) -> Iterator[str]:
    """The classes of an element, of what is in it, and of what it is in below the body."""
    for one in (*cascade.elements.around(element), *element.iter()):
        yield from (one.get("class") or "").split()


def _rule_of(element: Element, cascade: Cascade) -> tuple[str, Span]:
    """The selector and the place of what leaves an element out; of `hidden` in a template, the place of its tag."""
    declaration = cascade.of_element(element, "display")
    if declaration is not None:
        return declaration.selector, declaration.where
    return "", cascade.elements.of_tag(element).template or Span("templates")
