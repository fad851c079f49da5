"""Starts a new audience, which extends another one."""

from __future__ import annotations

from pathlib import Path

from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span
from briefing.load.library import Library
from briefing.load.themes import open_files
from briefing.scaffold.names import check_slug
from briefing.scaffold.new_files import place, with_schema_line
from briefing.scaffold.starters import filled


def start_audience(root: Path, name: str, base: str) -> list[Path]:
    """Write an audience into a workspace, and return the files that were written.

    Raises SelectionError if the audience exists already, or if `base` does not exist.
    """
    files = open_files(root)
    library = Library(files)
    parts = library.audiences.named(base).parts
    if check_slug(name) in library.audiences:
        what, help = f"the audience '{name}' already exists", "choose another name"
        raise SelectionError([Finding("BR805", what, Span("command line"), help)])
    file = f"templates/audiences/{name}/audience.yaml"
    text = filled(
        files,
        "audience.yaml",
        name=name,
        base=base,
        label=name.replace("-", " ").capitalize(),
        last_part=parts[-1],
        parts="\n".join(f"#   - {part}" for part in parts),
    )
    return place(root, {file: with_schema_line(file, "audience", text)})
