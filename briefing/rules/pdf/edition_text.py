"""Everything that an edition may say, as one text. Anything else in its PDF comes from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from briefing.markdown.grammar import FACT
from briefing.markdown.typed_footnotes import footnotes_in, without_footnotes
from briefing.model.content import Content, Passage
from briefing.model.text import Flow
from briefing.stages import Job, Tailored
from briefing.text.facts import FactFormatter

BETWEEN = re.compile(
    r"\[@[^\]]*\]|\{[A-Za-z][\w-]*(?:\s*\|[^{}|]*)?\}|\]\([^)]*\)|<https?:[^>]*>|`|\n\s*\n|(?<=[.!?…])\s+"
)
"""The places where a text is split: citations, facts, addresses, code, ends of paragraphs and sentences."""


def said_by(tailored: Tailored) -> str:
    """Return everything that the edition may say: its texts, with and without the values of facts, and its labels."""
    job = tailored.job
    words = list(_words(tailored.content))
    printed = partial(_printed, job, FactFormatter(job.labels, job.locale))
    filled = [FACT.sub(printed, text) for text in words if "{" in text]
    return "\n".join([*words, *filled, *job.labels.labels.values()])


def _printed(job: Job, formatter: FactFormatter, match: re.Match[str]) -> str:
    fact = job.brief.facts.get(match["id"])
    return formatter.format(fact.value, fact.unit, match["format"], fact.format).words if fact else ""


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
