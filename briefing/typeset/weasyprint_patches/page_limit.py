"""Stop a layout as soon as it needs more pages than it may have.

In copyfitting, all that matters of a layout that is too long is that it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

_most: ContextVar[int | None] = ContextVar("most", default=None)


class TooManyPagesError(Exception):
    """A layout needs more pages than it may have, which are counted."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


@contextmanager
def pages_limited(most: int | None) -> Iterator[None]:
    """Stop each layout inside the context with TooManyPagesError if it needs more pages; None sets no limit.

    A layout goes on where the number of its pages may still become smaller: if texts depend on page numbers.
    """
    token = _most.set(most)
    try:
        yield
    finally:
        _most.reset(token)


def apply() -> None:
    """Have the layout of a document look whether it goes on behind its last page."""
    from weasyprint import layout

    replace(layout, "make_all_pages", _limited(layout.make_all_pages))


def _limited(plain: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def make_all_pages(context: Any, *rest: Any) -> Iterator[Any]:  # noqa: ANN401
        pages, most = plain(context, *rest), _most.get()
        if most is None or not _is_final(context):
            yield from pages
            return
        yield from islice(pages, most)
        if _goes_on(context, most) and _is_final(context):
            raise TooManyPagesError(most)
        yield from pages

    return make_all_pages


def _goes_on(context: Any, made: int) -> bool:  # noqa: ANN401
    """Return whether anything is left for a page after those that are made."""
    pages = context.page_maker
    return len(pages) > made and (pages[made][0] is not None or bool(context.reported_footnotes))


def _is_final(context: Any) -> bool:  # noqa: ANN401
    """Return whether no page is made again: no text in the flow has the number of a page, and none is moved."""
    has_numbers = any(name == "content" for _, name in context.target_collector.counter_lookup_items)
    return not has_numbers and not any(
        moved for pages in context.running_elements.values() for moved in pages.values()
    )


PATCH = Patch(
    name="page limit",
    kind="hook",
    reason="0.9 of the time of an edition that needs three steps of copyfitting: a layout that is too long is stopped",
    cost="copyfitting takes longer",
    apply=apply,
    parameters={"weasyprint.layout:make_all_pages": ("context", "root_box", "html", "pages")},
    digests={
        "weasyprint.layout:layout_document": "a5cbf437e99caf72",
        "weasyprint.layout.page:make_all_pages": "b5e4034894841caa",
        "weasyprint.layout.page:remake_page": "1ff09b2dffa17839",
        "weasyprint.layout.page:make_page": "656f183328e8b1b5",
        "weasyprint.css.targets": "dc7a175f80bbca47",
    },
)
