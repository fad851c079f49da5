"""Checking: one rule per file, in an explicit table. A rule takes the stages' values and gives findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.check.budgets import budgets_kept
from briefing.check.engine_remarks import engine_remarks
from briefing.check.fonts import undeclared_fonts
from briefing.check.foreign import nothing_foreign
from briefing.check.grade import grade_kept
from briefing.check.half_empty import half_empty_pages
from briefing.check.last_page import sparse_last_page
from briefing.check.length import too_many_pages
from briefing.check.mono import no_colour_left
from briefing.check.place import texts_in_place
from briefing.check.readable import readable_by_all
from briefing.check.sound import sound_file
from briefing.check.words import words_painted_once
from briefing.finding import Finding
from briefing.stages import Pdf, Remark, Sheets, Tailored

ContentRule = Callable[[Tailored], Sequence[Finding]]
SheetRule = Callable[[Tailored, Sheets], Sequence[Finding]]
PdfRule = Callable[[Tailored, Pdf], Sequence[Finding]]
RemarkRule = Callable[[Tailored, Sequence[Remark]], Sequence[Finding]]

CONTENT_RULES: tuple[ContentRule, ...] = (budgets_kept, grade_kept)
SHEET_RULES: tuple[SheetRule, ...] = (
    too_many_pages,
    sparse_last_page,
    half_empty_pages,
    words_painted_once,
    texts_in_place,
    undeclared_fonts,
    readable_by_all,
)
PDF_RULES: tuple[PdfRule, ...] = (sound_file, nothing_foreign, no_colour_left)
REMARK_RULES: tuple[RemarkRule, ...] = (engine_remarks,)

STOPS_A_DRAFT = frozenset({"BR520", "BR521", "BR522", "BR610"})
"""What nobody may hand out, not even to a colleague who reads along: other files, actions, a file that is not whole."""


def check_content(tailored: Tailored) -> list[Finding]:
    """The findings about what an edition says."""
    return [finding for rule in CONTENT_RULES for finding in rule(tailored)]


def check_sheets(tailored: Tailored, sheets: Sheets) -> list[Finding]:
    """The findings about laid-out pages."""
    return [finding for rule in SHEET_RULES for finding in rule(tailored, sheets)]


def check_pdf(tailored: Tailored, pdf: Pdf) -> list[Finding]:
    """The findings about what was written."""
    return [finding for rule in PDF_RULES for finding in rule(tailored, pdf)]


def check_remarks(tailored: Tailored, remarks: Sequence[Remark]) -> list[Finding]:
    """The findings that the typesetter's remarks amount to."""
    return [finding for rule in REMARK_RULES for finding in rule(tailored, remarks)]
