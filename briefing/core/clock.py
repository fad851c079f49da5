"""The time and the date against which the dates in a brief are checked."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def this_moment() -> datetime:
    """Return the current time (UTC), or that of SOURCE_DATE_EPOCH, in seconds since 1970 (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)


def this_day() -> date:
    """Return the date of that time (UTC)."""
    return this_moment().date()
