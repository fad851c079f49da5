"""What planning and making editions gives: a plan; the result of a job; the outcome of an edition.

Job → Run → Result (where the edition is made) → Outcome (where its files are put in place). The report of an edition
is made once and travels as it is: through the result codec, inside the outcome, into the build log and back.
"""

from __future__ import annotations

import glob
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from briefing.core.errors import BriefingError
from briefing.core.finding import Finding
from briefing.files.read_log import ReadLog
from briefing.stages import Edition, Job, Page, Pdf, Sheets

T = TypeVar("T")

MAX_PAGES = 100_000
"""No edition has more, whoever says so."""

StageName = Literal["compose", "lay out", "check", "export"]
"""The stages that are timed."""


@dataclass(frozen=True, slots=True)
class AtMost:
    """The greatest number that a field of a report can have."""

    limit: int


@dataclass(frozen=True)
class EditionReport:
    """What is known of an edition once it is made: what the command prints of it, and what the build log keeps.

    The result codec and the build log take its fields as they are, by their types. A new figure is one more field
    here with the line of `Run.report` that measures it, and the line of the console that prints it.
    """

    page_count: Annotated[int, AtMost(MAX_PAGES)] = 0
    fitted: tuple[str, ...] = ()
    """What was tightened to keep its pages."""
    findings: tuple[Finding, ...] = ()
    accepted: tuple[Finding, ...] = ()
    """Warnings that the content accepts."""
    seconds: float = 0.0
    times: Mapping[StageName, float] = field(default_factory=dict)
    """The seconds that each stage took."""


@dataclass
class Run:
    """What the stages have given of one edition so far, also where one of them stops it."""

    page: Page | None = None
    sheets: Sheets | None = None
    pdf: Pdf | None = None
    findings: list[Finding] = field(default_factory=list)
    accepted: list[Finding] = field(default_factory=list)
    times: dict[StageName, float] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)

    @contextmanager
    def stage(self, name: StageName) -> Iterator[None]:
        """Time a stage, in seconds."""
        start = time.perf_counter()
        yield
        self.times[name] = time.perf_counter() - start

    def report(self) -> EditionReport:
        """Return the report of the edition, as far as it came."""
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
    """What came of a job where it was done: files, the report of the edition, or the error that stopped it."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    """By the names of their formats."""
    report: EditionReport = field(default_factory=EditionReport)
    error: BriefingError | None = None
    reads: ReadLog = field(default_factory=ReadLog, compare=False, repr=False)
    """What was read, looked for and listed."""
    libraries: tuple[str, ...] = ()
    """The files of the native libraries of the process that did it."""
    unconfined: tuple[str, ...] = ()
    """What the machine could not keep that process from."""


@dataclass(frozen=True)
class Outcome:
    """What became of one edition in the folder of output: a file, or an error; its report either way."""

    name: str
    report: EditionReport = field(default_factory=EditionReport)
    edition: Edition | None = None
    path: Path | None = None
    error: BriefingError | None = None
    is_kept: bool = False
    """Whether an earlier file of a failed edition is still there."""
    is_up_to_date: bool = False
    """Whether nothing that it was made from has changed, so that it was not made again."""


@dataclass(frozen=True)
class Failure:
    """A brief, a translation or an edition that could not be planned. An empty name means all there are."""

    error: BriefingError
    brief: str = ""
    language: str = ""
    audience: str = ""
    findings: tuple[Finding, ...] = ()
    """What was found before it failed, and stops nothing."""

    @property
    def name(self) -> str:
        """The name of the edition, or of as much as there is of it."""
        return "-".join(filter(None, (self.brief, self.audience, self.language))) or "content"

    @property
    def pdf_pattern(self) -> str:
        """The pattern of the names of the PDFs that it would have been."""
        if self.audience or not self.brief:
            return f"{glob.escape(self.name)}.pdf"
        language = f"-{glob.escape(self.language)}*" if self.language else ""
        return f"{glob.escape(self.brief)}-*{language}.pdf"


@dataclass(frozen=True)
class Plan:
    """What to make, what is up to date, and what could not be planned, each in the order of the editions."""

    jobs: tuple[Job, ...] = ()
    up_to_date: tuple[Outcome, ...] = ()
    failed: tuple[Failure, ...] = ()
    order: tuple[Literal["job", "up to date", "failed"], ...] = ()
    """Which of the three comes next, for all of them in one order."""

    def __len__(self) -> int:
        return len(self.order)

    @classmethod
    def of_job(cls, job: Job) -> Plan:
        """Return the plan of one edition that is to be made."""
        return cls(jobs=(job,), order=("job",))

    @classmethod
    def of_up_to_date(cls, outcome: Outcome) -> Plan:
        """Return the plan of one edition that is up to date."""
        return cls(up_to_date=(outcome,), order=("up to date",))

    @classmethod
    def of_failure(cls, failure: Failure) -> Plan:
        """Return the plan of something that could not be planned."""
        return cls(failed=(failure,), order=("failed",))

    @classmethod
    def joined(cls, plans: Iterable[Plan]) -> Plan:
        """Return several plans as one."""
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
        """Give what the functions make of each, in the order of the editions, one at a time."""
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
        """Return the part of the plan in some languages, with the failures of briefs as a whole."""
        chosen = set(languages)
        return Plan.joined(
            self.in_order(
                lambda job: Plan.of_job(job) if job.edition.language in chosen else Plan(),
                lambda outcome: (
                    Plan.of_up_to_date(outcome)
                    if outcome.edition and outcome.edition.language in chosen
                    else Plan()
                ),
                lambda failure: Plan.of_failure(failure) if failure.language in {*chosen, ""} else Plan(),
            )
        )
