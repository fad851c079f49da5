"""Dates as people write them name a day or a month in ISO 8601, or two days where the order of the numbers is open."""

from __future__ import annotations

from briefing.core.dates import iso_day, iso_day_or_month
from tests.cases import each


@each(
    ("text", "day"),
    [
        ("29 November 2026", "2026-11-29"),
        ("29th of Nov., 2026", "2026-11-29"),
        ("Sunday, 29 november 2026", "2026-11-29"),
        ("November 29, 2026", "2026-11-29"),
        ("Nov. 1st 2026", "2026-11-01"),
        ("29.11.2026", "2026-11-29"),
        ("3.4.2026", "2026-04-03"),
        ("11/29/2026", "2026-11-29"),
        ("29–11–2026", "2026-11-29"),
        ("03/04/2026", "2026-04-03 or 2026-03-04"),
        ("04/04/2026", "2026-04-04"),
        ("2026/11/29", "2026-11-29"),
        ("2026.1.2", "2026-01-02"),
        ("20261129", "2026-11-29"),
        ("2026-11-29T06:00", "2026-11-29"),
        ("2026-11-29 06:00", "2026-11-29"),
        ("2026−11−29", "2026-11-29"),
        ("30/30/2026", ""),
        ("2026-02-30", ""),
        ("29 Novembre 2026", ""),
        ("29.11-2026", ""),
        ("2026-11/29", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_a_date_names_a_day(text, day):
    assert iso_day(text) == day


@each(
    ("text", "meant"),
    [
        ("29 November 2026", "2026-11-29"),
        ("June 2026", "2026-06"),
        ("jun. 2026", "2026-06"),
        ("June, 2026", "2026-06"),
        ("06/2026", "2026-06"),
        ("6.2026", "2026-06"),
        ("2026/6", "2026-06"),
        ("2026−06", "2026-06"),
        ("13/2026", ""),
        ("2026-00", ""),
        ("2026", ""),
        ("Summer 2026", ""),
        ("soon", ""),
    ],
)
def test_a_date_may_name_a_month(text, meant):
    assert iso_day_or_month(text) == meant
