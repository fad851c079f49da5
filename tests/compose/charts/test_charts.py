"""Charts: from a brief to a specification, and from a specification to the drawing on a page."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
import vl_convert
from PIL import Image

from briefing.compose.charts import svg
from briefing.compose.charts.engine import register_fonts
from briefing.compose.charts.plot import DrawingError, round_ticks
from briefing.compose.charts.svg import _register
from briefing.core.errors import MachineError
from briefing.files.kept_drawings import KeptDrawings
from briefing.text.arabic_shaping import drawn_order
from briefing.text.locale_formats import find_locale
from tests.cases import each
from tests.compose.charts.examples import CHARTS, Drawn
from tests.conftest import ROOT
from tests.effort import growth

TEXT = "{http://www.w3.org/2000/svg}text"


def words(svg: str) -> list[str]:
    """Return the texts of a drawing in order, each line separately."""
    root = ElementTree.fromstring(svg)  # noqa: S314
    return ["".join(element.itertext()) for element in root.iter(TEXT)]


@each(
    ("low", "high", "expected"),
    [
        (0, 9, [0, 2, 4, 6, 8, 10]),
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (-3, 12.5, [-5, 0, 5, 10, 15]),
        (0.2, 0.9, [0.2, 0.4, 0.6, 0.8, 1.0]),
        (1972, 2017, [1970, 1980, 1990, 2000, 2010, 2020]),
        (5, 5, [4, 4.5, 5, 5.5, 6]),
        (0, 1e-9, [0, 2e-10, 4e-10, 6e-10, 8e-10, 1e-9]),
    ],
)
def test_ticks_are_round_and_reach_around_the_values(low, high, expected):
    assert round_ticks(low, high) == pytest.approx(expected)


@each(("low", "high"), [(100.001, 100.003), (33.3, 33.4), (-0.3, 0.3), (1e-9, 3e-9), (1e15, 1e15 + 5)])
def test_ticks_have_no_more_digits_than_their_steps(low, high):
    ticks = [Decimal(repr(tick)) for tick in round_ticks(low, high)]
    assert len({after - before for before, after in pairwise(ticks)}) == 1


LEGEND = ("6", "6")
DOTS = "kind: dot, data: [[Place, A, B, C], ['A \"name\"', 1, 1, 9], [Y, 1, 5, 9]]"


def test_dots_of_one_value_are_next_to_each_other(workspace):
    """The circles and squares of a row that would cover each other are moved above and below its line."""
    places = re.findall(r'<path transform="translate\(([\d.]+),([\d.]+)\)"', Drawn(workspace, DOTS).svg())
    dots = sorted((float(y), float(x)) for x, y in places if (x, y) != LEGEND)
    (above, first_x), (line, apart_x), (below, second_x), *second_row = dots
    assert (first_x, below - above) == (second_x, 9)
    assert (apart_x > first_x, line) == (True, (above + below) / 2)
    assert len({y for y, _ in second_row}) == 1 < len({x for _, x in second_row}) == 3


def test_dots_that_are_apart_are_on_their_lines(workspace):
    spec = Drawn(workspace, DOTS.replace("1, 1, 9", "1, 4, 9")).spec
    assert "yOffset" not in str(spec)


@each("kind", CHARTS)
def test_every_kind_is_drawn_with_its_words(workspace, kind):
    drawn = Drawn(workspace, CHARTS[kind])
    svg = drawn.svg()
    root = ElementTree.fromstring(svg)  # noqa: S314
    assert root.get("role") == "img"
    assert root[0].tag.endswith("title")
    assert root[0].text == "A < chart & its “words”"
    assert not re.search(r'opacity="0"| class=|pointer-events| url\(#(?!figure-1-)', svg)
    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {"Brief Display"}
    assert len(words(svg)) >= 4
    names = [series.column for series in drawn.chart.series]
    if kind != "vega" and len(names) > 1:
        assert set(names) <= set(" – ".join(words(svg)).split(" – ")), (
            "each series is named next to its marks"
        )


def test_bars_carry_their_values_as_they_were_given(workspace):
    svg = Drawn(workspace, CHARTS["bars"]).svg()
    assert [word for word in words(svg) if re.match(r"[\d.]+$", word)] == ["12.5", "3", "3", "4.25"]
    in_spanish = Drawn(workspace, CHARTS["bars"], "es").svg()
    assert "12,5" in words(in_spanish)
    assert "12.5" not in words(in_spanish)


def test_axes_speak_the_language(workspace):
    chart = "kind: line, data: [[Month, Tonnes], [2024-01, 12500], [2024-05, 31000], [2025-02, 22000]]"
    assert {"10,000", "30,000"} <= set(words(Drawn(workspace, chart).svg()))
    russian = words(Drawn(workspace, chart, "ru").svg())
    assert {"10\u00a0000", "30\u00a0000"} <= set(russian)
    assert any(word.startswith("янв") for word in russian)


def test_lines_differ_in_dashes_and_dots_in_shape(workspace):
    lines = Drawn(workspace, CHARTS["line"])
    dashes = lines.spec["layer"][0]["encoding"]["strokeDash"]["scale"]["range"]
    assert len({tuple(dash) for dash in dashes}) == len(lines.chart.series) == 3
    dots = Drawn(workspace, CHARTS["dot"])
    shapes = dots.spec["layer"][0]["encoding"]["shape"]["scale"]["range"]
    assert len(set(shapes)) == len(dots.chart.series) == 2


def test_names_at_the_ends_of_lines_do_not_overlap(workspace):
    close = "kind: line, data: [[Year, A, B, C], [2000, 1, 2, 3], [2010, 10, 10.1, 10.2]]"
    drawn = Drawn(workspace, close)
    heights = [float(y) for y in re.findall(r"translate\([\d.]+,([\d.]+)\)[^>]*>[ABC]<", drawn.svg())]
    assert len(heights) == 3
    assert min(abs(a - b) for a in heights for b in heights if a != b) > 11


def test_lengths_start_at_zero_and_lines_need_not(workspace):
    columns = Drawn(workspace, "kind: column, data: [[Year, A], [2000, 90], [2010, 100]]")
    lines = Drawn(workspace, "kind: line, data: [[Year, A], [2000, 90], [2010, 100]]")
    domain = [drawn.spec["layer"][0]["encoding"]["y"]["scale"]["domain"] for drawn in (columns, lines)]
    assert domain == [[0, 100], [90, 100]]


def test_a_specification_of_ones_own_gets_data_and_look(workspace):
    drawn = Drawn(workspace, CHARTS["vega"])
    assert drawn.spec["data"]["values"][0] == {"Wind": 5.0, "Gas": 40.0}
    assert drawn.spec["mark"] == {"type": "point", "filled": True}
    assert drawn.spec["config"]["font"] == "Brief Display"


def test_an_undrawable_chart_is_reported(workspace):
    drawn = Drawn(workspace, CHARTS["vega"])
    drawn.spec["mark"] = "nonsense"
    with pytest.raises(DrawingError):
        drawn.svg()


@pytest.mark.process
def test_a_drawing_does_not_depend_on_the_zone(workspace):
    """In New York, the start of 1 January in UTC is still in December."""
    drawn = Drawn(workspace, CHARTS["steps"])
    here = drawn.svg()
    code = (
        "import json, sys, pathlib; from babel import Locale; from briefing.compose.charts.svg import Drawer;"
        "from briefing.files.workspace import Files; from briefing.compose.style_layers import BASE_STYLES;"
        "drawer = Drawer(Files(pathlib.Path(sys.argv[1])), [f'styles/{name}.css' for name in BASE_STYLES]);"
        "print(drawer.draw(json.loads(sys.stdin.read()), sys.argv[2], 'figure-1', Locale('en', '001')))"
    )
    there = subprocess.run(
        [sys.executable, "-c", code, str(drawn.files.root), drawn.alt],
        input=json.dumps(drawn.spec),
        env={**os.environ, "TZ": "America/New_York"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert there.strip() == here
    assert {"1980", "2000", "2010"} <= set(words(here))


def test_years_are_at_their_labels(workspace):
    years = ", ".join(f"[{year}, {year - 2000}]" for year in range(2010, 2022))
    drawn = Drawn(workspace, f"kind: line, data: [[Year, A], {years}]")
    ticks = drawn.spec["layer"][0]["encoding"]["x"]["axis"]["values"]
    assert ticks == [2010, 2015, 2020]
    assert {"2010", "2015", "2020"} <= set(words(drawn.svg()))


def test_a_missing_value_keeps_its_place_and_is_no_zero(workspace):
    bars = Drawn(workspace, "kind: bar, data: [[Land, A], [Alpha, 1], [Nodata, ''], [Beta, 2]]")
    assert [word for word in words(bars.svg()) if word.isalpha()] == ["Alpha", "Nodata", "Beta"]
    line = Drawn(
        workspace, "kind: line, data: [[Year, A], [2010, 5], [2011, 5], [2012, ''], [2013, 7], [2014, 8]]"
    )
    path = next(iter(re.findall(r'<path[^>]*d="(M[^"]*)"[^>]*stroke-width="1.8"', line.svg())), "")
    path = path or max(re.findall(r'd="(M[^"Z]*)"', line.svg()), key=len)
    assert path.count("M") == 2, "the line is broken where the value is missing"


def test_names_without_room_are_reported(workspace):
    rows = ", ".join(f"[Ministry of Environmental Protection {number}, {number}]" for number in range(12))
    with pytest.raises(DrawingError) as raised:
        Drawn(workspace, f"kind: column, data: [[Name, A], {rows}]")
    assert "kind: bar" in raised.value.help


def test_a_drawing_taller_than_a_page_is_reported(workspace):
    drawn = Drawn(workspace, CHARTS["vega"])
    drawn.spec["height"] = 2000
    with pytest.raises(DrawingError) as raised:
        drawn.svg()
    assert "height" in raised.value.help


def test_the_number_of_a_falling_bar_has_room(workspace):
    drawn = Drawn(workspace, "kind: column, data: [[A, B], [x, 10], [y, -10]]")
    low, high = drawn.spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert low <= -10 - 0.08 * 20
    assert high == 10


def test_the_number_over_the_tallest_column_is_below_the_legend(workspace):
    svg = Drawn(workspace, "kind: column, data: [[Year, Wind, Solar], [2000, 5, 1], [2010, 2, 3]]").svg()
    heights = dict(heights_of(ElementTree.fromstring(svg)))  # noqa: S314  (made by the engine a moment ago)
    assert heights["5"] > heights["Wind"] + 11


def heights_of(element, y=0.0):
    """Return each text of a drawing with its y position."""
    moved = re.search(r"translate\([^,]*,([-\d.]+)\)", element.get("transform") or "")
    y += float(moved[1]) if moved else 0.0
    if element.tag.endswith("text") and element.text:
        yield element.text, y
    for child in element:
        yield from heights_of(child, y)


def test_a_style_may_want_larger_letters(workspace):
    """A narrower drawing scaled to its column has larger letters; a chart that does not fit stays as it is."""
    drawn = Drawn(workspace, CHARTS["line"])
    wished = {**drawn.tokens, "--chart-width": "335"}
    assert 335 < drawn.spec["width"] < 461
    assert 250 < drawn.specify(wished)["width"] < 335
    rows = ", ".join(f"[Land {number}, {number}]" for number in range(30))
    tall = Drawn(workspace, f"kind: bar, data: [[Land, Output], {rows}]")
    assert tall.specify(wished)["width"] == tall.spec["width"]


def test_a_wide_chart_may_have_a_width_of_its_own(workspace):
    """Where text is in columns, one width cannot be for a chart in a column and for one across the page."""
    rows = "data: [[Year, Output], [2024, 1], [2025, 3], [2026, 2]]"
    narrow, wide = (Drawn(workspace, f"kind: line, {shape}{rows}") for shape in ("", "wide: true, "))
    tokens = {**narrow.tokens, "--chart-width": "335", "--chart-width-wide": "600"}
    assert 250 < narrow.specify(tokens)["width"] < 335 < 500 < wide.specify(tokens)["width"] < 600
    assert wide.specify({**tokens, "--chart-width-wide": "0"})["width"] < 335


@pytest.mark.slow
@each("kind", ["named at its ends", *CHARTS])
def test_an_enlarged_chart_is_no_wider_than_wished_with_the_labels_at_its_edges(workspace, kind):
    """Each pixel more would make its letters smaller."""
    dates = "[[Day, A], [2024-01-01, 1], [2025-06-01, 2], [2026-12-31, 5]]"
    drawn = Drawn(workspace, {**CHARTS, "named at its ends": f"kind: line, data: {dates}"}[kind])
    for width in (300, 335):
        drawn.spec = drawn.specify({**drawn.tokens, "--chart-width": str(width)})
        found = float(re.search(r'width="([\d.]+)"', drawn.svg())[1])
        assert width - 8 < found <= width


def test_a_wide_chart_that_cannot_be_enlarged_has_the_letters_of_a_narrow_one(workspace):
    """Large print has one column, so that a chart of the full width would have smaller letters."""
    rows = ", ".join(f"[Land {number}, {number}]" for number in range(21))
    drawn = Drawn(workspace, f"kind: bar, wide: true, data: [[Land, Output], {rows}]")
    wished = drawn.specify({**drawn.tokens, "--chart-width": "335"})
    assert 335 < wished["width"] < 461 < drawn.spec["width"]


def test_a_chart_in_vega_lite_keeps_the_width_that_it_sets(workspace):
    own = CHARTS["vega"].replace("{mark", "{width: 600, mark")
    drawn = Drawn(workspace, own)
    assert drawn.specify({**drawn.tokens, "--chart-width": "335"})["width"] == 600


@pytest.mark.parametrize(("language", "side"), [("en", "start"), ("ar", "end")])
def test_names_begin_where_a_line_of_the_language_does(workspace, language, side):
    config = Drawn(workspace, CHARTS["stacked"], language).spec["config"]
    assert (config["title"]["anchor"], config["legend"]["layout"]) == (side, {"anchor": side})


LONG_NAME = "اسم طويل لسلسلة لا يتسع له سطر واحد من سطور وسيلة الإيضاح في رسم ضيق كهذا الرسم الذي هنا"
SYMBOL = re.compile(r'translate\(([\d.]+),[\d.]+\)" d="M')
NAME = re.compile(r'text-anchor="(\w+)" transform="translate\(([\d.]+),[^>]*>(?:<tspan>)?([^<]*)')


@each(
    ("language", "names", "order"),
    [
        ("ar", ["الرياح", "الشمس", "الغاز"], ["الغاز", "الشمس", "الرياح"]),
        ("ar", ["الرياح", LONG_NAME, "الغاز"], ["الرياح", LONG_NAME, "الغاز"]),
        ("en", ["Wind", "Solar", "Gas"], ["Wind", "Solar", "Gas"]),
    ],
)
@each("kind", ["column", "stacked", "area", "dot"])
def test_a_legend_is_read_in_the_direction_of_the_language(workspace, kind, language, names, order):
    data = f"[[Year, {', '.join(names)}], [2000, 5, 1, 40], [2010, 20, 9, 35]]"
    svg = Drawn(workspace, f"kind: {kind}, data: {data}", language).svg()
    _, *entries = re.split("(?=<path transform)", svg)
    found = [
        (float(SYMBOL.search(entry)[1]), *NAME.search(entry).groups()) for entry in entries[-len(names) :]
    ]
    is_arabic = language == "ar"
    for (symbol, anchor, start, words), name in zip(found, order, strict=True):
        assert (anchor, symbol > float(start)) == (("end", True) if is_arabic else ("start", False))
        assert drawn_order(name).endswith(words) if is_arabic else words == name
    if LONG_NAME in names:  # one below the other
        assert len({symbol for symbol, *_ in found}) == 1


@pytest.mark.slow
@each("kind", ["line", "area", "line, annotations: [{value: 3, text: Goal}]"])
@each("moment", ["{}", "{}-05", "{}-05-03", "Day {}"])
def test_a_chart_of_many_points_costs_no_more_for_each(workspace, kind, moment):
    def work(count: int):
        rows = ", ".join(f"[{moment.format(1000 + n)}, {n % 7}]" for n in range(count))
        drawn = Drawn(workspace, f"kind: {kind}, data: [[X, Y], {rows}]")
        return lambda: drawn.specify(drawn.tokens)

    assert growth(work, 150) < 1.1  # from here on, the annotation is in the margin


LONG = ["999999999999", "1200000000000", "123456789012345", "-1200000000000", "1234567.891", "9000000000"]


def ink_beyond_its_frame(drawn: Drawn) -> int:
    """Count the dark pixels left and right of a drawing, which a page would cut off."""
    family, folders = _register(drawn.drawer._fonts)
    register_fonts(folders)
    svg = drawn.svg().replace("Brief Display", family)
    root = ElementTree.fromstring(svg)  # noqa: S314
    left, top, width, height = map(float, root.get("viewBox").split())
    root.set("viewBox", f"{left - 100} {top} {width + 200} {height}")
    root.set("width", str(width + 200))
    root.set("style", "overflow: visible")
    content = vl_convert.svg_to_png(ElementTree.tostring(root, encoding="unicode"))
    drawing = Image.open(io.BytesIO(content)).convert("RGBA")
    picture = Image.alpha_composite(Image.new("RGBA", drawing.size, "white"), drawing).convert("L")
    sides = ((0, 99), (picture.width - 99, picture.width))
    return sum(sum(picture.crop((start, 0, end, picture.height)).histogram()[:200]) for start, end in sides)


def test_what_a_page_would_cut_off_is_seen(workspace):
    drawn = Drawn(workspace, "kind: bar, data: [[x, y], [A, 12], [B, 1]]")
    assert ink_beyond_its_frame(drawn) == 0
    drawn.spec["layer"][0]["mark"]["xOffset"] = 400
    drawn.spec |= {"autosize": "none", "padding": {"left": 20}, "width": 441}
    assert ink_beyond_its_frame(drawn) > 20


@pytest.mark.slow
@each("value", LONG)
@each("others", [("7",), ("-5", "3"), ("1100000000000", "-900000000000")])
@each("more", ["", "wide: true, ", "unit: euros, "])
def test_the_number_next_to_a_bar_is_whole(workspace, value, others, more):
    rows = ", ".join(f"[T{number}, {one}]" for number, one in enumerate((value, *others)))
    drawn = Drawn(workspace, f"kind: bar, {more}data: [[x, y], {rows}]")
    assert ink_beyond_its_frame(drawn) == 0


def test_numbers_that_leave_no_room_for_bars_are_refused(workspace):
    with pytest.raises(DrawingError, match="no room"):
        Drawn(
            workspace,
            f"kind: bar, data: [[x, y], [{'Town' * 9}, 123456789012345.12345678901234567891], [City, 2]]",
        )


def test_columns_whose_numbers_have_no_room_have_an_axis(workspace):
    rows = ", ".join(f"[{year}, 12000000000{year}]" for year in range(2010, 2018))
    drawn = Drawn(workspace, f"kind: column, data: [[x, y], {rows}]")
    assert len(words(drawn.svg())) < 8 + 8
    assert ink_beyond_its_frame(drawn) == 0


@pytest.fixture
def drawn_times(monkeypatch):
    """Draw with an empty store; return the number of drawings that the engine has made."""
    calls = []
    plain = svg._draw
    monkeypatch.setattr(svg, "DRAWINGS", KeptDrawings())
    monkeypatch.setattr(svg, "_draw", lambda *given: calls.append(given) or plain(*given))
    return lambda: len(calls)


def test_the_same_drawing_is_made_once(workspace, drawn_times):
    first = Drawn(workspace, CHARTS["columns"])
    content = first.svg()
    count = drawn_times()
    assert (Drawn(workspace, CHARTS["columns"]).svg(), drawn_times()) == (content, count)


@pytest.mark.parametrize("change", ["data", "token", "font", "language", "version", "zone"])
def test_a_drawing_is_made_again_when_something_changes_that_it_depends_on(
    workspace, drawn_times, monkeypatch, change
):
    drawn = Drawn(workspace, CHARTS["columns"])
    drawn.svg()
    count = drawn_times()
    other = Drawn(workspace, CHARTS["columns"].replace("35", "34") if change == "data" else CHARTS["columns"])
    if change == "token":
        other.spec = other.specify({**other.tokens, "--brand": "#112233"})
    elif change == "font":
        (weight, content), *rest = other.drawer._fonts
        other.drawer._fonts = ((weight, content + b"\0"), *rest)
    elif change == "language":
        other.locale = find_locale("es")
    elif change == "version":
        monkeypatch.setattr(svg, "engine_version", lambda: "0.0")
    elif change == "zone":
        monkeypatch.setattr("time.tzname", ("TEST", "TEST"))
    other.svg()
    assert drawn_times() > count


def test_a_chart_without_its_engine_is_reported_with_the_command_that_installs_it(
    workspace, drawn_times, monkeypatch
):
    monkeypatch.setattr(svg, "engine_version", lambda: "")
    with pytest.raises(MachineError) as caught:
        Drawn(workspace, CHARTS["columns"]).svg()
    (finding,) = caught.value.findings
    assert finding.code == "BR901" and "-m pip install vl-convert-python" in finding.help


def test_an_engine_that_cannot_be_loaded_is_reported(workspace, drawn_times, monkeypatch):
    def fail(*_):
        raise ImportError("GLIBC_2.35 not found")

    monkeypatch.setattr(svg.engine, "convert", fail)
    with pytest.raises(MachineError, match=r"cannot be loaded: GLIBC_2\.35 not found"):
        Drawn(workspace, CHARTS["columns"]).svg()


@pytest.mark.parametrize("kind", CHARTS)
def test_the_drawings_of_all_kinds_are_plain_enough_to_be_kept(workspace, drawn_times, kind):
    Drawn(workspace, CHARTS[kind]).svg()
    assert len(svg.DRAWINGS.take_new()) == drawn_times() > 0
