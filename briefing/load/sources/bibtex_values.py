"""What a value of BibTeX says: its pieces joined at `#`, and the names of `@string` in place of their values.

LaTeX in it stays as typed (see `latex`). Written by hand: bibtexparser puts a string in only where it is the whole
value, joins nothing at `#`, and leaves an unknown name as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

MAX_LETTERS = 100_000
"""The authors of the largest experiments need some 60,000."""

MAX_JOINED = 1_000_000
"""What all values of a file that are joined may come to: strings that double each other end here."""

MAX_DEPTH = 50

MONTHS = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "apr": "April",
    "may": "May",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}
"""The strings that every BibTeX style defines."""

MARK = re.compile(r'(?<!\\)[{}"#]')
CLOSED_BY = {"{": "}", '"': '"'}


class UnreadableValueError(Exception):
    """A value cannot be told; `what` and `mend` are the words of a finding."""

    def __init__(self, what: str, help: str) -> None:
        super().__init__(what, help)
        self.what, self.help = what, help


class Strings:
    """The strings of a file, by their names in lower case; what is wrong with one is told where it is used."""

    def __init__(self, given: Iterable[tuple[str, str]]) -> None:
        self.values: dict[str, str | UnreadableValueError] = dict(MONTHS)
        self.joined = 0
        for name, typed in given:
            try:
                self.values[name.lower()] = self.value_of(typed)
            except UnreadableValueError as error:
                self.values[name.lower()] = error

    def value_of(self, typed: str) -> str:
        """The value that is typed. Raises UnreadableValueError."""
        pieces = [self._piece(piece.strip()) for piece in _split(typed)]
        length = sum(map(len, pieces))
        if len(pieces) > 1:
            self.joined += length
        if length > MAX_LETTERS or self.joined > MAX_JOINED:
            raise UnreadableValueError(
                f"the value grows to more than {MAX_LETTERS:,} characters", "shorten it"
            )
        return "".join(pieces)

    def _piece(self, piece: str) -> str:
        """A piece in braces or quotes is a text; others are a number, or the name of a string."""
        if len(piece) > 1 and CLOSED_BY.get(piece[0]) == piece[-1]:
            _check_nesting(piece)
            return piece[1:-1]
        if not piece or piece.isdecimal():
            return piece
        what = f"no @string gives '{piece[:40]}' a value"
        unknown = UnreadableValueError(what, "write the value out, in braces")
        value = self.values.get(piece.lower(), unknown)
        if isinstance(value, UnreadableValueError):
            raise value
        return value


def _split(typed: str) -> Iterator[str]:
    """The pieces between the `#` that stand outside of braces and quotes."""
    start, depth, is_quoted = 0, 0, False
    for mark in MARK.finditer(typed):
        sign = mark.group()
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign == '"' and not depth:
            is_quoted = not is_quoted
        elif sign == "#" and not depth and not is_quoted:
            yield typed[start : mark.start()]
            start = mark.end()
    yield typed[start:]


def _check_nesting(piece: str) -> None:
    """Raises UnreadableValueError where braces are too deep, or what encloses the piece ends before it."""
    depth = 0
    for mark in MARK.finditer(piece, 1, len(piece) - 1):
        depth += {"{": 1, "}": -1}.get(mark.group(), 0)
        if depth < 0 or (mark.group() == '"' == piece[0] and not depth):
            what = "the value goes on after what encloses it has ended"
            raise UnreadableValueError(what, "put a `#` between its parts, or one pair of braces around it")
        if depth > MAX_DEPTH:
            what = f"the braces are nested more than {MAX_DEPTH} deep"
            raise UnreadableValueError(what, "take out those that enclose nothing but others")
