"""Blocks: one kind each, the short spellings, and the messages for those that are wrong."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from briefing.model.blocks import BLOCK_KINDS, Block, Chart, Data, Figure, kinds_with, model_of
from briefing.model.parts import (
    budgeted_keys,
    keys_of,
    keys_printed,
    keys_with,
    parts_printing,
    unprinted_inside,
)
from briefing.model.source import Source, SourceType
from briefing.model.text import Line, Prose, TextRole
from tests.cases import each


def context_of(make) -> dict:
    with pytest.raises(ValidationError) as caught:
        make()
    return next(error["ctx"] for error in caught.value.errors() if error["type"] == "finding")


@each("value", [{}, {"text": "a", "quote": "b"}, "a", None])
def test_a_block_has_one_kind(value):
    context = context_of(lambda: Block.model_validate(value))
    assert (context["code"], context["at"]) == ("BR214", "")
    assert context["what"] == "a block needs one kind, with its keys under it"
    assert context["help"].startswith("write one of: text, ")
    assert context["help"].removeprefix("write one of: ").split(", ") == list(BLOCK_KINDS)


def test_a_custom_block_has_keys():
    assert context_of(lambda: Block.model_validate({"map": "a"})) == {
        "code": "BR214",
        "what": "the block 'map' has no keys",
        "help": "write keys and values under it",
        "at": "",
    }


def test_the_texts_of_a_custom_block_are_models():
    block = Block.model_validate(
        {
            "map": {
                "only": "press",
                "text": "a",
                "items": ["b", {"text": "c", "name": "d"}],
                "empty": " ",
                "n": 7,
            }
        }
    )
    assert block.kind == "map"
    assert block.content is block.own
    assert list(block.named_values()) == [("map", block.own)]
    assert block.own.only == ("press",)
    assert block.own.values == {
        "text": Prose(text="a"),
        "items": (Line(text="b"), {"text": Prose(text="c"), "name": Line(text="d")}),
        "empty": " ",
        "n": 7,
    }


def test_a_shipped_block_knows_its_kind():
    block = Block.model_validate({"text": "a"})
    assert block.kind == "text"
    assert list(block.named_values()) == [("text", block.content)]
    assert model_of("text") is type(block.content)
    assert model_of("chart") is Chart


def test_the_kinds_of_block_have_roles():
    assert "text" in kinds_with(TextRole.RUNNING)
    assert "quote" in kinds_with(TextRole.QUOTED)
    assert not kinds_with(TextRole.RUNNING) & kinds_with(TextRole.QUOTED)
    every = (kind for role in TextRole for kind in kinds_with(role))
    assert sorted(every) == sorted(BLOCK_KINDS)


def test_an_alternative_text_says_more_than_the_title():
    figure = {"figure": {"title": "Levels", "alt": " levels ", "file": "a.svg"}}
    assert context_of(lambda: Block.model_validate(figure)) == {
        "code": "BR216",
        "what": "the alternative text only repeats the title",
        "help": "say what is shown, and give the main values",
        "at": "alt",
    }


def test_some_parts_print_some_keys():
    assert keys_printed("bottom-line") == ("bottom_line",)
    assert keys_printed("bottom-line", TextRole.RUNNING) == ("bottom_line",)
    assert keys_printed("bottom-line", TextRole.QUOTED, TextRole.DISPLAY) == ()
    assert keys_printed("own-part") == ()
    assert parts_printing("options") == ("options", "choices")
    assert keys_with(TextRole.QUOTED) == {"quotes"}
    assert keys_of([]) == frozenset()
    assert budgeted_keys("own-part") == ("own_part",)
    assert budgeted_keys("outlook") == ("outlook",)
    assert budgeted_keys("title") == ("title",)
    assert unprinted_inside("options", ["choices"]) == {"for", "against"}
    assert unprinted_inside("options", ["choices", "options"]) == frozenset()
    assert unprinted_inside("outlook", ["choices"]) == frozenset()


@each(
    ("keys", "kind"),
    [
        ({}, SourceType.DOCUMENT),
        ({"url": "https://example.org/"}, SourceType.WEBPAGE),
        ({"url": "https://example.org/", "isbn": "1"}, SourceType.DOCUMENT),
        ({"url": "https://example.org/", "container": "J"}, SourceType.DOCUMENT),
        ({"url": "https://example.org/", "author": ["A"]}, SourceType.WEBPAGE),
        ({"url": "https://example.org/", "type": "report"}, SourceType.REPORT),
    ],
)
def test_a_source_on_the_web_alone_is_a_web_page(keys, kind):
    assert Source(title="T", **keys).type is kind


def test_a_chart_prints_cells_as_they_were_typed():
    data = Data.model_construct(header=("year", "level"), rows=(("1972", "5"), ("1973", "6")))
    chart = Chart.model_construct(data=data, x=None, series=(), kind="bar")
    assert chart.x_column == "year"
    assert [series.column for series in chart.drawn_series] == ["level"]
    assert list(chart.typed_cells()) == ["level", "1972", "1973"]
    other = Chart.model_construct(data=data, x="level", series=(), kind=None)
    assert other.x_column == "level"
    assert [series.column for series in other.drawn_series] == ["year"]
    assert list(other.typed_cells()) == []


@each(
    ("keys", "what"),
    [
        ({"place": "margin", "wide": True}, "`place: margin` and `wide: true` contradict each other"),
        ({"place": "column", "wide": True}, "`place: column` and `wide: true` contradict each other"),
        ({"place": "margin", "float": "page"}, "a block in the margin stays next to its text"),
        ({"place": "wide", "wide": True}, ""),
        ({"place": "wide", "float": "page"}, ""),
        ({"wide": True, "float": "page"}, ""),
        ({"place": "margin"}, ""),
        ({}, ""),
    ],
)
def test_a_block_has_one_place(keys, what):
    figure = {"title": "T", "alt": "A", "file": "a.svg", **keys}
    if not what:
        assert str(Figure.model_validate(figure).place or "") == keys.get("place", "")
        return
    with pytest.raises(ValidationError) as caught:
        Figure.model_validate(figure)
    (error,) = caught.value.errors()
    assert (error["ctx"]["code"], error["ctx"]["what"]) == ("BR209", what)
    assert error["ctx"]["help"] == ("remove `wide`" if "wide" in keys else "remove `float`")


def test_a_chart_has_no_room_in_the_margin():
    chart = {"title": "T", "alt": "A", "data": {"header": ["A", "B"], "rows": [["x", "1"]]}, "kind": "bar"}
    assert Chart.model_validate({**chart, "place": "wide"}).place == "wide"
    with pytest.raises(ValidationError) as caught:
        Chart.model_validate({**chart, "place": "margin"})
    (error,) = caught.value.errors()
    assert error["ctx"] == {
        "code": "BR209",
        "what": "a chart has no room in the margin",
        "help": "write `place: column` or `place: wide`",
        "at": "place",
    }


@each(
    ("typed", "date", "status"),
    [
        ("2026", "2026", None),
        ("n.d.", None, None),
        ("in press", None, "in press"),
        ("In Press", None, "In Press"),
    ],
)
def test_a_source_may_say_in_place_of_a_date_that_it_has_none(typed, date, status):
    source = Source(title="T", date=typed)
    assert (source.date, source.status) == (date, status)
    assert Source(title="T", date="in press", status="forthcoming").status == "forthcoming"


CHART = {"title": "T", "alt": "A", "data": {"header": ["A", "B"], "rows": [["x", "1"]]}}


@each(
    ("keys", "what", "help"),
    [
        (
            {},
            "a chart needs either `kind` or `vega_lite`",
            "write one of the two; the kinds are bar, column, stacked, line, area, dot, range, slope, waffle, map",
        ),
        (
            {"kind": "bar", "vega_lite": {"mark": "bar"}},
            "a chart needs either `kind` or `vega_lite`",
            "write one of the two; the kinds are bar, column, stacked, line, area, dot, range, slope, waffle, map",
        ),
        (
            {"kind": "map"},
            "a chart of kind `map` needs its regions",
            "write `map: …`, the name of a GeoJSON file",
        ),
        (
            {"kind": "bar", "map": {"file": "a.geojson"}},
            "`map` is for charts of kind `map`",
            "write `kind: map`, or remove `map`",
        ),
    ],
)
def test_a_chart_is_of_one_kind_and_a_map_has_regions(keys, what, help):
    with pytest.raises(ValidationError) as caught:
        Chart.model_validate({**CHART, **keys})
    (error,) = caught.value.errors()
    assert (error["ctx"]["code"], error["ctx"]["what"], error["ctx"]["help"]) == ("BR209", what, help)


def test_a_map_and_a_specification_are_charts():
    assert Chart.model_validate({**CHART, "kind": "map", "map": {"file": "a.geojson"}}).map is not None
    assert Chart.model_validate({**CHART, "vega_lite": {"mark": "bar"}}).kind is None
