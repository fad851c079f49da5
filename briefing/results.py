"""The values that planning and building return: the plan, the result of a job, the outcome of an edition.

Job → Run → Result (in the worker) → Outcome (in the command, which writes the files). The report of an edition is
made once and stays the same in the result codec, in the outcome and in the build log.
"""

from __future__ import annotations

import glob
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from briefing.core.errors import BriefingError
from briefing.core.finding import Finding
from briefing.files.read_log import ReadLog
from briefing.stages import Edition, Job, Page, Pdf, Sheets, Tailored

T = TypeVar("T")

MAX_PAGES = 100_000
"""The greatest number of pages that is accepted from a worker."""

StageName = Literal["compose", "lay out", "check", "export"]
"""The stages that are timed."""


@dataclass(frozen=True, slots=True)
class AtMost:
    """The greatest number that a field of a report can have."""

    limit: int


@dataclass(frozen=True)
class EditionReport:
    """The report of a built edition, which the command prints and the build log keeps.

    The result codec and the build log read and write its fields by their types. A new figure takes a field here, the
    line of `Run.report` that measures it, and the line of the console that prints it.
    """

    page_count: Annotated[int, AtMost(MAX_PAGES)] = 0
    fitted: tuple[str, ...] = ()
    """The steps by which it was tightened to fit its page limit."""
    findings: tuple[Finding, ...] = ()
    accepted: tuple[Finding, ...] = ()
    """Warnings that the content accepts."""
    seconds: float = 0.0
    times: Mapping[StageName, float] = field(default_factory=dict)
    """The duration of each stage, in seconds."""


@dataclass
class Run:
    """The values that the stages of one edition have produced so far, even if a stage fails."""

    tailored: Tailored | None = None
    page: Page | None = None
    sheets: Sheets | None = None
    pdf: Pdf | None = None
    findings: list[Finding] = field(default_factory=list)
    accepted: list[Finding] = field(default_factory=list)
    times: dict[StageName, float] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)

    @contextmanager
    def stage(self, name: StageName) -> Iterator[None]:
        """Measure the duration of a stage, in seconds."""
        start = time.perf_counter()
        yield
        self.times[name] = time.perf_counter() - start

    def report(self) -> EditionReport:
        """Return the report of the edition, up to the last completed stage."""
        return EditionReport(
            page_count=self.pdf.page_count if self.pdf else 0,
            fitted=self.sheets.fitted if self.sheets else (),
            findings=tuple(self.findings),
            accepted=tuple(self.accepted),
            seconds=time.perf_counter() - self.started,
            times=self.times,
        )


@dataclass(frozen=True)
class Result:
    """The result of a job: its files, the report of the edition, and the error if one stopped it."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    """The contents of the files, by the names of their formats."""
    report: EditionReport = field(default_factory=EditionReport)
    error: BriefingError | None = None
    reads: ReadLog = field(default_factory=ReadLog, compare=False, repr=False)
    """The log of what was read, looked for and listed."""
    libraries: tuple[str, ...] = ()
    """The files of the native libraries in the process that did the job."""
    unconfined: tuple[str, ...] = ()
    """The restrictions that the machine could not impose on that process."""
    drawings: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """New drawings of charts, which the command keeps for later builds: see `files.kept_drawings`."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of one edition in the output folder: a file or an error, and a report in both cases."""

    name: str
    report: EditionReport = field(default_factory=EditionReport)
    edition: Edition | None = None
    path: Path | None = None
    error: BriefingError | None = None
    is_kept: bool = False
    """Whether an earlier file of a failed edition is still there."""
    is_up_to_date: bool = False
    """Whether none of its inputs has changed, so that it was not built again."""
    written: tuple[str, ...] = ()
    """The names of the formats of the files that were written."""


