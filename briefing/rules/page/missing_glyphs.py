"""Characters that no font of the style can print: one finding for each text that has some."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from unicodedata import category, name

from briefing.core.finding import Finding, Severity, Span
from briefing.core.installing import pip_command
from briefing.files.fonts import SCRIPTS_EXTRA, has_script_fonts
from briefing.model.content import Chart, Content, Passage, Table
from briefing.rules.page.locations import find_text
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import EngineWarning, Tailored

MISSING_GLYPH = Rule(
    "BR506",
    "missing-glyph",
    Severity.ERROR,
    Stage.PAGE,
    """
    No font of the style has a glyph for a character.

    The page would show an empty box. Arabic, Chinese, Devanagari, Hebrew, Japanese and
    Korean letters are printed with fonts that are installed already; Armenian, Ethiopic,
    Georgian, Thai and other scripts of Asia with those of an extra: `pip install
    "briefwright[scripts]"`. For any other character, add a font that has it to
    `styles/fonts.css`, or replace the character.

    Bad:

        key_points: [The target was reached 🎉]

    Good:

        key_points: [The target was reached.]
    """,
    ExampleKind.BUILD,
)

INSTALLED_BY_EXTRA = frozenset(
    (
        *("ARMENIAN", "BENGALI", "ETHIOPIC", "GEORGIAN", "GUJARATI", "GURMUKHI", "KANNADA", "KHMER"),
        *("LAO", "MALAYALAM", "MYANMAR", "ORIYA", "SINHALA", "TAMIL", "TELUGU", "THAI"),
    )
)
"""The scripts in the fonts of the extra, as the Unicode names of their letters begin."""

SCRIPT_NAMES = {"CJK": "Chinese", "HANGUL": "Korean", "HIRAGANA": "Japanese", "KATAKANA": "Japanese"}
"""The scripts that Unicode calls by another name than people do."""

SHOWN = 4
"""The number of words that a finding quotes."""

PICTURES = range(0x1F000, 0x20000)
"""The block of emoji."""


def report_missing_glyphs(tailored: Tailored, warnings: Sequence[EngineWarning]) -> Iterator[Finding]:
    """Yield one finding for each text with missing characters; those of a style or a template have their own."""
    lacking = tuple(dict.fromkeys(warning.subject for warning in warnings))
    if not lacking:
        return
    pattern = _pattern(lacking)
    left = set(lacking)
    places: dict[Span, dict[str, None]] = {}
    for key, text in _texts(tailored.content):
        words = [found.group() for found in pattern.finditer(unescape(text))]
        if words:
            left -= {letter for letter in left if letter in unescape(text)}
            places.setdefault(_place(tailored, key, words[0]), {}).update(dict.fromkeys(words))
    yield from (_finding(where, tuple(words), lacking) for where, words in places.items())
    for warning in warnings:
        if warning.subject in left:
            where = find_text(tailored, warning.subject)
            if where.file == "styles" and warning.line:
                where = Span(warning.file, warning.line, warning.column)
            yield _finding(where, (warning.subject,), (warning.subject,))


def _pattern(lacking: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern for the words that contain missing characters; a name of several words is one match."""
    missing = "|".join(map(re.escape, sorted(lacking)))
    word = rf"(?:(?!{missing})\w)*(?:{missing})(?:{missing}|\w)*"
    return re.compile(f"{word}(?: {word})*")


def _texts(value: object, key: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each text of the content with its key; the key of a text without a place of its own is empty."""
    if isinstance(value, Passage):
        yield value.key, value.words
    elif isinstance(value, str):
        yield key, value
    elif isinstance(value, Content):
        own = (*value.key, "data") if isinstance(value, Table | Chart) else key
        for _, item in value.named_values():
            yield from _texts(item, own)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item, key)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item, key)


def _place(tailored: Tailored, key: tuple[str | int, ...], word: str) -> Span:
    """Return the place of a word in a text; for data from a file, the name of the file in the brief."""
    job = tailored.job
    if not key:
        return find_text(tailored, word)
    if key[0] != "workspace":
        return job.source_map.word(key, word)
    return job.settings_places.word(key[1:], word) if job.settings_places else Span("styles")


def _finding(where: Span, words: Sequence[str], lacking: Sequence[str]) -> Finding:
    letters = [letter for letter in lacking if any(letter in word for word in words)]
    scripts = dict.fromkeys(_script(letter) for letter in letters)
    quoted = ", ".join(f"'{word}'" for word in words[:SHOWN]) + (", …" if len(words) > SHOWN else "")
    what = f"no font of the style has a glyph for {quoted} ({', '.join(scripts)})"
    return MISSING_GLYPH.finding(what, where, _help(letters))


def _help(letters: Sequence[str]) -> str:
    if not has_script_fonts() and all(_first_word(letter) in INSTALLED_BY_EXTRA for letter in letters):
        return f"run: {pip_command(SCRIPTS_EXTRA)}; or write it in letters that the style has"
    if all(ord(letter[0]) in PICTURES for letter in letters):
        return "remove the emoji, or write a word; emoji are not printed"
    if all(category(letter[0]) == "Co" for letter in letters):
        return "type the character that is meant, such as →, ° or ✓; for an icon, use a picture"
    thing = "character" if len(letters) == 1 else "characters"
    pronoun = "it" if len(letters) == 1 else "them"
    return f"replace the {thing}, or add a font that has {pronoun} to styles/fonts.css"


def _script(letter: str) -> str:
    """Return the script of a letter in plain words; for a symbol, its number."""
    first = _first_word(letter)
    if ord(letter[0]) in PICTURES:
        return "emoji"
    if category(letter[0])[0] not in "LM" or not first:
        return f"U+{ord(letter[0]):04X}"
    return SCRIPT_NAMES.get(first, first.title())


def _first_word(letter: str) -> str:
    """Return the first word of the Unicode name of a letter, which is its script."""
    return re.split("[ -]", name(letter[0], ""))[0]
