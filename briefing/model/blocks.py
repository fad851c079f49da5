"""Blocks: what a section holds besides its text. Table, chart, timeline and figure are exhibits: numbered, with an alt.

A kind of block is a model, and a field of `Block` with a `BlockKind`; everything else that depends on kinds asks these.
A kind that a workspace adds by a template of its own is an `OwnBlock`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import NoneType
from typing import Annotated, ClassVar, Literal, Self, TypeAlias, get_args

from pydantic import Field, model_validator

from briefing.model.base import (
    Amount,
    Count,
    Flag,
    Identifier,
    Model,
    OneOrMore,
    PartOfDay,
    SourceId,
    problem,
)
from briefing.model.chart_kinds import ChartKind
from briefing.model.text import Flow, Line, Prose, Shown, TextRole, Worded, Words

SourceIds = Annotated[tuple[SourceId, ...], OneOrMore]
Numbering = Literal["figure", "table", "box"]
"""The label that a number follows; each has a sequence of numbers of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockKind:
    """The properties of a kind of block that its model does not have. Template and stylesheet have the kind's name."""

    role: TextRole
    sole_key: str = ""
    """The key whose value may be written without it: `numbers: [cost]`."""
    has_stylesheet: bool = True
    """False where the styles of the page are enough."""


class Exhibit(Shown):
    """Evidence that is shown: it has a takeaway for a title, and words for a reader who does not see it."""

    counted_as: ClassVar[Numbering] = "figure"

    id: Identifier | None = None
    title: Line
    alt: Line
    note: Line | None = None
    source: SourceIds = ()
    wide: Flag = False

    @model_validator(mode="after")
    def _tells_more_than_its_title(self) -> Self:
        if self.alt.text.strip().casefold() == self.title.text.strip().casefold():
            raise problem(
                "BR216",
                "the alternative text only repeats the title",
                "say what a reader who does not see it needs: what is shown, and its main values",
                at="alt",
            )
        return self


class Data(Model):
    """Rows of cells under the names of their columns. `file` is the CSV file that they were read from, if any."""

    file: str = ""
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def named_values(self) -> Iterator[tuple[str, object]]:
        """None: cells are no values of the model, and are read by whoever shows them."""
        yield from ()

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of a column. Raises ValueError where there is none of that name."""
        index = self.header.index(name)
        return tuple(row[index] for row in self.rows)


class Align(StrEnum):
    """Where the cells of a column stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class CellKind(StrEnum):
    """What the cells of a column are; it decides how they are set in a language."""

    TEXT = "text"
    NUMBER = "number"
    YEAR = "year"
    DATE = "date"


class Column(Model):
    """A column of a table: which column of the data it shows, and how."""

    scalar_key = "column"

    column: Words
    name: Line | None = None
    unit: Words | None = None
    align: Align | None = None
    kind: CellKind | None = None
    decimals: Count | None = None
    rounded: Flag = False


class Table(Exhibit):
    """Rows and columns, with a total where one is declared."""

    counted_as = "table"

    data: Data
    columns: tuple[Column, ...] = ()
    total: tuple[str, ...] = ()

    @property
    def shown_columns(self) -> tuple[Column, ...]:
        """The columns that are asked for, else all of the data."""
        return self.columns or tuple(Column(column=name) for name in self.data.header)

    def typed_cells(self) -> Iterator[str]:
        """The cells that are printed as they were typed, names of columns among them."""
        for column in self.shown_columns:
            yield from () if column.name else (column.column,)
            if column.kind not in (CellKind.NUMBER, CellKind.DATE):
                yield from self.data.column(column.column)


class Series(Model):
    """A column of values, drawn as one series."""

    scalar_key = "column"

    column: Words
    name: Line | None = None


class Axis(Model):
    """The range of values that a chart shows."""

    from_: Amount | None = Field(default=None, alias="from")
    to: Amount | None = None


class Annotation(Model):
    """A word beside a place of the chart: `at` a category or moment, or at a `value`."""

    text: Line
    at: Words | None = None
    value: Amount | None = None

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if (self.at is None) == (self.value is None):
            raise problem("BR209", "an annotation stands at one place", "give either `at` or `value`")
        return self


class Chart(Exhibit):
    """A chart as data: of a kind in our vocabulary, or a specification in Vega-Lite."""

    kind: ChartKind | None = None
    data: Data
    x: Words | None = None
    series: Annotated[tuple[Series, ...], OneOrMore] = ()
    unit: Words | None = None
    axis: Axis = Field(default_factory=Axis)
    steps: Flag = False
    annotations: tuple[Annotation, ...] = ()
    vega_lite: Mapping[str, object] | None = None

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        if (self.kind is None) == (self.vega_lite is None):
            kinds = ", ".join(ChartKind)
            raise problem(
                "BR209", "a chart is of one kind", f"give either `kind` ({kinds}) or `vega_lite`", at="kind"
            )
        return self

    def named_values(self) -> Iterator[tuple[str, object]]:
        """The values without the specification in Vega-Lite, which is another language's."""
        yield from ((name, value) for name, value in super().named_values() if name != "vega_lite")

    @property
    def x_column(self) -> str:
        """The column of categories or moments: the first where none is named."""
        return self.x or self.data.header[0]

    @property
    def drawn_series(self) -> tuple[Series, ...]:
        """The series that are asked for, else every column but the first."""
        others = (name for name in self.data.header if name != self.x_column)
        return self.series or tuple(Series(column=name) for name in others)

    def typed_cells(self) -> Iterator[str]:
        """The cells that are printed as they were typed, names of series among them."""
        if self.kind:
            yield from (series.column for series in self.drawn_series if not series.name)
            yield from self.data.column(self.x_column)


