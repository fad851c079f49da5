"""Isolate names in Hebrew or Arabic letters in an edition from left to right.

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