@dataclass(frozen=True)
class Failure:
    """A brief, a translation or an edition that could not be planned. An empty name means all of them."""

    error: BriefingError
    brief: str = ""
    language: str = ""
    audience: str = ""
    findings: tuple[Finding, ...] = ()
    """The warnings that were found before it failed."""

    @property
    def name(self) -> str:
        """The name of the edition, from the parts that are known."""
        return "-".join(filter(None, (self.brief, self.audience, self.language))) or "content"

    @property
    def pdf_pattern(self) -> str:
        """The pattern of the names of the PDFs that would have been built."""
        if self.audience or not self.brief:
            return f"{glob.escape(self.name)}.pdf"
        language = f"-{glob.escape(self.language)}*" if self.language else ""
        return f"{glob.escape(self.brief)}-*{language}.pdf"


@dataclass(frozen=True)
class Plan:
    """The editions to build, those that are up to date, and those that could not be planned, in the same order."""

    jobs: tuple[Job, ...] = ()
    up_to_date: tuple[Outcome, ...] = ()
    failed: tuple[Failure, ...] = ()
    order: tuple[Literal["job", "up to date", "failed"], ...] = ()
    """The kind of each edition, in the order of all editions."""

    def __len__(self) -> int:
        return len(self.order)

    @classmethod
    def of_job(cls, job: Job) -> Plan:
        """Return a plan with one edition to build."""
        return cls(jobs=(job,), order=("job",))

    @classmethod
    def of_up_to_date(cls, outcome: Outcome) -> Plan:
        """Return a plan with one edition that is up to date."""
        return cls(up_to_date=(outcome,), order=("up to date",))

    @classmethod
    def of_failure(cls, failure: Failure) -> Plan:
        """Return a plan with one failure."""
        return cls(failed=(failure,), order=("failed",))

    @classmethod
    def joined(cls, plans: Iterable[Plan]) -> Plan:
        """Join several plans into one."""
        plans = list(plans)
        return cls(
            tuple(job for plan in plans for job in plan.jobs),
            tuple(outcome for plan in plans for outcome in plan.up_to_date),
            tuple(failure for plan in plans for failure in plan.failed),
            tuple(kind for plan in plans for kind in plan.order),
        )

    def in_order(
        self,
        of_job: Callable[[Job], T],
        of_up_to_date: Callable[[Outcome], T],
        of_failure: Callable[[Failure], T],
    ) -> Iterator[T]:
        """Yield what the functions return for each edition, in order and one at a time."""
        values = {
            "job": map(of_job, self.jobs),
            "up to date": map(of_up_to_date, self.up_to_date),
            "failed": map(of_failure, self.failed),
        }
        return (next(values[kind]) for kind in self.order)

    def by_brief(self) -> dict[str, Plan]:
        """Return the plan of each brief, by its name."""
        briefs: dict[str, list[Plan]] = {}
        named = self.in_order(
            lambda job: (job.edition.brief, Plan.of_job(job)),
            lambda outcome: (outcome.edition.brief if outcome.edition else "", Plan.of_up_to_date(outcome)),
            lambda failure: (failure.brief, Plan.of_failure(failure)),
        )
        for brief, plan in named:
            briefs.setdefault(brief, []).append(plan)
        return {brief: Plan.joined(plans) for brief, plans in briefs.items()}

    def in_languages(self, languages: Iterable[str]) -> Plan:
        """Return the part of the plan in some languages, including the failures of whole briefs."""
        return self._with("language", languages)

    def for_audiences(self, audiences: Iterable[str]) -> Plan:
        """Return the part of the plan for some audiences, including the failures of whole briefs and translations."""
        return self._with("audience", audiences)

    def _with(self, property: str, values: Iterable[str]) -> Plan:
        """Return the part of the plan in which a property of the editions has one of some values, or none."""
        chosen, value_of = set(values), attrgetter(property)
        return Plan.joined(
            self.in_order(
                lambda job: Plan.of_job(job) if value_of(job.edition) in chosen else Plan(),
                lambda outcome: (
                    Plan.of_up_to_date(outcome)
                    if outcome.edition and value_of(outcome.edition) in chosen
                    else Plan()
                ),
                lambda failure: Plan.of_failure(failure) if value_of(failure) in {*chosen, ""} else Plan(),
            )
        )
