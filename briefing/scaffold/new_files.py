"""New files are put in place all or none, none over another; the schemas that they name beside them."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from briefing.core.errors import MachineError, SelectionError
from briefing.core.finding import Finding, Span
from briefing.files.atomic_writing import write_whole
from briefing.schema.documents import DOCUMENTS, file_name, schema_text

SCHEMA_FOLDER = ".schemas"


def with_schema_line(file: str, document: str, text: str) -> str:
    """The text of a file of the workspace, with the line on top that leads an editor to its schema."""
    schema = posixpath.relpath(f"{SCHEMA_FOLDER}/{file_name(document)}", posixpath.dirname(file))
    return f"# yaml-language-server: $schema={schema}\n{text}"


def place(root: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write new files, by their names in the workspace, and its schemas anew.

    Raises SelectionError where a file is there already, MachineError where one cannot be written;
    either way everything is as it was.
    """
    _check_nothing_is_there(root, texts)
    schemas = {f"{SCHEMA_FOLDER}/{file_name(name)}": schema_text(name) for name in DOCUMENTS}
    with _undone_if_it_fails() as made:
        for name, text in {**texts, **schemas}.items():
            path = root / name
            _make_folders(path.parent, made)
            if not os.path.lexists(path):
                made.append(path)
            write_whole(path, text.encode())
    return [root / name for name in texts]


def _check_nothing_is_there(root: Path, names: Mapping[str, str]) -> None:
    help = "choose another name or folder, or move it away"
    findings = [
        Finding("BR805", "the file is there already; nothing was written", Span(name), help)
        for name in names
        if os.path.lexists(root / name)
    ]
    if findings:
        raise SelectionError(findings)


def _make_folders(folder: Path, made: list[Path]) -> None:
    if folder.is_dir():
        return
    _make_folders(folder.parent, made)
    try:
        folder.mkdir()
    except OSError as error:
        what, help = f"cannot make the folder: {error.strerror}", "check what stands there, and the rights"
        raise MachineError([Finding("BR902", what, Span(os.fspath(folder)), help)]) from None
    made.append(folder)


@contextmanager
def _undone_if_it_fails() -> Iterator[list[Path]]:
    """What was made is noted in the list; if anything goes wrong, it is removed, the last first."""
    made: list[Path] = []
    try:
        yield made
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
        raise
