"""The brief: everything that its YAML file may say. The words are the field's own."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, computed_field, field_validator, model_validator

from briefing.model.audience import AudienceChange
from briefing.model.base import (
    Day,
    Doi,
    Email,
    Flag,
    Identifier,
    Language,
    Model,
    Moment,
    OneOrMore,
    Orcid,
    Positive,
    Slug,
    SourceId,
    WebAddress,
    problem,
    read_day,
)
from briefing.model.blocks import Block, Quote
from briefing.model.source import Source
from briefing.model.suppression import Accepting
from briefing.model.text import Flow, Line, Prose, Shown, Worded, Words

Texts = Annotated[tuple[Line, ...], OneOrMore]


class Author(Model):
    """Who wrote the brief."""

    scalar_key = "name"

    name: Words
    role: Line | None = None
    email: Email | None = None
    orcid: Orcid | None = None


class Licence(Model):
    """Under which terms the brief may be used; the address is the licence's own."""

    scalar_key = "name"

    name: Words
    url: WebAddress | None = None


class Status(StrEnum):
    """How far the text has come."""

    DRAFT = "draft"
    FINAL = "final"


class Tlp(StrEnum):
    """The labels of the Traffic Light Protocol 2.0 (FIRST)."""

    RED = "RED"
    AMBER_STRICT = "AMBER+STRICT"
    AMBER = "AMBER"
    GREEN = "GREEN"
    CLEAR = "CLEAR"


class Marking(Model):
    """What the reader may do with the brief, and from when."""

    tlp: Tlp | None = None
    embargo_until: Moment | None = None
    handling: Line | None = None
    status: Status | None = None


class Fact(Accepting):
    """A figure or name that is used more than once, stated once. Used in any text as `{id}`."""

    scalar_key = "value"

    value: Words
    unit: Words | None = None
    label: Line | None = None
    as_of: Day | None = None
    source: Annotated[tuple[SourceId, ...], OneOrMore] = ()


class Section(Worded):
    """A section: its title asserts, its text argues."""

    flow = Flow.BLOCK

    id: Identifier | None = None
    title: Line
    text: Words
    blocks: tuple[Block, ...] = ()


class Direction(StrEnum):
    """Which way a driver pushes."""

    UP = "up"
    DOWN = "down"
    EITHER = "either"


class Driver(Worded):
    """A force that shapes what comes."""

    scalar_key = "name"

    name: Line
    direction: Direction | None = None


