"""Let the later of `margin-left` and `margin-inline-start` win in the cascade.

CSS Logical Properties 1, section 4: a physical side and the corresponding logical side are one property. WeasyPrint 70
compares their weights, and lets the logical one win a draw regardless of their order. A page whose style had
`margin: 35mm` after `margin-inline: 20mm` therefore kept 20 mm.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace


class _Precedence(float):
    """The precedence of a declaration, with a number for its order: later declarations have higher numbers."""

    __slots__ = ("number",)
    number: int


def apply() -> None:
    """Number declarations as they are read, and compare the numbers of those for one side."""
    from weasyprint import css

    replace(css, "declaration_precedence", _numbering(css.declaration_precedence))
    replace(
        css.ComputedStyle, "__missing__", _comparing(css.ComputedStyle.__missing__, css.PHYSICAL_FUNCTIONS)
    )


def _numbering(plain: Callable[..., float]) -> Callable[..., float]:
    numbers = count()

    def declaration_precedence(origin: str, importance: bool) -> _Precedence:
        precedence = _Precedence(plain(origin, importance))
        precedence.number = next(numbers)
        return precedence

    return declaration_precedence


def _comparing(plain: Callable[..., Any], physical: Any) -> Callable[..., Any]:  # noqa: ANN401
    def missing(style: Any, key: str) -> Any:  # noqa: ANN401
        side_of = physical.get(key)
        if side_of is None or key not in style.cascaded:
            return plain(style, key)
        other = side_of(block="ttb", inline=style["direction"])
        if not _is_earlier(style.cascaded.get(other), style.cascaded[key]):
            return plain(style, key)
        cascaded = style.cascaded
        style.cascaded = {name: value for name, value in cascaded.items() if name != other}
        try:
            return plain(style, key)
        finally:
            style.cascaded = cascaded

    return missing


def _is_earlier(one: Any, other: Any) -> bool:  # noqa: ANN401
    """Return whether a declaration has the same weight as another one, and precedes it."""
    if one is None:
        return False
    first, second = one[1][0], other[1][0]
    are_numbered = isinstance(first, _Precedence) and isinstance(second, _Precedence)
    return bool(are_numbered and one[1] == other[1] and first.number < second.number)


PATCH = Patch(
    name="logical margins",
    kind="fix",
    reason="`margin-inline` wins over a later `margin`, wherever it is written",
    cost="`margin-inline` wins over a later `margin` of the same weight",
    apply=apply,
    parameters={
        "weasyprint.css:declaration_precedence": ("origin", "importance"),
        "weasyprint.css:ComputedStyle.__missing__": ("self", "key"),
        "weasyprint.css:PHYSICAL_FUNCTIONS": (),
    },
    digests={
        "weasyprint.css:declaration_precedence": "510a33df7059e753",
        "weasyprint.css:ComputedStyle.__missing__": "5b34f190d6dc227f",
    },
)
