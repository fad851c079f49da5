"""A file that came back from a translator, whatever its format: its texts with their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefing.core.errors import ContentError
from briefing.core.finding import Finding, Span
from briefing.files.bounded_reading import MIB
from briefing.translation.placeholders import Code, Kind

LIMIT = 8 * MIB
"""The greatest size of a file; the texts of a hundred briefs fit."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A placeholder in a translation: its number, and what the file says that it is."""

    number: str
    typed: str


@dataclass(frozen=True, slots=True)
class Returned:
    """One text that came back."""

    id: str
    """The id of its unit: see `xliff.id_of`."""
    line: int
    source: str
    """The original that was translated, as typed."""
    target: tuple[str | Reference, ...]
    is_done: bool | None
    """False if the translator says that it is not finished, True if it is; None if the file does not say."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """The placeholders of the original by their numbers, as the file has them."""

    @property
    def length(self) -> int:
        """The number of characters of the translation."""
        return sum(len(piece if isinstance(piece, str) else piece.typed) for piece in self.target)

    @property
    def is_empty(self) -> bool:
        """Return True if there is no translation."""
        return not any(piece.strip() if isinstance(piece, str) else True for piece in self.target)


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """The texts that came back, and what they are translations of. What a file does not say is empty."""

    name: str
    lines: Sequence[str]
    brief: str
    source_language: str
    language: str
    texts: tuple[Returned, ...]

    def at(self, line: int) -> Span:
        """Return the place of a line."""
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        column = len(source) - len(source.lstrip()) + 1
        return Span(self.name, line, column, max(1, len(source.strip())), source)


def unreadable_file(name: str, why: str, line: int = 0) -> ContentError:
    """Return the error for a file that is not what a program for translators writes."""
    what = f"the file cannot be read: {why}"
    help = "ask for it again, as XLIFF 1.2, XLIFF 2 or PO"
    return ContentError([Finding("BR831", what, Span(name, line), help)])


def decode(content: bytes, name: str) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 with a byte order mark. Raises ContentError."""
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise unreadable_file(name, "it is not in UTF-8") from None


def resolve(returned: Returned, codes: Mapping[str, Code]) -> tuple[str, tuple[str, ...]]:
    """Return a translation as typed, and the numbers of placeholders that nothing is known about.

    `codes` are the placeholders of the present original; those in the file count if it has other ones. Spaces next to
    the end of a paragraph are those of a program.
    """
    pieces: list[str] = []
    unknown: list[str] = []
    is_at_start = False
    for piece in returned.target:
        if isinstance(piece, str):
            pieces.append(piece.lstrip() if is_at_start else piece)
            is_at_start = is_at_start and not piece.strip()
            continue
        given = returned.codes.get(piece.number)
        code = codes.get(piece.number)
        is_as_it_was = given is not None and piece.typed.split() in ([], given.split())
        typed = code.typed if code and is_as_it_was else piece.typed or given or ""
        if not typed:
            unknown.append(piece.number)
        is_at_start = bool(code and is_as_it_was and code.kind is Kind.STRUCTURE and "\n" in typed)
        if is_at_start and pieces:
            pieces[-1] = pieces[-1].rstrip()
        pieces.append(typed)
    return "".join(pieces).strip(), tuple(unknown)
