"""References without words, `[](#id)`, to something that an edition leaves out: they can be found before composing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from briefing.compose.exhibits import names_of
from briefing.compose.printed_texts import has_own_part, printed_keys
from briefing.core.finding import Finding
from briefing.core.source_map import Key
from briefing.markdown.footnotes import parse_text
from briefing.markdown.grammar import plain_parser, walk_tokens
from briefing.model.content import Passage, passages_in, sections_in
from briefing.model.text import Flow
from briefing.stages import Job, Tailored

WITHOUT_WORDS = "[](#"


def find_dangling(tailored: Tailored) -> Iterator[Finding]:
    """Yield a finding for each reference without words in the texts of an edition to something that it lacks.

    Only composing it can tell where a part is not shipped: such a part may print any text, or what is referred to.
    """
    if has_own_part(tailored):
        return
    job = tailored.job
    names = names_of(sections_in(tailored.content.brief, job.audience.parts))
    printed = set(printed_keys(tailored))
    for _, value in tailored.content.brief.named_values():
        for passage in passages_in(value):
            if WITHOUT_WORDS in passage.words and passage.key in printed:
                yield from (
                    dangling(job, passage.key, name) for name in _targets(passage) if name not in names
                )


def dangling(job: Job, key: Key, name: str) -> Finding:
    """Return the finding for a reference without words to something that an edition lacks."""
    what = f"the edition for '{job.edition.audience}' has no '{name}' to refer to"
    help = f"write words in the brackets, or give the text the same `only` or `not` as '{name}'"
    return Finding("BR314", what, job.source_map.word(key, f"(#{name})"), help)


def _targets(passage: Passage) -> Iterator[str]:
    """Yield the targets of the references without words in a passage."""
    tokens = parse_text(plain_parser(), passage.words.strip(), is_block=passage.flow is Flow.BLOCK)
    for opening, closing in pairwise(walk_tokens(tokens)):
        address = str(opening.attrGet("href")) if opening.type == "link_open" else ""
        if closing.type == "link_close" and address.startswith("#"):
            yield address[1:]
