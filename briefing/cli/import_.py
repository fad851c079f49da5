"""`brief import`: a brief from a document of a word processor, or the texts of a translator."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName
from briefing.cli.options import folder_here, open_here
from briefing.cli.translation_files import ENDINGS
from briefing.core.plurals import counted

if TYPE_CHECKING:
    from briefing.files.workspace import Files
    from briefing.importing.import_ import Imported


@click.command("import", short_help="Make a brief from a document, or take translations back.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--slug", metavar="SLUG", help="Name of the folder and the PDFs (default: made from the title)."
)
@click.option(
    "-l",
    "--lang",
    "language",
    metavar="LANG",
    help="The language of the document (default: from its headings).",
)
@click.option(
    "--into", metavar="BRIEF", help="Update the texts and tables of this brief; the changes are shown first."
)
@click.option("--yes", is_flag=True, help="With --into: make the changes without asking.")
@click.option("--dry-run", is_flag=True, help="Print the brief or the changes, and write nothing.")
@click.option(
    "-b",
    "--brief",
    type=BriefName(),
    metavar="BRIEF",
    help="The brief of translations, if FILE does not say it.",
)
def command(
    file: Path,
    slug: str | None,
    language: str | None,
    into: str | None,
    yes: bool,
    dry_run: bool,
    brief: str | None,
) -> int:
    """Make content/<slug>/brief.yaml from FILE, a .docx, .md or .html document; or take back .xliff or .po files.

    Headings become sections; key points, summary, recommendations, outlook and sources are recognised by their
    headings in all languages of the workspace. Tables are written as CSV, pictures into figures/, comments as
    comments. References, and citations of Zotero, Mendeley, EndNote and Word, become sources.

    Nothing is invented: where the document lacks something, the brief has an instruction and a TODO. The words of
    the document and of the brief are compared, and every difference is listed. No existing file is overwritten.

    With --into, the texts and tables of a brief that has been imported before are compared with those of a newer
    document, section by section and cell by cell. The changes are shown, and made only after you confirm; every other
    byte of the files stays the same.

    The texts of a translator are written into the file of the translation: only new and changed ones, and none in
    which a fact, a citation or another placeholder is missing, doubled or changed.

    \b
    Examples:
      brief import draft.docx
      brief import draft.docx --slug shade --lang es
      brief import notes.md --dry-run
      brief import draft-2.docx --into shade
      brief import returned-es.xliff
    """
    if file.suffix.lower() in ENDINGS:
        if slug or language or into or yes or dry_run:
            raise click.UsageError("translations take no option but --brief")
        from briefing.cli.translation_files import import_texts

        return import_texts(open_here(is_shipped_only=False), file, brief)
    if brief:
        raise click.UsageError("--brief is for translations; a document takes --slug or --into")
    from briefing.files.workspace import Files
    from briefing.importing.import_ import import_document, write_imported

    files = Files(folder_here())
    if slug and into:
        raise click.UsageError("give either --slug or --into")
    imported = import_document(files, file, slug=slug or into, language=language, is_update=bool(into))
    if into:
        return _update(files, into, imported, is_yes=yes, is_dry=dry_run)
    if dry_run:
        first = next(iter(imported.texts.values()))
        console.say(first.decode() if isinstance(first, bytes) else first)
    else:
        write_imported(files, imported)
    console.show_findings(imported.findings)
    if not dry_run:
        console.show_written(files.root, imported.written)
    _show_summary(imported)
    if not dry_run:
        console.say(f"next: fill in the lines marked TODO, then: brief build {imported.slug}")
    return 1 if imported.has_errors else 0


def _update(files: Files, slug: str, imported: Imported, *, is_yes: bool, is_dry: bool) -> int:
    """Show the changes to a brief, and make them if the user agrees."""
    from briefing.importing.update import apply_update, compare_with, shown_lines

    update = compare_with(files, slug, imported)
    console.show_findings(update.findings)
    for change in update.changes:
        for line in shown_lines(change):
            console.say(console.printable(line))
    for table in update.tables:
        for line in table.shown_lines():
            console.say(console.printable(line))
    for name in update.only_in_brief:
        console.say(f"{name}: only in the brief; it stays")
    change_count = len(update.changes) + len(update.tables)
    same = [counted(update.same_count, "text")]
    same += [counted(update.same_table_count, "table")] if update.same_table_count else []
    console.say(f"{counted(change_count, 'change')}, {' and '.join(same)} the same")
    if is_dry or not change_count:
        return 0
    if not is_yes and not click.confirm(f"Change {', '.join(update.files)}?"):
        console.say("nothing was changed")
        return 0
    console.show_findings(apply_update(files, slug, update))
    for name in update.files:
        console.say(f"changed {name}")
    return 0


def _show_summary(imported: Imported) -> None:
    """Print the headings that were recognised, and the number of sections, sources and comments."""
    made = imported.made
    for heading, part in made.recognised.items():
        console.say(f"“{heading}” is `{part}`")
    numbers = {"section": made.size_of("sections"), "source": made.size_of("sources"), **made.counts}
    console.say(f"imported {', '.join(counted(number, noun) for noun, number in numbers.items())}")
