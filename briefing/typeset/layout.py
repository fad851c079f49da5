"""Page → laid-out sheets → PDF bytes. One typesetter per process keeps its fonts and parsed styles."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from fnmatch import fnmatch
from functools import partial
from typing import Any

from briefing.core.errors import RendererError
from briefing.core.finding import Span
from briefing.files.css import PASSAGE_STYLES, SCRIPT_STYLES, tokens_of
from briefing.files.workspace import Files
from briefing.stages import Attachment, EngineWarning, Page, Pdf, Sheets, Unreadable
from briefing.structure.standards import Standard
from briefing.typeset.copyfitting import Attempt, Layout, fit
from briefing.typeset.engine import check_required_patches, failures_reported, weasyprint
from briefing.typeset.engine_failures import culprit
from briefing.typeset.engine_log import warnings_collected
from briefing.typeset.fonts import make_fonts
from briefing.typeset.greyscale import colours_left
from briefing.typeset.html_merging import compared_attributes, same_elements
from briefing.typeset.inks import finish_inks, set_output_intent
from briefing.typeset.inspect.chart_colours import chart_token
from briefing.typeset.inspect.css_cascade import Cascade
from briefing.typeset.inspect.css_positions import CHARACTERS, place_warning
from briefing.typeset.inspect.display_none import find_left_out, leaving_out
from briefing.typeset.inspect.element_sources import Elements
from briefing.typeset.inspect.hidden_text_causes import merged
from briefing.typeset.inspect.html_accessibility import find_flaws
from briefing.typeset.inspect.legibility import unreadable_texts
from briefing.typeset.inspect.page_breaks import gaps_by_rule, uses_with_breaks
from briefing.typeset.inspect.page_size import outsized_pages
from briefing.typeset.inspect.page_space import FLOATING, find_gaps, part_rooms, sheet_uses
from briefing.typeset.inspect.picture_resolution import coarse_pictures
from briefing.typeset.inspect.svg_drawings import families_lacking, place_in_drawing
from briefing.typeset.inspect.visibility import unseen_pictures, unseen_texts
from briefing.typeset.inspect.words import miscounted_words, misplaced_texts, requested_families
from briefing.typeset.kept_layouts import KeptLayouts, Laid, NextVersion, is_keepable, lay_out_again
from briefing.typeset.margin_notes import SIDE_NOTE, spread_notes
from briefing.typeset.page_floats import with_floats
from briefing.typeset.pdfa import finisher, pdf_options
from briefing.typeset.repagination import Repaginated
from briefing.typeset.stylesheets import Stylesheets
from briefing.typeset.tags.glyphs import coloured_families, private_characters
from briefing.typeset.tags.tagger import EditionTagger
from briefing.typeset.url_fetcher import WorkspaceFetcher, address_of, name_of
from briefing.typeset.weasyprint_patches.greyscale_painting import painted_in_greyscale
from briefing.typeset.weasyprint_patches.kept_values import FormerStyles, values_taken_from
from briefing.typeset.weasyprint_patches.layout_recorder import Pagination, layout_recorded
from briefing.typeset.weasyprint_patches.page_limit import TooManyPagesError, pages_limited
from briefing.typeset.weasyprint_patches.style_recorder import styles_kept
from briefing.typeset.weasyprint_patches.tagging import tagged_by
from briefing.typeset.weasyprint_patches.text_recorder import Record, drawing_recorded

LEAST_SIZE, LEAST_SCRIPT_SIZE = "--least-size", "--least-script-size"
"""The tokens for the smallest type size of a style, and for that of its superscripts and subscripts."""

WITHOUT_TAGS = {"pdf_tags": False, "pdf_identifier": False}
"""The options of the engine for a page that is only looked at."""

LENGTH = re.compile(r"([0-9.]*[0-9])(pt|px|mm|cm|in|pc|q)", re.IGNORECASE)
POINTS = {"pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "pc": 12.0, "q": 18 / 25.4}
"""The units of lengths, in points."""

INLINE_SVG = "{http://www.w3.org/2000/svg}svg"


@dataclass(slots=True)
class _Styled:
    """The elements of a page with their styles, as they were computed for its layouts."""

    design: Page
    """The page without its content."""
    root: Any
    styles: dict[tuple[str, ...], tuple[list[Any], Any]] = field(default_factory=dict)
    """The engine's stylesheets, and the computed styles, for each sequence of copyfitting steps."""
    former: _Styled | None = None
    elements: Mapping[Any, Any] = field(default_factory=dict)
    """The version before, and its element for each element."""

    def former_styles(self, steps: tuple[str, ...], stylesheets: list[Any]) -> FormerStyles | None:
        """Return the styles of the version before; None if it was laid out with others, or not at all."""
        if self.former is None or steps not in self.former.styles:
            return None
        then, style_for = self.former.styles.pop(steps)
        is_same = len(then) == len(stylesheets) and all(map(operator.is_, then, stylesheets))
        return FormerStyles(style_for, self.elements) if is_same else None


