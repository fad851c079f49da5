"""Lists the comments and changes of reviewers at the lines of the brief, and makes their changes in the files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath

from briefing.core.errors import BriefingError
from briefing.core.finding import Finding, Severity, Span
from briefing.core.source_map import Key
from briefing.export.passages import ExportedPassage
from briefing.files.guarded_writing import Refusal, change_file
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files
from briefing.load.library import BRIEF_FILE, Library
from briefing.load.yaml.annotations import model_at
from briefing.load.yaml.reader import Data, Document, read_document
from briefing.load.yaml.text_editing import read_for_editing, replace_text
from briefing.load.yaml.text_paths import find_path
from briefing.markdown.typed_footnotes import footnotes_in
from briefing.model.brief import Brief
from briefing.model.text import Register, Worded
from briefing.review.returned.notes import MARK, Note, NoteKind, ReturnedFile
from briefing.review.returned.placing import (
    WHOLE_TEXT,
    Placed,
    Unplaced,
    align,
    count_typed,
    place,
    within_text,
)

OF_A_BRIEF = re.compile(r"content/([\w-]+)/brief(\.[\w-]+)?\.yaml")
LEAST_TYPED = 25
"""The least number of printed characters around a note in a PDF that its text must have."""

SHOWN = 80
"""The most characters of a text that a message quotes."""

SHINGLE = 3
"""The number of words that are compared at once to find the texts that a note may be about."""

MOST_CANDIDATES = 4
REGISTERS = frozenset(Register)
"""The keys of a text in a worded model; its other keys, such as an id, are no texts."""

NOT_TYPED = "the words are not typed in the brief: the workspace or a template prints them"
GONE = "the text is no longer in the file under this key; make the change by hand"
WHOLE_NOTE = "it deletes the whole footnote; remove it from the file instead"
NOT_FOUND = "no brief in this workspace contains these words"


@dataclass(frozen=True, slots=True)
class LocatedNote:
    """A comment or a change, at its place in the brief."""

    kind: NoteKind
    where: Span
    """The line of the text in the brief; without a line, the file of the reviewer."""
    key: Key
    authors: tuple[str, ...]
    day: str
    files: tuple[str, ...]
    """The files of the reviewers."""
    before: str = ""
    after: str = ""
    comment: str = ""
    page: int = 0
    typed: str = ""
    """The text in the brief, as it was when the change was placed."""
    placed: Placed | None = None
    """Where a change is in the text; None if it cannot be made."""
    reason: str = ""
    """Why a change cannot be made."""
    is_done: bool = False
    """Whether the text is already as the change wants it."""
    conflicts: tuple[str, ...] = ()
    """What the other reviewers want at the same words."""


@dataclass(frozen=True)
class Reviewed:
    """The notes in the files of reviewers, by their places."""

    notes: tuple[LocatedNote, ...]

    @property
    def changes(self) -> tuple[LocatedNote, ...]:
        """The changes of texts that can be made."""
        return tuple(one for one in self.notes if one.placed and not one.conflicts)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings about what cannot be made by the command: conflicts, and changes without a place."""
        return tuple(found for one in self.notes for found in _findings_of(one))


def _findings_of(located: LocatedNote) -> Iterator[Finding]:
    who = _named(located.authors)
    if located.kind is NoteKind.UNTRACKED:
        what = f"a text was changed in {located.files[0]} without change tracking"
        help = "compare it with the brief, and make the change by hand"
        yield Finding("BR823", what, located.where, help, Severity.WARNING)
    elif located.conflicts:
        what = f"{who} and another reviewer change the same words: {described(located)}"
        help = f"make one of the changes by hand; the other is {'; '.join(located.conflicts)}"
        yield Finding("BR821", what, located.where, help, Severity.WARNING)
    elif located.kind is NoteKind.CHANGE and not located.placed and not located.is_done:
        what = f"cannot make the change by {who}: {described(located)}"
        yield Finding("BR822", what, located.where, located.reason, Severity.WARNING)


def _named(authors: Sequence[str]) -> str:
    return " and ".join(authors) or "a reviewer"


def described(located: LocatedNote) -> str:
    """Return what a change does, in words."""
    before, after = shortened(located.before), shortened(located.after)
    if located.before and located.after:
        return f"'{before}' becomes '{after}'"
    return f"'{after}' is inserted" if located.after else f"'{before}' is deleted"


def shortened(text: str) -> str:
    """Return a text on one line, without the middle of a long one."""
    words = " ".join(text.split())
    return words if len(words) <= SHOWN else f"{words[: SHOWN * 2 // 3]} … {words[-SHOWN // 3 :]}"


# --- Reading ---


def review(files: Files, returned: Mapping[str, ReturnedFile]) -> Reviewed:
    """Return the notes in the files of reviewers, which are given by the names to show."""
    texts = _Texts(files)
    located = [texts.locate(note, file, name) for name, file in returned.items() for note in file.notes]
    merged = _with_conflicts(_merged(located))
    return Reviewed(tuple(sorted(merged, key=_order)))


