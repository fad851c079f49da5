"""Names of folders, and so of PDFs: lower-case ASCII words and hyphens."""

from __future__ import annotations

import re
import unicodedata

from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span
from briefing.load.library import SLUG

MAX_LENGTH = 60
"""A title's slug, in letters: audience and language follow it in the names of the PDFs."""

UNFOLDED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""Latin letters that Unicode does not take apart into a letter of ASCII and a mark."""


def slug_of(words: str) -> str | None:
    """The slug that words make; None where they have letters that ASCII has no equal for, or none at all."""
    folded = unicodedata.normalize("NFKD", words.lower().translate(UNFOLDED))
    letters = "".join(mark for mark in folded if not unicodedata.combining(mark) and mark not in "'’")
    if re.search(r"[^\W_]", letters.encode("ascii", "replace").decode().replace("?", "")) is None:
        return None
    if any(mark.isalnum() and not mark.isascii() for mark in letters):
        return None
    slug = "-".join(re.findall(r"[a-z0-9]+", letters))
    return slug if len(slug) <= MAX_LENGTH else slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]


def check_slug(name: str) -> str:
    """The name, if it can be that of a folder. Raises SelectionError where it cannot."""
    if re.fullmatch(SLUG, name):
        return name
    near = slug_of(name)
    help = f"write it as '{near}'" if near else "use a form such as 'town-council'"
    what = f"'{name}' is not a name of lower-case words and hyphens, at most 80 letters"
    raise SelectionError([Finding("BR210", what, Span("command line"), help)])
