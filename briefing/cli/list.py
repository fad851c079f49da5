"""`brief list`: the editions of a workspace, and whether their files are current."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli import console


@click.command("list", short_help="List the editions: current, stale or missing.")
@click.argument("briefs", nargs=-1, metavar="[BRIEF]...")
@click.option("-a", "--audience", "audiences", multiple=True, metavar="NAME", help="List this audience only.")
@click.option("-l", "--lang", "languages", multiple=True, metavar="LANG", help="List this language only.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="A table, or JSON."
)
def command(
    briefs: tuple[str, ...], audiences: tuple[str, ...], languages: tuple[str, ...], form: str
) -> int:
    """List the editions of the workspace: brief, audience, language, pages, file and state.

    An edition is `missing` without a PDF in out/; `stale` where a file that it could have read
    is newer than its PDF (what stands beside its brief, the workspace's settings, templates, styles);
    `current` otherwise. Times of files decide: what was deleted is not seen.

    \b
    Examples:
      brief list
      brief list venezuela-russia --format json
    """
    from briefing.build.plan import Selection, open_workspace, plan
    from briefing.build.state import listed
    from briefing.errors import Exit
    from briefing.stages import Job, Outcome
    from briefing.workspace import OUTPUT_FOLDER

    files = open_workspace(Path.cwd())
    planned = plan(files, Selection(briefs, audiences, languages))
    errors = [one.error for one in planned if isinstance(one, Outcome) and one.error]
    for error in errors:
        console.show_findings(error.findings)
    jobs = [one for one in planned if isinstance(one, Job)]
    console.show_editions(list(listed(jobs, files, files.root / OUTPUT_FOLDER)), as_json=form == "json")
    return min((error.exit_code for error in errors), default=Exit.BUILT)
