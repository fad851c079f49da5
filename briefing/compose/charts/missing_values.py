"""The missing values of a chart, in its alternative text: the gaps that others see."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.compose.charts.plot import PAGE_WIDTH, Plot, Setting
from briefing.compose.sentence_capital import capitalize_first
from briefing.model.content import Chart
from briefing.model.labels import Marks

MOST_NAMED = 12
"""The most missing values of a series that are named."""


def described(chart: Chart, setting: Setting, marks: Marks) -> str:
    """Return the alternative text of a chart, with the values that are missing."""
    alt = setting.plain(chart.alt)
    gaps = [] if chart.kind is None else list(_gaps_of(chart, setting, marks))
    if not gaps:
        return alt
    end = "" if alt.rstrip().endswith((".", "!", "?", "…", "؟")) else "."
    return f"{alt}{end} {capitalize_first(setting.no_data)}{marks.colon}{marks.semicolon.join(gaps)}."


def _gaps_of(chart: Chart, setting: Setting, marks: Marks) -> Iterator[str]:
    """Yield, for each series with gaps, where they are; with the name of the series if there are several."""
    plot = Plot(chart, setting, PAGE_WIDTH)
    for number, name in enumerate(plot.names):
        gaps = [plot.shown_name(x) for x, series in plot.missing if series == number]
        if not gaps:
            continue
        named = marks.comma.join(gaps[:MOST_NAMED]) + (" …" if len(gaps) > MOST_NAMED else "")
        yield named if plot.is_single else f"{name} ({named})"
