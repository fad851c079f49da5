"""Many jobs, one after the other: one that fails is one failed outcome, the others are finished."""

from __future__ import annotations

import glob
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from briefing.build.pipeline import Run, run
from briefing.build.write import prepare_folder, write_whole
from briefing.errors import BriefingError, Exit
from briefing.finding import sorted_findings
from briefing.stages import Job, Outcome, Page
from briefing.typeset.layout import Typesetter
from briefing.workspace import Files


def build_all(
    planned: Iterable[Job | Outcome], files: Files, out: Path, *, html: bool = False
) -> Iterator[Outcome]:
    """Build the planned editions into a folder, and give the outcome of each as it comes.

    Raises MachineError where the folder cannot be written to, or a native library is missing.
    """
    prepare_folder(out)
    typesetter: Typesetter | None = None
    for job in planned:
        if isinstance(job, Outcome):
            yield replace(job, is_kept=any(out.glob(f"{job.pattern or glob.escape(job.name)}.pdf")))
            continue
        typesetter = typesetter or Typesetter(files)
        yield _build(job, typesetter, out, html=html)


def _build(job: Job, typesetter: Typesetter, out: Path, *, html: bool) -> Outcome:
    start = time.perf_counter()
    result = Run()
    path = out / f"{job.edition.name}.pdf"
    error = None
    try:
        pdf = run(job, typesetter, result)
        write_whole(path, pdf.content)
    except BriefingError as problem:
        error = problem
    if html and result.page:
        try:
            write_whole(
                path.with_suffix(".html"),
                standalone(result.page, typesetter.files, _steps_of(result)).encode(),
            )
        except BriefingError as problem:
            error = error or problem
    return Outcome(
        job.edition.name,
        seconds=time.perf_counter() - start,
        edition=job.edition,
        path=path,
        page_count=result.pdf.page_count if result.pdf else 0,
        fitted=result.sheets.fitted if result.sheets else (),
        findings=sorted_findings([*job.findings, *result.findings]),
        error=error,
        is_kept=error is not None and path.is_file(),
        times=result.times,
    )


def _steps_of(result: Run) -> tuple[str, ...]:
    return result.sheets.steps if result.sheets else ()


def standalone(page: Page, files: Files, steps: tuple[str, ...] = ()) -> str:
    """The composed HTML with its styles inside, to be opened in a browser by whoever works on a template."""
    readable = [name for name in (*page.stylesheets, *steps) if files.find(name)]
    styles = "\n".join(f"/* {name} */\n{files.read(name).decode('utf-8', 'replace')}" for name in readable)
    safe = styles.replace("</", "<\\/")
    style = f"<style>\n{safe}\n</style>\n</head>"
    return re.sub("</head>", lambda _: style, page.html, count=1)


def exit_of(outcomes: Iterable[Outcome]) -> Exit:
    """The exit code of a batch: the common one of its failures, or `PARTIAL` where others were built."""
    errors = {outcome.error.exit_code if outcome.error else Exit.BUILT for outcome in outcomes}
    if Exit.BUILT in errors and len(errors) > 1:
        return Exit.PARTIAL
    return min(errors, default=Exit.BUILT)
