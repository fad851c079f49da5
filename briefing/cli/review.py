"""`brief review`: the comments and changes of reviewers, at the lines of the brief."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.options import open_here, shipped_only

if TYPE_CHECKING:
    from briefing.review.review import LocatedNote


@click.command("review", short_help="List the comments and changes of reviewers, and make the changes.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--apply", "is_applied", is_flag=True, help="Make the changes in the files of the brief, one by one."
)
@click.option("-y", "--yes", "takes_all", is_flag=True, help="With --apply: make all of them without asking.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Output format: text, or one for other programs.",
)
@shipped_only
def command(
    paths: tuple[Path, ...], is_applied: bool, takes_all: bool, form: str, is_shipped_only: bool
) -> int:
    """List the comments and changes that reviewers return, and make the changes.

    FILE is a Word document from `brief export` with comments and tracked changes, or a PDF with annotations: notes,
    highlights, struck-out words, insertions. The notes of all files are listed at the file and line of the text
    that they are about, with author and date.

    --apply shows each change and asks; it changes the words in the YAML and leaves every other byte as it is. It skips
    conflicting changes of the same words (BR821) and changes to what is not typed in the text, such as the value of a
    fact or a citation (BR822), and exits with 1 if there are any.

    \b
    Examples:
      brief review heat-policymaker-en.docx
      brief review ann.docx ben.docx heat-policymaker-en.pdf --format json
      brief review ann.docx ben.docx --apply
    """
    from briefing.core.errors import Exit
    from briefing.review.returned.reading_process import read_returned
    from briefing.review.review import apply_changes, review

    if takes_all and not is_applied:
        raise click.UsageError("--yes is for --apply")
    if is_applied and form != "text":
        raise click.UsageError("--apply is for --format text")
    files = open_here(is_shipped_only=is_shipped_only)
    names = _names(paths)
    reviewed = review(files, {names[path]: read_returned(path, names[path]) for path in paths})
    console.show_notes(reviewed, form, is_listed=not is_applied)
    if not is_applied:
        return Exit.BUILT

    def is_wanted(located: LocatedNote) -> bool:
        console.show_note(located)
        return takes_all or click.confirm("  Make this change?", default=True)

    applied = apply_changes(files, reviewed, is_wanted)
    console.show_applied(applied)
    left = [one for one in reviewed.findings if one.code in ("BR821", "BR822")]
    return Exit.CONTENT if left or applied.refused else Exit.BUILT


def _names(paths: tuple[Path, ...]) -> dict[Path, str]:
    """Return the names to show: those of the files, or whole paths if two files have the same name."""
    names = [path.name for path in paths]
    return {path: path.name if names.count(path.name) == 1 else str(path) for path in paths}
