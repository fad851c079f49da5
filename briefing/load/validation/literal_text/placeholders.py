"""Placeholders: words that a writer meant to replace, and notes that were meant for a colleague."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from briefing.core.finding import Severity
from briefing.load.validation.literal_text.kinds import Kind, Literal, find_kinds, shorten
from briefing.load.validation.literal_text.written import MASK, Written
from briefing.text.cue_words import any_of
from briefing.text.lexicon import month_names

REPLACE = "write the text, or remove the placeholder"
BEFORE = r"\b(?:by|about|from|to|than|over|under|nearly|almost|approximately|around|least|most|page|pp?\.|total of)\s"
FIGURES = (
    r"[€$£¥₽]\s?[Xx]{2,}(?!\w)(?:[.,][Xx]+)?|(?<!\w)(?:[Xx]{2,}|X)[.,][Xx]+(?!\w)|(?<!\w)[Xx]{2,3}\s?[%‰]"
    r"|(?<![\w/.-])[Xx]{2,4}[/.-][Xx]{2,4}(?:[/.-](?:[Xx]{2,4}|\d{4}))?(?![\w-])|(?<!\w)(?:19|20)[Xx]{2}(?!\w)"
    r"|(?<!\w)\d+,[Xx]{3}(?!\w)|(?<!\w)[Xx]{4,12}(?!\w)|[\[(][Xx]{2,}[\])]|(?<!\w)xxx?(?!\w)"
    rf"|{BEFORE}XX(?!\w)(?=\s*(?:[.,;:)]|\Z|[a-z]+\b))(?!\s+(?:century|centuries|(?:to|and|or|through)\s[IVXL]+\b))"
)
"""`XX` in the place of a figure or a date. A Roman numeral has none of these neighbours: Louis XX, Article XXX."""


def _is_acronym(match: re.Match[str]) -> bool:
    """Return True for the initials of words before a bracket: Tax and Budget Committee (TBC)."""
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", match.string[: match.start()])[-8:])
    return re.search(".*".join(match["name"]), initials, re.IGNORECASE) is not None


TODO = Kind(
    "BR046",
    ("TODO", "FIXME", "ToDo", "TO DO:"),
    re.compile(
        r"(?<!\w)(?:TODO|FIXME|ToDo|TO DO)(?=\s?:|\]|\))[^\]\n.]*|(?<!\w)FIXME(?!\w)"
        r"|(?<!\w)TODO(?=\s(?:add|ask|check|cite|confirm|finish|find|get|insert|revise|rewrite|update|verify|write)\b)"
    ),
    "the note `{}` would be printed",
    "do it, or write it as a YAML comment, after `# `",
)
NOTE_IN_ENGLISH = re.compile(
    r"FIXME|\w+\s?\)?\]|TODO\W+(?:add|ask|check|cite|confirm|finish|find|get|insert|update|verify)\b"
)

COUNTED_IN_ENGLISH = Kind(
    "BR046",
    "XX",
    re.compile(
        r"(?:\A|[.!?:]\s|\b(?:[Hh]as|have|had|was|were|are|is|costs?|reached|some|only|another|over|of)\s)XX\s"
        r"(?=[a-z])(?!and\b|or\b|centur)"
    ),
    "`{}` is a placeholder, which would be printed",
    "write the figure, the date or the name",
    Severity.WARNING,
    not_quoted=True,
)
"""A number before a noun. In other languages, a Roman numeral precedes one: XX aniversario."""

PLACEHOLDERS = (
    Kind(
        "BR046",
        ("TB", "tb", "TK", "tk"),
        re.compile(r"\[\s*(?:TB[CDA]|TK|tb[cda]|tk)(?:[\s:,–-][^\[\]]*)?\]|\(\s*(?:tb[cda])\s*\)"),
        "the placeholder `{}` would be printed",
        REPLACE,
    ),
    Kind(
        "BR046",
        "TB",
        re.compile(r"\(\s*(?P<name>TB[CDA])\s*\)"),
        "the placeholder `{}` would be printed",
        REPLACE,
        Severity.WARNING,
        is_meant=_is_acronym,
    ),
    Kind(
        "BR046",
        ("??",),
        re.compile(r"(?<!\S)\?{2,}(?=\s|[.,;:%)\]]|\Z)|[\[(]\?{2,}[\])]"),
        "the placeholder `{}` would be printed",
        REPLACE,
        not_quoted=True,
    ),
    Kind(
        "BR046",
        "[?]",
        re.compile(r"\[\?\]"),
        "`{}` is an open question, which would be printed",
        REPLACE,
        Severity.WARNING,
        not_quoted=True,
    ),
    Kind(
        "BR046",
        ("orem ipsum",),
        re.compile(r"[Ll]orem ipsum[^.\n]*"),
        "filler text would be printed: `{}`",
        "write the text",
        not_quoted=True,
    ),
    Kind(
        "BR046",
        "[",
        re.compile(
            r"\[(?:Comment|Note) (?:[A-Z]{1,4}\d+|to [a-z ]*(?:editor|author|self|team|reviewer)s?)\b[^\[\]]*\]"
            r"|\[?(?:Commented|Comment) ?\[[A-Za-z]{1,4}\d+\]:?(?:[^\[\].?!\n]*(?:[.?!]|(?=[\[\n])|\Z))?\]?"
            r"|\[[A-Z]{1,4}\d{1,3}\](?=[A-Z][a-z])"
        ),
        "the comment `{}` would be printed",
        "remove it, or write it as a YAML comment, after `# `",
    ),
    Kind(
        "BR046",
        ("___", "X", "x"),
        re.compile(
            r"(?<![\w/.])_{3,}(?![\w/.])|(?<![\w.])[Xx]\s?%|\b(?:Figure|Fig\.|Table|Box|Chart)\s(?:XX|\?+)(?!\w)"
        ),
        "`{}` is a placeholder, which would be printed",
        "write the figure, the date or the name",
        Severity.WARNING,
        not_quoted=True,
    ),
    Kind(
        "BR046",
        ("[", "INSERT"),
        re.compile(
            r"\[(?:[Nn]ame|[Dd]ate|[Ss]ource|[Nn]umber|[Ff]igure|[Tt]itle|[Aa]uthor|[Pp]lace|[Cc]ountry|ref|REF|citation|link|LINK)\](?![(\[{:])"
            r"|\[(?:[Ff]igure|[Tt]able|[Cc]hart|[Mm]ap|[Bb]ox|[Ll]ogo|[Pp]icture|[Pp]hoto)\b[^\[\]]*\bhere\]"
            r"|(?<!\w)INSERT [A-Z ]{2,30} HERE(?!\w)"
        ),
        "the placeholder `{}` would be printed",
        REPLACE,
        Severity.WARNING,
        not_quoted=True,
    ),
    Kind(
        "BR046",
        "<",
        re.compile(rf"(?<![\w<\\{MASK}])<[^\W\d_][^\W\d_]*(?:[ _/-][^\W\d_]+){{0,5}}>(?![\w>])"),
        "the placeholder `{}` would be printed as typed",
        "write what is meant; to print angle brackets, write \\<",
    ),
    Kind(
        "BR046",
        "[",
        re.compile(rf"\[[A-ZА-ЯЁ]{{2,3}}:\s+(?=[a-zа-яё{MASK}])[^\[\]]+\](?!\()"),
        "the comment `{}` would be printed",
        "remove it, or write it as a YAML comment, after `# `",
        not_quoted=True,
    ),
)
"""Placeholders that are the same in every language."""


def find_placeholders(text: Written) -> Iterator[Literal]:
    """Yield the placeholders of a text, and the notes in brackets that begin with a word of its language."""
    if "X" in text.masked or "xx" in text.masked:
        yield from _exhibit_numbers(text)
        yield from _figures(text)
    yield from _notes_to_do(text)
    if text.words.language.partition("-")[0] in ("", "en"):
        yield from COUNTED_IN_ENGLISH.find(text)
    yield from find_kinds(PLACEHOLDERS, text)
    if not any(bracket in text.masked for bracket in "[<{("):
        return
    for match in _blanks(text.words.blanks).finditer(text.masked):
        if not text.is_quoted(match.start()):
            what = f"the placeholder `{match.group()}` would be printed"
            yield Literal("BR046", match.start(), match.end(), what, REPLACE, Severity.WARNING)
    for match in _notes(text.words.notes).finditer(text.masked):
        if not text.is_quoted(match.start()):
            typed = shorten(text.typed[match.start() : match.end()])
            what = f"the note `{typed}` would be printed"
            yield Literal("BR046", match.start(), match.end(), what, _help_for_note(typed))


def _notes_to_do(text: Written) -> Iterator[Literal]:
    """Yield the notes that begin with TODO, unless it is a word of the language and no note follows: TODO: nada."""
    is_word = "!todo" in text.words.notes
    notes = _notes_after_word(text.words.notes)
    for found in TODO.find(text):
        typed = text.masked[found.start : found.end]
        is_note = (
            notes.match(typed)
            or NOTE_IN_ENGLISH.match(typed)
            or text.masked[found.end : found.end + 1] in "])"
        )
        if not is_word or is_note:
            yield found


def _figures(text: Written) -> Iterator[Literal]:
    for match in _figure_pattern(text.words.counted, text.words.language).finditer(text.masked):
        what = f"`{match.group()}` is a placeholder, which would be printed"
        yield Literal("BR046", match.start(), match.end(), what, "write the figure, the date or the name")


def _exhibit_numbers(text: Written) -> Iterator[Literal]:
    if not text.words.exhibits:
        return
    for match in re.finditer(rf"(?<!\w)(?:{any_of(text.words.exhibits)})\s[Xx]{{1,2}}(?!\w)", text.masked):
        what = f"`{match.group()}` is a placeholder, which would be printed"
        help = "refer to the exhibit by its id: [](#id); it is numbered in each edition"
        yield Literal("BR046", match.start(), match.end(), what, help, Severity.WARNING)


@cache
def _figure_pattern(counted: tuple[str, ...], language: str) -> re.Pattern[str]:
    months = any_of(tuple(month_names(language))) if language else "(?!)"
    return re.compile(
        rf"{FIGURES}|(?<!\w)[Xx]{{2,3}}\s(?:{any_of(counted)})(?!\w)|(?<!\w)[Xx]{{2}}(?=\s(?:\w{{2}}\s)?(?i:{months})(?!\w))"
    )


def _help_for_note(typed: str) -> str:
    is_about_source = re.search(r"sourc|citation|cite|\bref", typed, re.IGNORECASE)
    return "cite a source: [@id]" if is_about_source else "do it, or write it as a YAML comment, after `# `"


@cache
def _blanks(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of words that are alone in brackets; a word in capitals is an acronym or a key."""
    return re.compile(rf"\[(?=[^\]]?[^A-ZА-ЯЁ])(?i:{any_of(words)})\](?![(\[{{])")


@cache
def _notes_after_word(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\w+\W+(?:{any_of(words)})(?![^\W_])", re.IGNORECASE)


@cache
def _notes(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of notes in brackets; a name may come first: `[Jane: check this]`."""
    inside = rf"(?:[^\W\d_]{{1,20}}:\s*)?(?:{any_of(words)})(?![^\W_])"
    return re.compile(
        rf"\[{inside}[^\[\]\n]*\](?![(\[{{])|\{{\s*{inside}[^{{}}\n]*\}}|<{inside}[^<>\n]*>", re.IGNORECASE
    )
