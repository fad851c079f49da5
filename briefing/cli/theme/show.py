"""`brief theme show`: one theme with its options, its folder and its files."""

from __future__ import annotations

import click

from briefing.cli import console
from briefing.cli.options import folder_here


@click.command("show", short_help="Show a theme: its options, its folder, and its files.")
@click.argument("name", required=False, metavar="[NAME]")
def command(name: str | None) -> None:
    """Show a theme: its description, its options with their values, its folder, and the files that it has.

    NAME is a shipped or installed theme, or a folder. Without NAME, the theme of the workspace is shown.

    \b
    Examples:
      brief theme show
      brief theme show memo
      brief theme show ../house-style
    """
    from briefing.explain.theme import describe_theme

    shown = describe_theme(folder_here(), name)
    console.say(f"{shown.name} {shown.version}: {shown.description}")
    console.say(f"extends: {shown.extends}" if shown.extends else "extends: nothing; it is the shipped look")
    console.say(f"folder: {shown.folder}")
    if shown.options:
        console.say("options:")
        console.show_table([("  name", "type", "value", "description"), *shown.options])
    if shown.files:
        console.say("files:")
        for how, file in shown.files:
            console.say(f"  {how:<9} {file}")
