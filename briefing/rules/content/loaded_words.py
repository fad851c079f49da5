"""Words that urge or take a side, in editions whose audience is neutral (`neutral: true`).

Recommendations and quotations are not checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.core.source_map import Key
from briefing.model.content import Block, Content, Passage
from briefing.model.parts import PARTS, keys_of, keys_printed
from briefing.model.text import TextRole
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet, Tailored
from briefing.text.cue_words import cue_pattern
from briefing.text.sentences import BREAK, NOT_RUNNING, QUOTED
from briefing.text.variants import paragraphs, place_of, shown

ADVOCACY = Rule(
    "BR051",
    "advocacy-language",
    Severity.WARNING,
    Stage.SET,
    """
    A neutral edition urges its reader to act.

    An audience with `neutral: true`, such as legislators, gets facts and options. The words
    that urge are listed in the labels of each language (`cues`). Recommendations and
    quotations are not checked. Say what can be done, and the arguments for and against it.

    Bad:

        key_points: [Parliament must act before the summer.]
        audiences: {legislator: {}}

    Good:

        key_points: [Parliament can act before the summer.]
        audiences: {legislator: {}}
    """,
)
LOADED_TERM = Rule(
    "BR052",
    "loaded-term",
    Severity.WARNING,
    Stage.SET,
    """
    A neutral edition uses a word from the workspace's list of loaded terms.

    A loaded term takes a side by itself. `loaded_terms` in content/workspace.yaml lists
    them, each with the word to use instead. Only audiences with `neutral: true` are
    checked; quotations are not.

    Bad:

        key_points: [The regime stays in office.]
        audiences: {legislator: {}}
        # content/workspace.yaml
        loaded_terms: {regime: government}

    Good:

        key_points: [The government stays in office.]
        audiences: {legislator: {}}
        # content/workspace.yaml
        loaded_terms: {regime: government}
    """,
)
RULES = (ADVOCACY, LOADED_TERM)

NOT_CHECKED = {
    *("for", "against", "data", "source", "sources"),
    *keys_of(part for part in PARTS.values() if part.may_urge),
}


def find_loaded_words(editions: EditionSet) -> Sequence[Finding]:
    """Return each sentence of a neutral edition that urges the reader or has a loaded term."""
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
    sentence = QUOTED.sub(BREAK, sentence)
    urging = cue_pattern(job.labels.cues.advocacy).search(sentence)
    if urging:
        what = f"'{urging.group()}' urges the reader, but the edition for '{audience}' is neutral: "
        what += f"'{shown(sentence)}'"
        yield ADVOCACY.finding(what, where, "say what can be done, and the arguments for and against it")
    terms = {term.casefold(): instead for term, instead in job.settings.loaded_terms.items()}
    for match in cue_pattern(tuple(job.settings.loaded_terms)).finditer(sentence):
        what = f"'{match.group()}' is a loaded term, but the edition for '{audience}' is neutral"
        neutral_term = terms.get(match.group().casefold())
        help = f"write '{neutral_term}'" if neutral_term else "use a neutral word"
        yield LOADED_TERM.finding(what, place_of(job.source_map, key, match.group()), help)


def _sentences(tailored: Tailored) -> Iterator[tuple[Key, str]]:
    brief = dict(tailored.content.brief.named_values())
    parts = tailored.job.audience.parts
    names = (key for part in parts for key in keys_printed(part, TextRole.RUNNING))
    for name in dict.fromkeys(("title", *names)):
        for passage in _passages(brief.get(name)) if name not in NOT_CHECKED else ():
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
            if name not in NOT_CHECKED:
                yield from _passages(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _passages(item)
