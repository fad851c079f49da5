"""Checks that the names in a brief exist: sources, facts, audiences, ids, words of the scale, pictures."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from pydantic import BaseModel

from briefing.core.finding import Finding, Severity, has_errors, suggest
from briefing.core.numbers import is_set_by_language
from briefing.core.source_map import Key, SourceMap
from briefing.files.packaged_csl import packaged_style, suggest_style
from briefing.load.sources.source_files import is_exported
from briefing.load.validation.inline_references import Nameable, TextChecker, check_format
from briefing.load.validation.links import check_addresses
from briefing.load.validation.literal_text.written import NO_WORDS, DraftWords
from briefing.load.validation.pictures import check_pictures
from briefing.markdown.grammar import CITATION, FACT, parse_citation
from briefing.model.base import Model
from briefing.model.blocks import Numbers, Table
from briefing.model.brief import Brief, FurtherReading
from briefing.model.labels import Scale
from briefing.model.settings import Settings
from briefing.model.text import Flow, Register, Shown, Worded
from briefing.model.traversal import walk, word_key


@dataclass(frozen=True)
class Named:
    """The names that a file with errors gives, even to things that could not be read: they are not unknown."""

    facts: Collection[str] = ()
    sources: Collection[str] = ()
    ids: Collection[str] = ()


@dataclass(frozen=True)
class Known:
    """The names that exist outside a brief: audiences, scales, and the files next to it."""

    audiences: Collection[str]
    scales: Collection[str] = ()
    scale: Scale | None = None
    files: Collection[str] = ()
    uncited: Collection[str] = ()
    """The ids of uncited sources in the brief's files of sources."""
    named: Named = Named()
    draft_words: DraftWords = NO_WORDS
    """The words that show that a text is not finished, in the language of the brief."""


def check_references(brief: Brief, source_map: SourceMap, known: Known) -> list[Finding]:
    """Return a finding for each unknown name in a brief; if there are none, for each source that is not cited."""
    nameable = Nameable(
        facts={*brief.facts, *known.named.facts},
        figures=brief.facts,
        sources={*brief.sources, *known.uncited, *known.named.sources},
        ids={*(name for name, _ in _ids(brief)), *known.named.ids},
        files=known.files,
        draft_words=known.draft_words,
    )
    findings = [
        *_equal_ids(brief, source_map),
        *_formats(brief, source_map),
        *_facts_and_sources(brief, source_map, known, nameable),
        *_further_reading(brief, source_map, known, nameable),
        *_likelihoods(brief, source_map, known),
        *_audiences(brief, source_map, known),
        *_changed_audiences(brief, source_map, known),
        *_texts(brief, source_map, nameable),
        *check_pictures(brief, source_map, known.files),
        *check_addresses(brief, source_map),
    ]
    # a source may seem uncited only because its citation is misspelt
    return findings if has_errors(findings) else [*findings, *_uncited(brief, source_map)]


def check_settings(
    settings: Settings, source_map: SourceMap, audiences: Collection[str], styles: Collection[str]
) -> list[Finding]:
    """Return the same findings for a workspace's settings, whose texts cannot use facts or sources."""
    unknown = [
        _unknown("BR301", "audience", name, audiences, source_map, ("audiences", index))
        for index, name in enumerate(settings.audiences)
        if name not in audiences
    ]
    unknown += [
        _unknown("BR301", "audience", name, audiences, source_map, ("site", "audiences", index))
        for index, name in enumerate(settings.site.audiences if settings.site else ())
        if name not in audiences
    ]
    return [
        *unknown,
        *_citation_style(settings.citation_style, source_map, styles),
        *_audiences(settings, source_map, Known(audiences)),
        *_texts(settings, source_map, Nameable()),
        *check_addresses(settings, source_map),
    ]


def _citation_style(name: str, source_map: SourceMap, styles: Collection[str]) -> Iterator[Finding]:
    """Check the citation style even if no edition prints sources: one that does may be added at any time."""
    if name not in styles and packaged_style(name) is None:
        help = f"{suggest_style(name, styles)}; or add templates/citation-styles/{name}.csl"
        where = source_map.value(("citation_style",))
        yield Finding("BR319", f"there is no citation style '{name}'", where, help)


DRAWN = frozenset({"annotations", "series"})
"""Keys of texts that are drawn in a chart, without markup."""


