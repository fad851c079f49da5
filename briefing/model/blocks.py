"""Blocks: the content of a section besides its text. Exhibits (table, chart, timeline, figure) have numbers and alts.

A kind of block is a model, and a field of `Block` with a `BlockKind`. All other code that depends on kinds reads these.
A kind that a workspace adds with a template is an `OwnBlock`.
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
"""The label before a number; each label has its own sequence of numbers."""


class Float(StrEnum):
    """Where an exhibit goes that does not fit: behind the text that fills its page."""

    PAGE = "page"


class Place(StrEnum):
    """The place of a block: in the text column, in all columns, or in the side column next to the text before it."""

    COLUMN = "column"
    WIDE = "wide"
    MARGIN = "margin"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockKind:
    """The properties of a kind of block that are not in its model. Template and stylesheet have the kind's name."""

    role: TextRole
    sole_key: str = ""
    """The key that may be left out before its value: `numbers: [cost]`."""
    has_stylesheet: bool = True
    """False if the styles of the page are enough."""


def check_place(place: Place | None, *, is_wide: bool, floats: bool) -> None:
    """Raise a problem for two places at once: `is_wide` is `wide: true`, and `floats` is `float: page`."""
    if place is not None and place is not Place.WIDE and is_wide:
        raise problem("BR209", f"`place: {place}` and `wide: true` contradict each other", "remove `wide`")
    if place is Place.MARGIN and floats:
        raise problem("BR209", "a block in the margin stays next to its text", "remove `float`", at="float")


class Exhibit(Shown):
    """A numbered exhibit, with its message as the title and an alternative text for readers who cannot see it."""

    counted_as: ClassVar[Numbering] = "figure"

    id: Identifier | None = None
    """The id for links and cross-references: `[](#id)`."""
    title: Line
    """The message of the exhibit, in one line."""
    subtitle: Line | None = None
    """What is measured, with its unit and period, in one line below the title."""
    alt: Line
    """The alternative text: what is shown, and its main values, for readers who cannot see it."""
    note: Line | None = None
    """A note under the exhibit."""
    source: SourceIds = ()
    """The ids of its sources."""
    place: Place | None = None
    """`wide` for the full width of the page, `margin` for the side column next to its text; else `column`."""
    wide: Flag = False
    """True for `place: wide`."""
    float: Float | None = None
    """`page` to let the text after it fill the page where it does not fit."""

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        check_place(self.place, is_wide=self.wide, floats=self.float is not None)
        return self

    @model_validator(mode="after")
    def _has_alt_unlike_title(self) -> Self:
        if self.alt.text.strip().casefold() == self.title.text.strip().casefold():
            raise problem(
                "BR216",
                "the alternative text only repeats the title",
                "say what is shown, and give the main values",
                at="alt",
            )
        return self


class Data(Model):
    """Rows of cells under the names of their columns. `file` is the file that they come from, if any."""

    file: str = ""
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def named_values(self) -> Iterator[tuple[str, object]]:
        """Yield nothing: cells are not values of the model; the code that shows them reads them."""
        yield from ()

    def column(self, name: str) -> tuple[str, ...]:
        """Return the cells of a column. Raises ValueError if there is no column of that name."""
        index = self.header.index(name)
        return tuple(row[index] for row in self.rows)


class DecimalMark(StrEnum):
    """The mark before decimals in data."""

    POINT = "."
    COMMA = ","


class DateOrder(StrEnum):
    """The order of the numbers in a date."""

    DAY_FIRST = "dd/mm/yyyy"
    MONTH_FIRST = "mm/dd/yyyy"


class Encoding(StrEnum):
    """The encoding of a text file that is not in UTF-8."""

    CENTRAL_EUROPEAN = "windows-1250"
    CYRILLIC = "windows-1251"
    WESTERN = "windows-1252"
    GREEK = "windows-1253"
    TURKISH = "windows-1254"
    ARABIC = "windows-1256"
    BALTIC = "windows-1257"
    MACINTOSH = "mac-roman"


