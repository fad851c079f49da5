"""The spine: one job → PDF bytes. Nothing here knows a format, an audience or a file."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from briefing.compose.page import compose
from briefing.compose.style_layers import design_of
from briefing.compose.tailor import tailor
from briefing.core.errors import BriefingError, ContentError, PromiseError, WorkspaceError
from briefing.core.finding import Finding, has_errors
from briefing.files.workspace import Files
from briefing.rules.registry import STOPS_A_DRAFT, check_content, check_pdf, check_remarks, check_sheets
from briefing.rules.suppressions import split_accepted
from briefing.stages import Job, Page, Pdf, Sheets, Tailored
from briefing.typeset.copyfitting import fit
from briefing.typeset.layout import Typesetter, export


@dataclass
class Run:
    """What one pass of the spine leaves behind, also where it stops half-way."""

    page: Page | None = None
    sheets: Sheets | None = None
    pdf: Pdf | None = None
    findings: list[Finding] = field(default_factory=list)
    accepted: list[Finding] = field(default_factory=list)
    """Warnings that the content accepts."""
    times: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times a stage, in seconds."""
        start = time.perf_counter()
        yield
        self.times[name] = time.perf_counter() - start


def run(job: Job, typesetter: Typesetter, result: Run) -> Pdf:
    """Tailor, compose, typeset and check one edition, keeping what each stage gives in `result`.

    Raises BriefingError where a stage finds something that must not be published, other than as a draft.
    """
    with result.stage("compose"):
        tailored = tailor(job)
        result.findings += check_content(tailored)
        result.page = _compose(tailored, typesetter.files)
    with result.stage("lay out"):
        page_limit = job.audience.pages.max if job.audience.pages else None
        result.sheets = sheets = fit(typesetter.read(result.page), result.page.fit_steps, page_limit)
    with result.stage("check"):
        result.findings += check_remarks(tailored, sheets.remarks)
        result.findings += check_sheets(tailored, sheets)
    with result.stage("export"):
        result.pdf = export(sheets, job.standard)
        result.findings += check_remarks(tailored, result.pdf.remarks)
        result.findings += check_pdf(tailored, result.pdf)
    result.findings, result.accepted = split_accepted(result.findings, job.brief, job.source_map)
    if job.edition.is_draft:
        result.findings = [
            finding if finding.code in STOPS_A_DRAFT else finding.as_warning() for finding in result.findings
        ]
    if has_errors(result.findings):
        raise error_of(result.findings)
    return result.pdf


def _compose(tailored: Tailored, files: Files) -> Page:
    """The page of an edition. Raises as `compose` does, with everything else that is wrong in its design."""
    try:
        return compose(tailored, files)
    except WorkspaceError as error:
        from briefing.pipeline.design_errors import find_design_errors

        raise WorkspaceError([*error.findings, *find_design_errors([design_of(tailored)], files)]) from None


def error_of(findings: Sequence[Finding]) -> BriefingError:
    """The error that a page's findings amount to: where its first causes are mended, else the broken promise."""
    causes = [finding for finding in findings if has_errors([finding]) and not finding.code.startswith("BR6")]
    if not causes:
        return PromiseError(findings)
    in_content = any(finding.where.file.startswith("content/") for finding in causes)
    return ContentError(findings) if in_content else WorkspaceError(findings)
