"""The warnings that WeasyPrint logs while it lays out a page, in plain words.

They name no file and no line. Each has a pattern that finds its cause in the stylesheets.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class LayoutWarning(NamedTuple):
    """A warning of the engine, our message, and a pattern whose first group is its cause in a stylesheet.

    The message and the pattern may use the named groups of the warning: `{name}`.
    """

    logged: str
    message: str
    cause: str


VALUE = r":[^;{{}}]*?"
"""The part of a declaration between the name of the property and a word of its value."""

FACE = r"font-family\s*:\s*[\"']?({family})"

LAYOUT_WARNINGS = (
    LayoutWarning(
        r"Subgrids are unsupported",
        "CSS subgrid is not supported; the grid is laid out without it",
        VALUE + r"\b(subgrid)\b",
    ),
    LayoutWarning(
        r"\"auto-fit\" and \"auto-fill\" are unsupported",
        "`auto-fit` and `auto-fill` are not supported in `repeat()`; the tracks are not repeated",
        r"repeat\(\s*(auto-fi(?:t|ll))\b",
    ),
    LayoutWarning(
        r"Baseline alignment is not supported for grid",
        "`baseline` is not supported in `align-content` of a grid; the rows start at the top",
        r"(?:align|place)-content\s*:[^;{{}}]*?\b(baseline)\b",
    ),
    LayoutWarning(
        r"Inline grids are not supported",
        "CSS inline grids are not supported; the grid may be misplaced",
        r"display\s*:\s*(inline-grid\b|inline\s+grid\b|grid\s+inline\b)",
    ),
    LayoutWarning(
        r"\"string\((?P<name>\S+).*\)\" is only allowed",
        "`string({name})` is only allowed in page margins",
        r"content\s*:[^;{{}}]*?(string\(\s*{name})",
    ),
    LayoutWarning(
        r"\"element\((?P<name>\S+).*\)\" is only allowed",
        "`element({name})` is only allowed in page margins",
        r"content\s*:[^;{{}}]*?(element\(\s*{name})",
    ),
    LayoutWarning(
        r"Only strings are allowed for content attr\(\) functions, not (?P<kind>\S+)",
        "`attr()` in `content` must be a string, not `{kind}`",
        r"content\s*:[^;{{}}]*?(attr\([^)]*\b{kind})",
    ),
    LayoutWarning(
        r"Unable to compute content: .*?'(?P<name>[\w-]+)",
        "`{name}` is not supported in `content`",
        r"content\s*:[^;{{}}]*?({name})",
    ),
    LayoutWarning(
        r"(?P<unit>\w+) unit resolved before first page layout",
        "the unit `{unit}` is used before the page size is known; it is computed for A4",
        r"@page\b[^{{]*\{{[^{{}}]*?(?<![\w.])([\d.]+{unit})\b",
    ),
    LayoutWarning(
        r"This row has more columns than the table, ignored (?P<count>\d+) cells",
        "a row has more columns than its table; number of cells not printed: {count}",
        r"table-layout\s*:\s*(fixed)",
    ),
    LayoutWarning(
        r"Unable to instantiate \"(?P<family>[^\"]+)\" variable font",
        "the variable font '{family}' has no instance for the requested weight or width",
        FACE,
    ),
    LayoutWarning(
        r"Too many glyphs missing from \"(?P<family>[^\"]+)\"",
        "the font '{family}' lacks too many characters; text copied from the PDF may be wrong",
        FACE,
    ),
    LayoutWarning(
        r"Unable to subset \"(?P<family>[^\"]+)\"",
        "the font '{family}' cannot be subset; the whole font is embedded in the PDF",
        FACE,
    ),
    LayoutWarning(
        r"Unable to save emoji font \"(?P<family>[^\"]+)\"",
        "the emoji of the font '{family}' cannot be saved",
        FACE,
    ),
    LayoutWarning(
        r"Unknown bitmap metrics in \"(?P<family>[^\"]+)\"",
        "the font '{family}' has a bitmap that cannot be read",
        FACE,
    ),
    LayoutWarning(
        r"Please install HarfBuzz .* to display (?P<family>.+) COLR emoji",
        "the coloured characters of the font '{family}' cannot be drawn",
        FACE,
    ),
)
"""Every warning about a style that WeasyPrint 70 logs without its place."""


def read_layout_warning(logged: str) -> tuple[str, str] | None:
    """Return the message and the pattern of the cause of a logged warning; None where it is unknown."""
    for warning in LAYOUT_WARNINGS:
        if match := re.match(warning.logged, logged, re.DOTALL):
            plain = match.groupdict()
            escaped = {name: re.escape(value) for name, value in plain.items()}
            return warning.message.format(**plain), warning.cause.format(**escaped)
    return None
