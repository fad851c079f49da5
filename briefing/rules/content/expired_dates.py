"""What a brief says of its own days must still hold on the day on which it is checked.

`as_of` is no later than `date`, and no older than a year; `valid_until` and `next_update` lie ahead;
an embargo that has passed is taken out, or the edition would still print it.
The day is today's, or that of `--today`; the variable SOURCE_DATE_EPOCH sets it for builds that are repeated.

Bad, in November 2026:

    valid_until: 2026-06-30
    next_update: 2026-09-01

Good:

    valid_until: 2027-06-30
    next_update: 2027-03-01
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from briefing.core.finding import Finding, Severity
from briefing.stages import EditionSet

OLDEST_DAYS = 365
"""Older information wants another look."""


def days_kept(editions: EditionSet) -> Sequence[Finding]:
    """Each of the brief's days that has passed, or cannot be."""
    source_map = editions.base.source_map
    return [
        Finding(code, what, source_map.value(key), help, Severity.WARNING)
        for code, what, key, help in _passed(editions)
    ]


def _passed(editions: EditionSet) -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    brief, today = editions.base.brief, editions.today
    as_of = brief.as_of_day
    if as_of and as_of > brief.date:
        what = f"the information cut-off, {as_of}, is later than the brief, {brief.date}"
        yield "BR031", what, ("as_of",), "mend one of the two"
    elif as_of and (today - as_of).days > OLDEST_DAYS:
        what = f"the information cut-off, {as_of}, is {(today - as_of).days} days old"
        yield "BR031", what, ("as_of",), "look through the brief, and set a new day"
    if brief.valid_until and brief.valid_until < today:
        what = f"the brief held until {brief.valid_until}; that day has passed"
        yield "BR032", what, ("valid_until",), "renew the brief, or take it back"
    if brief.next_update and brief.next_update < today:
        what = f"the next update was to come on {brief.next_update}; that day has passed"
        yield "BR033", what, ("next_update",), "publish it, or name another day"
    embargo = brief.marking.embargo_until
    if (
        embargo
        and embargo < datetime.combine(today, time.max, UTC).replace(microsecond=0)
        and (embargo.astimezone(UTC).date() < today)
    ):
        what = f"the embargo ended on {embargo.astimezone(UTC).date()}; the editions still print it"
        yield "BR034", what, ("marking", "embargo_until"), "take it out"
