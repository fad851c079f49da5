"""Read the comments and the tracked changes of a Word document (ECMA-376, 17.13).

The file is untrusted: it is read without python-docx, within limits, and in a process of its own (`reading_process`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree

from briefing.export.passages import (
    BEGINS,
    NAMESPACE,
    ExportedEdition,
    InvalidPassagesError,
    digest_of_words,
    read_passages,
)
from briefing.files.bounded_reading import MIB
from briefing.files.office_package import OfficePackage, PackageError, Refusal, open_package
from briefing.review.returned.notes import MARK, Note, NoteKind, ReturnedFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = "word/document.xml"
MAX_XML = 32 * MIB
"""The size of the XML of a document when it is unpacked, in bytes."""

MAX_NOTES, MAX_LETTERS, MAX_ALL_LETTERS = 5_000, 20_000, 20_000_000
"""The most notes, letters of one paragraph with a note, and letters of all these paragraphs."""

REFUSED = {
    Refusal.OLD: "it is an older document (.doc), or is protected by a password",
    Refusal.OTHER: "it is not a Word document",
    Refusal.LARGE: "{}",
    Refusal.DAMAGED: "it is damaged: {}",
    Refusal.FOREIGN: "it was not written by a word processor: {}",
    Refusal.NESTED: "it is nested too deeply: {}",
}
"""Why a file cannot be read, with the detail in the place of `{}`."""

INSERTED, DELETED = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")
TEXTS = {f"{W}t", f"{W}delText"}
SPACES = {f"{W}br", f"{W}tab", f"{W}cr"}
MARKS = {f"{W}footnoteReference", f"{W}endnoteReference"}
FORMATTING = {f"{W}rPrChange", f"{W}pPrChange"}
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TO_SOURCE = "at_source_"
"""The start of the names of the bookmarks of sources: a link to one is a citation."""


class InvalidDocumentError(ValueError):
    """A file that is not a Word document, is damaged, or exceeds the limits."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of text, with who inserted or deleted it, and the bookmark and the comments around it."""

    text: str
    bookmark: str
    is_inserted: bool = False
    is_deleted: bool = False
    author: str = ""
    day: str = ""
    comments: frozenset[str] = frozenset()


@dataclass
class _State:
    """The bookmarks and comments that are open at a place in the document."""

    bookmarks: dict[str, str] = field(default_factory=dict)
    """The names of the open bookmarks of passages, by their ids."""
    comments: frozenset[str] = frozenset()
    pieces: list[_Piece] = field(default_factory=list)
    formatted: list[tuple[str, str, str]] = field(default_factory=list)
    """For each change of formatting: the bookmark, the author and the day."""


def read_word_file(content: bytes) -> ReturnedFile:
    """Return the notes in a Word document. Raises InvalidDocumentError."""
    try:
        package = open_package(content, MAIN, MAX_XML)
        comments = _comments(package.parse("word/comments.xml"))
        body = package.parse(MAIN)
        edition = _edition(package)
        notes_part = package.parse("word/footnotes.xml")
    except PackageError as error:
        raise InvalidDocumentError(REFUSED[error.refusal].format(error.detail)) from None
    if body is None:
        raise InvalidDocumentError("it has no text")
    of_notes = [] if notes_part is None else [*_paragraphs(notes_part)]
    paragraphs = [*_paragraphs(body), *of_notes]
    notes = list(_changes(paragraphs))
    notes += [note for _, formatted in paragraphs for note in formatted]
    notes += _notes_of(comments, [pieces for pieces, _ in paragraphs])
    notes += _untracked([pieces for pieces, _ in paragraphs], edition)
    footnotes = {piece.bookmark for pieces, _ in of_notes for piece in pieces if piece.bookmark}
    notes = [replace(note, in_footnote=True) if note.bookmark in footnotes else note for note in notes]
    if len(notes) > MAX_NOTES:
        raise InvalidDocumentError(f"it has {len(notes):,} notes; the limit is {MAX_NOTES:,}")
    longest = max((len(note.printed) for note in notes), default=0)
    if (
        longest > MAX_LETTERS
        or sum(len(note.printed) + len(note.comment) for note in notes) > MAX_ALL_LETTERS
    ):
        raise InvalidDocumentError(
            f"a paragraph with notes has {longest:,} letters; the limit is {MAX_LETTERS:,}"
        )
    return ReturnedFile(tuple(notes), edition, edition.language if edition else "")


