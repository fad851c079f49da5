"""`brief eject`: copy a shipped file, or one of the theme, into the workspace."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli import console
from briefing.cli.options import open_here


@click.command("eject", short_help="Copy a shipped file, or one of the theme, into the workspace.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--print", "is_printed", is_flag=True, help="Print the files instead of copying them.")
@click.option(
    "--renew",
    "is_renewed",
    is_flag=True,
    help="Keep your copy, and record that it is up to date with its original.",
)
def command(names: tuple[str, ...], is_printed: bool, is_renewed: bool) -> None:
    """Copy templates, stylesheets or files of labels into the workspace, to change them there.

    The first line of a copy names the original, and `brief check` reports when the original changes later. To change
    one line, do not copy: a file that extends the original keeps up with it, and --print shows what
    there is to change.

    NAME is the file in templates/ or styles/; without an ending, the template of that name is taken.
    Without NAME, the files that can be copied are listed.

    \b
    Examples:
      brief eject
      brief eject parts/outlook
      brief eject parts/outlook.css tokens
      brief eject --print parts/title parts/title.css
    """
    from briefing.scaffold.eject import eject, list_originals, read_original

    files = open_here(is_shipped_only=False)
    if not names:
        for one in list_originals(files):
            console.say(one)
    for name in names:
        if is_printed:
            console.say(read_original(files, name).rstrip("\n"))
        else:
            written = eject(files, name, is_renewed=is_renewed)
            console.show_written(files.root, [Path(path) for path in written])
