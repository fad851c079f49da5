"""`brief check`: all findings, without a build."""

from __future__ import annotations

import os
from datetime import datetime

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName
from briefing.cli.options import (
    audience_option,
    day_of,
    jobs_option,
    language_option,
    open_here,
    paper_option,
    set_option,
    shipped_only,
    strict_option,
    today_option,
)


@click.command("check", short_help="Check the briefs against every rule, without building them.")
@click.argument("briefs", nargs=-1, type=BriefName(), metavar="[BRIEF]...")
@audience_option("Check the editions for this audience only.")
@language_option("Check this language only.")
@paper_option
@click.option(
    "--built",
    is_flag=True,
    help="Also lay out the editions and check their pages and PDFs; nothing is written.",
)
@click.option(
    "--since",
    metavar="REV",
    help="Check only the briefs that changes since this git revision touch: main, HEAD~1, a tag.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    help="Report only these findings: BR011, uncited-claim, or BR0 for a whole group; separate several with commas.",
)
@click.option("--ignore", multiple=True, metavar="RULE", help="Do not report these findings.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="Output format: text, or one for other programs.",
)
@strict_option
@click.option("--accepted", is_flag=True, help="Also show accepted warnings.")
@today_option("Check dates as of this day, e.g. 2026-11-24.")
@jobs_option("With --built: number of editions to lay out in parallel (default: one per CPU core).")
@set_option
@shipped_only
def command(
    briefs: tuple[str, ...],
    audiences: tuple[str, ...],
    languages: tuple[str, ...],
    paper: str | None,
    built: bool,
    since: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    strict: bool,
    accepted: bool,
    today: datetime | None,
    jobs: int | None,
    values: tuple[str, ...],
    is_shipped_only: bool,
) -> int:
    """Check the briefs against every rule, without building them.

    A brief is checked together with all of its languages and editions: texts that contradict each other, statements
    without a source, dates that have passed, terms that an edition does not explain. Findings are sorted by place.
    `brief rule RULE` explains a finding; `accept` in the content accepts a warning (see `brief rule BR071`).

    With --since, only the briefs that changes touch are checked, each as a whole. The working tree is compared with the
    last commit that REV and HEAD have in common; uncommitted changes count.

    Without --built, nothing is laid out, and pages and PDFs are not checked.
    With errors, the exit code is the one that a build would have. With warnings only, it is 0, or 1 with --strict.

    \b
    Examples:
      brief check
      brief check venezuela-russia --built --strict
      brief check --since main --format github
      brief check --select BR0,missing-label --ignore unexplained-acronym --format sarif > findings.sarif
    """
    from briefing.core.errors import Exit, strict_exit_of
    from briefing.execution.bounds import Bounds
    from briefing.execution.pool import Workers
    from briefing.pipeline.plan import Selection
    from briefing.review.check import check, chosen, select_codes

    selected, ignored = select_codes(select), select_codes(ignore)
    files = open_here(is_shipped_only=is_shipped_only, values=values)
    selection = Selection(briefs, audiences, languages, paper=paper)
    day = day_of(today)
    if built:
        with Workers(files, jobs or os.cpu_count() or 1, Bounds()) as workers:
            checked = check(files, selection, day, workers.execute, since=since)
    else:
        checked = check(files, selection, day, since=since)
    findings = chosen(checked.findings, selected, ignored)
    console.show_report(findings, form, files.root)
    if form == "text":
        shown = chosen(checked.accepted, selected, ignored)
        console.show_checked(checked, findings, shown, show_accepted=accepted)
    code = checked.exit_code if any(finding.severity == "error" for finding in findings) else Exit.BUILT
    return strict_exit_of(code, findings) if strict else code