class DataExhibit(Exhibit):
    """An exhibit of rows of data, with the keys that say how its file is read. No edition contains these keys."""

    sheet: Words | None = None
    """The sheet of a spreadsheet; the only one with data if left out."""
    decimal: DecimalMark | None = None
    """The decimal mark of the data, where it is not clear: `"."` or `","`."""
    dates: DateOrder | None = None
    """The order of dates in the data, where it is not clear: `dd/mm/yyyy` or `mm/dd/yyyy`."""
    missing: Annotated[tuple[Words, ...], OneOrMore] = ()
    """The texts in cells that say that there is no value, besides the usual ones."""
    marks: Annotated[tuple[Words, ...], OneOrMore] = ()
    """The marks of footnotes and flags after numbers, or in their place, that are left out."""
    encoding: Encoding | None = None
    """The encoding of a text file, where it is not UTF-8."""


READING_KEYS = frozenset(DataExhibit.model_fields) - frozenset(Exhibit.model_fields)
"""The keys that say how a file of data is read."""


class Align(StrEnum):
    """The alignment of the cells in a column."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class CellKind(StrEnum):
    """The kind of value in the cells of a column, which decides how they are formatted in a language."""

    TEXT = "text"
    NUMBER = "number"
    YEAR = "year"
    DATE = "date"


class Column(Model):
    """A column of a table: the column of the data that it shows, and its format."""

    scalar_key = "column"

    column: Words
    """The name of the column in the data."""
    name: Line | None = None
    """The header to print in place of that name."""
    unit: Words | None = None
    """The unit of its numbers."""
    align: Align | None = None
    """The alignment of its cells: left, centre or right."""
    kind: CellKind | None = None
    """The kind of its values: text, number, year or date."""
    decimals: Count | None = None
    """The number of decimals."""
    rounded: Flag = False
    """True if the cells are rounded, so that their sum may differ a little from the total."""


class Table(DataExhibit):
    """A table: rows and columns, with an optional total."""

    counted_as = "table"

    data: Data
    """The rows, the first with the names of the columns; or the name of a CSV file or spreadsheet."""
    columns: tuple[Column, ...] = ()
    """The columns to show; all of them if left out."""
    total: tuple[str, ...] = ()
    """The last row, with the sums of columns."""

    @property
    def shown_columns(self) -> tuple[Column, ...]:
        """The columns under `columns`, or all columns of the data."""
        return self.columns or tuple(Column(column=name) for name in self.data.header)

    def typed_cells(self) -> Iterator[str]:
        """Yield the cells that are printed as they were typed, with the names of columns."""
        for column in self.shown_columns:
            yield from () if column.name else (column.column,)
            if column.kind not in (CellKind.NUMBER, CellKind.DATE):
                yield from self.data.column(column.column)


class Series(Model):
    """A column of values, drawn as one series."""

    scalar_key = "column"

    column: Words
    """The name of the column in the data."""
    name: Line | None = None
    """The name to print in its place."""


class Axis(Model):
    """The range of values that a chart shows."""

    from_: Amount | None = Field(default=None, alias="from")
    """The lowest value on the axis."""
    to: Amount | None = None
    """The highest value on the axis."""


class Annotation(Model):
    """A text at one place in a chart: `at` a category or date, or at a `value`."""

    text: Line
    """The text of the annotation."""
    at: Words | None = None
    """The category or date where it is placed."""
    value: Amount | None = None
    """The value where it is placed."""

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if (self.at is None) == (self.value is None):
            raise problem("BR209", "an annotation needs exactly one place", "write either `at` or `value`")
        return self


class Map(Model):
    """A file of regions in GeoJSON, and the property that has their names."""

    scalar_key = "file"

    file: Words
    """The name of the file."""
    key: Words = "name"
    """The property of each region that has its name, as in the column of categories."""


class Sort(StrEnum):
    """The order of the categories of a chart."""

    DESCENDING = "descending"
    ASCENDING = "ascending"
    GIVEN = "given"


class Chart(DataExhibit):
    """A chart as data: one of the shipped kinds, or a specification in Vega-Lite."""

    kind: ChartKind | None = None
    """The kind of chart: bar, column, stacked, line, area, dot, range, slope, waffle or map."""
    data: Data
    """The rows, the first with the names of the columns; or the name of a CSV file or spreadsheet."""
    x: Words | None = None
    """The column of categories or dates; the first one if left out."""
    series: Annotated[tuple[Series, ...], OneOrMore] = ()
    """The columns of values to draw; all of them if left out."""
    unit: Words | None = None
    """The unit of the values."""
    highlight: Words | None = None
    """The series, or the category of a single series, that is drawn in the accent colour; all others are grey."""
    sort: Sort = Sort.GIVEN
    """The order of the categories by their values: descending, ascending or given."""
    axis: Axis = Field(default_factory=Axis)
    """The range of the values: `{from: 0, to: 100}`."""
    steps: Flag = False
    """True to draw a line in steps, for values that hold until they change."""
    map: Map | None = None
    """The regions of a chart of kind `map`: a GeoJSON file next to the brief."""
    facet: Flag = False
    """True to draw each series in a panel of its own, all with the same axes: small multiples."""
    annotations: tuple[Annotation, ...] = ()
    """Texts at places in the chart."""
    vega_lite: Mapping[str, object] | None = None
    """A specification in Vega-Lite, in place of `kind`."""

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.place is Place.MARGIN:
            help = "write `place: column` or `place: wide`"
            raise problem("BR209", "a chart has no room in the margin", help, at="place")
        return self

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        if (self.kind is None) == (self.vega_lite is None):
            kinds = ", ".join(ChartKind)
            raise problem(
                "BR209",
                "a chart needs either `kind` or `vega_lite`",
                f"write one of the two; the kinds are {kinds}",
                at="kind",
            )
        is_map = self.kind is not None and self.kind.traits.has_regions
        if is_map != (self.map is not None):
            what = (
                "a chart of kind `map` needs its regions" if is_map else "`map` is for charts of kind `map`"
            )
            help = (
                "write `map: …`, the name of a GeoJSON file"
                if is_map
                else "write `kind: map`, or remove `map`"
            )
            raise problem("BR209", what, help, at="kind" if is_map else "map")
        return self

    def named_values(self) -> Iterator[tuple[str, object]]:
        """Yield the values without the Vega-Lite specification, whose texts are not the brief's."""
        yield from ((name, value) for name, value in super().named_values() if name != "vega_lite")

    @property
    def x_column(self) -> str:
        """The column of categories or dates; the first one if none is named."""
        return self.x or self.data.header[0]

    @property
    def drawn_series(self) -> tuple[Series, ...]:
        """The series under `series`, or every column except that of the categories."""
        others = (name for name in self.data.header if name != self.x_column)
        return self.series or tuple(Series(column=name) for name in others)

    def typed_cells(self) -> Iterator[str]:
        """Yield the cells that are printed as they were typed, with the names of series."""
        if self.kind:
            yield from (series.column for series in self.drawn_series if not series.name)
            yield from self.data.column(self.x_column)


