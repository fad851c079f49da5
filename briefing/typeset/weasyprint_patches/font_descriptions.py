"""Describe the font of a style once, not for each line and each part of a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace


def apply() -> None:
    """Keep the description and the key of a font in its style."""
    from weasyprint.text import line_break

    replace(line_break, "get_font_description", _describing_once(line_break.get_font_description))
    replace(line_break, "_font_style_cache_key", _naming_once(line_break._font_style_cache_key))


def _describing_once(plain: Callable[..., Any]) -> Callable[..., Any]:
    def get_font_description(style: Any) -> Any:  # noqa: ANN401
        if "_description" not in style.__dict__:
            style._description = plain(style)
        return style._description

    return get_font_description


def _naming_once(plain: Callable[..., Any]) -> Callable[..., Any]:
    def font_style_cache_key(style: Any, include_size: bool = False) -> str:  # noqa: ANN401
        kept = "_sized_font" if include_size else "_font"
        if kept not in style.__dict__:
            setattr(style, kept, plain(style, include_size))
        return str(style.__dict__[kept])

    return font_style_cache_key


PATCH = Patch(
    name="font descriptions",
    kind="speed",
    reason="a font is described once per style",
    cost="lines are set more slowly",
    apply=apply,
    parameters={
        "weasyprint.text.line_break:get_font_description": ("style",),
        "weasyprint.text.line_break:_font_style_cache_key": ("style", "include_size"),
    },
    digests={
        "weasyprint.text.fonts:get_font_description": "85734b8947b9bf64",
        "weasyprint.text.line_break:_font_style_cache_key": "d6b09d54b8258d58",
    },
)
