"""Validate a declaration with variables once for each value of its variables.

WeasyPrint validates it again for each element and each side of a shorthand. Most elements of a page have the same
values of the variables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

MOST_VALUES = 200
"""The limit for the number of values that are kept of one declaration."""


def apply() -> None:
    """Have a declaration look up its value before it is validated."""
    from weasyprint.css import tokens

    replace(tokens.Pending, "solve", _looking_up(tokens.Pending.solve))


def _looking_up(plain: Callable[..., Any]) -> Callable[..., Any]:
    from weasyprint.css.functions import check_math

    def solve(pending: Any, tokens: Sequence[Any], wanted_key: str, base_url: str | None) -> Any:  # noqa: ANN401
        """Return the value of a declaration; a calculation that depends on the element is not kept."""
        kept = pending.__dict__.setdefault("_solved", {})
        key = (wanted_key, base_url, *(f"{token.type} {token.serialize()}" for token in tokens))
        if key in kept:
            return kept[key]
        value = plain(pending, tokens, wanted_key, base_url)
        if not any(map(check_math, tokens)) or _is_calculated(value):
            if len(kept) >= MOST_VALUES:
                kept.clear()
            kept[key] = value
        return value

    return solve


def _is_calculated(value: Any) -> bool:  # noqa: ANN401
    """Return whether a value consists of words and numbers alone, so that no calculation is left in it."""
    if isinstance(value, tuple):
        return all(map(_is_calculated, value))
    return isinstance(value, str | int | float)


PATCH = Patch(
    name="solved variables",
    kind="speed",
    reason="a declaration with variables is validated once for each value of the variables",
    cost="styles take longer",
    apply=apply,
    parameters={
        "weasyprint.css.tokens:Pending.solve": ("self", "tokens", "wanted_key", "base_url"),
        "weasyprint.css.functions:check_math": ("token",),
    },
    digests={
        "weasyprint.css.tokens:Pending": "7dafa4a32b2e3c78",
        "weasyprint.css.functions:check_math": "4f8e6a21258e09ba",
        "weasyprint.css.validation.expanders:PendingExpander": "df9501ae45796595",
        "weasyprint.css.validation.properties:PendingProperty": "fca1c8ae5c993189",
    },
)
