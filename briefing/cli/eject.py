"""`brief eject`: copy a shipped file, or one of the theme, into the workspace."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli import console
from briefing.cli.options import open_here


@click.command("eject", short_help="Copy a shipped file, or one of the theme, into the workspace.")
@click.argument("name", required=False, metavar="[NAME]")
@click.option(
    "--renew",
    "is_renewed",
    is_flag=True,
    help="Keep your copy, and record that it is up to date with its original.",
)
def command(name: str | None, is_renewed: bool) -> None:
    """Copy a template, a stylesheet or a file of labels into the workspace, to change it there.

    The first line of the copy names the original, and `brief check` reports when the original changes later. To change
    one line, do not copy: a file that extends the original keeps up with it.

    NAME is the file in templates/ or styles/; without an ending, the template of that name is taken.
    Without NAME, the files that can be copied are listed.

    \b
    Examples:
      brief eject
      brief eject parts/outlook
      brief eject parts/outlook.css
    """
    from briefing.scaffold.eject import eject, list_originals

    files = open_here(is_shipped_only=False)
    if name is None:
        for one in list_originals(files):
            console.say(one)
        return
    console.show_written(files.root, [Path(path) for path in eject(files, name, is_renewed=is_renewed)])
