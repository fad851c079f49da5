"""The notes that a translator gets with a text: where it is, how long it may be, and which terms are in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from briefing.compose.printed_texts import printed_keys, starts
from briefing.compose.tailor import tailor
from briefing.core.source_map import Key
from briefing.files.workspace import Files
from briefing.model.brief import Brief
from briefing.model.parts import ANNEXES, SECTIONS, budgeted_keys
from briefing.model.text import Register
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Job
from briefing.translation.units import DATA, GLOSSARY, KEYWORDS, TERM, Texts, Unit

VARIANTS = {Register.SHORT.value: "the short variant", Register.PLAIN.value: "the variant in plain language"}


def printed_units(files: Files, texts: Texts, audiences: Sequence[str]) -> tuple[Unit, ...]:
    """Return the units that the editions for some audiences print.

    Raises BriefingError for an unknown audience, or a brief that cannot be planned for it.
    """
    printed = {key for job in _jobs(files, texts, audiences) for key in printed_keys(tailor(job))}
    return tuple(unit for unit in texts.units if _is_printed(unit, texts.brief, printed))


def describe(files: Files, texts: Texts) -> dict[str, tuple[str, ...]]:
    """Return the notes on each text, by the name of its unit."""
    editions = [(job, frozenset(printed_keys(tailor(job)))) for job in _jobs(files, texts, ())]
    terms = _terms(texts.brief.glossary)
    glossary = texts.translated.get(GLOSSARY)
    kept = terms.keys() & (glossary.keys() if isinstance(glossary, dict) else ())
    return {
        unit.name: (
            *_place(unit, texts.brief),
            *(_limits(unit, texts.brief, editions)),
            *_terms_in(unit, terms, kept),
        )
        for unit in texts.units
    }


def _jobs(files: Files, texts: Texts, audiences: Sequence[str]) -> Sequence[Job]:
    """Return the editions of a brief in its own language, even of one whose texts have errors."""
    selection = Selection((texts.slug,), tuple(audiences), (texts.brief.language,), is_proof=True)
    planned = plan(files, selection)
    for failure in planned.failed:
        raise failure.error
    return planned.jobs


def _is_printed(unit: Unit, brief: Brief, printed: Collection[Key]) -> bool:
    key = unit.key
    if key[0] == KEYWORDS:
        return True
    if key[0] == GLOSSARY:
        return any(one[0] == GLOSSARY for one in printed)
    if DATA in key:
        return any(starts(one, key[: key.index(DATA)]) for one in printed)
    return key in printed


def _place(unit: Unit, brief: Brief) -> Iterator[str]:
    first, *rest = unit.key
    if first in (SECTIONS, ANNEXES) and rest and isinstance(rest[0], int):
        section = (*brief.sections,)[rest[0]] if first == SECTIONS else brief.annexes[rest[0]]
        yield f"In the section '{section.title.text}'"
    if variant := VARIANTS.get(str(unit.key[-1])):
        yield f"This is {variant}"
    if unit.key[-1] == TERM:
        yield "A term of the glossary; its meaning follows"


def _limits(unit: Unit, brief: Brief, editions: Sequence[tuple[Job, Collection[Key]]]) -> Iterator[str]:
    """Yield the limits of words of the parts that a text belongs to, in the editions that print it."""
    found: dict[tuple[str, int], list[str]] = {}
    for job, printed in editions:
        if not _is_printed(unit, brief, printed):
            continue
        for part, budget in job.audience.budgets.items():
            if budget.words and unit.key[0] in budgeted_keys(part):
                found.setdefault((part, budget.words), []).append(job.edition.audience)
    for (part, words), audiences in found.items():
        yield f"'{part}': at most {words} words in all ({', '.join(audiences)})"


def _terms(glossary: Mapping[str, object]) -> dict[str, re.Pattern[str]]:
    return {term: re.compile(rf"(?<!\w){re.escape(term)}(?!\w)", re.IGNORECASE) for term in glossary}


def _terms_in(unit: Unit, terms: Mapping[str, re.Pattern[str]], kept: Collection[str]) -> Iterator[str]:
    """Yield the terms of the glossary in a text; those that its translation has as they are come first."""
    if unit.key[0] == GLOSSARY:
        return
    found = [term for term, pattern in terms.items() if pattern.search(unit.source)]
    if untranslated := [term for term in found if term in kept]:
        yield f"Not to be translated: {', '.join(untranslated)}"
    if others := [term for term in found if term not in kept]:
        yield f"Terms of the glossary, the same everywhere: {', '.join(others)}"
