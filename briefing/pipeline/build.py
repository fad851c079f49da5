"""Many jobs: each is made, and put in place when it is good; one that fails is one failed outcome."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from briefing.core.errors import BriefingError, Exit
from briefing.core.finding import Finding, sorted_findings
from briefing.files.atomic_writing import prepare_folder, write_whole
from briefing.files.temporary_files import clear_parts
from briefing.files.workspace import Files
from briefing.incremental.build_log import Record
from briefing.incremental.build_log_file import FOLDER
from briefing.pipeline.result import Made, Maker
from briefing.stages import Job, Outcome


def build_all(
    planned: Iterable[Job | Outcome],
    files: Files,
    out: Path,
    *,
    html: bool = False,
    maker: Maker | None = None,
    record: Record | None = None,
) -> Iterator[Outcome]:
    """Build the planned editions into a folder, and give the outcome of each in turn.

    They are made in this process, or by another maker. Each is put in place and on record as soon as it is made,
    whatever becomes of those before it.
    Raises MachineError where the folder cannot be written to, or a native library is missing.
    """
    prepare_folder(out)
    clear_parts(out)
    clear_parts(out / FOLDER)
    planned = list(planned)
    jobs = [job for job in planned if isinstance(job, Job)]
    made = (maker or _make_here(files, html=html))(jobs)
    if record is not None and jobs:
        record.prepare()
    outcomes: dict[int, Outcome] = {}
    for one in planned:
        if isinstance(one, Outcome):
            yield replace(one, is_kept=any(out.glob(f"{one.pattern or glob.escape(one.name)}.pdf")))
            continue
        while id(one) not in outcomes:
            job, content = next(made)
            outcomes[id(job)] = outcome = _published(job, content, files, out)
            if record is not None and outcome.error is None:
                record.keep(job, content, outcome)
        yield outcomes.pop(id(one))


def _make_here(files: Files, *, html: bool) -> Maker:
    from briefing.pipeline.edition import (
        make_here,  # with it comes the engine, which workers load for themselves
    )

    return make_here(files, html=html)


def _published(job: Job, made: Made, files: Files, out: Path) -> Outcome:
    """What became of an edition when its files were put in place."""
    files.seen.update(made.seen)
    path = out / f"{job.edition.name}.pdf"
    error = made.error
    for target, content in ((path, made.content), (path.with_suffix(".html"), made.html)):
        try:
            if content is not None:
                write_whole(target, content)
        except BriefingError as problem:
            error = error or problem
    return Outcome(
        job.edition.name,
        seconds=made.seconds,
        edition=job.edition,
        path=path,
        page_count=made.page_count,
        fitted=made.fitted,
        findings=sorted_findings([*_not_accepted(job), *made.findings]),
        error=error,
        is_kept=error is not None and path.is_file(),
        times=made.times,
    )


def _not_accepted(job: Job) -> Sequence[Finding]:
    if not job.findings:
        return ()
    from briefing.rules.suppressions import split_accepted  # with it come all the rules

    return split_accepted(job.findings, job.brief, job.source_map)[0]


def exit_of(outcomes: Iterable[Outcome]) -> Exit:
    """The exit code of a batch: the common one of its failures, or `PARTIAL` where others were built."""
    errors = {outcome.error.exit_code if outcome.error else Exit.BUILT for outcome in outcomes}
    if Exit.BUILT in errors and len(errors) > 1:
        return Exit.PARTIAL
    return min(errors, default=Exit.BUILT)
