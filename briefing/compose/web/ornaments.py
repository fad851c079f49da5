"""Ornaments of a style: bullets, arrows and rules, which a screen reader must not read as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.files.css import QUOTED

TOKEN = re.compile(rf"{QUOTED.pattern}|[{{}}]", re.DOTALL)

PSEUDO_ELEMENT = re.compile(r":(?:before|after)\b", re.IGNORECASE)
"""The pseudo-elements that print text which is not in the page. Markers of lists are read, as in the PDF."""

PIECE = rf"(?:{QUOTED.pattern}|url\((?:{QUOTED.pattern}|[^)\"']*)\))"
CONTENT = re.compile(
    rf"(?<![\w-])content\s*:\s*(?P<value>{PIECE}(?:\s*{PIECE})*)(?P<weight>\s*(?:!\s*important\s*)?)(?=;|\Z)",
    re.IGNORECASE | re.DOTALL,
)
"""A declaration of texts and pictures alone: no counters, attributes or quotation marks."""

PICTURE = re.compile(r"url\(.*?\)", re.IGNORECASE | re.DOTALL)
ESCAPED = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?")
"""A character escaped by its number in a stylesheet (CSS Syntax 3, 4.3.7)."""


def hide_ornaments(style: str) -> str:
    """Return a stylesheet in which generated content without letters and digits has an empty alternative text.

    The declaration without one stays before it, for browsers that do not know alternative texts (CSS Generated
    Content 3, 1.2).
    """
    pieces: list[str] = []
    reached = 0
    for start, end in _declarations(style):
        pieces += (style[reached:start], CONTENT.sub(_silenced, style[start:end]))
        reached = end
    return "".join((*pieces, style[reached:]))


def _declarations(style: str) -> Iterator[tuple[int, int]]:
    """Yield where the declarations of each rule for a pseudo-element start and end."""
    boundary = 0
    opened: int | None = None
    for token in TOKEN.finditer(style):
        if token.group() == "{":
            is_ours = PSEUDO_ELEMENT.search(style, boundary, token.start())
            opened = token.end() if is_ours else None
        elif token.group() == "}" and opened is not None:
            yield opened, token.start()
            opened = None
        if token.group() in "{}":
            boundary = token.end()


def _silenced(content: re.Match[str]) -> str:
    if not _is_ornament(content["value"]):
        return content.group()
    return f'{content.group()}; content: {content["value"]} / ""{content["weight"]}'


def _is_ornament(value: str) -> bool:
    """Return whether generated content is seen, but has nothing to read."""
    texts = PICTURE.sub("", value)
    letters = ESCAPED.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), texts).translate(
        dict.fromkeys(map(ord, "\"' "))
    )
    return not any(map(str.isalnum, letters)) and bool(letters or texts != value)
