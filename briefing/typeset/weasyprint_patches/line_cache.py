"""Keep broken lines: a text of the same style and width is broken in the same places.

This saves time in other editions of the same content, and in the next step of copyfitting.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

LINE_PROPERTIES = (
    "font_size",
    "font_kerning",
    "white_space",
    "direction",
    "tab_size",
    "letter_spacing",
    "word_spacing",
    "word_break",
    "overflow_wrap",
    "text_decoration_line",
    "hyphens",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
)
"""The properties that determine line breaks, besides those that determine the font (`_font_style_cache_key`)."""

GENERATION = 2_000
"""The number of lines in a generation; two are kept, enough for twenty pages, in 2 MiB."""


class Lines:
    """Broken lines in two generations: when the young one is full, the old one is dropped."""

    def __init__(self) -> None:
        self.young: dict[Any, Any] = {}
        self.old: dict[Any, Any] = {}

    def find(self, key: Any) -> Any:  # noqa: ANN401
        """Return a line, and move it to the young generation; None where it is not kept."""
        found = self.young.get(key)
        if found is None and (found := self.old.get(key)) is not None:
            self.keep(key, found)
        return found

    def keep(self, key: Any, line: Any) -> None:  # noqa: ANN401
        """Keep a line."""
        if len(self.young) >= GENERATION:
            self.old, self.young = self.young, {}
        self.young[key] = line


def apply() -> None:
    """Have the layout of lines and of column widths look up a line before breaking it."""
    from weasyprint.layout import inline, preferred
    from weasyprint.text.fonts import FontConfiguration

    for module in (inline, preferred):
        replace(module, "split_first_line", _looking_up(module.split_first_line))
    replace(FontConfiguration, "add_font_face", _forgetting_lines(FontConfiguration.add_font_face))


def style_key(style: Any) -> str:  # noqa: ANN401
    """Return the values of a style that determine how a line is broken, as a key; empty where they are computed."""
    if "_line_key" not in style.__dict__:
        style._line_key = _key_of(style)
    return str(style._line_key)


def _key_of(style: Any) -> str:  # noqa: ANN401
    from weasyprint.css.functions import check_math
    from weasyprint.text.line_break import _font_style_cache_key

    if check_math(style["hyphenate_limit_zone"]):
        return ""
    return sys.intern(str([_font_style_cache_key(style), *(style[name] for name in LINE_PROPERTIES)]))


def _looking_up(plain: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that breaks a line, with a cache for each font configuration."""
    from weasyprint.text import line_break

    layouts = line_break.Layout

    def copied(line: Any) -> Any:  # noqa: ANN401
        """Return a copy of a line: the function that draws a line changes its layout."""
        layout = layouts.__new__(layouts)
        layout.__dict__.update(line[0].__dict__)
        return (layout, *line[1:])

    def split_first_line(text: str, style: Any, context: Any, *options: Any, **named: Any) -> Any:  # noqa: ANN401
        styled = style_key(style)
        if not styled:
            return plain(text, style, context, *options, **named)
        lines = style.font_config.__dict__.setdefault("_lines", Lines())
        key = (plain, text, styled, options, *named.items())
        line = lines.find(key)
        if line is None:
            line = plain(text, style, context, *options, **named)
            lines.keep(key, copied(line))
            return line
        return copied(line)

    return split_first_line


def _forgetting_lines(plain: Callable[..., Any]) -> Callable[..., Any]:
    def add_font_face(fonts: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        """Add a face, and forget all lines: they may be set in it from now on."""
        fonts.__dict__.pop("_lines", None)
        return plain(fonts, *arguments, **named)

    return add_font_face


PATCH = Patch(
    name="line cache",
    kind="speed",
    reason="lines of a text that has not changed are kept",
    cost="an edition takes longer in a process that has built others",
    apply=apply,
    parameters={
        "weasyprint.layout.inline:split_first_line": ("text", "style", "context"),
        "weasyprint.layout.preferred:split_first_line": ("text", "style", "context"),
        "weasyprint.text.fonts:FontConfiguration.add_font_face": ("self", "rule_descriptors", "url_fetcher"),
        "weasyprint.text.line_break:_font_style_cache_key": ("style", "include_size"),
        "weasyprint.css.functions:check_math": ("token",),
    },
    digests={
        "weasyprint.text.line_break": "1f5a855ad992e0be",
        "weasyprint.css.functions:check_math": "4f8e6a21258e09ba",
    },
    upstream="https://github.com/Kozea/WeasyPrint/issues/578",
)