Tabular: TypeAlias = Table | Chart
"""The exhibits that show rows of data."""


class Entry(Worded):
    """What happened at one date."""

    date: Words
    text: Words


class Timeline(Exhibit):
    """Dated entries in the order of time."""

    entries: Annotated[tuple[Entry, ...], Field(min_length=1)]


class Figure(Exhibit):
    """A picture from beside the brief."""

    file: Words
    credit: Line | None = None


class Box(Worded):
    """A text set apart: a case study, a definition."""

    counted_as: ClassVar[Numbering] = "box"
    flow = Flow.BLOCK

    id: Identifier | None = None
    type: Line | None = None
    title: Line
    text: Words
    note: Line | None = None
    source: SourceIds = ()
    wide: Flag = False


class Quote(Worded):
    """Words that may be quoted, on the record."""

    text: Words
    by: Line
    date: PartOfDay | None = None
    source: SourceIds = ()


class Numbers(Shown):
    """A row of facts, each a figure over its label."""

    facts: Annotated[tuple[Identifier, ...], OneOrMore, Field(min_length=1)]
    note: Line | None = None
    source: SourceIds = ()


class OwnBlock(Shown):
    """A block of a kind that the workspace adds: every text in it is Markdown, whatever its key."""

    kind: str
    id: Identifier | None = None
    title: Line | None = None
    alt: Line | None = None
    note: Line | None = None
    source: SourceIds = ()
    wide: Flag = False
    values: Mapping[str, object]

    @property
    def counted_as(self) -> Numbering | None:
        """The label that its number follows, where it has an id or a title."""
        return "figure" if self.id or self.title else None

    def named_values(self) -> Iterator[tuple[str, object]]:
        """The common keys, and the kind's own."""
        yield from ((name, value) for name, value in super().named_values() if name not in ("kind", "values"))
        yield from self.values.items()


class Block(Model):
    """One block of a section, written as its kind and what it holds: `table: {…}`."""

    text: Annotated[Prose | None, BlockKind(role=TextRole.RUNNING, has_stylesheet=False)] = None
    table: Annotated[Table | None, BlockKind(role=TextRole.DISPLAY)] = None
    chart: Annotated[Chart | None, BlockKind(role=TextRole.DISPLAY)] = None
    timeline: Annotated[Timeline | None, BlockKind(role=TextRole.DISPLAY)] = None
    box: Annotated[Box | None, BlockKind(role=TextRole.RUNNING)] = None
    quote: Annotated[Quote | None, BlockKind(role=TextRole.QUOTED)] = None
    figure: Annotated[Figure | None, BlockKind(role=TextRole.DISPLAY)] = None
    numbers: Annotated[Numbers | None, BlockKind(role=TextRole.DISPLAY, sole_key="facts")] = None
    own: OwnBlock | None = None

    @model_validator(mode="before")
    @classmethod
    def _has_one_kind(cls, value: object) -> object:
        if not isinstance(value, dict) or len(value) != 1:
            kinds = ", ".join(SHIPPED_KINDS)
            raise problem(
                "BR214",
                "a block is written as its kind, and under it what it holds",
                f"the kinds are: {kinds}",
            )
        ((kind, content),) = value.items()
        if kind in SHIPPED_KINDS:
            sole_key = BLOCK_KINDS[kind].sole_key
            return {kind: {sole_key: content}} if sole_key and isinstance(content, list | str) else value
        if not isinstance(content, dict):
            raise problem(
                "BR214",
                f"the block '{kind}' holds nothing that can be named",
                "write keys and values under it",
            )
        common = {name: content[name] for name in COMMON_KEYS if name in content}
        own = {name: _texts_in(item, name) for name, item in content.items() if name not in COMMON_KEYS}
        return {"own": {**common, "kind": kind, "values": own}}

    @property
    def kind(self) -> str:
        """The name of its kind: of its template and stylesheet as well."""
        return self.own.kind if self.own else next(name for name in SHIPPED_KINDS if getattr(self, name))

    @property
    def content(self) -> Shown:
        """What it holds."""
        content: Shown = self.own or getattr(self, self.kind)
        return content

    def named_values(self) -> Iterator[tuple[str, object]]:
        """The one key that a person wrote."""
        yield self.kind, self.content


BLOCK_KINDS: Mapping[str, BlockKind] = {
    name: kind
    for name, field in Block.model_fields.items()
    for kind in field.metadata
    if isinstance(kind, BlockKind)
}
SHIPPED_KINDS = tuple(BLOCK_KINDS)
COMMON_KEYS = tuple(
    field.alias or name for name, field in OwnBlock.model_fields.items() if name not in ("kind", "values")
)


def model_of(kind: str) -> type[Shown]:
    """The model of a shipped kind."""
    (model,) = (one for one in get_args(Block.model_fields[kind].annotation) if one is not NoneType)
    found: type[Shown] = model
    return found


def kinds_with(role: TextRole) -> frozenset[str]:
    """The shipped kinds whose text has a role."""
    return frozenset(name for name, kind in BLOCK_KINDS.items() if kind.role is role)


def _texts_in(value: object, name: str = "") -> object:
    """Every text in an own block as a text of ours: what `text` holds may have paragraphs."""
    if isinstance(value, str) and value.strip():
        return Prose(text=value) if name == "text" else Line(text=value)
    if isinstance(value, list):
        return tuple(_texts_in(item) for item in value)
    if isinstance(value, dict):
        return {key: _texts_in(item, key) for key, item in value.items()}
    return value
