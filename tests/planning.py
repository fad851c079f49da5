"""The one edition of a workspace: planned, built, and its findings in a form that can be compared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from briefing.compose.tailor import tailor
from briefing.core.finding import Finding
from briefing.files.workspace import Files
from briefing.load.languages import Languages
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from briefing.results import Failure, Outcome, Plan
from briefing.review.check import version_of
from briefing.stages import Confirmations, EditionSet, Job, Tailored


def the_one(planned: Plan) -> Job | Failure:
    """Return the job, or the failed result."""
    (one,) = (*planned.jobs, *planned.failed)
    return one


@cache
def tailored_of(brief: str, audience: str = "policymaker") -> Tailored:
    """Return an edition of a brief in an empty workspace, read once for all tests that compose it."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "content/trial/brief.yaml")
        path.parent.mkdir(parents=True)
        path.write_text(brief)
        (job,) = plan(Files(Path(folder)), Selection(audiences=(audience,))).jobs
        return tailor(job)


def outcome_of(files: Files, **selection: Any) -> Outcome:
    """Build the edition in this process."""
    (outcome,) = build_all(plan(files, Selection(**selection)), files, files.root / "out")
    return outcome


def findings_of(outcome: Outcome) -> tuple[Finding, ...]:
    """Return the findings of the error that stopped the edition, or else those of the report."""
    return outcome.error.findings if outcome.error else outcome.report.findings


def listed(findings: Iterable[Finding]) -> list[str]:
    """Return each finding as place, severity and code."""
    return [f"{finding.where} {finding.severity} {finding.code}" for finding in findings]


def in_full(findings: Iterable[Finding]) -> list[tuple[str, str, str, str, str]]:
    """Return each finding as code, severity, place (with its length if it is more than one), text and help."""
    return [
        (
            finding.code,
            str(finding.severity),
            f"{finding.where}{f'+{finding.where.length}' if finding.where.length > 1 else ''}",
            finding.what,
            finding.help,
        )
        for finding in findings
    ]


def editions_of(
    files: Files, today: date, confirmations: Confirmations | None = None, **selection: Any
) -> EditionSet:
    """Return the one brief of a workspace with its languages and editions, as `brief check` gives it to the rules."""
    planned = plan(files, Selection(**selection))
    assert not planned.failed
    jobs = {job.edition.language: job for job in reversed(planned.jobs)}
    languages = Languages(files)
    versions = [version_of(jobs[tag], languages.vocabulary_of(tag)) for tag in reversed(jobs)]
    tailored = tuple(map(tailor, planned.jobs))
    return EditionSet(planned.jobs[0].edition.brief, tuple(versions), tailored, today, confirmations)
