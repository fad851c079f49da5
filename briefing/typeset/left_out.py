"""What a style leaves out of a page by `display: none`, and the rule that does so.

A designer may do that; it is never done in silence. What is lost by any other way is in `measure` and `sight`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2

from briefing.finding import Span
from briefing.stages import LeftOut
from briefing.styles import QUOTED, read_style, span_at
from briefing.typeset.engine import weasyprint
from briefing.typeset.measure import LeftOut as IsLeftOut
from briefing.typeset.measure import left_out_texts
from briefing.typeset.tags.boxes import alternative, is_picture
from briefing.workspace import Files

HIDING = re.compile(r"(?<![\w-])display\s*:\s*none\b", re.IGNORECASE)


@contextmanager
def styles_kept() -> Iterator[list[Any]]:
    """Keep what the engine computes of the styles of a page that is laid out while this lasts."""
    module = weasyprint().document
    plain = module.get_all_computed_styles
    kept: list[Any] = []

    def get_all_computed_styles(*given: Any, **named: Any) -> Any:  # noqa: ANN401
        kept.append(plain(*given, **named))
        return kept[-1]

    module.get_all_computed_styles = get_all_computed_styles
    try:
        yield kept
    finally:
        module.get_all_computed_styles = plain


def leaving_out(kept: Sequence[Any]) -> IsLeftOut:
    """Whether an element has `display: none`."""

    def is_left_out(element: Element) -> bool:
        style = kept[-1](element) if kept else None
        return style is not None and style["display"] == ("none",)

    return is_left_out


def find_left_out(
    html: Any,  # noqa: ANN401
    is_left_out: IsLeftOut,
    names: Sequence[str],
    files: Files,
) -> tuple[LeftOut, ...]:
    """What the styles leave out of the body of a page, by the rule that does so."""
    body = html.etree_element.find("body")
    hidden = (
        [] if body is None else [(one, _said(one, text)) for one, text in left_out_texts(body, is_left_out)]
    )
    if not any(text for _, text in hidden):
        return ()
    wrapped = {one.etree_element: one for one in html.wrapper_element.iter_subtree()}
    rules = list(_hiding_rules(names, files))
    found: dict[tuple[str, Span], list[tuple[Element, str]]] = {}
    for element, text in hidden:
        if text:
            found.setdefault(_rule_of(wrapped[element], rules), []).append((element, text))
    return tuple(
        LeftOut(
            tuple(text for _, text in pairs),
            frozenset(name for element, _ in pairs for name in _classes_at(wrapped[element])),
            *rule,
        )
        for rule, pairs in found.items()
    )


def _said(element: Element, text: str) -> str:
    """The words of an element and of its pictures."""
    pictures = (alternative(one) for one in element.iter() if is_picture(one))
    return " ".join([text, *(words for words in pictures if words)]).strip()


def _classes_at(wrapped: Any) -> Iterator[str]:  # noqa: ANN401
    """The classes of an element, of what is in it, and of what it is in below the body."""
    above = [one.etree_element for one in wrapped.ancestors]
    for element in (*above, *wrapped.etree_element.iter()):
        yield from (element.get("class") or "").split()


_Rule = tuple[str, Span, Any]


def _hiding_rules(names: Sequence[str], files: Files) -> Iterator[_Rule]:
    """The rules with `display: none`, each with its place; the last of the cascade first."""
    found: list[_Rule] = []
    for name in names:
        for sheet, text in read_style(name, files):
            plain = QUOTED.sub(lambda match: "x" * len(match.group()), text)
            for match in HIDING.finditer(plain):
                start = max(plain.rfind("{", 0, match.start()), 0)
                begin = max(plain.rfind(mark, 0, start) for mark in "{};") + 1
                selector = " ".join(text[begin:start].split())
                try:
                    compiled = cssselect2.compile_selector_list(selector)
                except cssselect2.SelectorError:
                    continue
                where = span_at(sheet, text, match.start(), len(match.group()))
                found.append((selector, where, compiled))
    yield from reversed(found)


def _rule_of(wrapped: Any, rules: Sequence[_Rule]) -> tuple[str, Span]:  # noqa: ANN401
    """The rule that leaves an element out; a template does where no rule of a style is found."""
    for selector, where, compiled in rules:
        if any(one.pseudo_element is None and wrapped.matches(one) for one in compiled):
            return selector, where
    return "", Span("templates")
