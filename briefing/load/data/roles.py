"""The columns that a table or chart shows, and the formats that it takes from their cells. The model is read later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.load.data.columns import ReadColumn, Role
from briefing.load.yaml.reader import Data

ROLES_BY_KIND = {"text": Role.TEXT, "number": Role.NUMBER}


def roles_of(exhibit: Mapping[str, Data], header: Sequence[str], *, is_table: bool) -> dict[str, Role]:
    """Return the columns of the data that an exhibit shows, each with its role."""
    if is_table:
        found = _of_table(exhibit.get("columns"), header)
    elif "vega_lite" in exhibit:
        named = repr(exhibit["vega_lite"])
        found = {
            name: Role.VALUE if index else Role.LABEL for index, name in enumerate(header) if name in named
        }
    else:
        found = _of_chart(exhibit, header)
    return {name: role for name, role in found.items() if name in header}


def _of_table(columns: Data, header: Sequence[str]) -> dict[str, Role]:
    if not isinstance(columns, list):
        return {name: Role.VALUE if index else Role.LABEL for index, name in enumerate(header)}
    roles = {}
    for index, column in enumerate(columns):
        entry = _entry(column)
        default = Role.VALUE if index else Role.LABEL
        roles[str(entry.get("column"))] = ROLES_BY_KIND.get(str(entry.get("kind")), default)
    return roles


def _of_chart(exhibit: Mapping[str, Data], header: Sequence[str]) -> dict[str, Role]:
    x = exhibit.get("x")
    label = x if isinstance(x, str) else (header[0] if header else "")
    series = exhibit.get("series")
    given = series if isinstance(series, list) else [series] if series else list(header)
    numbers = {str(_entry(one).get("column")): Role.NUMBER for one in given}
    return {**numbers, label: Role.LABEL}


def _entry(value: Data) -> Mapping[str, Data]:
    """Return an item that may be written as the name of a column alone."""
    return value if isinstance(value, dict) else {"column": value}


def formats_of(
    exhibit: Mapping[str, Data], header: Sequence[str], read: Mapping[int, ReadColumn], *, is_table: bool
) -> dict[str, Data]:
    """Return the keys of an exhibit that follow from its cells: units of columns, and codes that are texts."""
    if not is_table:
        units = units_of_series(exhibit, header, read)
        return {"unit": units.pop()} if len(units) == 1 and "" not in units else {}
    given = exhibit.get("columns", [*header])
    if not isinstance(given, list) or not any(column.unit or column.is_text for column in read.values()):
        return {}
    by_name = {header[index]: column for index, column in read.items()}
    return {"columns": [_with_format(entry, by_name) for entry in given]}


def units_of_series(
    exhibit: Mapping[str, Data], header: Sequence[str], read: Mapping[int, ReadColumn]
) -> set[str]:
    """Return the units of the series of a chart, "" for one without; none if the chart has a unit of its own."""
    if "unit" in exhibit or "vega_lite" in exhibit:
        return set()
    roles = _of_chart(exhibit, header)
    return {column.unit for index, column in read.items() if roles[header[index]] is Role.NUMBER}


def _with_format(given: Data, by_name: Mapping[str, ReadColumn]) -> Data:
    entry = dict(_entry(given))
    column = by_name.get(str(entry.get("column")))
    if column is None:
        return given
    if column.unit and column.unit not in f"{entry.get('name', entry['column'])}":
        entry.setdefault("unit", column.unit)
    if column.is_text:
        entry.setdefault("kind", "text")
    return entry if len(entry) > 1 else given
