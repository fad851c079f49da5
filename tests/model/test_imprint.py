"""Catalogue numbers as people write them, and their check digits."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from briefing.model.imprint import Isbn, Issn

ISBN, ISSN = TypeAdapter(Isbn), TypeAdapter(Issn)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("978-3-16-148410-0", "978-3-16-148410-0"),
        ("9783161484100", "9783161484100"),
        ("978 3 16 148410 0", "978 3 16 148410 0"),
        (
            "978\u20113\u201116\u2011148410\u20110",
            "978-3-16-148410-0",
        ),  # no-break hyphens of a word processor
        ("978–3–16–148410–0", "978-3-16-148410-0"),
        ("ISBN 978-3-16-148410-0", "978-3-16-148410-0"),
        ("isbn: 978-3-16-148410-0", "978-3-16-148410-0"),
        ("ISBN-13: 978-3-16-148410-0", "978-3-16-148410-0"),
        ("979-8-88645-174-0", "979-8-88645-174-0"),
        ("0-306-40615-2", "0-306-40615-2"),
        ("0-8044-2957-X", "0-8044-2957-X"),
        ("0-8044-2957-x", "0-8044-2957-X"),
    ],
)
def test_an_isbn_is_read_as_people_write_it(typed, printed):
    assert ISBN.validate_python(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("2049-3630", "2049-3630"),
        ("20493630", "2049-3630"),
        ("ISSN 2049-3630", "2049-3630"),
        ("2049–3630", "2049-3630"),
        ("2434-561X", "2434-561X"),
        ("2434-561x", "2434-561X"),
        ("0000-0000", "0000-0000"),
    ],
)
def test_an_issn_is_read_as_people_write_it(typed, printed):
    assert ISSN.validate_python(typed) == printed


def code_of(adapter: TypeAdapter[str], typed: str) -> str:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(typed)
    (error,) = caught.value.errors()
    return error["ctx"]["code"]


@pytest.mark.parametrize("place", range(13))
def test_every_single_wrong_digit_of_an_isbn_is_found(place):
    right = "9783161484100"
    wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
    assert code_of(ISBN, wrong) == ("BR210" if place < 2 else "BR223")


@pytest.mark.parametrize("place", range(10))
def test_every_single_wrong_digit_of_an_old_isbn_is_found(place):
    right = "0306406152"
    wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
    assert code_of(ISBN, wrong) == "BR223"


@pytest.mark.parametrize("place", range(8))
def test_every_single_wrong_digit_of_an_issn_is_found(place):
    right = "20493630"
    wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
    assert code_of(ISSN, wrong) == "BR223"


@pytest.mark.parametrize(
    "typed",
    [
        "978-3-16-148410",
        "978-3-16-148410-00",
        "123-3-16-148410-0",
        "X306406152",
        "pending",
        "978--3-16-148410-0",
    ],
)
def test_what_is_no_isbn_is_refused(typed):
    assert code_of(ISBN, typed) == "BR210"


@pytest.mark.parametrize("typed", ["2049-363", "204-93630", "X049-3630", "2049-3630 (online)", "pending"])
def test_what_is_no_issn_is_refused(typed):
    assert code_of(ISSN, typed) == "BR210"
