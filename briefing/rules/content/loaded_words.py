"""An edition whose audience asks for neutrality lays out; it urges nobody, and takes no side by its words.

An audience asks for it with `neutral: true`. The words that urge are in the labels of each language (`cues`);
the words that take a side are the house's own, with what to say in their place: `loaded_terms` in
content/workspace.yaml. Recommendations and words that someone else said are not asked.

Bad, for legislators:

    text: Parliament must act, and should end the regime's privileges.

Good:

    text: Parliament can act; two options would end the government's privileges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.core.source_map import Key
from briefing.model.content import Block, Content, Passage
from briefing.model.parts import PARTS, keys_of, keys_printed
from briefing.model.text import TextRole
from briefing.stages import EditionSet, Tailored
from briefing.text.cue_words import cue_pattern
from briefing.text.sentences import NOT_RUNNING
from briefing.text.variants import paragraphs, place_of, shown

NOT_ASKED = {
    *("for", "against", "data", "source", "sources"),
    *keys_of(part for part in PARTS.values() if part.may_urge),
}


def neutral_words(editions: EditionSet) -> Sequence[Finding]:
    """Each sentence of a neutral edition that urges, or has a loaded term."""
    return [
        finding
        for tailored in editions.editions
        if tailored.job.audience.neutral
        for key, sentence in _sentences(tailored)
        for finding in _judged(tailored, key, sentence)
    ]


def _judged(tailored: Tailored, key: Key, sentence: str) -> Iterator[Finding]:
    job = tailored.job
    audience = job.edition.audience
    where = place_of(job.source_map, key, sentence)
    urging = cue_pattern(job.labels.cues.advocacy).search(sentence)
    if urging:
        what = f"'{urging.group()}' urges, and the edition for '{audience}' is neutral: '{shown(sentence)}'"
        yield Finding("BR051", what, where, "say what can be done, and what speaks for it", Severity.WARNING)
    terms = {term.casefold(): instead for term, instead in job.settings.loaded_terms.items()}
    for match in cue_pattern(tuple(job.settings.loaded_terms)).finditer(sentence):
        what = f"'{match.group()}' is a loaded term, and the edition for '{audience}' is neutral"
        help = f"say '{terms.get(match.group().casefold(), '')}'".replace("say ''", "say it otherwise")
        yield Finding("BR052", what, place_of(job.source_map, key, match.group()), help, Severity.WARNING)


def _sentences(tailored: Tailored) -> Iterator[tuple[Key, str]]:
    brief = dict(tailored.content.brief.named_values())
    parts = tailored.job.audience.parts
    names = (key for part in parts for key in keys_printed(part, TextRole.RUNNING))
    for name in dict.fromkeys(("title", *names)):
        for passage in _passages(brief.get(name)) if name not in NOT_ASKED else ():
            for paragraph in paragraphs(passage.words, passage.flow):
                for sentence in () if paragraph.is_quoted else paragraph.sentences(tailored.job.traits):
                    yield passage.key, sentence


def _passages(value: object) -> Iterator[Passage]:
    if isinstance(value, Passage):
        yield value
    elif isinstance(value, Block):
        if value.kind not in NOT_RUNNING:
            yield from _passages(value.content)
    elif isinstance(value, Content):
        for name, item in value.named_values():
            if name not in NOT_ASKED:
                yield from _passages(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _passages(item)
