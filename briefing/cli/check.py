"""`brief check`: every finding, without building."""

from __future__ import annotations

import os
from datetime import datetime

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName
from briefing.cli.options import open_here, shipped_only


@click.command("check", short_help="Check the briefs by every rule, without building them.")
@click.argument("briefs", nargs=-1, type=BriefName(), metavar="[BRIEF]...")
@click.option(
    "-a",
    "--audience",
    "audiences",
    multiple=True,
    metavar="NAME",
    help="Check this audience's editions only.",
)
@click.option("-l", "--lang", "languages", multiple=True, metavar="LANG", help="Check this language only.")
@click.option(
    "--built",
    is_flag=True,
    help="Lay the editions out as well, and check their pages and PDFs; nothing is written.",
)
@click.option(
    "--select", multiple=True, metavar="CODE", help="Tell these findings only: BR011, or BR0 for a group."
)
@click.option("--ignore", multiple=True, metavar="CODE", help="Do not tell these findings.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="Words, or what another program reads.",
)
@click.option("--strict", is_flag=True, help="Leave with 1 where there are warnings alone.")
@click.option("--accepted", is_flag=True, help="Show what is accepted as well.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Judge days as on this day: 2026-11-24.",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(1), metavar="N", help="With --built, lay out so many at a time."
)
@shipped_only
def command(
    briefs: tuple[str, ...],
    audiences: tuple[str, ...],
    languages: tuple[str, ...],
    built: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    strict: bool,
    accepted: bool,
    today: datetime | None,
    jobs: int | None,
    is_shipped_only: bool,
) -> int:
    """Check the briefs by every rule, without building them.

    A brief is checked with all of its languages and editions: what one text says against another, what it rests
    on, what has grown old, what one edition does not explain. Findings are sorted by place.
    `brief rule CODE` explains one; `accept` in the content lets a warning stand (see `brief rule BR071`).
    Without --built, what only pages can show is not asked: their number, their room, their characters.
    An error leaves with the exit code of a build; warnings leave with 0, or with 1 where --strict is given.

    \b
    Examples:
      brief check
      brief check venezuela-russia --built --strict
      brief check --select BR0 --ignore BR041 --format sarif > findings.sarif
    """
    from briefing.core.clock import this_day
    from briefing.core.errors import Exit
    from briefing.execution.bounds import Bounds
    from briefing.execution.pool import Workers
    from briefing.pipeline.plan import Selection
    from briefing.review.check import beginnings, check, chosen

    select, ignore = beginnings(select), beginnings(ignore)
    files = open_here(is_shipped_only=is_shipped_only)
    selection = Selection(briefs, audiences, languages)
    day = today.date() if today else this_day()
    if built:
        with Workers(files, jobs or os.cpu_count() or 1, Bounds()) as workers:
            checked = check(files, selection, day, workers.execute)
    else:
        checked = check(files, selection, day)
    findings = chosen(checked.findings, select, ignore)
    console.show_report(findings, form)
    if form == "text":
        stand = chosen(checked.accepted, select, ignore)
        console.show_checked(checked, findings, stand, show_accepted=accepted)
    code = checked.exit_code if any(finding.severity == "error" for finding in findings) else Exit.BUILT
    return Exit.CONTENT if strict and findings and code is Exit.BUILT else code
