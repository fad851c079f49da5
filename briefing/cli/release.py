"""`brief release`: the kits that briefs are handed out with."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName
from briefing.cli.options import open_here, shipped_only


@click.command("release", short_help="Write the kits to hand out: PDFs, HTML, covers, e-mails, checksums.")
@click.argument("briefs", nargs=-1, type=BriefName(), metavar="[BRIEF]...")
@click.option(
    "-a", "--audience", "audiences", multiple=True, metavar="NAME", help="Release for this audience only."
)
@click.option(
    "-l", "--lang", "languages", multiple=True, metavar="LANG", help="Release in this language only."
)
@click.option("--paper", metavar="NAME", help="Release the editions on this paper: a4, letter …")
@click.option("--large-print", is_flag=True, help="Release the editions in large print.")
@click.option("--mono", is_flag=True, help="Release the editions in greys alone.")
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the kits into this folder instead of out/release/.",
)
@click.option("--embargoed", is_flag=True, help="Release in spite of an embargo that runs, and mark the kit.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    help="Judge days and embargoes as at this day or minute (UTC): 2026-11-24.",
)
@shipped_only
def command(
    briefs: tuple[str, ...],
    audiences: tuple[str, ...],
    languages: tuple[str, ...],
    paper: str | None,
    large_print: bool,
    mono: bool,
    out: Path | None,
    embargoed: bool,
    today: datetime | None,
    is_shipped_only: bool,
) -> int:
    """Write the kits that briefs are handed out with, one folder for each: out/release/BRIEF-DATE/.

    A kit has, for each edition: the PDF as it was built, an HTML edition in one file, page one as a picture, and
    the draft of an e-mail with the PDF attached; for all of them SHA256SUMS and manifest.json.
    The date is the brief's own; -a and -l are named in the folder, so that a kit for one audience stands apart.
    Nothing is released while an error stands (see `brief check`), an edition is stale or missing (`brief build`), or
    an embargo runs. The same editions give the same kit, byte for byte; a kit that is there already is left alone.

    \b
    Examples:
      brief release
      brief release venezuela-russia -a press --embargoed
      brief verify out/release/venezuela-russia-2026-11-22
    """
    from briefing.core.clock import this_moment
    from briefing.execution.pool import execute_in_workers
    from briefing.files.workspace import OUTPUT_FOLDER
    from briefing.incremental.build_log import BuildLog
    from briefing.pipeline.plan import Selection
    from briefing.release.release import FOLDER, Terms, exit_of, release_all
    from briefing.stages import Modifier

    files = open_here(is_shipped_only=is_shipped_only)
    built = files.root / OUTPUT_FOLDER
    if out is not None and not out.parts:
        raise click.BadParameter("name a folder", param_hint="--out")
    wanted = ((Modifier.LARGE_PRINT, large_print), (Modifier.MONO, mono))
    modifiers = tuple(modifier for modifier, is_wanted in wanted if is_wanted)
    selection = Selection(briefs, audiences, languages, modifiers, paper)
    terms = Terms(today.replace(tzinfo=UTC) if today else this_moment(), embargoed)
    released = []

    executor = partial(execute_in_workers, files, count=os.cpu_count() or 1)
    with BuildLog(files, built, selection.key) as log:
        for one in release_all(files, selection, log, terms, out or built / FOLDER, executor):
            console.show_released(one)
            released.append(one)
    return exit_of(released)