def _texts(model: Model, source_map: SourceMap, nameable: Nameable) -> Iterator[Finding]:
    checker = TextChecker(source_map, nameable)
    # sources are printed after citations are numbered
    of_sources = TextChecker(source_map, Nameable(nameable.facts, nameable.figures, may_cite=False))
    for key, item in walk(model):
        if is_exported(key, source_map):
            continue  # plain text from another program's file, not Markdown
        if isinstance(item, Worded):
            yield from _variants(item, key, of_sources if "sources" in key else checker)
        elif isinstance(item, Table):
            yield from _cells(item, key, checker)
        elif key == ("glossary",) and isinstance(item, Mapping):
            for term in item:
                yield from checker.literal.check_name(term, (*key, term))
        elif isinstance(item, str) and key[-1] not in [register.value for register in Register]:
            yield from _name(item, key, checker)


def _variants(item: Worded, key: Key, checker: TextChecker) -> Iterator[Finding]:
    """Yield the findings about each variant of a text."""
    for register in Register:
        if words := item.words(register):
            place = word_key(key, register, checker.source_map)
            yield from checker.check(words, item.flow, place)
            if not DRAWN.isdisjoint(key):
                yield from checker.literal.check_drawn(words, place)


def _cells(table: Table, key: Key, checker: TextChecker) -> Iterator[Finding]:
    for number, index, cell in _typed_cells(table):
        if cell.strip():
            yield from checker.check(cell, Flow.INLINE, (*key, "data", number, index))


def _typed_cells(table: Table) -> Iterator[tuple[int, int, str]]:
    """Return the cells of a table that are Markdown, with row and column; cells of a CSV file are plain text."""
    for number, row in enumerate(() if table.data.file else table.data.rows, start=1):
        yield from ((number, index, cell) for index, cell in enumerate(row))


NOT_PRINTED = frozenset(
    {
        *("accept", "archive", "audiences", "doi", "email", "file", "id", "logo", "orcid", "portrait", "url"),
        *("vega_lite", "web"),
    }
)
"""Keys of values that are not words: addresses, names of files and settings."""


def _name(name: str, key: Key, checker: TextChecker) -> Iterator[Finding]:
    """Return the findings about a value that is printed as it is."""
    yield from _unresolved(name, key, checker.source_map)
    if NOT_PRINTED.isdisjoint(key):
        yield from checker.literal.check_name(name, key)


def _unresolved(name: str, key: Key, source_map: SourceMap) -> Iterator[Finding]:
    """Return a finding for each citation or fact in a name: names are printed as they are."""
    for pattern in (CITATION, FACT):
        if match := pattern.search(name):
            what = f"`{match.group()}` would be printed as typed: this value is plain text"
            yield Finding("BR312", what, source_map.word(key, match.group()), "remove it")


def _ids(brief: Brief) -> Iterator[tuple[str, Key]]:
    """Return the ids of sections, annexes and blocks, with their keys."""
    for key, section in brief.sectioned():
        if section.id:
            yield section.id, (*key, "id")
        for index, block in enumerate(section.blocks):
            if name := getattr(block.content, "id", None):
                yield name, (*key, "blocks", index, block.kind, "id")


def _equal_ids(brief: Brief, source_map: SourceMap) -> Iterator[Finding]:
    seen: set[str] = set()
    for name, key in _ids(brief):
        if name in seen:
            what = f"duplicate id '{name}': two sections or blocks have it"
            yield Finding("BR304", what, source_map.value(key), "give each section and block its own id")
        seen.add(name)


SCIENTIFIC = re.compile(r"[-−+]?\d+(?:[.,]\d+)?[eE][-−+]?\d{1,3}")
"""A number with its exponent: 1.5E+06."""


def _formats(brief: Brief, source_map: SourceMap) -> Iterator[Finding]:
    """Return a finding for each fact in words that has a number format, or whose words are a number."""
    for name, fact in brief.facts.items():
        if is_set_by_language(fact.value) or SCIENTIFIC.fullmatch(fact.value.strip()):
            what = f"'{fact.value}' is not read as a number: every language would print it as typed"
            help = "write digits, with a point before decimals and without grouping: 12500 or -2.5"
            place = source_map.value(("facts", name, "value"))
            yield Finding("BR337", what, place, help, Severity.WARNING)
        if fact.format:
            yield from check_format(name, fact, fact.format, source_map.value(("facts", name, "format")))


def _facts_and_sources(
    brief: Brief, source_map: SourceMap, known: Known, nameable: Nameable
) -> Iterator[Finding]:
    sources = {*brief.sources, *known.named.sources}
    for index, fact in enumerate(brief.at_a_glance):
        if fact not in nameable.facts:
            yield _unknown("BR303", "fact", fact, nameable.facts, source_map, ("at_a_glance", index))
    for key, value in walk(brief):
        if isinstance(value, Numbers):
            for index, fact in enumerate(value.facts):
                if fact not in nameable.facts:
                    yield _unknown("BR303", "fact", fact, nameable.facts, source_map, (*key, index))
        if key and key[-1] == "source" and isinstance(value, tuple):
            for index, source in enumerate(value):
                if source not in sources:
                    yield _unknown("BR302", "source", source, nameable.sources, source_map, (*key, index))


