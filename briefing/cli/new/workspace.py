"""`brief new workspace`: a new workspace with its settings and a first brief."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli import console


@click.command("workspace", short_help="Create a workspace with its settings and a first brief.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".", metavar="[FOLDER]")
@click.option(
    "--ci",
    "pipeline",
    type=click.Choice(("github", "gitlab")),
    help="Also write a pipeline that checks and builds the briefs: .github/workflows/briefs.yml or .gitlab-ci.yml.",
)
def command(folder: Path, pipeline: str | None) -> None:
    """Create a workspace, with its settings and a first brief, in FOLDER or in the current folder.

    With --ci, it also gets a pipeline: each change is checked, the PDFs are built, and the pages that have changed are
    shown. The file explains its steps.

    \b
    Examples:
      brief new workspace
      brief new workspace heat
      brief new workspace heat --ci github
    """
    from briefing.core.clock import this_day
    from briefing.scaffold.workspace import FIRST_BRIEF, IGNORE, IGNORED, start_workspace

    root = folder.absolute()
    written = start_workspace(root, this_day(), pipeline)
    console.show_written(root, written)
    console.say("wrote .schemas/, for your editor")
    if root / IGNORE not in written:
        console.say(f"kept {IGNORE}; add this line to it: {IGNORED}")
    way = "" if root == Path.cwd() else f"cd {console.shown(root)}, "
    console.say(f"next: {way}replace the instructions in content/{FIRST_BRIEF}/brief.yaml, then: brief build")
