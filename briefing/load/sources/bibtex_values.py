"""BibTeX values: joins pieces at `#`, and replaces the names of `@string` by their values.

LaTeX stays as typed (see `latex`). This is written by hand because bibtexparser replaces a string only if it is the
whole value, joins nothing at `#`, and keeps unknown names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

MAX_LETTERS = 100_000
"""The length of a value, in characters; the authors of the largest experiments need some 60,000."""

MAX_JOINED = 1_000_000
"""The length of all joined values of a file, in characters: stops strings that double each other."""

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
    """A value cannot be read; `what` and `help` are the texts of a finding."""

    def __init__(self, what: str, help: str) -> None:
        super().__init__(what, help)
        self.what, self.help = what, help


class Strings:
    """The strings of a file, by their names in lower case. An error in one is raised where it is used."""

    def __init__(self, given: Iterable[tuple[str, str]]) -> None:
        self.values: dict[str, str | UnreadableValueError] = dict(MONTHS)
        self.joined = 0
        for name, typed in given:
            try:
                self.values[name.lower()] = self.value_of(typed)
            except UnreadableValueError as error:
                self.values[name.lower()] = error

    def value_of(self, typed: str) -> str:
        """Return the value that a typed expression has. Raises UnreadableValueError."""
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
        """Return the value of one piece: a text in braces or quotes, a number, or the name of a string."""
        if len(piece) > 1 and CLOSED_BY.get(piece[0]) == piece[-1]:
            _check_nesting(piece)
            return piece[1:-1]
        if not piece or piece.isdecimal():
            return piece
        what = f"unknown string '{piece[:40]}': no @string defines it"
        unknown = UnreadableValueError(what, "define it with @string, or write the value in braces")
        value = self.values.get(piece.lower(), unknown)
        if isinstance(value, UnreadableValueError):
            raise value
        return value


def _split(typed: str) -> Iterator[str]:
    """Return the pieces between the `#` outside braces and quotes."""
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
    """Raise UnreadableValueError if braces are nested too deep, or text follows the closing brace or quote."""
    depth = 0
    for mark in MARK.finditer(piece, 1, len(piece) - 1):
        depth += {"{": 1, "}": -1}.get(mark.group(), 0)
        if depth < 0 or (mark.group() == '"' == piece[0] and not depth):
            what = "text follows the closing brace or quotation mark of the value"
            raise UnreadableValueError(what, "put `#` between its parts, or one pair of braces around it all")
        if depth > MAX_DEPTH:
            what = f"braces are nested more than {MAX_DEPTH} levels deep"
            raise UnreadableValueError(what, "remove braces that enclose only other braces")
