"""Brief + audience → what this edition says: one wording of each text, and nothing meant for others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from briefing.compose.charts.vega_columns import fields_of, shows_its_rows
from briefing.core.source_map import Key
from briefing.model.base import Model
from briefing.model.blocks import Block, Box, Chart, Exhibit, Numbers, OwnBlock, Quote, Table
from briefing.model.brief import Fact, Scenario
from briefing.model.labels import Labels
from briefing.model.text import Flow, Line, Prose, Shown, Worded
from briefing.stages import Job, Node, Passage, Tailored

NOT_CONTENT = {"audiences", "only", "not", "short", "plain", "accept"}
"""Keys that steer the selection or the checks; a template never sees them."""


def content_of(model: Model) -> Iterator[tuple[str, Any]]:
    """The values of a model that are content; every key that a block has of its own is."""
    own = model.values if isinstance(model, OwnBlock) else {}
    yield from (
        (name, value) for name, value in model.named_values() if name not in NOT_CONTENT or name in own
    )


def tailor(job: Job) -> Tailored:
    """What the edition of a job says."""
    tailoring = _Tailoring(job)
    brief = tailoring.node(job.brief, ())
    facts = brief.facts
    content = {
        **dict(brief),
        "at_a_glance": tuple(facts[fact] for fact in job.brief.at_a_glance),
        "disclaimers": tuple(_written_out(item, job.labels) for item in brief.disclaimers),
    }
    workspace = tailoring.node(job.settings, ("workspace",))
    return Tailored(job, Node("content", {"brief": Node("brief", content), "workspace": workspace}))


def plain_node(model: Model) -> Node:
    """The values of a model that has no texts for an audience to take: the marks of a language, a scale."""

    def value(one: Any) -> Any:  # noqa: ANN401
        if isinstance(one, Model):
            return plain_node(one)
        return tuple(map(value, one)) if isinstance(one, tuple) else one

    computed = ((name, getattr(model, name)) for name in type(model).model_computed_fields)
    named = (*model.named_values(), *computed)
    return Node(type(model).__name__.lower(), {name: value(one) for name, one in named})


def _written_out(disclaimer: Passage, labels: Labels) -> Passage:
    """A disclaimer in full: `views` stands for the words that the labels keep for it."""
    words = labels.labels.get(f"disclaimer_{disclaimer.words}", disclaimer.words)
    return replace(disclaimer, words=words)


class _Tailoring:
    """One pass over a model; exhibits are numbered in the order in which it meets them."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.register, self.audience, self.scale = job.audience.register_, job.edition.audience, job.scale
        self.counted: Counter[str] = Counter()

    def value(self, value: Any, key: Key) -> Any:  # noqa: ANN401
        """A value of the model as this edition has it."""
        if isinstance(value, Shown) and not value.is_for(self.audience):
            return None
        if isinstance(value, Line | Prose):
            return self.passage(value, key)
        if isinstance(value, Block):
            return self.block(value, key)
        if isinstance(value, Model):
            return self.node(value, key)
        if isinstance(value, tuple):
            items = (self.value(item, (*key, index)) for index, item in enumerate(value))
            return tuple(item for item in items if item is not None)
        if isinstance(value, Mapping):
            named = {name: self.value(item, (*key, name)) for name, item in value.items()}
            return {name: item for name, item in named.items() if item is not None}
        return value

    def node(self, model: Model, key: Key) -> Node:
        """The values of a model under the names that a person gave them in YAML."""
        values = {name: self.value(value, (*key, name)) for name, value in content_of(model)}
        values |= {name: getattr(model, name) for name in type(model).model_computed_fields}
        own = model.values if isinstance(model, OwnBlock) else {}
        values |= {name: value for name, value in self._added(model, key) if name not in own}
        return Node(type(model).__name__.lower(), values)

    def block(self, block: Block, key: Key) -> Node | None:
        """A block as its kind and its content; None where it is not for this audience."""
        content = self.value(block.content, (*key, block.kind))
        return None if content is None else Node("block", {"kind": block.kind, "content": content})

    def _added(self, model: Model, key: Key) -> Iterator[tuple[str, Any]]:
        """What an edition knows of a model beyond its own values."""
        if isinstance(model, Worded):
            yield "text", self.passage(model, key)
        if isinstance(model, Fact | Quote):
            yield "source", _citation(model.source, key) if model.source else None
        if isinstance(model, Scenario):
            rung = self.scale.find(model.likelihood) if self.scale and model.likelihood else None
            yield "rung", self.node(rung, (*key, "likelihood")) if rung else None
            if rung and model.likelihood:  # a word of another language is said in the scale's
                yield "likelihood", model.likelihood if rung.has(model.likelihood) else rung.word
        if isinstance(model, Exhibit | Box | OwnBlock):
            yield from self._numbered(model, key)
        if isinstance(model, Exhibit | Box | OwnBlock | Numbers):
            yield "source", tuple(self._credit(source, key) for source in model.source)
        if isinstance(model, Numbers):
            facts = self.job.brief.facts
            yield "facts", tuple(self.node(facts[fact], ("facts", fact)) for fact in model.facts)
        if isinstance(model, Table):
            yield "columns", self.value(model.shown_columns, (*key, "columns"))
            shown = {column.column for column in model.shown_columns}
            yield "data", _data(model.data.header, _cells(model, key), shown)
        if isinstance(model, Chart):
            yield "x", model.x_column
            yield "series", self.value(model.drawn_series, (*key, "series"))
            yield "data", _data(model.data.header, model.data.rows, _drawn_columns(model))
            yield "is_attached", model.vega_lite is None or shows_its_rows(model.vega_lite)
            yield "vega_lite", model.vega_lite

    def _numbered(self, model: Exhibit | Box | OwnBlock, key: Key) -> Iterator[tuple[str, Any]]:
        """Where an exhibit stands in the file, and what it is called: its number follows the label of its sort."""
        yield "key", key
        if not model.counted_as:
            yield "name", None
            return
        self.counted[model.counted_as] += 1
        yield "number", self.counted[model.counted_as]
        label = self.job.labels.labels[model.counted_as]
        yield "name", f"{label}\u00a0{self.counted[model.counted_as]}"

    def _credit(self, source: str, key: Key) -> Node:
        """A source under an exhibit: what it is, and the mark that leads to it."""
        cited = self.node(self.job.brief.sources[source], ("sources", source))
        return Node("credit", {"source": cited, "mark": _citation((source,), key)})

    def passage(self, worded: Worded, key: Key) -> Passage | None:
        """The wording of a text that this edition's register takes."""
        chosen = worded.chosen(self.register)
        if chosen is None:
            return None
        register, words = chosen
        return Passage(words, (*key, register.value), worded.flow)


