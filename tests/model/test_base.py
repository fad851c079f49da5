"""The scalar types of the content: what each accepts, and what it says about anything else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from briefing.model import base
from briefing.model.base import Model, read_day, typed_text
from tests.cases import each

DAY_HELP = "write year-month-day: 2026-11-22"
MOMENT_HELP = "write date, time and zone: 2026-11-24T06:00:00Z"

ACCEPTED = [
    (base.Day, " 2026-11-22 ", date(2026, 11, 22)),
    (base.Day, date(2026, 11, 22), date(2026, 11, 22)),
    (base.Moment, "2026-11-24T06:00:00Z", datetime(2026, 11, 24, 6, tzinfo=UTC)),
    (base.Moment, "2026-11-24 06:00 UTC", datetime(2026, 11, 24, 6, tzinfo=UTC)),
    (
        base.Moment,
        "2026-11-24T06:00+02:00",
        datetime(2026, 11, 24, 6, tzinfo=timezone(timedelta(hours=2))),
    ),
    (base.Flag, "true", True),
    (base.Flag, "false", False),
    (base.Count, "0", 0),
    (base.Count, "999999", 999_999),
    (base.Positive, "1", 1),
    (base.Positive, "999999", 999_999),
    (base.Amount, "−1.50", Decimal("-1.50")),
    (base.PartOfDay, "2026", "2026"),
    (base.PartOfDay, "2026-11", "2026-11"),
    (base.PartOfDay, "2026-11-22", "2026-11-22"),
    (base.WebAddress, "https://example.org/a?b#c", "https://example.org/a?b#c"),
    (base.WebAddress, "http://example.org", "http://example.org"),
    *((base.PublicationDate, text, text) for text in ("2026", "2026-02-28", "2024/2025", "-0043", "1984~")),
    (base.Identifier, "su-30_a", "su-30_a"),
    (base.SourceId, "sipri-2026", "sipri-2026"),
    (base.Slug, "key-points", "key-points"),
    (base.Paper, "A4", "a4"),
    (base.Language, "en-GB", "en-GB"),
    (base.Doi, "10.1000/182", "10.1000/182"),
    (base.Email, "desk@example.org", "desk@example.org"),
    (base.Orcid, "0000-0002-1825-009X", "0000-0002-1825-009X"),
]


@each(("kind", "text", "value"), ACCEPTED)
def test_a_value_is_read_as_it_is_meant(kind, text, value):
    found = TypeAdapter(kind).validate_python(text)
    assert found == value
    assert type(found) is type(value)


PART_OF_DAY = "write year, year-month or year-month-day: 2026-11"
REFUSED: list[tuple[Any, str, str, str, str]] = [
    (base.Day, "22/11/2026", "BR204", "'22/11/2026' is not a date", "write 2026-11-22"),
    (base.Day, "2026-11-31", "BR204", "'2026-11-31' is not a date", DAY_HELP),
    (base.Day, "20261122x", "BR204", "'20261122x' is not a date", DAY_HELP),
    (base.Moment, "2026-11-24T06:00", "BR204", "'2026-11-24T06:00' is not a time with its zone", MOMENT_HELP),
    (base.Moment, "soon", "BR204", "'soon' is not a time with its zone", MOMENT_HELP),
    (base.Flag, "Yes", "BR206", "'Yes' is not true or false", "write true"),
    (base.Flag, "off", "BR206", "'off' is not true or false", "write false"),
    (base.Flag, "maybe", "BR206", "'maybe' is not true or false", "write true or false"),
    (base.Count, "-1", "BR205", "'-1' is not a whole number", "write only digits: 4"),
    (base.Count, "1000000", "BR205", "'1000000' is not a whole number", "write only digits: 4"),
    (base.Positive, "0", "BR205", "'0' is not a whole number of at least 1", "write only digits: 4"),
    (base.Positive, "12 pages", "BR205", "'12 pages' is not a whole number of at least 1", "write 12"),
    (base.Positive, "04", "BR205", "'04' is not a whole number of at least 1", "write 4"),
    (
        base.Positive,
        "2 or 3",
        "BR205",
        "'2 or 3' is not a whole number of at least 1",
        "write only digits: 4",
    ),
    (base.Positive, "1.5", "BR205", "'1.5' is not a whole number of at least 1", "write only digits: 4"),
    (
        base.Amount,
        "1,5",
        "BR205",
        "'1,5' is not a number",
        "write digits, with a point before decimals: -1.5",
    ),
    (
        base.PartOfDay,
        "2026-13",
        "BR204",
        "'2026-13' is not a date",
        "write year, year-month or year-month-day: 2026-11",
    ),
    *(
        (
            base.PublicationDate,
            text,
            "BR204",
            f"'{text}' is not a date",
            help,
        )
        for text, help in (
            ("2026/2026", "write 2026"),
            ("2026-1", "write 2026-01"),
            *((text, PART_OF_DAY) for text in ("2026/2025", "2026-13", "2026-02-30", "12", "2026/2027/x")),
        )
    ),
    (
        base.WebAddress,
        "example.org",
        "BR210",
        "'example.org' is not a web address",
        "write https://example.org",
    ),
    (
        base.Identifier,
        "1a",
        "BR210",
        "'1a' is not an id: letters, digits, '-' and '_'",
        "use a form such as 'su-30'",
    ),
    (
        base.SourceId,
        "a b",
        "BR210",
        "'a b' is not the id of a source: only letters, digits and `_` `:` `.` `/` `+` `-`",
        "use a form such as 'sipri-2026'",
    ),
    (
        base.Slug,
        "Key",
        "BR210",
        "'Key' is not a name of lower-case words and hyphens",
        "use a form such as 'key-points'",
    ),
    (
        base.Language,
        "English",
        "BR210",
        "'English' is not a language tag (BCP 47)",
        "use a form such as 'en-GB'",
    ),
    (base.Doi, "doi:10.1/2", "BR210", "'doi:10.1/2' is not a DOI", "use a form such as '10.1000/182'"),
    (base.Email, "desk", "BR210", "'desk' is not an e-mail address", "use a form such as 'desk@example.org'"),
    (base.Orcid, "1", "BR210", "'1' is not an ORCID iD", "use a form such as '0000-0002-1825-0097'"),
]


@each(("kind", "text", "code", "what", "help"), REFUSED)
def test_anything_else_is_reported_with_the_right_form(kind, text, code, what, help):
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(text)
    (error,) = caught.value.errors()
    assert error["type"] == "finding"
    assert error["msg"] == what
    assert error["ctx"] == {"code": code, "what": what, "help": help, "at": ""}


@each(
    "text",
    ["ftp://example.org", "https://", "https://?a", 'https://example.org/"', "https://a/" + "x" * 1900],
)
def test_a_web_address_has_a_host_and_no_quotes_or_spaces(text):
    with pytest.raises(ValidationError):
        TypeAdapter(base.WebAddress).validate_python(text)
    assert TypeAdapter(base.WebAddress).validate_python("https://a/" + "x" * 1898)


def test_a_day_is_read_alone():
    assert read_day(" 2026-11-22 ") == date(2026, 11, 22)
    for text, help in (("22.11.2026", "write 2026-11-22"), ("soon", base.DAY_OR_MONTH)):
        with pytest.raises(PydanticCustomError) as caught:
            read_day(text)
        assert caught.value.context == {
            "code": "BR204",
            "what": f"'{text}' is not a date",
            "help": help,
            "at": "",
        }


@each(
    ("pattern", "types"),
    [
        ("[a-z]+", ["string", "boolean"]),
        (r"\d+", ["string", "integer"]),
        (r"\w+", ["string", "integer", "boolean"]),
        ("A.*", "string"),
    ],
)
def test_an_editor_may_read_a_text_as_another_type(pattern, types):
    assert typed_text(pattern) == {"type": types, "pattern": f"^(?:{pattern})$"}


def test_a_list_of_one_may_be_written_without_a_dash():
    assert base._as_tuple("a") == ("a",)
    assert base._as_tuple(["a", "b"]) == ("a", "b")
    assert base._as_tuple({"a": 1}) == {"a": 1}


def test_a_text_alone_is_the_value_of_the_key_that_it_is_for():
    class Named(Model):
        scalar_key = "name"
        name: str
        not_: str = ""

    class Plain(Model):
        name: str = ""

    assert Named.model_validate("a") == Named(name="a")
    with pytest.raises(ValidationError):
        Plain.model_validate("a")
    assert dict(Named(name="a").named_values()) == {"name": "a", "not_": ""}


def test_a_schema_says_how_a_value_is_written():
    adapter = TypeAdapter(base.Day)
    assert adapter.json_schema() == {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
