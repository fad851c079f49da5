"""What a brief names must exist: sources, facts, audiences, places in the brief, words of the scale, images."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from pydantic import BaseModel

from briefing.core.finding import Finding, Severity, has_errors, suggest
from briefing.core.source_map import Key, SourceMap
from briefing.files.fonts import packaged_style
from briefing.load.validation.inline_references import Nameable, TextChecker
from briefing.load.validation.links import check_addresses
from briefing.markdown import CITATION, FACT, parse_citation
from briefing.model.base import Model
from briefing.model.blocks import Numbers, Table
from briefing.model.brief import Brief
from briefing.model.labels import Scale
from briefing.model.settings import Settings
from briefing.model.text import Flow, Register, Shown, Worded
from briefing.model.traversal import walk, word_key


@dataclass(frozen=True)
class Named:
    """The names in a file with errors, also of what could not be read: nothing is wrong with using them."""

    facts: Collection[str] = ()
    sources: Collection[str] = ()
    ids: Collection[str] = ()


@dataclass(frozen=True)
class Known:
    """What exists around a brief: names of audiences, the brief's scale, and the files beside it."""

    audiences: Collection[str]
    scales: Collection[str] = ()
    scale: Scale | None = None
    files: Collection[str] = ()
    uncited: Collection[str] = ()
    """The ids of sources that the brief's files have, and nobody cites."""
    named: Named = Named()


def check_references(brief: Brief, source_map: SourceMap, known: Known) -> list[Finding]:
    """Every name in a brief that leads nowhere, each at its place; where none does, the sources that nobody cites."""
    nameable = Nameable(
        facts={*brief.facts, *known.named.facts},
        sources={*brief.sources, *known.uncited, *known.named.sources},
        ids={*(name for name, _ in _ids(brief)), *known.named.ids},
        files=known.files,
    )
    findings = [
        *_equal_ids(brief, source_map),
        *_facts_and_sources(brief, source_map, known, nameable),
        *_likelihoods(brief, source_map, known),
        *_audiences(brief, source_map, known),
        *_changed_audiences(brief, source_map, known),
        *_texts(brief, source_map, nameable),
        *check_addresses(brief, source_map),
    ]
    # a source may seem uncited only because its citation is misspelt
    return findings if has_errors(findings) else [*findings, *_uncited(brief, source_map)]


def check_settings(
    settings: Settings, source_map: SourceMap, audiences: Collection[str], styles: Collection[str]
) -> list[Finding]:
    """The same for a workspace's settings; their texts have no facts and no sources to name."""
    unknown = [
        _unknown("BR301", "audience", name, audiences, source_map, ("audiences", index))
        for index, name in enumerate(settings.audiences)
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
    """Asked whether or not an edition prints sources: one that does may be added at any time."""
    if name not in styles and packaged_style(name) is None:
        help = f"{suggest(name, styles, noun='styles')}; or put {name}.csl into templates/citation-styles/"
        where = source_map.value(("citation_style",))
        yield Finding("BR319", f"there is no citation style '{name}'", where, help)


def _texts(model: Model, source_map: SourceMap, nameable: Nameable) -> Iterator[Finding]:
    checker = TextChecker(source_map, nameable)
    for key, item in walk(model):
        if key[:2] in source_map.elsewhere:
            continue  # plain words of another program's file, not what a person wrote as Markdown
        if isinstance(item, Worded):
            in_source = "sources" in key  # a source is printed after every number is given
            texts = (
                TextChecker(source_map, Nameable(facts=nameable.facts, may_cite=False))
                if in_source
                else checker
            )
            for register in Register:
                if words := item.words(register):
                    yield from texts.check(words, item.flow, word_key(key, register, source_map))
        elif isinstance(item, Table):
            yield from _cells(item, key, checker)
        elif isinstance(item, str) and key[-1] not in [register.value for register in Register]:
            yield from _unresolved(item, key, source_map)


def _cells(table: Table, key: Key, checker: TextChecker) -> Iterator[Finding]:
    for number, index, cell in _typed_cells(table):
        if cell.strip():
            yield from checker.check(cell, Flow.INLINE, (*key, "data", number, index))


def _typed_cells(table: Table) -> Iterator[tuple[int, int, str]]:
    """The cells of a table that are texts, with row and column: those of a CSV file are printed as they are."""
    for number, row in enumerate(() if table.data.file else table.data.rows, start=1):
        yield from ((number, index, cell) for index, cell in enumerate(row))


def _unresolved(name: str, key: Key, source_map: SourceMap) -> Iterator[Finding]:
    """Names are printed as they are: a citation or a fact in them would be, too."""
    for pattern in (CITATION, FACT):
        if match := pattern.search(name):
            what = f"`{match.group()}` is not resolved here: this is a name, not a text"
            yield Finding("BR312", what, source_map.word(key, match.group()), "take it out")


def _ids(brief: Brief) -> Iterator[tuple[str, Key]]:
    """The ids of sections and blocks, and where each stands."""
    for number, section in enumerate(brief.sections):
        if section.id:
            yield section.id, ("sections", number, "id")
        for index, block in enumerate(section.blocks):
            if name := getattr(block.content, "id", None):
                yield name, ("sections", number, "blocks", index, block.kind, "id")


def _equal_ids(brief: Brief, source_map: SourceMap) -> Iterator[Finding]:
    seen: set[str] = set()
    for name, key in _ids(brief):
        if name in seen:
            what = f"two sections or blocks have the id '{name}'"
            yield Finding("BR304", what, source_map.value(key), "give each its own")
        seen.add(name)


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


def _uncited(brief: Brief, source_map: SourceMap) -> Iterator[Finding]:
    """Sources that are written out for nothing; a file of sources is a library, and may hold more than is cited."""
    cited = set(_cited(brief))
    for name in brief.sources:
        if name not in cited and ("sources", name) not in source_map.elsewhere:
            what = f"the source '{name}' is cited nowhere"
            help = f"cite it where it supports a text, [@{name}], or remove it"
            yield Finding("BR315", what, source_map.key(("sources", name)), help, Severity.WARNING)


def _cited(brief: Brief) -> Iterator[str]:
    """The ids of what is cited in any register of any text, and by facts, quotes and their like."""
    for key, value in walk(brief):
        texts = [value] if isinstance(value, str) else []
        if isinstance(value, Table):
            texts = [cell for *_, cell in _typed_cells(value)]
        for match in chain.from_iterable(CITATION.finditer(text) for text in texts):
            yield from (cited.id for cited in parse_citation(match.group(1)) or ())
        if key and key[-1] == "source" and isinstance(value, tuple):
            yield from value


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
            return  # its file has errors of its own
        if known.scale is None:
            what = "a likelihood is given, but the outlook names no scale"
            yield Finding("BR307", what, source_map.value(key), "add `scale: icd-203` to the outlook")
        elif known.scale.find(scenario.likelihood) is None:
            # The word that looks alike may stand for another range: only the person knows which is meant.
            what = f"there is no word of {known.scale.name} '{scenario.likelihood}'"
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
    """A text that its holder cannot do without is for everyone whom the holder is for."""
    for name, field in type(item).model_fields.items():
        text = getattr(item, name)
        if field.is_required() and isinstance(text, Shown) and (text.only or text.not_):
            way = (*key, field.alias or name, "only" if text.only else "not")
            help = (
                "put `only` or `not` on the whole, beside this key"
                if key
                else "remove it: every edition needs it"
            )
            yield Finding("BR215", f"'{name}' cannot be left out alone", source_map.key(way), help)


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
