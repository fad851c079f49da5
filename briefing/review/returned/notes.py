"""Define the values that are read from the file of a reviewer: comments and changes, in the words of the edition."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from briefing.export.passages import ExportedEdition, ExportedPassage

MARK = "\ufffc"
"""Replaces each letter of a citation or of a footnote mark, which has no text in the brief."""


class NoteKind(StrEnum):
    """The kind of a note."""

    COMMENT = "comment"
    CHANGE = "change"
    FORMATTING = "formatting"
    UNTRACKED = "untracked"
    """A text that was changed without change tracking."""


@dataclass(frozen=True, slots=True)
class Note:
    """A comment or a change at some words of an edition."""

    kind: NoteKind
    author: str
    day: str
    """As YYYY-MM-DD; empty if the file does not say."""
    printed: str
    """The words of the paragraph as they were exported; in a PDF, the words around the note."""
    start: int
    end: int
    """The part of these words that the note is about; equal for an insertion."""
    after: str = ""
    """The words that a change puts in their place."""
    comment: str = ""
    bookmark: str = ""
    """The name of the bookmark around the words, in a Word document."""
    page: int = 0
    """The page of a PDF, counted from 1."""
    in_footnote: bool = False
    """True if the words are those of a footnote of a Word document."""

    @property
    def before(self) -> str:
        """The words that the note is about."""
        return self.printed[self.start : self.end].replace(MARK, "")


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """The notes in the file of a reviewer, and what the file says about its edition."""

    notes: tuple[Note, ...]
    edition: ExportedEdition | None = None
    language: str = ""
    title: str = ""


def to_json(file: ReturnedFile) -> dict[str, Any]:
    """Return a file as values of JSON."""
    return asdict(file)


def from_json(given: dict[str, Any]) -> ReturnedFile:
    """Return a file from values of JSON. Raises KeyError, TypeError or ValueError if it is none."""
    notes = tuple(Note(**{**one, "kind": NoteKind(one["kind"])}) for one in given["notes"])
    edition = given["edition"]
    if edition is not None:
        passages = tuple(
            ExportedPassage(**{**one, "key": tuple(one["key"]), "texts": tuple(one["texts"])})
            for one in edition["passages"]
        )
        edition = ExportedEdition(**{**edition, "passages": passages})
    return ReturnedFile(notes, edition, str(given["language"]), str(given["title"]))
