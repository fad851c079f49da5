"""Checks of exhibits: columns exist, numbers are numbers, totals add up, bars start at zero."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from briefing.core.finding import Finding, Span, suggest
from briefing.core.numbers import decimals_of, exactly, is_missing, read_amount
from briefing.core.plurals import counted
from briefing.core.source_map import Key, SourceMap
from briefing.load.data.grid import Grid
from briefing.load.validation.chart_totals import find_total
from briefing.load.validation.pictures import check_picture
from briefing.model.blocks import CellKind, Chart, Column, Data, Exhibit, Figure, Sort, Table
from briefing.model.brief import Brief
from briefing.model.chart_kinds import ChartKind

PERCENT = "%"

MAX_PANELS = 12
"""The largest number of series in small multiples, one panel for each."""

MAX_DIGITS, MAX_DECIMALS = 15, 20
"""The digits before and after the decimal point of a number in a chart: more do not fit next to a bar."""


def check_exhibits(
    brief: Brief,
    source_map: SourceMap,
    gathered: Mapping[Key, Grid],
    files: Collection[str],
    totals: Callable[[], Collection[str]],
) -> list[Finding]:
    """Return the findings about the exhibits of a brief.

    `files` are those next to it; `totals` returns the names of totals in its language.
    """
    findings: list[Finding] = []
    for way, section in brief.sectioned():
        for index, block in enumerate(section.blocks):
            key: Key = (*way, "blocks", index, block.kind)
            match block.content:
                case Figure() as figure:
                    findings += check_picture(figure.file, source_map, (*key, "file"), files)
                    if figure.large_print:
                        findings += check_picture(
                            figure.large_print, source_map, (*key, "large_print"), files
                        )
                case (Table() | Chart()) as exhibit if (*key, "data") in gathered:
                    findings += _of_data(exhibit, source_map, key, gathered[(*key, "data")], totals)
    return findings


def _of_data(
    exhibit: Table | Chart,
    source_map: SourceMap,
    key: Key,
    cells: Grid,
    totals: Callable[[], Collection[str]],
) -> list[Finding]:
    gaps = _gaps_in(key, source_map)
    if gaps & WHERE_DATA_IS:
        return []
    if isinstance(exhibit, Chart):
        return _Charted(exhibit, source_map, key, cells, totals).findings(is_shape_known=not gaps)
    return _Tabulated(exhibit, source_map, key, cells).findings()


def _gaps_in(key: Key, source_map: SourceMap) -> set[str | int]:
    """Return the keys of an exhibit, except its texts, whose values could not be read."""
    inside = {
        gap[len(key)] if len(gap) > len(key) else "data" for gap in source_map.gaps if gap[: len(key)] == key
    }
    return inside - set(Exhibit.model_fields) - {"not"}


WHERE_DATA_IS = {"data", "columns", "total", "x", "series"}
"""The keys of an exhibit that select its cells."""


class _Rules:
    """The checks that tables and charts share: known columns, and cells that are numbers."""

    def __init__(self, data: Data, source_map: SourceMap, key: Key, cells: Grid) -> None:
        self.data, self.source_map, self.key, self.cells = data, source_map, key, cells

    def _unknown(self, column: str, *way: str | int) -> Iterator[Finding]:
        if self.data.header and column not in self.data.header:
            help = suggest(column, self.data.header, noun="columns")
            yield Finding(
                "BR217", f"the data has no column '{column}'", self.source_map.value((*self.key, *way)), help
            )

    def _not_numbers(self, column: str) -> Iterator[Finding]:
        if column in self.cells.unread:
            return
        index = self.data.header.index(column)
        cells = enumerate(self.data.column(column))
        wrong = [(row, cell) for row, cell in cells if read_amount(cell) is None and not is_missing(cell)]
        if wrong:
            row, cell = wrong[0]
            more = f", as in {len(wrong) - 1} more of its cells" if len(wrong) > 1 else ""
            what = f"'{cell}' in the column '{column}' is not a number{more}"
            help = f'write a number; if there is no value, leave it empty, or add `missing: ["{cell}"]` below `data`'
            yield self.cells.finding("BR217", what, (row, index), help)


class _Tabulated(_Rules):
    """The checks of one table."""

    def __init__(self, table: Table, source_map: SourceMap, key: Key, cells: Grid) -> None:
        super().__init__(table.data, source_map, key, cells)
        self.table = table

    def findings(self) -> list[Finding]:
        """Return the findings about the table."""
        unknown = [
            finding
            for index, column in enumerate(self.table.columns)
            for finding in self._unknown(column.column, "columns", index)
        ]
        if not self.cells.is_whole:
            return unknown
        numbers = [one.column for one in self.table.shown_columns if one.kind is CellKind.NUMBER]
        wrong = {name: list(self._not_numbers(name)) for name in numbers if name in self.data.header}
        cells = [finding for findings in wrong.values() for finding in findings]
        unreadable = {*self.cells.unread, *(name for name, found in wrong.items() if found)}
        total = () if unknown else self._total({*self.data.header} - unreadable)
        return [*unknown, *self._decimals(), *cells, *total]

    def _decimals(self) -> Iterator[Finding]:
        for index, column in enumerate(self.table.columns):
            if (column.decimals or 0) > MAX_DECIMALS:
                what = f"{column.decimals} decimals; the limit is {MAX_DECIMALS}"
                where = self.source_map.value((*self.key, "columns", index, "decimals"))
                yield Finding("BR207", what, where, f"write a number from 0 to {MAX_DECIMALS}")

    def _total(self, readable: Collection[str]) -> Iterator[Finding]:
        """Check that the total has a cell for each column, and is the sum of each column that can be read."""
        total, columns = self.table.total, self.table.shown_columns
        if not total:
            return
        if len(total) != len(columns):
            what = f"the total has {counted(len(total), 'cell')}, but the table has {counted(len(columns), 'column')}"
            help = "give the total one cell per column; an empty cell is ''"
            yield Finding("BR217", what, self.source_map.value((*self.key, "total")), help)
            return
        for index, (column, cell) in enumerate(zip(columns, total, strict=True)):
            if column.column in readable:
                yield from self._sum(column, cell, index)

    def _sum(self, column: Column, cell: str, index: int) -> Iterator[Finding]:
        declared = read_amount(cell)
        amounts = [
            amount for one in self.data.column(column.column) if (amount := read_amount(one)) is not None
        ]
        if declared is None or not amounts:
            return
        with exactly(declared, *amounts):
            found = sum(amounts, Decimal(0))
            slack = _rounding(amounts) if column.rounded else Decimal(0)
            is_wrong = abs(found - declared) > slack
        if is_wrong:
            where = self.source_map.value((*self.key, "total", index))
            help = f"write {found}, or correct the column"
            if not column.rounded:
                help += "; if its cells are rounded, add `rounded: true` to the column"
            yield Finding(
                "BR218", f"the column '{column.column}' adds up to {found}, not {cell}", where, help
            )


def _rounding(amounts: Sequence[Decimal]) -> Decimal:
    """Return the tolerance of a sum of rounded numbers: half a unit of the last place for each, and for the sum."""
    decimals = max(decimals_of(amount) for amount in amounts)
    return Decimal(5).scaleb(-decimals - 1) * (len(amounts) + 1)


class _Charted(_Rules):
    """The checks of one chart."""

    def __init__(
        self,
        chart: Chart,
        source_map: SourceMap,
        key: Key,
        cells: Grid,
        totals: Callable[[], Collection[str]],
    ) -> None:
        super().__init__(chart.data, source_map, key, cells)
        self.chart, self.totals = chart, totals

    def findings(self, *, is_shape_known: bool = True) -> list[Finding]:
        """Return the findings about the chart. If its shape is not known, only the data is checked."""
        if self.chart.vega_lite is not None:
            key = (*self.key, "vega_lite")
            found = [
                *self._specification(self.chart.vega_lite, key),
                *self._fields(self.chart.vega_lite, key),
                *self._without_kind(),
            ]
            return [*found, *self._too_long(self.data.header)]
        if not self.data.header:
            return []
        unknown = [*self._unknown(self.chart.x_column, "x")]
        is_x_known = not unknown
        for index, series in enumerate(self.chart.drawn_series):
            unknown += self._unknown(series.column, "series", index)
        if not self.cells.is_whole:
            return unknown
        kind = self.chart.kind
        # If `x` is unknown, a column that `series` does not list may be the one that it should name.
        drawn = self.chart.drawn_series if is_x_known else self.chart.series
        columns = [one.column for one in drawn if one.column in self.data.header]
        numbers = [finding for column in columns for finding in self._not_numbers(column)]
        numbers += self._too_long([*([self.chart.x_column] if is_x_known else ()), *columns])
        if not is_shape_known or kind is None:
            return [*unknown, *numbers]
        annotations = [*self._annotations(kind), *self._highlight(kind)] if is_x_known else []
        if unknown or numbers or {self.chart.x_column, *columns} & self.cells.unread:
            return [*unknown, *numbers, *self._axis(kind), *annotations]
        total = () if kind.traits.is_continuous else find_total(self.chart, self.cells, self.totals)
        return [*self._series(kind), *self._axis(kind, self._amounts()), *annotations, *total]

    def _too_long(self, columns: Iterable[str]) -> Iterator[Finding]:
        """Return a finding for each number that is too long for a chart: in cells, on the axis and in annotations."""
        for column in dict.fromkeys(columns):
            index = self.data.header.index(column)
            for row, cell in enumerate(self.data.column(column)):
                for what, help in _not_drawn(read_amount(cell)):
                    yield self.cells.finding("BR219", what, (row, index), help)
        axis = self.chart.axis
        others: list[tuple[Decimal | None, Key]] = [(axis.from_, ("axis", "from")), (axis.to, ("axis", "to"))]
        for index, annotation in enumerate(self.chart.annotations):
            others.append((annotation.value, ("annotations", index, "value")))
        for amount, way in others:
            for what, help in _not_drawn(amount):
                yield Finding("BR219", what, self.source_map.value((*self.key, *way)), help)

    def _series(self, kind: ChartKind) -> Iterator[Finding]:
        series = self.chart.drawn_series
        where = self.source_map.value((*self.key, "series" if self.chart.series else "data"))
        if not series:
            yield Finding(
                "BR219",
                "the chart has nothing to draw",
                where,
                "add a second column, with numbers, to the data",
            )
        limit = MAX_PANELS if self.chart.facet else kind.traits.max_series
        if len(series) > limit:
            what = f"the chart has {len(series)} series; the limit is {limit}"
            help = "select some with `series: […]`, or use a table or several charts"
            if kind.traits.has_panels and len(series) <= MAX_PANELS:
                help += ", or `facet: true`"
            yield Finding("BR221", what, where, help)
        elif 0 < len(series) < kind.traits.min_series:
            what = f"the chart has one series; a chart of kind '{kind}' needs {kind.traits.min_series}"
            yield Finding("BR219", what, where, "add a column of values, or use another kind")
        for one in series:
            if all(read_amount(cell) is None for cell in self.data.column(one.column)):
                yield Finding(
                    "BR219",
                    f"the series '{one.column}' has no values",
                    where,
                    "fill in the column, or remove the series",
                )
        yield from self._categories(kind, where)

    def _categories(self, kind: ChartKind, where: Span) -> Iterator[Finding]:
        traits = kind.traits
        cells = self.data.column(self.chart.x_column)
        if traits.max_categories is not None and len(cells) > traits.max_categories:
            what = f"the chart has {len(cells)} categories; the limit for a page is {traits.max_categories}"
            yield Finding("BR221", what, where, "keep the categories that matter, or use `kind: line`")
        if len(cells) < 2 and traits.is_continuous:
            yield Finding(
                "BR219", "a line needs at least two points", where, "add a point, or use `kind: dot`"
            )
        if traits.is_whole or (
            traits.is_stacked and len(self.chart.drawn_series) > 1 and not self.chart.facet
        ):
            yield from self._parts_of_a_whole(where)
        if traits.has_ends and len(self.chart.drawn_series) in (2, 3):
            yield from self._ranges()
        if traits.is_whole:
            yield from self._whole(where)
        index = self.data.header.index(self.chart.x_column)
        for row, cell in enumerate(cells):
            if not cell or cell in cells[:row]:
                what = (
                    f"'{cell}' is twice in the column '{self.chart.x_column}'"
                    if cell
                    else f"a row has no name in the column '{self.chart.x_column}'"
                )
                help = "give each row a different name: each category or point in time is drawn once"
                yield self.cells.finding("BR219", what, (row, index), help)

    def _parts_of_a_whole(self, where: Span) -> Iterator[Finding]:
        """Check that each stack or whole is a sum of parts: no value is missing or below zero."""
        for one in self.chart.drawn_series:
            for row, cell in enumerate(self.data.column(one.column)):
                if read_amount(cell) is None:
                    index = self.data.header.index(one.column)
                    what = f"a value of '{one.column}' is missing: the sum would be too low"
                    help = "write 0 if the value is zero; otherwise use `kind: column` or `line`"
                    yield self.cells.finding("BR219", what, (row, index), help)
        if any(amount < 0 for amount in self._amounts()):
            help = "use `kind: column` or `line`, which draw each value separately"
            yield Finding("BR219", "values below zero cannot be parts of a sum", where, help)

    def _whole(self, where: Span) -> Iterator[Finding]:
        """Check that the parts of a whole are not all zero and, if they are percentages, add up to 100."""
        amounts = self._amounts()
        with exactly(*amounts):
            total = sum(amounts, Decimal(0))
            is_wrong = abs(total - 100) > (_rounding(amounts) if amounts else 0)
        if amounts and not any(amounts):
            yield Finding("BR219", "the parts of the whole are all zero", where, "use a table")
        elif self.chart.unit == PERCENT and is_wrong:
            help = "add the missing part, or correct the values; counts need another `unit`"
            yield Finding("BR219", f"the parts of the whole add up to {total} %, not 100 %", where, help)

    def _ranges(self) -> Iterator[Finding]:
        """Check that each range goes upwards, and that its point is in it."""
        columns = [self.data.column(series.column) for series in self.chart.drawn_series]
        for row, cells in enumerate(zip(*columns, strict=True)):
            low, high, *point = map(read_amount, cells)
            name = self.data.column(self.chart.x_column)[row]
            at = row, self.data.header.index(self.chart.drawn_series[0].column)
            if low is None or high is None:
                continue
            if low > high:
                help = "swap the two values, or name the column of the low values first under `series`"
                yield self.cells.finding("BR219", f"the range of '{name}' does not go upwards", at, help)
            elif point and point[0] is not None and not low <= point[0] <= high:
                what = f"the point of '{name}' is outside its range"
                yield self.cells.finding("BR219", what, at, "correct one of the three values")

    def _amounts(self) -> list[Decimal]:
        columns = [self.data.column(series.column) for series in self.chart.drawn_series]
        return [amount for column in columns for cell in column if (amount := read_amount(cell)) is not None]

    def _axis(self, kind: ChartKind, amounts: Sequence[Decimal] = ()) -> Iterator[Finding]:
        """Check that the axis goes upwards, starts at zero if lengths are compared, and covers the amounts."""
        axis = self.chart.axis
        if axis.from_ is not None and axis.to is not None and axis.from_ >= axis.to:
            yield self._on_axis("BR219", "the axis does not go upwards", "make `to` greater than `from`")
        elif kind.traits.starts_at_zero and axis.from_ is not None and axis.from_ > 0:
            what = (
                f"the axis starts at {axis.from_}: in a chart of kind '{kind}', this makes lengths misleading"
            )
            yield self._on_axis("BR220", what, "start the axis at 0, or use `kind: dot` or `line`")
        elif amounts and (_is_under(axis.to, max(amounts)) or _is_under(min(amounts), axis.from_)):
            yield self._on_axis(
                "BR219", "the axis is too short for the values", "extend the axis, or remove it"
            )

    def _on_axis(self, code: str, what: str, help: str) -> Finding:
        return Finding(code, what, self.source_map.value((*self.key, "axis")), help)

    def _annotations(self, kind: ChartKind) -> Iterator[Finding]:
        source_map = self.data.column(self.chart.x_column)
        yield from self._without_axes(kind)
        for index, annotation in enumerate(self.chart.annotations):
            if annotation.at is not None and kind.traits.is_horizontal:
                where = self.source_map.value((*self.key, "annotations", index, "at"))
                what = f"in a chart of kind '{kind}', annotations need a `value`, not `at`"
                yield Finding("BR219", what, where, "write `value: …`, or move the text to the note")
            elif annotation.at is not None and annotation.at not in source_map:
                where = self.source_map.value((*self.key, "annotations", index, "at"))
                what = (
                    f"unknown position '{annotation.at}': the column '{self.chart.x_column}' does not have it"
                )
                yield Finding("BR219", what, where, suggest(annotation.at, source_map, noun="values"))

    def _without_axes(self, kind: ChartKind) -> Iterator[Finding]:
        """Return a finding for each key that a kind of chart does not draw."""
        axis, has_axes = self.chart.axis, kind.traits.has_axes
        is_ignored = [
            ("axis", not has_axes and (axis.from_ is not None or axis.to is not None)),
            ("annotations", not has_axes and bool(self.chart.annotations)),
            ("facet", not kind.traits.has_panels and self.chart.facet),
        ]
        for name, is_given in is_ignored:
            if is_given:
                what = f"`{name}` has no effect on a chart of kind '{kind}'"
                where = self.source_map.key((*self.key, name))
                yield Finding("BR219", what, where, f"remove `{name}`, or use another kind")

    def _highlight(self, kind: ChartKind) -> Iterator[Finding]:
        """Check that the highlight is a series or a category, and that the categories may be sorted."""
        highlight, columns = self.chart.highlight, [series.column for series in self.chart.drawn_series]
        if highlight is not None:
            is_of_series = len(columns) > 1 and not kind.traits.is_joined
            names = columns if is_of_series else self.data.column(self.chart.x_column)
            thing = "series" if is_of_series else "category"
            where = self.source_map.value((*self.key, "highlight"))
            if kind.traits.is_continuous and not is_of_series:
                help = "remove `highlight`, or draw more series"
                yield Finding(
                    "BR219", f"a chart of kind '{kind}' with one series has no highlight", where, help
                )
            elif highlight not in names:
                help = suggest(highlight, names, noun="names")
                yield Finding("BR219", f"the chart has no {thing} '{highlight}' to highlight", where, help)
        if not kind.traits.is_sortable and self.chart.sort is not Sort.GIVEN:
            where = self.source_map.value((*self.key, "sort"))
            what = f"a chart of kind '{kind}' cannot be sorted by its values"
            yield Finding("BR219", what, where, "remove `sort`, or use `kind: bar`")

    def _without_kind(self) -> Iterator[Finding]:
        """Return a finding for each key that a specification in Vega-Lite replaces."""
        chart = self.chart
        given = [
            ("highlight", chart.highlight is not None),
            ("sort", chart.sort is not Sort.GIVEN),
            ("facet", chart.facet),
        ]
        for name, is_given in given:
            if is_given:
                what = f"`{name}` has no effect on a chart in `vega_lite`"
                where = self.source_map.key((*self.key, name))
                yield Finding("BR209", what, where, f"remove `{name}`, and write it in the specification")

    def _fields(self, spec: Mapping[str, object], key: Key) -> Iterator[Finding]:
        """Check the columns that a specification names, unless it computes columns of its own."""
        nodes = list(_walk_tree(spec, key)) if self.data.header else []
        if any(way[-1] in ("transform", "timeUnit", "repeat") for way, _ in nodes):
            return
        for way, value in nodes:
            if way[-1] == "field" and isinstance(value, str) and value not in self.data.header:
                help = suggest(value, self.data.header, noun="columns")
                yield Finding("BR217", f"the data has no column '{value}'", self.source_map.value(way), help)

    def _specification(self, spec: object, key: Key) -> Iterator[Finding]:
        """Check that a Vega-Lite specification has no data of its own, loads nothing, and does not cut off bars."""
        if isinstance(spec, Mapping):
            for name in ("data", "datasets", "url", "href"):
                if name in spec:
                    help = f"remove `{name}`, and write the rows under the chart's own `data:`"
                    where = self.source_map.key((*key, name))
                    yield Finding("BR219", f"`{name}` is not allowed in a specification", where, help)
            if _cuts_bars(spec):
                where = self.source_map.value(key)
                yield Finding(
                    "BR220", "the bars of the chart do not start at zero", where, "start the scale at 0"
                )
        for place, value in _items(spec):
            yield from self._specification(value, (*key, place))


def _not_drawn(amount: Decimal | None) -> Iterator[tuple[str, str]]:
    """Return the message and help for a number that cannot be drawn."""
    if amount is None:
        return
    digits, decimals = amount.adjusted() + 1, decimals_of(amount)
    if digits > MAX_DIGITS:
        what = f"a number with {digits} digits; the limit for a chart is {MAX_DIGITS}"
        yield what, "use a larger unit, such as millions, and name it in `unit`"
    elif decimals > MAX_DECIMALS:
        what = f"a number with {decimals} decimals; the limit for a chart is {MAX_DECIMALS}"
        yield what, "round it, or use a smaller unit and name it in `unit`"


def _items(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, list | tuple) else ()


def _walk_tree(value: object, key: Key) -> Iterator[tuple[Key, object]]:
    yield key, value
    for name, item in _items(value):
        yield from _walk_tree(item, (*key, name))


def _is_under(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and one < other


def _cuts_bars(spec: Mapping[str, object]) -> bool:
    """Return True if a unit of Vega-Lite draws bars or areas on a scale that does not start at zero."""
    mark = spec.get("mark")
    kind = mark.get("type") if isinstance(mark, Mapping) else mark
    encoding = spec.get("encoding")
    if kind not in ("bar", "area") or not isinstance(encoding, Mapping):
        return False
    channels = [encoding[name] for name in ("x", "y") if isinstance(encoding.get(name), Mapping)]
    scales = [channel["scale"] for channel in channels if isinstance(channel.get("scale"), Mapping)]
    return any(_leaves_out_zero(scale) for scale in scales)


def _leaves_out_zero(scale: Mapping[str, object]) -> bool:
    domain = scale.get("domain")
    start = read_amount(str(domain[0])) if isinstance(domain, list | tuple) and domain else None
    return scale.get("zero") == "false" or (start is not None and start > 0)
