"""Brief + audience → the content of an edition: one variant of each text, and nothing for other audiences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from briefing.compose.bonds import Bonds
from briefing.compose.charts.vega_columns import fields_of, shows_its_rows
from briefing.core.months import last_day
from briefing.core.source_map import Key
from briefing.markdown.typed_footnotes import without_footnotes
from briefing.model import content
from briefing.model.audience import FootnotePlace
from briefing.model.base import Model
from briefing.model.blocks import (
    Block,
    Box,
    Chart,
    Exhibit,
    Figure,
    Numbers,
    OwnBlock,
    Place,
    Quote,
    Table,
)
from briefing.model.brief import Annex, Brief, Fact, Scenario, Section
from briefing.model.content import Content, Passage
from briefing.model.settings import Settings
from briefing.model.text import Flow, Line, Prose, Shown, Worded
from briefing.stages import Job, Tailored
from briefing.text.facts import FactFormatter

KINDS: Mapping[str, type[Content]] = {
    name: kind for name, kind in vars(content).items() if isinstance(kind, type) and issubclass(kind, Content)
}
"""The classes of content by the names that they share with models."""

Kind = TypeVar("Kind", bound=Content)
Cell = TypeVar("Cell")


def tailor(job: Job) -> Tailored:
    """Return the content of the edition of a job."""
    tailoring = _Tailoring(job)
    brief = tailoring.convert(job.brief, (), content.Brief)
    workspace = tailoring.convert(job.settings, ("workspace",), content.Settings)
    return Tailored(job, content.EditionContent(brief=brief, workspace=workspace))


class _Tailoring:
    """One pass over a model, which numbers exhibits in order."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.register, self.audience, self.scale = job.audience.register_, job.edition.audience, job.scale
        self.counted: Counter[str] = Counter()
        self.formatter = FactFormatter(job.labels, job.locale)
        self.bonds = Bonds(job.traits)
        self.facts: dict[str, content.Fact] = {}
        self.sources: dict[str, content.Source] = {}

    def value(self, value: object, key: Key) -> object:
        """Return a value of a model as in this edition, or None if it is not for the audience."""
        if isinstance(value, Shown) and not value.is_for(self.audience):
            return None
        if isinstance(value, Line | Prose):
            return self.passage(value, key)
        if isinstance(value, Block):
            return self.block(value, key)
        if isinstance(value, Model):
            return self.convert(value, key, KINDS[type(value).__name__])
        if isinstance(value, tuple):
            items = (self.value(item, (*key, index)) for index, item in enumerate(value))
            return tuple(item for item in items if item is not None)
        if isinstance(value, Mapping):
            named = {name: self.value(item, (*key, name)) for name, item in value.items()}
            return {name: item for name, item in named.items() if item is not None}
        return value

    def convert(self, model: Model, key: Key, kind: type[Kind]) -> Kind:
        """Return a model as content of a kind: its values computed, or else converted from the model's."""
        computed = dict(self._computed(model, key))
        converted = {
            name: self.value(getattr(model, name), (*key, name.removesuffix("_")))
            for name in kind.names
            if name not in computed
        }
        return kind(**computed, **converted)

    def block(self, block: Block, key: Key) -> content.Block | None:
        """Return a block as its kind and content, or None if it is not for this audience."""
        held = self.value(block.content, (*key, block.kind))
        if not isinstance(held, content.BlockContent):
            return None
        is_beside = getattr(block.content, "place", None) is Place.MARGIN
        return content.Block(kind=block.kind, content=held, is_beside=is_beside)

    def passage(self, worded: Worded, key: Key) -> Passage | None:
        """Return the variant of a text for this edition's register."""
        chosen = worded.chosen(self.register)
        if chosen is None:
            return None
        register, words = chosen
        if self.job.audience.footnotes is FootnotePlace.NONE:
            words = without_footnotes(words, is_block=worded.flow is Flow.BLOCK)
        return Passage(words, (*key, register.value), worded.flow)

    def fact(self, name: str) -> content.Fact:
        """Return the fact with an id."""
        if name not in self.facts:
            self.facts[name] = self.convert(self.job.brief.facts[name], ("facts", name), content.Fact)
        return self.facts[name]

    def source(self, name: str) -> content.Source:
        """Return the source with an id."""
        if name not in self.sources:
            self.sources[name] = self.convert(self.job.brief.sources[name], ("sources", name), content.Source)
        return self.sources[name]

    def _computed(self, model: Model, key: Key) -> Iterator[tuple[str, object]]:
        """Yield the values of content that are not simply converted from its model."""
        if isinstance(model, Worded):
            yield "text", self.passage(model, key)
        if isinstance(model, Brief):
            yield from self._of_brief(model)
        elif isinstance(model, Settings):
            yield "custom", self._custom(model.custom, key)
        elif isinstance(model, Section):
            yield from self._arranged(model, key)
            yield from self._lettered(key) if isinstance(model, Annex) else ()
        elif isinstance(model, Fact):
            yield from self._printed(model)
            yield "source", _citation(model.source, key) if model.source else None
        elif isinstance(model, Quote):
            yield "source", _citation(model.source, key) if model.source else None
        elif isinstance(model, Scenario):
            yield from self._rated(model, key)
        elif isinstance(model, Numbers):
            yield "facts", tuple(map(self.fact, model.facts))
            yield from self._credited(model, key)
        elif isinstance(model, Exhibit | Box | OwnBlock):
            yield from self._numbered(model, key)
            yield from self._credited(model, key)
            yield from self._of_exhibit(model, key)

    def _arranged(self, section: Section, key: Key) -> Iterator[tuple[str, object]]:
        """Yield the blocks of a section, those in the margin before the text that they follow in the brief."""
        given = (self.block(block, (*key, "blocks", index)) for index, block in enumerate(section.blocks))
        blocks: list[content.Block] = []
        leading, next_to = 0, 0
        for block in given:
            if block is None:
                continue
            if not block.is_beside:
                blocks.append(block)
                next_to = len(blocks) - 1 if block.kind == "text" else next_to
                continue
            leading += next_to == leading and not _has_text(blocks)
            blocks.insert(next_to, block)
            next_to += 1
        yield "blocks", tuple(blocks)
        yield "leading", leading

    def _printed(self, fact: Fact) -> Iterator[tuple[str, object]]:
        printed = self.formatter.format(fact.value, fact.unit, fact.format)
        yield "value", self.bonds.set(printed.value)
        yield "unit", self.bonds.set(printed.unit) or None
        yield "unit_space", printed.space

    def _of_brief(self, brief: Brief) -> Iterator[tuple[str, object]]:
        yield "valid_until", last_day(brief.valid_until) if brief.valid_until else None
        yield "facts", {name: self.fact(name) for name in brief.facts}
        yield "sources", {name: self.source(name) for name in brief.sources}
        yield "at_a_glance", tuple(map(self.fact, brief.at_a_glance))
        yield "custom", self._custom(brief.custom, ())
        lines = enumerate(brief.disclaimers)
        passages = [
            self.passage(line, ("disclaimers", index)) for index, line in lines if line.is_for(self.audience)
        ]
        yield "disclaimers", tuple(self._written_out(passage) for passage in passages if passage)

    def _custom(self, fields: Mapping[str, object], key: Key) -> dict[str, object]:
        """Return custom fields; one that is not for this audience has no value."""
        return {name: self.value(value, (*key, "custom", name)) for name, value in fields.items()}

    def _lettered(self, key: Key) -> Iterator[tuple[str, object]]:
        """Yield the key of an annex and its name: a label and a letter."""
        labels = self.job.labels.labels
        letters, place = labels["annex_letters"], self.counted["annex"]
        self.counted["annex"] += 1
        letter = letters[place % len(letters)] * (place // len(letters) + 1)
        yield "key", key
        yield "name", f"{labels['annex']}\u00a0{letter}"

    def _written_out(self, disclaimer: Passage) -> Passage:
        """Return a disclaimer in full: `views`, for example, is the key of a text in the labels."""
        words = self.job.labels.labels.get(f"disclaimer_{disclaimer.words}", disclaimer.words)
        return replace(disclaimer, words=words)

    def _rated(self, scenario: Scenario, key: Key) -> Iterator[tuple[str, object]]:
        likelihood = scenario.likelihood
        rung = self.scale.find(likelihood) if self.scale and likelihood else None
        yield "rung", self.convert(rung, (*key, "likelihood"), content.Rung) if rung else None
        if rung and likelihood:  # a word of another language becomes that of the scale
            yield "likelihood", likelihood if rung.has(likelihood) else rung.word

    def _numbered(self, model: Exhibit | Box | OwnBlock, key: Key) -> Iterator[tuple[str, object]]:
        """Yield the key of an exhibit, its number, and its name: a label and the number."""
        yield "key", key
        number, name = None, None
        if model.counted_as:
            self.counted[model.counted_as] += 1
            number = self.counted[model.counted_as]
            name = f"{self.job.labels.labels[model.counted_as]}\u00a0{number}"
        yield "number", number
        yield "name", name

    def _credited(self, model: Exhibit | Box | OwnBlock | Numbers, key: Key) -> Iterator[tuple[str, object]]:
        """Yield the sources of an exhibit, each with its citation."""
        yield (
            "source",
            tuple(
                content.Credit(source=self.source(source), mark=_citation((source,), key))
                for source in model.source
            ),
        )

    def _of_exhibit(self, model: Exhibit | Box | OwnBlock, key: Key) -> Iterator[tuple[str, object]]:
        if isinstance(model, Exhibit | Box):
            yield "wide", model.wide or model.place is Place.WIDE
        if isinstance(model, OwnBlock):
            yield "values", {name: self.value(value, (*key, name)) for name, value in model.values.items()}
        if isinstance(model, Figure):
            yield "file", model.shown_file(is_large=self.job.edition.is_large)
        if isinstance(model, Table):
            yield "columns", self.value(model.shown_columns, (*key, "columns"))
            shown = {column.column for column in model.shown_columns}
            yield "data", _data(model.data.header, list(_cells(model, key)), shown)
        if isinstance(model, Chart):
            yield "x", model.x_column
            yield "series", self.value(model.drawn_series, (*key, "series"))
            yield "data", _data(model.data.header, model.data.rows, _drawn_columns(model))
            yield "is_attached", model.vega_lite is None or shows_its_rows(model.vega_lite)
            yield "vega_lite", model.vega_lite


def _has_text(blocks: Sequence[content.Block]) -> bool:
    return any(block.kind == "text" for block in blocks)


def _citation(sources: Sequence[str], key: Key) -> Passage:
    return Passage(f"[@{'; @'.join(sources)}]", key, Flow.INLINE)


def _data(
    header: Sequence[str], rows: Sequence[Sequence[Cell]], shown: Collection[str]
) -> content.Data[Cell]:
    """Return data with only the columns that an exhibit shows; an edition contains no others."""
    kept = [index for index, name in enumerate(header) if name in shown]
    return content.Data(
        header=tuple(header[index] for index in kept),
        rows=tuple(tuple(row[index] for index in kept) for row in rows),
    )


def _drawn_columns(chart: Chart) -> Collection[str]:
    """Return the columns that a chart draws."""
    if chart.vega_lite is not None:
        return fields_of(chart.vega_lite, chart.data.header)
    return {chart.x_column, *(series.column for series in chart.drawn_series)}


def _cells(table: Table, key: Key) -> Iterator[Sequence[Passage | str]]:
    """Yield the rows of a table, as passages if they are in the brief and as strings if they come from a file."""
    for number, row in enumerate(table.data.rows, start=1):
        places = ((*key, "data", number, index) for index in range(len(row)))
        is_text = not table.data.file
        yield [
            Passage(cell, place, Flow.INLINE) if is_text and cell.strip() else cell
            for cell, place in zip(row, places, strict=True)
        ]