class Typesetter:
    """Lays out pages for one workspace.

    Raises MachineError where a required patch does not fit the installed WeasyPrint.
    """

    def __init__(self, files: Files) -> None:
        check_required_patches()
        self.files = files
        self.fetcher = WorkspaceFetcher(files)
        self._settings: dict[tuple[str, ...], tuple[Any, Stylesheets]] = {}
        self.keeps_styles = False
        """Whether the styles of a page are kept for its next version: 4 MiB for eight pages, at each step."""
        self._styled: _Styled | None = None
        """The page whose styles were kept last."""
        self.keeps_layouts = False
        """Whether the layouts of a page are kept for its next version: 17 MiB for eight pages."""
        self._kept: KeptLayouts | None = None
        """The layouts that were kept last."""

    def _fonts_for(self, names: Sequence[str]) -> tuple[Any, Stylesheets]:
        """Return the fonts and the stylesheets of a page.

        A page with fonts for other scripts has a font configuration of its own, because the engine takes what a font
        lacks from any font in it, even one that only an earlier page declared.
        """
        others = tuple(
            name for name in names if fnmatch(name, SCRIPT_STYLES) or fnmatch(name, PASSAGE_STYLES)
        )
        if others not in self._settings:
            fonts = make_fonts(self.files)
            self._settings[others] = fonts, Stylesheets(self.files, self.fetcher, fonts)
        return self._settings[others]

    def lay_out(self, page: Page, steps: Sequence[str] = ()) -> Sheets:
        """Lay out a composed page with some copyfitting steps. Raises the same errors as the result of `read`."""
        return self.read(page)(steps).measure()

    def fit(
        self, page: Page, page_limit: int | None, take_again: Callable[[Repaginated], None] | None = None
    ) -> Sheets:
        """Lay out a composed page with the steps of copyfitting that it needs.

        If the layouts of its last version are kept and only texts have changed since, only the pages that the change
        touches are laid out; `take_again` is called with them before they are all finished and measured.

        Raises the same errors as the result of `read`.
        """
        if not self.keeps_layouts:
            return fit(self.read(page), page.fit_steps, page_limit)
        before, self._kept = self._kept, None
        if before and is_keepable(page) and (found := lay_out_again(before, page, page_limit)):
            with suppress(RendererError):  # the whole layout reports it, if it fails as well
                if take_again:
                    take_again(found.pages)
                return self._finished(page, found)
        kept = KeptLayouts(replace(page, attach=tuple)) if is_keepable(page) else None
        with self.files.noting() as reads:
            sheets = fit(self.read(page, kept), page.fit_steps, page_limit)
        if kept:
            kept.reads, kept.steps, self._kept = reads, sheets.steps, kept
        return sheets

    def _finished(self, page: Page, found: NextVersion) -> Sheets:
        """Finish the pages of the next version of a page, measure all of them, and keep them."""
        for number in found.pages.numbers:
            found.pages.finish(number)
        found.pages.finish_others()
        self.files.note_again(found.kept.reads)
        laid = found.kept.layouts[found.pages.sheets.steps]
        self._kept = found.kept
        return self._measure(page, laid, found.kept)

    def read(self, page: Page, kept: KeptLayouts | None = None) -> Attempt:
        """Read a composed page once, and return a function that lays it out with any copyfitting steps.

        The layouts are kept in `kept`.

        The function raises WorkspaceError where a stylesheet is missing or no font at all can be loaded, and
        RendererError where the engine fails.
        """
        with warnings_collected() as engine_warnings, failures_reported():
            html = weasyprint().HTML(
                string=page.numbered or page.html,
                base_url=address_of(page.base, is_greyscale=page.is_mono),
                url_fetcher=self.fetcher,
            )
        elements = Elements(html.etree_element, page.origins)
        read = tuple(engine_warnings)
        styled = self._styled_now(page, html.etree_element)

        def attempt(steps: Sequence[str], most: int | None = None) -> Layout:
            def lay_out(html: Any, elements: Elements) -> Layout:  # noqa: ANN401
                return self._laid_out(page, styled, html, elements, read, steps, kept)

            if FLOATING in page.html:  # what floats may save a page
                return with_floats(lay_out, html, elements, lay_out(html, elements))
            with pages_limited(most):
                return lay_out(html, elements)

        return attempt

    def _styled_now(self, page: Page, root: Any) -> _Styled:  # noqa: ANN401
        """Return a page without styles yet, with its version before if only texts and titles have changed since."""
        styled = _Styled(replace(page, html="", numbered="", origins=(), attach=tuple), root)
        if not self.keeps_styles:
            return styled
        before, self._styled = self._styled, styled
        if before is not None and before.design == styled.design:
            before.former, before.elements = None, {}
            tested = partial(compared_attributes, (*page.stylesheets, *page.fit_steps), self.files)
            elements = same_elements(before.root, root, tested)
            if elements is not None:
                styled.former, styled.elements = before, elements
        return styled

    def _laid_out(
        self,
        page: Page,
        styled: _Styled,
        html: Any,  # noqa: ANN401
        elements: Elements,
        read: tuple[EngineWarning, ...],
        steps: Sequence[str],
        kept: KeptLayouts | None,
    ) -> Layout:
        taken = tuple(steps)
        names = (*page.stylesheets, *steps)
        cascade = Cascade(html, names, elements, self.files, self.fetcher)
        fonts, stylesheets = self._fonts_for(names)
        styles, early = stylesheets.load(names, page.html)
        self.fetcher.families = fonts.families
        self.fetcher.language = (html.etree_element.get("lang") or "").partition("-")[0].lower()
        counter_styles = weasyprint().css.counters.CounterStyle(stylesheets.counter_styles)
        failing = partial(culprit, cascade=cascade)
        former = values_taken_from(styled.former_styles(taken, styles))
        recording: AbstractContextManager[list[Pagination]] = layout_recorded() if kept else nullcontext([])
        with (
            warnings_collected() as logged,
            failures_reported(failing),
            styles_kept() as used,
            former,
            recording as records,
        ):
            try:
                document = html.render(
                    font_config=fonts,
                    counter_style=counter_styles,
                    stylesheets=styles,
                    **pdf_options(Standard.UA1),
                )
                if SIDE_NOTE in page.html:
                    spread_notes(document)
            except TooManyPagesError as stopped:
                document, least = None, stopped.count + 1
            else:
                least = len(document.pages)
        if html.etree_element is styled.root and not logged:  # values that are taken give no warnings
            styled.styles[taken] = styles, used[-1]
        families, record = fonts.families, records[-1] if records else None
        laid = Laid(document, cascade, used, families, stylesheets, names, taken, read, early, logged, record)
        if kept:
            kept.keep(laid, least)
        if document is None:
            whole = partial(self._laid_out, page, styled, html, elements, read, steps, kept)
            return Layout(least, lambda: whole().measure())
        return Layout(least, partial(self._measure, page, laid, kept))

    def _measure(self, page: Page, laid: Laid, kept: KeptLayouts | None) -> Sheets:
        """Return a layout with all that is measured on its pages, and keep it."""
        document, cascade, names = laid.document, laid.cascade, laid.names
        root, elements = cascade.html.etree_element, cascade.elements
        place = partial(place_warning, names=names, elements=elements, files=self.files)
        boxes = [sheet._page_box for sheet in document.pages]
        tokens = tokens_of(names, self.files)
        is_left_out = leaving_out(laid.kept)
        uses, unseen = sheet_uses(boxes), unseen_texts(boxes, cascade)
        displaced = misplaced_texts(boxes, cascade)
        families = laid.families
        undeclared = (requested_families(boxes) - families) | _drawn_families(root, families)
        undeclared -= {warning.subject for warning in laid.early if warning.kind == "font"}
        engine_warnings = (*laid.read, *laid.early, *self._with_flaws(laid.logged))
        sheets = Sheets(
            document,
            page_count=len(document.pages),
            miscounted=miscounted_words(root, boxes, cascade, is_left_out),
            misplaced=(
                *displaced.texts,
                *merged(unseen.values()),
                *unseen_pictures(root, boxes, cascade, is_left_out),
            ),
            undeclared_families=laid.stylesheets.places_of(sorted(undeclared), names),
            engine_warnings=tuple(map(place, engine_warnings)),
            uses=uses_with_breaks(boxes, uses, cascade),
            part_rooms=part_rooms(boxes),
            find_gaps=lambda: gaps_by_rule(boxes, find_gaps(boxes, uses), cascade),
            flaws=find_flaws(root, elements, lambda colour: chart_token(colour, names, cascade, self.files)),
            outsized=outsized_pages(document, cascade),
            left_out=find_left_out(root, is_left_out, cascade),
            least_size=_size(tokens.get(LEAST_SIZE, "")),
            least_script_size=_size(tokens.get(LEAST_SCRIPT_SIZE, "")),
            cascade=cascade,
            unseen=frozenset(element for _, element in unseen),
            displaced=displaced.lines,
            attach=page.attach,
            is_mono=page.is_mono,
            is_press=page.is_press,
            output_intent=self.files.read(page.output_intent) if page.output_intent else b"",
            steps=laid.steps,
            place=place,
        )
        return kept.keep_sheets(sheets) if kept else sheets

    def _with_flaws(self, logged: Sequence[EngineWarning]) -> Iterator[EngineWarning]:
        """Return warnings with each drawing that was refused replaced by its flaws, at their places in its file."""
        for warning in logged:
            flaws = self.fetcher.flaws.get(warning.subject, ()) if warning.kind == "image" else ()
            name = name_of(warning.subject)
            if name == warning.subject or not flaws or not flaws[0].line:
                yield replace(warning, help=flaws[0].help) if flaws else warning
                continue
            for flaw in flaws:
                kind = "font of a drawing" if flaw.font else "drawing"
                yield EngineWarning(kind, flaw.what, "", name, flaw.line, flaw.column, help=flaw.help)


