"""The proofs of the editions on the wall: the pages that were made last, their findings, and their state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from briefing.core.finding import Finding, sorted_findings
from briefing.core.source_map import Key, SourceMap
from briefing.files.read_log import ReadLog
from briefing.rules.catalogue import rule_name
from briefing.rules.content.outdated_variants import name_of
from briefing.stages import Edition, Job
from briefing.typeset.inspect.page_regions import PageRegions


class State(StrEnum):
    """The state of an edition on the wall."""

    WAITING = "waiting"
    BUILDING = "building"
    UP_TO_DATE = "up to date"
    OUTDATED = "outdated"
    """Its pages cannot be made now; those that were made last are shown."""


@dataclass(frozen=True)
class LonePage:
    """A page that was made before the others: what it was made from, its PDF, and what is on it."""

    job: Job
    pdf: bytes
    regions: PageRegions


@dataclass(frozen=True)
class Pages:
    """The pages of an edition as they were made last."""

    job: Job
    """The job that they were made from; its source map knows the places of their texts."""
    pdf: bytes
    pages: tuple[PageRegions, ...]
    fitted: tuple[str, ...] = ()
    seconds: float = 0.0
    fingerprints: tuple[str, ...] = ()
    """Those of the pages in the PDF, by which a worker knows which pages have changed."""
    early: Mapping[int, LonePage] = field(default_factory=dict)
    """The pages that have been made again while the PDF is not yet, by their numbers."""

    def with_early(self, number: int, page: LonePage) -> Pages:
        """Return the pages with one that has been made again."""
        pages = (*self.pages[:number], page.regions, *self.pages[number + 1 :])
        return replace(self, pages=pages, early={**self.early, number: page})

    def job_of(self, number: int) -> Job:
        """Return the job that a page was made from."""
        return self.early[number].job if number in self.early else self.job

    def pdf_with(self, digest: str) -> tuple[bytes, int] | None:
        """Return the PDF that contains the page with a digest, and the number of the page in it."""
        number = next((at for at, page in enumerate(self.pages) if page.digest == digest), None)
        if number is None:
            return None
        return (self.early[number].pdf, 0) if number in self.early else (self.pdf, number)


@dataclass
class Proof:
    """An edition on the wall. Its fields are changed by `Preview` alone, under its lock."""

    name: str
    brief: str
    edition: Edition | None = None
    """None for a brief or a translation that could never be planned."""
    job: Job | None = None
    """The job that was planned last; None if the edition cannot be planned."""
    state: State = State.WAITING
    whole: Pages | None = None
    """The pages of the PDF that was finished last."""
    shown: Pages | None = None
    """The same pages, except for those that have been made again while the next PDF is not yet."""
    findings: tuple[Finding, ...] = ()
    set_findings: tuple[Finding, ...] = ()
    """The findings about its texts that come from all editions of the brief together, such as contradictions."""
    reads: ReadLog = field(default_factory=ReadLog)
    """The log of what was read to make the pages, besides what was read to plan them."""
    revision: int = 0
    """Counts the changes of the wall: the number of the change that this edition had last."""

    @property
    def language(self) -> str:
        """The language of the edition; empty if it is unknown."""
        return self.edition.language if self.edition else ""

    def as_json(self) -> dict[str, Any]:
        """Return what the wall shows of the edition, for the page in the browser."""
        job = self.job or (self.shown.job if self.shown else None)
        limit = job.audience.pages if job else None
        return {
            "name": self.name,
            "brief": self.brief,
            "audience": self.edition.audience if self.edition else "",
            "language": self.language,
            "direction": job.labels.direction if job else "ltr",
            "state": self.state.value,
            "revision": self.revision,
            "pages": [
                {"width": page.width, "height": page.height, "digest": page.digest}
                for page in (self.shown.pages if self.shown else ())
            ],
            "limit": limit.max if limit else None,
            "fitted": list(self.shown.fitted) if self.shown else [],
            "seconds": round(self.shown.seconds, 2) if self.shown else None,
            "findings": [finding_as_json(finding, job) for finding in self.all_findings()],
        }

    def all_findings(self) -> tuple[Finding, ...]:
        """Return its findings, with those that come from all editions of the brief together, in order."""
        return sorted_findings(dict.fromkeys([*self.findings, *self.set_findings]))

    def files(self) -> set[str]:
        """Return the files that its texts and findings come from."""
        found = {finding.where.file for finding in self.all_findings()}
        for job in (self.job, self.shown.job if self.shown else None):
            if job:
                found |= {one.file for one in _source_maps(job.source_map)}
                found |= {job.settings_places.file} if job.settings_places else set()
        return found


def page_as_json(shown: Pages, number: int) -> dict[str, Any]:
    """Return the regions and the words of a page, counted from 0, for the page in the browser."""
    page, job = shown.pages[number], shown.job_of(number)
    return {
        "width": page.width,
        "height": page.height,
        "regions": [
            {
                "key": name_of(region.key, job.brief),
                "place": _place(job, region.key),
                "area": _sides(region.area),
            }
            for region in page.regions
        ],
        "words": [
            [word.text, *_sides(word.area), int(word.is_rtl), int(word.ends_line)] for word in page.words
        ],
    }


def _sides(area: Any) -> list[float]:  # noqa: ANN401
    return [area.x, area.y, area.width, area.height]


WORKSPACE = "workspace"
"""The first part of the keys of values that come from the settings of the workspace."""


def _place(job: Job, key: Key) -> dict[str, Any]:
    if key[:1] == (WORKSPACE,) and job.settings_places:
        where = job.settings_places.value(key[1:])
    else:
        where = job.source_map.value(key)
    return {"file": where.file, "line": where.line, "column": where.column}


def finding_as_json(finding: Finding, job: Job | None) -> dict[str, Any]:
    """Return a finding for the page in the browser; the job knows the text that it is about."""
    where = finding.where
    return {
        "code": finding.code,
        "name": rule_name(finding.code),
        "severity": finding.severity.value,
        "what": finding.what,
        "help": finding.help,
        "place": {"file": where.file, "line": where.line, "column": where.column},
        "key": key_of(finding, job) if job else "",
    }


def key_of(finding: Finding, job: Job) -> str:
    """Return the key of the text that a finding is about, as a person types it; empty if it is about none."""
    where = finding.where
    for source_map in _source_maps(job.source_map):
        if source_map.file == where.file:
            return name_of(source_map.key_at(where), job.brief)
        files: Mapping[Key, str] = source_map.data_files
        for key, file in files.items():
            if file == where.file:
                return name_of(key, job.brief)
    return ""


def _source_maps(source_map: SourceMap) -> Iterator[SourceMap]:
    yield source_map
    yield from source_map.elsewhere.values()
    if source_map.beneath:
        yield from _source_maps(source_map.beneath)
