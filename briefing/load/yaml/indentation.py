"""Lines that are indented too far, or not far enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.core.finding import Finding
from briefing.load.yaml.key_names import key_names
from briefing.load.yaml.lines import Line, spaces, written
from briefing.load.yaml.stop import Stop, at_line
from briefing.model.brief import Brief

INDENT = 2
"""The usual number of spaces of one level."""


def find_tab(stop: Stop) -> Finding | None:
    """Explain a tab where YAML needs spaces."""
    line, column = stop.line, stop.offset - stop.line.start
    indent = line.text[: len(line.text) - len(line.text.lstrip())]
    at = indent.find("\t")
    if at < 0 and line.text[column : column + 1] == "\t":
        at = column
    if at < 0:
        return None
    place = stop.lines.place(line, at)
    if at < len(indent):
        return Finding("BR105", "tab in the indentation: YAML allows only spaces", place, "use two spaces")
    return Finding("BR105", "tab where YAML needs a space", place, "replace the tab with a space")


def find_first_line_indented(stop: Stop) -> Finding | None:
    """Explain a first line that is indented further: YAML ends the text at the first line with less indentation."""
    here = stop.line
    first: Line | None = None
    for line in stop.lines.above(here):
        if line.text.strip() and line.indent <= here.indent:
            if first is None or not line.starts_block_text or line.indent >= here.indent:
                return None
            what = "the first line of this text is indented further than the rest, so YAML ends the text after it"
            extra = first.indent - here.indent
            return at_line(
                "BR115", what, stop, first, f"delete {spaces(extra)} before it, so that all lines start alike"
            )
        first = line if line.text.strip() else first
    return None


def find_end_of_file(stop: Stop) -> Finding | None:
    """Explain text below `...`, which ends a YAML file, and a first key that is indented."""
    if not stop.problem.startswith("expected '<document start>'"):
        return None
    for line in stop.lines.above(stop.line):
        if line.text.rstrip() == "...":
            what = "`...` ends the content of a YAML file, so nothing below it is read"
            return at_line("BR113", what, stop, line, "remove the line `...`")
    first = stop.lines.first()
    if first is None or not first.indent:
        return None
    what = f"'{first.key or first.content}' is indented, but the keys below it are not"
    return at_line("BR115", what, stop, first, f"delete {spaces(first.indent)} at the start of the line")


def find_list_around_file(stop: Stop) -> Finding | None:
    """Explain a dash before the first key of the file."""
    first = stop.lines.first()
    if not _ends_block(stop) or stop.line.indent or stop.line.has_dash or first is None or not first.key:
        return None
    if first.indent or not first.has_dash:
        return None
    what = f"the dash before '{first.key}' starts a list, and the keys below it are not in this list"
    return at_line("BR115", what, stop, first, written(first.text[first.column :].rstrip()))


def find_comment_in_text(stop: Stop) -> Finding | None:
    """Explain a comment between the lines of a text, which ends there."""
    if not (stop.lacks_colon or _ends_block(stop)):
        return None
    here = stop.lines.at(stop.opened) if stop.lacks_colon else stop.line
    above = list(zip(stop.lines.above(here), range(2), strict=False))
    if here.key or here.has_dash or not above or not above[0][0].content.startswith("#"):
        return None
    comment = above[0][0]
    what = "a comment inside a text ends the text"
    return at_line("BR110", what, stop, comment, "remove it, or move it above the line where the text starts")


def find_misplaced_key(stop: Stop) -> Finding | None:
    """Explain a key or a dash in a column in which nothing starts that it can belong to."""
    line = stop.line
    if stop.has_second_colon:
        is_key = line.key in key_names() and stop.offset < line.start + line.at
        return _misplaced(stop, line) if is_key else None
    return _misplaced(stop, line) if _ends_block(stop) and (line.key or line.has_dash) else None


@dataclass(frozen=True)
class _Level:
    """A column in which a key or a dash starts, with the nearest line that has one there."""

    column: int
    line: Line
    is_dash: bool


def _levels(stop: Stop, line: Line) -> Iterator[_Level]:
    """Yield the levels around a line, the deepest first."""
    limit = len(stop.source_map.source)
    for above in stop.lines.above(line):
        if above.is_blank or above.indent >= limit or not (above.key or above.has_dash):
            continue
        if above.key:
            yield _Level(above.column, above, is_dash=False)
        if above.has_dash:
            yield _Level(above.indent, above, is_dash=True)
        limit = above.indent


def _misplaced(stop: Stop, line: Line) -> Finding | None:
    levels = [level for level in _levels(stop, line) if level.is_dash == line.has_dash]
    if not levels:
        return None
    is_at_top = line.key in Brief.model_fields and any(level.column == 0 for level in levels)
    nearest = min(levels, key=lambda level: (abs(level.column - line.indent), is_at_top and level.column > 0))
    difference = nearest.column - line.indent
    if not difference:
        return None
    name = "this dash" if line.has_dash else f"'{line.key}'"
    other = (
        f"the dash in line {nearest.line.number}"
        if line.has_dash
        else f"'{nearest.line.key}' in line {nearest.line.number}"
    )
    what = f"{name} must start in the same column as {other}"
    change = f"add {spaces(difference)}" if difference > 0 else f"delete {spaces(-difference)}"
    return at_line("BR115", what, stop, line, f"{change} at the start of the line")


def find_text_not_indented(stop: Stop) -> Finding | None:
    """Explain a line of a text that is not indented below its key, or less than the lines above it."""
    if not stop.lacks_colon:
        return None
    line = stop.lines.at(stop.opened)
    above = [other for other in stop.lines.above(line) if other.text.strip()]
    if not above:
        return None
    before = above[0]
    if before.starts_block_text and line.indent <= before.column:
        what = f"the text below `{before.content}` is not indented"
        help = f"start each of its lines with {spaces(before.column + INDENT)}"
        return at_line("BR115", what, stop, line, help)
    if before.key and not before.value and line.indent <= before.column and not line.has_dash:
        what = f"the value of '{before.key}' is neither on the same line nor indented below it"
        return at_line(
            "BR106", what, stop, line, written(before.with_value(f" {line.content}").replace(":  ", ": "))
        )
    return _less_indented(stop, line, above)


def _less_indented(stop: Stop, line: Line, above: list[Line]) -> Finding | None:
    """Explain a line below a text in `|` or `>`, or below a text that goes on after an empty line."""
    start = next((other for other in above if other.key or other.has_dash), None)
    if start is None or line.indent > start.column:
        return None
    inside = above[: above.index(start)]
    if start.starts_block_text and inside:
        what = f"this line is indented less than the text that starts in line {inside[-1].number}"
        help = f"start it with {spaces(inside[-1].indent)}, as line {inside[-1].number} does"
        return at_line("BR115", what, stop, line, help)
    is_paragraph = (
        not stop.lines.at(line.start - 1).text.strip() and start.key and start.value[:1] not in ("'", '"')
    )
    if not is_paragraph:
        return None
    what = "this line is neither `key: value` nor indented as part of the text above"
    indent = start.column + INDENT
    block = f"write `{start.key}: |`, and start each line below with {spaces(indent)}"
    help = f"if it is a paragraph of '{start.key}', {block}"
    return at_line("BR106", what, stop, line, help)


def find_indentation(stop: Stop) -> Finding | None:
    """Explain all other lines that belong nowhere."""
    if stop.lacks_colon:
        what = "this line is neither `key: value` nor indented as part of the text above"
        help = "indent it as far as the text above, or add a colon after the key"
        return Finding("BR106", what, stop.source_map.at(stop.opened), help)
    if _ends_block(stop):
        what = "this line is not indented like the lines that it belongs to"
        help = "indent all keys of one thing, and all dashes of one list, alike"
        return Finding("BR115", what, stop.source_map.at(stop.offset), help)
    return None


def _ends_block(stop: Stop) -> bool:
    return "expected <block end>" in stop.problem
