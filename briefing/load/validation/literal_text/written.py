"""The words of a text as they are searched: what is not plain text in them is masked, character by character."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from markdown_it.token import Token

MASK = "\ufffc"
"""Replaces each character of code, links, citations, emphasis and escapes: none of them is printed as typed."""

ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
"""A backslash and the character that it escapes, or a character by its name in HTML."""

QUOTATION = re.compile(r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class DraftWords:
    """The words of a language that show that a text is not finished."""

    notes: tuple[str, ...] = ()
    """Words that begin a note to oneself in brackets: add, insert, to be confirmed."""
    blanks: tuple[str, ...] = ()
    """Words that, alone in brackets, are a place to fill in: [name]."""
    messages: tuple[str, ...] = ()
    """What a word processor prints for a broken reference or an empty field of a form."""
    counted: tuple[str, ...] = ()
    """What is counted, after the placeholder of a number: per cent, million, km."""
    exhibits: tuple[str, ...] = ()
    """The names of exhibits, as their captions begin: Table, Figure, Box."""
    captions: tuple[str, ...] = ()
    """Further words that begin a caption: fig, chart, map."""
    language: str = ""
    has_spaced_colons: bool = False
    """True if the language has a space before a colon, which may then begin a line."""


NO_WORDS = DraftWords()


@dataclass(frozen=True)
class Written:
    """One paragraph, title or cell: as it was typed and, with the same length, with other characters masked."""

    typed: str
    visible: str
    """Code, links, citations and marks of emphasis are masked."""
    is_quotation: bool = False
    """True if the whole text is someone else's words."""
    is_note: bool = False
    """True for notes and cells, in which stars refer to a note below."""
    has_notes: bool = False
    """True if a line of the text begins with stars: it is a note to which stars after a word refer."""
    is_name: bool = False
    """True for a value that is printed as it is, without Markdown."""
    words: DraftWords = NO_WORDS

    @cached_property
    def masked(self) -> str:
        """The text with its escapes masked as well; a name has none."""
        return self.visible if self.is_name else mask_escapes(self.visible)

    @cached_property
    def quotations(self) -> Sequence[tuple[int, int]]:
        """The start and end of each quotation inside the text."""
        return [match.span() for match in QUOTATION.finditer(self.masked)]

    def is_quoted(self, at: int) -> bool:
        """Return True if a place is inside someone else's words."""
        return self.is_quotation or any(start <= at < end for start, end in self.quotations)


def pieces_of(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Return each token of a paragraph as it was typed, and with the same length masked."""
    return [_piece(token, before) for token, before in zip(tokens, [None, *tokens], strict=False)]


def mask_escapes(typed: str) -> str:
    """Return a text in which each escape is masked."""
    return ESCAPE.sub(
        lambda match: MASK * len(match.group()) if _is_escape(match.group()) else match.group(), typed
    )


def _is_escape(typed: str) -> bool:
    return typed.startswith("\\") or unescape(typed) != typed


def _piece(token: Token, before: Token | None) -> tuple[str, str]:
    """Return a token as it was typed, and with everything masked that is not plain text."""
    if token.type == "text":
        is_address = before is not None and before.type == "link_open" and before.info == "auto"
        return token.content, MASK * len(token.content) if is_address else token.content
    if token.type in ("softbreak", "hardbreak"):
        return "\n", "\n"
    if token.type == "fact":
        return (name := f"{{{token.content}}}"), name
    typed = {"citation": f"[{token.content}]", "link_close": "]"}.get(
        token.type, token.markup + token.content
    )
    return typed, MASK * len(typed)
