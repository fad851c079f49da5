"""`brief export`: editions for reviewers (Word, Markdown, text), and texts for translators (XLIFF, PO)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName
from briefing.cli.options import (
    audience_option,
    jobs_option,
    language_option,
    open_here,
    out_option,
    paper_option,
    shipped_only,
)
from briefing.cli.progress import Progress

if TYPE_CHECKING:
    from briefing.core.finding import Finding
    from briefing.results import Outcome


@click.command("export", short_help="Write editions for reviewers, or texts for translators.")
@click.argument("briefs", nargs=-1, type=BriefName(), metavar="[BRIEF]...")
@click.option("--docx", "is_word", is_flag=True, help="Write Word documents (default).")
@click.option("--md", "is_markdown", is_flag=True, help="Write Markdown.")
@click.option("--txt", "is_text", is_flag=True, help="Write text.")
@click.option("--xliff", metavar="LANG", help="Write XLIFF for a translation into this language.")
@click.option("--po", metavar="LANG", help="Write PO for a translation into this language.")
@click.option(
    "--xliff-version",
    type=click.Choice(["1.2", "2.1"]),
    default="1.2",
    show_default=True,
    help="Version of XLIFF.",
)
@click.option(
    "--changed",
    "is_changed_only",
    is_flag=True,
    help="For translators: only texts that have changed since the last export.",
)
@audience_option("Export for this audience only.")
@language_option("Export in this language only.")
@out_option("Write into this folder instead of out/.")
@paper_option
@jobs_option("Number of editions to export in parallel (default: one per CPU core).")
@shipped_only
def command(
    briefs: tuple[str, ...],
    is_word: bool,
    is_markdown: bool,
    is_text: bool,
    xliff: str | None,
    po: str | None,
    xliff_version: str,
    is_changed_only: bool,
    audiences: tuple[str, ...],
    languages: tuple[str, ...],
    out: Path | None,
    paper: str | None,
    jobs: int | None,
    is_shipped_only: bool,
) -> int:
    """Write editions for reviewers (Word documents, Markdown, text) or texts for translators (XLIFF, PO).

    An export has the words of the PDF in its reading order. The Word document has styles with the fonts, sizes and
    colours of the edition; charts and pictures look as they do on the page, with their alternative texts. Comments and
    tracked changes in it find their way back into the brief: see `brief review`.

    An edition with errors on the page, such as too many pages, is exported, too. Its errors are listed.

    A file for translators has every text of a brief with its present translation and notes; facts, citations,
    references and markup in it are placeholders. `brief import` takes it back. What was handed over is recorded in
    content/BRIEF/handed-over.yaml; commit it with the brief.

    \b
    Examples:
      brief export venezuela-russia -a policymaker -l en
      brief export --docx --txt -o drafts
      brief export my-brief --xliff es --changed
    """
    from briefing.core.errors import Exit
    from briefing.execution.bounds import Bounds
    from briefing.execution.pool import Workers
    from briefing.files.workspace import OUTPUT_FOLDER
    from briefing.incremental.build_log_file import FOLDER
    from briefing.pipeline.build import build_all, exit_of
    from briefing.pipeline.formats import FORMATS, MARKDOWN, TEXT, WORD
    from briefing.pipeline.plan import Selection, plan
    from briefing.pipeline.task import build_task

    if out is not None and not out.parts:
        raise click.BadParameter("name a folder", param_hint="--out")
    chosen = ((WORD, is_word), (MARKDOWN, is_markdown), (TEXT, is_text))
    formats = tuple(name for name, is_chosen in chosen if is_chosen) or (WORD,)
    files = open_here(is_shipped_only=is_shipped_only)
    if translation := _translation(
        xliff,
        po,
        xliff_version,
        is_changed_only=is_changed_only,
        is_alone=not (any(is_chosen for _, is_chosen in chosen) or languages),
    ):
        from briefing.cli.translation_files import export_texts

        language, form = translation
        export_texts(
            files, briefs, language, form, audiences=audiences, is_changed_only=is_changed_only, out=out
        )
        return Exit.BUILT
    folder = files.root / OUTPUT_FOLDER if out is None else out
    drawings = None if is_shipped_only else folder.absolute() / FOLDER
    outcomes: list[Outcome] = []
    printed: set[Finding] = set()
    task = build_task(formats)
    with Workers(files, jobs or os.cpu_count() or 1, Bounds(), task=task, drawings=drawings) as workers:
        planned = plan(files, Selection(briefs, audiences, languages, (), paper))
        with Progress(len(planned.jobs)) as progress:
            workers.watch = progress.watch
            for outcome in build_all(planned, files, folder, executor=workers.execute):
                written = [folder / f"{outcome.name}{FORMATS[name].ending}" for name in formats]
                console.show_exported(outcome, written, printed)
                outcomes.append(outcome)
                progress.advance()
    return exit_of(outcomes)


def _translation(
    xliff: str | None, po: str | None, version: str, *, is_changed_only: bool, is_alone: bool
) -> tuple[str, str] | None:
    """Return the language and the format of a file for translators; None if none is wanted."""
    if xliff and po:
        raise click.UsageError("name one format and a language: --xliff LANG or --po LANG")
    language = xliff or po
    if is_changed_only and not language:
        raise click.UsageError("--changed is for --xliff and --po")
    if language and not is_alone:
        raise click.UsageError(
            "--xliff and --po write one file for a translator: leave out -l and other formats"
        )
    return (language, version if xliff else "po") if language else None
