"""The base of every model, frozen and strict about keys, and the scalar types read from YAML text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from briefing.core.dates import iso_day, iso_day_or_month
from briefing.core.dois import SHAPE as DOI_SHAPE
from briefing.core.dois import bare_doi
from briefing.core.months import Month
from briefing.core.numbers import AMOUNT, read_amount
from briefing.core.publication_dates import PATTERN as PUBLICATION_DATE
from briefing.core.publication_dates import read_publication_date
from briefing.markdown.grammar import SOURCE_ID

MISREAD = {"integer": "2026", "boolean": "true"}
"""Examples of texts to which an editor gives another type, although Briefwright reads them as text."""


class Model(BaseModel):
    """A frozen value whose unknown keys are errors.

    If a text alone may be written in place of keys and values, `scalar_key` names the key that the text is for.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        defer_build=True,  # workers get models and parse none, so they save the time to build validators
    )

    scalar_key: ClassVar[str] = ""

    @model_validator(mode="before")
    @classmethod
    def _accept_scalar(cls, data: object) -> object:
        if isinstance(data, str) and cls.scalar_key:
            return {cls.scalar_key: data}
        return data

    def named_values(self) -> Iterator[tuple[str, object]]:
        """Yield each value under its key in YAML."""
        for key, name in _keys_of(type(self)):
            yield key, getattr(self, name)


