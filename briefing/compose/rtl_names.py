"""Isolate names in Hebrew or Arabic letters in an edition from left to right, and quantities in one from right to left.

Without it, what follows a name goes to its other side: of the name כהן, a comma and the year 2020, the year is printed
first (Unicode UAX 9). The engine orders each element by itself, so an element around the name is an isolate.
"""

from __future__ import annotations

import re

LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U0001e800-\U0001efff"
NAME = rf"[{LETTERS}](?:(?:[ \u00a0.'’\"״׳-]|&#34;|&#39;)*[{LETTERS}])*"
"""Words in these letters, without the punctuation after them."""

TYPED = re.compile(
    rf"(?P<kept><(?P<tag>svg|style|script|title)\b.*?</(?P=tag)>|<span\b[^>]*\bdir=\"rtl\"[^>]*>.*?</span>|<[^>]*>)"
    rf"|(?P<name>{NAME})",
    re.DOTALL,
)
ANY = re.compile(f"[{LETTERS}]")


def isolate_rtl_names(html: str) -> str:
    """Return the HTML of a page from left to right with an element around each name from right to left.

    Names inside drawings and inside spans from right to left stay as they are.
    """
    head, body, rest = html.partition("<body")
    if not ANY.search(rest):
        return html
    return head + body + TYPED.sub(_isolated, rest)


def _isolated(found: re.Match[str]) -> str:
    return found["kept"] or f'<span dir="rtl">{found["name"]}</span>'


UNIT = r"(?:°[CF]|[kMGTPmµμcdhn]?(?:mol|cd|Hz|Pa|Wh|eV|bar|Bq|Sv|Gy|lm|lx|bit|[mgsAKNJWVΩFCTHLltB])|ha|min|h|km|kg)"
UNITS = rf"{UNIT}[²³]?(?:[/·⋅]{UNIT}[²³]?)*"
NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
QUANTITY = re.compile(
    r"(?P<kept><(?P<tag>svg|style|script|title)\b.*?</(?P=tag)>|<span\b[^>]*\bdir=\"ltr\"[^>]*>.*?</span>|<[^>]*>)"
    rf"|(?<![\w.,/\u2013-])(?P<mark>\u200e?)(?P<sign>[+±\u2212]?)(?P<number>{NUMBER})"
    rf"(?P<unit>[ \u00a0\u202f\u2060]*(?:<span class=\"unbroken\">{UNITS}</span>|{UNITS})(?![\w/]))?",
    re.DOTALL,
)
LEFT_TO_RIGHT_MARK = "\u200e"


def isolate_quantities(html: str) -> str:
    """Return the HTML of a page from right to left with each sign to the left of its number, and units to the right.

    Without it, 5 km is printed as km 5, and a minus sign is to the right of its digits (Unicode UAX 9).
    """
    head, body, rest = html.partition("<body")
    return head + body + QUANTITY.sub(_as_quantity, rest)


def _as_quantity(found: re.Match[str]) -> str:
    if found["kept"]:
        return found["kept"]
    if found["unit"]:
        return f'<span dir="ltr">{found["sign"]}{found["number"]}{found["unit"]}</span>'
    return f"{LEFT_TO_RIGHT_MARK}{found['sign']}{found['number']}" if found["sign"] else found.group()
