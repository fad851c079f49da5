"""Keep the layouts of the version of a page that was made last, and lay out its next version from them.

If only texts have changed, each layout that copyfitting has tried is made again as far as the change touches it, so
that it takes the same decisions as with whole layouts.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from briefing.files.read_log import ReadLog
from briefing.stages import EngineWarning, Page, Sheets
from briefing.typeset.copyfitting import Layout, fit
from briefing.typeset.engine_log import warnings_collected
from briefing.typeset.html_merging import (
    changed_elements,
    compared_attributes,
    parse_quickly,
    same_elements,
    take_texts,
)
from briefing.typeset.inspect.css_cascade import Cascade
from briefing.typeset.inspect.element_sources import Elements
from briefing.typeset.inspect.page_space import FLOATING
from briefing.typeset.margin_notes import SIDE_NOTE
from briefing.typeset.repagination import (
    NotPossibleError,
    Repaginated,
    paginate_stopped,
    repaginate,
    repaginate_unmeasured,
)
from briefing.typeset.stylesheets import Stylesheets
from briefing.typeset.weasyprint_patches.layout_recorder import Pagination


@dataclass(frozen=True, slots=True)
class Laid:
    """A laid-out document with what its measurements are taken from."""

    document: Any
    """None for a layout that was stopped."""
    cascade: Cascade
    kept: Sequence[Any]
    """The styles of the engine."""
    families: Set[str]
    stylesheets: Stylesheets
    names: tuple[str, ...]
    """The names of the stylesheets, and those among them that are steps of copyfitting."""
    steps: tuple[str, ...]
    read: Sequence[EngineWarning]
    early: Sequence[EngineWarning]
    logged: Sequence[EngineWarning]
    """The warnings of the HTML, of the stylesheets and of the layout."""
    pagination: Pagination | None = None
    """The record of the layout, if it is kept."""


@dataclass(slots=True)
class KeptLayouts:
    """The layouts of a version of a page: all that copyfitting has tried, by their steps."""

    page: Page
    layouts: dict[tuple[str, ...], Laid] = field(default_factory=dict)
    sheets: dict[tuple[str, ...], Sheets] = field(default_factory=dict)
    """The sheets of those that were measured."""
    counts: dict[tuple[str, ...], int] = field(default_factory=dict)
    """Their numbers of pages; of one that was stopped, the least that it can have."""
    reads: ReadLog = field(default_factory=ReadLog)
    """The log of what was read for the layouts."""
    steps: tuple[str, ...] | None = None
    """The steps of the layout that was chosen; None if none was."""

    def keep(self, laid: Laid, count: int) -> None:
        """Keep a layout, unless the engine has warned of something: that is not known of parts of it."""
        if not laid.logged and not laid.read:
            self.layouts[laid.steps], self.counts[laid.steps] = laid, count

    def keep_sheets(self, sheets: Sheets) -> Sheets:
        """Keep the sheets of a layout, without the texts that attached files are made from, and return them."""
        self.sheets[sheets.steps] = replace(sheets, attach=tuple)
        return sheets

    def is_alike(self, page: Page) -> bool:
        """Return whether another version of the page has the same styles, and texts from the same keys."""
        now = replace(self.page, html=page.html, numbered=page.numbered, origins=page.origins)
        keys = [[origin.key for origin in one.origins] for one in (self.page, page)]
        return now == page and keys[0] == keys[1]


@dataclass(frozen=True)
class NextVersion:
    """The next version of a page: its layouts, and the pages of the one that is chosen.

    The sheets have the measurements of those before, and their margins are not finished.
    """

    kept: KeptLayouts
    pages: Repaginated


def is_keepable(page: Page) -> bool:
    """Return whether layouts of a page can be kept: nothing in it is moved after its layout."""
    return FLOATING not in page.html and SIDE_NOTE not in page.html


def lay_out_again(before: KeptLayouts, page: Page, page_limit: int | None) -> NextVersion | None:
    """Return the next version of a page, of which only the pages that a change of texts touches are laid out.

    None if more has changed, so that it must be laid out as a whole. Afterwards, the layouts before are of no use:
    their elements have the new texts.
    """
    chosen = None if before.steps is None else before.layouts.get(before.steps)
    new = parse_quickly(page.numbered or page.html) if chosen else None
    if chosen is None or new is None or not before.is_alike(page):
        return None
    known = chosen.cascade
    root = known.html.etree_element
    tested = partial(compared_attributes, (*page.stylesheets, *page.fit_steps), known.files)
    elements = Elements(new, page.origins)
    changed = changed_elements(root, new)
    if changed is None or same_elements(root, new, tested) is None:
        return None
    take_texts(root, new)
    again = _Again(before, page, elements.of_copy(root), changed)
    try:
        with warnings_collected() as logged:
            sheets = fit(again.attempt, page.fit_steps, page_limit)
    except Exception:  # the whole layout reports it, if it fails as well
        return None
    if logged or sheets.steps != before.steps or sheets.excess:
        return None
    return NextVersion(again.after, again.found[sheets.steps])


class _Again:
    """Makes the layouts of copyfitting for the next version of a page."""

    def __init__(self, before: KeptLayouts, page: Page, elements: Elements, changed: Sequence[Any]) -> None:
        self.before, self.elements, self.changed = before, elements, changed
        bare = replace(page, attach=tuple)
        self.after = KeptLayouts(bare, reads=before.reads, steps=before.steps)
        self.found: dict[tuple[str, ...], Repaginated] = {}

    def attempt(self, steps: Sequence[str], most: int | None = None) -> Layout:
        """Return a layout as copyfitting wants it. Raises NotPossibleError where it is not kept, or not the same."""
        taken = tuple(steps)
        laid = self.before.layouts.get(taken)
        if laid is None or laid.pagination is None:
            raise NotPossibleError
        if laid.document is None:
            count = self.before.counts[taken]
            if most is None or most + 1 != count:
                raise NotPossibleError
            record = paginate_stopped(laid.pagination, most, self.changed)
            self.after.keep(replace(laid, pagination=record), count)
            return Layout(count, _measured_as_a_whole)
        if taken not in self.before.sheets:
            record, document = repaginate_unmeasured(laid.pagination, laid.document, self.changed)
            count = len(document.pages)
            self.after.keep(replace(laid, document=document, pagination=record), count)
            return Layout(count, _measured_as_a_whole)
        found = self._repaginated(laid, laid.pagination, self.before.sheets[taken])
        return Layout(found.sheets.page_count, lambda: found.sheets)

    def _repaginated(self, laid: Laid, pagination: Pagination, sheets: Sheets) -> Repaginated:
        known = laid.cascade
        cascade = Cascade(known.html, laid.names, self.elements, known.files, known.fetcher)
        found = self.found[laid.steps] = repaginate(
            pagination, replace(sheets, cascade=cascade), self.changed
        )
        document, record = found.sheets.document, found.pagination
        laid = replace(laid, document=document, cascade=cascade, pagination=record)
        self.after.keep(laid, found.sheets.page_count)
        self.after.keep_sheets(found.sheets)
        return found


def _measured_as_a_whole() -> Sheets:
    raise NotPossibleError
