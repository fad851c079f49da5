"""Facts that two briefs of a workspace state differently under one id."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.core.finding import Finding
from briefing.core.source_map import SourceMap
from briefing.load.shared import FACTS, Stated, conflict, differs
from briefing.model.brief import Fact
from briefing.results import Plan
from briefing.stages import Job


def find_conflicting_facts(plans: Iterable[tuple[str, Plan]]) -> dict[str, list[Finding]]:
    """Return the findings about facts that briefs state differently, by the brief that comes later in the order.

    Shared facts are not compared: they are stated once.
    """
    found: dict[str, list[Finding]] = {}
    first: dict[str, tuple[Stated, SourceMap]] = {}
    for slug, plan in plans:
        job = _original(plan.jobs)
        for name, fact in job.brief.facts.items() if job else ():
            key = (FACTS, name)
            if job is None or key in job.source_map.elsewhere:
                continue
            stated = _stated(fact)
            before, place = first.setdefault(name, (stated, job.source_map))
            if place is not job.source_map and differs(stated, before):
                where = job.source_map.value(key)
                found.setdefault(slug, []).append(conflict(name, where, stated, before, place.value(key)))
    return found


def _original(jobs: Iterable[Job]) -> Job | None:
    """Return an edition in the language of the brief; if there is none, one of a translation."""
    jobs = list(jobs)
    return next((job for job in jobs if job.source_map.beneath is None), next(iter(jobs), None))


def _stated(fact: Fact) -> Stated:
    day = fact.as_of.isoformat() if fact.as_of else ""
    label = " ".join(fact.label.text.split()) if fact.label else ""
    return fact.value.strip(), (fact.unit or "").strip(), day, label
