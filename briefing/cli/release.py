"""`brief release`: the kits in which briefs are sent out, and the site on which they are published."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName
from briefing.cli.options import (
    DAY,
    MINUTE,
    audience_option,
    language_option,
    memory_option,
    open_here,
    out_option,
    selected_modifiers,
    set_option,
    shipped_only,
    timeout_option,
    today_option,
)
from briefing.cli.progress import Progress, Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.execution.bounds import Bounds
    from briefing.files.workspace import Files
    from briefing.pipeline.task import Executor, Task
    from briefing.release.signing import Signing
    from briefing.results import Result
    from briefing.stages import Job


@click.command("release", short_help="Write release kits (PDFs, HTML, covers, e-mail drafts), or the site.")
@click.argument("briefs", nargs=-1, type=BriefName(), metavar="[BRIEF]...")
@audience_option("Release for this audience only.")
@language_option("Release in this language only.")
@click.option("--paper", metavar="NAME", help="Release the editions on this paper: a4, letter, …")
@click.option("--large-print", is_flag=True, help="Release the large-print editions.")
@click.option("--mono", is_flag=True, help="Release the greyscale editions.")
@click.option("--press", is_flag=True, help="Release the editions for a printing press.")
@out_option("Write the kits into this folder instead of out/release/, or the site instead of out/site/.")
@click.option("--site", is_flag=True, help="Publish the public editions on the site instead.")
@click.option("--embargoed", is_flag=True, help="Release despite an embargo, and mark the kit as embargoed.")
@click.option(
    "--sign",
    "key",
    metavar="KEY",
    help="Sign the PDFs with this key: a .p12, .pfx or .pem file with its certificate, outside the workspace.",
)
@click.option(
    "--signature",
    "placement",
    type=click.Choice(("invisible", "visible")),
    default="invisible",
    show_default=True,
    help="Show the signature only in PDF viewers, or also print it below the text of the last page.",
)
@timeout_option()
@memory_option
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
    site: bool,
    embargoed: bool,
    key: str | None,
    placement: str,
    timeout: float,
    memory: int,
    today: datetime | None,
    values: tuple[str, ...],
    is_shipped_only: bool,
) -> int:
    """Write a release kit for each brief: out/release/BRIEF-DATE/.

    A kit holds, for each edition, the PDF as it was built, an HTML edition in one file, a picture of page one, and
    an e-mail draft with the PDF attached; and for the whole kit SHA256SUMS and manifest.json.
    DATE is the date of the brief. -a and -l are part of the folder name, so that a kit for one audience is separate.

    A brief is not released if it has an error (see `brief check`), if one of its editions is outdated or missing (run
    `brief build`), or if it is under an embargo. The same editions give the same kit, byte for byte; an existing
    identical kit is not written again.

    --sign adds a signature to each PDF (PAdES B-B), which shows who released it and that nothing has changed since.
    The passphrase of the key comes from BRIEF_SIGN_PASSPHRASE, or from a prompt. Signing is the last step: a kit is
    signed as a whole or not written. Needs `pip install "briefwright[sign]"`.

    --timeout and --memory apply to the files of each edition: if one exceeds them, its brief is not released.

    With --site, the command writes the site: an index, a page for each brief with its editions and its citation, feeds,
    and earlier versions. `site` in content/workspace.yaml names the audiences that are public. Briefs that are
    not public are left out. The folder is the archive of what was published: it is replaced as a whole, and a version
    stays in it when its brief has a newer one.

    \b
    Examples:
      brief release
      brief release --site
      brief release venezuela-russia -a press --embargoed
      brief release --sign ~/keys/press.p12
      brief verify out/release/venezuela-russia-2026-11-22
    """
    from briefing.core.clock import this_moment
    from briefing.core.errors import Exit
    from briefing.execution.bounds import MIB, Bounds
    from briefing.files.workspace import OUTPUT_FOLDER
    from briefing.incremental.build_log import BuildLog
    from briefing.pipeline.plan import Selection
    from briefing.release.release import FOLDER, Terms, exit_of, release_all

    if placement == "visible" and key is None:
        raise click.UsageError("--signature visible is for --sign KEY")
    if site:
        _check_site_options(
            audiences,
            languages,
            paper,
            embargoed=embargoed,
            is_modified=large_print or mono or press,
            is_signed=key is not None,
        )
    files = open_here(is_shipped_only=is_shipped_only, values=values)
    built = files.root / OUTPUT_FOLDER
    if out is not None and not out.parts:
        raise click.BadParameter("name a folder", param_hint="--out")
    modifiers = selected_modifiers(large_print=large_print, mono=mono, press=press)
    selection = Selection(briefs, audiences, languages, modifiers, paper)
    signing = _signing(key, files.root, placement) if key else None
    terms = Terms(today.replace(tzinfo=UTC) if today else this_moment(), embargoed, signing)
    released = []

    waiting = Waiting("checking")
    executor = partial(_execute, files, Bounds(timeout, memory * MIB), waiting)
    with waiting, BuildLog(files, built, selection.key) as log:
        if site:
            from briefing.site.publish import FOLDER as SITE_FOLDER
            from briefing.site.publish import publish

            published = publish(files, selection, log, terms, out or built / SITE_FOLDER, executor)
            waiting.end()
            console.show_published(published)
            return Exit.BUILT
        for one in release_all(files, selection, log, terms, out or built / FOLDER, executor):
            waiting.end()
            console.show_released(one)
            released.append(one)
            waiting.begin()
    return exit_of(released)


def _execute(files: Files, bounds: Bounds, waiting: Waiting, task: Task) -> Executor:
    """Return an executor that makes the files of one brief after the other, and shows its progress."""
    from briefing.execution.pool import Workers

    def execute(jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
        jobs = list(jobs)
        waiting.end()
        with (
            Workers(files, os.cpu_count() or 1, bounds, task=task) as workers,
            Progress(len(jobs), jobs[0].edition.brief) as progress,
        ):
            for made in workers.execute(jobs):
                progress.advance()
                yield made

    return execute


def _signing(key: str, root: Path, placement: str) -> Signing:
    """Return the terms of signing. Raises SelectionError if the key cannot be used."""
    from briefing.release.certificates import load_key
    from briefing.release.signing import Signing

    now = datetime.now(UTC).replace(microsecond=0)
    return Signing(load_key(key, root, _ask_passphrase, now), now, placement)


def _ask_passphrase() -> str | None:
    """Return the passphrase from the environment or the keyboard; None if there is neither."""
    from briefing.release.certificates import PASSPHRASE_VARIABLE

    if (passphrase := os.environ.get(PASSPHRASE_VARIABLE)) is not None:
        return passphrase
    if not sys.stdin.isatty():
        return None
    return str(click.prompt("Passphrase of the key", hide_input=True, err=True))


def _check_site_options(
    audiences: tuple[str, ...],
    languages: tuple[str, ...],
    paper: str | None,
    *,
    embargoed: bool,
    is_modified: bool,
    is_signed: bool,
) -> None:
    """Refuse options that the site does not have: it publishes whole briefs, for its audiences."""
    if audiences or languages or paper or is_modified:
        raise click.UsageError(
            "--site publishes each brief in all of its languages, for the audiences that `site` in "
            "content/workspace.yaml names; leave out -a, -l, --paper, --large-print, --mono and --press"
        )
    if embargoed:
        raise click.UsageError("--site is for everyone, and --embargoed for some; make a kit for those")
    if is_signed:
        raise click.UsageError("--sign is for kits; --site publishes the PDFs as they were built")
