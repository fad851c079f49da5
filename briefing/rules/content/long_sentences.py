"""A reader gets through each sentence and each paragraph in one go: neither is longer than the audience's limit.

An audience sets `sentence_words` and `paragraph_sentences`. Asked is its running text: headings, tables and the words
of others are not; a citation counts for nothing, and what stands around a semicolon is one sentence.

Bad, for the public:

    plain: >
      The canals, which were dug between 1952 and 1971 and lined with concrete in the decade after that, leak more
      water with every year that passes, because nobody has paid for their repair since then.

Good:

    plain: The canals were dug between 1952 and 1971. They leak more every year, for nobody pays for repairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity, Span, name_all
from briefing.stages import EditionSet, Tailored
from briefing.text.sentences import WORD, blocks_of, passages_of, split_sentences
from briefing.text.variants import place_of


def long_sentences(editions: EditionSet) -> Sequence[Finding]:
    """Each sentence and paragraph over the limit, once, with the editions that have it."""
    found: dict[tuple[str, Span, str], list[str]] = {}
    for tailored in editions.editions:
        for code, where, what in _too_long(tailored):
            found.setdefault((code, where, what), []).append(tailored.job.edition.audience)
    mends = {"BR044": "split it", "BR045": "begin a new paragraph where the thought turns"}
    return [
        Finding(code, f"{what} for {name_all(names)}", where, mends[code], Severity.WARNING)
        for (code, where, what), names in found.items()
    ]


def _too_long(tailored: Tailored) -> Iterator[tuple[str, Span, str]]:
    audience, source_map = tailored.job.audience, tailored.job.source_map
    for passage in passages_of(tailored):
        for block in blocks_of(passage):
            sentences = [
                sentence for sentence in split_sentences(block, tailored.job.traits) if WORD.search(sentence)
            ]
            limit = audience.paragraph_sentences
            if limit and len(sentences) > limit:
                what = f"the paragraph has {len(sentences)} sentences; at most {limit} are wanted"
                yield "BR045", place_of(source_map, passage.key, sentences[0]), what
            for sentence in sentences if audience.sentence_words else ():
                words = len(WORD.findall(sentence))
                if words > (audience.sentence_words or 0):
                    what = f"the sentence has {words} words; at most {audience.sentence_words} are wanted"
                    yield "BR044", place_of(source_map, passage.key, sentence), what
