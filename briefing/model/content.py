"""The content of one edition: the values of a brief with one variant of each text, and nothing meant for others.

Each class has the name of the model that it is made from, and its values have the names of the model's fields.
A text is a `Passage`. Anything that an audience is not shown is None, or is left out of its tuple or mapping.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from inspect import get_annotations
from typing import ClassVar, Generic, TypeAlias, TypeVar, dataclass_transform

from briefing.core.source_map import Key
from briefing.model.blocks import Align, CellKind, Float, Place, Sort
from briefing.model.brief import Confidence, Direction, Status, Tlp
from briefing.model.chart_kinds import ChartKind
from briefing.model.parts import ANNEXES, SECTIONS
from briefing.model.source import SourceType
from briefing.model.text import Flow

Cell = TypeVar("Cell", covariant=True)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in the variant that this edition takes, and the way to it in the file."""

    words: str
    key: Key
    flow: Flow


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Content:
    """Named values that nobody can change.

    For a type checker, each subclass is a frozen dataclass. At run time it is not, because generating the methods of
    this many dataclasses takes 20 ms at the start of every process.
    """

    names: ClassVar[tuple[str, ...]] = ()
    """The names of its values, as in Python: `for_` has the key `for`."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.names = tuple(dict.fromkeys((*cls.names, *get_annotations(cls))))

    def __init__(self, **values: object) -> None:
        if len(values) != len(self.names) or any(name not in values for name in self.names):
            wrong = ", ".join(sorted(values.keys() ^ set(self.names)))
            raise TypeError(f"{type(self).__name__}: missing or unexpected values: {wrong}")
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"'{name}' of the content of an edition cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"'{name}' of the content of an edition cannot be removed")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self.names)))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.names)
        return f"{type(self).__name__}({values})"

    def named_values(self) -> Iterator[tuple[str, object]]:
        """Yield each value under its key in YAML."""
        return ((name.removesuffix("_"), getattr(self, name)) for name in self.names)


class Licence(Content):
    """The terms of use."""

    name: str
    url: str | None


class Publisher(Content):
    """The publisher of a workspace or of a brief."""

    name: Passage
    web: str | None
    about: Passage | None


class Contact(Content):
    """The contact for questions."""

    name: str | None
    email: str | None
    phone: str | None
    language: str | None


class Logo(Content):
    """The publisher's logo: a file and its alternative text."""

    file: str
    alt: Passage


class Partner(Content):
    """A partner organisation; `logo` is a picture in the folder of the brief."""

    name: Passage
    logo: str | None
    web: str | None


class Author(Content):
    """An author of the brief."""

    name: str
    role: Passage | None
    email: str | None
    orcid: str | None
    affiliation: Passage | None
    language: str | None
    portrait: str | None
    bio: Passage | None


class Cover(Content):
    """The picture on the first page, a file in the folder of the brief."""

    file: str
    alt: Passage
    credit: Passage | None


class Marking(Content):
    """The limits on who may read the brief, and from when."""

    tlp: Tlp | None
    embargo_until: datetime.datetime | None
    handling: Passage | None
    status: Status | None


class Fact(Content):
    """A figure or name that is stated once, as its language writes it; `source` is the citation of its sources.

    `unit_space` is the space between the value and the unit. A currency sign that precedes the number is part of the
    value, and then there is no unit.
    """

    value: str
    unit: str | None
    unit_space: str
    format: str | None
    label: Passage | None
    as_of: datetime.date | None
    source: Passage | None


class Source(Content):
    """Something that the brief cites."""

    title: Passage
    author: tuple[str, ...]
    editor: tuple[str, ...]
    translator: tuple[str, ...]
    container: Passage | None
    series: Passage | None
    volume: str | None
    issue: str | None
    pages: str | None
    number: str | None
    edition: str | None
    publisher: Passage | None
    place: Passage | None
    date: str | None
    status: str | None
    url: str | None
    doi: str | None
    isbn: str | None
    accessed: datetime.date | None
    archive: str | None
    note: Passage | None
    language: str | None
    whole: bool
    listed: bool
    genre: str | None
    type: SourceType


class Credit(Content):
    """A source under an exhibit: the source itself, and the citation that leads to it."""

    source: Source
    mark: Passage


class Exhibit(Content):
    """A numbered exhibit; `name` is its label and number, `key` the way to it in the brief."""

    id: str | None
    title: Passage
    subtitle: Passage | None
    alt: Passage
    note: Passage | None
    source: tuple[Credit, ...]
    place: Place | None
    wide: bool
    float: Float | None
    key: Key
    number: int
    name: str


