"""Grid that are printed as they are: those of charts and of CSV files, and the names of columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from briefing.core.finding import Finding
from briefing.core.source_map import Key
from briefing.load.data.grid import Grid
from briefing.load.validation.literal_text.checker import PASSAGE, literals_of_name
from briefing.load.validation.literal_text.kinds import Kind, Literal
from briefing.load.validation.literal_text.written import DraftWords, Written
from briefing.markdown.grammar import FACT
from briefing.model.blocks import Chart, Data, Table
from briefing.model.brief import Brief

ORDINARY = re.compile(r"(?!.*(?:[Xx]{2}|TODO|FIXME|orem ipsum|%[A-Z]))[\w\s.,:;()'’%/+–−-]*")
"""A cell that needs no closer look; files have up to 200,000 cells."""


CITATION = Kind(
    "BR312",
    "[@",
    re.compile(r"\[@[^\W_][^\[\]\n]*\]"),
    "the citation `{}` would be printed as it is: this value is not a text",
    "cite the source in a text, or name it in `source`; a column has a text as its `name`, under `columns`",
)
"""The name of a column is no text, and neither are the cells of charts and files."""

LOST = Kind(
    "BR121",
    "\ufffd",
    re.compile("\ufffd+"),
    "a character was lost here: the file was once read in the wrong encoding",
    "type the right character, and save the file as UTF-8",
)
"""The replacement character of Unicode in a file; in a brief it is found when YAML is read."""


def check_cells(brief: Brief, gathered: Mapping[Key, Grid], words: DraftWords) -> Iterator[Finding]:
    """Yield a finding for each cell that would be printed as it was typed; cells of a table in the brief are texts."""
    for section_number, section in enumerate(brief.sections):
        for index, block in enumerate(section.blocks):
            exhibit = block.content
            cells = gathered.get(("sections", section_number, "blocks", index, block.kind, "data"))
            if isinstance(exhibit, Table | Chart) and cells is not None:
                yield from _of_exhibit(exhibit, cells, brief.facts, words)


def _of_exhibit(
    exhibit: Table | Chart, cells: Grid, facts: Collection[str], words: DraftWords
) -> Iterator[Finding]:
    shown = {*_shown_columns(exhibit)} - cells.unread
    checked = {index for index, name in enumerate(exhibit.data.header) if name in shown}
    is_chart = isinstance(exhibit, Chart)
    for row, column, cell in _printed_as_typed(exhibit.data, is_chart=is_chart):
        if column in checked and not ORDINARY.fullmatch(cell):
            literals = literals_of_name(cell, words, has_scripts=True)
            written = Written(cell, cell, is_name=True)
            lost = LOST.find(written) if exhibit.data.file else ()
            for found in (*lost, *CITATION.find(written), *_facts_in(cell, facts), *literals):
                help = (
                    _help_for_language(cell, is_column=row < 0 and not is_chart)
                    if found.code == "BR311"
                    else ""
                )
                yield cells.finding(found.code, found.what, (row, column), help or found.help, found.severity)


def _help_for_language(cell: str, *, is_column: bool) -> str:
    """Return how to type a cell that is a passage in another language: only the `name` of a column is a text."""
    passage = PASSAGE.fullmatch(cell.strip())
    if passage is None:
        return ""
    words = passage["words"]
    if not is_column:
        return f"write {words}: charts and files have no passages in other languages"
    return f'write {words}, and under `columns` {{column: {words}, name: "{passage.group()}"}}'


def _shown_columns(exhibit: Table | Chart) -> Iterator[str]:
    """Yield the columns that an exhibit shows; its data may have others."""
    if not exhibit.data.header:
        return
    if isinstance(exhibit, Table):
        yield from (column.column for column in exhibit.shown_columns)
    elif exhibit.vega_lite is None:
        yield from (exhibit.x_column, *(series.column for series in exhibit.drawn_series))
    else:
        named = repr(exhibit.vega_lite)
        yield from (name for name in exhibit.data.header if name in named)


def _facts_in(cell: str, facts: Collection[str]) -> Iterator[Literal]:
    """Yield each known fact in braces: other words in braces are text."""
    for match in FACT.finditer(cell):
        if match[1] in facts:
            what = f"`{match.group()}` would be printed as it is: this value is not a text"
            yield Literal("BR312", match.start(), match.end(), what, "write the value of the fact")


def _printed_as_typed(data: Data, *, is_chart: bool) -> Iterator[tuple[int, int, str]]:
    """Yield cells with their rows and columns; row -1 is the header."""
    rows = data.rows if data.file or is_chart else ()
    for number, row in enumerate((data.header, *rows), start=-1):
        yield from ((number, column, cell) for column, cell in enumerate(row))
