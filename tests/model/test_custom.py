"""Custom fields: their texts become models, with variants and audiences."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from briefing.model.custom import CustomFields, FieldValue
from briefing.model.text import Line
from tests.cases import each

FIELDS: TypeAdapter = TypeAdapter(CustomFields)


def test_every_text_of_a_field_is_a_model():
    assert FIELDS.validate_python(
        {
            "code": "A1",
            "empty": " ",
            "list": ["a", {"b": "c"}],
            "variants": {"text": "long", "short": "s", "only": "press"},
            "keys": {"text": "a", "other": "b"},
            "number": 7,
        }
    ) == {
        "code": FieldValue(text="A1"),
        "empty": " ",
        "list": (FieldValue(text="a"), {"b": FieldValue(text="c")}),
        "variants": Line(text="long", short="s", only=("press",)),
        "keys": {"text": FieldValue(text="a"), "other": FieldValue(text="b")},
        "number": 7,
    }


@each(
    ("fields", "context"),
    [
        (
            {"two words": "a"},
            {
                "code": "BR210",
                "what": "'two words' is not a name for a field",
                "help": "use letters of any language, digits and '_', starting with a letter: `project_code`",
                "at": "two words",
            },
        ),
        (
            {"a": {"text": "b", "short": ["c"]}},
            {
                "code": "BR203",
                "what": "the variants of 'a' must be texts",
                "help": "write a text under each",
                "at": "a",
            },
        ),
        (
            {"a": {"text": " "}},
            {
                "code": "BR203",
                "what": "the variants of 'a' must be texts",
                "help": "write a text under each",
                "at": "a",
            },
        ),
        *(
            (
                {"a": {"text": "b", "only": names}},
                {
                    "code": "BR203",
                    "what": "`only` and `not` of 'a' must be names of audiences",
                    "help": "name the audiences: `only: [press]`",
                    "at": "a",
                },
            )
            for names in ([], ["Press"], [7], {"press": 1}, "Press")
        ),
    ],
)
def test_a_wrong_field_is_reported_at_its_name(fields, context):
    with pytest.raises(ValidationError) as caught:
        FIELDS.validate_python(fields)
    (error,) = caught.value.errors()
    assert error["ctx"] == context


def test_a_list_of_names_is_no_field():
    with pytest.raises(ValidationError) as caught:
        FIELDS.validate_python(["a"])
    assert caught.value.errors()[0]["type"] != "finding"