def _size(value: str) -> float:
    """Return the length that is the value of a token, in points; 0 if it is none."""
    length = LENGTH.fullmatch(value)
    return float(length[1]) * POINTS[length[2].lower()] if length else 0.0


def export(sheets: Sheets, standard: Standard = Standard.UA1) -> Pdf:
    """Return the PDF file of laid-out sheets, with tags and metadata, conforming to a standard.

    Raises RendererError where the engine fails.
    """
    document: Any = sheets.document
    attachments = sheets.attach()
    attached = [_attached(attachment) for attachment in attachments]
    painting = painted_in_greyscale() if sheets.is_mono else nullcontext()
    output_intent = set_output_intent(document, sheets.output_intent)
    finish = finisher(standard)
    colours: list[str] = []
    unreadable: list[Unreadable] = []
    boxes = [sheet._page_box for sheet in document.pages]
    cascade: Any = sheets.cascade

    def finish_and_look(document: Any, pdf: Any) -> None:  # noqa: ANN401
        finish(document, pdf)
        unreadable.extend(unreadable_texts(pdf, drawn, boxes, sheets, cascade))
        colours.extend(colours_left(pdf) if sheets.is_mono else ())
        finish_inks(pdf, sheets.output_intent, is_mono=sheets.is_mono, is_press=sheets.is_press)

    with (
        painting,
        tagged_by(EditionTagger(standard)),
        warnings_collected() as engine_warnings,
        failures_reported(partial(culprit, cascade=cascade)),
        drawing_recorded() as drawn,
    ):
        options = {**pdf_options(standard), "output_intent": output_intent}
        content: bytes = document.write_pdf(attachments=attached, finisher=finish_and_look, **options)
    coloured = (EngineWarning("colour font", family, "") for family in coloured_families(document.fonts))
    private = (
        EngineWarning("private character", letter, "") for letter in private_characters(document.fonts)
    )
    attached_names = tuple(attachment.name for attachment in attachments)
    in_drawings = partial(_place_in_drawings, record=drawn, files=cascade.files)
    shown_by = partial(_shown_by, place=sheets.place)
    return Pdf(
        content,
        sheets.page_count,
        tuple(map(in_drawings, map(sheets.place, (*engine_warnings, *coloured, *private)))),
        unreadable=tuple(unreadable),
        coarse=tuple(coarse_pictures(drawn.pictures, cascade.fetcher.rasters, shown_by)),
        colours=tuple(colours),
        attached=attached_names,
        tag_of=partial(_bringing, sheets=sheets, cascade=cascade),
    )