class Data(Content, Generic[Cell]):
    """The columns that an exhibit shows."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Column(Content):
    """A column of a table: the column of the data that it shows, and its format."""

    column: str
    name: Passage | None
    unit: str | None
    align: Align | None
    kind: CellKind | None
    decimals: int | None
    rounded: bool


class Table(Exhibit):
    """Rows and columns: passages where they are in the brief, plain cells where they come from a file."""

    data: Data[Passage | str]
    columns: tuple[Column, ...]
    total: tuple[str, ...]


class Series(Content):
    """A column of values, drawn as one series."""

    column: str
    name: Passage | None


class Axis(Content):
    """The range of values that a chart shows."""

    from_: Decimal | None
    to: Decimal | None


class Annotation(Content):
    """A text at one place in a chart: `at` a category or date, or at a `value`."""

    text: Passage
    at: str | None
    value: Decimal | None


class Map(Content):
    """A file of regions in GeoJSON, and the property that has their names."""

    file: str
    key: str


class Chart(Exhibit):
    """A chart as data; `is_attached` is false if it does not draw its rows as they are."""

    kind: ChartKind | None
    data: Data[str]
    x: str
    series: tuple[Series, ...]
    unit: str | None
    highlight: str | None
    sort: Sort
    axis: Axis
    steps: bool
    map: Map | None
    facet: bool
    annotations: tuple[Annotation, ...]
    is_attached: bool
    vega_lite: Mapping[str, object] | None


class Entry(Content):
    """An event and its date."""

    text: Passage
    date: str


class Timeline(Exhibit):
    """Dated events in chronological order."""

    entries: tuple[Entry, ...]


class Figure(Exhibit):
    """A picture in the folder of the brief; `file` is the one that this edition shows."""

    file: str
    large_print: str | None
    credit: Passage | None


class Box(Content):
    """A text set apart; it is numbered like an exhibit."""

    text: Passage
    id: str | None
    type: Passage | None
    title: Passage
    note: Passage | None
    source: tuple[Credit, ...]
    place: Place | None
    wide: bool
    float: Float | None
    key: Key
    number: int
    name: str


class Quote(Content):
    """A quotation on the record; `source` is the citation of its sources."""

    text: Passage
    by: Passage
    date: str | None
    source: Passage | None


class PullQuote(Content):
    """A passage of the text, repeated in large letters."""

    text: Passage
    place: Place | None


class Numbers(Content):
    """A row of facts, each a figure above its label."""

    facts: tuple[Fact, ...]
    place: Place | None
    note: Passage | None
    source: tuple[Credit, ...]


OwnValue: TypeAlias = "Passage | str | tuple[OwnValue, ...] | Mapping[str, OwnValue] | None"
"""The value under a key of a custom block."""


class OwnBlock(Content):
    """A block of a kind that the workspace adds; it has a number and a name if it has an id or a title."""

    id: str | None
    title: Passage | None
    alt: Passage | None
    note: Passage | None
    wide: bool
    float: Float | None
    values: Mapping[str, OwnValue]
    key: Key
    number: int | None
    name: str | None
    source: tuple[Credit, ...]

    def named_values(self) -> Iterator[tuple[str, object]]:
        """Yield the values; a key of this kind overrides any other of the same name."""
        given = {name: value for name, value in super().named_values() if name != "values"}
        if self.number is None:
            del given["number"]
        yield from {**given, **self.values}.items()


BlockContent: TypeAlias = (
    Passage | Table | Chart | Timeline | Box | Quote | PullQuote | Figure | Numbers | OwnBlock
)


class Block(Content):
    """One block of a section: its kind and its content; `is_beside` is true in the margin, next to a text."""

    kind: str
    content: BlockContent
    is_beside: bool


class Section(Content):
    """A section: its title states the point, its text argues it.

    A block in the margin comes before the text that it is next to; the first `leading` ones, before its own text.
    """

    text: Passage
    id: str | None
    title: Passage
    blocks: tuple[Block, ...]
    leading: int


class Annex(Section):
    """A section after the argument; `name` is its label and letter, `key` the way to it in the brief."""

    new_page: bool
    name: str
    key: Key


class FurtherReading(Content):
    """A source that the text does not cite: its id."""

    source: str


class Driver(Content):
    """A force that shapes future developments."""

    text: Passage | None
    name: Passage
    direction: Direction | None


class Rung(Content):
    """One word of a scale and its range of probability, in percent."""

    word: str
    also: tuple[str, ...]
    translated: Mapping[str, tuple[str, ...]]
    low: int
    high: int
    range: str | None
    shown: str


class Scenario(Content):
    """A possible development; `rung` is its likelihood on the scale of the outlook."""

    text: Passage | None
    name: Passage
    likelihood: str | None
    confidence: Confidence | None
    because: Passage | None
    signs: tuple[Passage, ...]
    rung: Rung | None


class Indicator(Content):
    """Something to watch: its present state, and the meaning of a change."""

    indicator: Passage
    now: Passage | None
    means: Passage | None


class Outlook(Content):
    """The outlook up to a horizon, with likelihoods on a named scale."""

    horizon: Passage | None
    scale: str | None
    summary: Passage | None
    assumptions: tuple[Passage, ...]
    drivers: tuple[Driver, ...]
    exclusive: bool
    scenarios: tuple[Scenario, ...]
    watch: tuple[Indicator, ...]


class Implication(Content):
    """A consequence for one actor."""

    text: Passage
    who: Passage


class Recommendation(Content):
    """A recommended action, with the actor and the deadline."""

    who: Passage | None
    action: Passage
    by: Passage | None


class Option(Content):
    """A course of action, with the arguments for and against it."""

    text: Passage | None
    name: Passage
    for_: Passage | None
    against: Passage | None


class Brief(Content):
    """One publication as this edition has it; `at_a_glance` are the facts themselves."""

    title: Passage
    subtitle: Passage | None
    type: Passage | None
    about: Passage | None
    series: Passage | None
    number: int | None
    edition: int | None
    date: datetime.date
    as_of: Passage | None
    valid_until: datetime.date | None
    next_update: datetime.date | None
    supersedes: Passage | None
    language: str
    authors: tuple[Author, ...]
    cover: Cover | None
    keywords: tuple[str, ...]
    licence: Licence | None
    publisher: Publisher | None
    contact: Contact | None
    partners: tuple[Partner, ...]
    doi: str | None
    issn: str | None
    isbn: str | None
    report_number: str | None
    web: str | None
    cite_as: Passage | None
    marking: Marking
    facts: Mapping[str, Fact]
    abstract: Passage | None
    bottom_line: Passage | None
    key_points: tuple[Passage, ...]
    at_a_glance: tuple[Fact, ...]
    sections: tuple[Section, ...]
    outlook: Outlook
    implications: tuple[Implication, ...]
    recommendations: tuple[Recommendation, ...]
    options: tuple[Option, ...]
    method: Passage | None
    counter_view: Passage | None
    changes: tuple[Passage, ...]
    quotes: tuple[Quote, ...]
    questions: tuple[Passage, ...]
    glossary: Mapping[str, Passage]
    sources: Mapping[str, Source]
    further_reading: tuple[FurtherReading, ...]
    annexes: tuple[Annex, ...]
    acknowledgements: Passage | None
    funding: Passage | None
    competing_interests: Passage | None
    disclaimers: tuple[Passage, ...]
    custom: Mapping[str, OwnValue]
    as_of_day: datetime.date | None


class Settings(Content):
    """The settings of a workspace that a template may print."""

    publisher: Publisher | None
    logo: Logo | None
    contact: Contact | None
    licence: Licence | None
    paper: str
    output_intent: str
    loaded_terms: Mapping[str, str]
    acronyms: tuple[str, ...]
    custom: Mapping[str, OwnValue]
    theme: Mapping[str, str]
    citation_style: str


class EditionContent(Content):
    """The content of one edition: its brief, and the settings of its workspace."""

    brief: Brief
    workspace: Settings


def sections_in(brief: Brief, parts: Sequence[str]) -> tuple[Section, ...]:
    """Return the sections and annexes that an edition with these parts has, in the order of the parts."""
    held: Mapping[str, tuple[Section, ...]] = {SECTIONS: brief.sections, ANNEXES: brief.annexes}
    return tuple(section for part in parts for section in held.get(part, ()))


def passages_in(value: object, skipped: frozenset[str] = frozenset()) -> Iterator[Passage]:
    """Yield the passages of content in order; named values under skipped names are left out."""
    if isinstance(value, Passage):
        yield value
    elif isinstance(value, Content):
        for name, item in value.named_values():
            if name not in skipped:
                yield from passages_in(item, skipped)
    elif isinstance(value, tuple):
        for item in value:
            yield from passages_in(item, skipped)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from passages_in(item, skipped)
