"""`brief explain`: where a value comes from and which settings it overrides."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName
from briefing.cli.options import audience_option, language_option, selected_modifiers, set_option

if TYPE_CHECKING:
    from briefing.explain.explanation import Assignment, Explanation, Override, Reason
    from briefing.files.workspace import Files
    from briefing.pipeline.task import Executor, Task
    from briefing.stages import Edition

VALUE_LENGTH = 200
"""In characters: a longer value is cut in the text output, not in JSON."""


@click.command(
    "explain",
    short_help="Show where a value comes from and which settings it overrides.",
    context_settings={"ignore_unknown_options": True},  # a CSS variable looks like an option: --accent
)
@click.argument("key")
@audience_option("Explain for this audience only.")
@language_option("Explain in this language.")
@click.option(
    "-b",
    "--brief",
    "briefs",
    multiple=True,
    type=BriefName(),
    metavar="BRIEF",
    help="Explain for this brief only.",
)
@click.option("--large-print", is_flag=True, help="Explain the large-print editions.")
@click.option("--mono", is_flag=True, help="Explain the greyscale editions.")
@click.option("--press", is_flag=True, help="Explain the editions for a printing press.")
@click.option("--paper", metavar="NAME", help="Explain the editions on this paper.")
@set_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@click.option("--json", "as_json", is_flag=True, help="Same as --format json.")
def command(
    key: str,
    audiences: tuple[str, ...],
    languages: tuple[str, ...],
    briefs: tuple[str, ...],
    large_print: bool,
    mono: bool,
    press: bool,
    paper: str | None,
    values: tuple[str, ...],
    form: str,
    as_json: bool,
) -> int:
    """Show where a value comes from and which settings it overrides.

    For each edition, the output shows the value of KEY, the line that sets it, and the lines that it overrides.

    \b
    KEY is one of these:
      a value of a brief, written as in findings: title, key_points.1, sections[2].text, es.outlook
      the same by an id, which sections, blocks, facts and sources have: origins.title
      a property of an audience: register, parts, pages, budgets.key-points.words
      a setting of the workspace: citation_style, publisher.name, workspace.licence
      a label: labels.outlook
      a part, with its template and stylesheet: parts/outlook
      a CSS variable: --accent
      a CSS selector, for the declarations that apply to its elements: .key-points, h1, '.key-points li'
      a modifier, a paper or a fit step: modifiers/mono, papers/letter, fit/spacing

    Items of lists are counted from 1. Of a value and an element of the same name, the value is shown: `title` is the
    title of the brief, `html title` the element. Without -l, the editions in the original language are shown.

    \b
    Examples:
      brief explain bottom_line -a minister
      brief explain key_points.2 -l es
      brief explain parts/outlook -a press
      brief explain --text-size -a public
      brief explain '.key-points li' -a press
    """
    from dataclasses import replace

    from briefing.core.errors import Exit
    from briefing.explain.explain import explain
    from briefing.pipeline.plan import Selection, open_workspace

    modifiers = selected_modifiers(large_print=large_print, mono=mono, press=press)
    selection = Selection(briefs, audiences, languages, modifiers, paper)
    files = replace(open_workspace(Path.cwd()), set_values=values)
    explained, errors = explain(files, key, selection, partial(_execute, files))
    for error in errors:
        console.show_findings(error.findings)
    if as_json or form == "json":
        console.show_json([_row(one) for one in explained])
    else:
        for line in (*(line for one in explained for line in _lines(one)), *_override_lines(explained)):
            console.say(line)
    return min((error.exit_code for error in errors), default=Exit.BUILT)


def _execute(files: Files, task: Task) -> Executor:
    """Return an executor for a task, with a worker process for each CPU core."""
    from briefing.execution.pool import execute_in_workers

    return execute_in_workers(files, task, os.cpu_count() or 1)


def _lines(explained: Explanation) -> Iterator[str]:
    yield f"{explained.key} ({_shown_editions(explained.editions)})"
    wins = explained.wins
    is_set = wins or explained.over or explained.reasons
    yield f"  {_cut(wins.value) if wins else 'not in these editions' if is_set else 'not set'}"
    if wins:
        yield f"    from  {_place(wins)}{wins.by}"
    for reason in explained.reasons:
        yield f"    why   {_place(reason)}{console.printable(reason.why)}"
    for assignment in explained.over:
        yield f"    {'over' if wins else 'left'}  {_place(assignment)}{assignment.by}: {_cut(assignment.value)}"


def _override_lines(explained: Sequence[Explanation]) -> Iterator[str]:
    """Yield the rules that override shipped declarations, by file, and the paths of the files they are in."""
    rules: dict[str, dict[str, dict[str, None]]] = {}
    first_lines: dict[str, str] = {}
    for over in (one.override for one in explained if one.override):
        rules.setdefault(over.file, {}).setdefault(over.selector, {})[over.declaration] = None
        first_lines[over.file] = over.first_line
    if rules:
        yield "to override:"
    for file, selectors in rules.items():
        yield f"  in {file}{', which begins with ' + first_lines[file] if first_lines[file] else ''}"
        for selector, declarations in selectors.items():
            yield f"    {console.printable(selector)} {{ {' '.join(map(console.printable, declarations))} }}"
    lines = [line for one in explained for line in (one.wins, *one.over, *one.reasons) if line]
    if paths := {line.path: line.where.file for line in lines if line.where and line.path}:
        yield "files outside the workspace:"
        yield from (
            f"  {name}  {console.printable(path)}" for path, name in sorted(paths.items(), key=_by_name)
        )


def _by_name(named: tuple[str, str]) -> tuple[str, str]:
    path, name = named
    return name, path


def _place(line: Assignment | Reason) -> str:
    return f"{line.where}  " if line.where else ""


def _cut(value: str) -> str:
    line = console.printable(" ".join(value.split()))
    return line if len(line) <= VALUE_LENGTH else f"{line[:VALUE_LENGTH].rsplit(' ', 1)[0]} …"


def _shown_editions(editions: Sequence[Edition]) -> str:
    """Return a short list of editions: briefs, languages and audiences, if these are all of their combinations."""
    briefs, languages, audiences = (
        list(dict.fromkeys(getattr(edition, name) for edition in editions))
        for name in ("brief", "language", "audience")
    )
    if len(briefs) * len(languages) * len(audiences) != len(editions):
        return ", ".join(str(edition) for edition in editions)
    return "; ".join(", ".join(names) for names in (briefs, languages, audiences))


def _row(explained: Explanation) -> dict[str, object]:
    return {
        "key": explained.key,
        "editions": [str(edition) for edition in explained.editions],
        "value": explained.wins.value if explained.wins else None,
        "wins": _assignment_row(explained.wins) if explained.wins else None,
        "over": [_assignment_row(assignment) for assignment in explained.over],
        "reasons": [
            {"why": reason.why, "where": str(reason.where) if reason.where else None}
            for reason in explained.reasons
        ],
        **({"override": _override_row(explained.override)} if explained.override else {}),
    }


def _override_row(override: Override) -> dict[str, object]:
    return {
        "file": override.file,
        "rule": override.rule,
        **({"first_line": override.first_line} if override.first_line else {}),
    }


def _assignment_row(assignment: Assignment) -> dict[str, object]:
    return {
        "by": assignment.by,
        "value": assignment.value,
        "where": str(assignment.where) if assignment.where else None,
        **({"path": assignment.path} if assignment.path else {}),
    }
