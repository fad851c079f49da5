"""Totals among the categories of a chart: a row that is the sum of all others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal

from briefing.core.finding import Finding, Severity
from briefing.core.numbers import exactly, read_amount
from briefing.load.data.grid import Grid
from briefing.model.blocks import Chart

LEAST_ROWS = 3


def find_total(chart: Chart, cells: Grid, totals: Callable[[], Collection[str]]) -> Iterator[Finding]:
    """Yield a warning if the last category has the name of a total, and is the sum of the others in every series.

    `totals` returns the names; it is called only if a row is such a sum.
    """
    names = chart.data.column(chart.x_column)
    columns = [chart.data.column(series.column) for series in chart.drawn_series]
    if len(names) < LEAST_ROWS or not columns or not all(map(_is_last_the_sum, columns)):
        return
    if names[-1].casefold().strip(" :") in totals():
        what = f"'{names[-1]}' is the sum of the other rows, and would be drawn like one of them"
        help = "delete the row from the data of the chart, and give the total in the text"
        at = len(names) - 1, chart.data.header.index(chart.x_column)
        yield cells.finding("BR148", what, at, help, Severity.WARNING)


def _is_last_the_sum(cells: tuple[str, ...]) -> bool:
    amounts = [amount for cell in cells if (amount := read_amount(cell)) is not None]
    if len(amounts) < LEAST_ROWS or read_amount(cells[-1]) is None:
        return False
    with exactly(*amounts):
        return sum(amounts[:-1], Decimal(0)) == amounts[-1]
