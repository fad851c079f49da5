"""Starts a workspace from one of the shipped briefs, complete, to be built, read and changed."""

from __future__ import annotations

import re
from pathlib import Path

from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span, suggest
from briefing.files.layers import names_in
from briefing.files.workspace import Files, shipped_root
from briefing.scaffold.new_files import place, with_schema_line
from briefing.scaffold.workspace import ignore_file, pipeline_file

IN_PACKAGE, IN_CHECKOUT = "examples", "content"
"""The folder of the shipped briefs: in an installed package, and in a checkout, where it is that of the workspace."""

SCHEMAS = (
    (r"content/workspace\.yaml", "workspace"),
    (r"content/workspace\.[^/]+\.yaml", "workspace-translation"),
    (r"content/[^/]+/brief\.yaml", "brief"),
    (r"content/[^/]+/brief\.[^/]+\.yaml", "brief-translation"),
)
"""The files of an example that have a schema, and its name."""

TRANSLATED = re.compile(r"brief\.([A-Za-z0-9-]+)\.yaml")


def list_examples() -> list[str]:
    """Return the names of the shipped briefs."""
    return [name.partition("/")[0] for name in names_in(str(_folder()), "*/brief.yaml")]


def start_example(root: Path, name: str, pipeline: str | None = None) -> list[Path]:
    """Write a shipped brief and the settings that it was made with, and return the files that were written.

    `pipeline` is that of `start_workspace`.
    Raises SelectionError for an unknown name, or if a file exists already.
    """
    known = list_examples()
    if name not in known:
        help = suggest(name, known, noun="examples")
        raise SelectionError([Finding("BR802", f"there is no example '{name}'", Span("command line"), help)])
    names = [*_settings_for(name), *names_in(str(_folder()), f"{name}/**/*")]
    texts = {f"content/{one}": (_folder() / one).read_bytes() for one in names if _is_shown(one)}
    texts = {file: _with_schema(file, content) for file, content in texts.items()}
    return place(root, {**texts, **pipeline_file(Files(root), pipeline), **ignore_file(root)})


def _settings_for(name: str) -> list[str]:
    """Return the names of the settings, in the language of a brief and in those of its translations."""
    found = (TRANSLATED.fullmatch(one) for one in names_in(str(_folder() / name), "*"))
    languages = [match[1] for match in found if match]
    names = ["workspace.yaml", *(f"workspace.{language}.yaml" for language in languages)]
    return [one for one in names if (_folder() / one).is_file()]


def _is_shown(name: str) -> bool:
    """Return False for the hidden files that file managers leave behind, and for folders."""
    is_hidden = any(part.startswith(".") for part in name.split("/"))
    return not is_hidden and (_folder() / name).is_file()


def _with_schema(file: str, content: bytes) -> bytes:
    document = next((name for pattern, name in SCHEMAS if re.fullmatch(pattern, file)), None)
    return with_schema_line(file, document, content.decode()).encode() if document else content


def _folder() -> Path:
    inside = shipped_root() / IN_PACKAGE
    return inside if inside.is_dir() else shipped_root() / IN_CHECKOUT