@cache
def _keys_of(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """Return the key in YAML and the name of each field of a model."""
    return tuple((field.alias or name, name) for name, field in model.model_fields.items())


def problem(code: str, what: str, help: str, at: str = "") -> PydanticCustomError:
    """Return a validation error that becomes a finding with this message and help; `at` is its key."""
    return PydanticCustomError("finding", "{what}", {"code": code, "what": what, "help": help, "at": at})


def spelled(validate: Callable[[object], object], spelling: dict[str, object]) -> BeforeValidator:
    """Return a validator with a JSON Schema of how its value is written, for editors."""
    return BeforeValidator(validate, json_schema_input_type=Annotated[object, WithJsonSchema(spelling)])


def _parsed(
    parse: Callable[[str], object],
    code: str,
    kind: str,
    help: str,
    spelling: dict[str, object],
    correct: Callable[[str], str] = lambda text: "",
) -> BeforeValidator:
    """Return the validator of a value; `correct` returns the right spelling of a wrong one, "" if it is not clear."""

    def validate(value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return parse(value.strip())
        except ValueError:
            meant = correct(value.strip())
            raise problem(code, f"'{value}' is not {kind}", f"write {meant}" if meant else help) from None

    return spelled(validate, spelling)


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _day_or_month(text: str) -> date:
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return Month.fromisoformat(f"{text}-01")
    return _day(text)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace(" UTC", "Z"))
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


FLAGS = {
    **dict.fromkeys(("yes", "y", "on", "true"), "true"),
    **dict.fromkeys(("no", "n", "off", "false"), "false"),
}
"""Other spellings of true and false, in lower case."""


MAX_DIGITS = 6
"""The digits of the largest count, such as the number of an issue."""


def _only_number(text: str) -> str:
    """Return the number in a text, without zeros before it; "" if there is none, more than one, or one too large."""
    numbers = re.findall(r"\d+", text)
    is_one = len(numbers) == 1 and not re.search(r"\d[.,]|-\d", text)
    return numbers[0].lstrip("0") if is_one and len(numbers[0]) <= MAX_DIGITS else ""


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise ValueError(text)
    return int(text)


def _positive(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise ValueError(text)
    return int(text)


def _amount(text: str) -> Decimal:
    amount = read_amount(text)
    if amount is None:
        raise ValueError(text)
    return amount


def _part_of_day(text: str) -> str:
    """Return a year, a month or a day; raise ValueError for anything else."""
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        raise ValueError(text)
    date.fromisoformat(text + "-01" * (2 - text.count("-")))
    return text


def _meant_publication_date(text: str) -> str:
    """Return the spelling of a date that is written in another way; "" if it is not clear."""
    meant = read_publication_date(text)
    try:
        return _publication_date(meant)
    except ValueError:
        return ""


def _publication_date(text: str) -> str:
    """Return a date of publication; raise ValueError for anything else."""
    if not re.fullmatch(PUBLICATION_DATE, text):
        raise ValueError(text)
    ends = [one.rstrip("~?%") for one in text.split("/") if one]
    for one in ends:
        date.fromisoformat(one.removeprefix("-") + "-01" * (2 - one.removeprefix("-").count("-")))
    if len(ends) > 1 and int(ends[0]) >= int(ends[1]):
        raise ValueError(text)
    return text


def _with_scheme(text: str) -> str:
    """Return an address with the scheme that it lacks; "" for anything else."""
    is_address = re.fullmatch(r"(?:www\.|(?:[\w-]+\.)+(?:com|edu|eu|gov|int|net|org)(?=/|$))[^\s<>\"]*", text)
    return f"https://{text}" if is_address else ""


def _web_address(text: str) -> str:
    host = urlsplit(text).hostname or ""
    if not re.fullmatch(r"https?://[^\s<>\"]{1,1900}", text) or not host:
        raise ValueError(text)
    return text


def _folder_address(text: str) -> str:
    if "?" in text or "#" in text:  # paths are added to it
        raise ValueError(text)
    return _web_address(text)


def _doi(text: str) -> str:
    doi = bare_doi(text)
    if not re.fullmatch(DOI_SHAPE, doi):
        raise ValueError(text)
    return doi


def _named(pattern: str, what: str, example: str, for_editors: str = "") -> BeforeValidator:
    def validate(value: object) -> object:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            raise problem("BR210", f"'{value}' is not {what}", f"use a form such as '{example}'")
        return value

    return spelled(validate, typed_text(for_editors or pattern))


def typed_text(pattern: str) -> dict[str, object]:
    """Return the JSON Schema of a text that matches a whole pattern, even if YAML reads it as a number or boolean."""
    kinds = [kind for kind, text in MISREAD.items() if re.fullmatch(pattern, text)]
    return {"type": ["string", *kinds] if kinds else "string", "pattern": f"^(?:{pattern})$"}


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


Day = Annotated[
    date,
    _parsed(
        _day,
        "BR204",
        "a date",
        "write year-month-day: 2026-11-22",
        {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        correct=iso_day,
    ),
]
"""A calendar day, ISO 8601."""

DAY_OR_MONTH = "write year-month-day or year-month: 2026-11-22, 2026-11"
DayOrMonth = Annotated[
    date,
    _parsed(
        _day_or_month,
        "BR204",
        "a date",
        DAY_OR_MONTH,
        {"type": "string", "pattern": r"^\d{4}-\d{2}(-\d{2})?$"},
        correct=iso_day_or_month,
    ),
]
"""A day or a month, ISO 8601; a month is a `core.months.Month`."""

Moment = Annotated[
    datetime,
    _parsed(
        _moment,
        "BR204",
        "a time with its zone",
        "write date, time and zone: 2026-11-24T06:00:00Z",
        {"type": "string", "pattern": r"^\d{4}-?\d{2}-?\d{2}.*(Z| UTC|[+-]\d{2}(:?\d{2})?)$"},
    ),
]
"""A point in time with its zone, ISO 8601."""

Positive = Annotated[
    int,
    _parsed(
        _positive,
        "BR205",
        "a whole number of at least 1",
        "write only digits: 4",
        {"type": ["integer", "string"], "minimum": 1, "maximum": 999_999, "pattern": "^[1-9][0-9]{0,5}$"},
        correct=_only_number,
    ),
]
Flag = Annotated[
    bool,
    _parsed(
        _flag,
        "BR206",
        "true or false",
        "write true or false",
        {"enum": [True, False, "true", "false"]},
        correct=lambda text: FLAGS.get(text.lower(), ""),
    ),
]
Count = Annotated[
    int,
    _parsed(
        _count,
        "BR205",
        "a whole number",
        "write only digits: 4",
        {"type": ["integer", "string"], "minimum": 0, "maximum": 999_999, "pattern": "^[0-9]{1,6}$"},
        correct=_only_number,
    ),
]

Amount = Annotated[
    Decimal,
    _parsed(
        _amount,
        "BR205",
        "a number",
        "write digits, with a point before decimals: -1.5",
        {"type": ["number", "string"], "pattern": f"^(?:{AMOUNT.pattern})$"},
    ),
]
"""A number as in data: a point before decimals, and no grouping."""

Identifier = Annotated[str, _named(r"[A-Za-z][A-Za-z0-9_-]*", "an id: letters, digits, '-' and '_'", "su-30")]
SourceId = Annotated[
    str,
    _named(
        SOURCE_ID,
        "the id of a source: only letters, digits and `_` `:` `.` `/` `+` `-`",
        "sipri-2026",
        for_editors=r"[^\s!-/:-@[-`{-~][^\s!-*,;-@[-^`{-~]*",  # in JavaScript, \w matches only English letters
    ),
]
Slug = Annotated[
    str, _named(r"[a-z0-9]+(-[a-z0-9]+)*", "a name of lower-case words and hyphens", "key-points")
]
Paper = Annotated[str, BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value)]
"""The name of a paper: `a4`, `letter`, `a5`, `a4-landscape`, or any other in `styles/papers/`."""

Language = Annotated[str, _named(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag (BCP 47)", "en-GB")]
WebAddress = Annotated[
    str,
    _parsed(
        _web_address,
        "BR210",
        "a web address",
        "use a form such as 'https://example.org/brief'",
        {"type": "string", "pattern": '^https?://[^\\s<>"]+$'},
        correct=_with_scheme,
    ),
]
FolderAddress = Annotated[
    str,
    _parsed(
        _folder_address,
        "BR210",
        "the web address of a folder",
        "use a form such as 'https://institute.example/briefs/'",
        {"type": "string", "pattern": '^https?://[^\\s<>"?#]+$'},
        correct=_with_scheme,
    ),
]
"""The address of a folder on the web, to which paths are added: it has no `?` and no `#`."""

PartOfDay = Annotated[
    str,
    _parsed(
        _part_of_day,
        "BR204",
        "a date",
        "write year, year-month or year-month-day: 2026-11",
        typed_text(r"\d{4}(-\d{2}){0,2}"),
    ),
]
PublicationDate = Annotated[
    str,
    _parsed(
        _publication_date,
        "BR204",
        "a date",
        "write year, year-month or year-month-day: 2026-11",
        typed_text(PUBLICATION_DATE),
        correct=_meant_publication_date,
    ),
]
"""A year, a month or a day, ISO 8601; its signs for an approximate date, a period of years and a year BCE (EDTF)."""

Doi = Annotated[
    str,
    _parsed(
        _doi,
        "BR210",
        "a DOI",
        "use a form such as '10.1000/182'",
        {"type": "string", "pattern": r"10(\.[0-9]+)*/[^\s]"},
    ),
]
Email = Annotated[str, _named(r'[^\s@<>"]+@[^\s@<>"]+', "an e-mail address", "desk@example.org")]
Orcid = Annotated[str, _named(r"(\d{4}-){3}\d{3}[\dX]", "an ORCID iD", "0000-0002-1825-0097")]


def read_day(text: str) -> date:
    """Return the day or month that a text names; raise the validation error of an invalid date."""
    try:
        return _day_or_month(text.strip())
    except ValueError:
        meant = iso_day_or_month(text.strip())
        raise problem(
            "BR204", f"'{text}' is not a date", f"write {meant}" if meant else DAY_OR_MONTH
        ) from None


OneOrMore = BeforeValidator(_as_tuple)
"""A list whose only item may be written without a dash."""
