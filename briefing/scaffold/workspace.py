"""Starts a new workspace: its settings, a first brief, and a `.gitignore`."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span
from briefing.files.workspace import OUTPUT_FOLDER, Files
from briefing.load.validation.instructions import FIRST_TITLE
from briefing.scaffold.brief import brief_texts
from briefing.scaffold.new_files import place, with_schema_line
from briefing.scaffold.starters import filled

FIRST_BRIEF = "first-brief"
SETTINGS = "content/workspace.yaml"
IGNORE = ".gitignore"
IGNORED = f"/{OUTPUT_FOLDER}/"

PIPELINES = {"github": ".github/workflows/briefs.yml", "gitlab": ".gitlab-ci.yml"}
"""The file of a pipeline, by the service that runs it."""


def check_is_no_workspace(root: Path, shown: str) -> None:
    """Raise SelectionError if a folder has the settings of a workspace already; `shown` is its name for the user."""
    if os.path.lexists(root / SETTINGS):
        what = "the folder is a workspace already; nothing was written"
        help = "choose another folder, or add a brief to this workspace: brief new brief TITLE"
        raise SelectionError([Finding("BR805", what, Span(shown), help)])


def start_workspace(root: Path, day: date, pipeline: str | None = None) -> list[Path]:
    """Write the settings and a first brief, and return the files that were written.

    `pipeline` is the service for whose pipelines a file is written too, a key of `PIPELINES`.

    An existing `.gitignore` is not changed: it may belong to more than the workspace.
    Raises SelectionError if any other file exists already.
    """
    files = Files(root)
    texts = {
        SETTINGS: with_schema_line(SETTINGS, "workspace", filled(files, "workspace.yaml")),
        **brief_texts(files, FIRST_TITLE, FIRST_BRIEF, day),
    }
    return place(root, {**texts, **pipeline_file(files, pipeline), **ignore_file(root)})


def pipeline_file(files: Files, pipeline: str | None) -> dict[str, str]:
    """Return the text of a pipeline, `github` or `gitlab`, by the name of its file; nothing without one."""
    return {} if pipeline is None else {PIPELINES[pipeline]: filled(files, f"{pipeline}.yml")}


def ignore_file(root: Path) -> dict[str, str]:
    """Return the text of a `.gitignore` that leaves out the output folder; nothing if the workspace has one."""
    return {} if os.path.lexists(root / IGNORE) else {IGNORE: f"{IGNORED}\n"}
