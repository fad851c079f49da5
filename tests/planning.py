"""The one thing that is planned of a workspace with one edition."""

from __future__ import annotations

from briefing.results import Failure, Plan
from briefing.stages import Job


def the_one(plan: Plan) -> Job | Failure:
    """Return the job, or what failed."""
    (one,) = (*plan.jobs, *plan.failed)
    return one
