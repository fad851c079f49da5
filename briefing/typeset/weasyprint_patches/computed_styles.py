"""Compute the plain values of a style by a shortcut.

Nine in ten values of a style are inherited or initial, without a variable or a calculation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

COMPUTED_TOGETHER = {"float", "display", "position", "page"}
"""Properties whose value depends on others of the same element; so do those of `text-decoration`."""


def apply() -> None:
    """Use the shortcut for plain values, and the engine's function for all others."""
    from weasyprint import css

    replace(css.ComputedStyle, "__missing__", _with_short_way(css.ComputedStyle.__missing__))


def _with_short_way(plain: Callable[..., Any]) -> Callable[..., Any]:
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.functions import check_math
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

    names = [
        name for name in INITIAL_VALUES if name not in COMPUTED_TOGETHER and name[:16] != "text_decoration_"
    ]
    logical = {
        name: tuple(PHYSICAL_FUNCTIONS[name](block="ttb", inline=direction) for direction in ("ltr", "rtl"))
        for name in names
        if name in PHYSICAL_FUNCTIONS
    }
    inherited = {name for name in names if name in INHERITED and name not in logical}
    initial = {
        name: INITIAL_VALUES[name]
        for name in names
        if name not in INHERITED and name not in INITIAL_NOT_COMPUTED and not check_math(INITIAL_VALUES[name])
    }

    def missing(style: Any, name: str) -> Any:  # noqa: ANN401
        cascaded = style.cascaded
        if name in cascaded:
            return plain(style, name)
        if name in inherited and style.parent_style is not None:
            value = style.parent_style[name]
            if not check_math(value):
                style[name] = value
                return value
        elif name in initial and not any(other in cascaded for other in logical.get(name, ())):
            value = style[name] = initial[name]
            return value
        return plain(style, name)

    return missing


PATCH = Patch(
    name="computed styles",
    kind="speed",
    reason="0.93 of the time of an edition: nine in ten values of a style are computed by a shortcut",
    cost="an edition takes about 1.07 times as long",
    apply=apply,
    parameters={
        "weasyprint.css:ComputedStyle.__missing__": ("self", "key"),
        "weasyprint.css.computed_values:PHYSICAL_FUNCTIONS": (),
        "weasyprint.css.functions:check_math": ("token",),
        "weasyprint.css.properties:INHERITED": (),
        "weasyprint.css.properties:INITIAL_NOT_COMPUTED": (),
        "weasyprint.css.properties:INITIAL_VALUES": (),
    },
    digests={
        "weasyprint.css:ComputedStyle.__missing__": "5b34f190d6dc227f",
        "weasyprint.css.functions:check_math": "4f8e6a21258e09ba",
        "weasyprint.css.properties": "872a2e5602b5f52d",
    },
)
