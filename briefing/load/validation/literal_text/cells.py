"""Cells that are printed as they are: those of charts and of CSV files, and the names of columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from briefing.core.finding import Finding
from briefing.core.source_map import Key
from briefing.load.tabular_data import Cells
from briefing.load.validation.literal_text.checker import literals_of_name
from briefing.load.validation.literal_text.written import DraftWords
from briefing.model.base import Model
from briefing.model.blocks import Chart, Data, Table
from briefing.model.traversal import walk

ORDINARY = re.compile(r"(?!.*(?:[Xx]{2}|TODO|FIXME|orem ipsum|%[A-Z]))[\w\s.,:;()'’%/+–−-]*")
"""A cell that needs no closer look; files have up to 200,000 cells."""


def check_cells(brief: Model, gathered: Mapping[Key, Cells], words: DraftWords) -> Iterator[Finding]:
    """Yield a finding for each cell that would be printed as it was typed; cells of a table in the brief are texts."""
    for key, item in walk(brief):
        if isinstance(item, Table | Chart) and (cells := gathered.get((*key, "data"))) is not None:
            for row, column, cell in _printed_as_typed(item.data, is_chart=isinstance(item, Chart)):
                if not ORDINARY.fullmatch(cell):
                    for found in literals_of_name(cell, words):
                        where = cells.cell(row, column, cell)
                        yield Finding(found.code, found.what, where, found.help, found.severity)


def _printed_as_typed(data: Data, *, is_chart: bool) -> Iterator[tuple[int, int, str]]:
    """Yield cells with their rows and columns; row -1 is the header."""
    rows = data.rows if data.file or is_chart else ()
    for number, row in enumerate((data.header, *rows), start=-1):
        yield from ((number, column, cell) for column, cell in enumerate(row))
