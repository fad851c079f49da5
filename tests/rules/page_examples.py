"""Runs the examples of finding pages, each in its own small workspace, as its page says."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import chdir
from datetime import date
from pathlib import Path

from click.testing import CliRunner

from briefing.cli.command_group import group
from briefing.core.errors import BriefingError
from briefing.core.finding import Finding
from briefing.files.workspace import Files
from briefing.load.themes import open_files
from briefing.pipeline.edition import make_edition
from briefing.pipeline.plan import Selection, plan
from briefing.review.check import check
from briefing.rules.page_files import split_example
from briefing.rules.rule import ExampleKind
from briefing.typeset.layout import Typesetter
from tests.conftest import LEAST_BRIEF

BRIEF = "content/heat/brief.yaml"
LEAST_TRANSLATION = """\
title: Un hallazgo en pocas palabras
key_points:
  - El primer punto.
sections:
  - title: Un título afirma
    text: Un primer texto.
outlook: Así sigue.
"""
LEAST = {"": LEAST_BRIEF, "content/heat/brief.es.yaml": LEAST_TRANSLATION}
"""The files that an example completes; any other file is complete."""

TODAY = date(2026, 11, 29)
KEY = re.compile(r"^(\w+)\s*:", re.MULTILINE)
NEARLY_EMPTY = {"BR604", "BR605"}
"""Codes that are reported for the pages of any brief as short as these."""

GRAPHIC = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="90" height="30"/></svg>'


def write_example(example: str, root: Path) -> None:
    """Write the files of an example, each completed to a file that is valid except for what the example shows."""
    files = {BRIEF: LEAST_BRIEF, "content/heat/figures/map.svg": GRAPHIC}
    for name, text in split_example(example):
        files[name or BRIEF] = _completed(text, LEAST[name]) if name in LEAST else text
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _completed(piece: str, least: str) -> str:
    """Return a piece of a file, followed by the keys of the least file that the piece does not have."""
    given = set(KEY.findall(piece))
    blocks = re.split(r"(?m)^(?=\w)", least)
    return piece + "".join(block for block in blocks if block.partition(":")[0] not in given)


def run_example(kind: ExampleKind, example: str, root: Path) -> dict[str, set[str]]:
    """Return the codes that an example is reported with, each with its severities."""
    lines = example.splitlines()
    workspace = root / "heat"
    write_example("\n".join(line for line in lines if not line.startswith("$ ")), workspace)
    if kind is ExampleKind.COMMAND:
        findings = _typed([line[2:] for line in lines if line.startswith("$ ")], workspace)
    else:
        findings = _findings(open_files(workspace), is_built=kind is ExampleKind.BUILD)
    found: dict[str, set[str]] = {}
    for finding in findings:
        found.setdefault(finding.code, set()).add(str(finding.severity))
    return found


def _findings(files: Files, *, is_built: bool) -> Iterator[Finding]:
    if not is_built:
        try:
            yield from check(files, Selection(), TODAY).findings
        except BriefingError as error:
            yield from error.findings
        return
    typesetter = Typesetter(files)
    planned = plan(files, Selection())
    for failure in planned.failed:
        yield from failure.error.findings
    for job in planned.jobs:
        result = make_edition(job, typesetter)
        yield from (*job.findings, *result.report.findings, *(result.error.findings if result.error else ()))


SHELL: dict[str, Callable[[str], object]] = {
    "cd": os.chdir,
    "mkdir": os.makedirs,
    "touch": lambda name: Path(name).touch(),
}
"""The commands that an example may use besides `brief`."""


def _typed(commands: list[str], workspace: Path) -> list[Finding]:
    """Run commands one after another in the folder of a workspace; return the findings that stop them."""
    assert commands
    findings: list[Finding] = []
    with chdir(workspace):
        for command in commands:
            program, *words = shlex.split(command)
            if program == "brief":
                error = CliRunner().invoke(group, words, obj=tuple(words)).exception
                if isinstance(error, BriefingError):
                    findings += error.findings
                elif error:
                    raise error
            else:
                SHELL[program](words[-1])
    return findings
