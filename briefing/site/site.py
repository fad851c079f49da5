"""The values that all pages of a site share: its address, languages and versions; and the paths of its pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from briefing.site.catalogue import Catalogue
from briefing.site.record import PublishedEdition, Version

INDEX = "index.html"
"""The page that a server shows for a folder; links name it, since nothing else does in files on a disk."""

SERIES, TOPICS, ASSETS = "series", "topics", "site"
"""The folders of the pages by series and by topic, and of the styles, fonts and scripts."""

FEED, SITEMAP = "feed.xml", "sitemap.xml"


@dataclass(frozen=True)
class SiteLanguage:
    """A language of the site, with its words."""

    tag: str
    name: str
    direction: str
    locale: str
    words: Mapping[str, str]
    audiences: Mapping[str, str]
    labels: Mapping[str, str]
    """The fixed words of editions in that language."""
    quotes: tuple[str, ...]
    marks: Mapping[str, str]
    publisher: str | None
    about: str | None
    """The line about the publisher."""


@dataclass(frozen=True)
class Site:
    """A site with everything that its pages say."""

    address: str | None
    """The web address of its root, which ends in a slash; without it, no address of the site is absolute."""
    languages: Mapping[str, SiteLanguage]
    """Its languages by their tags, the main one first."""
    versions: tuple[Version, ...]

    @cached_property
    def catalogue(self) -> Catalogue:
        """The versions in their relations."""
        return Catalogue(self.versions)

    @property
    def main(self) -> str:
        """The main language, in which the root of the site is written."""
        return next(iter(self.languages))

    def root_of(self, language: str) -> str:
        """Return the folder of the index in a language."""
        return "" if language == self.main else f"{language}/"

    def page_of(self, version: Version, language: str) -> str:
        """Return the path of the page of a version in one of its languages."""
        own = "" if language == version.language else f"{language}/"
        return f"{self.catalogue.folder_of(version)}{own}{INDEX}"

    def pages_of(self, version: Version) -> dict[str, str]:
        """Return the paths of the pages of a version by their languages."""
        return {language: self.page_of(version, language) for language in version.languages}

    @property
    def indexes(self) -> dict[str, str]:
        """The paths of the indexes by their languages."""
        return {language: f"{self.root_of(language)}{INDEX}" for language in self.languages}

    def absolute(self, path: str) -> str | None:
        """Return the web address of a path; None if the site has no address."""
        return None if self.address is None else self.address + quote(short(path))

    def label_of(self, edition: PublishedEdition, language: str) -> str:
        """Return the name of the audience of an edition in a language."""
        return self.languages[language].audiences.get(edition.audience, edition.label)

    @cached_property
    def grouped(self) -> Mapping[str, frozenset[str]]:
        """The languages that have a page by series, and those that have one by topic."""
        held = [
            (language, one.text_in(language))
            for language in self.languages
            for one in self.in_language(language)
        ]
        return {
            SERIES: frozenset(language for language, texts in held if texts.series),
            TOPICS: frozenset(language for language, texts in held if texts.keywords),
        }

    def in_language(self, language: str) -> Iterator[Version]:
        """Yield the current versions that have texts in a language, the newest first."""
        return (version for version in self.catalogue.current if language in version.languages)


def short(path: str) -> str:
    """Return a path without the name of the index of its folder."""
    return path.removesuffix(INDEX) if posixpath.basename(path) == INDEX else path


def link(page: str, target: str) -> str:
    """Return the address of a file of the site relative to a page, which also leads there on a disk."""
    return quote(posixpath.relpath(target, posixpath.dirname(page) or "."))
