"""`brief list`: the editions of a workspace, and whether their files are up to date."""

from __future__ import annotations

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName
from briefing.cli.options import (
    audience_option,
    language_option,
    open_here,
    set_option,
    shipped_only,
)


@click.command("list", short_help="List the editions: up to date, outdated or missing.")
@click.argument("briefs", nargs=-1, type=BriefName(), metavar="[BRIEF]...")
@audience_option("List editions for this audience only.")
@language_option("List editions in this language only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@set_option
@shipped_only
def command(
    briefs: tuple[str, ...],
    audiences: tuple[str, ...],
    languages: tuple[str, ...],
    form: str,
    values: tuple[str, ...],
    is_shipped_only: bool,
) -> int:
    """List the editions of the workspace: brief, audience, language, pages, file and state.

    The state is `missing` if there is no PDF in out/, `outdated` if the PDF or something that it was made from has
    changed since the build (the last column says what), and else `up to date`.

    \b
    Examples:
      brief list
      brief list venezuela-russia --format json
    """
    from briefing.core.errors import Exit
    from briefing.core.finding import sorted_findings
    from briefing.files.workspace import OUTPUT_FOLDER
    from briefing.incremental.build_log import BuildLog
    from briefing.incremental.list import list_editions
    from briefing.pipeline.plan import Selection, plan

    files = open_here(is_shipped_only=is_shipped_only, values=values)
    selection = Selection(briefs, audiences, languages)
    with BuildLog(files, files.root / OUTPUT_FOLDER, selection.key) as log:
        planned = plan(files, selection, log)
    errors = [failure.error for failure in planned.failed]
    console.show_findings(sorted_findings(finding for error in errors for finding in error.findings))
    console.show_editions(list_editions(planned, log), as_json=form == "json")
    return min((error.exit_code for error in errors), default=Exit.BUILT)
