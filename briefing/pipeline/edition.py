"""The spine: one job → its files and its report. No code here knows an audience, and nothing is written to disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from briefing.compose.page import compose
from briefing.compose.style_layers import design_of
from briefing.compose.tailor import tailor
from briefing.core.errors import BriefingError, PromiseError, WorkspaceError, error_of
from briefing.core.finding import Finding, has_errors
from briefing.files.workspace import Files, RefusedError, refused
from briefing.incremental.loaded_libraries import loaded_libraries
from briefing.pipeline.formats import FORMATS, PDF
from briefing.results import Result, Run
from briefing.rules.registry import (
    STOPS_A_DRAFT,
    check_content,
    check_engine_warnings,
    check_pdf,
    check_sheets,
)
from briefing.rules.suppressions import split_accepted
from briefing.stages import Job, Page, Pdf, Sheets, Tailored
from briefing.typeset.layout import Typesetter, export
from briefing.typeset.repagination import Repaginated


def make_edition(
    job: Job,
    typesetter: Typesetter,
    formats: Sequence[str] = (PDF,),
    take_again: Callable[[Repaginated], None] | None = None,
    take_sheets: Callable[[Sheets], None] | None = None,
) -> Result:
    """Make one edition in some formats; an error that stops it is in the result.

    `take_again` is called with the pages that a change has touched since the last version, where only these are laid
    out, and `take_sheets` with all pages once they are laid out, before they are checked and exported.
    """
    run = Run()
    error: BriefingError | None = None
    files = typesetter.files
    with files.noting() as reads:
        try:
            run_stages(job, typesetter, run, take_again, take_sheets)
        except BriefingError as problem:
            error = problem
        except RefusedError as problem:
            error = refused(problem)
        contents = dict(_contents(run, files, formats, is_failed=error is not None))
    return Result(contents, run.report(), error, reads, loaded_libraries())


def _contents(
    run: Run, files: Files, formats: Sequence[str], *, is_failed: bool
) -> Iterator[tuple[str, bytes]]:
    for one in (FORMATS[name] for name in formats):
        content = one.from_run(run, files) if one.from_run else None
        if content is not None and (one.is_made_of_failures or not is_failed):
            yield one.name, content


def run_stages(
    job: Job,
    typesetter: Typesetter,
    run: Run,
    take_again: Callable[[Repaginated], None] | None = None,
    take_sheets: Callable[[Sheets], None] | None = None,
) -> Pdf:
    """Tailor, compose, typeset and check one edition; `run` receives the value of each stage.

    Raises BriefingError if a stage finds something that must not be published, unless the edition is a draft.
    """
    run.tailored = tailored = tailor(job)
    try:
        sheets = _lay_out(tailored, typesetter, run, take_again, take_sheets)
    except (BriefingError, RefusedError):
        run.findings += check_content(tailored)
        raise
    with run.stage("check"):
        run.findings += check_content(tailored)
        run.findings += check_engine_warnings(tailored, sheets.engine_warnings)
        run.findings += check_sheets(tailored, sheets)
    with run.stage("export"):
        run.pdf = export(sheets, job.standard)
        run.findings += check_engine_warnings(tailored, run.pdf.engine_warnings)
        run.findings += check_pdf(tailored, run.pdf)
    run.findings, run.accepted = split_accepted(run.findings, job.brief, job.source_map)
    if job.edition.is_draft:
        run.findings = [
            finding if finding.code in STOPS_A_DRAFT else finding.as_warning() for finding in run.findings
        ]
    if has_errors(run.findings):
        raise page_error_of(run.findings)
    return run.pdf


def _lay_out(
    tailored: Tailored,
    typesetter: Typesetter,
    run: Run,
    take_again: Callable[[Repaginated], None] | None,
    take_sheets: Callable[[Sheets], None] | None,
) -> Sheets:
    """Compose and lay out an edition. Nothing is checked before, so that a preview shows the pages soon."""
    with run.stage("compose"):
        run.page = page = _compose(tailored, typesetter.files)
    with run.stage("lay out"):
        limit = tailored.job.audience.pages
        run.sheets = sheets = typesetter.fit(page, limit.max if limit else None, take_again)
    if take_sheets:
        take_sheets(sheets)
    return sheets


def _compose(tailored: Tailored, files: Files) -> Page:
    """Compose the page of an edition. Raises as `compose` does, with all other errors in its design."""
    try:
        return compose(tailored, files)
    except WorkspaceError as error:
        from briefing.pipeline.design_errors import find_design_errors

        raise WorkspaceError([*error.findings, *find_design_errors([design_of(tailored)], files)]) from None


def page_error_of(findings: Sequence[Finding]) -> BriefingError:
    """Return the error for the findings of a page, by the place of their causes; without a cause, a broken promise."""
    cause = error_of(finding for finding in findings if not finding.code.startswith("BR6"))
    return type(cause)(findings) if cause else PromiseError(findings)
