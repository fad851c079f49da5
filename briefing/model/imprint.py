"""The imprint: who publishes a brief, on which terms, with which partners, and under which catalogue numbers.

Most of it is in the settings of a workspace, and a brief can replace it for itself.
"""

from __future__ import annotations

import re
from typing import Annotated

from briefing.model.base import Email, Language, Model, WebAddress, problem, spelled, typed_text
from briefing.model.text import Line, Shown, Words


class Licence(Model):
    """The terms under which the brief may be used."""

    scalar_key = "name"

    name: Words
    """The name of the licence: CC BY 4.0."""
    url: WebAddress | None = None
    """The web address of the licence."""


class Publisher(Model):
    """The publisher."""

    scalar_key = "name"

    name: Line
    """The name of the publisher."""
    web: WebAddress | None = None
    """The web address of the publisher."""
    about: Line | None = None
    """One line about the publisher."""


class Contact(Model):
    """The contact for questions."""

    scalar_key = "name"

    name: Words | None = None
    """The name of a person or an office."""
    email: Email | None = None
    """The e-mail address."""
    phone: Words | None = None
    """The telephone number."""
    language: Language | None = None
    """The language of the name, where it is not that of the edition."""


class Logo(Model):
    """The publisher's logo: a file in `content/`, and its alternative text."""

    file: Words
    """The name of the picture file in `content/`."""
    alt: Line
    """The alternative text for readers who cannot see the logo."""


class Partner(Shown):
    """An organisation that supports the brief or takes part in it, with its logo or without."""

    scalar_key = "name"

    name: Line
    """The name of the organisation, which is also the alternative text of its logo."""
    logo: Words | None = None
    """The file of its logo, a picture next to the brief."""
    web: WebAddress | None = None
    """Its web address."""


def _isbn_digits(digits: str) -> bool:
    """Return True if the check digit of an ISBN of 10 or 13 digits is right (ISO 2108)."""
    if len(digits) == 10:
        return sum((10 - place) * _digit(sign) for place, sign in enumerate(digits)) % 11 == 0
    return sum((3 if place % 2 else 1) * int(sign) for place, sign in enumerate(digits)) % 10 == 0


def _issn_digits(digits: str) -> bool:
    """Return True if the check digit of an ISSN is right (ISO 3297)."""
    return sum((8 - place) * _digit(sign) for place, sign in enumerate(digits)) % 11 == 0


def _digit(sign: str) -> int:
    return 10 if sign == "X" else int(sign)


DASHES = re.compile(r"[\u2010-\u2015\u2212]")
"""Hyphens and dashes that a word processor makes of the hyphen in a number."""

GROUPED = re.compile(r"[ -]?".join(["[0-9]"] * 9) + r"[ -]?(?:[0-9X]|(?:[ -]?[0-9]){4})")


def _isbn(value: object) -> object:
    number = _bare_number(value, "ISBN")
    if number is None:
        return value
    digits = re.sub(r"[ -]", "", number)
    is_shaped = GROUPED.fullmatch(number) and (len(digits) == 10 or digits[:3] in ("978", "979"))
    if not is_shaped:
        raise problem(
            "BR210",
            f"'{value}' is not an ISBN: it has 13 digits that start with 978 or 979, or 10",
            "use a form such as '978-3-16-148410-0'",
        )
    if not _isbn_digits(digits):
        raise _wrong_check_digit(value, "ISBN")
    return number


def _issn(value: object) -> object:
    number = _bare_number(value, "ISSN")
    if number is None:
        return value
    if not re.fullmatch(r"[0-9]{4}-?[0-9]{3}[0-9X]", number):
        raise problem(
            "BR210", f"'{value}' is not an ISSN: it has eight digits", "use a form such as '2049-3630'"
        )
    digits = number.replace("-", "")
    if not _issn_digits(digits):
        raise _wrong_check_digit(value, "ISSN")
    return f"{digits[:4]}-{digits[4:]}"


def _bare_number(value: object, label: str) -> str | None:
    """Return a number with plain hyphens and without its label, which the page prints before it."""
    if not isinstance(value, str):
        return None
    bare = re.sub(rf"^{label}(?:-1[03])?:?\s*", "", value.strip(), flags=re.IGNORECASE)
    return DASHES.sub("-", bare).upper()


def _wrong_check_digit(value: object, label: str) -> Exception:
    return problem(
        "BR223",
        f"the check digit of the {label} '{value}' does not fit its other digits",
        f"compare it with the {label} that was assigned: a digit is wrong, or two are swapped",
    )


Isbn = Annotated[str, spelled(_isbn, typed_text(r"[0-9][0-9 -]{8,15}[0-9X]"))]
"""An ISBN of 13 or 10 digits, with or without hyphens."""

Issn = Annotated[str, spelled(_issn, typed_text(r"[0-9]{4}-?[0-9]{3}[0-9X]"))]
"""An ISSN, with a hyphen after its fourth digit."""
