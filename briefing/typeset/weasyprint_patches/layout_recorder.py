"""Record how a document is laid out: from which state each page starts, and which elements are laid out on it.

After a change of texts, single pages are laid out again from it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

_records: ContextVar[list[Pagination] | None] = ContextVar("records", default=None)
"""The records of the layouts in the current context; None where nothing is recorded."""


@dataclass(frozen=True, slots=True)
class PageStart:
    """The state of the layout at the start of a page, besides the one that the engine keeps itself."""

    footnotes: tuple[int, ...]
    """The footnotes that were not laid out yet, by their numbers in the document."""
    moved: tuple[int, ...]
    """The footnotes of earlier pages that had no room there."""
    is_plain: bool
    """False if a float or a positioned box of an earlier page goes on here."""


@dataclass
class Pagination:
    """The record of one layout of a document."""

    html: Any
    root_box: Any
    context: Any
    footnotes: Sequence[Any] = ()
    """The boxes of all footnotes, in the order of the document."""
    starts: dict[int, PageStart] = field(default_factory=dict)
    laid_out: dict[int, set[Any]] = field(default_factory=dict)
    """The elements that were laid out to make a page, by its number: those on it and those that did not fit."""
    _current: set[Any] = field(default_factory=set)

    def start_of(self, context: Any, footnotes: Sequence[Any]) -> PageStart:  # noqa: ANN401
        """Return the state of a layout of the document, whose footnotes are given."""
        numbers = {id(box): number for number, box in enumerate(footnotes)}
        return PageStart(
            tuple(numbers[id(box)] for box in context.footnotes),
            tuple(numbers[id(box)] for box in context.reported_footnotes),
            not context.broken_out_of_flow,
        )

    def begin(self, index: int) -> None:
        """Record the state at the start of a page, counted from 0."""
        self.starts[index] = self.start_of(self.context, self.footnotes)
        self._current = self.laid_out[index] = set()

    def add(self, box: Any) -> None:  # noqa: ANN401
        """Record that a box is laid out on the page that was begun last."""
        self._current.add(box.element)


@contextmanager
def layout_recorded() -> Iterator[list[Pagination]]:
    """Record each layout inside the context, also one that is stopped."""
    records: list[Pagination] = []
    token = _records.set(records)
    try:
        yield records
    finally:
        _records.reset(token)


def apply() -> None:
    """Wrap the functions that lay out a document, a page and a block."""
    from weasyprint import document
    from weasyprint.layout import block, page

    replace(document, "layout_document", _recording_document(document.layout_document))
    replace(page, "remake_page", _recording_page(page.remake_page))
    plain = block.block_level_layout
    layout = _recording_block(plain)
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint.layout") and vars(module).get("block_level_layout") is plain:
            replace(module, "block_level_layout", layout)


def _recording_document(plain: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def layout_document(html: Any, root_box: Any, context: Any, *rest: Any) -> Iterator[Any]:  # noqa: ANN401
        records = _records.get()
        if records is not None:
            context.pagination = Pagination(html, root_box, context, tuple(context.footnotes))
            records.append(context.pagination)
        yield from plain(html, root_box, context, *rest)

    return layout_document


def _recording_page(plain: Callable[..., Any]) -> Callable[..., Any]:
    def remake_page(index: int, context: Any, *rest: Any) -> Any:  # noqa: ANN401
        record: Pagination | None = context.__dict__.get("pagination")
        if record is not None:
            record.begin(index)
        return plain(index, context, *rest)

    return remake_page


def _recording_block(plain: Callable[..., Any]) -> Callable[..., Any]:
    def block_level_layout(context: Any, box: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401
        record: Pagination | None = context.__dict__.get("pagination")
        if record is not None:
            record.add(box)
        return plain(context, box, *rest, **named)

    return block_level_layout


PATCH = Patch(
    name="layout recorder",
    kind="hook",
    reason="WeasyPrint does not return the state in which it starts a page",
    cost="after a change of words, all pages are laid out again",
    apply=apply,
    parameters={
        "weasyprint.document:layout_document": ("html", "root_box", "context", "max_loops"),
        "weasyprint.layout.page:remake_page": ("index", "context", "root_box", "html"),
        "weasyprint.layout.block:block_level_layout": ("context", "box"),
    },
    digests={
        "weasyprint.layout.page:remake_page": "1ff09b2dffa17839",
        "weasyprint.layout.page:make_page": "656f183328e8b1b5",
        "weasyprint.layout.page:make_all_pages": "b5e4034894841caa",
        "weasyprint.layout:layout_document": "a5cbf437e99caf72",
        "weasyprint.layout:LayoutContext": "211f859ff4e2d663",
        "weasyprint.css.targets": "dc7a175f80bbca47",
    },
)
