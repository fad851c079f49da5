"""The brief: all keys of its YAML file, named in the terms of the field."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, computed_field, field_validator, model_validator

from briefing.core.finding import suggest
from briefing.core.source_map import Key
from briefing.model.audience import AudienceChange
from briefing.model.base import (
    DayOrMonth,
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
from briefing.model.custom import CustomFields
from briefing.model.imprint import Contact, Isbn, Issn, Licence, Partner, Publisher
from briefing.model.number_format import NAMES, UnknownFormatError, read_format
from briefing.model.source import Source
from briefing.model.suppression import Accepting
from briefing.model.text import Flow, Line, Prose, Shown, Worded, Words

Texts = Annotated[tuple[Line, ...], OneOrMore]


class Author(Model):
    """An author of the brief."""

    scalar_key = "name"

    name: Words
    """The name of the author."""
    role: Line | None = None
    """The position of the author."""
    email: Email | None = None
    """The e-mail address of the author."""
    orcid: Orcid | None = None
    """The ORCID iD of the author: 0000-0002-1825-0097."""
    affiliation: Line | None = None
    """The organisation that the author works for."""
    language: Language | None = None
    """The language of the name, where it is not that of the edition."""
    portrait: Words | None = None
    """The file of a portrait, a picture next to the brief."""
    bio: Line | None = None
    """A few sentences about the author, at most 50 words."""


class Cover(Shown):
    """The picture on the first page."""

    file: Words
    """The name of the picture file: PNG, JPEG, GIF, WebP or SVG."""
    alt: Line
    """The alternative text for readers who cannot see the picture."""
    credit: Line | None = None
    """The person or organisation who made the picture."""


class Status(StrEnum):
    """The status of the text."""

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
    """The limits on who may read the brief, and from when."""

    tlp: Tlp | None = None
    """The label of the Traffic Light Protocol 2.0: RED, AMBER+STRICT, AMBER, GREEN or CLEAR."""
    embargo_until: Moment | None = None
    """The end of the embargo, with its time zone: 2026-11-24T06:00:00Z."""
    handling: Line | None = None
    """Instructions for handling, in words."""
    status: Status | None = None
    """The status of the text: draft or final. In a draft, most errors are warnings."""


def _known_formats(value: object) -> object:
    try:
        read_format(value if isinstance(value, str) else None)
    except UnknownFormatError as error:
        raise problem(
            "BR336", f"there is no format '{error}'", suggest(str(error), NAMES, noun="formats")
        ) from None
    return value


FormatNames = Annotated[Words, BeforeValidator(_known_formats)]
"""One or more names of number formats."""


class Fact(Accepting):
    """A figure or name that is stated once and used in any text as `{id}`."""

    scalar_key = "value"

    value: Words
    """The figure or name. A number is written as in data, 12500 or -2.5, and printed as its language writes it."""
    unit: Words | None = None
    """The unit, printed with the value: km, hours, %, €, million €."""
    format: FormatNames | None = None
    """The format of the number: million, round, 2 decimals, year, long unit …; several are separated by commas."""
    label: Line | None = None
    """The label under the figure."""
    as_of: DayOrMonth | None = None
    """The day or month in which the value was known: 2026-11-22, 2026-11."""
    source: Annotated[tuple[SourceId, ...], OneOrMore] = ()
    """The ids of its sources."""


class Superseded(Line):
    """The document that a brief replaces, in words, and the briefs of the workspace that it replaces."""

    briefs: Annotated[tuple[Slug, ...], OneOrMore] = ()
    """The names of the briefs that it replaces, whose pages on the site then lead to it: heat-2025."""


class Section(Worded):
    """A section: its title states the point, its text argues it."""

    flow = Flow.BLOCK

    id: Identifier | None = None
    """The id for links and cross-references: `[](#id)`."""
    title: Line
    """The point of the section, in one line."""
    text: Words
    """The argument; it may have paragraphs and lists."""
    blocks: tuple[Block, ...] = ()
    """Tables, charts, boxes and other blocks after the text."""


class Annex(Section):
    """An annex: a section after the argument, with a letter: A, B … in the order of the edition."""

    new_page: Flag = False
    """True to begin it on a page of its own."""


class FurtherReading(Shown):
    """A source that the text does not cite, for readers who want to know more."""

    scalar_key = "source"

    source: SourceId
    """The id of the source."""


class Direction(StrEnum):
    """The direction of a driver's effect."""

    UP = "up"
    DOWN = "down"
    EITHER = "either"


