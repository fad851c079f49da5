"""`brief new theme`: a theme that extends another one."""

from __future__ import annotations

import click

from briefing.cli import console
from briefing.cli.options import folder_here


@click.command("theme", short_help="Create a theme that extends another one.")
@click.argument("name")
@click.option(
    "--from", "base", default="memo", show_default=True, metavar="THEME", help="The theme to extend."
)
def command(name: str, base: str) -> None:
    """Create themes/NAME/, a theme that extends another one: its description, a stylesheet and a template.

    It builds at once and looks like the other theme; the comments in it say what can be changed.
    The folder can be moved out of the workspace, to be shared by several.

    \b
    Examples:
      brief new theme house
      brief new theme house --from ../institute
    """
    from briefing.scaffold.theme import start_theme

    root = folder_here()
    console.show_written(root, start_theme(root, name, base))
    console.say(f"next: add this line to content/workspace.yaml: theme: ./themes/{name}")
