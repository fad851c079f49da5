"""The time of a build: the present, or the one that a reproducible build is given."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from briefing.core.clock import this_day, this_moment


def test_a_reproducible_build_has_the_time_that_it_is_given(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert this_moment() == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert this_moment().tzinfo is UTC
    assert this_day() == date(2023, 11, 14)


@pytest.mark.parametrize("epoch", [None, "", "yesterday", "-1", "1.5"])
def test_any_other_build_has_the_present_time(monkeypatch, epoch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if epoch is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    before = datetime.now(UTC)
    assert before <= this_moment() <= datetime.now(UTC)
    assert this_moment().tzinfo is UTC
    assert before.date() <= this_day() <= datetime.now(UTC).date()
