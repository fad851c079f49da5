"""Compute the styles of list markers and of the marks of notes only for the elements that have them.

The engine's own stylesheet has rules for `::marker`, `::footnote-call` and four other pseudo-elements of every element,
so that it computes six styles for each element besides its own. Only list items and notes use them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple

from briefing.typeset.weasyprint_patches.patch import Patch, replace

RARE = frozenset({"marker", "footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})
"""The pseudo-elements whose styles are computed when the engine first asks for them."""

BY_NAME = ("id_selectors", "class_selectors", "lower_local_name_selectors", "namespace_selectors")
ANY_ELEMENT = ("lang_attr_selectors", "other_selectors")
"""The attributes of a matcher that hold its selectors: by a name of the element, and for any element."""


class _Parts(NamedTuple):
    """The selectors of a stylesheet in two matchers."""

    common: Any
    rare: Any


@dataclass(slots=True, eq=False)
class _CommonRules:
    """A stylesheet without its rules for rare pseudo-elements."""

    matcher: Any
    layers: Any
    page_rules: Any


@dataclass(slots=True)
class _RareStyles:
    """Computes the styles of the rare pseudo-elements of a document."""

    html: Any
    sheets: list[tuple[Any, str, Any, Any]]
    """The stylesheets with their origins, specificities and matchers of rare pseudo-elements."""
    target_collector: Any
    wrappers: dict[Any, Any] | None = None

    def add(self, style_for: Any, element: Any, pseudo_type: str) -> None:  # noqa: ANN401
        """Compute the style of a pseudo-element, if a rule matches it."""
        if self.wrappers is None:
            self.wrappers = {one.etree_element: one for one in self.html.wrapper_element.iter_subtree()}
        wrapper = self.wrappers.get(element)
        cascaded = None if wrapper is None else self._cascaded(wrapper, pseudo_type)
        if cascaded is None:
            return
        style_for._cascaded_styles[element, pseudo_type] = cascaded
        style_for.set_computed_styles(
            element,
            parent=element,
            root=self.html.etree_element,
            pseudo_type=pseudo_type,
            base_url=self.html.base_url,
            target_collector=self.target_collector,
        )
        del style_for._cascaded_styles[element, pseudo_type]

    def _cascaded(self, wrapper: Any, pseudo_type: str) -> dict[str, Any] | None:  # noqa: ANN401
        """Return the winning declarations with their weights; None where no rule matches."""
        from weasyprint import css

        cascaded: dict[str, Any] | None = None
        for sheet, origin, sheet_specificity, matcher in self.sheets:
            for specificity, _, matched_type, (declarations, layer) in matcher.match(wrapper):
                if matched_type != pseudo_type:
                    continue
                cascaded = {} if cascaded is None else cascaded
                order = inf if layer is None else sheet.layers.index(layer)
                for name, values, importance in declarations:
                    precedence = css.declaration_precedence(origin, importance)
                    weight = (precedence, order, sheet_specificity or specificity)
                    if name not in cascaded or cascaded[name][1] <= weight:
                        cascaded[name] = values, weight
        return cascaded


def apply() -> None:
    """Have the engine compute the styles of common elements first, and the others when it asks for them."""
    from weasyprint.css import StyleFor

    replace(StyleFor, "__init__", _without_rare(StyleFor.__init__))
    replace(StyleFor, "__call__", _with_rare(StyleFor.__call__))


def _without_rare(plain: Callable[..., None]) -> Callable[..., None]:
    def __init__(  # noqa: N807
        style_for: Any,  # noqa: ANN401
        html: Any,  # noqa: ANN401
        sheets: Any,  # noqa: ANN401
        presentational_hints: bool,
        font_config: Any,  # noqa: ANN401
        target_collector: Any,  # noqa: ANN401
    ) -> None:
        parted = [
            (sheet, origin, specificity, _parts(sheet.matcher)) for sheet, origin, specificity in sheets
        ]
        style_for._rare_styles = None
        common = sheets
        if not any(
            map(_sets_anchors, (parts.rare for *_, parts in parted))
        ):  # an anchor is known to all at once
            rare = [(*rest, parts.rare) for *rest, parts in parted if parts.rare]
            style_for._rare_styles = _RareStyles(html, rare, target_collector)
            common = [
                (_CommonRules(parts.common, sheet.layers, sheet.page_rules) if parts.rare else sheet, *rest)
                for sheet, *rest, parts in parted
            ]
        plain(style_for, html, common, presentational_hints, font_config, target_collector)

    return __init__


def _with_rare(plain: Callable[..., Any]) -> Callable[..., Any]:
    def __call__(style_for: Any, element: Any, pseudo_type: str | None = None) -> Any:  # noqa: ANN401, N807
        if pseudo_type in RARE and (element, pseudo_type) not in style_for._computed_styles:
            rare: _RareStyles | None = style_for._rare_styles
            if rare is not None:
                rare.add(style_for, element, str(pseudo_type))
        return plain(style_for, element, pseudo_type)

    return __call__


def _parts(matcher: Any) -> _Parts:  # noqa: ANN401
    """Return a matcher in two parts, which are kept with it; the second one is None where it would be empty."""
    parts: _Parts | None = matcher.__dict__.get("_parts")
    if parts is None:
        is_parted = any(entry[3] in RARE for entry in _entries(matcher))
        parts = matcher._parts = (
            _Parts(_only(matcher, is_rare=False), _only(matcher, is_rare=True))
            if is_parted
            else _Parts(matcher, None)
        )
    return parts


def _only(matcher: Any, *, is_rare: bool) -> Any:  # noqa: ANN401
    """Return a matcher with those selectors that are for rare pseudo-elements, or with all others."""

    def chosen(entries: list[Any]) -> list[Any]:
        return [entry for entry in entries if (entry[3] in RARE) is is_rare]

    part = type(matcher)()
    part.order = matcher.order
    for name in BY_NAME:
        found = {key: chosen(entries) for key, entries in getattr(matcher, name).items()}
        setattr(part, name, {key: entries for key, entries in found.items() if entries})
    for name in ANY_ELEMENT:
        setattr(part, name, chosen(getattr(matcher, name)))
    return part


def _entries(matcher: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the selectors of a matcher."""
    for name in BY_NAME:
        for entries in getattr(matcher, name).values():
            yield from entries
    for name in ANY_ELEMENT:
        yield from getattr(matcher, name)


def _sets_anchors(matcher: Any) -> bool:  # noqa: ANN401
    """Return True if a rule of a matcher makes its elements the targets of links."""
    return matcher is not None and any(
        name == "anchor" for entry in _entries(matcher) for name, *_ in entry[4][0]
    )


PATCH = Patch(
    name="pseudo-elements",
    kind="speed",
    reason="0.92 of the time of an edition: six styles for each element are not computed",
    cost="an edition takes about 1.08 times as long",
    apply=apply,
    parameters={
        "weasyprint.css:StyleFor.__init__": (
            "self",
            "html",
            "sheets",
            "presentational_hints",
            "font_config",
            "target_collector",
        ),
        "weasyprint.css:StyleFor.__call__": ("self", "element", "pseudo_type"),
        "weasyprint.css:StyleFor.set_computed_styles": ("self", "element", "parent", "root"),
        "weasyprint.css:declaration_precedence": ("origin", "importance"),
        "cssselect2:Matcher.match": ("self", "element"),
    },
    digests={
        "weasyprint.css:StyleFor": "dac5a13261681453",
        "cssselect2:Matcher": "a651e3a3f14e94a1",
    },
)
