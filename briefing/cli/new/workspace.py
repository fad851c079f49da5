"""`brief new workspace`: a new workspace with its settings and a first brief."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from briefing.cli import console


@click.command("workspace", short_help="Create a workspace with its settings and a first brief.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".", metavar="[FOLDER]")
@click.option(
    "--example",
    metavar="[leap-second|venezuela-russia]",
    help="Start from a complete shipped brief instead of one full of instructions.",
)
@click.option(
    "--ci",
    "pipeline",
    type=click.Choice(("github", "gitlab")),
    help="Also write a pipeline that checks and builds the briefs: .github/workflows/briefs.yml or .gitlab-ci.yml.",
)
def command(folder: Path, example: str | None, pipeline: str | None) -> None:
    """Create a workspace, with its settings and a first brief, in FOLDER or in the current folder.

    With --example, the first brief is a shipped one: leap-second has every kind of exhibit and 22 sources, and
    venezuela-russia is in three languages. It can be built, checked and released as it is.

    With --ci, the workspace also gets a pipeline that checks each change, builds the PDFs, and shows the pages that
    have changed. The file explains its steps.

    \b
    Examples:
      brief new workspace
      brief new workspace heat
      brief new workspace trial --example leap-second
      brief new workspace heat --ci github
    """
    from briefing.core.clock import this_day
    from briefing.scaffold.example import start_example
    from briefing.scaffold.workspace import (
        FIRST_BRIEF,
        IGNORE,
        IGNORED,
        check_is_no_workspace,
        start_workspace,
    )

    root = folder.absolute()
    check_is_no_workspace(root, console.shown(root))
    written = (
        start_workspace(root, this_day(), pipeline)
        if example is None
        else start_example(root, example, pipeline)
    )
    console.show_written(root, written)
    console.say("wrote .schemas/, for your editor")
    if root / IGNORE not in written:
        console.say(f"kept {IGNORE}; add this line to it: {IGNORED}")
    steps = [] if root == Path.cwd() else [f"cd {quote(console.shown(root))}"]
    steps += [] if example else [f"replace the instructions in content/{FIRST_BRIEF}/brief.yaml"]
    console.say(f"next: {', '.join(steps)}{', then: ' if steps else ''}brief build")
