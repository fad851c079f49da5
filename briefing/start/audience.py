"""A new audience, which extends another one."""

from __future__ import annotations

from pathlib import Path

from briefing.errors import SelectionError
from briefing.finding import Finding, Span
from briefing.load.library import Library
from briefing.start.naming import check_slug
from briefing.start.place import place, with_schema_line
from briefing.start.words import filled
from briefing.workspace import Files


def start_audience(root: Path, name: str, base: str) -> list[Path]:
    """Write an audience into a workspace; the files that were written.

    Raises SelectionError where there is an audience of that name, or none to start from.
    """
    files = Files(root)
    library = Library(files)
    parts = library.audiences.named(base).parts
    if check_slug(name) in library.audiences:
        what, mend = f"there is an audience '{name}' already", "choose another name"
        raise SelectionError([Finding("BR805", what, Span("command line"), mend)])
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