WATERMARK = "html::before"
"""The tag of the box of a watermark."""


def export_unmarked(sheets: Sheets) -> bytes | None:
    """Return the pages as a PDF without their watermark and without tags; None if they have no watermark.

    Raises RendererError where the engine fails.
    """
    document: Any = sheets.document
    boxes = [box for page in document.pages for box in page._page_box.descendants()]
    marks = [(box, box.background) for box in boxes if box.element_tag == WATERMARK and box.background]
    if not marks:
        return None
    painting = painted_in_greyscale() if sheets.is_mono else nullcontext()
    cascade: Any = sheets.cascade
    try:
        for box, _ in marks:
            box.background = None
        with painting, warnings_collected(), failures_reported(partial(culprit, cascade=cascade)):
            content: bytes = document.write_pdf(**WITHOUT_TAGS)
    finally:
        for box, background in marks:
            box.background = background
    return content


def export_page(sheets: Sheets, number: int, standard: Standard = Standard.UA1) -> bytes:
    """Return a page, counted from 0, as a PDF of its own, without tags; it looks as in the PDF of all pages.

    Raises RendererError where the engine fails.
    """
    document: Any = sheets.document
    alone = document.copy([document.pages[number]])
    painting = painted_in_greyscale() if sheets.is_mono else nullcontext()
    output_intent = set_output_intent(alone, sheets.output_intent)
    cascade: Any = sheets.cascade

    def finish(_: Any, pdf: Any) -> None:  # noqa: ANN401
        finish_inks(pdf, sheets.output_intent, is_mono=sheets.is_mono, is_press=sheets.is_press)

    options = {**pdf_options(standard), "output_intent": output_intent, **WITHOUT_TAGS}
    kept = _unmarked(document.pages[number])
    with kept, painting, warnings_collected(), failures_reported(partial(culprit, cascade=cascade)):
        content: bytes = alone.write_pdf(finisher=finish, **options)
    return content


