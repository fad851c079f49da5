"""`brief diff`: what one audience gets and another does not, and why."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli import console


@click.command("diff", short_help="Tell how two audiences' editions differ, and by which line.")
@click.argument("first")
@click.argument("second")
@click.argument("briefs", nargs=-1, metavar="[BRIEF]...")
@click.option(
    "-l", "--lang", "languages", multiple=True, metavar="LANG", help="Compare in this language only."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Words, or JSON.")
@click.option("-v", "--verbose", is_flag=True, help="Show the wordings as well.")
def command(
    first: str, second: str, briefs: tuple[str, ...], languages: tuple[str, ...], form: str, verbose: bool
) -> int:
    """Tell how the edition of one audience differs from another's: FIRST and SECOND are audiences.

    Told are the parts that are dropped, added or moved, and of the parts that both have the texts that are left
    out, put in or worded otherwise; each with the line of the audience or of the brief that decides so.

    \b
    Examples:
      brief diff policymaker public
      brief diff minister press leap-second --format json
    """
    from briefing.build.differences import compare
    from briefing.build.plan import Selection, open_workspace

    selection = Selection(briefs, (first, second), languages)
    console.show_differences(compare(open_workspace(Path.cwd()), selection), form, verbose=verbose)
    return 0
