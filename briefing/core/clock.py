"""The moment and the day on which what is said of time is judged."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def this_moment() -> datetime:
    """Now (UTC), or the moment that SOURCE_DATE_EPOCH names, in seconds since 1970 (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)


def this_day() -> date:
    """The day of that moment (UTC)."""
    return this_moment().date()
