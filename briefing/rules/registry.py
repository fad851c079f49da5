"""The tables of the rules: for each stage, the functions that check and the rules that each reports.

The file of a rule declares the rule and the function that checks it. The function is listed here, in the table of
its stage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from briefing.core.finding import Finding
from briefing.rules import custom_rules, suppressions
from briefing.rules.content import (
    contradictions,
    duplicate_sources,
    expired_dates,
    glossary_terms,
    inconsistent_ratings,
    loaded_words,
    long_alt_texts,
    long_sentences,
    lower_case_sentences,
    missing_portraits,
    mixed_judgements,
    outdated_variants,
    part_budgets,
    pull_quotes,
    reading_grade,
    unattributed_quotations,
    uncited_claims,
    undated_sources,
    undated_words,
    unexplained_acronyms,
    unsourced_exhibits,
    vague_links,
)
from briefing.rules.page import (
    accessibility,
    engine_warnings,
    gaps_on_pages,
    legibility,
    misplaced_texts,
    missing_words,
    page_limit,
    page_size,
    picture_resolution,
    private_use_characters,
    sparse_last_page,
    undeclared_fonts,
)
from briefing.rules.pdf import file_integrity, foreign_content, greyscale, leaks, release_files
from briefing.rules.pdf.release_files import Reading
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet, EngineWarning, Pdf, Sheets, Tailored

SetCheck = Callable[[EditionSet], Sequence[Finding]]
ContentCheck = Callable[[Tailored], Sequence[Finding]]
SheetCheck = Callable[[Tailored, Sheets], Sequence[Finding]]
PdfCheck = Callable[[Tailored, Pdf], Sequence[Finding]]
EngineWarningCheck = Callable[[Tailored, Sequence[EngineWarning]], Sequence[Finding]]
KitCheck = Callable[[Tailored, Sequence[Reading]], Sequence[Finding]]
Table = Mapping[Any, tuple[Rule, ...]]
"""Functions, each with the rules that it reports."""

SET_RULES: Mapping[SetCheck, tuple[Rule, ...]] = {
    contradictions.find_contradictions: contradictions.RULES,
    uncited_claims.find_uncited_claims: uncited_claims.RULES,
    unsourced_exhibits.find_unsourced_exhibits: unsourced_exhibits.RULES,
    undated_sources.find_undated_sources: undated_sources.RULES,
    unattributed_quotations.find_unattributed_quotations: unattributed_quotations.RULES,
    duplicate_sources.find_duplicate_sources: duplicate_sources.RULES,
    mixed_judgements.find_mixed_judgements: mixed_judgements.RULES,
    inconsistent_ratings.find_inconsistent_ratings: inconsistent_ratings.RULES,
    expired_dates.find_expired_dates: expired_dates.RULES,
    undated_words.find_undated_words: (undated_words.UNDATED_WORD,),
    undated_words.find_past_dates_as_future: (undated_words.PAST_DATE_AS_FUTURE,),
    unexplained_acronyms.find_unexplained_acronyms: unexplained_acronyms.RULES,
    glossary_terms.find_glossary_flaws: glossary_terms.RULES,
    long_sentences.find_long_sentences: long_sentences.RULES,
    lower_case_sentences.find_lower_case_sentences: lower_case_sentences.RULES,
    loaded_words.find_loaded_words: loaded_words.RULES,
    outdated_variants.find_outdated_variants: outdated_variants.RULES,
    vague_links.find_vague_links: vague_links.RULES,
    long_alt_texts.find_long_alt_texts: long_alt_texts.RULES,
    missing_portraits.find_missing_portraits: missing_portraits.RULES,
}
"""What `brief check` checks in a brief with all its languages and editions."""

CONTENT_RULES: Mapping[ContentCheck, tuple[Rule, ...]] = {
    part_budgets.find_parts_over_budget: part_budgets.RULES,
    reading_grade.check_reading_grade: reading_grade.RULES,
    pull_quotes.find_stray_pull_quotes: pull_quotes.RULES,
}
SHEET_RULES: Mapping[SheetCheck, tuple[Rule, ...]] = {
    page_limit.check_page_count: page_limit.RULES,
    sparse_last_page.find_sparse_pages: sparse_last_page.RULES,
    gaps_on_pages.report_gaps_on_pages: gaps_on_pages.RULES,
    missing_words.report_missing_words: (missing_words.MISSING_WORDS,),
    missing_words.report_omitted_texts: (missing_words.OMITTED_TEXT,),
    page_size.report_invalid_page_sizes: page_size.RULES,
    misplaced_texts.report_misplaced_texts: misplaced_texts.RULES,
    undeclared_fonts.report_undeclared_fonts: undeclared_fonts.RULES,
    accessibility.report_accessibility_flaws: accessibility.RULES,
}
PDF_RULES: Mapping[PdfCheck, tuple[Rule, ...]] = {
    file_integrity.check_file_integrity: file_integrity.RULES,
    foreign_content.find_foreign_content: foreign_content.RULES,
    legibility.report_illegible_texts: legibility.RULES,
    picture_resolution.report_coarse_pictures: picture_resolution.RULES,
    greyscale.report_colours: greyscale.RULES,
    leaks.search_pdf: leaks.RULES,
}
ENGINE_WARNING_RULES: Mapping[EngineWarningCheck, tuple[Rule, ...]] = {
    engine_warnings.report_engine_warnings: engine_warnings.RULES,
    private_use_characters.report_private_use_characters: private_use_characters.RULES,
}
KIT_RULES: Mapping[KitCheck, tuple[Rule, ...]] = {
    release_files.check_readings: release_files.RULES,
}
"""What is checked in the files that `brief release` writes next to a PDF."""

BUILD_TABLES: tuple[Table, ...] = (SHEET_RULES, PDF_RULES, ENGINE_WARNING_RULES)
TABLES: tuple[Table, ...] = (SET_RULES, CONTENT_RULES, *BUILD_TABLES, KIT_RULES)
RULES = (*(rule for table in TABLES for rules in table.values() for rule in rules), *suppressions.RULES)
"""Every rule that a file of this room reports."""

ACCEPTANCE_CODES = frozenset(rule.code for rule in suppressions.RULES)
BUILT_CODES = frozenset(rule.code for table in BUILD_TABLES for rules in table.values() for rule in rules)
"""Codes that are reported only for pages and PDFs."""


def built_codes() -> frozenset[str]:
    """Return those codes, and those of the rules of packages for PDFs."""
    of_packages = custom_rules.load_custom_rules().of_stage(Stage.PDF)
    return BUILT_CODES.union(rule.code for rule in of_packages)


DATED_CODES = frozenset(
    rule.code
    for rule in (*expired_dates.RULES, undated_words.PAST_DATE_AS_FUTURE, suppressions.EXPIRED_ACCEPTANCE)
)
"""Codes that depend on the day of the check."""

STOPS_A_DRAFT = frozenset(rule.code for rule in RULES if rule.stops_drafts)
"""Errors in a draft, too: links to files, actions and incomplete files must not reach even a colleague."""


def check_set(editions: EditionSet) -> list[Finding]:
    """Return the findings about a brief with all its languages and editions."""
    found = [finding for check in SET_RULES for finding in check(editions)]
    return [*found, *custom_rules.find_in_set(editions)]


def check_content(tailored: Tailored) -> list[Finding]:
    """Return the findings about the content of an edition."""
    found = [finding for check in CONTENT_RULES for finding in check(tailored)]
    return [*found, *custom_rules.find_in_content(tailored)]


def check_sheets(tailored: Tailored, sheets: Sheets) -> list[Finding]:
    """Return the findings about laid-out pages."""
    return [finding for check in SHEET_RULES for finding in check(tailored, sheets)]


def check_pdf(tailored: Tailored, pdf: Pdf) -> list[Finding]:
    """Return the findings about the PDF that was written."""
    found = [finding for check in PDF_RULES for finding in check(tailored, pdf)]
    return [*found, *custom_rules.find_in_pdf(tailored, pdf)]


def check_release_files(tailored: Tailored, readings: Sequence[Reading]) -> list[Finding]:
    """Return the findings about the files that go out with an edition."""
    return [finding for check in KIT_RULES for finding in check(tailored, readings)]


def check_engine_warnings(tailored: Tailored, warnings: Sequence[EngineWarning]) -> list[Finding]:
    """Return the findings for the warnings that the typesetter logged."""
    return [finding for check in ENGINE_WARNING_RULES for finding in check(tailored, warnings)]
