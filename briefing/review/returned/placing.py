"""Place the changes of reviewers, who saw printed words, in the texts as they are typed.

A printed text has citations as numbers, facts as values, typographic quotes and spaces, and no Markdown. The typed and
the printed text are aligned word by word; a change is placed only if all the words that it replaces were typed as they
are printed, one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from briefing.review.returned.notes import MARK

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
SPACES = "\u00a0\u202f\u2009\u2002\u2003\u2005\t\n\r"
PLAIN = str.maketrans(
    {
        **dict.fromkeys(SPACES, " "),
        **dict.fromkeys("\u2018\u2019\u201a\u2039\u203a", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    }
)
"""Characters that the typesetter sets in place of typed ones, each with the typed one; all are one character."""

UNTYPED = re.compile("[\u2060\u00ad\u200b\u200e\u200f\u2066-\u2069]")
"""Invisible characters that word processors and the typesetter add."""

SPECIAL = re.compile(r"([\\`*\[\]{}<^~]|(?<!\w)_|_(?!\w))")
"""The characters of an inserted text that would be markup."""

CHANGED = "the text in the file has changed since the export"
WHOLE_TEXT = "it deletes the whole text; remove its key from the file instead"
OTHER_WORDS = "the words are not in the text of the file as they are printed"

CONTEXT = 30
"""The number of printed characters on each side of a change that must be typed, too, if the text has changed."""


MOST_UNTYPED = 10
"""The most printed characters in a row that may belong to a text although they are not typed: a citation, a value."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The part of a typed text that a change replaces, and the text to put there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """The reason why a change cannot be made in a typed text."""

    reason: str
    is_done: bool = False
    """True if the text is already as the change wants it."""


def place(
    typed: str, printed: str, start: int, end: int, after: str, *, is_unchanged: bool
) -> Placed | Unplaced:
    """Return where a change of printed words is in the typed text.

    `is_unchanged` says that the typed text is the one that was printed; otherwise, the words around the change must
    still be there.
    """
    if not printed.strip() and start == end:
        return Unplaced("it is a new paragraph; add it to the file by hand")
    places = align(typed, printed)
    new = _typed_form(after)
    if not is_unchanged and _is_done(typed, printed[:start], new, printed[end:]):
        return Unplaced("the change is already in the text", is_done=True)
    if not is_unchanged and not _has_context(places, printed, start, end):
        return Unplaced(CHANGED)
    other = OTHER_WORDS if is_unchanged else CHANGED
    if start == end:
        at = _point(places, start)
        return (
            Placed(at, at, new)
            if at is not None
            else Unplaced(_obstacle(typed, places, printed, start, end) or other)
        )
    found = [places[index] for index in range(start, end)]
    first, last = found[0], found[-1]
    if first is None or last is None or last - first != end - start - 1 or None in found:
        return Unplaced(_obstacle(typed, places, printed, start, end) or other)
    if new == typed[first : last + 1]:
        return Unplaced("the change is already in the text", is_done=True)
    if not (typed[:first] + new + typed[last + 1 :]).strip():
        return Unplaced(WHOLE_TEXT)
    return Placed(first, last + 1, new)


def align(typed: str, printed: str) -> list[int | None]:
    """Return, for each printed character, the place of the typed one; None for what is not typed."""
    plain, shown = typed.translate(PLAIN), printed.translate(PLAIN)
    ours, theirs = _tokens(plain), _tokens(shown)
    matcher = SequenceMatcher(None, [word for _, word in ours], [word for _, word in theirs], autojunk=False)
    places: list[int | None] = [None] * len(printed)
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            at, word = ours[block.a + offset]
            index, _ = theirs[block.b + offset]
            places[index : index + len(word)] = range(at, at + len(word))
    return places


def _tokens(text: str) -> list[tuple[int, str]]:
    return [(found.start(), found.group()) for found in TOKEN.finditer(text)]


def count_typed(places: Sequence[int | None]) -> int:
    """Return the number of printed characters that are typed."""
    return sum(one is not None for one in places)


def within_text(typed: str, printed: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the words of a page around a note without those of other texts, and the part of the note in them."""
    places = align(typed, printed)
    left = _edge(places, range(start - 1, -1, -1), start)
    right = _edge(places, range(end, len(printed)), end - 1) + 1
    return printed[left:right], start - left, end - left


def _edge(places: Sequence[int | None], indices: Iterable[int], edge: int) -> int:
    """Return the last printed character in a direction that is typed, before a stretch that is not."""
    gap = 0
    for index in indices:
        if places[index] is None:
            gap += 1
            if gap > MOST_UNTYPED:
                break
        else:
            edge, gap = index, 0
    return edge


def _typed_form(text: str) -> str:
    """Return inserted words as they are typed: with ordinary spaces, and with escapes for what would be markup."""
    words = UNTYPED.sub("", text).replace(MARK, "")
    words = "".join(" " if letter in SPACES else letter for letter in words)
    return SPECIAL.sub(r"\\\1", words)


def _point(places: Sequence[int | None], start: int) -> int | None:
    """Return where words are inserted: after the character before them, or before the one after them."""
    before = places[start - 1] if start else None
    if before is not None:
        return before + 1
    return places[start] if start < len(places) else None


def _has_context(places: Sequence[int | None], printed: str, start: int, end: int) -> bool:
    """Return whether the words around a change are typed, apart from a value or a citation."""
    near = range(max(0, start - CONTEXT), min(len(printed), end + CONTEXT))
    letters = [index for index in near if printed[index] != MARK]
    typed = sum(places[index] is not None for index in letters)
    return len(letters) - typed <= MOST_UNTYPED and 2 * typed >= len(letters) > 0


def _is_done(typed: str, before: str, new: str, after: str) -> bool:
    """Return whether a text is as a change wants it: with the new words, if any, next to those around them."""
    start, stop = len(before), len(before) + len(new)
    wanted = before + new + after
    places = align(typed, wanted)
    found = [places[index] for index in range(max(0, start - 1), min(len(wanted), stop + 1))]
    first = found[0] if found else None
    is_together = first is not None and found == list(range(first, first + len(found)))
    return is_together and len(found) > 1 and _has_context(places, wanted, start, stop)


def _obstacle(typed: str, places: Sequence[int | None], printed: str, start: int, end: int) -> str:
    """Return why printed words have no place in the typed text; empty if nothing explains it."""
    if MARK in printed[start:end]:
        return "it changes a citation or a footnote mark; edit `[@…]` or `^[…]` in the file"
    before = next((one for index in range(start - 1, -1, -1) if (one := places[index]) is not None), -1)
    following = (one for index in range(end, len(places)) if (one := places[index]) is not None)
    between = typed[before + 1 : next(following, len(typed))]
    for is_cause, reason in CAUSES:
        if is_cause(between):
            return reason
    return ""


CAUSES: tuple[tuple[Callable[[str], bool], str], ...] = (
    (lambda typed: "{" in typed, "it changes the value of a fact; edit the fact in the file"),
    (
        lambda typed: "[@" in typed,
        "it changes a citation or a footnote mark; edit `[@…]` or `^[…]` in the file",
    ),
    (lambda typed: "[" in typed or "](" in typed, "it changes a link; edit the link in the file"),
    (
        lambda typed: bool(re.search(r"[*_^~`=]", typed)),
        "there is markup between the words; edit them in the file",
    ),
    (lambda typed: not typed.strip(), "the words are printed by the template, not typed in this text"),
)
"""The causes by which printed words differ from typed ones, and what to do."""
