"""Dates, times and numbers as each shipped language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from briefing.text.locale_formats import (
    clock,
    direction_of,
    find_locale,
    format_amount,
    spoken,
    spoken_day,
)
from tests.cases import each


@each(
    ("tag", "day"),
    [
        ("en-GB", "3\u00a0May 2024"),
        ("es", "3\u00a0de\u00a0mayo de 2024"),
        ("fr", "3\u00a0mai 2024"),
        ("pt", "3\u00a0de\u00a0maio de 2024"),
        ("ru", "3\u00a0мая 2024\u202fг."),
        ("ar", "3\u00a0مايو 2024"),
        ("xx", "3\u00a0May 2024"),
    ],
)
def test_a_day_is_written_in_words_and_stays_with_its_month(tag, day):
    locale = find_locale(tag)
    assert spoken_day(date(2024, 5, 3), locale) == day
    assert spoken("2024-05-03", locale) == spoken_day(date(2024, 5, 3), locale)


def test_the_first_of_a_month_is_an_ordinal_in_french():
    assert spoken("2027-03-01", find_locale("fr")) == "1er\u00a0mars 2027"
    assert spoken("2027-03-11", find_locale("fr")) == "11\u00a0mars 2027"
    assert spoken("2027-03-01", find_locale("es")) == "1\u00a0de\u00a0marzo de 2027"


@pytest.mark.parametrize("tag", ["ar", "he"])
def test_a_minus_stays_to_the_left_of_its_digits_from_right_to_left(tag):
    assert format_amount(Decimal("-0.5"), 1, find_locale(tag)) == "\u200e−0.5"
    assert format_amount(Decimal("0.5"), 1, find_locale(tag)) == "0.5"


@each(
    ("tag", "day"),
    [
        ("fr", "1er\u00a0mai 2011"),
        ("fr-CA", "1er\u00a0mai 2011"),
        ("es", "1\u00a0de\u00a0mayo de 2011"),
        ("en-GB", "1\u00a0May 2011"),
    ],
)
def test_the_first_day_of_a_month_is_an_ordinal_in_french(tag, day):
    assert spoken_day(date(2011, 5, 1), find_locale(tag)) == day


@each(
    ("words", "text"),
    [
        ("2024-05", "May 2024"),
        ("2024", "2024"),
        ("2024-13", "2024-13"),
        ("2024-02-30", "2024-02-30"),
        ("on 2024-05-03", "on 2024-05-03"),
        ("2024-05-03 to", "2024-05-03 to"),
        ("", ""),
    ],
)
def test_a_date_of_data_is_spoken_and_anything_else_stays(words, text):
    assert spoken(words, find_locale("en-GB")) == text


@each(
    ("zone", "text"),
    [
        (UTC, "06:05 UTC"),
        (timezone(timedelta(0)), "06:05 UTC"),
        (timezone(timedelta(hours=1)), "06:05 UTC+01:00"),
        (timezone(-timedelta(hours=3, minutes=30)), "06:05 UTC-03:30"),
    ],
)
def test_a_time_has_its_zone(zone, text):
    assert clock(datetime(2024, 5, 3, 6, 5, tzinfo=zone)) == text


@each(
    ("tag", "name"),
    [("en-GB", "en_GB"), ("pt-BR", "pt_BR"), ("ar", "ar"), ("xx", "en_001"), ("no such tag", "en_001")],
)
def test_a_language_without_a_locale_is_written_as_international_english(tag, name):
    assert str(find_locale(tag)) == name


@each(
    ("words", "direction"),
    [
        ("Rivers", "ltr"),
        ("12 نهر", "rtl"),
        ("– «שלום» x", "rtl"),
        ("x نهر", "ltr"),
        ("12 %", "ltr"),
        ("", "ltr"),
    ],
)
def test_words_run_in_the_direction_of_their_first_letter(words, direction):
    assert direction_of(words) == direction


@each(
    ("amount", "decimals", "tag", "text"),
    [
        ("1234.5", 1, "en", "1,234.5"),
        ("1234.5", 2, "en", "1,234.50"),
        ("-1234", 0, "en", "−1,234"),
        ("1234.5", 1, "fr", "1\u202f234,5"),
        ("1234.5", 1, "es", "1234,5"),
        ("9999", 0, "es", "9999"),
        ("10000", 0, "es", "10.000"),
        ("-10000.5", 1, "es", "−10.000,5"),
        ("1234", 0, "pt", "1.234"),
        ("12345678901234567890123456789012.5", 1, "en", "12,345,678,901,234,567,890,123,456,789,012.5"),
        ("0.05", 2, "en", "0.05"),
    ],
)
def test_a_number_has_the_marks_of_its_language(amount, decimals, tag, text):
    assert format_amount(Decimal(amount), decimals, find_locale(tag)) == text


@each(
    ("language", "quarter"),
    [
        ("en", "Q1\u00a02020"),
        ("es", "T1\u00a02020"),
        ("fr", "T1\u00a02020"),
        ("pt", "T1\u00a0de\u00a02020"),
        ("ru", "1-й\u00a0кв.\u00a02020\u202fг."),
        ("ar", "الربع\u00a0الأول\u00a02020"),
    ],
)
def test_a_quarter_is_written_in_the_words_of_the_language(language, quarter):
    assert spoken("2020-Q1", find_locale(language)) == quarter
    assert spoken("2020-Q5", find_locale(language)) == "2020-Q5"
