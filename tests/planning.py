"""The plan of a workspace with one edition."""

from __future__ import annotations

from briefing.results import Failure, Plan
from briefing.stages import Job


def the_one(plan: Plan) -> Job | Failure:
    """Return the job, or the failed result."""
    (one,) = (*plan.jobs, *plan.failed)
    return one
