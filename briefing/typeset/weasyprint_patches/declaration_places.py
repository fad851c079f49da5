"""Give each declaration that the engine reads its place in the stylesheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from briefing.typeset.weasyprint_patches.patch import Patch, replace


class Place(NamedTuple):
    """The place of a declaration, with its text and its selector."""

    address: str
    line: int
    column: int
    text: str
    selector: str


class PlacedName(str):
    """The name of a property, with the place of the declaration that it comes from."""

    place: Place


_is_placing: ContextVar[bool] = ContextVar("is_placing", default=False)


@contextmanager
def declarations_placed() -> Iterator[None]:
    """Have the engine return declarations with their places inside the context."""
    token = _is_placing.set(True)
    try:
        yield
    finally:
        _is_placing.reset(token)


def apply() -> None:
    """Wrap the function that reads declarations, in both modules that call it."""
    from weasyprint import css
    from weasyprint.css import validation

    placing = _placing(validation.preprocess_declarations)
    for module in (css, validation):
        replace(module, "preprocess_declarations", placing)


def _placing(plain: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def preprocess_declarations(
        base_url: str,
        declarations: Iterable[Any],
        prelude: Any = None,  # noqa: ANN401
    ) -> Iterator[Any]:
        read = _placed if _is_placing.get() else plain
        return read(base_url, declarations, prelude)

    def _placed(base_url: str, declarations: Iterable[Any], prelude: Any) -> Iterator[Any]:  # noqa: ANN401
        import tinycss2

        selector = " ".join(tinycss2.serialize(prelude).split()) if prelude else ""
        for node in declarations:
            for found in plain(base_url, [node], prelude):
                if node.type != "declaration":  # nested: its names have their places already
                    yield found
                    continue
                text = f"{node.name}: {tinycss2.serialize(node.value).strip()}"
                place = Place(base_url or "", node.source_line, node.source_column, text, selector)
                if prelude is None:
                    yield (_named(found[0], place), *found[1:])
                else:
                    yield found[0], (_named(found[1][0], place), *found[1][1:])

    return preprocess_declarations


def _named(name: str, place: Place) -> PlacedName:
    named = PlacedName(name)
    named.place = place
    return named


PATCH = Patch(
    name="declaration places",
    kind="hook",
    reason="WeasyPrint keeps values without the places that they come from",
    cost="findings would not name the declaration behind a value",
    apply=apply,
    parameters={
        "weasyprint.css:preprocess_declarations": ("base_url", "declarations", "prelude"),
        "weasyprint.css.validation:preprocess_declarations": ("base_url", "declarations", "prelude"),
    },
    is_required=True,
)
