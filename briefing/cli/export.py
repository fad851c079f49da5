"""`brief export`: the texts of briefs for translators, as XLIFF or PO."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli.brief_name import BriefName
from briefing.cli.options import audience_option, open_here, out_option


@click.command("export", short_help="Write the texts of briefs for translators: XLIFF or PO.")
@click.argument("briefs", nargs=-1, type=BriefName(), metavar="[BRIEF]...")
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
    "--changed", "is_changed_only", is_flag=True, help="Only what has changed since the last hand-over."
)
@audience_option("Only what editions for this audience print.")
@out_option("Write into this folder instead of out/.")
def command(
    briefs: tuple[str, ...],
    xliff: str | None,
    po: str | None,
    xliff_version: str,
    is_changed_only: bool,
    audiences: tuple[str, ...],
    out: Path | None,
) -> None:
    """Write the texts of briefs into files for translators, as XLIFF or PO.

    A file has every text in the order of the brief, with its present translation and notes. Facts, citations,
    references and markup in it are placeholders. `brief import` takes the translated file back.

    What was handed over is recorded in content/BRIEF/handed-over.yaml; commit it with the brief.

    \b
    Examples:
      brief export my-brief --xliff es
      brief export my-brief --xliff es --changed
      brief export my-brief --po pt-BR -a minister
    """
    from briefing.cli.translation_files import export_texts

    if (language := xliff or po) is None or (xliff and po):
        raise click.UsageError("name one format and a language: --xliff LANG or --po LANG")
    form = xliff_version if xliff else "po"
    files = open_here(is_shipped_only=False)
    export_texts(files, briefs, language, form, audiences=audiences, is_changed_only=is_changed_only, out=out)