Tabular: TypeAlias = Table | Chart
"""The exhibits that show rows of data."""


class Entry(Worded):
    """An event and its date."""

    date: Words
    """The date, in any form."""
    text: Words
    """The event."""


class Timeline(Exhibit):
    """Dated events in chronological order."""

    entries: Annotated[tuple[Entry, ...], Field(min_length=1)]
    """The events, each with a `date` and a `text`."""


class Figure(Exhibit):
    """A picture in the folder of the brief."""

    file: Words
    """The name of the picture file: PNG, JPEG or SVG."""
    large_print: Words | None = None
    """The name of another picture, with letters of 16 pt or more, for large-print editions."""
    credit: Line | None = None
    """The person or organisation who made the picture."""

    def shown_file(self, *, is_large: bool) -> str:
        """Return the name of the picture that an edition shows, which may be in large print."""
        return (self.large_print if is_large else None) or self.file


class Box(Worded):
    """A text set apart, such as a case study or a definition."""

    counted_as: ClassVar[Numbering] = "box"
    flow = Flow.BLOCK

    id: Identifier | None = None
    """The id for links and cross-references: `[](#id)`."""
    type: Line | None = None
    """The kind of box, printed above the title: Case study, Definition."""
    title: Line
    """The title of the box."""
    text: Words
    """The text of the box; it may have paragraphs and lists."""
    note: Line | None = None
    """A note under the box."""
    source: SourceIds = ()
    """The ids of its sources."""
    place: Place | None = None
    """`wide` for the full width of the page, `margin` for the side column next to its text; else `column`."""
    wide: Flag = False
    """True for `place: wide`."""
    float: Float | None = None
    """`page` to let the text after it fill the page where it does not fit."""

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        check_place(self.place, is_wide=self.wide, floats=self.float is not None)
        return self


class Quote(Worded):
    """A quotation on the record."""

    text: Words
    """The words that were said, without quotation marks."""
    by: Line
    """The person or organisation who said them."""
    date: PartOfDay | None = None
    """The date on which they were said."""
    source: SourceIds = ()
    """The ids of its sources."""


