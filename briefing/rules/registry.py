"""Checking: one rule per file, in an explicit table. A rule takes the stages' values and gives findings.

The docstring of a rule's file is its page: `brief rule` prints it, and `docs/findings.md` has them all. `pages.py` has
the pages of what other rooms find.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from inspect import cleandoc
from typing import Any

from briefing.core.codes import CODES
from briefing.core.finding import Finding
from briefing.rules import suppressions
from briefing.rules.content.contradictions import contradictions
from briefing.rules.content.duplicate_sources import same_sources
from briefing.rules.content.expired_dates import days_kept
from briefing.rules.content.glossary_terms import terms_used
from briefing.rules.content.inconsistent_ratings import rated_otherwise
from briefing.rules.content.loaded_words import neutral_words
from briefing.rules.content.long_alt_texts import long_alternatives
from briefing.rules.content.long_sentences import long_sentences
from briefing.rules.content.mixed_judgements import mixed_judgements
from briefing.rules.content.outdated_variants import stale_wordings
from briefing.rules.content.part_budgets import budgets_kept
from briefing.rules.content.reading_grade import grade_kept
from briefing.rules.content.unattributed_quotations import unattributed_quotations
from briefing.rules.content.uncited_claims import uncited_claims
from briefing.rules.content.undated_sources import undated_sources
from briefing.rules.content.undated_words import past_futures, undated_words
from briefing.rules.content.unexplained_acronyms import unexplained_acronyms
from briefing.rules.content.unsourced_exhibits import unsourced_exhibits
from briefing.rules.content.vague_links import telling_links
from briefing.rules.page.accessibility import readable_by_all
from briefing.rules.page.engine_warnings import explain_warnings
from briefing.rules.page.half_empty_pages import half_empty_pages
from briefing.rules.page.legibility import legible_texts
from briefing.rules.page.misplaced_texts import texts_in_place
from briefing.rules.page.missing_words import texts_left_out, words_painted_once
from briefing.rules.page.page_limit import too_many_pages
from briefing.rules.page.page_size import pages_of_a_size
from briefing.rules.page.sparse_last_page import sparse_last_page
from briefing.rules.page.undeclared_fonts import undeclared_fonts
from briefing.rules.pages import page_elsewhere
from briefing.rules.pdf.file_integrity import sound_file
from briefing.rules.pdf.foreign_content import nothing_foreign
from briefing.rules.pdf.greyscale import no_colour_left
from briefing.rules.pdf.leaks import nothing_leaks
from briefing.rules.pdf.release_files import Reading, nothing_beside
from briefing.stages import EditionSet, EngineWarning, Pdf, Sheets, Tailored

SetRule = Callable[[EditionSet], Sequence[Finding]]
ContentRule = Callable[[Tailored], Sequence[Finding]]
SheetRule = Callable[[Tailored, Sheets], Sequence[Finding]]
PdfRule = Callable[[Tailored, Pdf], Sequence[Finding]]
EngineWarningRule = Callable[[Tailored, Sequence[EngineWarning]], Sequence[Finding]]
Table = Mapping[Any, tuple[str, ...]]
"""Rules, each with the codes of what it finds."""

SET_RULES: Mapping[SetRule, tuple[str, ...]] = {
    contradictions: ("BR001", "BR002", "BR003"),
    uncited_claims: ("BR011",),
    unsourced_exhibits: ("BR012",),
    undated_sources: ("BR013",),
    unattributed_quotations: ("BR014",),
    same_sources: ("BR015",),
    mixed_judgements: ("BR021",),
    rated_otherwise: ("BR022",),
    days_kept: ("BR031", "BR032", "BR033", "BR034"),
    undated_words: ("BR035",),
    past_futures: ("BR036",),
    unexplained_acronyms: ("BR041",),
    terms_used: ("BR042", "BR043"),
    long_sentences: ("BR044", "BR045"),
    neutral_words: ("BR051", "BR052"),
    stale_wordings: ("BR061", "BR062"),
    telling_links: ("BR081", "BR082"),
    long_alternatives: ("BR083",),
}
"""What is asked of a brief with all of its languages and editions, by `brief check`."""

CONTENT_RULES: Mapping[ContentRule, tuple[str, ...]] = {budgets_kept: ("BR606",), grade_kept: ("BR608",)}
SHEET_RULES: Mapping[SheetRule, tuple[str, ...]] = {
    too_many_pages: ("BR601", "BR611"),
    sparse_last_page: ("BR604",),
    half_empty_pages: ("BR605",),
    words_painted_once: ("BR602",),
    texts_left_out: ("BR618",),
    pages_of_a_size: ("BR617",),
    texts_in_place: ("BR603",),
    undeclared_fonts: ("BR505",),
    readable_by_all: ("BR509", "BR512", "BR513", "BR515", "BR516"),
}
PDF_RULES: Mapping[PdfRule, tuple[str, ...]] = {
    sound_file: ("BR610",),
    nothing_foreign: ("BR520", "BR521", "BR522"),
    legible_texts: ("BR511", "BR517", "BR518", "BR519", "BR612", "BR613"),
    no_colour_left: ("BR607",),
    nothing_leaks: ("BR609",),
}
ENGINE_WARNING_RULES: Mapping[EngineWarningRule, tuple[str, ...]] = {
    explain_warnings: ("BR501", "BR503", "BR504", "BR506", "BR507", "BR508", "BR514"),
}
KitRule = Callable[[Tailored, Sequence[Reading]], Sequence[Finding]]
KIT_RULES: Mapping[KitRule, tuple[str, ...]] = {nothing_beside: ("BR523", "BR520", "BR609")}
"""What is checked in the files that `brief release` writes next to a PDF."""

ACCEPTANCE_CODES = ("BR071", "BR072", "BR073")

TABLES: tuple[Table, ...] = (SET_RULES, CONTENT_RULES, SHEET_RULES, PDF_RULES, ENGINE_WARNING_RULES)
BUILT_CODES = frozenset(
    code
    for table in (SHEET_RULES, PDF_RULES, ENGINE_WARNING_RULES)
    for codes in table.values()
    for code in codes
)
"""What is found on pages and in PDFs alone."""


def check_set(editions: EditionSet) -> list[Finding]:
    """The findings about a brief with all of its languages and editions."""
    return [finding for rule in SET_RULES for finding in rule(editions)]


STOPS_A_DRAFT = frozenset({"BR520", "BR521", "BR522", "BR609", "BR610"})
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


def check_release_files(tailored: Tailored, readings: Sequence[Reading]) -> list[Finding]:
    """The findings about the files that go out with an edition."""
    return [finding for rule in KIT_RULES for finding in rule(tailored, readings)]


def check_engine_warnings(tailored: Tailored, engine_warnings: Sequence[EngineWarning]) -> list[Finding]:
    """Return the findings about the engine's warnings."""
    return [finding for rule in ENGINE_WARNING_RULES for finding in rule(tailored, engine_warnings)]


def page_of(code: str) -> str:
    """The page of a code: what it stands for, and what its rule says of itself."""
    words: str | None = suppressions.__doc__ if code in ACCEPTANCE_CODES else page_elsewhere(code)
    for table in (KIT_RULES, *TABLES):
        for rule, codes in table.items():
            if code in codes:
                words = sys.modules[rule.__module__].__doc__
    return f"{CODES[code]}\n\n{cleandoc(words)}" if words else CODES[code]
