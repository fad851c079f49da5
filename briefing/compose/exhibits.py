"""The exhibits of one edition: their names in the text, their drawings, and their attached data."""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial

from markupsafe import Markup

from briefing.compose.charts.missing_values import described
from briefing.compose.charts.plot import DrawingError, Setting
from briefing.compose.charts.svg import Drawer
from briefing.compose.charts.vega_lite import specify
from briefing.compose.html_text import Prose
from briefing.core.colour import plain_colour
from briefing.core.errors import ContentError
from briefing.core.finding import Finding
from briefing.core.source_map import Key
from briefing.files.css import tokens_of
from briefing.files.regions import read_regions
from briefing.files.workspace import Files
from briefing.markdown.scripts import with_script_characters
from briefing.model.content import Annex, Box, Chart, Data, Exhibit, OwnBlock, Passage, Section, Table
from briefing.stages import Attachment, Job, Medium
from briefing.text.locale_formats import find_locale

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n]")
"""The start of a cell that a spreadsheet evaluates, including full-width signs (OWASP: CSV injection)."""

NUMBER = re.compile(r"[+-]?[\d.,'’\s\u00a0\u202f]*\d\s?%?(?:[eE][+-]?\d+)?|[+-]")
"""A cell that starts like a formula but is a number, or a lone sign for a missing value."""


def names_of(sections: Sequence[Section]) -> dict[str, str | Passage]:
    """Return the text of references to each section and exhibit with an id: its title, or its label and number."""
    names: dict[str, str | Passage] = {}
    for section in sections:
        if section.id:
            names[section.id] = section.name if isinstance(section, Annex) else section.title
        for block in section.blocks:
            content = block.content
            if isinstance(content, Exhibit | Box | OwnBlock) and content.id and content.name:
                names[content.id] = content.name
    return names


class Gallery:
    """Draws the charts of one edition, and collects the data of exhibits as attachments."""

    def __init__(
        self,
        job: Job,
        stylesheets: Sequence[str],
        files: Files,
        prose: Prose,
        medium: Medium = Medium.PRINT,
    ) -> None:
        self._job, self._stylesheets, self._files = job, stylesheets, files
        self._prose, self._medium = prose, medium
        self._locale = find_locale(job.locale)
        self._attached: dict[str, Attachment] = {}
        self.files: dict[Key, str] = {}
        """The name of each exhibit's data file, by the exhibit's key in the brief."""

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The data of the tables attached and the charts drawn so far."""
        return tuple(self._attached.values())

    def attach_tables(self, sections: Sequence[Section]) -> None:
        """Attach the data of each table as `table-<number>.csv`."""
        for section in sections:
            for block in section.blocks:
                if isinstance(block.content, Table):
                    self._attach(block.content, f"table-{block.content.number}.csv")

    def _attach(self, exhibit: Table | Chart, name: str) -> None:
        description = f"{exhibit.name}: {self._prose.plain(exhibit.title)}"
        self.files[exhibit.key] = name
        content = _csv(exhibit.data, self._prose)
        self._attached[name] = Attachment(name, content, description, self._job.brief.date)

    def draw_chart(self, chart: Chart) -> Markup:
        """Return the drawing of a chart; its data is attached to the edition as `<label>-<number>.csv`.

        Raises ContentError for a chart that cannot be drawn.
        """
        name = file_name(chart)
        try:
            spec = specify(
                chart, self._setting_for(chart), partial(self._drawer.width_of, locale=self._locale)
            )
            alt = described(chart, self._setting, self._job.labels.marks)
            drawing = self._drawer.draw(spec, alt, name.removesuffix(".csv"), self._locale)
        except DrawingError as error:
            key = "vega_lite" if chart.kind is None else error.key
            where = self._job.source_map.key((*chart.key, key) if key else chart.key)
            what = f"the chart cannot be drawn: {error.what}"
            raise ContentError([Finding(error.code, what, where, error.help)]) from None
        if chart.is_attached:
            self._attach(chart, name)
        return drawing

    def _setting_for(self, chart: Chart) -> Setting:
        """Return the setting of a chart, with its regions if it is a map."""
        if chart.map is None:
            return self._setting
        folder = posixpath.dirname(self._job.source_map.file)
        content = self._files.read(posixpath.join(folder, chart.map.file))
        return replace(self._setting, regions=read_regions(content, chart.map.key))

    @cached_property
    def _setting(self) -> Setting:
        found = tokens_of(self._stylesheets, self._files)
        return Setting(
            {token: plain_colour(value) for token, value in found.items()},
            self._locale,
            self._prose.plain,
            self._drawer.ruler,
            self._job.labels.labels.get("no_data", "–"),
        )

    @cached_property
    def _drawer(self) -> Drawer:
        return Drawer(self._files, self._stylesheets, self._medium)


def file_name(chart: Chart) -> str:
    """Return the name of the file that a chart's data is attached as."""
    return f"figure-{chart.number}.csv"


def _csv(data: Data[Passage | str] | Data[str], prose: Prose) -> bytes:
    """Return the rows of an exhibit as CSV (RFC 4180), with plain texts that no spreadsheet evaluates."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(as_text, data.header))
    for row in data.rows:
        writer.writerow(as_text(prose.plain(cell) if isinstance(cell, Passage) else cell) for cell in row)
    return text.getvalue().encode()


def as_text(cell: str) -> str:
    """Return a cell as it is printed, with an apostrophe before it if a spreadsheet would evaluate it as a formula."""
    cell = with_script_characters(cell)
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell
