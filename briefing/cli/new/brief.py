"""`brief new brief`: a new brief, with instructions to replace."""

from __future__ import annotations

import click

from briefing.cli import console
from briefing.cli.options import folder_here


@click.command("brief", short_help="Create a brief with a title and every common key.")
@click.argument("title")
@click.option("--slug", metavar="SLUG", help="Name of the folder and the PDFs (default: made from TITLE).")
def command(title: str, slug: str | None) -> None:
    """Create content/<slug>/brief.yaml: every common key with an instruction, rarer keys commented out.

    Without --slug, the folder is named after TITLE.

    \b
    Examples:
      brief new brief "Shade is the cheapest cooling"
      brief new brief "Тень дешевле всего" --slug shade
    """
    from briefing.core.clock import this_day
    from briefing.scaffold.brief import start_brief

    root = folder_here()
    name, written = start_brief(root, title, slug, this_day())
    console.show_written(root, written)
    console.say(f"next: replace the instructions in it, then: brief build {name}")
