"""Texts in quotes and brackets: quotes inside quotes, quotes and brackets without an end, backslashes."""

from __future__ import annotations

import re

from briefing.core.finding import Finding
from briefing.load.yaml.joined_lines import find_swallowed
from briefing.load.yaml.lines import QUOTE_IT, Line
from briefing.load.yaml.pitfalls import explain_start
from briefing.load.yaml.stop import Stop

PAIRS = {"[": "]", "{": "}", '"': '"', "'": "'"}
CURLY = "“”„«»‘’‚"
OPENING = "“„«‘"

APOSTROPHE = re.compile(r"'(?:\d\ds?|tis|twas|twere|em|n|til|cause)\b", re.IGNORECASE)
"""The start of a text that begins with an apostrophe: 'Tis, '90s."""

ESCAPE = re.compile(r"\\(?:x|u|U|.)")

PATH_WITH_ESCAPE = re.compile(
    r"""(?:^|(?<=[\s"(]))(?:[A-Za-z]:\\(?!\\|n(?:\\n|[-*] |[A-Z]))|\\\\[\w.-]+\\(?!\\))[^"\n]*"""
    r"""|(?:^|(?<=[\s"(]))[\w.-]+(?:\\[\w .-]+)*\.(?:png|jpe?g|gif|webp|svg|csv|xlsx?|docx?|pdf|txt|bib|json|ya?ml)\b"""
)
"""A path of Windows: with a drive, on a server, or to a file in a folder; but not `Plan B:\\n- one`, a line break."""

SINGLE_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\(?P<letter>[0abtnvfreNLP_ ])")


def find_escape(stop: Stop) -> Finding | None:
    """Explain a backslash in double quotes that starts no escape of YAML."""
    if not stop.problem.startswith(("found unknown escape", "expected escape sequence")):
        return None
    at = stop.source_map.source.rfind("\\", 0, stop.offset + 1)
    if unclosed := find_swallowed(stop.lines, stop.opened, at):
        return unclosed
    escape = ESCAPE.match(stop.source_map.source, at)
    shown = escape.group() if escape else ""
    what = f"in double quotes, a backslash starts an escape, and YAML does not know `{shown}`"
    line = stop.line
    return Finding("BR123", what, stop.source_map.at(at, 2), _in_single_quotes(stop, line))


def _in_single_quotes(stop: Stop, line: Line) -> str:
    value = line.value
    if len(value) > 2 and value[0] == value[-1] == '"' and '"' not in value[1:-1]:
        return stop.lines.quoting(line.start + line.at, value[1:-1])
    return "put the text in single quotes, or write each backslash twice"


def escape_in_path(typed: str) -> re.Match[str] | None:
    r"""Return the escape in a path of Windows that is typed in double quotes (`"C:\temp"`); None if there is none."""
    for path in PATH_WITH_ESCAPE.finditer(typed):
        if match := SINGLE_ESCAPE.search(typed, path.start(), path.end()):
            return match
    return None


def find_inside_quotes(stop: Stop) -> Finding | None:
    """Explain a quotation mark that ends a text too early, or one in another line that ends a text too late."""
    if stop.quoted is None:
        return None
    start, end = stop.quoted
    source = stop.source_map.source
    if source[end : stop.offset].strip(" ") or not source[end : stop.offset + 1].strip():
        return None
    first, last = stop.lines.at(start), stop.lines.at(end)
    if first.number != last.number:
        return _unclosed(stop, start, f", or closed only in line {last.number}")
    text = source[start : first.start + len(first.text)].rstrip()
    sign = text[0]
    if not text.endswith(sign):
        return None
    help = stop.lines.quoting(start, text[1:-1])
    what = f"the text ends at its second `{sign}`: a text between `{sign}` cannot contain the same mark"
    return Finding("BR107", what, stop.source_map.at(end - 1), help)


def find_unclosed_quotes(stop: Stop) -> Finding | None:
    """Explain a quotation mark without a second one: YAML reads on to the end of the file."""
    if stop.context != "while scanning a quoted scalar" or not stop.problem.startswith("found unexpected"):
        return None
    return _unclosed(stop, stop.opened, "")