class PullQuote(Worded):
    """A passage of the text, repeated in large letters."""

    text: Words
    """The passage, word for word as an edition has it; `…` for words that are left out."""
    place: Place | None = None
    """`wide` for the full width of the page, `margin` for the side column next to its text; else `column`."""


class Numbers(Shown):
    """A row of facts, each a figure above its label."""

    facts: Annotated[tuple[Identifier, ...], OneOrMore, Field(min_length=1)]
    """The ids of the facts."""
    place: Place | None = None
    """`wide` for the full width of the page, `margin` for the side column next to its text; else `column`."""
    note: Line | None = None
    """A note under the row."""
    source: SourceIds = ()
    """The ids of its sources."""


class OwnBlock(Shown):
    """A block of a kind that the workspace adds. Every text in it is Markdown, whatever its key."""

    kind: str
    id: Identifier | None = None
    title: Line | None = None
    alt: Line | None = None
    note: Line | None = None
    source: SourceIds = ()
    wide: Flag = False
    float: Float | None = None
    values: Mapping[str, object]

    @property
    def counted_as(self) -> Numbering | None:
        """The label before its number, if it has an id or a title."""
        return "figure" if self.id or self.title else None

    def named_values(self) -> Iterator[tuple[str, object]]:
        """Yield the common keys, then those of the kind."""
        yield from ((name, value) for name, value in super().named_values() if name not in ("kind", "values"))
        yield from self.values.items()


class Block(Model):
    """One block of a section, written as its kind with its keys: `table: {…}`."""

    text: Annotated[Prose | None, BlockKind(role=TextRole.RUNNING, has_stylesheet=False)] = None
    table: Annotated[Table | None, BlockKind(role=TextRole.DISPLAY)] = None
    chart: Annotated[Chart | None, BlockKind(role=TextRole.DISPLAY)] = None
    timeline: Annotated[Timeline | None, BlockKind(role=TextRole.DISPLAY)] = None
    box: Annotated[Box | None, BlockKind(role=TextRole.RUNNING)] = None
    quote: Annotated[Quote | None, BlockKind(role=TextRole.QUOTED)] = None
    pull_quote: Annotated[PullQuote | None, BlockKind(role=TextRole.QUOTED, sole_key="text")] = None
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
                "a block needs one kind, with its keys under it",
                f"write one of: {kinds}",
            )
        ((kind, content),) = value.items()
        if kind in SHIPPED_KINDS:
            sole_key = BLOCK_KINDS[kind].sole_key
            return {kind: {sole_key: content}} if sole_key and isinstance(content, list | str) else value
        if not isinstance(content, dict):
            raise problem(
                "BR214",
                f"the block '{kind}' has no keys",
                "write keys and values under it",
            )
        common = {name: content[name] for name in COMMON_KEYS if name in content}
        own = {name: _texts_in(item, name) for name, item in content.items() if name not in COMMON_KEYS}
        return {"own": {**common, "kind": kind, "values": own}}

    @property
    def kind(self) -> str:
        """The name of its kind, which is also that of its template and stylesheet."""
        return self.own.kind if self.own else next(name for name in SHIPPED_KINDS if getattr(self, name))

    @property
    def content(self) -> Shown:
        """The content under the kind."""
        content: Shown = self.own or getattr(self, self.kind)
        return content

    def named_values(self) -> Iterator[tuple[str, object]]:
        """Yield the one key that a person wrote."""
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
    """Return the model of a shipped kind."""
    (model,) = (one for one in get_args(Block.model_fields[kind].annotation) if one is not NoneType)
    found: type[Shown] = model
    return found


def kinds_with(role: TextRole) -> frozenset[str]:
    """Return the shipped kinds whose text has a role."""
    return frozenset(name for name, kind in BLOCK_KINDS.items() if kind.role is role)


def _texts_in(value: object, name: str = "") -> object:
    """Convert every text in a custom block to a model; only a text under `text` may have paragraphs."""
    if isinstance(value, str) and value.strip():
        return Prose(text=value) if name == "text" else Line(text=value)
    if isinstance(value, list):
        return tuple(_texts_in(item) for item in value)
    if isinstance(value, dict):
        return {key: _texts_in(item, key) for key, item in value.items()}
    return value
