"""`brief build`: the editions of a workspace."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName, is_path
from briefing.cli.options import (
    audience_option,
    day_of,
    jobs_option,
    language_option,
    memory_option,
    open_here,
    out_option,
    paper_option,
    selected_modifiers,
    set_option,
    shipped_only,
    strict_option,
    timeout_option,
    today_option,
)
from briefing.cli.progress import Progress

if TYPE_CHECKING:
    from datetime import datetime

    from briefing.core.finding import Finding
    from briefing.execution.cluster import Cluster
    from briefing.execution.pool import Workers
    from briefing.files.workspace import Files
    from briefing.pipeline.plan import Selection
    from briefing.stages import Job


@click.command("build", short_help="Build the editions of the workspace as PDF.")
@click.argument("briefs", nargs=-1, type=BriefName(), metavar="[BRIEF]...")
@audience_option("Build for this audience only.")
@language_option("Build in this language only.")
@out_option("Write into this folder instead of out/.")
@click.option("--html", is_flag=True, help="Also write each edition as HTML, with its styles inlined.")
@click.option(
    "--fit/--no-fit",
    "is_fitted",
    default=True,
    help="Tighten the layout of an edition that exceeds its page limit (default).",
)
@click.option("--draft", "is_draft", is_flag=True, help="Build despite errors on the page, with a watermark.")
@click.option("--large-print", is_flag=True, help="Build in 18 pt type, for readers with low vision.")
@click.option("--mono", is_flag=True, help="Build in greyscale, for black-and-white printers.")
@click.option(
    "--press", is_flag=True, help="Build for a printing press: bleed, crop marks, and black as one ink."
)
@paper_option
@jobs_option()
@timeout_option()
@memory_option
@click.option(
    "--pdf",
    "standard",
    type=click.Choice(("ua1", "ua2")),
    default="ua1",
    show_default=True,
    help="PDF standards: PDF/UA-1 with PDF/A-3a, or PDF/UA-2 with PDF/A-4f.",
)
@click.option("--cluster", metavar="ADDRESS", help="Build on a Dask cluster, e.g. tcp://host:8786.")
@click.option(
    "-f", "--force", "is_forced", is_flag=True, help="Rebuild all editions, even if they are up to date."
)
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Show the reasons for rebuilding, the files read, the versions used, and timings.",
)
@strict_option
@today_option("Also report what has expired by this day, e.g. 2026-11-24. It does not affect the PDFs.")
@set_option
@shipped_only
def command(
    briefs: tuple[str, ...],
    audiences: tuple[str, ...],
    languages: tuple[str, ...],
    out: Path | None,
    html: bool,
    is_fitted: bool,
    is_draft: bool,
    large_print: bool,
    mono: bool,
    press: bool,
    paper: str | None,
    jobs: int | None,
    timeout: float,
    memory: int,
    standard: str,
    cluster: str | None,
    is_forced: bool,
    verbose: bool,
    strict: bool,
    today: datetime | None,
    values: tuple[str, ...],
    is_shipped_only: bool,
) -> int:
    """Build the editions of the workspace as PDF.

    Without BRIEF, every brief is built in each of its languages, for each audience that the brief or
    content/workspace.yaml lists under `audiences`. BRIEF is a name, or a path to the folder of a brief or to a file in
    it: content/my-brief/brief.yaml.

    An edition is rebuilt when something that it depends on has changed: -v shows what, and --force rebuilds everything.
    A PDF is only replaced by a complete new one: if an edition fails, its last good PDF is kept.

    An edition that exceeds its page limit is tightened by the steps in styles/fit/, and the output lists the steps
    applied; --no-fit keeps the layout as designed.
    --draft turns errors on the page (too many pages, a missing image or glyph, an untranslated text) into warnings;
    the edition gets a watermark, and its file name ends in -draft.
    --shipped-only uses only the content of the workspace: audiences, labels, scales and citation styles are the
    shipped ones, too.
    --strict exits with 1 if an edition has a warning; the PDFs are written all the same.
    --today also reports what has expired by a day, as `brief check` does. `brief check` applies many more rules.
    --timeout and --memory apply to each edition on its own: one that exceeds them fails, and the others are built.

    \b
    Examples:
      brief build
      brief build venezuela-russia -a policymaker -l es -o proofs
      brief build --large-print -a public
      brief build --shipped-only
      brief build --timeout 300 --memory 3000 -j 1
    """
    import gc
    import time

    from briefing.core.errors import strict_exit_of
    from briefing.execution.bounds import MIB, Bounds
    from briefing.execution.pool import Workers
    from briefing.files.workspace import OUTPUT_FOLDER
    from briefing.incremental.build_log import BuildLog
    from briefing.incremental.build_log_file import FOLDER
    from briefing.pipeline.build import build_all, exit_of
    from briefing.pipeline.formats import COMPOSED, PDF, endings_of
    from briefing.pipeline.plan import Selection, plan
    from briefing.pipeline.task import build_task
    from briefing.pipeline.unused_files import unread_files
    from briefing.structure.standards import Standard

    start = time.monotonic()
    gc.freeze()  # the modules loaded so far stay: the collector need not scan them
    gc.enable()
    files = open_here(is_shipped_only=is_shipped_only, values=values)
    folder = files.root / OUTPUT_FOLDER if out is None else out
    if out is not None and not out.parts:
        raise click.BadParameter("name a folder", param_hint="--out")
    modifiers = selected_modifiers(large_print=large_print, mono=mono, press=press)
    selection = Selection(
        briefs, audiences, languages, modifiers, paper, is_fitted, is_draft, Standard(standard)
    )
    typed = click.get_current_context().obj or ()
    words = () if out or is_forced or verbose or today or any(map(is_path, typed)) else typed
    unlogged = files.fresh()  # its reads are not logged as those of an edition
    with unlogged.noting() as looked_at:
        unread = () if is_shipped_only else unread_files(unlogged)
    words = () if unread else words  # unused files are reported by every build
    formats = (PDF, COMPOSED) if html else (PDF,)
    endings = endings_of(formats)
    bounds, task = Bounds(timeout, memory * MIB), build_task(formats)
    drawings = None if is_shipped_only else folder.absolute() / FOLDER
    workers: Cluster | Workers
    with (
        BuildLog(files, folder, selection.key, endings=endings, is_forced=is_forced, words=words) as log,
        ExitStack() as resources,
    ):
        log.looked_at = looked_at
        workers = here = Workers(files, jobs or os.cpu_count() or 1, bounds, task=task, drawings=drawings)
        resources.enter_context(here)
        planned = plan(files, selection, log, None if cluster else partial(_start, here, folder))
        console.show_findings(unread)
        to_make = len(planned.jobs)
        names = planned.in_order(*[lambda one: one.name] * 3)
        width = max(len(console.shown(folder / f"{name}.pdf")) for name in names)
        if verbose:
            _show_versions()
        outcomes = []
        printed: set[Finding] = set()
        progress = resources.enter_context(Progress(to_make))
        here.watch = progress.watch
        if cluster and to_make:
            from briefing.execution.cluster import Cluster

            workers = resources.enter_context(Cluster(files, cluster, bounds, task))
        for outcome in build_all(planned, files, folder, executor=workers.execute, log=log):
            why = log.reasons.get(outcome.name, "")
            console.show_outcome(outcome, width, printed, why=why, verbose=verbose)
            outcomes.append(outcome)
            progress.advance(by=not outcome.is_up_to_date)
    passed = _show_passed_dates(unlogged.fresh(), selection, today) if today else ()
    console.show_summary(outcomes, time.monotonic() - start)
    if verbose and workers.unconfined:
        what = " and ".join(workers.unconfined)
        console.say(f"  this system cannot confine an edition's access to: {what}", to_stderr=True)
    if verbose:
        for name, path in sorted(files.seen.items()):
            console.say(f"  read {name}{'' if files.root in path.parents else f'  ({path})'}", to_stderr=True)
    warnings = [*unread, *passed, *(finding for one in outcomes for finding in one.report.findings)]
    return strict_exit_of(exit_of(outcomes), warnings) if strict else exit_of(outcomes)


def _show_passed_dates(files: Files, selection: Selection, today: datetime) -> list[Finding]:
    """Print and return what has expired on a day. It is determined each time, so the build log has no day."""
    from briefing.review.check import find_passed_dates

    found = find_passed_dates(files, selection, day_of(today))
    console.show_findings(found)
    return found


def _start(workers: Workers, folder: Path, jobs: Sequence[Job]) -> None:
    """Start to build editions while others are planned. Raises MachineError if the output folder is not writable."""
    from briefing.files.atomic_writing import prepare_folder

    prepare_folder(folder)
    workers.start(jobs)


def _show_versions() -> None:
    """Print the versions that decide the bytes of a PDF, and the patches of WeasyPrint that are off."""
    from briefing.typeset.engine import patches_off
    from briefing.typeset.versions import versions

    console.say("  " + ", ".join(f"{name} {version}" for name, version in versions().items()), to_stderr=True)
    for off in patches_off():
        console.say(f"  off: {off.patch.name} ({off.reason}); {off.patch.cost}", to_stderr=True)
