"""The specification of each chart kind in Vega-Lite, one module per kind. Their traits are in `model/chart_kinds`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefing.compose.charts.channels import Layers
from briefing.compose.charts.kinds.area import specify_area
from briefing.compose.charts.kinds.bar import specify_bar
from briefing.compose.charts.kinds.column import specify_column
from briefing.compose.charts.kinds.dot import specify_dot
from briefing.compose.charts.kinds.line import specify_line
from briefing.compose.charts.kinds.map import specify_map
from briefing.compose.charts.kinds.range import specify_range
from briefing.compose.charts.kinds.slope import specify_slope
from briefing.compose.charts.kinds.stacked import specify_stacked
from briefing.compose.charts.kinds.waffle import specify_waffle
from briefing.compose.charts.plot import Plot
from briefing.model.chart_kinds import ChartKind

SPECIFICATIONS: Mapping[ChartKind, Callable[[Plot], Layers]] = {
    ChartKind.BAR: specify_bar,
    ChartKind.COLUMN: specify_column,
    ChartKind.STACKED: specify_stacked,
    ChartKind.LINE: specify_line,
    ChartKind.AREA: specify_area,
    ChartKind.DOT: specify_dot,
    ChartKind.RANGE: specify_range,
    ChartKind.SLOPE: specify_slope,
    ChartKind.WAFFLE: specify_waffle,
    ChartKind.MAP: specify_map,
}
