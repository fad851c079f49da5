"""Names of folders, which PDFs are named after: lower-case ASCII words with hyphens."""

from __future__ import annotations

import re
import unicodedata

from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span
from briefing.load.library import SLUG

MAX_LENGTH = 60
"""The length of a slug in characters: audience and language follow it in the names of PDFs."""

DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
"""The names of devices on Windows, which no folder there can have."""

UNFOLDED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""Latin letters that Unicode does not decompose into an ASCII letter and a combining mark."""


def slug_of(words: str) -> str | None:
    """Return the slug of a text; None if it has letters without an ASCII equivalent, or no letters at all."""
    folded = unicodedata.normalize("NFKD", words.lower().translate(UNFOLDED))
    letters = "".join(mark for mark in folded if not unicodedata.combining(mark) and mark not in "'’")
    if re.search(r"[^\W_]", letters.encode("ascii", "replace").decode().replace("?", "")) is None:
        return None
    if any(mark.isalnum() and not mark.isascii() for mark in letters):
        return None
    slug = "-".join(re.findall(r"[a-z0-9]+", letters))
    return slug if len(slug) <= MAX_LENGTH else slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]


def check_slug(name: str) -> str:
    """Return the name if it is a valid folder name on every system. Raises SelectionError if it is not."""
    if DEVICES.fullmatch(name):
        what = f"invalid name '{name}': on Windows, it is the name of a device, and no folder can have it"
        raise SelectionError([Finding("BR210", what, Span("command line"), f"add a word: '{name}-one'")])
    if re.fullmatch(SLUG, name):
        return name
    near = slug_of(name)
    help = f"write it as '{near}'" if near else "use lower-case letters, digits and hyphens: 'town-council'"
    what = f"invalid name '{name}': at most 80 lower-case letters and digits, with hyphens between words"
    raise SelectionError([Finding("BR210", what, Span("command line"), help)])
