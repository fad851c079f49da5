"""The names of briefs on the command line: a name, or a path to the folder of a brief or to a file in it."""

from __future__ import annotations

import os
from pathlib import Path

import click

from briefing.files.layers import root_above

CONTENT = "content"


class BriefName(click.ParamType):  # type: ignore[type-arg]
    """The name of a brief. Shell completion may give a path; a word that is not a path stays as it is."""

    name = "brief"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name. Raises SelectionError for a path that leads to no brief of the workspace."""
        root = root_above(os.fspath(Path.cwd())) if is_path(value) else None
        return value if root is None else _name_of(value, Path(root))


def is_path(word: str) -> bool:
    """Return whether a word is a path, so that its meaning depends on the current folder."""
    return (
        "/" in word
        or os.sep in word
        or word in (".", "..")
        or (word.endswith(".yaml") and Path(word).exists())
    )


def _name_of(word: str, root: Path) -> str:
    here = Path(os.path.normpath(Path.cwd() / word))
    for path, top in ((here, root), (here.resolve(), root.resolve())):
        parts = path.relative_to(top).parts if path.is_relative_to(top) else ()
        if len(parts) > 1 and parts[0] == CONTENT and (top / CONTENT / parts[1]).is_dir():
            return parts[1]
    from briefing.core.errors import SelectionError
    from briefing.core.finding import Finding, Span, suggest
    from briefing.files.workspace import Files

    slugs = [name.split("/")[1] for name in Files(root).list(f"{CONTENT}/*/brief.yaml")]
    what = f"'{word}' is not a brief of the workspace in {os.fspath(root)}"
    help = suggest(Path(word).name, slugs, noun="briefs")
    if not here.is_relative_to(root) and not here.resolve().is_relative_to(root.resolve()):
        help = f"name a brief of this workspace, or cd to the other workspace; {help}"
    raise SelectionError([Finding("BR802", what, Span("command line"), help)])
