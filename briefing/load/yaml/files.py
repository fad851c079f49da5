"""Opens a YAML file of the workspace, as data with places or as a model; the caller chooses the error to raise."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from briefing.core.errors import BriefingError, ContentError, SelectionError, WorkspaceError
from briefing.core.finding import Finding, Span, suggest
from briefing.core.source_map import SourceMap
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files, OutsideError, unreadable
from briefing.load.yaml.models import validate
from briefing.load.yaml.reader import Document, read_document
from briefing.model.base import Model

M = TypeVar("M", bound=Model)


def is_there(files: Files, file: str) -> bool:
    """Return True if something has the file's name. Opening it reports whether it can be read."""
    try:
        return files.find(file) is not None
    except OutsideError:
        return True


def open_document(
    files: Files, file: str, error: type[BriefingError], *, may_be_empty: bool = False
) -> Document:
    """Return the data of a YAML file. Raises `error`, with findings, if it cannot be read."""
    try:
        return read_document(files.read(file), file, may_be_empty=may_be_empty)
    except OSError as problem:
        raise error([unreadable(problem, Span(file))]) from None
    except ContentError as problem:
        raise error(problem.findings) from None


def open_model(files: Files, file: str, model: type[M], error: type[BriefingError]) -> tuple[M, SourceMap]:
    """Return a YAML file as a model, and the places of its values. Raises `error` with all findings."""
    document = open_document(files, file, error)
    return validate(document, model, error), document.source_map


def open_model_once(files: Files, file: str, model: type[M]) -> tuple[M, SourceMap]:
    """Return a file that many briefs use as a model; it is read again only if it has changed.

    Raises WorkspaceError with all findings.
    """
    try:
        digest = digest_of(files.read(file)) if files.find(file) else ""
    except OSError as problem:
        raise WorkspaceError([unreadable(problem, Span(file))]) from None
    return files.remember((file, digest), lambda: open_model(files, file, model, WorkspaceError))


def choose(kind: str, name: str, names: Collection[str]) -> None:
    """Check that a name exists. Raises SelectionError, with the nearest name, if it does not."""
    if name not in names:
        help = suggest(name, names, noun=f"{kind}s")
        raise SelectionError([Finding("BR802", f"there is no {kind} '{name}'", Span("command line"), help)])
