"""Starts a new workspace: its settings, a first brief, and a `.gitignore`."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from briefing.files.workspace import OUTPUT_FOLDER, Files
from briefing.load.validation.instructions import FIRST_TITLE
from briefing.scaffold.brief import brief_texts
from briefing.scaffold.new_files import place, with_schema_line
from briefing.scaffold.starters import filled

FIRST_BRIEF = "first-brief"
SETTINGS = "content/workspace.yaml"
IGNORE = ".gitignore"
IGNORED = f"/{OUTPUT_FOLDER}/"


def start_workspace(root: Path, day: date) -> list[Path]:
    """Write the settings and a first brief, and return the files that were written.

    An existing `.gitignore` is not changed: it may belong to more than the workspace.
    Raises SelectionError if any other file exists already.
    """
    files = Files(root)
    texts = {
        SETTINGS: with_schema_line(SETTINGS, "workspace", filled(files, "workspace.yaml")),
        **brief_texts(files, FIRST_TITLE, FIRST_BRIEF, day),
    }
    if not os.path.lexists(root / IGNORE):
        texts[IGNORE] = f"{IGNORED}\n"
    return place(root, texts)
