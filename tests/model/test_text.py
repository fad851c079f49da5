"""Texts with variants: who gets which, where one is hidden, and the walk over all values."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from briefing.core.source_map import Mark, SourceMap
from briefing.model.text import Flow, Line, Prose, Register, Shown, Worded
from briefing.model.traversal import walk, word_key
from briefing.model.visibility import hiding_of, inside
from tests.cases import each


def errors_of(make) -> list[dict]:
    with pytest.raises(ValidationError) as caught:
        make()
    return [error["ctx"] for error in caught.value.errors()]


@each("text", ["", "  ", "\n", "\u200b", "\u00a0\u2060"])
def test_a_text_that_shows_nothing_is_empty(text):
    assert errors_of(lambda: Line(text=text)) == [
        {"code": "BR208", "what": "the text is empty", "help": "write the text, or remove its key", "at": ""}
    ]


def test_a_variant_needs_a_main_text():
    for register in ("short", "plain"):
        assert errors_of(lambda register=register: Worded(**{register: "a"})) == [
            {
                "code": "BR213",
                "what": f"'{register}' needs a main text under 'text'",
                "help": f"rename '{register}' to 'text', or add 'text'",
                "at": "",
            }
        ]


def test_an_audience_gets_its_variant_or_else_the_main_text():
    item = Line(text="long", short="brief")
    assert item.chosen(Register.SHORT) == (Register.SHORT, "brief")
    assert item.chosen(Register.PLAIN) == (Register.TEXT, "long")
    assert item.chosen(Register.TEXT) == (Register.TEXT, "long")
    assert (item.words(Register.SHORT), item.words(Register.PLAIN)) == ("brief", None)
    assert Worded().chosen(Register.SHORT) is None
    assert (Line.flow, Prose.flow) == (Flow.INLINE, Flow.BLOCK)
    assert Line.model_validate("a").text == Prose.model_validate("a").text == "a"


@each(
    ("keys", "audiences"),
    [
        ({}, {"press", "public"}),
        ({"only": "press"}, {"press"}),
        ({"only": ["press", "public"]}, {"press", "public"}),
        ({"not": "press"}, {"public"}),
        ({"only": "press", "not": "press"}, set()),
    ],
)
def test_an_item_is_for_all_audiences_or_those_that_it_names(keys, audiences):
    item = Shown(**keys)
    assert {name for name in ("press", "public") if item.is_for(name)} == audiences


def test_a_list_of_audiences_is_not_empty():
    with pytest.raises(ValidationError):
        Shown(only=[])


BRIEF = Worded(text="a")
MAP = SourceMap(
    "f", "0123456789", {(): Mark(0, 9, 0, 0), ("only",): Mark(1, 2, 1, 2), ("text",): Mark(5, 6, 5, 6)}
)


@pytest.mark.parametrize(
    ("item", "hidden"),
    [
        (Worded(text="a"), None),
        (Worded(text="a", only="public"), (2, "`only` keeps it from 'press'")),
        (Worded(**{"text": "a", "not": "press"}), (1, "`not` keeps it from 'press'")),
    ],
)
def test_a_text_is_hidden_by_the_line_that_names_its_audiences(item, hidden):
    for key in ((), ("text",), ("text", 0, "x")):
        found = hiding_of(key, item, MAP, "press")
        assert (None if found is None else (found[0].column, found[1])) == hidden


def test_the_outermost_item_that_hides_a_text_is_named():
    outer = {"a": (Shown(only="public"), Worded(text="a"))}
    found = hiding_of(("a", 0, "b"), outer, MAP, "press")
    assert found is not None
    assert found[1] == "`only` keeps it from 'press'"
    assert hiding_of(("a", 1, "text"), outer, MAP, "press") is None


@each(
    ("value", "part", "found"),
    [
        (("a", "b"), 1, "b"),
        (("a",), 1, None),
        ("ab", 0, None),
        ({"a": 1}, "a", 1),
        ({"a": 1}, "b", None),
        (Line(text="a"), "text", "a"),
        (Line(text="a"), "not", ()),
        (Line(text="a"), "none", None),
        (7, "a", None),
        (None, 0, None),
    ],
)
def test_a_value_is_found_under_one_part_of_a_key(value, part, found):
    assert inside(value, part) == found


def test_the_walk_visits_every_value_with_its_key():
    item = Worded(text="a", only=("press",))
    found = list(walk({"k": (item, "b")}))
    assert found[:4] == [
        ((), {"k": (item, "b")}),
        (("k",), (item, "b")),
        (("k", 0), item),
        (("k", 0, "accept"), ()),
    ]
    assert (("k", 0, "only", 0), "press") in found
    assert (("k", 0, "text"), "a") in found
    assert (("k", 0, "not"), ()) in found
    assert found[-1] == (("k", 1), "b")
    assert list(walk(7, ("x",))) == [(("x",), 7)]


def test_a_variant_has_its_own_key_if_it_was_written_under_one():
    source_map = SourceMap("f", "x", {("a",): Mark(0, 1, 0, 1), ("b", "text"): Mark(0, 1, 0, 1)})
    assert word_key(("a",), Register.TEXT, source_map) == ("a",)
    assert word_key(("b",), Register.TEXT, source_map) == ("b", "text")
    assert word_key(("b",), Register.SHORT, source_map) == ("b",)
