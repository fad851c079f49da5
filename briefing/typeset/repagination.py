"""Lay out only the pages that a change of texts touches, from the record of the layout before.

A page is the same if it starts in the same state and no element that was laid out for it has changed. The layout stops
at the first page after a change that starts as before. Where more depends on the change, nothing is laid out here: the
edition is then laid out as a whole, as it is after these pages have been shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from copy import copy, deepcopy
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from briefing.stages import Page, Sheets
from briefing.typeset.engine import failures_reported, weasyprint
from briefing.typeset.engine_log import warnings_collected
from briefing.typeset.html_merging import changed_elements, parse_quickly, take_texts
from briefing.typeset.inspect.page_space import FLOATING, find_gaps, use_of
from briefing.typeset.margin_notes import spread_on_page
from briefing.typeset.weasyprint_patches.layout_recorder import Pagination, pagination_of

CONTENT = "content"
"""The property of boxes in the flow whose counters the engine fills in when it knows their pages."""


class _NotPossibleError(Exception):
    """The change touches more than some pages."""


@dataclass(frozen=True)
class Repaginated:
    """The sheets after a change, and the numbers of the pages that were laid out again, counted from 0."""

    sheets: Sheets
    numbers: tuple[int, ...]
    finish: Callable[[int], None]
    """Adds to such a page its margins and backgrounds, without which it cannot be drawn. Raises RendererError."""


def repaginate(before: Page, sheets: Sheets, page: Page) -> Repaginated | None:
    """Return the sheets of a page from those of its version before; None if it must be laid out as a whole.

    Afterwards, the sheets before are of no use: their elements have the new texts.
    """
    pagination = pagination_of(sheets.document)
    if pagination is None or not _is_alike(before, page) or sheets.steps or FLOATING in page.html:
        return None
    new = parse_quickly(page.numbered or page.html)
    root = pagination.html.etree_element
    changed = None if new is None else changed_elements(root, new)
    if new is None or not changed:
        return None
    take_texts(root, new)
    with suppress(_NotPossibleError), warnings_collected():
        try:
            found = _Repagination(pagination, sheets).lay_out(changed)
        except _NotPossibleError:
            raise
        except Exception:  # the whole layout reports it, if it fails as well
            return None
        return found if _is_still_fitting(page, found.sheets) else None
    return None


def _is_alike(before: Page, page: Page) -> bool:
    """Return whether two versions of a page have the same styles, and texts from the same keys."""
    now = replace(before, html=page.html, numbered=page.numbered, origins=page.origins)
    keys = [[origin.key for origin in one.origins] for one in (before, page)]
    return now == page and keys[0] == keys[1]


def _is_still_fitting(page: Page, sheets: Sheets) -> bool:
    """Return whether the edition needs no step of copyfitting now, as it needed none before."""
    return not page.fit_steps or not (sheets.has_sparse_end or sheets.find_gaps())


class _Repagination:
    """Lays out pages of a document whose elements have other texts than when it was laid out."""

    def __init__(self, pagination: Pagination, sheets: Sheets) -> None:
        self.old, self.sheets = pagination, sheets
        document: Any = sheets.document
        self.pages = list(document.pages)
        self.context = self._new_context()
        self.footnotes: tuple[Any, ...] = ()

    def lay_out(self, changed: Collection[Element]) -> Repaginated:
        """Lay out the pages that changed elements are on, and those after them up to the first that starts as before.

        Raises _NotPossibleError where other pages change as well.
        """
        if any(page._page_box.fixed_boxes for page in self.pages):
            raise _NotPossibleError
        waiting = self._pages_of(changed)
        root_box = self._new_boxes()
        self._restore_counters()
        made: list[int] = []
        for number in range(len(self.pages)):
            flows_on = bool(made) and made[-1] == number - 1 and not self._starts_as_before(number)
            if number not in waiting and not flows_on:
                continue
            if not flows_on:
                self._restore_start(number)
            self.pages[number] = self._made(number, root_box)
            made.append(number)
        if self._has_moved() or any(self.pages[number].fixed_boxes for number in made):
            raise _NotPossibleError
        for number in made:
            self._take_strings(number)
        sheets = self._sheets(made)
        return Repaginated(sheets, tuple(made), partial(self._finish, sheets))

    def _pages_of(self, changed: Collection[Element]) -> set[int]:
        """Return the pages for which the blocks of changed elements were laid out."""
        parents = {child: parent for parent in self.old.html.etree_element.iter() for child in parent}
        known = set().union(*self.old.laid_out.values())
        found: set[int] = set()
        for element in changed:
            if any(one.tag == "head" for one in _around(element, parents)):
                continue
            block = next((one for one in _around(element, parents) if one in known), None)
            if block is None or block.tag in ("html", "body"):
                raise _NotPossibleError
            found |= {number for number, laid_out in self.old.laid_out.items() if block in laid_out}
        if not found:
            raise _NotPossibleError
        return found

    def _new_context(self) -> Any:  # noqa: ANN401
        """Return the context of a layout with the styles, fonts and pictures of the layout before."""
        engine, old = weasyprint(), self.old.context
        collector = engine.css.targets.TargetCollector()
        for anchor in old.target_collector.target_lookup_items:
            collector.collect_anchor(anchor)
        get_image = old.get_image_from_uri
        bare = partial(get_image.func, *get_image.args, **get_image.keywords)
        context = engine.layout.LayoutContext(
            old.style_for, bare, old.font_config, old.counter_style, collector
        )
        context.dictionaries = old.dictionaries
        context.rendered_notes = []
        return context

    def _new_boxes(self) -> Any:  # noqa: ANN401
        """Return the tree of boxes of all elements, before their layout."""
        context, html = self.context, self.old.html
        root_box = weasyprint().formatting_structure.build.build_formatting_structure(
            html.etree_element,
            context.style_for,
            context.get_image_from_uri,
            html.base_url,
            context.target_collector,
            context.counter_style,
            context.footnotes,
        )
        root_box.viewport_overflow = self.old.root_box.viewport_overflow
        self.footnotes = tuple(context.footnotes)
        if len(self.footnotes) != len(self.old.footnotes):
            raise _NotPossibleError
        return root_box

    def _restore_counters(self) -> None:
        """Give the new boxes the page numbers that the old ones show, and the pages the states that they start in."""
        old, new = self.old.context.target_collector, self.context.target_collector
        items = list(zip(old.counter_lookup_items.items(), new.counter_lookup_items.items(), strict=True))
        numbers: dict[int, int] = {}
        for anchor, target in new.target_lookup_items.items():
            known = old.target_lookup_items[anchor]
            target.page_maker_index = known.page_maker_index
            target.cached_page_counter_values = deepcopy(known.cached_page_counter_values)
        for ((_, name), known), (_, item) in items:
            if name != CONTENT:  # a running head or a bookmark with the number of a page
                raise _NotPossibleError
            item.page_maker_index = known.page_maker_index
            item.cached_page_counter_values = deepcopy(known.cached_page_counter_values)
            item.parse_again(item.cached_page_counter_values)
            numbers[id(known)] = id(item)
        self.context.page_maker = [
            (*start, deepcopy(state), self._remake_state(remake, numbers))
            for *start, state, remake in self.old.context.page_maker
        ]
        self.context.string_set = _copy_of(self.old.context.string_set)
        self.context.running_elements = _copy_of(self.old.context.running_elements)

    def _remake_state(self, known: dict[str, Any], numbers: dict[int, int]) -> dict[str, Any]:
        lookups = [numbers[number] for number in known["content_lookups"]]
        return {**_unmade(), "anchors": list(known["anchors"]), "content_lookups": lookups}

    def _restore_start(self, number: int) -> None:
        """Go to the start of a page."""
        start = self.old.starts[number]
        if not start.is_plain:
            raise _NotPossibleError
        self.context.footnotes[:] = [self.footnotes[one] for one in start.footnotes]
        self.context.reported_footnotes = [self.footnotes[one] for one in start.moved]
        self.context.broken_out_of_flow = {}

    def _starts_as_before(self, number: int) -> bool:
        start = self.old.start_of(self.context, self.footnotes)
        return start == self.old.starts[number] and self._is_same_item(number)

    def _is_same_item(self, number: int) -> bool:
        return bool(self.context.page_maker[number][:4] == self.old.context.page_maker[number][:4])

    def _made(self, number: int, root_box: Any) -> Any:  # noqa: ANN401
        """Return a page, without its margins."""
        maker = self.context.page_maker
        maker[number][-1].update(_unmade())
        page_box, resume_at = weasyprint().layout.page.remake_page(
            number, self.context, root_box, self.old.html
        )
        is_last = resume_at is None and not self.context.reported_footnotes
        if is_last != (number == len(self.pages) - 1) or maker[number][-1]["content_changed"]:
            raise _NotPossibleError
        return page_box

    def _has_moved(self) -> bool:
        """Return whether the number of a page has changed that another page shows, or the last page ends otherwise."""
        maker = self.context.page_maker
        return len(maker) != len(self.pages) + 1 or any(
            remake["content_changed"] for *_, remake in maker[: len(self.pages)]
        )

    def _take_strings(self, number: int) -> None:
        """Set the texts of running heads that a page sets."""
        page, context = self.pages[number], self.context
        for texts in context.string_set.values():
            texts.pop(number + 1, None)
        for box in page.descendants():
            if box.string_set and box.string_set != "none":
                for name, text in box.string_set:
                    context.string_set[name][number + 1].append(text)

    def _finish(self, sheets: Sheets, number: int) -> None:
        """Add to a page what the engine adds when all pages are made: running heads, margins and backgrounds."""
        with failures_reported(), warnings_collected():
            self._add_margins(number)
        document: Any = sheets.document
        document.pages[number] = weasyprint().document.Page(self.pages[number])

    def _add_margins(self, number: int) -> None:
        page, context, layout = self.pages[number], self.context, weasyprint().layout
        root, footnote_area, note_area = page.children
        context.current_page = number + 1
        areas = [area for area in (footnote_area, note_area) if area.children]
        margins = layout.page.make_margin_boxes(context, page, context.page_maker[number + 1][3])
        page.children = (root, *areas, *margins)
        layout.background.layout_backgrounds(page, context.get_image_from_uri)

    def _sheets(self, made: Collection[int]) -> Sheets:
        engine = weasyprint()
        document: Any = copy(self.sheets.document)
        for number in made:
            spread_on_page(self.pages[number])
        pages = [
            engine.document.Page(page) if number in made else page for number, page in enumerate(self.pages)
        ]
        document.pages = pages
        document.metadata = engine.document.DocumentMetadata(**engine.html.get_html_metadata(self.old.html))
        boxes = [page._page_box for page in pages]
        touched = {*made, *(number + 1 for number in made)}
        uses = tuple(
            use_of(page, before) if number in touched else use
            for number, (page, before, use) in enumerate(
                zip(boxes, (None, *boxes), self.sheets.uses, strict=False)
            )
        )
        return replace(self.sheets, document=document, uses=uses, find_gaps=lambda: find_gaps(boxes, uses))


def _unmade() -> dict[str, Any]:
    """Return the engine's notes on a page that is not made."""
    return {"content_changed": False, "pages_wanted": False, "anchors": [], "content_lookups": []}


def _around(element: Element, parents: dict[Element, Element]) -> Iterator[Element]:
    """Yield an element and its ancestors, innermost first."""
    found: Element | None = element
    while found is not None:
        yield found
        found = parents.get(found)


def _copy_of(store: Any) -> Any:  # noqa: ANN401
    """Return a copy of what is set on each page by name, for new lists on the pages."""
    copied = type(store)(store.default_factory)
    for name, by_page in store.items():
        for number, values in by_page.items():
            copied[name][number] = list(values)
    return copied
