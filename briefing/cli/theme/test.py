"""`brief theme test`: a theme on worst-case content."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.options import folder_here, jobs_option, out_option, strict_option, timeout_option
from briefing.cli.progress import Progress
from briefing.core.plurals import counted

if TYPE_CHECKING:
    from briefing.theme_tests.testing import ThemeTest


def _shown(file: str, test: ThemeTest) -> str:
    """Return the name of a file, relative to the current folder if it lies inside it."""
    from briefing.theme_tests.testing import BRIEF_COPIES

    name = test.shown_name(file)
    return console.shown(test.folder / name if name in BRIEF_COPIES.values() else Path(name))


@click.command("test", short_help="Test a theme on worst-case content, with a report of every page.")
@click.argument("name", required=False, metavar="[NAME]")
@click.option(
    "-b",
    "--brief",
    "briefs",
    multiple=True,
    metavar="BRIEF",
    help="Build this test brief only: everything, parts, long, short, bare, tables, arabic …",
)
@click.option(
    "--baseline", "is_kept", is_flag=True, help="Keep the pages, so that later tests show what has changed."
)
@out_option("Write into this folder instead of out/.")
@jobs_option()
@timeout_option(300)
@strict_option
def command(
    name: str | None,
    briefs: tuple[str, ...],
    is_kept: bool,
    out: Path | None,
    jobs: int | None,
    timeout: float,
    strict: bool,
) -> int:
    """Test a theme on worst-case content, and write a report with every page.

    The test briefs have every part and kind of block, titles of one word and of thirty, twelve key points or none, a
    table of several pages and one of twelve columns, and filler in six languages. They are built for every audience,
    in large print, in greyscale, for a press, and on every paper that there is.

    NAME is a shipped or installed theme, or a folder. Without NAME, the look of the workspace is tested: its theme with
    the values of its options, and its own templates and styles.

    The report is out/theme-test/NAME/index.html: the pages, what was found on them, and their times. Findings about the
    length of the texts are left out. With --baseline, the pages are kept in out/theme-test/NAME-baseline/; later tests
    show what has changed since, in pixels and in words.

    An error gives the exit code that a build would give. Warnings exit with 0, or with 1 if --strict is given.

    \b
    Examples:
      brief theme test
      brief theme test ./themes/house --baseline
      brief theme test -b long -b tables
    """
    from briefing.core.errors import Exit
    from briefing.core.finding import Finding
    from briefing.execution.bounds import Bounds
    from briefing.files.workspace import OUTPUT_FOLDER
    from briefing.results import Outcome
    from briefing.theme_tests.testing import INDEX, opened_theme, run_test, start_test

    root = folder_here()
    folder = (root / OUTPUT_FOLDER if out is None else out).absolute()
    with opened_theme(root, name) as theme:
        test = start_test(theme, folder, briefs)
        console.show_places_in(lambda file: _shown(file, test))
        console.say(
            f"testing the theme {theme.name} {theme.version}: {counted(len(test.jobs), 'edition')}",
            to_stderr=True,
        )
        width = max((len(console.shown(test.folder / f"{job.name}.pdf")) for job in test.jobs), default=0)
        printed: set[Finding] = set()
        with Progress(len(test.jobs)) as progress:

            def done(outcome: Outcome) -> None:
                console.show_outcome(outcome, width, printed)
                progress.advance()

            run_test(test, jobs or os.cpu_count() or 1, Bounds(timeout), is_kept=is_kept, done=done)
    for case in test.moved:
        console.say(f"{case.name}: changed since the baseline", to_stderr=True)
        for sentence in case.summary:
            console.say(f"  {console.printable(sentence)}", to_stderr=True)
    pages = sum(len(case.pictures) for case in test.cases.values())
    console.say(f"{counted(len(test.cases), 'edition')}, {counted(pages, 'page')}")
    console.say(f"report: {console.shown(test.folder / INDEX)}")
    if strict and test.findings and test.exit_code is Exit.BUILT:
        return Exit.CONTENT
    return test.exit_code
