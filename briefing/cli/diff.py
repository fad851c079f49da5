"""`brief diff`: how two audiences' editions or two PDFs differ, or what has changed since a PDF was sent out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName
from briefing.cli.options import folder_here, language_option, open_here, out_option, shipped_only
from briefing.core.plurals import counted

if TYPE_CHECKING:
    from briefing.compare.audience_diff import Compared, Difference
    from briefing.compare.changed_pages import ComparedPages
    from briefing.compare.pdf_pair import ComparedPdfs
    from briefing.core.errors import BriefingError
    from briefing.files.workspace import Files
    from briefing.pipeline.plan import Selection

PDF_ENDING = ".pdf"
FATES = {"kept": "kept", "del": "removed", "ins": "inserted"}
"""The names of runs of words in JSON."""

CONTEXT = 4
"""The number of kept words that are shown before and after a change."""


@click.command(
    "diff", short_help="Show how two editions differ, or what has changed since a PDF was sent out."
)
@click.argument("first")
@click.argument("second")
@click.argument("briefs", nargs=-1, type=BriefName(), metavar="[BRIEF]...")
@click.option(
    "-a",
    "--audience",
    metavar="NAME",
    help="The audience of the PDF, if its file name does not say.",
)
@language_option("Compare in this language only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@click.option("-v", "--verbose", is_flag=True, help="Also show the texts.")
@click.option("--pdf", "is_marked", is_flag=True, help="Also write a marked-up PDF: diff-….pdf.")
@click.option(
    "--contact-sheet",
    "sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.png",
    help="With two PDFs or two folders: also draw the pages that look different, before and after.",
)
@out_option("Write the PDF into this folder instead of out/.")
@shipped_only
def command(
    first: str,
    second: str,
    briefs: tuple[str, ...],
    audience: str | None,
    languages: tuple[str, ...],
    form: str,
    verbose: bool,
    is_marked: bool,
    sheet: Path | None,
    out: Path | None,
    is_shipped_only: bool,
) -> int:
    """Show how two editions differ, or what has changed since a PDF was sent out.

    FIRST and SECOND are audiences. The output lists the parts that are dropped, added or moved and, in the parts that
    both editions have, the texts that are dropped, added or reworded; each with the line of the audience or of the
    brief that causes the difference.

    If both are PDFs that were sent out, the output lists the removed words [-like this-] and the inserted ones
    {+like this+}, by page and section; no workspace is needed. With --pdf, a copy of SECOND has them as annotations.
    PDFs from other programs are compared by the text of their pages.

    If both are folders, PDFs of the same name are compared by how their pages look: the output lists the editions that
    are new, removed or changed, with the pages. With --contact-sheet, one picture shows these pages before and after.

    If only FIRST is a PDF that was sent out, SECOND is a brief. The PDF is compared with the edition that would be
    built today: by the manuscript inside the PDF or, if it has none, by the texts of its tags. The output says which.

    \b
    Examples:
      brief diff policymaker public
      brief diff minister press leap-second --format json
      brief diff policymaker public venezuela-russia --pdf
      brief diff ~/sent/march.pdf venezuela-russia -a public
      brief diff ~/sent/march.pdf ~/sent/april.pdf --pdf
      brief diff ~/sent/march out --contact-sheet changed.png
    """
    if diff := _diff_of_files(first, second, is_drawn=sheet is not None):
        if briefs or audience or languages:
            raise click.UsageError("PDFs are compared as they are: without a brief, -a and -l")
        return diff(Path(first), Path(second), out, form=form, is_marked=is_marked, sheet=sheet)
    if sheet:
        raise click.UsageError("a contact sheet is for two PDFs, or for two folders of PDFs")
    files = open_here(is_shipped_only=is_shipped_only)
    compared, error = _compared_editions(files, first, second, briefs, audience, languages)
    if form == "json":
        console.show_json([_row(pair) for pair in compared])
    else:
        for line in (line for pair in compared for line in _lines(pair, verbose=verbose)):
            console.say(line)
    if is_marked:
        _write_marked(compared, files, out)
    if error:
        raise error
    return 0


def _compared_editions(
    files: Files,
    first: str,
    second: str,
    briefs: tuple[str, ...],
    audience: str | None,
    languages: tuple[str, ...],
) -> tuple[list[Compared], BriefingError | None]:
    """Return the comparisons of two audiences, or of a PDF that was sent out with a brief, and the error at the end."""
    from briefing.compare.audience_diff import compare
    from briefing.pipeline.plan import Selection

    if first.lower().endswith(PDF_ENDING):
        if briefs:
            raise click.UsageError(f"a PDF is compared with one brief only: '{second}' or '{briefs[0]}'?")
        audiences = (audience,) if audience else ()
        brief = BriefName().convert(second, None, None)
        return [_since(files, Path(first), Selection((brief,), audiences, languages))], None
    if audience:
        raise click.UsageError("-a is only for comparing a PDF; name two audiences without it")
    return _until_error(compare(files, Selection(briefs, (first, second), languages)))


def _diff_of_files(*names: str, is_drawn: bool) -> Callable[..., int] | None:
    """Return the function that compares two PDFs, or two folders of which one has PDFs; None for other names.

    An audience may have the name of a folder, but its pages are not drawn.
    """
    if all(name.lower().endswith(PDF_ENDING) for name in names):
        return _diff_pdfs
    folders = [Path(name) for name in names]
    if not all(one.is_dir() for one in folders):
        return None
    has_pdfs = any(any(one.glob(f"*{PDF_ENDING}")) for one in folders)
    return _diff_folders if has_pdfs or is_drawn else None


def _diff_folders(
    old: Path, new: Path, out: Path | None, *, form: str, is_marked: bool, sheet: Path | None
) -> int:
    """Print the PDFs of two folders that look different, with their pages, and draw these on a contact sheet."""
    from briefing.compare.changed_pages import compare_folders

    if is_marked:
        raise click.UsageError("--pdf marks one PDF: name two files")
    compared = list(compare_folders(old, new, is_drawn=sheet is not None))
    if form == "json":
        console.show_json([_pages_row(one) for one in compared])
    else:
        for line in _pages_lines(compared):
            console.say(line)
    if sheet:
        _write_sheet(compared, sheet)
    return 0


def _pages_row(one: ComparedPages) -> dict[str, object]:
    before, after = one.counts
    return {
        "file": one.name,
        "kind": one.fate,
        "old_pages": before if one.fate != "same" else None,
        "pages": after if one.fate != "same" else None,
        "changed": [{"old_page": page.before, "page": page.after} for page in one.pages],
    }


def _pages_lines(compared: list[ComparedPages]) -> Iterator[str]:
    """Return the lines that list the PDFs that look different, with their pages."""
    for one in compared:
        if one.fate == "changed":
            pages = ", ".join(page.name for page in one.pages)
        else:
            pages = counted(max(one.counts), "page")
        if one.fate != "same":
            yield f"{one.fate:<8}  {console.printable(one.name)}: {pages}"
    same = sum(one.fate == "same" for one in compared)
    yield f"{counted(len(compared) - same, 'PDF')} changed, {same} the same"


def _write_sheet(compared: list[ComparedPages], path: Path) -> None:
    """Write the contact sheet, and say where it is; without a changed page, none is written."""
    from briefing.compare.changed_pages import contact_sheet_of
    from briefing.files.atomic_writing import prepare_folder, write_whole

    content, left_out = contact_sheet_of(compared)
    if not content:
        console.say("no page looks different: no contact sheet was written", to_stderr=True)
        return
    prepare_folder(path.absolute().parent)
    write_whole(path.absolute(), content)
    more = f", without {counted(left_out, 'page')} for which it has no room" if left_out else ""
    console.say(f"wrote {console.shown(path.absolute())}{more}", to_stderr=True)


def _diff_pdfs(
    old: Path, new: Path, out: Path | None, *, form: str, is_marked: bool, sheet: Path | None
) -> int:
    """Print the differences between two PDFs, and write a marked copy of the newer one."""
    from briefing.compare.pdf_pair import compare_pdfs, mark_changes
    from briefing.files.workspace import OUTPUT_FOLDER

    compared = compare_pdfs(old, new)
    if form == "json":
        console.show_json([_pdf_row(compared)])
    else:
        for line in _pdf_lines(compared):
            console.say(line)
    if is_marked:
        content = mark_changes(compared, new)
        _write(out or folder_here() / OUTPUT_FOLDER, f"diff-{old.stem}-{new.stem}", content)
    if sheet:
        from briefing.compare.changed_pages import compare_pages

        _write_sheet([compare_pages(old, new, new.name, is_drawn=True)], sheet)
    return 0


def _pdf_row(compared: ComparedPdfs) -> dict[str, object]:
    return {
        "first": compared.first,
        "second": compared.second,
        "compared": compared.basis,
        "same": compared.same_count,
        "removed_words": compared.count("del"),
        "inserted_words": compared.count("ins"),
        "differences": [
            {
                "kind": one.kind,
                "page": None if one.kind == "dropped" else one.page,
                "old_page": one.old_page,
                "section": one.section or None,
                "before": one.before or None,
                "after": one.after or None,
                "runs": [{"fate": FATES[run.fate], "words": run.words} for run in one.runs],
            }
            for one in compared.changes
        ],
    }


def _pdf_lines(compared: ComparedPdfs) -> Iterator[str]:
    """Return the lines that show how two PDFs differ: each text with its page, its section and its changed words."""
    yield f"{compared.first} → {compared.second}"
    yield f"  compared: {compared.basis}"
    for one in compared.changes:
        page = f"page {one.page}" if one.kind != "dropped" else f"page {one.page} of {compared.first}"
        section = f", {one.section}" if one.section not in ("", one.before, one.after) else ""
        yield f"  {one.kind:<8}  {console.printable(f'{page}{section}')}"
        words = " ".join(_marked(run.fate, run.words) for run in one.runs) or one.after
        yield f"            {console.printable(words)}"
    removed, inserted = (counted(compared.count(fate), "word") for fate in ("del", "ins"))
    yield f"  {removed} removed, {inserted} inserted; {counted(compared.same_count, 'text')} the same"


def _marked(fate: str, words: str) -> str:
    """Return a run of words as `git diff --word-diff` shows it; of kept words, only those next to a change."""
    if fate == "del":
        return f"[-{words}-]"
    if fate == "ins":
        return f"{{+{words}+}}"
    near = words.split()
    return words if len(near) <= 2 * CONTEXT else " ".join((*near[:CONTEXT], "…", *near[-CONTEXT:]))


def _until_error(pairs: Iterator[Compared]) -> tuple[list[Compared], BriefingError | None]:
    """Return the comparisons, and the error of the editions that cannot be compared."""
    from briefing.core.errors import BriefingError

    compared: list[Compared] = []
    try:
        for pair in pairs:
            compared.append(pair)
    except BriefingError as error:
        return compared, error
    return compared, None


def _since(files: Files, path: Path, selection: Selection) -> Compared:
    from briefing.compare.pdf_diff import compare_since
    from briefing.execution.bounds import Bounds
    from briefing.execution.pool import Workers, execute_in_workers
    from briefing.files.temporary_files import temporary_files_in

    with Workers(files, 1, Bounds()) as workers, temporary_files_in(workers.folder):
        return compare_since(files, path, selection, workers.execute, partial(execute_in_workers, files))


def _write_marked(compared: list[Compared], files: Files, out: Path | None) -> None:
    from briefing.compare.redline import redline_name, redline_task
    from briefing.execution.pool import execute_in_workers
    from briefing.files.workspace import OUTPUT_FOLDER
    from briefing.pipeline.formats import PDF

    for pair in compared:
        ((_, result),) = execute_in_workers(files, redline_task(pair))([pair.edition.job])
        if result.error:
            raise result.error
        console.show_findings(result.report.findings)
        _write(out or files.root / OUTPUT_FOLDER, redline_name(pair), result.files[PDF])


def _write(folder: Path, name: str, content: bytes) -> None:
    """Write a marked copy, and say where it is."""
    from briefing.files.atomic_writing import prepare_folder, write_whole

    prepare_folder(folder)
    path = folder / f"{name}{PDF_ENDING}"
    write_whole(path, content)
    console.say(f"wrote {console.shown(Path(os.path.abspath(path)))}", to_stderr=True)  # noqa: PTH100


def _row(pair: Compared) -> dict[str, object]:
    return {
        "brief": pair.brief,
        "language": pair.language,
        "first": pair.first,
        "second": pair.second,
        "compared": pair.basis,
        "same": pair.same_count,
        "differences": [_difference_row(one) for one in pair.differences],
    }


def _difference_row(one: Difference) -> dict[str, object]:
    return {
        "kind": one.kind,
        "name": one.name,
        "why": one.why,
        "rule": str(one.rule) if one.rule else None,
        "where": str(one.where) if one.where else None,
        "before": one.before or None,
        "after": one.after or None,
    }


def _lines(pair: Compared, *, verbose: bool) -> Iterator[str]:
    """Return the lines that show a comparison: each difference, its reason, and the line that decides."""
    yield f"{pair.brief} ({pair.language}): {pair.first} → {pair.second}"
    yield f"  compared: {pair.basis}"
    for one in pair.differences:
        yield f"  {one.kind:<8}  {one.name}: {console.printable(one.why)}"
        places = [*([str(one.where)] if one.where else []), *([f"by {one.rule}"] if one.rule else [])]
        if places:
            yield f"            {'  '.join(places)}"
        for mark, words in (("-", one.before), ("+", one.after)) if verbose else ():
            if words:
                yield f"          {mark} {console.printable(' '.join(words.split()))}"
    yield f"  {counted(pair.same_count, 'text')} the same"
