"""Check a brief with all of its editions, as `brief check` does, and name the editions that print the faulty texts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from briefing.compose.printed_texts import is_printed, printed_keys
from briefing.compose.tailor import tailor
from briefing.core.errors import BriefingError
from briefing.core.finding import Finding, Severity
from briefing.core.source_map import Key
from briefing.pipeline.plan import Selection, plan_all_languages
from briefing.pipeline.task import Task
from briefing.results import EditionReport, Result
from briefing.review.check import check_plan
from briefing.stages import Job

if TYPE_CHECKING:  # imports the engine, which only the workers need
    from briefing.typeset.layout import Typesetter

PRINTING = "printing"
"""The name of the file in the result: for each finding whether it is an error, and who prints its text, as JSON."""

MOST = 200
"""The greatest number of findings; errors come first."""


@dataclass(frozen=True, slots=True)
class SetFinding:
    """A finding about a brief with all of its editions."""

    finding: Finding
    editions: tuple[str, ...]
    """The names of the editions that print the text; none for what no edition prints, such as unused files."""


def set_check_task(selection: Selection, today: date) -> Task:
    """Return the task that checks the briefs of a selection. It reads and plans them itself, in all languages."""
    return Task(_check_set, (PRINTING,), (selection, today))


def set_findings_of(result: Result) -> tuple[SetFinding, ...]:
    """Return the findings in a result of the task.

    Raises ValueError if an untrusted process has written something else, and the error of a task that has failed.
    """
    if result.error:
        raise result.error
    given = _adapter().validate_json(result.files[PRINTING], strict=True)
    return tuple(
        SetFinding(replace(finding, severity=Severity.ERROR) if is_error else finding, editions)
        for finding, (is_error, editions) in zip(result.report.findings, given, strict=True)
    )


@cache
def _adapter() -> TypeAdapter[tuple[tuple[bool, tuple[str, ...]], ...]]:
    return TypeAdapter(tuple[tuple[bool, tuple[str, ...]], ...])


def _check_set(_: Job, typesetter: Typesetter, selection: Selection, today: date) -> Result:
    files = typesetter.files
    with files.noting() as reads:
        plan = plan_all_languages(files, selection)
        findings = check_plan(plan, files, selection, today).findings
    first = sorted(findings, key=lambda one: one.severity is not Severity.ERROR)[:MOST]
    jobs = plan.in_languages(selection.languages).jobs if selection.languages else plan.jobs
    printed = dict(_printed(jobs))
    given = tuple((one.severity is Severity.ERROR, tuple(_printing(one, jobs, printed))) for one in first)
    # the findings of a result without an error are warnings
    report = EditionReport(findings=tuple(one.as_warning() for one in first))
    return Result({PRINTING: _adapter().dump_json(given)}, report, reads=reads)


def _printed(jobs: Sequence[Job]) -> Iterator[tuple[str, frozenset[Key]]]:
    for job in jobs:
        with suppress(BriefingError):  # reported for its edition
            yield job.name, frozenset(printed_keys(tailor(job)))


def _printing(finding: Finding, jobs: Sequence[Job], printed: Mapping[str, Collection[Key]]) -> Iterator[str]:
    """Yield the names of the editions that print the text of a finding."""
    for job in jobs:
        if job.name in printed and any(
            is_printed(key, printed[job.name]) and job.source_map.value(key).file == finding.where.file
            for key in _keys(finding, job)
        ):
            yield job.name


def _keys(finding: Finding, job: Job) -> Iterator[Key]:
    """Yield the keys of a finding in the files of an edition; none if it is about no value of the brief."""
    source_map = job.source_map
    for one in (source_map, source_map.beneath):
        if one and one.file == finding.where.file and (key := one.key_at(finding.where)):
            yield key
