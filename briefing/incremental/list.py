"""List editions and whether their files are up to date, by the build log. Nothing is built."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from briefing.incremental.build_log import BuildLog
from briefing.results import Outcome, Plan
from briefing.stages import Edition, Job


class State(StrEnum):
    """The state of an edition's file."""

    UP_TO_DATE = "up to date"
    OUTDATED = "outdated"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition, its file, and the state of it."""

    edition: Edition
    path: Path
    state: State
    why: str = ""
    """The reason if it is outdated."""
    page_count: int | None = None
    """The number of pages; None if there is no PDF."""


def list_editions(plan: Plan, log: BuildLog) -> list[Listed]:
    """List the editions of a plan that was made with a build log, with their states; failures are left out."""
    found = plan.in_order(lambda job: _listed(job, log), _up_to_date, lambda _: None)
    return [one for one in found if one is not None]


def _listed(job: Job, log: BuildLog) -> Listed:
    path = log.out / f"{job.name}.pdf"
    if path.is_file():
        return Listed(job.edition, path, State.OUTDATED, log.reasons[job.name], _pages_of(path))
    return Listed(job.edition, path, State.MISSING)


def _up_to_date(outcome: Outcome) -> Listed | None:
    if outcome.edition is None or outcome.path is None:
        return None
    return Listed(outcome.edition, outcome.path, State.UP_TO_DATE, page_count=outcome.report.page_count)


def _pages_of(path: Path) -> int | None:
    from briefing.pdf.objects import UnreadableError
    from briefing.pdf.pages import count_pages

    try:
        return count_pages(path.read_bytes())
    except (OSError, UnreadableError):
        return None
