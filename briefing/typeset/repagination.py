"""Lay out only the pages that a change of texts touches, from the record of the layout before.

A page is the same if it starts in the same state and no element that was laid out for it has changed. The layout stops
at the first page after a change that starts as before. Where more depends on the change, nothing is laid out here: the
edition is then laid out as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from briefing.stages import Sheets
from briefing.typeset.engine import failures_reported, weasyprint
from briefing.typeset.engine_log import warnings_collected
from briefing.typeset.inspect.page_space import find_gaps, use_of
from briefing.typeset.weasyprint_patches.layout_recorder import Pagination

CONTENT = "content"
"""The property of boxes in the flow whose counters the engine fills in when it knows their pages."""

PAGES = "pages"
"""The counter of all pages."""


class NotPossibleError(Exception):
    """The change touches more than some pages."""


@dataclass(frozen=True)
class Repaginated:
    """The sheets after a change, and the numbers of the pages that were laid out again, counted from 0.

    The sheets have the measurements of those before, except for the used space of the pages.
    """

    sheets: Sheets
    numbers: tuple[int, ...]
    pagination: Pagination
    """The record of the layout as it is now."""
    finish: Callable[[int], None]
    """Adds to such a page its margins and backgrounds, without which it cannot be drawn. Raises RendererError."""
    finish_others: Callable[[], None]
    """Does the rest, when all of them are finished: the margins of other pages and the bookmarks. Raises the same."""


def repaginate(pagination: Pagination, sheets: Sheets, changed: Collection[Element]) -> Repaginated:
    """Return the sheets with the new texts of the elements that have changed.

    Raises NotPossibleError where other pages change as well. Afterwards, the sheets before are of no use.
    """
    return _Repagination(pagination, _pages_of(sheets.document)).lay_out_sheets(changed, sheets)


def repaginate_unmeasured(
    pagination: Pagination,
    document: Any,  # noqa: ANN401
    changed: Collection[Element],
) -> tuple[Pagination, Any]:
    """Return the same of a layout whose sheets nobody has measured: its record and its document.

    Raises as `repaginate` does.
    """
    found = _Repagination(pagination, _pages_of(document))
    return found.lay_out(changed), found.document(document)


def paginate_stopped(pagination: Pagination, most: int, changed: Collection[Element]) -> Pagination:
    """Return the record of a layout that was stopped behind `most` pages, and that still needs more.

    Raises NotPossibleError where that is not certain.
    """
    return _Repagination(pagination, [None] * most).lay_out_stopped(changed)


class _Repagination:
    """Lays out pages of a document whose elements have other texts than when it was laid out."""

    def __init__(self, pagination: Pagination, pages: Collection[Any]) -> None:
        self.old = pagination
        self.pages = list(pages)
        """The pages of the engine; the boxes of those that are laid out again."""
        self.is_stopped = None in self.pages
        self.context = self._new_context()
        self.footnotes: tuple[Any, ...] = ()
        self.made: list[int] = []
        self.finished: set[int] = set()

    def lay_out_sheets(self, changed: Collection[Element], sheets: Sheets) -> Repaginated:
        """Lay out pages as `lay_out` does, and return them with the others."""
        record = self.lay_out(changed)
        new = self._sheets(sheets)
        return Repaginated(
            new, tuple(self.made), record, partial(self._finish, new), partial(self._finish_others, new)
        )

    def lay_out(self, changed: Collection[Element]) -> Pagination:
        """Lay out the pages that changed elements are on, and those after them up to the first that starts as before.

        Raises NotPossibleError where other pages change as well.
        """
        fixed = [_fixed_in(_box_of(page)) for page in self.pages]
        record = self._lay_out(changed)
        if self._has_moved() or fixed != [_fixed_in(_box_of(page)) for page in self.pages]:
            raise NotPossibleError
        for number in self.made:
            self._take_strings(number)
        return record

    def lay_out_stopped(self, changed: Collection[Element]) -> Pagination:
        """Lay out the same of a layout that was stopped behind its pages, and return its record.

        Raises NotPossibleError where no other page may follow now.
        """
        record = self._lay_out(changed)
        behind = len(self.pages)
        goes_on = self.context.page_maker[behind][0] is not None or self.context.reported_footnotes
        if behind - 1 in self.made and not goes_on:
            raise NotPossibleError
        return record

    def _lay_out(self, changed: Collection[Element]) -> Pagination:
        root_box = self._new_boxes()
        self._restore_counters()
        waiting = self._pages_with({*changed, *_printed_otherwise(self.old.root_box, root_box)})
        record = Pagination(self.old.html, root_box, self.context, self.footnotes)
        record.starts, record.laid_out = dict(self.old.starts), dict(self.old.laid_out)
        self.context.pagination = record
        for number in range(len(self.pages)):
            flows_on = bool(self.made) and self.made[-1] == number - 1 and not self._starts_as_before(number)
            if number not in waiting and not flows_on:
                continue
            if not flows_on:
                self._restore_start(number)
            self.pages[number] = self._made(number, root_box)
            self.made.append(number)
        return record

    def _pages_with(self, changed: Collection[Element]) -> set[int]:
        """Return the pages for which the blocks of changed elements were laid out."""
        parents = {child: parent for parent in self.old.html.etree_element.iter() for child in parent}
        known = set().union(*self.old.laid_out.values())
        running = {
            box.element
            for by_page in self.old.context.running_elements.values()
            for boxes in by_page.values()
            for box in boxes
        }
        found: set[int] = set()
        for element in changed:
            around = list(_around(element, parents))
            if any(one.tag == "head" for one in around):
                continue
            block = next((one for one in around if one in known), None)
            if block is None or block.tag in ("html", "body") or not running.isdisjoint(around):
                raise NotPossibleError
            found |= {number for number, laid_out in self.old.laid_out.items() if block in laid_out}
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
            raise NotPossibleError
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
                raise NotPossibleError
            item.page_maker_index = known.page_maker_index
            item.cached_page_counter_values = deepcopy(known.cached_page_counter_values)
            if PAGES not in known.missing_counters and item.cached_page_counter_values:
                item.cached_page_counter_values[PAGES] = [len(self.pages)]  # unknown when it was cached
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
            raise NotPossibleError
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
        was_last = number == len(self.pages) - 1
        is_open = self.is_stopped and was_last
        if (is_last != was_last and not is_open) or maker[number][-1]["content_changed"]:
            raise NotPossibleError
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
        if number in self.finished:
            return
        self.finished.add(number)
        page, context, layout = self.pages[number], self.context, weasyprint().layout
        with failures_reported(), warnings_collected():
            root, footnote_area, note_area = page.children
            root.children = [
                *self._fixed_of(self.pages[:number], page),
                *root.children,
                *self._fixed_of(self.pages[number + 1 :], page),
            ]
            areas = [area for area in (footnote_area, note_area) if area.children]
            page.children = (root, *areas, *self._margins_of(page, number))
            layout.background.layout_backgrounds(page, context.get_image_from_uri)
        self._replace(sheets, number, page)

    def _fixed_of(self, pages: Sequence[Any], page: Any) -> Iterator[Any]:  # noqa: ANN401
        """Lay out the fixed boxes of other pages on a page."""
        fixed = weasyprint().layout.layout_fixed_boxes
        yield from fixed(self.context, list(map(_box_of, pages)), page)

    def _finish_others(self, sheets: Sheets) -> None:
        """Make the margins of the other pages again if a running head has changed, and list each bookmark once."""
        with failures_reported(), warnings_collected():
            if self.context.string_set != self.old.context.string_set:
                for number in {*range(len(self.pages))} - {*self.made}:
                    self._change_margins(sheets, number)
            listed: set[tuple[Element, str]] = set()
            for number in range(len(self.pages)):
                self._list_bookmarks(sheets, number, listed)

    def _change_margins(self, sheets: Sheets, number: int) -> None:
        page, layout = _boxes_of(sheets)[number], weasyprint().layout
        margin_box = weasyprint().formatting_structure.boxes.MarginBox
        page.children = tuple(child for child in page.children if not isinstance(child, margin_box))
        margins = self._margins_of(page, number)
        page.children = (*page.children, *margins)
        for margin in margins:
            layout.background.layout_box_backgrounds(page, margin, self.context.get_image_from_uri)
        self._replace(sheets, number, page)

    def _margins_of(self, page: Any, number: int) -> list[Any]:  # noqa: ANN401
        self.context.current_page = number + 1
        state = self.context.page_maker[number + 1][3]
        return list(weasyprint().layout.page.make_margin_boxes(self.context, page, state))

    def _list_bookmarks(self, sheets: Sheets, number: int, listed: set[tuple[Element, str]]) -> None:
        """Remove the bookmarks of elements that began on an earlier page."""
        page, is_same = _boxes_of(sheets)[number], True
        for box in page.descendants():
            if box.bookmark_label:
                place = box.element, box.element_tag.partition("::")[2]
                if place in listed:
                    box.bookmark_label, is_same = "", False
                listed.add(place)
        if not is_same:
            self._replace(sheets, number, page)

    def _replace(self, sheets: Sheets, number: int, page: Any) -> None:  # noqa: ANN401
        document: Any = sheets.document
        document.pages[number] = weasyprint().document.Page(page)

    def document(self, before: Any) -> Any:  # noqa: ANN401
        """Return a document with its new pages."""
        engine = weasyprint()
        document = copy(before)
        document.fonts = {}
        document.pages = [
            engine.document.Page(page) if number in self.made else page
            for number, page in enumerate(self.pages)
        ]
        document.metadata = engine.document.DocumentMetadata(**engine.html.get_html_metadata(self.old.html))
        return document

    def _sheets(self, before: Sheets) -> Sheets:
        sheets = replace(before, document=self.document(before.document))
        boxes = _boxes_of(sheets)
        touched = {*self.made, *(number + 1 for number in self.made)}
        uses = tuple(
            use_of(page, former) if number in touched else use
            for number, (page, former, use) in enumerate(
                zip(boxes, (None, *boxes), before.uses, strict=False)
            )
        )
        return replace(sheets, uses=uses, find_gaps=lambda: find_gaps(boxes, uses))


def _box_of(page: Any) -> Any:  # noqa: ANN401
    """Return the box of a page, which may be one of the engine's."""
    return getattr(page, "_page_box", page)


