"""Everything that an edition may say, as one text. Anything else in its PDF comes from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from briefing.model.content import Content, Passage
from briefing.stages import Tailored

BETWEEN = re.compile(
    r"\[@[^\]]*\]|\{[A-Za-z][\w-]*\}|\]\([^)]*\)|\]\{[^}]*\}|<https?:[^>]*>|`|\n\s*\n|(?<=[.!?…])\s+"
)
"""The places where a text is split: citations, facts, addresses, code, ends of paragraphs and sentences."""

FACT = re.compile(r"\{([A-Za-z][\w-]*)\}")


def said_by(tailored: Tailored) -> str:
    """Return everything that the edition may say: its texts, with and without the values of facts, and its labels."""
    job = tailored.job
    facts = {name: " ".join(filter(None, (fact.value, fact.unit))) for name, fact in job.brief.facts.items()}
    words = list(_words(tailored.content))
    filled = [FACT.sub(lambda match: facts.get(match[1], ""), text) for text in words if "{" in text]
    return "\n".join([*words, *filled, *job.labels.labels.values()])


def _words(value: object) -> Iterator[str]:
    if isinstance(value, Passage):
        yield " ".join(BETWEEN.split(value.words))
        yield value.words
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
