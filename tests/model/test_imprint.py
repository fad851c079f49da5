"""Catalogue numbers are checked by their check digits and written with plain hyphens."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from briefing.model.imprint import Isbn, Issn
from tests.cases import each


@each(
    ("kind", "text", "value"),
    [
        (Isbn, "978-3-16-148410-0", "978-3-16-148410-0"),
        (Isbn, "9783161484100", "9783161484100"),
        (Isbn, "ISBN-13: 978–3–16–148410–0", "978-3-16-148410-0"),
        (Isbn, "isbn 0-8044-2957-x", "0-8044-2957-X"),
        (Isbn, " ISBN-10 3 16 148410 X ", "3 16 148410 X"),
        (Issn, "2049-3630", "2049-3630"),
        (Issn, "20493630", "2049-3630"),
        (Issn, "ISSN 2434‑561x", "2434-561X"),
    ],
)
def test_a_number_is_kept_with_plain_hyphens_and_without_its_label(kind, text, value):
    assert TypeAdapter(kind).validate_python(text) == value


ISBN_SHAPE = "is not an ISBN: it has 13 digits that start with 978 or 979, or 10"
REFUSED: list[tuple[Any, str, str, str, str]] = [
    (Isbn, "977-3-16-148410-0", "BR210", ISBN_SHAPE, "use a form such as '978-3-16-148410-0'"),
    (Isbn, "12345", "BR210", ISBN_SHAPE, "use a form such as '978-3-16-148410-0'"),
    (Isbn, "978--3161484100", "BR210", ISBN_SHAPE, "use a form such as '978-3-16-148410-0'"),
    (
        Isbn,
        "978-3-16-148410-1",
        "BR223",
        "the check digit of the ISBN '978-3-16-148410-1' does not fit its other digits",
        "compare it with the ISBN that was assigned: a digit is wrong, or two are swapped",
    ),
    (
        Isbn,
        "0-8044-2975-X",
        "BR223",
        "the check digit of the ISBN '0-8044-2975-X' does not fit its other digits",
        "compare it with the ISBN that was assigned: a digit is wrong, or two are swapped",
    ),
    (Issn, "2049-36301", "BR210", "is not an ISSN: it has eight digits", "use a form such as '2049-3630'"),
    (
        Issn,
        "2049-3631",
        "BR223",
        "the check digit of the ISSN '2049-3631' does not fit its other digits",
        "compare it with the ISSN that was assigned: a digit is wrong, or two are swapped",
    ),
]


@each(("kind", "text", "code", "what", "help"), REFUSED)
def test_a_wrong_number_is_reported(kind, text, code, what, help):
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(text)
    (error,) = caught.value.errors()
    assert (error["ctx"]["code"], error["ctx"]["help"]) == (code, help)
    assert error["ctx"]["what"] in (what, f"'{text}' {what}")


def test_other_values_are_left_to_the_type():
    for kind in (Isbn, Issn):
        with pytest.raises(ValidationError) as caught:
            TypeAdapter(kind).validate_python(7)
        assert caught.value.errors()[0]["type"] == "string_type"


@pytest.mark.parametrize(
    ("kind", "right", "prefix"), [(Isbn, "9783161484100", 2), (Isbn, "0306406152", 0), (Issn, "20493630", 0)]
)
def test_any_single_wrong_digit_is_found(kind, right, prefix):
    for place, digit in enumerate(right):
        wrong = right[:place] + str((int(digit) + 1) % 10) + right[place + 1 :]
        with pytest.raises(ValidationError) as caught:
            TypeAdapter(kind).validate_python(wrong)
        (error,) = caught.value.errors()
        assert error["ctx"]["code"] == ("BR210" if place < prefix else "BR223"), wrong
