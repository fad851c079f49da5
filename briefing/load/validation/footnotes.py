"""Checks of footnotes: each is defined once, referred to, and in a text that can carry it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from markdown_it.token import Token

from briefing.core.finding import Finding, Span, nearest
from briefing.core.source_map import Key
from briefing.markdown.footnotes import DEFINITIONS, REFERENCE, Definition
from briefing.model.text import Register

UNDEFINED = re.compile(r"(?<!\\)\[\^(?P<name>[^\]\n]+)\]|(?<!\\)\^\[(?=\w)")
"""A reference without a definition, or a footnote without its closing bracket."""

NUMBER = re.compile(r"\d+|(?:fn|foot|note)\w*", re.IGNORECASE)
"""The name of a footnote, even if a space is before the reference: `[^ab]` may also be a set of characters."""

CARRYING = frozenset(
    {
        *(
            "bottom_line",
            "key_points",
            "sections",
            "blocks",
            "note",
            "implications",
            "recommendations",
            "action",
        ),
        *("outlook", "summary", "assumptions", "drivers", "scenarios", "because", "signs", "now", "means"),
        *(
            "options",
            "for",
            "against",
            "method",
            "counter_view",
            "changes",
            "quotes",
            "questions",
            "annexes",
            "abstract",
        ),
    }
)
"""The keys of texts that can carry footnotes; a page repeats or reorders titles, names, labels and cells."""

REGISTERS = frozenset(register.value for register in Register)

HEADING, LINK, CELL, FOOTNOTE = "a heading", "a link", "a table cell", "another footnote"
HOLDERS = {
    "heading": HEADING,
    "link": LINK,
    "th": CELL,
    "td": CELL,
    "footnote": FOOTNOTE,
    "footnote_reference": FOOTNOTE,
}
"""The tokens around a reference, and what they are for the writer."""

NOT_IN_FOOTNOTES = {
    "bullet_list_open": "a list",
    "ordered_list_open": "a list",
    "dl_open": "a list",
    "heading_open": "a heading",
    "blockquote_open": "a quotation",
    "table_open": "a table",
    "code_block": "code",
    "fence": "code",
    "hr": "a rule",
    "image": "a picture",
}


class TypedText(Protocol):
    """A text as it was typed, which knows the places of its pieces."""

    words: str

    def place(self, needle: str, after: str = "") -> Span:
        """Return the place of the next `needle`."""

    def place_of_line(self, number: int) -> Span:
        """Return the place of a line, counted from 0."""


def carries_footnotes(key: Key) -> bool:
    """Return True if the text with a key can carry footnotes."""
    names = [part for part in key if isinstance(part, str) and part not in REGISTERS]
    return names[-1:] != ["data"] and (
        names[:1] == ["glossary"] or not CARRYING.isdisjoint(names[-1:]) or names[-2:-1] == ["blocks"]
    )


class FootnoteChecker:
    """Checks the footnotes of one text, token by token in the order in which they were typed.

    `env` is the environment in which the text was parsed.
    """

    def __init__(self, text: TypedText, key: Key, env: Mapping[str, Any]) -> None:
        self.text = text
        self.is_cell, self.is_carrying = "data" in key, carries_footnotes(key)
        self.definitions: Sequence[Definition] = env.get(DEFINITIONS, ())
        references: Mapping[str, int] = env.get("footnotes", {}).get("refs", {})
        self.used = {label.removeprefix(":") for label, number in references.items() if number >= 0}
        self.open: Counter[str] = Counter()
        self.last_place = Span("")
        """The place of the last reference."""
        self.suggested: set[str] = set()

    def check_token(self, token: Token, after: Token | None) -> Iterator[Finding]:
        """Return the findings about a token: a misplaced or undefined footnote, or one that prints nothing."""
        holder = HOLDERS.get(token.type.removesuffix("_open").removesuffix("_close"))
        if holder and token.nesting:
            self.open[holder] += token.nesting
        if token.type == REFERENCE:
            yield from self._reference(token)
        elif token.type == "text":
            yield from self._undefined_in(token.content)
        elif token.type == "image" and any(child.type == REFERENCE for child in token.children or ()):
            place = self.text.place("![")
            yield _misplaced("the alternative text of a picture", place, "write it in the sentence")
        if holder == FOOTNOTE and token.nesting == 1 and after is not None and after.nesting == -1:
            where = self.text.place(_typed_start(token)) if token.meta else self.last_place
            yield Finding("BR208", "this footnote prints nothing", where, "write its text, or remove it")
        if self.open[FOOTNOTE] and token.type in NOT_IN_FOOTNOTES:
            what = f"a footnote cannot contain {NOT_IN_FOOTNOTES[token.type]}"
            where = self.text.place_of_line(token.map[0]) if token.map else self.text.place("![")
            yield Finding("BR329", what, where, "write only paragraphs in it, or move this into the text")

    def check_definitions(self) -> Iterator[Finding]:
        """Return the findings about definitions: two of the same footnote, or one that no reference leads to."""
        seen: set[str] = set()
        for definition in self.definitions:
            label, where = definition.label, self.text.place_of_line(definition.start)
            if label in seen:
                what = f"the footnote '{label}' is defined twice in this text"
                yield Finding("BR304", what, where, "give each footnote its own name")
            elif label not in self.used | self.suggested:
                what = f"the footnote '{label}' is not printed: this text does not refer to it"
                yield Finding("BR328", what, where, f"write [^{label}] where it belongs, or remove it")
            seen.add(label)

    def check_end(self) -> Iterator[Finding]:
        """Return a finding for a line after the footnotes of a text that is one paragraph."""
        defined = {line for one in self.definitions for line in range(one.start, one.end)}
        first = min(defined, default=None)
        for number, line in enumerate(self.text.words.split("\n")):
            if first is not None and number > first and number not in defined and line.strip():
                what = "this text must be one paragraph, but it continues after its footnotes"
                where = self.text.place_of_line(number)
                yield Finding(
                    "BR212", what, where, "move the footnotes to the end, or indent this line by four spaces"
                )
                return

    def _undefined_in(self, typed: str) -> Iterator[Finding]:
        for match in UNDEFINED.finditer(typed):
            if not self._is_set(match, typed):
                where = self.text.place(match.group(), typed[: match.start()])
                yield Finding("BR327", *self._undefined(match, where))

    def _is_set(self, match: re.Match[str], typed: str) -> bool:
        """Return True if brackets are a set of characters, such as `[^ab]` after a space, and not a reference."""
        follows_word = match.start() > 0 and not typed[match.start() - 1].isspace()
        name = match["name"]
        return bool(name and not self.definitions and not follows_word and not NUMBER.fullmatch(name))

    def _undefined(self, match: re.Match[str], where: Span) -> tuple[str, Span, str]:
        name = match["name"]
        if name is None:
            return "a footnote is not closed", where, "write ] after its last word: ^[words]"
        if re.search(r"\s", name):
            help = f"write the name without spaces; to print the brackets, write \\[^{name}]"
            return f"the name of the footnote '{name}' contains a space", where, help
        near = nearest(name, [definition.label for definition in self.definitions])
        if near:
            self.suggested.add(near)
            help = f"did you mean [^{near}]?"
        else:
            help = f"add a line `[^{name}]: …` to this text; to print the brackets, write \\[^{name}]"
        return f"this text has no footnote '{name}'", where, help

    def _reference(self, token: Token) -> Iterator[Finding]:
        self.last_place = where = self.text.place(_typed_start(token))
        holder = next((holder for holder, depth in self.open.items() if depth > 0), None)
        if holder == CELL or self.is_cell:
            yield _misplaced(CELL, where, "write it in the `note` of a table block")
        elif holder:
            yield _misplaced(holder, where, "write it in the sentence, or after it")
        elif not self.is_carrying:
            help = "write it in the text that follows, or leave it out"
            yield _misplaced("a title, a name or a label", where, help)


def _typed_start(token: Token) -> str:
    """Return the start of a reference or of a footnote as it was typed."""
    label = (token.meta or {}).get("label")
    return "^[" if label is None else f"[^{label}]"


def _misplaced(what: str, where: Span, help: str) -> Finding:
    return Finding("BR329", f"{what} cannot have a footnote", where, help)
