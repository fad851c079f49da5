"""`brief theme list`: the shipped and installed themes, and the one that the workspace uses."""

from __future__ import annotations

import click

from briefing.cli import console
from briefing.cli.options import folder_here


@click.command("list", short_help="List the themes that a workspace can use.")
def command() -> None:
    """List the shipped themes, the installed ones, and that of the workspace, which has an asterisk.

    \b
    Examples:
      brief theme list
    """
    from briefing.explain.theme import list_themes

    rows = list_themes(folder_here())
    console.show_table([("", "theme", "version", "from", "description"), *rows])