@contextmanager
def _unmarked(page: Any) -> Iterator[None]:  # noqa: ANN401
    """Remove the crop marks that drawing adds to the background of a page, or they would be drawn twice."""
    background = page._page_box.background
    layers = list(background.layers) if background else []
    try:
        yield
    finally:
        if background:
            background.layers[:] = layers


def _place_in_drawings(warning: EngineWarning, record: Record, files: Files) -> EngineWarning:
    """Return a warning about a character that has no place yet with that in the file of a drawing that shows it."""
    if warning.kind not in CHARACTERS or warning.line:
        return warning
    drawings = {
        name_of(shown.drawing.address)
        for shown in record.shown.values()
        if shown.drawing and warning.subject in shown.text
    }
    for name in sorted(drawings):
        with suppress(OSError, ValueError):
            if found := place_in_drawing(files.read(name), warning.subject, 0):
                return replace(warning, file=name, line=found[0], column=found[1])
    return warning


def _bringing(text: str, sheets: Sheets, cascade: Cascade) -> Span | None:
    """Return the tag of a template that contains a text or an address, or the place of `data:` in a style."""
    tag = cascade.elements.tag_with(text, str(cascade.html.base_url))
    if tag or not text.startswith("data:"):
        return tag
    found = sheets.place(EngineWarning("data", text, ""))
    return Span(found.file, found.line, found.column) if found.line else None


def _shown_by(address: str, place: Callable[[EngineWarning], EngineWarning]) -> Span | None:
    """Return the tag or the declaration that shows a picture."""
    found = place(EngineWarning("data" if address.startswith("data:") else "image", address, ""))
    return Span(found.file, found.line, found.column) if found.line else None


def _drawn_families(page: Any, families: Collection[str]) -> set[str]:  # noqa: ANN401
    """Return the fonts that the drawings inside a page request and that no style declares."""
    return {family for drawing in page.iter(INLINE_SVG) for family in families_lacking(drawing, families)}


def _attached(attachment: Attachment) -> Any:  # noqa: ANN401
    """Return the engine's attachment with the date of the brief; the engine would use the current time."""
    moment = datetime.combine(attachment.day, time(), UTC)
    return weasyprint().Attachment(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        relationship=attachment.relationship,
        created=moment,
        modified=moment,
    )
