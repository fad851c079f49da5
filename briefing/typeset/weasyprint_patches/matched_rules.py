"""Match the rules of all stylesheets with an element at once, and once for all layouts of a page.

WeasyPrint asks each stylesheet about each element, although few stylesheets have a rule for it, and asks again when a
page is laid out with one more stylesheet, as in copyfitting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace
from briefing.typeset.weasyprint_patches.pseudo_elements import ANY_ELEMENT, BY_NAME

Rows = dict[Any, dict[Any, list[Any]]]
"""Element → matcher of a stylesheet → its rules that match, in the order in which it returns them."""


class _Matches:
    """The rules of stylesheets that match the elements of a page."""

    def __init__(self) -> None:
        self.known: set[Any] = set()
        """The matchers whose rules are in the rows of all elements."""
        self.rows: Rows = {}


class _AllRules:
    """The rules of several stylesheets by the names that an element must have for them."""

    def __init__(self, matchers: Iterable[Any]) -> None:
        self.ids, self.classes, self.names, self.namespaces = tables = [{} for _ in BY_NAME]  # type: ignore[var-annotated]
        self.lang, self.others = lists = [[] for _ in ANY_ELEMENT]  # type: ignore[var-annotated]
        for matcher in matchers:
            for attribute, table in zip(BY_NAME, tables, strict=True):
                for key, entries in getattr(matcher, attribute).items():
                    table.setdefault(key, []).extend((matcher, *entry) for entry in entries)
            for attribute, found in zip(ANY_ELEMENT, lists, strict=True):
                found.extend((matcher, *entry) for entry in getattr(matcher, attribute))

    def match(self, element: Any) -> dict[Any, list[Any]]:  # noqa: ANN401
        """Return the rules that match an element, as `Matcher.match` returns those of each stylesheet."""
        row: dict[Any, list[Any]] = {}
        for entries in self._for(element):
            for matcher, test, specificity, order, pseudo, payload in entries:
                if test(element):
                    row.setdefault(matcher, []).append((specificity, order, pseudo, payload))
        for matched in row.values():
            matched.sort()
        return row

    def _for(self, element: Any) -> Iterable[list[Any]]:  # noqa: ANN401
        from cssselect2 import ascii_lower

        classes, none = self.classes, ()
        yield self.ids.get(element.id, none)
        for name in element.classes:
            yield classes.get(name, none)
        yield self.names.get(ascii_lower(element.local_name), none)
        yield self.namespaces.get(element.namespace_url, none)
        if "lang" in element.etree_element.attrib:
            yield self.lang
        yield self.others


@dataclass(slots=True, eq=False)
class _MatchedSheet:
    """A stylesheet whose rules for each element are looked up; it is its own matcher."""

    plain_matcher: Any
    row_of: Callable[[Any], dict[Any, list[Any]]]
    layers: Any
    page_rules: Any

    @property
    def matcher(self) -> _MatchedSheet:
        """The matcher of the stylesheet."""
        return self

    def match(self, element: Any) -> Any:  # noqa: ANN401
        """Return the rules that match an element."""
        return self.row_of(element).get(self.plain_matcher, ())


def apply() -> None:
    """Have the cascade look up the rules that match an element."""
    from weasyprint.css import StyleFor

    replace(StyleFor, "__init__", _looking_up(StyleFor.__init__))


def _looking_up(plain: Callable[..., None]) -> Callable[..., None]:
    def __init__(  # noqa: N807
        style_for: Any,  # noqa: ANN401
        html: Any,  # noqa: ANN401
        sheets: Any,  # noqa: ANN401
        *rest: Any,  # noqa: ANN401
    ) -> None:
        matches = html.wrapper_element.__dict__.setdefault("_matches", _Matches())
        matchers = {sheet.matcher for sheet, *_ in sheets}
        rules = _AllRules(matchers - matches.known)
        matched: Rows = {}

        def row_of(element: Any) -> dict[Any, list[Any]]:  # noqa: ANN401
            key = element.etree_element
            row = matched.get(key)
            if row is None:
                row = matched[key] = {**matches.rows.get(key, {}), **rules.match(element)}
            return row

        looking_up = [
            (_MatchedSheet(sheet.matcher, row_of, sheet.layers, sheet.page_rules), *others)
            for sheet, *others in sheets
        ]
        plain(style_for, html, looking_up, *rest)
        style_for._sheets = sheets
        matches.rows = matched
        matches.known |= matchers

    return __init__


PATCH = Patch(
    name="matched rules",
    kind="speed",
    reason="0.97 of the time of an edition with copyfitting: rules are matched again for each layout",
    cost="copyfitting takes longer",
    apply=apply,
    parameters={
        "weasyprint.css:StyleFor.__init__": ("self", "html", "sheets"),
        "cssselect2:Matcher.match": ("self", "element"),
    },
    digests={
        "weasyprint.css:StyleFor": "dac5a13261681453",
        "cssselect2:Matcher": "a651e3a3f14e94a1",
    },
)
