"""Words whose meaning depends on the day, and past dates that a text treats as future."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from briefing.core.finding import Finding, Severity
from briefing.model.blocks import kinds_with
from briefing.model.parts import keys_with
from briefing.model.text import TextRole
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet, Version
from briefing.text.cue_words import cue_pattern
from briefing.text.lexicon import Lexicon
from briefing.text.quantities import Quantity, quantities
from briefing.text.variants import Variant, fact_values, paragraphs, place_of, shown, variants

UNDATED_WORD = Rule(
    "BR035",
    "undated-word",
    Severity.WARNING,
    Stage.SET,
    """
    A word such as 'currently' has no date in its sentence.

    The brief is read later than it is written, and "this year" is then another one. The
    words are listed in the labels of each language (`cues`). Give the date, or leave the
    word out.

    Bad:

        key_points: [The fleet is currently being renewed.]

    Good:

        key_points: [The fleet is being renewed.]
    """,
)
PAST_DATE_AS_FUTURE = Rule(
    "BR036",
    "past-date-as-future",
    Severity.WARNING,
    Stage.SET,
    """
    A text speaks of a day that has passed as if it were still to come.

    The sentence has a word for the future and a date that is over. Say what has happened
    since.

    Bad:

        key_points: ["The first ship will arrive in March 2024. [@navy]"]
        sources:
          navy: {title: Ship list, publisher: The Navy, date: 2023}

    Good:

        key_points: ["The first ship arrived in May 2024, two months late. [@navy]"]
        sources:
          navy: {title: Ship list, publisher: The Navy, date: 2025}
    """,
)

CLAUSE = re.compile(r"[,;:–—()]|\s--\s")
"""The end of a clause. The word for the future and the date must be in one clause."""

OPENING_WORDS, BETWEEN_WORDS = 4, 2
"""The most words of a date at the start of a clause (on 3 May 2024), and between it and the future."""

NOT_CHECKED = {"glossary", "cite_as", "questions"}
QUOTED = kinds_with(TextRole.QUOTED) | keys_with(TextRole.QUOTED)
"""Keys of someone else's words."""


def find_undated_words(editions: EditionSet) -> Sequence[Finding]:
    """Return each sentence that has a word whose meaning depends on the day, and no date or year."""
    return [finding for version in editions.versions for finding in _undated(version)]


def find_past_dates_as_future(editions: EditionSet) -> Sequence[Finding]:
    """Return each clause that speaks of a past day, month or year as if it were still to come."""
    return [finding for version in editions.versions for finding in _past(version, editions.today)]


def _sentences(version: Version) -> Iterator[tuple[Variant, str]]:
    facts = fact_values(version)
    for variant in variants(version):
        if variant.key[0] in NOT_CHECKED or QUOTED.intersection(variant.key):
            continue
        for paragraph in paragraphs(variant.words, variant.flow, facts):
            for sentence in () if paragraph.is_quoted else paragraph.sentences(version.traits):
                yield variant, sentence


def _undated(version: Version) -> Iterator[Finding]:
    pattern, lexicon = cue_pattern(version.labels.cues.undated), Lexicon.of(version)
    for variant, sentence in _sentences(version):
        word = pattern.search(sentence)
        if word and not any(found.kind in ("date", "year") for found in quantities(sentence, lexicon)):
            what = f"'{word.group()}' has no date: '{shown(sentence)}'"
            where = place_of(version.source_map, variant.place, sentence)
            yield UNDATED_WORD.finding(what, where, "add the date, or leave the word out")


def _past(version: Version, today: date) -> Iterator[Finding]:
    pattern, lexicon = cue_pattern(version.labels.cues.future), Lexicon.of(version)
    for variant, sentence in _sentences(version):
        for clause, word in _futures(sentence, pattern):
            after = clause[word.end() :]
            days = (
                found
                for found in quantities(after, lexicon)
                if _has_passed(found, today) and found.noun not in version.traits.after_counts
            )
            day = next((found for found in days if not _looks_back(found, after, lexicon)), None)
            day = day or _opening_day(clause, word, lexicon, today)
            if day:
                what = f"'{word.group()}' refers to {day.typed}, which has passed: '{shown(sentence)}'"
                where = place_of(version.source_map, variant.place, sentence)
                yield PAST_DATE_AS_FUTURE.finding(what, where, "say what has happened since")


def _futures(sentence: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield each clause with its word for the future.

    A comma after the date that opens a sentence does not end a clause.
    """
    head, comma, rest = sentence.partition(",")
    opened = comma and len(head.split()) <= OPENING_WORDS and not pattern.search(head)
    for clause in CLAUSE.split(f"{head} {rest}" if opened else sentence):
        if word := pattern.search(clause):
            yield clause, word


def _opening_day(clause: str, word: re.Match[str], lexicon: Lexicon, today: date) -> Quantity | None:
    """Return the past date that opens a clause, close before its word for the future.

    Example: "in March 2024 it will end".
    """
    before = " ".join(clause[: word.start()].split())
    for day in quantities(before, lexicon)[:1]:
        preposition, _, between = before.partition(day.typed)
        is_close = len(preposition.split()) == 1 and len(between.split()) <= BETWEEN_WORDS
        if is_close and _has_passed(day, today) and not lexicon.looking_back.search(preposition):
            return day
    return None


def _looks_back(day: Quantity, text: str, lexicon: Lexicon) -> bool:
    """Return True if the word before a date puts it in the past: the bill of March 2024."""
    return bool(lexicon.looking_back.search(" ".join(text.split()).partition(day.typed)[0]))


def _has_passed(found: Quantity, today: date) -> bool:
    if found.kind == "year":
        return max(found.readings) < today.year
    year, month, day = found.day
    if found.kind != "date" or year is None:
        return False
    return (year, month or 12, day or 31) < (today.year, today.month, today.day)
