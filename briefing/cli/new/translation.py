"""`brief new translation`: a file for the texts of a brief in another language."""

from __future__ import annotations

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName
from briefing.cli.options import audience_option, open_here


@click.command("translation", short_help="Create the file for a translation of a brief.")
@click.argument("language", metavar="LANG")
@click.argument("brief", required=False, type=BriefName(), metavar="[BRIEF]")
@audience_option("Only what editions for this audience print.")
def command(language: str, brief: str | None, audiences: tuple[str, ...]) -> None:
    """Create content/BRIEF/brief.LANG.yaml: every text of the brief in order, each below its original as a comment.

    Write each translation after its key. A text that is not translated yet stops the editions that print it, and no
    others. BRIEF may be left out if the workspace has only one.

    \b
    Examples:
      brief new translation fr
      brief new translation pt-BR my-brief -a minister
    """
    from briefing.scaffold.translation import start_translation

    files = open_here(is_shipped_only=False)
    name, written = start_translation(files, language, brief, audiences)
    console.show_written(files.root, written)
    console.say(f"next: write the translations in it, then: brief build {name} -l {language}")
