"""The text needs more years of schooling than its audience's limit.

An audience sets the limit with `grade`. The grade is computed from the words in a
sentence and the syllables in a word: Flesch-Kincaid for English, Crawford for Spanish,
Solovyev for Russian; other languages are not checked, nor is a text of fewer than 100
words. The finding says which sentences are hardest. Split them, or use shorter words.

Bad:

    sections:
      - title: The canals leak
        text: |
          The administration's rehabilitation programme has accumulated procedural
          complications. Representatives of participating municipalities repeatedly
          emphasised irreconcilable interpretations of the contractual obligations.
          Environmental organisations characterised preliminary documentation as
          fundamentally inadequate. Independent investigators identified systematic
          misallocation of administrative responsibilities, and insufficient
          communication between regional authorities and international contractors.

          Rehabilitation activities experienced considerable interruptions. Communities
          particularly vulnerable to interruptions experienced disproportionate
          agricultural losses. Reconciliation negotiations nevertheless continue under
          extraordinarily complicated circumstances, with considerable international
          participation. Continuing disagreement about financial responsibilities makes
          additional interruptions considerably more probable.

          Experienced participants
          recommend independent arbitration, accompanied by transparent documentation
          of every contractual modification.
    audiences: {public: {}}

Good:

    sections:
      - title: The canals leak
        text: |
          The canals were dug by hand. They are old, and most of them leak. The state
          said that it would repair them, and then it did not. The towns do not agree on
          who has to pay. Green groups say that the plans are bad. A team looked at the
          books this spring.

          It found that no one knew who was in charge. Work stopped for weeks at a time.
          Farms by the last canal lost the most, and some of them lost all they had.
          The towns and the state still talk. Help has come from abroad. If they do not
          agree soon, the next dry year will hurt the same farms once more.

          It would help if a judge could say who has to pay for what.
    audiences: {public: {}}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.core.finding import Finding, Severity, Span
from briefing.model.language import ReadingGrade
from briefing.rules.rule import Rule, Stage
from briefing.stages import Tailored
from briefing.text.sentences import Sentence, sentences_of
from briefing.text.syllables import count_syllables

HIGH_GRADE = Rule("BR608", "high-reading-grade", Severity.WARNING, Stage.CONTENT, __doc__)
RULES = (HIGH_GRADE,)

LEAST_WORDS = 100
"""The formulas were fitted to passages of at least a hundred words; for less they give random results."""

LEAST_SENTENCE = 10
"""Words from which a sentence is graded by itself; in a shorter one a single long word decides."""

HARDEST = 3
"""Number of the hardest sentences that are shown."""

SHORT_ENOUGH = 10
"""Average words in a sentence. The help suggests no shorter sentences, but shorter words."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The counts of a text and the grade computed from them."""

    grade: float
    words: int
    sentence_words: float
    word_syllables: float
    long_words: int


def grade_of(formula: ReadingGrade, sentence_words: float, word_syllables: float) -> float:
    """Compute the grade from the average number of words in a sentence and of syllables in a word.

    A language without a formula has no grade: a formula is only valid for the language that it was fitted to.
    """
    return (
        float(formula.sentence_words) * sentence_words
        + float(formula.sentences_in_100_words) * 100 / sentence_words
        + float(formula.word_syllables) * word_syllables
        + float(formula.syllables_in_100_words) * 100 * word_syllables
        + float(formula.constant)
    )


def check_reading_grade(tailored: Tailored) -> Sequence[Finding]:
    """Return a finding for a text above its audience's grade, and one for each of its hardest sentences."""
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
    """Grade sentences, however few; return None if there are none."""
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
    what += f"the limit is {limit}"
    share = round(100 * reading.long_words / reading.words)
    long_words = f"{share} % of the words have {formula.long_word} syllables or more"
    enough = _enough_words(reading, formula, limit)
    if enough:
        help = f"shorten sentences from {reading.sentence_words:.0f} to about {enough} words on average; {long_words}"
    else:
        help = (
            f"use shorter words: {long_words}; sentences have {reading.sentence_words:.0f} words on average"
        )
    return HIGH_GRADE.finding(what, Span(tailored.job.source_map.file), help)


def _enough_words(reading: Reading, formula: ReadingGrade, limit: int) -> int | None:
    """Return the average words that a sentence may have; None if shorter sentences alone do not help."""
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
        what = f"the sentence needs about grade {reading.grade:.1f}; the limit for "
        what += f"'{tailored.job.edition.audience}' is {limit}"
        help = f"split it, or use shorter words: of {reading.words} words, names and numbers not counted, "
        help += f"{reading.long_words} {'has' if reading.long_words == 1 else 'have'} "
        help += f"{formula.long_word} syllables or more"
        yield HIGH_GRADE.finding(what, sentence.place(tailored.job.source_map), help)
