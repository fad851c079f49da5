"""`brief eject`: copy a shipped file, or one of the theme, into the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.options import open_here

if TYPE_CHECKING:
    from briefing.files.workspace import Files


@click.command("eject", short_help="Copy a shipped file, or one of the theme, into the workspace.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--print", "is_printed", is_flag=True, help="Print the files instead of copying them.")
@click.option(
    "--renew",
    "is_renewed",
    is_flag=True,
    help="Keep your copy, and record that it is up to date with its original.",
)
def command(names: tuple[str, ...], is_printed: bool, is_renewed: bool) -> int:
    """Copy templates, stylesheets or files of labels into the workspace, to change them there.

    The first line of a copy names the original, and `brief check` reports when the original changes later. To change
    one line, do not copy: a file that extends the original keeps up with it, and --print shows what
    there is to change.

    NAME is the file in templates/ or styles/; without an ending, the template of that name is taken.
    Without NAME, the files that can be copied are listed.

    --print prints the file beneath the workspace: that of the theme or, if the theme has none, the shipped one. With
    `shipped/` before NAME it prints the one beneath that, with `shipped/shipped/` the next. The layer and the path of
    each file are printed to stderr.

    \b
    Examples:
      brief eject
      brief eject parts/outlook
      brief eject parts/outlook.css tokens
      brief eject --print parts/title parts/title.css
      brief eject --print tokens shipped/tokens
    """
    from briefing.core.errors import BriefingError, Exit
    from briefing.scaffold.eject import eject, list_originals

    files = open_here(is_shipped_only=False)
    if not names:
        for one in list_originals(files):
            console.say(one)
    errors: list[BriefingError] = []
    for name in names:
        try:
            if is_printed:
                _print(files, name)
            else:
                console.show_written(
                    files.root, [Path(path) for path in eject(files, name, is_renewed=is_renewed)]
                )
        except BriefingError as error:
            errors.append(error)
    for failed in errors:
        console.show_findings(failed.findings)
    return min((failed.exit_code for failed in errors), default=Exit.BUILT)


def _print(files: Files, name: str) -> None:
    """Print a file; its layer and its path, and the name of the file beneath, are on stderr."""
    from briefing.scaffold.eject import read_original

    original = read_original(files, name)
    beneath = f"; beneath it: {original.beneath}" if original.beneath else ""
    line = f"{original.name} ({original.layer}): {original.path}{beneath}"
    console.say(line, to_stderr=True)
    console.say(original.text.rstrip("\n"))