class Confidence(StrEnum):
    """How far the basis of a judgement can be trusted (ICD 203); never mixed with its likelihood."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class Scenario(Worded):
    """One way that things may go. Without a likelihood it is shown as not rated."""

    name: Line
    likelihood: Words | None = None
    confidence: Confidence | None = None
    because: Line | None = None
    signs: Texts = ()


class Indicator(Shown):
    """Something to watch: how it stands now, and what a change would mean."""

    scalar_key = "indicator"

    indicator: Line
    now: Line | None = None
    means: Line | None = None


class Outlook(Shown):
    """What may come: on a horizon, with likelihoods on a named yardstick."""

    scalar_key = "summary"

    horizon: Line | None = None
    scale: Slug | None = None
    summary: Prose | None = None
    assumptions: Texts = ()
    drivers: tuple[Driver, ...] = ()
    exclusive: Flag = False
    scenarios: tuple[Scenario, ...] = ()
    watch: tuple[Indicator, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.summary or self.drivers or self.scenarios or self.watch):
            raise problem("BR208", "the outlook says nothing", "write at least its `summary`")
        return self


class Implication(Worded):
    """What it means for one actor."""

    who: Line
    text: Words


class Recommendation(Shown):
    """Who should do what, and by when."""

    scalar_key = "action"

    who: Line | None = None
    action: Line
    by: Line | None = None


class Option(Worded):
    """A course that could be taken, with what speaks for and against it."""

    name: Line
    for_: Line | None = Field(default=None, alias="for")
    against: Line | None = None


class Brief(Accepting):
    """One publication."""

    title: Line
    """The finding, in a few words."""
    subtitle: Line | None = None
    """What the brief is about."""
    type: Line | None = None
    """What kind of document this is: policy brief."""
    about: Line | None = None
    """What this document is, for whom, and what it is not; one line."""
    series: Line | None = None
    """The series that it stands in."""
    number: Positive | None = None
    """The number in its series."""
    edition: Positive | None = None
    """Which edition of the brief this is: 1."""
    date: Day
    """The day of publication: 2026-11-22."""
    as_of: Line | None = None
    """The information cut-off, a day: nothing later is reflected. Words where there is no day."""
    valid_until: Day | None = None
    """The day up to which it holds."""
    next_update: Day | None = None
    """The day on which the next edition comes."""
    supersedes: Line | None = None
    """What it replaces, in words."""
    language: Language = "en"
    """The language of its texts: en, es, ru, or another that has labels."""
    authors: tuple[Author, ...] = ()
    """Who wrote it: a name each, or `name`, `role`, `email`, `orcid`."""
    keywords: Annotated[tuple[Words, ...], OneOrMore] = ()
    """Words for catalogues."""
    licence: Licence | None = None
    """Under which terms it may be used: a name, or `name` and `url`."""
    doi: Doi | None = None
    """Its DOI, without an address before it: 10.1000/182."""
    issn: Words | None = None
    """The ISSN of its series."""
    web: WebAddress | None = None
    """The address of its version on the web; becomes a QR code as well."""
    cite_as: Line | None = None
    """How it wants to be cited."""
    marking: Marking = Field(default_factory=Marking)
    """What the reader may do with it, and from when: `tlp`, `embargo_until`, `handling`, `status`."""
    facts: Mapping[Identifier, Fact] = Field(default_factory=dict)
    """Figures and names stated once, by their ids; `{id}` in any text is the value."""
    bottom_line: Line | None = None
    """What the reader should take away, in one or two sentences."""
    key_points: Annotated[tuple[Line, ...], Field(min_length=1)]
    """What the reader should know, a point each."""
    at_a_glance: Annotated[tuple[Identifier, ...], OneOrMore] = ()
    """Ids of facts, shown as figures over their labels."""
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    """The argument: each section has a title that asserts, a text that argues, and blocks."""
    outlook: Outlook
    """What may come: a text alone, or `horizon`, `scale`, `summary`, `scenarios`, `watch` …"""
    implications: tuple[Implication, ...] = ()
    """What it means, and for whom."""
    recommendations: tuple[Recommendation, ...] = ()
    """Who should do what, and by when. A brief has these or `options`."""
    options: tuple[Option, ...] = ()
    """The courses that could be taken. A brief has these or `recommendations`."""
    method: Prose | None = None
    """What the brief rests on, and what it could not find out."""
    counter_view: Prose | None = None
    """Another reading of the same facts."""
    changes: Texts = ()
    """What has changed since the last edition."""
    quotes: tuple[Quote, ...] = ()
    """Words that may be quoted, on the record."""
    questions: Texts = ()
    """Questions to discuss."""
    glossary: Mapping[str, Line] = Field(default_factory=dict)
    """What terms mean: `term: meaning`."""
    sources: Mapping[SourceId, Source] = Field(default_factory=dict)
    """What is cited, by its id (`[@id]` in any text), or the names of files that hold it."""
    disclaimers: Annotated[tuple[Line, ...], OneOrMore] = ()
    """Texts of your own, or `views` and `maps` for those of the labels."""
    audiences: Mapping[Slug, AudienceChange] = Field(default_factory=dict)
    """For whom this brief is built, and what it changes of each audience for itself alone."""

    @field_validator("as_of", mode="before")
    @classmethod
    def _is_day_or_words(cls, value: object) -> object:
        if isinstance(value, str) and re.fullmatch(r"[\d./-]+", value.strip()):
            return read_day(value).isoformat()
        return value

    @computed_field  # type: ignore[prop-decorator]
    @property
    def as_of_day(self) -> datetime.date | None:
        """The day of the information cut-off; None where it is told in words."""
        text = self.as_of.text if self.as_of else ""
        return datetime.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None

    @model_validator(mode="after")
    def _advises_or_lists(self) -> Self:
        if self.recommendations and self.options:
            raise problem(
                "BR209",
                "the brief has both 'recommendations' and 'options': it either advises or lays out choices",
                "keep one of the two",
                at="options",
            )
        return self