def _further_reading(
    brief: Brief, source_map: SourceMap, known: Known, nameable: Nameable
) -> Iterator[Finding]:
    sources = {*brief.sources, *known.named.sources}
    for index, item in enumerate(brief.further_reading):
        if item.source not in sources:
            key = ("further_reading", index, "source")
            yield _unknown("BR302", "source", item.source, nameable.sources, source_map, key)


def _uncited(brief: Brief, source_map: SourceMap) -> Iterator[Finding]:
    """Return a warning for each uncited source in the brief; a file of sources is a library, and may have more."""
    cited = set(_cited(brief))
    for name, source in brief.sources.items():
        if name not in cited and not source.listed and ("sources", name) not in source_map.elsewhere:
            what = f"the source '{name}' is not cited"
            help = f"cite it with [@{name}] in a text that it supports, or remove it"
            yield Finding("BR315", what, source_map.key(("sources", name)), help, Severity.WARNING)


def _cited(brief: Brief) -> Iterator[str]:
    """Return the ids that are cited in any variant of any text, and by facts, quotes and the like."""
    for key, value in walk(brief):
        texts = [value] if isinstance(value, str) else []
        if isinstance(value, Table):
            texts = [cell for *_, cell in _typed_cells(value)]
        for match in chain.from_iterable(CITATION.finditer(text) for text in texts):
            yield from (cited.id for cited in parse_citation(match.group(1)) or ())
        if key and key[-1] == "source" and isinstance(value, tuple):
            yield from value
        if isinstance(value, FurtherReading):
            yield value.source


def _likelihoods(brief: Brief, source_map: SourceMap, known: Known) -> Iterator[Finding]:
    outlook = brief.outlook
    if outlook.scale and outlook.scale not in known.scales:
        yield _unknown("BR307", "scale", outlook.scale, known.scales, source_map, ("outlook", "scale"))
        return
    for index, scenario in enumerate(outlook.scenarios):
        if scenario.likelihood is None:
            continue
        key = ("outlook", "scenarios", index, "likelihood")
        if known.scale is None and outlook.scale:
            return  # the file of the scale has errors
        if known.scale is None:
            what = "the outlook has a likelihood but no scale"
            yield Finding("BR307", what, source_map.value(key), "add `scale: icd-203` to the outlook")
        elif known.scale.find(scenario.likelihood) is None:
            # No suggestion: a similar word may mean another range, and only the author knows which is meant.
            what = f"'{scenario.likelihood}' is not a word of {known.scale.name}"
            yield Finding("BR307", what, source_map.value(key), f"its words are: {known.scale.spoken}")


def _audiences(model: Model, source_map: SourceMap, known: Known) -> Iterator[Finding]:
    for key, item in walk(model):
        if isinstance(item, Shown):
            for name, audiences in (("only", item.only or ()), ("not", item.not_)):
                for index, audience in enumerate(audiences):
                    if audience not in known.audiences:
                        yield _unknown(
                            "BR301", "audience", audience, known.audiences, source_map, (*key, name, index)
                        )
        if isinstance(item, BaseModel):
            yield from _hidden_needs(item, key, source_map)


def _hidden_needs(item: BaseModel, key: Key, source_map: SourceMap) -> Iterator[Finding]:
    """Return a finding for each required text that some audiences of its holder would not get."""
    for name, field in type(item).model_fields.items():
        text = getattr(item, name)
        if field.is_required() and isinstance(text, Shown) and (text.only or text.not_):
            way = (*key, field.alias or name, "only" if text.only else "not")
            help = (
                f"move `only` or `not` one level up, next to '{name}'"
                if key
                else "remove `only` or `not`: every edition needs this text"
            )
            yield Finding(
                "BR215",
                f"'{name}' is required, so it cannot be left out for some audiences",
                source_map.key(way),
                help,
            )


def _changed_audiences(brief: Brief, source_map: SourceMap, known: Known) -> Iterator[Finding]:
    for audience in brief.audiences:
        if audience not in known.audiences:
            help = suggest(audience, known.audiences, noun="audiences")
            where = source_map.key(("audiences", audience))
            yield Finding("BR301", f"there is no audience '{audience}'", where, help)


def _unknown(
    code: str, kind: str, name: str, choices: Collection[str], source_map: SourceMap, key: Key
) -> Finding:
    help = suggest(name, choices, noun=f"{kind.split()[0]}s")
    return Finding(code, f"there is no {kind} '{name}'", source_map.value(key), help)
