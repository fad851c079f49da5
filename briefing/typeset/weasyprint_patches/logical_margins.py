"""The order of sides in the cascade, repaired: of `margin-left` and `margin-inline-start`, the later one wins.

CSS Logical Properties 1, section 4: a side named by the page and the same side named by the text are one property.
WeasyPrint 70 compares their weights and lets the one named by the text win a draw, wherever it is written. So a page
whose style says `margin: 35mm` after `margin-inline: 20mm` kept 20 mm.
"""

from __future__ import annotations

import inspect
from itertools import count
from types import ModuleType
from typing import Any

NEEDED = ("declaration_precedence", "ComputedStyle", "PHYSICAL_FUNCTIONS")
"""Names of the engine's module; where one is missing, or takes other arguments, the engine is left as it is."""


class _Turn(float):
    """The precedence of a declaration, which also knows when it was looked at: later ones have higher numbers."""

    __slots__ = ("number",)
    number: int


def order_sides(css: ModuleType) -> None:
    """Let the later of two declarations for one side win, in the engine's module of that name."""
    if not all(hasattr(css, name) for name in NEEDED):
        return
    precedence_of, plain = css.declaration_precedence, css.ComputedStyle.__missing__
    if tuple(inspect.signature(precedence_of).parameters) != ("origin", "importance"):
        return
    numbers = count()

    def declaration_precedence(origin: str, importance: bool) -> _Turn:
        turn = _Turn(precedence_of(origin, importance))
        turn.number = next(numbers)
        return turn

    def missing(style: Any, key: str) -> Any:  # noqa: ANN401
        named_by_text = css.PHYSICAL_FUNCTIONS.get(key)
        if named_by_text is None or key not in style.cascaded:
            return plain(style, key)
        other = named_by_text(block="ttb", inline=style["direction"])
        if not _is_earlier(style.cascaded.get(other), style.cascaded[key]):
            return plain(style, key)
        cascaded = style.cascaded
        style.cascaded = {name: value for name, value in cascaded.items() if name != other}
        try:
            return plain(style, key)
        finally:
            style.cascaded = cascaded

    css.declaration_precedence = declaration_precedence  # type: ignore[attr-defined]
    css.ComputedStyle.__missing__ = missing


def _is_earlier(one: Any, other: Any) -> bool:  # noqa: ANN401
    """Whether a declaration draws with another one in weight, and was written before it."""
    if one is None:
        return False
    first, second = one[1][0], other[1][0]
    are_ours = isinstance(first, _Turn) and isinstance(second, _Turn)
    return bool(are_ours and one[1] == other[1] and first.number < second.number)
