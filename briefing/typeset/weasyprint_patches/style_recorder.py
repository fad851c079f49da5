"""Keep the computed styles of a page during layout: they show which elements have `display: none`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

_styles: ContextVar[list[Any] | None] = ContextVar("styles", default=None)


@contextmanager
def styles_kept() -> Iterator[list[Any]]:
    """Keep the computed styles of each page that is laid out inside the context."""
    kept: list[Any] = []
    token = _styles.set(kept)
    try:
        yield kept
    finally:
        _styles.reset(token)


def apply() -> None:
    """Wrap the function that computes the styles of a document."""
    from weasyprint import document

    replace(document, "get_all_computed_styles", _keeping(document.get_all_computed_styles))


def _keeping(plain: Callable[..., Any]) -> Callable[..., Any]:
    def get_all_computed_styles(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        styles = plain(*arguments, **named)
        kept = _styles.get()
        if kept is not None:
            kept.append(styles)
        return styles

    return get_all_computed_styles


PATCH = Patch(
    name="style recorder",
    kind="hook",
    reason="WeasyPrint does not return the styles that it computes",
    cost="texts that a style hides would not be found",
    apply=apply,
    parameters={"weasyprint.document:get_all_computed_styles": ("html",)},
    is_required=True,
)
