"""Sentences and paragraphs that are longer than their audience's limits.

An audience sets `sentence_words` and `paragraph_sentences`. Running text is checked;
headings, tables and quotations are not. Citations and formulae do not count, and a semicolon does not end a
sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity, Span, name_all
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet, Tailored
from briefing.text.sentences import BREAK, WORD, blocks_of, passages_of, split_sentences, without_formulae
from briefing.text.variants import place_of

LONG_SENTENCE = Rule(
    "BR044",
    "long-sentence",
    Severity.WARNING,
    Stage.SET,
    """
    A sentence has more words than its audience's limit.

    An audience sets the limit with `sentence_words`. Running text is checked; headings,
    tables and quotations are not. Citations do not count, and a semicolon does not end a
    sentence. Split the sentence.

    Bad:

        key_points:
          - The canals, which were dug by hand and lined with concrete much later, leak
            more water with every year, because nobody has paid for their repair.
        audiences: {public: {}}

    Good:

        key_points:
          - The canals were dug by hand. They leak more every year.
        audiences: {public: {}}
    """,
)
LONG_PARAGRAPH = Rule(
    "BR045",
    "long-paragraph",
    Severity.WARNING,
    Stage.SET,
    """
    A paragraph has more sentences than its audience's limit.

    An audience sets the limit with `paragraph_sentences`. Begin a new paragraph where the
    subject changes.

    Bad:

        sections:
          - title: The canals leak
            text: >
              They were dug by hand. They are old. They leak. They have no lining.
              Nobody pays. Farmers wait. Fields dry out.
        audiences: {public: {}}

    Good:

        sections:
          - title: The canals leak
            text: |
              They were dug by hand. They are old. They leak.

              They have no lining. Nobody pays. Farmers wait. Fields dry out.
        audiences: {public: {}}
    """,
)
UNIT = re.compile(r"(?<=\d)[\s\u00a0]?°?[^\W\d_](?!\w)")
"""The letter of a unit, which is no word of its own: 5 m, −3 °C."""

RULES = (LONG_SENTENCE, LONG_PARAGRAPH)
HELP = {
    LONG_SENTENCE: "split the sentence",
    LONG_PARAGRAPH: "begin a new paragraph where the subject changes",
}


def find_long_sentences(editions: EditionSet) -> Sequence[Finding]:
    """Return each sentence and paragraph over the limit, once, with the editions that have it."""
    found: dict[tuple[Rule, Span, str, int], list[str]] = {}  # what is over which limit → the audiences
    for tailored in editions.editions:
        for rule, where, what, limit in _too_long(tailored):
            found.setdefault((rule, where, what, limit), []).append(tailored.job.edition.audience)
    return [
        rule.finding(f"{what}; the limit for {name_all(names)} is {limit}", where, HELP[rule])
        for (rule, where, what, limit), names in found.items()
    ]


def _too_long(tailored: Tailored) -> Iterator[tuple[Rule, Span, str, int]]:
    audience, source_map = tailored.job.audience, tailored.job.source_map
    for passage in passages_of(tailored):
        for block in blocks_of(passage):
            sentences = [
                sentence for sentence in split_sentences(block, tailored.job.traits) if WORD.search(sentence)
            ]
            limit = audience.paragraph_sentences
            if limit and len(sentences) > limit:
                what = f"the paragraph has {len(sentences)} sentences"
                yield LONG_PARAGRAPH, place_of(source_map, passage.key, sentences[0]), what, limit
            limit = audience.sentence_words
            for sentence in sentences:
                words = len(WORD.findall(UNIT.sub(BREAK, without_formulae(sentence))))
                if limit and words > limit:
                    what = f"the sentence has {words} words"
                    yield LONG_SENTENCE, place_of(source_map, passage.key, sentence), what, limit
