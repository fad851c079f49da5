"""Paint every colour of text, lines, areas, gradients and SVG as grey, for greyscale editions.

Pillow, which greyscale needs for pictures, is imported with the first grey colour: other editions do not need it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

_is_grey: ContextVar[bool] = ContextVar("is_grey", default=False)


@contextmanager
def painted_in_greyscale() -> Iterator[None]:
    """Have the engine paint in greyscale inside the context."""
    token = _is_grey.set(True)
    try:
        yield
    finally:
        _is_grey.reset(token)


def apply() -> None:
    """Convert colours where they are written into a content stream or a gradient."""
    from weasyprint.pdf.stream import Stream

    replace(Stream, "set_color", _painting_grey(Stream.set_color))
    replace(Stream, "create_interpolation_function", _blending_grey(Stream.create_interpolation_function))


def _painting_grey(plain: Callable[..., None]) -> Callable[..., None]:
    def set_color(stream: Any, color: Any, stroke: bool = False) -> None:  # noqa: ANN401
        if _is_grey.get():
            from briefing.typeset.greyscale import grey_of

            color = type(color)("srgb", grey_of(color.to("srgb").coordinates), color.alpha)
        plain(stream, color, stroke)

    return set_color


def _blending_grey(plain: Callable[..., Any]) -> Callable[..., Any]:
    def create_interpolation_function(domain: Any, c0: Any, c1: Any, n: Any) -> Any:  # noqa: ANN401
        ends = [c0, c1]
        if _is_grey.get():
            from briefing.typeset.greyscale import CHANNELS, grey_of

            ends = [grey_of(channels) if len(channels) == CHANNELS else channels for channels in ends]
        return plain(domain, *ends, n)

    return create_interpolation_function


PATCH = Patch(
    name="greyscale painting",
    kind="hook",
    reason="WeasyPrint has no option for greyscale",
    cost="greyscale editions would have colours",
    apply=apply,
    parameters={
        "weasyprint.pdf.stream:Stream.set_color": ("self", "color", "stroke"),
        "weasyprint.pdf.stream:Stream.create_interpolation_function": ("domain", "c0", "c1", "n"),
    },
    is_required=True,
)