def _citation(sources: Sequence[str], key: Key) -> Passage:
    return Passage(f"[@{'; @'.join(sources)}]", key, Flow.INLINE)


def _data(header: Sequence[str], rows: Iterable[Sequence[Any]], shown: Collection[str]) -> Node:
    """The columns that the exhibit shows: what it does not show is nowhere in an edition."""
    kept = [index for index, name in enumerate(header) if name in shown]
    names = tuple(header[index] for index in kept)
    return Node("data", {"header": names, "rows": tuple(tuple(row[index] for index in kept) for row in rows)})


def _drawn_columns(chart: Chart) -> Collection[str]:
    """The columns that a chart draws."""
    if chart.vega_lite is not None:
        return fields_of(chart.vega_lite, chart.data.header)
    return {chart.x_column, *(series.column for series in chart.drawn_series)}


def _cells(table: Table, key: Key) -> Iterator[Sequence[Any]]:
    """The cells of a table: texts where they stand in the brief, words as they are where they come from a file."""
    for number, row in enumerate(table.data.rows, start=1):
        source_map = ((*key, "data", number, index) for index in range(len(row)))
        is_text = not table.data.file
        yield [
            Passage(cell, place, Flow.INLINE) if is_text and cell.strip() else cell
            for cell, place in zip(row, source_map, strict=True)
        ]
