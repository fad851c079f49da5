"""Writes the notes of reviewers in formats for other programs: JSON, and annotations of GitHub."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.review.reports import as_text, workflow_command
from briefing.review.returned.notes import NoteKind
from briefing.review.review import LocatedNote, described


def state_of(located: LocatedNote) -> str:
    """Return what becomes of a note: `open`, `placed`, `made`, `conflict` or `unplaced`."""
    if located.kind is not NoteKind.CHANGE:
        return "open"
    if located.conflicts:
        return "conflict"
    if located.is_done:
        return "made"
    return "placed" if located.placed else "unplaced"


def as_json(notes: Sequence[LocatedNote]) -> str:
    """Return a list of objects. Lines, columns and pages are counted from 1."""
    rows = [
        {
            "kind": one.kind.value,
            "state": state_of(one),
            "file": one.where.file,
            "line": one.where.line or None,
            "column": one.where.column or None,
            "key": list(one.key),
            "authors": list(one.authors),
            "date": one.day or None,
            "returned": list(one.files),
            "page": one.page or None,
            "before": one.before,
            "after": one.after,
            "comment": one.comment,
            "reason": one.reason or None,
        }
        for one in notes
    ]
    return as_text(rows)


def as_github(notes: Sequence[LocatedNote]) -> str:
    """Return a workflow command for each note: `::notice file=…,line=…::…`."""
    return "\n".join(workflow_command("notice", one.where, headline(one), _body(one)) for one in notes)


NAMES = {NoteKind.UNTRACKED: "untracked change", NoteKind.FORMATTING: "change of formatting"}
"""The kinds of notes in words, where they differ from their values."""


def headline(located: LocatedNote) -> str:
    """Return who says what kind of thing, and where it was read."""
    who = f" by {' and '.join(located.authors)}" if located.authors else ""
    day = f", {located.day}" if located.day else ""
    page = f", page {located.page}" if located.page else ""
    return f"{NAMES.get(located.kind, located.kind.value)}{who}{day} ({', '.join(located.files)}{page})"


def _body(located: LocatedNote) -> str:
    if located.kind is NoteKind.CHANGE:
        words = described(located)
        return f"{words}: {located.comment}" if located.comment else words
    about = f"'{located.before}': " if located.before.strip() else ""
    return f"{about}{located.comment}" if located.comment else about.removesuffix(": ") or located.kind.value
