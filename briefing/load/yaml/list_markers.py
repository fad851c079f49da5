"""Items of lists that do not start with a hyphen and a space."""

from __future__ import annotations

import re

from briefing.core.finding import Finding
from briefing.load.yaml import artifacts
from briefing.load.yaml.lines import Line, quoted, written
from briefing.load.yaml.stop import Stop, at_line

MARKER = re.compile(r"(?P<mark>--+|[–—•·‣▪∙○●*+o§\uf0b7]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?P<rest>\S.*)")
"""The start of a list item in a word processor, or in Markdown."""

DASHES = re.compile(r"\A(?:-\s+)+")
"""The dashes of YAML, before a bullet that was pasted after them."""

NO_SPACE = re.compile(r"-(?P<rest>[^\s-].*)")
KEY_WITHOUT_SPACE = re.compile(r"-(?P<rest>[^\W\d_][\w-]*:(?: .*)?)$")
SPECIAL_SPACE = re.compile(rf"-(?P<space>[{artifacts.SPECIAL_SPACES}])(?P<rest>.*)")


def find_marker(stop: Stop) -> Finding | None:
    """Explain an item after `•`, `–`, `*`, `+` or a number, among items after a hyphen or before a key."""
    line = stop.lines.at(stop.opened) if stop.lacks_colon else stop.line
    match = MARKER.match(DASHES.sub("", line.content))
    is_alias = stop.context.startswith("while scanning an alias") and stop.opened == line.start + line.indent
    has_tab = stop.problem.startswith("found character '\\t'")
    if match is None or not (stop.lacks_colon or is_alias or has_tab):
        return None
    return at_line(code_of(match["mark"]), what_of(match["mark"]), stop, line, item(match["rest"]))


def find_dash_without_space(stop: Stop) -> Finding | None:
    """Explain `-item`: YAML reads it as a text."""
    for line in stop.suspects:
        pattern = NO_SPACE if stop.lacks_colon else KEY_WITHOUT_SPACE
        if match := pattern.match(line.content):
            what = "there is no space after the dash, so YAML does not read it as an item of a list"
            return at_line("BR106", what, stop, line, item(match["rest"]))
    return None


def find_missing_dash(stop: Stop) -> Finding | None:
    """Explain a line without a dash in the column of the dashes of a list."""
    if not stop.lacks_colon:
        return None
    line = stop.lines.at(stop.opened)
    before = next((other for other in stop.lines.above(line) if not other.is_blank), None)
    if before is None or not before.has_dash or before.indent != line.indent:
        return None
    what = "this line is between the items of a list, but does not start with a dash"
    return at_line("BR106", what, stop, line, item(line.content))


def find_list_on_key_line(stop: Stop) -> Finding | None:
    """Explain `key_points: - item`: a list starts on the line below its key."""
    line = stop.line
    if not stop.problem.startswith("sequence entries are not allowed") or not line.value.startswith("- "):
        return None
    what = f"`- ` follows `{line.key}:` on the same line"
    if not line.key:
        return None
    text = line.with_value(quoted(line.value))
    help = f"if it is a list, write `{line.value}` on the line below `{line.key}:`; if it is a text, write `{text}`"
    return Finding("BR106", what, stop.lines.place(line, line.at), help)


def of_text(text: str) -> tuple[str, str, str] | None:
    """Return the code, the message and the help for a text that is meant as items of a list; None if it is not."""
    if match := MARKER.match(text):
        return code_of(match["mark"]), what_of(match["mark"]), item_of_several(match["rest"])
    if match := SPECIAL_SPACE.match(text):
        sign = match["space"]
        name = artifacts.SPACE_NAMES.get(sign, "a special space")
        what = f"{name} (U+{ord(sign):04X}) follows the dash, where YAML needs an ordinary space"
        return "BR118", what, item_of_several(match["rest"])
    if match := NO_SPACE.match(text):
        what = "there is no space after the dash, so YAML does not read it as an item of a list"
        return "BR203", what, item_of_several(match["rest"])
    return None


def code_of(mark: str) -> str:
    """Return the code of the finding for a marker of an item."""
    if mark == "*":
        return "BR107"
    return "BR106" if mark.isascii() else "BR120"


def what_of(mark: str) -> str:
    """Return the message of the finding for a marker of an item."""
    name = "a bullet of a symbol font" if mark == "\uf0b7" else f"`{mark}`"
    return f"{name} does not start an item of a list in YAML"


def item(text: str) -> str:
    """Return the help to write an item."""
    return written(f"- {text.strip()}")


def item_of_several(text: str) -> str:
    """Return the help to write the first of several items, which YAML has joined into one text."""
    first = re.split(rf"\s(?={MARKER.pattern}|-[^\W\d]|-\s)", text.strip(), maxsplit=1)[0]
    return f"start each item on its own line, with a hyphen and a space: `- {_cut(first)}`"


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def is_item(line: Line) -> bool:
    """Return True if a line starts as an item of any list does."""
    return line.has_dash or bool(MARKER.match(line.content))
