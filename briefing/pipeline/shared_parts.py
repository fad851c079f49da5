"""The parts of the shared content that an edition prints: a change of the others does not concern it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from briefing.core.source_map import Key
from briefing.files.read_log import PART_MARK, USED, ReadLog
from briefing.files.workspace import Files
from briefing.load.shared import CONTACT, FACTS, SOURCES
from briefing.markdown.grammar import CITATION, CITED, FACT
from briefing.model.content import Content, Passage
from briefing.stages import Job

Part = tuple[str, ...]

PRINTING_CONTACT = frozenset({"contact", "colophon", "back-cover"})
"""The parts that print the contact."""

IN_HEAD = frozenset({"abstract"})
"""The keys of texts that the head of a page has, whatever its parts are."""


def with_used_parts(job: Job, shared: Mapping[Key, Part], files: Files) -> Job:
    """Return a job whose log has only those shared parts that its edition prints, and those that were compared.

    `shared` has the parts that its brief takes, by the keys in the brief. If the workspace has templates of its own,
    which may print anything, all parts count.
    """
    needs_no_contact = job.brief.contact is not None or PRINTING_CONTACT.isdisjoint(job.audience.parts)
    if not (shared or needs_no_contact) or files.has_own_templates():
        return job
    unused = {*shared.values()} - _used(job, shared) if shared else set[Part]()
    if needs_no_contact:
        unused.add((CONTACT,))
    kept = {
        (how, name): entry
        for (how, name), entry in job.reads.entries.items()
        if how != USED or tuple(name.split(PART_MARK)[1:]) not in unused
    }
    return replace(job, reads=ReadLog(kept))


def _used(job: Job, shared: Mapping[Key, Part]) -> set[Part]:
    """Return the parts that an edition prints."""
    from briefing.compose.printed_texts import printed_names, starts
    from briefing.compose.tailor import tailor

    tailored = tailor(job)
    brief = tailored.content.brief
    names = (printed_names(tailored) | IN_HEAD) - {FACTS, SOURCES}
    waiting: list[object] = [value for name, value in brief.named_values() if name in names]
    facts = {id(fact): name for name, fact in brief.facts.items()}
    sources = {id(source): name for name, source in brief.sources.items()}
    used: set[Part] = set()
    while waiting:
        found: set[Part] = set()
        for value in _values_in(waiting.pop()):
            if isinstance(value, Passage):
                found |= {part for key, part in shared.items() if starts(value.key, key)}
                found |= {*_named_in(value.words)}
            elif id(value) in facts:
                found.add((FACTS, facts[id(value)]))
            elif id(value) in sources:
                found.add((SOURCES, sources[id(value)]))
        for section, *rest in found - used:
            if section == FACTS and rest[0] in brief.facts:
                waiting.append(brief.facts[rest[0]])
        used |= found
    return used


def _named_in(words: str) -> Iterator[Part]:
    yield from ((FACTS, match["id"]) for match in FACT.finditer(words))
    for citation in CITATION.finditer(words):
        yield from ((SOURCES, match["id"]) for match in CITED.finditer(citation[1]))


def _values_in(value: object) -> Iterator[object]:
    """Yield a value of content and everything inside it."""
    yield value
    inner: Iterable[object] = ()
    if isinstance(value, Content):
        inner = (item for _, item in value.named_values())
    elif isinstance(value, Mapping):
        inner = value.values()
    elif isinstance(value, tuple):
        inner = value
    for item in inner:
        yield from _values_in(item)
