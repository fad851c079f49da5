"""The dates of the brief, compared with the day of the check.

The day of the check is today's, or that of `--today`. The variable SOURCE_DATE_EPOCH
sets it for reproducible builds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC

from briefing.core.finding import Finding, Severity
from briefing.core.months import last_day
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet

CUT_OFF = Rule(
    "BR031",
    "outdated-cut-off",
    Severity.WARNING,
    Stage.SET,
    """
    The information cut-off is more than a year old, or later than the brief.

    `as_of` says up to which day the information in the brief goes. It cannot be later than
    `date`; if it is older than 365 days, review the brief and set a new day. The day of the
    check is today's, or that of `--today`.

    Bad:

        as_of: 2025-01-15

    Good:

        as_of: 2026-11-15
    """,
)
VALIDITY = Rule(
    "BR032",
    "expired-brief",
    Severity.WARNING,
    Stage.SET,
    """
    The day up to which the brief is valid has passed.

    The editions still print `valid_until`. Review the brief and set a later day, or
    withdraw it.

    Bad:

        valid_until: 2026-06-30

    Good:

        valid_until: 2027-06-30
    """,
)
UPDATE = Rule(
    "BR033",
    "overdue-update",
    Severity.WARNING,
    Stage.SET,
    """
    The day of the next update has passed.

    The editions announce the update for a day that is over. Publish it, or name another
    day.

    Bad:

        next_update: 2026-09-01

    Good:

        next_update: 2027-03-01
    """,
)
EMBARGO = Rule(
    "BR034",
    "expired-embargo",
    Severity.WARNING,
    Stage.SET,
    """
    The embargo has ended, and the editions still print it.

    Readers would think that the embargo is still in force. Remove it from the marking.

    Bad:

        marking: {tlp: GREEN, embargo_until: "2026-10-01T06:00:00Z"}

    Good:

        marking: {tlp: GREEN}
    """,
)
RULES = (CUT_OFF, VALIDITY, UPDATE, EMBARGO)

OLDEST_DAYS = 365
"""Age from which the information needs a review."""


def find_expired_dates(editions: EditionSet) -> Sequence[Finding]:
    """Return each of the brief's dates that has passed or cannot be right."""
    source_map = editions.base.source_map
    return [rule.finding(what, source_map.value(key), help) for rule, what, key, help in _passed(editions)]


def _passed(editions: EditionSet) -> Iterator[tuple[Rule, str, tuple[str, ...], str]]:
    brief, today = editions.base.brief, editions.today
    as_of = brief.as_of_day
    if as_of and as_of > last_day(brief.date):
        what = f"the information cut-off, {as_of}, is later than the date of the brief, {brief.date}"
        yield CUT_OFF, what, ("as_of",), "correct `as_of` or `date`"
    elif as_of and (today - last_day(as_of)).days > OLDEST_DAYS:
        age = (today - last_day(as_of)).days
        what = f"the information cut-off, {as_of}, is {age} days old; the limit is {OLDEST_DAYS}"
        yield CUT_OFF, what, ("as_of",), "review the brief, and set a new day"
    if brief.valid_until and last_day(brief.valid_until) < today:
        what = f"the brief expired on {last_day(brief.valid_until)}"
        yield VALIDITY, what, ("valid_until",), "review the brief and set a later day, or withdraw it"
    if brief.next_update and last_day(brief.next_update) < today:
        what = f"the next update was due on {last_day(brief.next_update)}"
        yield UPDATE, what, ("next_update",), "publish the update, or set a later day"
    embargo = brief.marking.embargo_until
    if embargo and embargo.astimezone(UTC).date() < today:
        what = f"the embargo ended on {embargo.astimezone(UTC).date()}; the editions still print it"
        yield EMBARGO, what, ("marking", "embargo_until"), "remove `embargo_until`"
