"""Numbers of data: digits and a point, with each sign that people type, and nothing that is ambiguous."""

from __future__ import annotations

from decimal import Decimal, getcontext

from briefing.core.numbers import (
    decimals_of,
    exactly,
    is_missing,
    is_set_by_language,
    read_amount,
    read_bound,
)
from tests.cases import each

AMOUNTS = {
    "0": "0",
    "12": "12",
    "12.50": "12.50",
    "+3": "3",
    "-3": "-3",
    "−3.5": "-3.5",  # U+2212, the minus sign
    " 7\t": "7",
    "\n−0.1 ": "-0.1",
}
NO_AMOUNTS = (
    "",
    "-",
    "−",
    "--1",
    "1.",
    ".5",
    "1,5",
    "1 200",
    "1e3",
    "NaN",
    "Infinity",
    "1_000",
    "٣",
    "12 %",
    "x1",
)


@each(("text", "amount"), AMOUNTS.items())
def test_an_amount_is_read_as_it_is_written(text, amount):
    read = read_amount(text)
    assert read is not None
    assert str(read) == amount


@each("text", NO_AMOUNTS)
def test_any_other_text_is_no_amount(text):
    assert read_amount(text) is None


@each("text", ["", " ", "-", "–", "—", "n/a", "N/A", " n/a ", "…", "..."])
def test_a_cell_can_say_that_it_has_no_value(text):
    assert is_missing(text)


@each("text", ["0", "−", "na", "none", "--", "."])
def test_any_other_cell_has_a_value(text):
    assert not is_missing(text)


@each(
    "text",
    [
        "1,200",
        "1 200",
        "1\u00a0200",
        "1\u202f200.5",
        "1'200",
        "1’200,5",
        "1.200.300",
        "1.200,5",
        "-1,5",
        "−1,5",
        " 1,5 ",
    ],
)
def test_a_number_with_grouping_or_a_decimal_comma_is_known(text):
    assert is_set_by_language(text)


@each("text", ["1.200", "1200", "−1.5", "1,2,3", "1 20", "1234 567", "a, b", "", "1,", ",5"])
def test_a_number_of_data_and_a_text_are_not_set_by_a_language(text):
    assert not is_set_by_language(text)


def test_sums_of_long_numbers_lose_no_digit():
    large, small = Decimal("1e40"), Decimal("1e-40")
    before = getcontext().prec
    assert large + small == large
    with exactly(large, small):
        assert large + small - large == small
    assert getcontext().prec == before


def test_short_numbers_are_divided_with_at_least_the_digits_that_python_keeps():
    with exactly():
        assert getcontext().prec == 28
    with exactly(Decimal(1), Decimal("2.5")):
        assert getcontext().prec == 28 + 3


@each(("text", "decimals"), [("12", 0), ("12.5", 1), ("12.50", 2), ("-0.001", 3), ("1e3", 0), ("NaN", 0)])
def test_decimals_are_counted_as_written(text, decimals):
    assert decimals_of(Decimal(text)) == decimals


@each(
    ("text", "bound"),
    [
        ("<5", ("<", "5")),
        (" ≥ 1.5 ", ("≥", "1.5")),
        ("≈−120", ("≈", "-120")),
        ("5", None),
        ("<", None),
        ("<x", None),
        ("", None),
        (" ", None),
        ("=5", None),
        ("<<5", None),
    ],
)
def test_a_limit_has_its_sign_and_its_number(text, bound):
    read = read_bound(text)
    assert (read and (read[0], str(read[1]))) == bound
