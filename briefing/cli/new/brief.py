"""`brief new brief`: a brief to write over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from briefing.cli import console


@click.command("brief", short_help="Write a brief of a title, with every common key.")
@click.argument("title")
@click.option("--slug", metavar="SLUG", help="The name of its folder and PDF, if not that of its title.")
def command(title: str, slug: str | None) -> None:
    """Write content/<slug>/brief.yaml: every common key with an instruction, the rarer ones commented out.

    Without --slug, its folder is named after TITLE.

    \b
    Examples:
      brief new brief "Shade is the cheapest cooling"
      brief new brief "Тень дешевле всего" --slug shade
    """
    from briefing.files.workspace import find_root
    from briefing.scaffold.brief import start_brief

    root = find_root(Path.cwd()) or Path.cwd()
    name, written = start_brief(root, title, slug, date.today())
    console.show_written(root, written)
    console.say(f"next: write over the instructions in it, then: brief build {name}")