def _fixed_in(page: Any) -> list[tuple[Element, str]]:  # noqa: ANN401
    """Return the places of the fixed boxes of a page in the document.

    They are on every page, so that all pages change with their texts and pictures: raises NotPossibleError if one of
    them has any.
    """
    inside = (box for fixed in page.fixed_boxes for box in fixed.descendants())
    if any(getattr(box, "text", "") or hasattr(box, "replacement") for box in inside):
        raise NotPossibleError
    return [(box.element, box.element_tag) for box in page.fixed_boxes]


def _printed_otherwise(old: Any, new: Any) -> Iterator[Element]:  # noqa: ANN401
    """Yield the elements whose boxes have other texts before their layout, such as the title of another element.

    Raises NotPossibleError where boxes have come or gone.
    """
    boxes = list(old.descendants()), list(new.descendants())
    if len(boxes[0]) != len(boxes[1]):
        raise NotPossibleError
    for one, other in zip(*boxes, strict=True):
        if one.element is not other.element or one.element_tag != other.element_tag:
            raise NotPossibleError
        if getattr(one, "text", None) != getattr(other, "text", None):
            yield other.element


def _pages_of(document: Any) -> list[Any]:  # noqa: ANN401
    return list(document.pages)


def _boxes_of(sheets: Sheets) -> list[Any]:
    return list(map(_box_of, _pages_of(sheets.document)))


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
