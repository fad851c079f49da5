"""Keep the engine's own parsed stylesheets between commands.

The engine parses three stylesheets when it is imported. The user agent stylesheet is kept in the user's cache folder;
those for forms and presentational hints are parsed on first use, and no edition uses them.
"""

from __future__ import annotations

import importlib.resources
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from briefing.files.cache import derived
from briefing.typeset.weasyprint_patches.patch import Patch, installed_version


@contextmanager
def apply() -> Iterator[None]:
    """Let the engine load its stylesheets from the cache inside the context."""
    plain = importlib.resources.files
    styles: Any = None

    def files(package: Any) -> Any:  # noqa: ANN401
        """Find the stylesheets: the engine calls this right before it parses them."""
        nonlocal styles
        if styles is None and getattr(package, "__name__", "") == "weasyprint.css":
            styles = sys.modules["weasyprint"].CSS
            styles.__init__ = _filling(styles, styles.__init__)
        return plain(package)

    importlib.resources.files = files
    try:
        yield
    finally:
        importlib.resources.files = plain
        if styles is not None:
            styles.__init__ = styles.__init__.__wrapped__


def _filling(styles: type[Any], parse: Callable[..., None]) -> Callable[..., None]:
    """Return a replacement for the function that parses a stylesheet, `parse`."""

    class LazyStyle(styles):  # type: ignore[misc]
        """A stylesheet that is parsed on first use."""

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401
            source = self.__dict__.pop("source", None)
            if source is None or name.startswith("__"):
                raise AttributeError(name)
            parse(self, **source)
            return getattr(self, name)

    def fill(style: Any, *, string: str, counter_style: Any = None) -> None:  # noqa: ANN401
        source = {"string": string, "counter_style": counter_style}
        if string is not vars(sys.modules["weasyprint.html"])["UA"]:
            style.__class__ = LazyStyle
            style.source = source
        elif packed := _packed(string):
            _fill(style, packed, counter_style)
        else:
            parse(style, **source)

    fill.__wrapped__ = parse  # type: ignore[attr-defined]
    return fill


def _packed(text: str) -> bytes:
    """Return the packed user agent stylesheet."""
    import cssselect2
    import tinycss2

    source = f"{installed_version()} {tinycss2.VERSION} {cssselect2.VERSION} {text}"
    return derived("style", source, lambda: pack_stylesheet(text))


def _fill(style: Any, packed: bytes, counter_style: Any) -> None:  # noqa: ANN401
    import cssselect2

    rules, pages, counters = pickle.loads(packed)  # noqa: S301  (a file of this user's, whole)
    style.base_url, style.matcher, style.page_rules, style.layers = None, cssselect2.Matcher(), pages, []
    for selectors, declarations in rules:
        for selector in cssselect2.compile_selector_list(selectors):
            style.matcher.add_selector(selector, (declarations, None))
    if counter_style is not None:
        counter_style.update(counters)


def pack_stylesheet(text: str) -> bytes:
    """Pack the rules of a stylesheet as tokens of selectors and declarations, with its pages and counter styles.

    Returns empty bytes where it has anything else: nested rules, or imports.
    """
    import tinycss2
    from cssselect2 import Matcher
    from weasyprint.css import counters, preprocess_declarations, preprocess_stylesheet

    rules, others, counter_styles = [], [], counters.CounterStyle()
    pages: list[Any] = []
    without = {"skip_comments": True, "skip_whitespace": True}
    for rule in tinycss2.parse_stylesheet(text, **without):
        if rule.type == "qualified-rule":
            content = tinycss2.parse_blocks_contents(rule.content, **without)
            if any(one.type != "declaration" for one in content) or "&" in rule.prelude:
                return b""
            found = [declaration for _, declaration in preprocess_declarations(None, content, rule.prelude)]
            rules += [(rule.prelude, found)] if found else []
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("page", "counter-style"):
            others.append(rule)
        else:
            return b""
    preprocess_stylesheet("print", None, others, None, Matcher(), pages, [], None, counter_styles, {})
    return pickle.dumps((rules, [(None, *rest) for _, *rest in pages], dict(counter_styles)))


PATCH = Patch(
    name="user agent stylesheet",
    kind="speed",
    reason="0.98 of the time of a cold build",
    cost="a cold build takes about 1.02 times as long",
    apply=apply,
    parameters={"importlib.resources:files": ()},
    digests={
        "weasyprint.__init__": "7cd0f4ae8569eac9",
        "weasyprint.html": "a11b729157862291",
        "weasyprint.css.__init__": "77ad7287f90d7cfa",
    },
    upstream="https://github.com/Kozea/WeasyPrint/issues/2073",
)
