"""`brief release`: the kits in which briefs are sent out."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName
from briefing.cli.options import (
    DAY,
    MINUTE,
    audience_option,
    language_option,
    open_here,
    out_option,
    selected_modifiers,
    set_option,
    shipped_only,
    today_option,
)


@click.command("release", short_help="Write release kits: PDFs, HTML, covers, e-mail drafts, checksums.")
@click.argument("briefs", nargs=-1, type=BriefName(), metavar="[BRIEF]...")
@audience_option("Release for this audience only.")
@language_option("Release in this language only.")
@click.option("--paper", metavar="NAME", help="Release the editions on this paper: a4, letter, …")
@click.option("--large-print", is_flag=True, help="Release the large-print editions.")
@click.option("--mono", is_flag=True, help="Release the greyscale editions.")
@click.option("--press", is_flag=True, help="Release the editions for a printing press.")
@out_option("Write the kits into this folder instead of out/release/.")
@click.option(
    "--embargoed", is_flag=True, help="Release in spite of an embargo, and mark the kit as embargoed."
)
@today_option("Check dates and embargoes as of this day or minute (UTC), e.g. 2026-11-24.", DAY, MINUTE)
@set_option
@shipped_only
def command(
    briefs: tuple[str, ...],
    audiences: tuple[str, ...],
    languages: tuple[str, ...],
    paper: str | None,
    large_print: bool,
    mono: bool,
    press: bool,
    out: Path | None,
    embargoed: bool,
    today: datetime | None,
    values: tuple[str, ...],
    is_shipped_only: bool,
) -> int:
    """Write a release kit for each brief: out/release/BRIEF-DATE/.

    A kit holds, for each edition, the PDF as it was built, an HTML edition in one file, a picture of page one, and
    an e-mail draft with the PDF attached; and for the whole kit SHA256SUMS and manifest.json.
    DATE is the date of the brief. -a and -l are part of the folder name, so that a kit for one audience is separate.

    A brief is not released if it has an error (see `brief check`), if one of its editions is outdated or missing (run
    `brief build`), or under an embargo. The same editions give the same kit, byte for byte; an identical kit that
    exists is not written again.

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

    files = open_here(is_shipped_only=is_shipped_only, values=values)
    built = files.root / OUTPUT_FOLDER
    if out is not None and not out.parts:
        raise click.BadParameter("name a folder", param_hint="--out")
    modifiers = selected_modifiers(large_print=large_print, mono=mono, press=press)
    selection = Selection(briefs, audiences, languages, modifiers, paper)
    terms = Terms(today.replace(tzinfo=UTC) if today else this_moment(), embargoed)
    released = []

    executor = partial(execute_in_workers, files, count=os.cpu_count() or 1)
    with BuildLog(files, built, selection.key) as log:
        for one in release_all(files, selection, log, terms, out or built / FOLDER, executor):
            console.show_released(one)
            released.append(one)
    return exit_of(released)
