"""Charts of awkward data: each is legible as it is drawn, with all of its labels, or is reported."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from briefing.compose.charts.missing_values import described
from briefing.compose.charts.overlaps import DrawnText, _enlarge, cut_off, frame_texts, overlapping, texts_in
from briefing.compose.charts.plot import COLUMN_WIDTH, DrawingError, Setting
from briefing.model.labels import Marks
from briefing.text.locale_formats import find_locale
from tests.cases import each
from tests.compose.charts.examples import Drawn
from tests.compose.charts.test_charts import words

MINISTRY = "Ministry of Environmental Protection and Rural Affairs"
LARGE_PRINT = 335
TWO, FOUR = "[2000, 1, 2, 3], [2010, 3, 4, 5]", "[2010, 50], [2011, 60], [2012, 90], [2013, 88]"
TOWNS = "[Alpha, 50, 3], [Beta, 60, 4], [Gamma, 90, 5]"


def rows(count: int, row: Callable[[int], str]) -> str:
    return ", ".join(row(number) for number in range(count))


LEGIBLE = {
    # missing values
    "every second year": "line, data: [[Y, A], [2010, 5], [2011, ''], [2012, 6], [2013, n/a], [2014, 9]]",
    "gaps in two lines": "line, data: [[Y, A, B], [2010, 5, 1], [2011, '', 2], [2012, 6, ''], [2013, 7, 3]]",
    "a line of one value": "line, data: [[Y, A, Once], [2010, 5, 1], [2011, 6, ''], [2012, 6, '']]",
    "an area with gaps": "area, data: [[Y, A], [2010, 5], [2011, ''], [2012, 6], [2013, 7], [2014, '']]",
    "missing bars": "bar, data: [[L, A, B], [Alpha, 5, 3], [Beta, '', 2], [Gamma, '', '']]",
    "missing columns": "column, data: [[Y, A], [2010, 5], [2011, ''], [2012, 3]]",
    "missing narrow columns": "column, data: [[Y, A, B], "
    + rows(12, lambda n: f"[{2010 + n}, {n % 2 or chr(39) * 2}, {n}]")
    + "]",
    "missing dots": "dot, data: [[L, A, B], [Alpha, 5, 3], [Beta, '', '']]",
    "an early end": "line, data: [[Y, Wind, Gas], [2010, 5, 9], [2011, 6, 8], [2012, 7, ''], [2013, 9, '']]",
    # many and long names
    "40 long names": "bar, data: [[T, A], "
    + rows(40, lambda n: f"[Town with a rather long name number {n}, {n * 37 % 130 - 30}]")
    + "]",
    "20 names of two lines": f"bar, data: [[T, A], {rows(20, lambda n: f'[{MINISTRY} {n}, {n}]')}]",
    "60 bars": f"bar, data: [[T, A], {rows(60, lambda n: f'[Town {n}, {n}]')}]",
    "25 bars of three": f"bar, data: [[T, A, B, C], {rows(25, lambda n: f'[Town {n}, {n}, 2, 3]')}]",
    "50 dots": f"dot, data: [[T, A, B], {rows(50, lambda n: f'[A town of number {n}, {n}, {n * 7 % 50}]')}]",
    "60 years": f"column, data: [[Y, A], {rows(60, lambda n: f'[{1960 + n}, {n % 7}]')}]",
    "24 months": "column, data: [[M, A], "
    + rows(24, lambda n: f"[{2023 + n // 12}-{n % 12 + 1:02d}, {n % 7}]")
    + "]",
    "20 quarters": f"stacked, data: [[Q, A, B], {rows(20, lambda n: f'[{2019 + n // 4}-Q{n % 4 + 1}, 3, {n}]')}]",
    "named points": f"line, data: [[W, A], {rows(20, lambda n: f'[Wave number {n} of it, {n % 7}]')}]",
    "wrapped names": "column, data: [[S, A], [Agriculture and forestry, 5], [Financial services, 7], [Trade, 3]]",
    # series, units
    "four lines that end close together": "line, unit: EUR, data: [[Y, North, South, East, West], "
    "[2000, 1, 1.1, 1.2, 1.3], [2010, 10, 10.1, 10.2, 10.3]]",
    "four lines that end at zero": "line, data: [[Y, A, B, C, D], [2000, 9, 8, 7, 6], [2010, 0, 0, 0, 0]]",
    "long names of lines": f"line, data: [[Y, '{MINISTRY}', Another long name of a region, C], {TWO}]",
    "a long legend": f"stacked, data: [[Y, '{MINISTRY}', 'The other {MINISTRY}', C], {TWO}]",
    "a long unit": f"line, unit: '{'Tonnes of carbon dioxide per inhabitant and year, ' * 3}', "
    "data: [[Y, A], [2010, 5], [2011, 6]]",
    # values
    "a trillion": "bar, data: [[T, Money], [A, 1200000000000], [B, 3400000000], [C, 90]]",
    "minus a trillion": "bar, data: [[T, Money], [A, -1200000000000], [B, -3400000000], [C, -90]]",
    "one and a trillion": "column, data: [[T, Money], [A, 1], [B, 1000000000000], [C, 15]]",
    "a billionth": "line, data: [[Y, A], [2010, 0.000000001], [2011, 0.000000002], [2012, 0.0000000015]]",
    "15 digits": "line, data: [[Y, A], [2010, 123456789012345], [2011, 123456789012349]]",
    "zeros": "column, data: [[Y, A], [2010, 0], [2011, 0]]",
    "equal values": "line, data: [[Y, A], [2010, 7], [2011, 7]]",
    "thin parts": "stacked, unit: '%', data: [[Y, A, B, C], [2010, 98, 1, 1], [2011, 0.1, 0.1, 99.8]]",
    "groups of columns": f"column, data: [[Y, A, B, C], {rows(4, lambda n: f'[{2010 + n}, 1200, 34{n}0, 56{n}]')}]",
    # time and numbers along the axis
    "days": "line, data: [[D, A], [2025-03-01, 5], [2025-03-08, 6], [2025-03-30, 4]]",
    "days around a new year": "line, data: [[D, A], [2024-12-20, 5], [2025-01-08, 6]]",
    "months": "line, data: [[M, A], [2024-11, 5], [2024-12, 6], [2025-03, 4]]",
    "the newest first": "line, data: [[Y, A, B], [2014, 9, 1], [2013, 7, 2], [2012, 5, 3]]",
    "large numbers": "line, data: [[X, A], [1000000000, 1], [2000000000, 2], [3000000000, 4]]",
    "decimals": "line, data: [[X, A], [0.5, 1], [1.5, 4], [2.25, 3]]",
    # annotations
    "annotations at the edges": "line, data: [[Y, A], [2010, 5], [2011, 6], [2012, 9]], annotations: "
    "[{at: 2010, text: The first year of the long reform}, {at: 2012, text: The last year of it}, "
    "{value: 9, text: A goal for all}, {value: 8.9, text: A second goal}]",
    "annotations next to each other": f"column, data: [[Y, A], {FOUR}], annotations: "
    f"[{rows(4, lambda n: f'{{at: {2010 + n}, text: Act {n} of the parliament}}')}]",
    "annotations of bars": f"bar, data: [[T, A, B], {TOWNS}], annotations: "
    "[{value: 2, text: At the edge}, {value: 40, text: Goal for 2030}, {value: 44, text: Goal for 2035}]",
    "a goal above all columns": "column, data: [[Y, A], [2010, 5], [2011, 6]], annotations: [{value: 12, text: Goal}]",
    "a goal on an area": "area, data: [[Y, A, B], [2010, 5, 3], [2011, 9, 5]], annotations: [{value: 4, text: Aim}]",
}


def texts_of(drawn: Drawn) -> list[DrawnText]:
    """Return the texts of a drawing, as they are measured."""
    return [*texts_in(ElementTree.fromstring(drawn.svg()), drawn.drawer.ruler.width)]  # noqa: S314


@pytest.mark.slow
@each("wished", [0, LARGE_PRINT])
@each("name", LEGIBLE)
def test_a_chart_is_legible(workspace, name, wished):
    """A drawing whose labels overlap, or are cut off, would be refused."""
    drawn = Drawn(workspace, f"kind: {LEGIBLE[name]}")
    drawn.spec = drawn.specify({**drawn.tokens, "--chart-width": str(wished)})
    svg = drawn.svg()
    width = float(re.search(r'width="([\d.]+)"', svg)[1])
    assert abs(width - COLUMN_WIDTH) < 16 or width <= wished, "its letters keep their size"
    said = "".join(words(svg)).replace(" ", "")
    named = [*drawn.chart.annotations, *(drawn.chart.series if len(drawn.chart.series) > 1 else ())]
    for one in named:
        words_of = one.column if hasattr(one, "column") else drawn.prose.plain(one.text)
        assert words_of.replace(" ", "") in said
    assert (drawn.chart.unit or "").replace(" ", "") in said


REFUSED = {
    "a long word": (
        "bar, data: [[L, A], [Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte, 5], [B, 4]]",
        "too long for the list",
    ),
    "60 times three bars": (
        f"bar, data: [[T, A, B, C], {rows(60, lambda n: f'[Town {n}, {n}, 2, 3]')}]",
        "26 such names fit",
    ),
    "50 names of many lines": (
        f"dot, data: [[T, A], {rows(50, lambda n: f'[{MINISTRY} and of {MINISTRY} {n}, {n}]')}]",
        "does not fit on a page",
    ),
    "names under columns": (
        f"column, data: [[T, A], {rows(12, lambda n: f'[{MINISTRY} {n}, {n}]')}]",
        "do not fit under the columns",
    ),
    "a long word at a line": (
        f"line, data: [[Y, {'Longword' * 8}, B], [2010, 1, 2], [2011, 2, 3]]",
        "leaves no room for the lines",
    ),
}


@each("name", REFUSED)
def test_a_chart_without_room_is_refused(workspace, name):
    chart, what = REFUSED[name]
    with pytest.raises(DrawingError, match=what) as raised:
        Drawn(workspace, f"kind: {chart}")
    assert raised.value.help


SCATTER = "encoding: {x: {field: A, type: quantitative}, y: {field: B, type: quantitative}, text: {field: N}}"


@each(
    ("data", "spec", "is_legible"),
    [
        ("[Alpha, 1, 1], [Beta, 2, 2]", "mark: text", True),
        ("[Alpha, 1, 1], [Beta, 1.01, 1.01], [C, 3, 3]", "mark: text", False),
        ("[Alpha, 1, 1], [Beta, 1, 1.5], [C, 3, 3]", "mark: {type: text, angle: 45}", True),
        ("[Alpha, 1, 1], [C, 3, 3]", "layer: [{mark: {type: text, stroke: white}}, {mark: text}]", True),
        ("[Alpha, 1, 1], [C, 3, 3]", "layer: [{mark: {type: text, dx: 4}}, {mark: text}]", False),
    ],
)
def test_labels_of_a_specification_are_measured(workspace, data, spec, is_legible):
    drawn = Drawn(workspace, f"data: [[N, A, B], {data}], vega_lite: {{{spec}, {SCATTER}}}")
    if is_legible:
        assert {"Alpha"} <= set(words(drawn.svg()))
    else:
        with pytest.raises(DrawingError) as raised:
            drawn.svg()
        assert raised.value.code == "BR530"
        assert "'Alpha'" in raised.value.what


def box(words: str, left: float, top: float, width: float, height: float = 10.0) -> DrawnText:
    corners = ((left, top), (left + width, top), (left + width, top + height), (left, top + height))
    return DrawnText(words, corners, 11.0)


def test_what_overlaps_or_is_cut_off_is_found():
    one, near, over = box("one", 0, 0, 20), box("near", 20.5, 0, 20), box("over", 15, 5, 20)
    assert [*overlapping([one, near])] == []
    assert [*overlapping([one, over])] == [("one", "over")]
    assert [*overlapping([one, box("one", 0.2, 0, 20)])] == []
    assert [*cut_off([one, near], (40, 10))] == []
    assert [*cut_off([one, near], (30, 10))] == ["near"]
    assert [*cut_off([box("above", 0, -5, 20)], (30, 10))] == ["above"]


def test_a_frame_grows_with_the_texts_at_its_edge(workspace):
    drawn = Drawn(workspace, "kind: column, data: [[Y, A], [2010, 5], [2011, 6]]")
    draw = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50">{}</svg>'
    root = ElementTree.fromstring(draw.format('<text transform="translate(80,40)">abcd</text>'))  # noqa: S314
    frame_texts(root, drawn.drawer.ruler)
    assert 100 < float(root.get("width")) < 106
    root = ElementTree.fromstring(draw.format('<text transform="translate(10,40)">abcd</text>'))  # noqa: S314
    frame_texts(root, drawn.drawer.ruler)
    assert root.get("viewBox") == "0 0 100 50"


def test_a_frame_holds_the_tails_of_arabic_letters():
    """A word such as ‹الربع› under a column reaches further below its line than Latin letters do."""
    draw = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50">'
        '<text transform="translate(10,47)" font-size="11px">{}</text></svg>'
    )
    heights = []
    for typed in ("abcp", "\ufeca\ufe92\ufeae\ufedf\ufe8d"):
        root = ElementTree.fromstring(draw.format(typed))  # noqa: S314
        _enlarge(root, [*texts_in(root, lambda found: 5.0 * len(found))], (100, 50))
        heights.append(float(root.get("height")))
    assert heights == [50, 54]


def test_rotated_texts_are_measured_where_they_are():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><g transform="translate(50,50)">'
        '<text transform="rotate(-90)" font-size="10px">abcd</text><text text-anchor="end">xy</text></g></svg>'
    )
    upward, flat = texts_in(ElementTree.fromstring(svg), lambda words: 11.0 * len(words))  # noqa: S314
    if upward.words != "abcd":
        upward, flat = flat, upward
    assert upward.bounds == pytest.approx((42.8, 10, 52, 50))
    assert flat.bounds == pytest.approx((28, 42.08, 50, 52.2))


def points_of(svg: str) -> int:
    return len(re.findall(r'<path transform="translate\([^"]*\)" d="M[\d.]+,0A', svg))


def test_a_value_without_neighbours_is_a_point(workspace):
    biennial = rows(
        7, lambda n: f"[{2010 + n}, {'' if n % 2 == 0 else chr(39) * 2}{n if n % 2 == 0 else ''}]"
    )
    assert points_of(Drawn(workspace, f"kind: line, data: [[Y, A], {biennial}]").svg()) == 4
    whole = "kind: line, data: [[Y, A], [2010, 5], [2011, 6], [2012, ''], [2013, 5], [2014, 6]]"
    assert points_of(Drawn(workspace, whole).svg()) == 0
    area = Drawn(workspace, f"kind: area, data: [[Y, A], {biennial}]")
    assert len(area.spec["layer"]) == 2
    assert area.spec["layer"][1]["mark"]["type"] == "bar"


@each(("kind", "count"), [("bar", 2), ("column", 2), ("stacked", 2), ("dot", 2), ("line", 0)])
def test_a_missing_value_is_no_zero(workspace, kind, count):
    drawn = Drawn(workspace, f"kind: {kind}, data: [[L, A], [a, 5], [b, ''], [c, 3], [d, …]]")
    assert words(drawn.svg()).count("no data") == count


def test_the_alternative_text_names_missing_values(workspace):
    chart = "kind: line, data: [[Y, A, B], [2010, 5, 1], [2011, '', 1], [2012, 3, ''], [2013, '', 1]]"
    drawn = Drawn(workspace, chart)
    setting = Setting(drawn.tokens, drawn.locale, drawn.prose.plain, drawn.drawer.ruler, "no data")
    assert described(drawn.chart, setting, Marks()).endswith("“words”. No data: A (2011, 2013); B (2012).")
    whole = Drawn(workspace, "kind: line, data: [[Y, A], [2010, 5], [2011, 3]]")
    assert described(whole.chart, setting, Marks()) == whole.alt


@each(
    ("language", "chart", "expected"),
    [
        ("en", "[2025-03-01, 5], [2025-03-08, 6], [2025-03-29, 4]", {"|8\u00a0Mar", "2025"}),
        ("ru", "[2024-12-01, 5], [2024-12-15, 6], [2025-01-12, 4]", {"15\u00a0дек.", "2024", "2025"}),
        ("fr", "[2024-11, 5], [2024-12, 6], [2025-01, 4]", {"nov. 2024", "janv. 2025"}),
        ("es", "[1972-01-01, 5], [1999-01-01, 6], [2017-01-01, 4]", {"1980", "2010"}),
        ("en", "[2023-01, 5], [2024-05, 6], [2025-12, 4]", {"2023", "2024", "2025"}),
        ("en", "[0.5, 5], [1.5, 6], [2.5, 4]", {"0.5|", "1.5|"}),
        ("fr", "[0.5, 5], [1.5, 6], [2.5, 4]", {"0,5|", "1,5|"}),
    ],
)
def test_an_axis_names_round_dates_and_numbers(workspace, language, chart, expected):
    drawn = Drawn(workspace, f"kind: line, data: [[D, A], {chart}]", language)
    if language == "en":
        drawn.locale = find_locale("en-001")
        drawn.spec = drawn.specify(drawn.tokens)
    said = "|".join(words(drawn.svg()))
    assert [one for one in expected if said.count(one) != 1] == [], "each is named once"


def test_the_newest_may_come_first(workspace):
    drawn = Drawn(workspace, "kind: line, data: [[Y, Wind, Gas], [2014, 9, 1], [2013, 7, 2], [2012, 5, 3]]")
    right = {text.words: text.bounds[0] for text in texts_of(drawn)}
    assert right["Wind"] == right["Gas"] > 400


def test_names_keep_the_order_of_the_lines(workspace):
    chart = "kind: line, data: [[Y, A, B, C, D], [2000, 1, 2, 3, 4], [2010, 10, 10.1, 10.2, 10.3]]"
    tops = {text.words: text.bounds[1] for text in texts_of(Drawn(workspace, chart)) if text.words in "ABCD"}
    assert sorted(tops, key=tops.__getitem__) == ["D", "C", "B", "A"]


def test_months_are_written_in_the_language(workspace):
    drawn = Drawn(workspace, "kind: column, data: [[M, A], [2024-11, 5], [2024-12, 6]]", "ru")
    assert {"нояб. 2024", "дек. 2024"} <= set(words(drawn.svg()))


def axis_names(drawn: Drawn) -> list[str]:
    """Return the words below the lowest number of a chart of columns from 50 to 99, from left to right."""
    return [one for one in words(drawn.svg()) if not re.fullmatch(r"[5-9]\d", one)]


def months(*numbers: int) -> str:
    return "[[M, A], " + ", ".join(f"[{2024 + n // 12}-{n % 12 + 1:02}, {50 + n}]" for n in numbers) + "]"


def test_columns_name_a_year_only_where_it_changes(workspace):
    drawn = Drawn(workspace, f"kind: column, data: {months(*range(6, 26))}", "es")
    names = axis_names(drawn)
    assert names[:5] == ["jul2024", "sept", "nov", "ene2025", "mar"]
    assert names[9] == "ene2026"


def test_columns_of_dates_are_in_the_order_of_time(workspace):
    data = "[[D, A], [2026-02-03, 70], [2026-02-01, 60], [2026-02-02, 90]]"
    expected = ["1 Feb 2026", "2 Feb 2026", "3 Feb 2026"]

    def dates(sort: str) -> list[str]:
        drawn = Drawn(workspace, f"kind: column, {sort}data: {data}")
        drawn.locale = find_locale("en-001")
        drawn.spec = drawn.specify(drawn.tokens)
        return axis_names(drawn)

    assert dates("") == expected
    assert dates("sort: descending, ") == [expected[1], expected[2], expected[0]]


@pytest.mark.parametrize(
    ("kind", "data", "count"),
    [
        ("column", months(0, 1, 3, 4), 1),
        ("column", months(0, 3, 6, 9), 0),
        ("column", months(0, 1, 11), 0),
        ("column", "[[D, A], [2026-01-01, 50], [2026-03-01, 60], [2026-07-01, 70]]", 1),
        ("column", "[[D, A], [2026-02-05, 50], [2026-02-06, 60], [2026-02-09, 70]]", 0),
        ("column", "[[D, A], [2026-02-02, 50], [2026-02-03, 60], [2026-02-05, 70]]", 1),
        ("column", "[[D, A], [2026-02-02, 50]]", 0),
        ("bar", months(0, 1, 3, 4), 0),
        ("stacked", months(0, 1, 3, 4), 0),
    ],
)
def test_a_column_that_is_missing_in_time_keeps_its_place(workspace, kind, data, count):
    assert words(Drawn(workspace, f"kind: {kind}, data: {data}").svg()).count("no data") == count


def test_the_alternative_text_writes_dates_in_the_language(workspace):
    drawn = Drawn(workspace, f"kind: column, data: {months(9, 11, 12)}", "es")
    setting = Setting(drawn.tokens, drawn.locale, drawn.prose.plain, drawn.drawer.ruler, "sin datos")
    assert described(drawn.chart, setting, Marks()).endswith("Sin datos: nov 2024.")


@pytest.mark.parametrize("value", ["44", "51"])
def test_an_annotation_crosses_no_number(workspace, value):
    chart = (
        f"kind: bar, data: [[T, A], [Alpha, 50], [Beta, 90]], annotations: [{{value: {value}, text: Goal}}]"
    )
    has_numbers = "50" in words(Drawn(workspace, chart).svg()) and "90" in words(
        Drawn(workspace, chart).svg()
    )
    assert has_numbers is (value == "44")


@pytest.mark.parametrize("kind", ["bar", "column", "dot"])
def test_many_values_above_and_below_zero_have_an_axis(workspace, kind):
    data = rows(30, lambda n: f"[{1980 + n}, {n * 1000 - 9000}, {-n * 100}]")
    said = words(Drawn(workspace, f"kind: {kind}, data: [[Y, A, B], {data}]").svg())
    assert {"0", "20,000"} <= set(said)
