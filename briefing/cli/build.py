"""`brief build`: the editions of a workspace."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName, is_path
from briefing.cli.options import open_here, shipped_only
from briefing.cli.progress import Progress

if TYPE_CHECKING:
    from briefing.execution.cluster import Cluster
    from briefing.execution.pool import Workers
    from briefing.files.workspace import Files
    from briefing.pipeline.task import Task

LEAST_MEMORY = 768
"""In MiB: an edition with charts needs 700, most of which what draws them asks for and does not touch."""


@click.command("build", short_help="Build the editions of the workspace as PDF.")
@click.argument("briefs", nargs=-1, type=BriefName(), metavar="[BRIEF]...")
@click.option(
    "-a", "--audience", "audiences", multiple=True, metavar="NAME", help="Build for this audience only."
)
@click.option("-l", "--lang", "languages", multiple=True, metavar="LANG", help="Build in this language only.")
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write into this folder instead of out/.",
)
@click.option("--html", is_flag=True, help="Also write the composed HTML, styles inside, beside each PDF.")
@click.option(
    "--fit/--no-fit",
    "is_fitted",
    default=True,
    help="Set an edition tighter where it runs over its pages (default).",
)
@click.option(
    "--draft", "is_draft", is_flag=True, help="Build in spite of errors on the page, and say so on the page."
)
@click.option("--large-print", is_flag=True, help="Set the editions in 18 pt, for readers with low vision.")
@click.option("--mono", is_flag=True, help="Set the editions in greys alone, for a printer without colour.")
@click.option(
    "--paper", metavar="NAME", help="Print on this paper: a4, letter, or another of styles/papers/."
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Make so many editions at a time: as many as cores.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(1),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="Stop an edition that takes longer.",
)
@click.option(
    "--memory",
    type=click.IntRange(LEAST_MEMORY),
    default=1536,
    show_default=True,
    metavar="MIB",
    help="Stop an edition that needs more memory.",
)
@click.option(
    "--pdf",
    "standard",
    type=click.Choice(("ua1", "ua2")),
    default="ua1",
    show_default=True,
    help="What the PDF keeps: PDF/UA-1 and PDF/A-3a, or PDF/UA-2 and PDF/A-4f.",
)
@click.option("--cluster", metavar="ADDRESS", help="Make the editions on a Dask cluster: tcp://host:8786.")
@click.option("-f", "--force", "is_forced", is_flag=True, help="Build editions that are current as well.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Say what was read, with which versions, and how long it took."
)
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
    paper: str | None,
    jobs: int | None,
    timeout: float,
    memory: int,
    standard: str,
    cluster: str | None,
    is_forced: bool,
    verbose: bool,
    is_shipped_only: bool,
) -> int:
    """Build the editions of the workspace as PDF.

    Without BRIEF, every brief is built: for each audience that it names under `audiences`, or that
    content/workspace.yaml names, and in each language that it has. A path to its folder or to a file in it names a
    brief, too: content/my-brief/brief.yaml.
    An edition is built again when something that it was made from has changed: -v says what, --force builds all.
    Each edition is put in place whole: where one fails, its last good PDF stays as it was.
    --draft turns errors of the page (pages over the limit, a missing image or glyph, a text not translated) into
    warnings; the edition has a watermark and a file of its own, ending in -draft.
    An edition over its pages is set tighter by the steps in styles/fit/, and its line says which were taken;
    --no-fit keeps every edition as designed.
    --shipped-only takes the content alone: audiences, labels, scales and citation styles are the shipped ones, too.
    --timeout and --memory hold for each edition alone; one that goes beyond costs itself, not the others.

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

    from briefing.core.finding import Finding
    from briefing.files.workspace import OUTPUT_FOLDER, Files
    from briefing.incremental.build_log import BuildLog
    from briefing.pipeline.build import build_all, exit_of
    from briefing.pipeline.formats import COMPOSED, PDF, endings_of
    from briefing.pipeline.plan import Selection, plan
    from briefing.pipeline.task import build_task
    from briefing.pipeline.unused_files import unread_files
    from briefing.stages import Modifier
    from briefing.structure.standards import Standard

    start = time.monotonic()
    gc.freeze()  # what is loaded stays; it need not be looked at again
    gc.enable()
    files = open_here(is_shipped_only=is_shipped_only)
    folder = files.root / OUTPUT_FOLDER if out is None else out
    if out is not None and not out.parts:
        raise click.BadParameter("name a folder", param_hint="--out")
    wanted = ((Modifier.LARGE_PRINT, large_print), (Modifier.MONO, mono))
    modifiers = tuple(modifier for modifier, is_wanted in wanted if is_wanted)
    selection = Selection(
        briefs, audiences, languages, modifiers, paper, is_fitted, is_draft, Standard(standard)
    )
    typed = click.get_current_context().obj or ()
    words = () if out or is_forced or verbose or any(map(is_path, typed)) else typed
    onlooker = Files(files.root, files.shipped)  # what it reads is not read for an edition
    with onlooker.noting() as looked_at:
        unread = () if is_shipped_only else unread_files(onlooker)
    words = () if unread else words  # what nothing reads is reported each time
    formats = (PDF, COMPOSED) if html else (PDF,)
    endings = endings_of(formats)
    with BuildLog(files, folder, selection.key, endings=endings, is_forced=is_forced, words=words) as log:
        log.looked_at = looked_at
        planned = plan(files, selection, log)
        console.show_findings(unread)
        to_make = len(planned.jobs)
        names = planned.in_order(*[lambda one: one.name] * 3)
        width = max(len(console.shown(folder / f"{name}.pdf")) for name in names)
        if verbose:
            _say_versions()
        outcomes = []
        printed: set[Finding] = set()
        with (
            Progress(to_make) as progress,
            _workers(
                files, to_make, cluster, jobs, timeout, memory, task=build_task(formats), watch=progress.watch
            ) as workers,
        ):
            for outcome in build_all(planned, files, folder, executor=workers.execute, log=log):
                why = log.reasons.get(outcome.name, "")
                console.show_outcome(outcome, width, printed, why=why, verbose=verbose)
                outcomes.append(outcome)
                progress.advance(by=not outcome.is_up_to_date)
    console.show_summary(outcomes, time.monotonic() - start)
    if verbose and workers.unconfined:
        what = " and ".join(workers.unconfined)
        console.say(f"  this system does not keep an edition from: {what}", to_stderr=True)
    if verbose:
        for name, path in sorted(files.seen.items()):
            console.say(f"  read {name}{'' if files.root in path.parents else f'  ({path})'}", to_stderr=True)
    return exit_of(outcomes)


def _workers(
    files: Files,
    to_make: int,
    cluster: str | None,
    jobs: int | None,
    seconds: float,
    memory: int,
    *,
    task: Task,
    watch: Callable[[int], None] | None,
) -> Cluster | Workers:
    """The processes that make the editions: of this machine, or of a cluster."""
    from briefing.execution.bounds import MIB, Bounds
    from briefing.execution.pool import Workers

    bounds = Bounds(seconds, memory * MIB)
    if cluster and to_make:
        from briefing.execution.cluster import Cluster

        return Cluster(files, cluster, bounds, task)
    count = min(jobs or os.cpu_count() or 1, to_make or 1)
    return Workers(files, count, bounds, task=task, watch=watch)


def _say_versions() -> None:
    """The versions that decide the bytes of a PDF, and the patches of WeasyPrint that are off."""
    from briefing.typeset.engine import patches_off
    from briefing.typeset.versions import versions

    console.say("  " + ", ".join(f"{name} {version}" for name, version in versions().items()), to_stderr=True)
    for off in patches_off():
        console.say(f"  off: {off.patch.name} ({off.reason}); {off.patch.cost}", to_stderr=True)