def _unclosed(stop: Stop, start: int, otherwise: str) -> Finding:
    line = stop.lines.at(start)
    what = f"the quotation mark at the start of this text is not closed{otherwise}"
    text = stop.source_map.source[start : line.start + len(line.text)].rstrip()
    inside = text if APOSTROPHE.match(text) else text[1:].rstrip(CURLY)
    return Finding("BR107", what, stop.source_map.at(start), stop.lines.quoting(start, inside))


def find_unclosed_bracket(stop: Stop) -> Finding | None:
    """Explain `[` or `{` without its end: YAML reads on in the next lines."""
    opened = stop.source_map.source[stop.opened : stop.opened + 1]
    if not stop.context.startswith("while parsing a flow") or opened not in ("[", "{"):
        return None
    line = stop.lines.at(stop.opened)
    if line.number == stop.line.number or line.text.count(opened) == line.text.count(PAIRS[opened]):
        return None
    what = f"the bracket `{opened}` is not closed"
    closed = f"{line.content.rstrip(' ,')}{PAIRS[opened]}"
    is_one_line = stop.lines.at(stop.offset).number == line.number + 1
    help = f"write `{closed}`" if is_one_line else f"add `{PAIRS[opened]}` where it ends"
    return Finding("BR106", what, stop.source_map.at(stop.opened), help)


def find_citation_in_brackets(stop: Stop) -> Finding | None:
    """Explain a citation inside `{ }` or `[ ]`: YAML reads its bracket as a list."""
    offset = stop.offset
    if stop.problem.startswith("found character '@'"):
        offset -= 1
    elif not stop.problem.endswith("but got '['"):
        return None
    line = stop.line
    if line.start + line.at == offset or not stop.source_map.source.startswith("[@", offset):
        return None
    what = "inside `{ }` or `[ ]`, a text with a citation `[@…]` needs quotes"
    return Finding("BR106", what, stop.source_map.at(offset, 2), "put the whole text in quotes")


def find_value_start(stop: Stop) -> Finding | None:
    """Explain a text that starts with a reserved character: YAML stops on its line, or where a bracket has no end."""
    is_in_brackets = stop.context.startswith("while parsing a flow")
    for offset in (stop.opened,) if is_in_brackets else (stop.offset, stop.opened):
        line = stop.lines.at(offset)
        start = line.start + line.at
        is_cause = start <= stop.offset and line.value and not _is_closed(line.value)
        if is_cause and (found := explain_start(stop.source_map, start)):
            return found
    return None


def _is_closed(value: str) -> bool:
    """Return True if brackets or quotes are closed at the end of the line: then they are not the cause."""
    is_json_key = re.match(r"([\"'])[^\"']*\1\s*:", value)
    return bool(is_json_key) or (value[0] in PAIRS and len(value) > 1 and value.endswith(PAIRS[value[0]]))


def find_curly_quotes(stop: Stop) -> Finding | None:
    """Explain a text with a colon in curly quotes, which YAML does not know as quotes."""
    line = stop.line
    if not stop.has_second_colon or line.value[:1] not in [*OPENING]:
        return None
    what = "YAML does not know curly quotes, so the text ends at its colon"
    inside = line.value[1:].rstrip(CURLY + '"')
    help = stop.lines.quoting(line.start + line.at, inside)
    help = "put straight quotes, \" or ', around the text" if help == QUOTE_IT else help
    return Finding("BR120", what, stop.lines.place(line, line.at), help)


def find_brackets(stop: Stop) -> Finding | None:
    """Explain a comma or a bracket that is missing in a line."""
    if stop.problem == "expected the node content, but found ','":
        return Finding("BR106", "there is an extra comma", stop.source_map.at(stop.offset), "delete it")
    if not stop.problem.startswith("expected ',' or"):
        return None
    what = "a comma or a closing bracket is missing in the list or mapping"
    help = "put each text in the brackets in quotes, or write one item per line, after a dash"
    return Finding("BR106", what, stop.source_map.at(stop.offset), help)
