"""Dates of publications as libraries have them: never more exact than they are typed."""

from __future__ import annotations

import re

import pytest

from briefing.core.publication_dates import (
    PATTERN,
    means_no_date,
    read_publication_date,
    status_in,
    year_in,
)
from tests.cases import each


@each(
    ("typed", "date"),
    [
        ("2019", "2019"),
        ("2019-5-3", "2019-05-03"),
        ("-0380", "-0380"),
        ("-380", "-0380"),
        ("380 BC", "-0380"),
        ("380 B.C.E.", "-0380"),
        ("850", "0850"),
        ("1850~/1860~", "1850~/1860~"),
        ("c. 1850", "1850~"),
        ("[ca. 1850]", "1850~"),
        ("1850?", "1850?"),
        ("2019?-05", "2019-05"),
        ("2019~-05-03~", "2019-05-03~"),
        ("©2020", "2020"),
        ("2020a", "2020"),
        ("2020/2021", "2020/2021"),
        ("2020/21", "2020/2021"),
        ("1999/00", "1999/2000"),
        ("2001/02", "2001"),
        ("2019-21", "2019"),
        ("2001-21", "2001"),
        ("2020/06/--", "2020-06"),
        ("2020/05/03", "2020-05-03"),
        ("2020-05-03/2020-05-08", "2020-05"),
        ("2021-07/2021-08", "2021"),
        ("2011/10", "2011-10"),
        ("2004–03", "2004-03"),
        ("1999/00", "1999/2000"),
        ("1999/", "1999/"),
        ("1999/..", "1999/"),
        ("../2020", "2020"),
        ("199X", "1990/1999"),
        ("19XX", "1900/1999"),
        ("1990s", "1990/1999"),
        ("2004-XX", "2004"),
        ("2018-00-00", "2018"),
        ("3 May 2020", "2020-05-03"),
        ("May 2020", "2020-05"),
        ("03/04/2026", "2026"),
        ("2022-03-15T10:00:00Z", "2022-03-15"),
        ("XXXX", ""),
        ("in press", ""),
        ("Spring 2020", ""),
    ],
)
def test_a_date_is_read(typed, date):
    assert read_publication_date(typed) == date
    assert not date or re.fullmatch(PATTERN, date)


@pytest.mark.parametrize("typed", ["2020-13-45", "20", "2020-02-30-1"])
def test_an_impossible_date_is_left_to_the_model(typed):
    assert read_publication_date(typed) == typed


def test_words_in_place_of_a_date():
    assert all(map(means_no_date, ("n.d.", "n. d.", "(n.d.)", "s.f.", "s. d.", "no date", "????", "б. г.")))
    assert not any(map(means_no_date, ("1990", "in press", "Spring", "nd1990")))
    assert (status_in("In press."), status_in("to appear"), status_in("May")) == (
        "in press",
        "forthcoming",
        "",
    )
    assert (year_in("Spring 2020"), year_in("2020 or 2021"), year_in("soon")) == ("2020", "", "")
