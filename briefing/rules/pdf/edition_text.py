"""Everything that an edition may say, as one text. Anything else in its PDF comes from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from briefing.markdown.typed_footnotes import footnotes_in, without_footnotes
from briefing.model.content import Content, Passage
from briefing.model.text import Flow
from briefing.stages import Tailored

BETWEEN = re.compile(r"\[@[^\]]*\]|\{[A-Za-z][\w-]*\}|\]\([^)]*\)|<https?:[^>]*>|`|\n\s*\n|(?<=[.!?…])\s+")
"""The places where a text is split: citations, facts, addresses, code, ends of paragraphs and sentences."""

FACT = re.compile(r"\{([A-Za-z][\w-]*)\}")


def said_by(tailored: Tailored) -> str:
    """Return everything that the edition may say: its texts, with and without the values of facts, and its labels."""
    job = tailored.job
    facts = {name: " ".join(filter(None, (fact.value, fact.unit))) for name, fact in job.brief.facts.items()}
    words = list(_words(tailored.content))
    filled = [FACT.sub(lambda match: facts.get(match[1], ""), text) for text in words if "{" in text]
    return "\n".join([*words, *filled, *job.labels.labels.values()])


def texts_apart(words: str, flow: Flow) -> Iterator[str]:
    """Yield a text without its footnotes, and then each footnote, because an edition prints them apart."""
    yield without_footnotes(words, is_block=flow is Flow.BLOCK)
    yield from footnotes_in(words, is_block=flow is Flow.BLOCK)


def _words(value: object) -> Iterator[str]:
    if isinstance(value, Passage):
        for text in texts_apart(value.words, value.flow):
            yield " ".join(BETWEEN.split(text))
            yield text
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Content):
        for _, item in value.named_values():
            yield from _words(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _words(item)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield str(name)
            yield from _words(item)
