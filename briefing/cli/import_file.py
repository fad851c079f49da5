"""`brief import`: takes a file back from a translator."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli.brief_name import BriefName
from briefing.cli.options import open_here
from briefing.cli.translation_files import ENDINGS


@click.command("import", short_help="Take translations back: XLIFF or PO.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-b", "--brief", type=BriefName(), metavar="BRIEF", help="The brief, if the file does not say it."
)
def command(file: Path, brief: str | None) -> int:
    """Write the translations of FILE into content/BRIEF/brief.LANG.yaml: XLIFF 1.2 or 2.1, or PO.

    Only new and changed texts are written; everything else in the file stays as it is. A text in which a fact, a
    citation or another placeholder is missing, doubled or changed is not written, and reported at its line.

    \b
    Examples:
      brief import out/my-brief-es.xliff
      brief import returned.po -b my-brief
    """
    from briefing.cli.translation_files import import_texts

    if file.suffix.lower() not in ENDINGS:
        raise click.UsageError(f"'{file.name}' cannot be imported; files that can: *{', *'.join(ENDINGS)}")
    return int(import_texts(open_here(is_shipped_only=False), file, brief))
