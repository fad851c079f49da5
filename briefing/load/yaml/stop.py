"""The place where YAML's parser stopped, with what it was reading."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from briefing.core.finding import Finding
from briefing.core.source_map import SourceMap
from briefing.load.yaml.lines import Line, Lines


@dataclass(frozen=True)
class Stop:
    """An error of YAML's parser: its message and its places in the text, as offsets."""

    problem: str
    context: str
    offset: int
    opened: int
    """The start of what could not be read to its end; the offset of the error itself if the parser names none."""
    lines: Lines
    quoted: tuple[int, int] | None = None
    """The extent of the last text in quotes that was read before."""

    @property
    def source_map(self) -> SourceMap:
        """The text, for places in it."""
        return self.lines.source_map

    @property
    def line(self) -> Line:
        """The line of the error."""
        return self.lines.at(self.offset)

    @property
    def has_second_colon(self) -> bool:
        """True if a colon follows a text that already belongs to a key or an item."""
        return self.problem.startswith("mapping values are not allowed")

    @property
    def lacks_colon(self) -> bool:
        """True if a line that must be a key has no colon; `opened` is its start."""
        return "could not find expected ':'" in self.problem

    @property
    def suspects(self) -> list[Line]:
        """The lines that may lack the sign that makes them a key or an item, the nearest first."""
        if self.lacks_colon:
            return [self.lines.at(self.opened)]
        if not self.has_second_colon:
            return []
        here = self.line
        above = [line for line, _ in zip(self.lines.above(here), range(MAX_LINES_ABOVE), strict=False)]
        return [line for line in above if not line.is_blank]


MAX_LINES_ABOVE = 5
"""The number of lines that are searched for the start of a text that YAML continued."""


def stop_at(error: yaml.MarkedYAMLError, source_map: SourceMap, quoted: tuple[int, int] | None) -> Stop:
    """Return the place where YAML's parser stopped."""
    end = len(source_map.source)
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index, end) if mark else 0
    opened = min(error.context_mark.index, end) if error.context_mark else offset
    return Stop(error.problem or "", error.context or "", offset, opened, Lines(source_map), quoted)


def at_line(code: str, what: str, stop: Stop, line: Line, help: str) -> Finding:
    """Return a finding about a whole line."""
    return Finding(code, what, stop.lines.place_of(line), help)
