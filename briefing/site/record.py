"""The record of a site: everything that its pages say about each published version of a brief.

It is the manifest of the site, from which all pages are written again with every release. So an older version keeps
its page when its content is no longer in the workspace.
"""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from briefing.core.months import Month


class Record(BaseModel):
    """A part of the manifest; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SiteFile(Record):
    """A file of the site: its path from the root, its size in bytes and its checksum."""

    name: str
    bytes: int
    sha256: str


class Person(Record):
    """An author: a person or an organisation."""

    name: str
    language: str | None = None
    orcid: str | None = None
    is_person: bool = False
    """Whether the brief says of it what only a person has, such as a position."""


class Terms(Record):
    """The licence of a version."""

    name: str
    url: str | None = None


class Office(Record):
    """The contact for questions."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    language: str | None = None


class Texts(Record):
    """The texts of a version in one language, as plain text: only what its public editions print."""

    language: str
    title: str
    subtitle: str | None = None
    type: str | None = None
    series: str | None = None
    summary: str | None = None
    key_points: tuple[str, ...] = ()
    authors: tuple[Person, ...] = ()
    keywords: tuple[str, ...] = ()
    publisher: str | None = None
    as_of: str | None = None
    supersedes: str | None = None
    cite_as: str | None = None
    cover: SiteFile
    """A picture of page one of its first edition."""
    thumbnail: SiteFile


class PublishedEdition(Record):
    """An edition of a version, with its files."""

    edition: str
    audience: str
    label: str
    """The name of the audience, if the language has no other word for it."""
    language: str
    paper: str
    pages: int
    pdf: SiteFile
    html: SiteFile


class Version(Record):
    """A brief as it was published on one day."""

    brief: str
    date: str
    edition: int | None = None
    number: int | None = None
    language: str
    """The language that it was written in."""
    valid_until: str | None = None
    doi: str | None = None
    issn: str | None = None
    isbn: str | None = None
    report_number: str | None = None
    web: str | None = None
    licence: Terms | None = None
    publisher_web: str | None = None
    contact: Office | None = None
    supersedes: tuple[str, ...] = ()
    """The names of the briefs that it replaces."""
    texts: tuple[Texts, ...]
    """Its texts in each language, the original first."""
    editions: tuple[PublishedEdition, ...]

    @property
    def key(self) -> tuple[str, str]:
        """The brief and the date, which identify the version."""
        return self.brief, self.date

    @property
    def day(self) -> datetime.date:
        """The day or the month of publication."""
        return day_of(self.date)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its texts, the original first."""
        return tuple(texts.language for texts in self.texts)

    @property
    def cited_number(self) -> str | None:
        """The number by which references name it: that of the report, or else that in its series."""
        return self.report_number or (str(self.number) if self.number else None)

    def text_in(self, language: str) -> Texts:
        """Return its texts in a language; in the original if it has none."""
        return next((texts for texts in self.texts if texts.language == language), self.texts[0])

    def files(self) -> tuple[SiteFile, ...]:
        """Return all files of its editions and their covers."""
        of_editions = (file for edition in self.editions for file in (edition.pdf, edition.html))
        return (*of_editions, *(file for texts in self.texts for file in (texts.cover, texts.thumbnail)))


class SiteRecord(Record):
    """The manifest of a site."""

    format: Literal[1] = 1
    kind: Literal["site"] = "site"
    versions: tuple[Version, ...] = ()


def day_of(text: str) -> datetime.date:
    """Return the day or the month of a date in ISO 8601: 2026-11-22, 2026-11."""
    return (
        datetime.date.fromisoformat(text) if len(text) > len("2026-11") else Month.fromisoformat(f"{text}-01")
    )
