"""Writes new files, all or none, never over another, together with the schemas that they name."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from briefing.core.errors import MachineError, SelectionError
from briefing.core.finding import Finding, Span
from briefing.files.atomic_writing import write_whole
from briefing.scaffold.workspace_schemas import schemas_in
from briefing.schema.documents import file_name

SCHEMA_FOLDER = ".schemas"


def with_schema_line(file: str, document: str, text: str) -> str:
    """Return the text of a file, with a first line that gives editors the path of its schema."""
    schema = posixpath.relpath(f"{SCHEMA_FOLDER}/{file_name(document)}", posixpath.dirname(file))
    return f"# yaml-language-server: $schema={schema}\n{text}"


def place(root: Path, texts: Mapping[str, str | bytes]) -> list[Path]:
    """Write new files, by their names in the workspace, and write its schemas again.

    Raises SelectionError if a file exists already, MachineError if one cannot be written.
    In both cases, nothing has changed.
    """
    _check_nothing_is_there(root, texts)
    schemas = {f"{SCHEMA_FOLDER}/{file_name(name)}": text for name, text in schemas_in(root).items()}
    with _undone_if_it_fails() as created:
        for name, text in {**texts, **schemas}.items():
            path = root / name
            _make_folders(path.parent, created)
            if not os.path.lexists(path):
                created.append(path)
            write_whole(path, text.encode() if isinstance(text, str) else text)
    return [root / name for name in texts]


def _check_nothing_is_there(root: Path, names: Mapping[str, str | bytes]) -> None:
    help = "choose another name or folder, or move the file"
    findings = [
        Finding("BR805", "the file already exists; nothing was written", Span(name), help)
        for name in names
        if os.path.lexists(root / name)
    ]
    if findings:
        raise SelectionError(findings)


def _make_folders(folder: Path, created: list[Path]) -> None:
    if folder.is_dir():
        return
    _make_folders(folder.parent, created)
    try:
        folder.mkdir()
    except OSError as error:
        what, help = f"cannot create the folder: {error.strerror}", "check the path and its permissions"
        raise MachineError([Finding("BR902", what, Span(os.fspath(folder)), help)]) from None
    created.append(folder)


@contextmanager
def _undone_if_it_fails() -> Iterator[list[Path]]:
    """Give a list for the created paths; if anything fails, remove them in reverse order."""
    created: list[Path] = []
    try:
        yield created
    except BaseException:
        for path in reversed(created):
            with suppress(OSError):
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
        raise
