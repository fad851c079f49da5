"""Build the editions of a plan and write their files; an edition that fails is one failed outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from briefing.core.errors import BriefingError, Exit, exit_of_batch
from briefing.core.finding import Finding, sorted_findings
from briefing.files.atomic_writing import prepare_folder, write_whole
from briefing.files.kept_drawings import write_drawings
from briefing.files.temporary_files import clear_parts
from briefing.files.workspace import Files
from briefing.incremental.build_log import BuildLog
from briefing.incremental.build_log_file import FOLDER
from briefing.pipeline.formats import FORMATS
from briefing.pipeline.task import Executor, execute_here
from briefing.results import EditionReport, Failure, Outcome, Plan, Result
from briefing.stages import Job


def build_all(
    plan: Plan,
    files: Files,
    out: Path,
    *,
    executor: Executor | None = None,
    log: BuildLog | None = None,
) -> Iterator[Outcome]:
    """Build the planned editions into a folder, and yield the outcome of each in order.

    They are made in this process or by another executor. Each is written and recorded in the build log as soon as it
    is made, without waiting for earlier ones.
    Raises MachineError if the folder is not writable or a native library is missing.
    """
    prepare_folder(out)
    clear_parts(out)
    clear_parts(out / FOLDER)
    results = (executor or execute_here(files))(plan.jobs)
    if log is not None and plan.jobs:
        log.prepare()
    outcomes: dict[int, Outcome] = {}

    def built(job: Job) -> Outcome:
        while id(job) not in outcomes:
            done, result = next(results)
            if not files.is_shipped_only:
                write_drawings(out / FOLDER, result.drawings)
            outcomes[id(done)] = outcome = _put_in_place(done, result, files, out)
            if log is not None and outcome.error is None:
                log.keep(done, result, outcome, _files_by_ending(result))
        return outcomes.pop(id(job))

    yield from plan.in_order(built, lambda outcome: outcome, lambda failure: _failed(failure, out))


def _failed(failure: Failure, out: Path) -> Outcome:
    """Return the outcome of editions that could not be planned."""
    return Outcome(
        failure.name,
        EditionReport(findings=failure.findings),
        error=failure.error,
        is_kept=any(out.glob(failure.pdf_pattern)),
    )


def _files_by_ending(result: Result) -> dict[str, bytes]:
    return {FORMATS[name].ending: content for name, content in result.files.items()}


def _put_in_place(job: Job, result: Result, files: Files, out: Path) -> Outcome:
    """Write the files of an edition, and return its outcome."""
    files.note_seen(result.reads)
    path = out / f"{job.name}.pdf"
    error, written = result.error, []
    for name, content in result.files.items():
        try:
            write_whole(out / f"{job.name}{FORMATS[name].ending}", content)
            written.append(name)
        except BriefingError as problem:
            error = error or problem
    findings = sorted_findings([*not_accepted(job), *result.report.findings])
    return Outcome(
        job.edition.name,
        replace(result.report, findings=findings),
        job.edition,
        path,
        error,
        is_kept=error is not None and path.is_file(),
        written=tuple(written),
    )


def not_accepted(job: Job) -> Sequence[Finding]:
    """Return the findings from loading a brief that its content does not accept."""
    if not job.findings:
        return ()
    from briefing.rules.suppressions import split_accepted  # imports all the rules

    return split_accepted(job.findings, job.brief, job.source_map)[0]


def exit_of(outcomes: Iterable[Outcome]) -> Exit:
    """Return the exit code of a batch of editions."""
    return exit_of_batch(outcome.error.exit_code if outcome.error else Exit.BUILT for outcome in outcomes)
