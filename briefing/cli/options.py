"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.core.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from typing import Any

    from briefing.files.workspace import Files
    from briefing.stages import Modifier

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

shipped_only = click.option(
    "--shipped-only",
    "is_shipped_only",
    is_flag=True,
    help="Ignore templates/ and styles/ of the workspace, for content that you do not trust.",
)


def _check_values(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    for value in values:
        if not value.partition("=")[0].strip(". []") or "=" not in value:
            raise click.BadParameter(f"write KEY=VALUE, e.g. date=2026-12-01, not '{value}'")
    return values


set_option = click.option(
    "--set",
    "values",
    multiple=True,
    metavar="KEY=VALUE",
    callback=_check_values,
    help="Set a value of the briefs for this command: date=2026-12-01, facts.cost=12. No file is changed.",
)

strict_option = click.option("--strict", is_flag=True, help="Exit with 1 even if there are only warnings.")

paper_option = click.option(
    "--paper", metavar="NAME", help="Paper: a4, letter, a5, a4-landscape, or another one from styles/papers/."
)


def timeout_option(default: int = 60) -> Decorator:
    """Return the option that sets how long an edition may take, in seconds."""
    return click.option(
        "--timeout",
        type=click.FloatRange(1),
        default=default,
        show_default=True,
        metavar="SECONDS",
        help="Stop an edition that takes longer.",
    )


LEAST_MEMORY = 768
"""In MiB. An edition with charts needs 700; the chart renderer reserves most of that without using it."""

memory_option = click.option(
    "--memory",
    type=click.IntRange(LEAST_MEMORY),
    default=1536,
    show_default=True,
    metavar="MIB",
    help="Stop an edition that needs more memory.",
)

DAY, MINUTE = "%Y-%m-%d", "%Y-%m-%dT%H:%M"


def today_option(help: str, *formats: str) -> Decorator:
    """Return the option that sets the day of a command, with the help of that command."""
    return click.option("--today", type=click.DateTime(formats or (DAY,)), metavar="DATE", help=help)


def day_of(today: datetime | None) -> date:
    """Return the day against which dates are checked: the one that is given, or that of the clock."""
    from briefing.core.clock import this_day

    return today.date() if today else this_day()


def audience_option(help: str) -> Decorator:
    """Return the option that selects audiences, with the help of a command."""
    return click.option("-a", "--audience", "audiences", multiple=True, metavar="NAME", help=help)


def language_option(help: str) -> Decorator:
    """Return the option that selects languages, with the help of a command."""
    return click.option("-l", "--lang", "languages", multiple=True, metavar="LANG", help=help)


def out_option(help: str) -> Decorator:
    """Return the option that names the output folder, with the help of a command."""
    return click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), help=help)


def jobs_option(
    help: str = "Number of editions to build in parallel (default: one per CPU core).",
) -> Decorator:
    """Return the option with the number of processes, with the help of a command."""
    return click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help=help)


def selected_modifiers(*, large_print: bool, mono: bool, press: bool = False) -> tuple[Modifier, ...]:
    """Return the modifiers of the options that are set."""
    from briefing.stages import Modifier

    options = ((Modifier.LARGE_PRINT, large_print), (Modifier.MONO, mono), (Modifier.PRESS, press))
    return tuple(modifier for modifier, is_set in options if is_set)


def folder_here() -> Path:
    """Return the folder of the workspace around the current folder; the current folder if there is none."""
    from briefing.files.workspace import find_root

    return find_root(Path.cwd()) or Path.cwd()


def open_here(*, is_shipped_only: bool, values: tuple[str, ...] = ()) -> Files:
    """Open the workspace of the current folder, with values set, and report the number of ignored files."""
    from dataclasses import replace

    from briefing.files.layers import LAYERED, names_in
    from briefing.pipeline.plan import open_workspace

    files = replace(open_workspace(Path.cwd(), is_shipped_only=is_shipped_only), set_values=values)
    console.show_places_in(files.shown_name)
    if is_shipped_only and files.root != files.shipped:
        root = str(files.root)
        count = sum(len(names_in(root, f"{folder}/**/*")) for folder in LAYERED)
        if count:
            ignored = f"--shipped-only: ignored {counted(count, 'file')} in templates/ and styles/"
            console.say(ignored, to_stderr=True)
    return files
