"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.no_op import counted

if TYPE_CHECKING:
    from briefing.files.workspace import Files

shipped_only = click.option(
    "--shipped-only",
    "is_shipped_only",
    is_flag=True,
    help="Ignore templates/ and styles/ of the workspace, for content that you do not trust.",
)


def open_here(*, is_shipped_only: bool) -> Files:
    """Open the workspace of the current folder, and report the number of ignored files."""
    from briefing.files.layers import LAYERED, names_matching
    from briefing.pipeline.plan import open_workspace

    files = open_workspace(Path.cwd(), is_shipped_only=is_shipped_only)
    if is_shipped_only and files.root != files.shipped:
        root = str(files.root)
        count = sum(len(names_matching(f"{folder}/**/*", root, root)) for folder in LAYERED)
        if count:
            ignored = f"--shipped-only: ignored {counted(count, 'file')} in templates/ and styles/"
            console.say(ignored, to_stderr=True)
    return files
