"""What WeasyPrint logs while it lays out a page: in plain words, and what a stylesheet has at that place.

By then it knows no file and no line, so that the place is looked for.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Late(NamedTuple):
    """A message, what it means, and a pattern whose first group is what a stylesheet has there.

    Both may name groups of the message: `{name}`.
    """

    message: str
    words: str
    written: str


VALUE = r":[^;{{}}]*?"
"""What may be between the name of a property and a word of its value."""

FACE = r"font-family\s*:\s*[\"']?({family})"

LATE = (
    Late(r"Subgrids are unsupported", "CSS subgrid is not supported; the tracks are laid out without it",
         VALUE + r"\b(subgrid)\b"),
    Late(r"\"auto-fit\" and \"auto-fill\" are unsupported",
         "`auto-fit` and `auto-fill` are not supported in `repeat()`; the tracks are set once",
         r"repeat\(\s*(auto-fi(?:t|ll))\b"),
    Late(r"Baseline alignment is not supported for grid",
         "CSS `baseline` is not supported in `align-content` of a grid; its rows start at the top",
         r"(?:align|place)-content\s*:[^;{{}}]*?\b(baseline)\b"),
    Late(r"Inline grids are not supported", "CSS inline grids are not supported; the grid may be out of its line",
         r"display\s*:\s*(inline-grid\b|inline\s+grid\b|grid\s+inline\b)"),
    Late(r"\"string\((?P<name>\S+).*\)\" is only allowed", "`string({name})` is only allowed in the margins of a page",
         r"content\s*:[^;{{}}]*?(string\(\s*{name})"),
    Late(r"\"element\((?P<name>\S+).*\)\" is only allowed",
         "`element({name})` is only allowed in the margins of a page", r"content\s*:[^;{{}}]*?(element\(\s*{name})"),
    Late(r"Only strings are allowed for content attr\(\) functions, not (?P<kind>\S+)",
         "`attr()` gives a text in `content`, and cannot give a value of the kind `{kind}`",
         r"content\s*:[^;{{}}]*?(attr\([^)]*\b{kind})"),
    Late(r"Unable to compute content: .*?'(?P<name>[\w-]+)", "a value of `content` is not supported: `{name}`",
         r"content\s*:[^;{{}}]*?({name})"),
    Late(r"(?P<unit>\w+) unit resolved before first page layout",
         "the unit `{unit}` is not known here yet; it is taken for that of a page of A4",
         r"@page\b[^{{]*\{{[^{{}}]*?(?<![\w.])([\d.]+{unit})\b"),
    Late(r"This row has more columns than the table, ignored (?P<count>\d+) cells",
         "a row has more columns than its table; cells that are not printed: {count}",
         r"table-layout\s*:\s*(fixed)"),
    Late(r"Unable to instantiate \"(?P<family>[^\"]+)\" variable font",
         "the variable font '{family}' has no instance for a weight or width that is asked for", FACE),
    Late(r"Too many glyphs missing from \"(?P<family>[^\"]+)\"",
         "the font '{family}' lacks so many characters that text copied from the PDF may be wrong", FACE),
    Late(r"Unable to subset \"(?P<family>[^\"]+)\"",
         "the font '{family}' cannot be reduced to the characters that are used; the PDF has all of it", FACE),
    Late(r"Unable to save emoji font \"(?P<family>[^\"]+)\"", "the emoji of the font '{family}' cannot be saved", FACE),
    Late(r"Unknown bitmap metrics in \"(?P<family>[^\"]+)\"", "the font '{family}' has a bitmap that cannot be read",
         FACE),
    Late(r"Please install HarfBuzz .* to display (?P<family>.+) COLR emoji",
         "the coloured characters of the font '{family}' cannot be drawn", FACE),
)  # fmt: skip
"""All that WeasyPrint 70 says of styles without a place."""


def read_late(message: str) -> tuple[str, str] | None:
    """The words of a message, and the pattern of what it is about; None where it is not known."""
    for late in LATE:
        if match := re.match(late.message, message, re.DOTALL):
            plain = match.groupdict()
            escaped = {name: re.escape(value) for name, value in plain.items()}
            return late.words.format(**plain), late.written.format(**escaped)
    return None
