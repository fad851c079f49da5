"""The running text asks for no more years of schooling than its audience has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.core.finding import Finding, Severity, Span
from briefing.model.language import ReadingGrade
from briefing.stages import Tailored
from briefing.text.sentences import Sentence, sentences_of
from briefing.text.syllables import count_syllables

LEAST_WORDS = 100
"""Formulas were fitted to passages of a hundred words and more; what they say of less is chance."""

LEAST_SENTENCE = 10
"""One sentence alone is judged from so many words on; in a shorter one a single long word decides."""

HARDEST = 3
"""How many of the hardest sentences are shown."""

SHORT_ENOUGH = 10
"""Sentences of fewer words on average are asked of nobody: then the words are the matter."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was counted, and the grade that it amounts to."""

    grade: float
    words: int
    sentence_words: float
    word_syllables: float
    long_words: int


def grade_of(formula: ReadingGrade, sentence_words: float, word_syllables: float) -> float:
    """The grade by a formula, from the average numbers of words in a sentence and syllables in a word.

    A language without a formula has no grade: no formula holds for a language that it was not fitted to.
    """
    return (
        float(formula.sentence_words) * sentence_words
        + float(formula.sentences_in_100_words) * 100 / sentence_words
        + float(formula.word_syllables) * word_syllables
        + float(formula.syllables_in_100_words) * 100 * word_syllables
        + float(formula.constant)
    )


def grade_kept(tailored: Tailored) -> Sequence[Finding]:
    """A text that needs a higher grade than its audience's is a warning; so are its hardest sentences."""
    limit = tailored.job.audience.grade
    formula = tailored.job.traits.reading_grade
    if limit is None or formula is None:
        return ()
    sentences = sentences_of(tailored)
    reading = read(sentences, formula)
    if reading is None or reading.words < LEAST_WORDS or round(reading.grade, 1) <= limit:
        return ()
    return [_whole(tailored, reading, formula, limit), *_hardest(tailored, sentences, formula, limit)]


def read(sentences: Sequence[Sentence], formula: ReadingGrade) -> Reading | None:
    """The grade of sentences, whatever their number; None where there is none."""
    if not sentences:
        return None
    syllables = [
        count_syllables(word, formula.syllables) for sentence in sentences for word in sentence.words
    ]
    sentence_words = len(syllables) / len(sentences)
    word_syllables = sum(syllables) / len(syllables)
    return Reading(
        grade_of(formula, sentence_words, word_syllables),
        len(syllables),
        sentence_words,
        word_syllables,
        sum(count >= formula.long_word for count in syllables),
    )


def _whole(tailored: Tailored, reading: Reading, formula: ReadingGrade, limit: int) -> Finding:
    what = f"the text of the edition for '{tailored.job.edition.audience}' needs about grade {reading.grade:.1f}; "
    what += f"{limit} is allowed"
    share = round(100 * reading.long_words / reading.words)
    long_words = f"{share} % of the words have {formula.long_word} syllables or more"
    enough = _enough_words(reading, formula, limit)
    if enough:
        help = f"sentences have {reading.sentence_words:.0f} words on average: about {enough} would do; {long_words}"
    else:
        help = (
            f"use shorter words: {long_words}; sentences have {reading.sentence_words:.0f} words on average"
        )
    return Finding("BR608", what, Span(tailored.job.source_map.file), help, Severity.WARNING)


def _enough_words(reading: Reading, formula: ReadingGrade, limit: int) -> int | None:
    """How long sentences may be with these words; None where short sentences alone do not help."""
    lengths = range(int(reading.sentence_words), SHORT_ENOUGH - 1, -1)
    return next(
        (length for length in lengths if grade_of(formula, length, reading.word_syllables) <= limit), None
    )


def _hardest(
    tailored: Tailored, sentences: Sequence[Sentence], formula: ReadingGrade, limit: int
) -> Iterator[Finding]:
    judged = [
        (reading, sentence)
        for sentence in sentences
        if len(sentence.words) >= LEAST_SENTENCE
        and (reading := read([sentence], formula))
        and reading.grade > limit
    ]
    for reading, sentence in sorted(judged, key=lambda pair: -pair[0].grade)[:HARDEST]:
        what = f"this sentence needs about grade {reading.grade:.1f}; {limit} is allowed for "
        what += f"'{tailored.job.edition.audience}'"
        help = (
            f"split it or say it in shorter words: it has {reading.words} words without names and numbers, "
        )
        help += f"{reading.long_words} of them of {formula.long_word} syllables or more"
        yield Finding("BR608", what, sentence.place(tailored.job.source_map), help, Severity.WARNING)