def _edition(package: OfficePackage) -> ExportedEdition | None:
    """Return the edition that a document was exported from; None if it does not say."""
    names = [one for one in package.names if re.fullmatch(r"customXml/item\d{1,4}\.xml", one)]
    for name in names:
        root = package.parse(name)
        if root is not None and root.tag == f"{{{NAMESPACE}}}passages":
            try:
                return read_passages(root)
            except InvalidPassagesError as error:
                raise InvalidDocumentError(f"its list of passages is damaged: {error}") from None
    return None


def _paragraphs(root: ElementTree.Element) -> Iterator[tuple[list[_Piece], list[Note]]]:
    """Yield the pieces of each paragraph, and the notes about its formatting."""
    state = _State()
    for element in _in_order(root):
        if element.tag == f"{W}p":
            state.pieces, state.formatted = [], []
            _read(element, state, _Piece("", ""))
            words = "".join(piece.text for piece in state.pieces if not piece.is_inserted)
            formatted = [
                Note(NoteKind.FORMATTING, author, day, words, 0, len(words), bookmark=bookmark)
                for bookmark, author, day in dict.fromkeys(state.formatted)
            ]
            yield state.pieces, formatted
        else:
            _note_range(element, state)


def _in_order(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield the paragraphs, and the marks between them; what is in a paragraph is read with it."""
    stack = [iter(root)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == f"{W}p" or len(element) == 0:
            yield element
        elif element.tag != ALTERNATIVES:
            stack.append(iter(element))


def _note_range(element: ElementTree.Element, state: _State) -> None:
    """Note where a bookmark or a comment begins or ends."""
    number = element.get(f"{W}id", "")
    if element.tag == f"{W}bookmarkStart" and element.get(f"{W}name", "").startswith(BEGINS):
        state.bookmarks[number] = element.get(f"{W}name", "")
    elif element.tag == f"{W}bookmarkEnd":
        state.bookmarks.pop(number, None)
    elif element.tag == f"{W}commentRangeStart":
        state.comments |= {number}
    elif element.tag == f"{W}commentRangeEnd":
        state.comments -= {number}


def _read(element: ElementTree.Element, state: _State, at: _Piece) -> None:
    """Read the pieces in an element; `at` has what the elements around it say."""
    stack: list[tuple[Iterator[ElementTree.Element], _Piece]] = [(iter(element), at)]
    while stack:
        children, at = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            continue
        tag = child.tag
        if tag in TEXTS or tag in SPACES or tag in MARKS:
            _add(child, state, at)
        elif tag in FORMATTING:
            state.formatted.append(
                (_bookmark(state), child.get(f"{W}author", ""), child.get(f"{W}date", "")[:10])
            )
        elif tag == f"{W}commentReference":
            number = child.get(f"{W}id", "")
            state.pieces.append(replace(at, bookmark=_bookmark(state), comments=frozenset({number})))
        elif tag == ALTERNATIVES or tag == f"{W}pPr":
            state.formatted += [
                (_bookmark(state), one.get(f"{W}author", ""), one.get(f"{W}date", "")[:10])
                for one in child.iter(f"{W}pPrChange")
            ]
        else:
            _note_range(child, state)
            stack.append((iter(child), _inside(child, at)))


def _inside(element: ElementTree.Element, at: _Piece) -> _Piece:
    """Return what an element says about the text in it."""
    author, day = element.get(f"{W}author", ""), element.get(f"{W}date", "")[:10]
    if element.tag in INSERTED:
        return replace(at, is_inserted=True, author=author, day=day)
    if element.tag in DELETED:
        return replace(at, is_deleted=True, author=author, day=day)
    if element.tag == f"{W}hyperlink" and element.get(f"{W}anchor", "").startswith(TO_SOURCE):
        return replace(at, text=MARK)
    return at


def _add(element: ElementTree.Element, state: _State, at: _Piece) -> None:
    is_mark = at.text == MARK or element.tag in MARKS
    text = " " if element.tag in SPACES else element.text or ""
    if is_mark:
        text = MARK * max(1, len(text))
    if at.is_inserted and at.is_deleted:
        return  # it was neither in the export, nor is it wanted
    piece = replace(at, text=text, bookmark=_bookmark(state), comments=state.comments)
    state.pieces.append(piece)


def _bookmark(state: _State) -> str:
    """Return the name of the innermost open bookmark of a passage."""
    return next(reversed(state.bookmarks.values()), "")


def _by_passage(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """Group the pieces of a paragraph by bookmark; what was inserted at the edge of a passage belongs to it."""
    groups: list[list[_Piece]] = []
    for piece in pieces:
        last = groups[-1] if groups else []
        name = last[-1].bookmark if last else ""
        is_next_to = piece.is_inserted and not piece.bookmark and last
        begins = last and all(one.is_inserted and not one.bookmark for one in last)
        if last and (name == piece.bookmark or is_next_to or begins):
            last.append(replace(piece, bookmark=piece.bookmark or name))
            if begins and piece.bookmark:
                last[:] = [replace(one, bookmark=piece.bookmark) for one in last]
        else:
            groups.append([piece])
    return groups


def _changes(paragraphs: Iterable[tuple[list[_Piece], list[Note]]]) -> Iterator[Note]:
    """Yield the tracked changes; a new paragraph belongs to the passage before it."""
    last = ""
    for pieces, _ in paragraphs:
        for note in _changes_in(pieces):
            yield note if note.bookmark or note.printed.strip() else replace(note, bookmark=last)
        last = next((piece.bookmark for piece in reversed(pieces) if piece.bookmark), last)


def _changes_in(pieces: list[_Piece]) -> Iterator[Note]:
    """Yield the tracked changes in a paragraph; a deletion next to an insertion by the same person is one change."""
    for group in _by_passage(pieces):
        printed = "".join(piece.text for piece in group if not piece.is_inserted)
        place, open_note = 0, None
        for piece in group:
            is_changed = piece.is_inserted or piece.is_deleted
            length = 0 if piece.is_inserted else len(piece.text)
            if is_changed and piece.text:
                new = piece.text if piece.is_inserted else ""
                who = (piece.author, piece.day)
                if open_note is not None and (open_note.author, open_note.day) == who:
                    open_note = replace(open_note, end=place + length, after=open_note.after + new)
                else:
                    if open_note is not None:
                        yield open_note
                    open_note = Note(
                        NoteKind.CHANGE,
                        piece.author,
                        piece.day,
                        printed,
                        place,
                        place + length,
                        after=new,
                        bookmark=piece.bookmark,
                    )
            elif open_note is not None and piece.text:
                yield open_note
                open_note = None
            place += length
        if open_note is not None:
            yield open_note


@dataclass(frozen=True, slots=True)
class _Comment:
    author: str
    day: str
    text: str


def _comments(root: ElementTree.Element | None) -> dict[str, _Comment]:
    """Return the comments by their ids."""
    found = {}
    for one in root.iter(f"{W}comment") if root is not None else ():
        lines = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in one.iter(f"{W}p"))
        text = "\n".join(line for line in lines if line.strip())
        found[one.get(f"{W}id", "")] = _Comment(one.get(f"{W}author", ""), one.get(f"{W}date", "")[:10], text)
    return found


def _notes_of(comments: dict[str, _Comment], paragraphs: list[list[_Piece]]) -> Iterator[Note]:
    """Yield each comment at the first passage that it is about."""
    left = dict(comments)
    for pieces in paragraphs:
        for group in _by_passage(pieces):
            printed = "".join(piece.text for piece in group if not piece.is_inserted)
            for number in dict.fromkeys(number for piece in group for number in sorted(piece.comments)):
                if number in left:
                    start, end = _range_of(number, group)
                    one = left.pop(number)
                    bookmark = next((piece.bookmark for piece in group if piece.bookmark), "")
                    yield Note(
                        NoteKind.COMMENT, one.author, one.day, printed, start, end, "", one.text, bookmark
                    )
    for one in left.values():
        yield Note(NoteKind.COMMENT, one.author, one.day, "", 0, 0, "", one.text)


def _range_of(number: str, group: list[_Piece]) -> tuple[int, int]:
    """Return the part of the printed words that a comment is about."""
    place, starts, ends = 0, [], []
    for piece in group:
        length = 0 if piece.is_inserted else len(piece.text)
        if number in piece.comments:
            starts.append(place)
            ends.append(place + length)
        place += length
    return min(starts, default=0), max(ends, default=0)


def _untracked(paragraphs: list[list[_Piece]], edition: ExportedEdition | None) -> Iterator[Note]:
    """Yield a note for each passage whose words are not those that were exported, apart from tracked changes."""
    known = {
        f"{passage.bookmark}_{number}": digest
        for passage in (edition.passages if edition else ())
        for number, digest in enumerate(passage.texts, start=1)
    }
    seen: dict[str, str] = {}
    for pieces in paragraphs:
        for piece in pieces:
            if piece.bookmark and not piece.is_inserted:
                seen[piece.bookmark] = seen.get(piece.bookmark, "") + piece.text
    for name, digest in known.items():
        words = seen.get(name, "")
        if digest_of_words(words.replace(MARK, "")) != digest:
            yield Note(NoteKind.UNTRACKED, "", "", words, 0, len(words), bookmark=name)