class Driver(Worded):
    """A force that shapes future developments."""

    scalar_key = "name"

    name: Line
    """The name of the driver."""
    direction: Direction | None = None
    """The direction of its effect: up, down or either."""


class Confidence(StrEnum):
    """The confidence in the basis of a judgement (ICD 203), never mixed with its likelihood."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class Scenario(Worded):
    """A possible development. Without a likelihood it is shown as not rated."""

    name: Line
    """The name of the scenario."""
    likelihood: Words | None = None
    """A word of the likelihood scale."""
    confidence: Confidence | None = None
    """The confidence in the basis of the judgement: high, moderate or low."""
    because: Line | None = None
    """The reason for the rating."""
    signs: Texts = ()
    """Signs that the scenario is coming true."""


class Indicator(Shown):
    """Something to watch: its present state, and the meaning of a change."""

    scalar_key = "indicator"

    indicator: Line
    """The thing to watch."""
    now: Line | None = None
    """Its present state."""
    means: Line | None = None
    """The meaning of a change."""


class Outlook(Shown):
    """The outlook up to a horizon, with likelihoods on a named scale."""

    scalar_key = "summary"

    horizon: Line | None = None
    """The period of the outlook: to the end of 2030."""
    scale: Slug | None = None
    """The likelihood scale: `icd-203`, `phia`, or any other in `templates/scales/`."""
    summary: Prose | None = None
    """The outlook in one paragraph or a few."""
    assumptions: Texts = ()
    """The assumptions of the outlook."""
    drivers: tuple[Driver, ...] = ()
    """The forces that shape future developments."""
    exclusive: Flag = False
    """True if exactly one of the scenarios will happen."""
    scenarios: tuple[Scenario, ...] = ()
    """The possible developments."""
    watch: tuple[Indicator, ...] = ()
    """The indicators to watch."""

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if not (self.summary or self.drivers or self.scenarios or self.watch):
            raise problem("BR208", "the outlook has no content", "write at least its `summary`")
        return self


class Implication(Worded):
    """A consequence for one actor."""

    who: Line
    """The actor."""
    text: Words
    """The consequence for that actor."""


class Recommendation(Shown):
    """A recommended action, with the actor and the deadline."""

    scalar_key = "action"

    who: Line | None = None
    """The actor."""
    action: Line
    """The action."""
    by: Line | None = None
    """The deadline, in words."""


class Option(Worded):
    """A course of action, with the arguments for and against it."""

    name: Line
    """The name of the option."""
    for_: Line | None = Field(default=None, alias="for")
    """The arguments for it."""
    against: Line | None = None
    """The arguments against it."""


class Brief(Accepting):
    """One publication."""

    title: Line
    """The main finding, in a few words."""
    subtitle: Line | None = None
    """The subject of the brief."""
    type: Line | None = None
    """The kind of document: policy brief."""
    about: Line | None = None
    """The purpose and the readers of the document, and what it is not, in one line."""
    series: Line | None = None
    """The series of the brief."""
    number: Positive | None = None
    """The number in its series."""
    edition: Positive | None = None
    """The number of this edition of the brief: 1."""
    date: DayOrMonth
    """The day or month of publication: 2026-11-22, 2026-11."""
    as_of: Line | None = None
    """The information cut-off: nothing after this day is reflected. A day, a month, or words."""
    valid_until: DayOrMonth | None = None
    """The last day or month in which the brief is valid."""
    next_update: DayOrMonth | None = None
    """The day or month of the next edition."""
    supersedes: Superseded | None = None
    """The document that this one replaces: a text, or `text` and `briefs`."""
    language: Language = "en"
    """The language of its texts: en, es, ru, or any other with labels."""
    authors: tuple[Author, ...] = ()
    """The authors: a name each, or `name`, `role`, `affiliation`, `bio`, `portrait`, `email`, `orcid`."""
    cover: Cover | None = None
    """The picture on the first page: `file`, `alt` and `credit`."""
    keywords: Annotated[tuple[Words, ...], OneOrMore] = ()
    """Keywords for catalogues."""
    licence: Licence | None = None
    """The terms of use: a name, or `name` and `url`."""
    publisher: Publisher | None = None
    """The publisher of this brief, if it is not that of the workspace: a name, or `name`, `web`, `about`."""
    contact: Contact | None = None
    """The contact for this brief, if it is not that of the workspace: `name`, `email`, `phone`."""
    partners: tuple[Partner, ...] = ()
    """Partner organisations: a name each, or `name`, `logo`, `web`."""
    doi: Doi | None = None
    """The DOI of the brief, without a web address before it: 10.1000/182."""
    issn: Issn | None = None
    """The ISSN of its series."""
    isbn: Isbn | None = None
    """The ISBN of the brief, with its hyphens: 978-3-16-148410-0."""
    report_number: Words | None = None
    """The number of the brief in a catalogue of its publisher: WP/26/031."""
    web: WebAddress | None = None
    """The address of the brief on the web, which is also printed as a QR code."""
    cite_as: Line | None = None
    """The suggested citation of the brief."""
    marking: Marking = Field(default_factory=Marking)
    """The limits on who may read it, and from when: `tlp`, `embargo_until`, `handling`, `status`."""
    facts: Mapping[Identifier, Fact] = Field(default_factory=dict)
    """Figures and names stated once, by their ids; `{id}` in any text prints the value."""
    abstract: Prose | None = None
    """The brief in one paragraph, for catalogues and for readers who decide whether to read on."""
    bottom_line: Line | None = None
    """The main message for the reader, in one or two sentences."""
    key_points: Annotated[tuple[Line, ...], Field(min_length=1)]
    """The key points, each in one paragraph."""
    at_a_glance: Annotated[tuple[Identifier, ...], OneOrMore] = ()
    """Ids of facts that are shown as large figures above their labels."""
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    """The sections: each has a title that states its point, a text that argues it, and optional blocks."""
    outlook: Outlook
    """The outlook: a text, or `horizon`, `scale`, `summary`, `scenarios`, `watch` …"""
    implications: tuple[Implication, ...] = ()
    """The consequences for each actor."""
    recommendations: tuple[Recommendation, ...] = ()
    """The recommended actions, with actors and deadlines. A brief has either these or `options`."""
    options: tuple[Option, ...] = ()
    """The possible courses of action. A brief has either these or `recommendations`."""
    method: Prose | None = None
    """The evidence and methods of the brief, and their limits."""
    counter_view: Prose | None = None
    """A different reading of the same facts."""
    changes: Texts = ()
    """The changes since the last edition."""
    quotes: tuple[Quote, ...] = ()
    """Quotations on the record."""
    questions: Texts = ()
    """Questions for discussion."""
    glossary: Mapping[str, Line] = Field(default_factory=dict)
    """Terms and their meanings: `term: meaning`."""
    sources: Mapping[SourceId, Source] = Field(default_factory=dict)
    """The sources by their ids (`[@id]` in any text), the names of `.bib` or `.json` files, or whole references."""
    further_reading: Annotated[tuple[FurtherReading, ...], OneOrMore] = ()
    """Ids of sources that the text does not cite, which are listed under a heading of their own."""
    annexes: tuple[Annex, ...] = ()
    """The annexes: sections after the argument, lettered A, B …; each has the keys of a section, and `new_page`."""
    acknowledgements: Prose | None = None
    """Thanks to people and organisations that helped."""
    funding: Line | None = None
    """Who paid for the work, and their part in it."""
    competing_interests: Line | None = None
    """The interests of the authors in the subject, or a statement that there are none."""
    disclaimers: Annotated[tuple[Line, ...], OneOrMore] = ()
    """Disclaimers: your own texts, or `views` and `maps` for the standard ones."""
    audiences: Mapping[Slug, AudienceChange] = Field(default_factory=dict)
    """The audiences of this brief, each with the changes that this brief makes to it."""

    custom: CustomFields = Field(default_factory=dict)
    """Fields of your own for your templates: `custom.<name>`."""

    def sectioned(self) -> Iterator[tuple[Key, Section]]:
        """Yield the sections and the annexes, each with its key."""
        yield from ((("sections", index), section) for index, section in enumerate(self.sections))
        yield from ((("annexes", index), annex) for index, annex in enumerate(self.annexes))

    @field_validator("as_of", mode="before")
    @classmethod
    def _is_day_or_words(cls, value: object) -> object:
        if isinstance(value, str) and re.fullmatch(r"[\d./-]+", value.strip()):
            return read_day(value).isoformat()
        return value

    @computed_field  # type: ignore[prop-decorator]
    @property
    def as_of_day(self) -> datetime.date | None:
        """The day or month of the information cut-off; None if it is in words."""
        text = self.as_of.text if self.as_of else ""
        return read_day(text) if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text) else None

    @model_validator(mode="after")
    def _advises_or_lists(self) -> Self:
        if self.recommendations and self.options:
            raise problem(
                "BR209",
                "the brief has both 'recommendations' and 'options'; only one of them is allowed",
                "keep one of the two",
                at="options",
            )
        return self
