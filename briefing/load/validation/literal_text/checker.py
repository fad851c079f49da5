"""Findings for everything in a text that would be printed as it was typed, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from markdown_it.token import Token

from briefing.core.finding import Finding, Severity, Span
from briefing.core.source_map import Key, SourceMap
from briefing.load.validation.literal_text.emphasis import find_swallowed, find_swallowed_code, find_unclosed
from briefing.load.validation.literal_text.encodings import find_misread
from briefing.load.validation.literal_text.kinds import Literal, find_kinds
from briefing.load.validation.literal_text.leftovers import (
    LEFTOVERS,
    NAME_LEFTOVERS,
    NAME_SCRIPTS,
    SCRIPTS_WITHOUT_CHARACTERS,
    find_messages,
)
from briefing.load.validation.literal_text.markup import MARKUP
from briefing.load.validation.literal_text.notes import AUTHOR_MARKS, MARKS
from briefing.load.validation.literal_text.pasted_lines import BULLETS, find_pasted_lines
from briefing.load.validation.literal_text.placeholders import find_placeholders
from briefing.load.validation.literal_text.quotations import find_open_quotation
from briefing.load.validation.literal_text.written import (
    NO_WORDS,
    DraftWords,
    Written,
    mask_escapes,
    pieces_of,
)
from briefing.model.text import Flow

BLOCK_INDICATOR = re.compile(r"[|>][-+\d]*\s*(?:#.*)?")
SPACES = re.compile(r"\s+")
SIGNS = re.compile(
    r"[$\\~^`´<>=+\[\]@#&_*«\uf000-\uf0ff]|\{(?![A-Za-z][\w-]*\})|:[a-z:]|%[\w%(]|''|\?\?|(?<!\w)h[1-6]\. "
    r"|[^\W\d_][.,;:?!”»’)\"']{0,2}[\d¹²³⁰⁴-⁹]{1,2}(?!\w)|[Xx×·]\s?10"
)
SIGNAL_WORDS = (
    *(
        "XX",
        "xx",
        "X%",
        "X %",
        "x%",
        "x %",
        "TB",
        "INSERT ",
        "X.X",
        "X,X",
        "TODO",
        "FIXME",
        "ToDo",
        "TO DO",
        "orem ipsum",
        "Mso",
        "mso-",
        "X-NONE",
        "/* Style",
    ),
    *("....", "Formatted:", "MERGEFIELD", "PAGEREF", "HYPERLINK", "ADDIN"),
)
"""Signs and words without which a text has nothing to report: most texts have none, and are not looked at closely."""

INDENTED_CODE = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}\s+[^\W\d_]{2,}")
"""Three words in a row: prose, not code."""

NOTES = frozenset({"note", "data", "columns", "label", "unit"})
"""Keys of texts in which stars refer to a note below."""

STARRED_NOTE = re.compile(r"^[ \t>]*(?:\\?\*){2,}[ \t]*[^\W_](?!.*\*\*)", re.MULTILINE)
"""A line that begins with two stars or more, as a note does, and has no other ones."""

DRAWN = frozenset({"columns", "series"})
"""Keys of the columns of exhibits, whose names are printed with scripts."""

PASSAGE = re.compile(r"\[(?P<words>[^\[\]{}]+)\]\{\s*lang=[\"']?(?P<tag>[A-Za-z][\w-]*)[\"']?\s*\}")
"""A value that is typed as a passage in another language, as in a text."""

QUOTATIONS = frozenset({"quote", "quotes"})
QUOTATION_MARKS = ('"', "“", "«")


@dataclass(frozen=True)
class LiteralText:
    """The check of texts in one file for what would be printed as it was typed."""

    source_map: SourceMap
    words: DraftWords = NO_WORDS

    def check_paragraph(
        self, tokens: Sequence[Token], key: Key, passed: str, *, is_quotation: bool = False
    ) -> Iterator[Finding]:
        """Yield the findings about the tokens of one paragraph; `passed` is what the text has before it."""
        pieces = pieces_of(tokens)
        names = {part for part in key if isinstance(part, str)}
        text = Written(
            typed="".join(typed for typed, _ in pieces),
            visible="".join(seen for _, seen in pieces),
            is_quotation=is_quotation or bool(names & QUOTATIONS),
            is_note=bool(names & NOTES),
            has_notes=STARRED_NOTE.search(self.source_map.typed(key)) is not None,
            words=self.words,
        )
        seen: set[tuple[str, str]] = set()
        for found in (
            *find_swallowed(tokens, pieces),
            *find_swallowed_code(tokens, pieces),
            *_literals(text),
        ):
            typed = text.typed[found.start : found.end]
            if (found.code, typed) not in seen:
                seen.add((found.code, typed))
                yield self._finding(found, typed, key, passed + text.typed[: found.start])

    def check_quotation(self, paragraphs: Sequence[Token], key: Key, passed: str) -> Iterator[Finding]:
        """Yield the finding about a quotation in the first of some paragraphs that none of them closes."""
        first, *_ = paragraphs
        if not any(mark in first.content for mark in QUOTATION_MARKS):
            return
        pieces = [pieces_of(paragraph.children or []) for paragraph in paragraphs]
        masked, *following = ("".join(seen for _, seen in some) for some in pieces)
        typed = "".join(words for words, _ in pieces[0])
        for found in find_open_quotation(mask_escapes(masked), following):
            yield self._finding(found, typed[found.start : found.end], key, passed + typed[: found.start])

    def check_name(self, name: str, key: Key) -> Iterator[Finding]:
        """Yield the findings about a value that is printed as it is."""
        marks = islice(AUTHOR_MARKS.find(Written(name, name, is_name=True)), "authors" in key)
        has_scripts = "blocks" in key and (not DRAWN.isdisjoint(key) or key[-1] == "unit")
        for found in (*literals_of_name(name, self.words, has_scripts=has_scripts), *marks):
            literal = replace(found, help=self._help_for_language(found, name, key))
            yield self._finding(literal, name[found.start : found.end], key, name[: found.start])

    def _help_for_language(self, found: Literal, name: str, key: Key) -> str:
        """Return how to say the language of a value that is no text: its `language`, if it is a name."""
        passage = PASSAGE.fullmatch(name)
        if passage is None or found.code != "BR311":
            return found.help
        words, tag = passage["words"], passage["tag"]
        if key[0] == "sources":
            return f"write {words}, and add `language: {tag}` to the source"
        if "authors" in key:
            return f"write `{{name: {words}, language: {tag}}}`"
        if key[-2:] == ("contact", "name"):
            return f"write {words}, and add `language: {tag}` to the contact"
        return f"write {words}: only texts have passages in other languages"

    def check_drawn(self, words: str, key: Key) -> Iterator[Finding]:
        """Yield the findings about scripts in a text that is drawn in a chart, where they need characters."""
        for found in SCRIPTS_WITHOUT_CHARACTERS.find(Written(words, words)):
            yield self._finding(found, words[found.start : found.end], key, words[: found.start])

    def check_lines(self, words: str, flow: Flow, key: Key) -> Iterator[Finding]:
        """Yield the findings about lines that were pasted, and whose ends or columns would be lost."""
        lines, is_folded = self._lines(words, key)
        if len(lines) == 1 and not lines[0].strip(" ").startswith((*BULLETS, "·")) and "\t" not in lines[0]:
            return
        for found in find_pasted_lines(
            lines,
            (*self.words.exhibits, *self.words.captions),
            is_paragraph=flow is Flow.INLINE,
            is_folded=is_folded,
        ):
            needle = found.needle.strip()
            before = "\n".join(lines[: found.line])
            yield Finding(
                found.code, found.what, self._place(key, needle, before), found.help, found.severity
            )

    def check_code(self, token: Token, key: Key, passed: str) -> Iterator[Finding]:
        """Yield a finding for a paragraph that is printed as code because it is indented."""
        if token.type == "code_block" and INDENTED_CODE.search(token.content):
            first = token.content.strip().splitlines()[0]
            what = "this paragraph is indented by four spaces, and would be printed as code"
            help = "begin it at the start of the line; for code, write ``` above and below it"
            yield Finding("BR050", what, self._place(key, first, passed), help, Severity.WARNING)

    def _finding(self, found: Literal, typed: str, key: Key, before: str) -> Finding:
        return Finding(found.code, found.what, self._place(key, typed, before), found.help, found.severity)

    def _place(self, key: Key, needle: str, before: str) -> Span:
        """Return the place of a piece of a text, whose lines may be broken in other places in the file."""
        needle = needle.strip()
        pattern = re.compile(r"\s+".join(map(re.escape, needle.split())))
        count = len(pattern.findall(" ".join(before.split())))
        spans = self.source_map.matches(key, pattern)
        if not spans:
            return self.source_map.value(key)
        span = spans[min(count, len(spans) - 1)]
        return replace(span, length=max(1, min(span.length, len(span.source.rstrip()) - span.column + 1)))

    def _lines(self, words: str, key: Key) -> tuple[list[str], bool]:
        """Return the lines of a text as they are in the file, and True if YAML joins them."""
        lines = words.split("\n")
        typed = self.source_map.typed(key).splitlines()
        if len(typed) < 2 or typed[0][:1] in "'\"":
            return lines, False
        if BLOCK_INDICATOR.fullmatch(typed[0].strip()):
            typed = typed[1:]
        bare = [line.strip() for line in typed]
        while bare and not bare[-1]:
            bare.pop()
        return (lines, False) if bare == [line.strip() for line in lines] else (bare, True)


def literals_of_name(name: str, words: DraftWords, *, has_scripts: bool = False) -> Iterator[Literal]:
    """Yield the pieces of a value without Markdown that would be printed as typed.

    With `has_scripts`, the value is printed with superscripts and subscripts.
    """
    text = Written(name, name, is_name=True, words=words)
    scripts = (SCRIPTS_WITHOUT_CHARACTERS,) if has_scripts else NAME_SCRIPTS
    kinds = (*NAME_LEFTOVERS, *scripts)
    taken = list(find_kinds(kinds, text)) if SIGNS.search(name) else []
    yield from taken
    yield from (found for found in _literals(text) if not _overlaps(found, taken))


def _literals(text: Written) -> Iterator[Literal]:
    misread = list(find_misread(text))
    if misread:  # other signs in it are those of its encoding
        yield from misread
        return
    has_signs = SIGNS.search(text.visible) or any(word in text.visible for word in SIGNAL_WORDS)
    if not has_signs:
        yield from find_messages(text)
        return
    taken: list[Literal] = []
    kinds = find_kinds((*LEFTOVERS, *MARKUP, *(() if text.is_name else MARKS)), text)
    for found in (
        *kinds,
        *find_messages(text),
        *find_placeholders(text),
        *_unclosed(text),
    ):
        if not _overlaps(found, taken):
            taken.append(found)
            yield found


def _overlaps(found: Literal, others: Sequence[Literal]) -> bool:
    return any(found.start < other.end and other.start < found.end for other in others)


def _unclosed(text: Written) -> Iterator[Literal]:
    if not text.is_name:
        yield from find_unclosed(text)