def _order(located: LocatedNote) -> tuple[str, int, int, str]:
    at = located.placed.start if located.placed else 0
    return located.where.file, located.where.line, at, located.day


@dataclass(frozen=True)
class _Text:
    """A text of a brief: its file, its key there, its place, and its words as typed."""

    file: str
    key: Key
    where: Span
    typed: str

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """The groups of words in it that follow each other."""
        return frozenset(_shingles(self.typed))


class _Texts:
    """Finds texts of the briefs of a workspace, by their keys and by their words."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.documents: dict[str, Document | None] = {}

    def document(self, name: str) -> Document | None:
        """Return the data of a file; None if it cannot be read."""
        if name not in self.documents:
            try:
                self.documents[name] = read_document(self.files.read(name), name, may_be_empty=True)
            except (BriefingError, OSError):
                self.documents[name] = None
        return self.documents[name]

    def locate(self, note: Note, file: ReturnedFile, name: str) -> LocatedNote:
        """Return a note with its place in a brief, if it has one."""
        passage = _passage_of(note, file)
        text = self._by_key(passage) if passage else None
        if text is None and file.edition is None and note.printed.strip():
            text = self._by_words(note, file.language)
            if text is not None:
                words, start, end = within_text(text.typed, note.printed, note.start, note.end)
                note = replace(note, printed=words, start=start, end=end)
        gone = GONE if passage and passage.file else NOT_TYPED if file.edition else NOT_FOUND
        reason = "" if text else gone
        located = LocatedNote(
            note.kind,
            self._where(text, note) if text else Span(name),
            text.key if text else (passage.key if passage else ()),
            (note.author,) if note.author else (),
            note.day,
            (name,),
            note.before,
            note.after.replace(MARK, ""),
            note.comment,
            note.page,
            reason=reason,
        )
        return (
            self._placed(located, note, text, passage) if text and note.kind is NoteKind.CHANGE else located
        )

    def _placed(
        self, located: LocatedNote, note: Note, text: _Text, passage: ExportedPassage | None
    ) -> LocatedNote:
        is_unchanged = passage is not None and digest_of(text.typed.strip().encode()) == passage.digest
        offset, typed = _part_of(text.typed, note)
        found = place(typed, note.printed, note.start, note.end, note.after, is_unchanged=is_unchanged)
        if isinstance(found, Unplaced):
            is_whole = note.in_footnote and found.reason == WHOLE_TEXT
            return replace(located, reason=WHOLE_NOTE if is_whole else found.reason, is_done=found.is_done)
        found = replace(found, start=found.start + offset, end=found.end + offset)
        return replace(located, placed=found, typed=text.typed)

    def _where(self, text: _Text, note: Note) -> Span:
        """Return the place of the first typed word that a note is about."""
        document = self.document(text.file)
        near = (*range(note.start, len(note.printed)), *range(note.start - 1, -1, -1))
        offset, typed = _part_of(text.typed, note)
        places = [None if at is None else at + offset for at in align(typed, note.printed)]
        at = next(
            (place for index in near if (place := places[index]) is not None and text.typed[place].isalnum()),
            None,
        )
        found = at is not None and next(
            (one for one in re.finditer(r"\w+", text.typed) if one.end() > at), None
        )
        if document is None or not found:
            return text.where
        word = found.group()
        before = sum(text.typed.startswith(word, index) for index in range(found.start()))
        return document.source_map.word(text.key, word, before)

    def _by_key(self, passage: ExportedPassage) -> _Text | None:
        found = OF_A_BRIEF.fullmatch(passage.file)
        document = self.document(passage.file) if found else None
        if found is None or document is None or not _is_text(passage.key):
            return None
        original = self.document(f"content/{found[1]}/{BRIEF_FILE}") if found[2] else None
        path = find_path(document.data, passage.key, Brief, original.data if original else None)
        if path.missing or not isinstance(path.value, str):
            return None
        where = document.source_map.value(path.written)
        return _Text(passage.file, path.written, where, path.value)

    def _by_words(self, note: Note, language: str) -> _Text | None:
        """Return the text that has most of the words around a note; of equal ones, that in its language."""
        wanted = set(_shingles(note.printed))
        counts = Counter({number: len(wanted & text.shingles) for number, text in enumerate(self._all)})
        best: tuple[bool, int, bool, _Text] | None = None
        for number, shared in counts.most_common(MOST_CANDIDATES):
            text = self._all[number]
            words, start, end = within_text(text.typed, note.printed, note.start, note.end)
            places = align(text.typed, words)
            score, is_whole = count_typed(places), None not in places[start:end]
            is_same = text.file.endswith(f".{language}.yaml")
            is_found = shared and score >= min(LEAST_TYPED, len(note.printed) // 2)
            if is_found and (best is None or (is_whole, score, is_same) > best[:3]):
                best = is_whole, score, is_same, text
        return best[3] if best else None

    @cached_property
    def _all(self) -> list[_Text]:
        """All texts of all briefs."""
        found = []
        library = Library(self.files)
        for slug in library.slugs:
            names = [BRIEF_FILE, *(f"brief.{tag}.yaml" for tag in library.translations(slug))]
            for name in (str(PurePosixPath("content", slug, name)) for name in names):
                document = self.document(name)
                if document is not None:
                    found += [
                        _Text(name, key, document.source_map.value(key), value)
                        for key, value in _strings(document.data, ())
                        if len(value.split()) >= SHINGLE and _is_text(key)
                    ]
        return found


def _part_of(typed: str, note: Note) -> tuple[int, str]:
    """Return the part of a typed text that a note is about, after its start: for a footnote, that of its words."""
    footnotes = footnotes_in(typed, is_block=True) if note.in_footnote else ()
    parts = [one for one in footnotes if one in typed]
    part = max(parts, key=lambda one: count_typed(align(one, note.printed)), default=typed)
    return typed.index(part), part


def _passage_of(note: Note, file: ReturnedFile) -> ExportedPassage | None:
    """Return the passage that a bookmark is around."""
    name = note.bookmark.rpartition("_")[0]
    passages = file.edition.passages if file.edition else ()
    return next((one for one in passages if one.bookmark == name), None) if name else None


def _is_text(key: Key) -> bool:
    """Return whether a key is of a text or of a cell of a table: nothing else is changed, whatever a file says."""
    is_cell = key[-3:-2] == ("data",) and all(isinstance(part, int) for part in key[-2:])
    model = model_at(Brief, key[:-1] if key and key[-1] in REGISTERS else key)
    return is_cell or (model is not None and issubclass(model, Worded))


def _strings(data: Data, key: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(data, str):
        yield key, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _strings(value, (*key, name))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _strings(value, (*key, number))


def _shingles(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return (tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))


# --- Merging ---


def _merged(notes: Iterable[LocatedNote]) -> list[LocatedNote]:
    """Return notes with the same change of several reviewers as one."""
    found: dict[object, LocatedNote] = {}
    for one in notes:
        same: object = (one.where.file, one.key, one.placed) if one.placed else object()
        known = found.get(same)
        if known is None:
            found[same] = one
            continue
        authors = tuple(dict.fromkeys((*known.authors, *one.authors)))
        names = tuple(dict.fromkeys((*known.files, *one.files)))
        found[same] = replace(known, authors=authors, files=names, day=max(known.day, one.day))
    return list(found.values())


def _with_conflicts(notes: Sequence[LocatedNote]) -> Iterator[LocatedNote]:
    by_text: dict[tuple[str, Key], list[LocatedNote]] = {}
    for one in notes:
        if one.placed:
            by_text.setdefault((one.where.file, one.key), []).append(one)
    for one in notes:
        others = by_text.get((one.where.file, one.key), ()) if one.placed else ()
        clashing = [other for other in others if other is not one and _clash(one.placed, other.placed)]
        names = tuple(f"that of {_named(other.authors)}: {described(other)}" for other in clashing)
        yield replace(one, conflicts=names)


def _clash(one: Placed | None, other: Placed | None) -> bool:
    """Return whether two changes are about the same words, or insert something at the same place."""
    if one is None or other is None:
        return False
    if one.start == other.start and (one.start == one.end or other.start == other.end):
        return one.start == one.end and other.start == other.end
    return one.start < other.end and other.start < one.end


# --- Applying ---


@dataclass
class Applied:
    """The changes that were made, and those that could not be saved, with the reasons."""

    made: list[LocatedNote] = field(default_factory=list)
    refused: list[tuple[LocatedNote, str]] = field(default_factory=list)


def apply_changes(files: Files, reviewed: Reviewed, is_wanted: Callable[[LocatedNote], bool]) -> Applied:
    """Make the changes that are wanted, asked in the order of the files, and leave every other byte as it is."""
    wanted = [one for one in reviewed.changes if is_wanted(one)]
    applied = Applied()
    by_text: dict[tuple[str, Key], list[LocatedNote]] = {}
    for one in wanted:
        by_text.setdefault((one.where.file, one.key), []).append(one)
    for (name, key), notes in by_text.items():
        refusal = _write(files, name, key, notes)
        if refusal is None:
            applied.made += notes
        else:
            applied.refused += [(one, refusal.reason) for one in notes]
    return applied


def _write(files: Files, name: str, key: Key, notes: Sequence[LocatedNote]) -> Refusal | None:
    """Make the changes of one text; a refusal if the file cannot be changed."""
    try:
        content = files.fresh().read(name)
    except (BriefingError, OSError) as error:
        return Refusal(f"{name} cannot be read: {error}")
    document = read_for_editing(content)
    if isinstance(document, Refusal):
        return document
    typed = find_path(document.data, key, Brief).value
    if not isinstance(typed, str) or any(one.typed != typed for one in notes):
        return Refusal("the text has changed while the changes were shown; run the command again")
    placed = [one.placed for one in notes if one.placed]
    for one in sorted(placed, key=lambda found: (found.start, found.end), reverse=True):
        typed = typed[: one.start] + one.text + typed[one.end :]
    changed = change_file(files.fresh(), name, digest_of(content), lambda old: replace_text(old, key, typed))
    return changed if isinstance(changed, Refusal) else None
