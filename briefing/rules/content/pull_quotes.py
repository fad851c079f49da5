"""A pull quote is not a passage of the edition's text.

A pull quote repeats a passage in large letters, so it is hidden from readers who hear
the page, and what only a pull quote says would be lost for them. Copy the words from
the text, and write `…` for what you leave out. Citations, footnotes and punctuation do
not count, and facts are compared by their values. If an audience gets other words of
the text, give the pull quote the same variant (`short`, `plain`), or leave it out
(`not`).

Bad:

    sections:
      - title: Rivers rise
        text: Every river of the region has risen.
        blocks:
          - pull_quote: Every river has fallen.

Good:

    sections:
      - title: Rivers rise
        text: Every river of the region has risen.
        blocks:
          - pull_quote: Every river … has risen
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from briefing.core.finding import Finding, Severity
from briefing.model.content import Passage, PullQuote, sections_in
from briefing.rules.rule import Rule, Stage
from briefing.stages import Tailored
from briefing.text.sentences import passages_of
from briefing.text.variants import paragraphs, shown

STRAY_PULL_QUOTE = Rule("BR092", "stray-pull-quote", Severity.ERROR, Stage.CONTENT, __doc__)
RULES = (STRAY_PULL_QUOTE,)

WORD = re.compile(r"[^\W_]+")
LEFT_OUT = re.compile(r"\[?(?:…|\.\.\.)\]?")


def find_stray_pull_quotes(tailored: Tailored) -> Sequence[Finding]:
    """Return each pull quote whose words are not in the running text of the edition."""
    quotes = list(_pull_quotes(tailored))
    if not quotes:
        return ()
    facts = _facts_of(tailored)
    texts = [_plain(passage, facts) for passage in passages_of(tailored)]
    spoken = [(quote, _plain(quote, facts)) for quote in quotes]
    return [
        _explain(tailored, quote, words)
        for quote, words in spoken
        if not any(_has(text, words) for text in texts)
    ]


def _has(text: str, words: str) -> bool:
    """Return True if a text has these words in a row, but for those left out."""
    pieces = (_spelled(piece) for piece in LEFT_OUT.split(words))
    pattern = ".*".join(rf"\b{piece}\b" for piece in pieces if piece)
    return re.search(pattern, _spelled(text)) is not None


def _explain(tailored: Tailored, quote: Passage, words: str) -> Finding:
    audience = tailored.job.edition.audience
    what = f"the text of the edition for '{audience}' does not have the words '{shown(words)}'"
    help = f"copy them from the text, with `…` for what you leave out, or set `not: {audience}`"
    return STRAY_PULL_QUOTE.finding(what, tailored.job.source_map.value(quote.key), help)


def _pull_quotes(tailored: Tailored) -> Iterator[Passage]:
    for section in sections_in(tailored.content.brief, tailored.job.audience.parts):
        for block in section.blocks:
            if isinstance(block.content, PullQuote):
                yield block.content.text


def _facts_of(tailored: Tailored) -> Mapping[str, str]:
    facts = tailored.content.brief.facts.items()
    return {name: f"{fact.value} {fact.unit or ''}" for name, fact in facts}


def _plain(passage: Passage, facts: Mapping[str, str]) -> str:
    """Return the words of a passage without citations."""
    return " ".join(paragraph.text for paragraph in paragraphs(passage.words, passage.flow, facts))


def _spelled(text: str) -> str:
    """Return the words of a text in lower case, with one space between them."""
    return " ".join(WORD.findall(text.casefold()))
