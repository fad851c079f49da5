"""The values that rules of packages get: a brief with all its languages, or one edition. Their fields are stable.

They are made from the values that pass between stages, which may change with every version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from briefing.core.finding import Span
from briefing.core.source_map import Key, SourceMap
from briefing.model.content import passages_in
from briefing.stages import Edition, EditionSet, Pdf, Tailored
from briefing.text.variants import variants


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text of a brief, as its author has typed it."""

    key: tuple[str | int, ...]
    """Its key in the file: `("sections", 0, "text")`. Items of lists are counted from 0."""
    words: str
    """The text with its markup, citations and facts."""
    language: str
    variant: str
    """`text`, `short` or `plain`."""
    where: Span
    """Its place in the file, for a finding."""


@dataclass(frozen=True)
class CheckedBrief:
    """A brief with all of its languages: what a rule of the stage `set` gets."""

    name: str
    """The name of its folder."""
    languages: tuple[str, ...]
    """The original language comes first."""
    today: date
    """The day against which dates are checked."""
    _set: EditionSet = field(repr=False)

    @classmethod
    def of(cls, editions: EditionSet) -> CheckedBrief:
        """Return the brief of a set of editions."""
        languages = tuple(version.language for version in editions.versions)
        return cls(editions.slug, languages, editions.today, editions)

    @cached_property
    def texts(self) -> tuple[CheckedText, ...]:
        """The texts that its authors wrote, in every variant and language, without names, sources and keywords."""
        return tuple(
            CheckedText(one.place, one.words, version.language, one.name, version.source_map.value(one.place))
            for version in self._set.versions
            for one in variants(version)
        )

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """The keys of the brief in its original language, as plain values: texts, numbers, lists and dicts."""
        dumped: dict[str, Any] = self._set.base.brief.model_dump(
            mode="json", exclude_defaults=True, by_alias=True
        )
        return dumped

    def place(self, *key: str | int) -> Span:
        """Return the place of a key in the original brief; without a key, that of the file."""
        return _place(self._set.base.source_map, key)


@dataclass(frozen=True)
class CheckedEdition:
    """One edition: what a rule of the stage `content` gets, and with its PDF, one of the stage `pdf`."""

    edition: Edition
    _tailored: Tailored = field(repr=False)
    pdf: bytes | None = field(default=None, repr=False)
    """The PDF, in the stage `pdf`; else None."""
    page_count: int = 0
    """The number of its pages, in the stage `pdf`; else 0."""

    @classmethod
    def of(cls, tailored: Tailored, pdf: Pdf | None = None) -> CheckedEdition:
        """Return an edition, with its PDF if it is there already."""
        if pdf is None:
            return cls(tailored.job.edition, tailored)
        return cls(tailored.job.edition, tailored, pdf.content, pdf.page_count)

    @cached_property
    def texts(self) -> tuple[CheckedText, ...]:
        """The texts that the edition has, each in the variant that its audience gets."""
        return tuple(self._texts())

    def _texts(self) -> Iterator[CheckedText]:
        job = self._tailored.job
        for passage in passages_in(self._tailored.content.brief):
            variant = (
                str(passage.key[-1]) if passage.key and passage.key[-1] in ("short", "plain") else "text"
            )
            where = job.source_map.value(passage.key)
            yield CheckedText(passage.key, passage.words, job.edition.language, variant, where)

    @property
    def audience_settings(self) -> Mapping[str, Any]:
        """The settings of the audience, as plain values."""
        dumped: dict[str, Any] = self._tailored.job.audience.model_dump(mode="json", by_alias=True)
        return dumped

    def place(self, *key: str | int) -> Span:
        """Return the place of a key in the file of its language; without a key, that of the file."""
        return _place(self._tailored.job.source_map, key)


def _place(source_map: SourceMap, key: Key) -> Span:
    return source_map.value(key) if key else Span(source_map.file)
