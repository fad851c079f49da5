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
NUMBER = r"(?:[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*)"
LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK = "\u200e", "\u200f"
SPACE = r"[ \u00a0\u202f\u2060]"
SIGN = r"(?:[+±\u2212~≈≤≥]|&lt;|&gt;)"
SET_UNIT = rf"(?:<span class=\"unbroken\">{UNITS}</span>|{UNITS})(?![\w/])"

WITH_SCRIPT = r"<span dir=\"ltr\">[^<]*<su[bp]>[^<]*</su[bp]>[^<]*</span>"
VARIABLE = r"[A-Za-zΑ-Ωα-ω]{1,3}(?![\w’'-])|<em>[A-Za-zΑ-Ωα-ω]</em>"
TERM = rf"(?:{WITH_SCRIPT}|\u200e?[+\u2212]?{NUMBER}|{VARIABLE})"
OPERATOR = r"(?:[=+×÷⋅\u2212≈≠≤≥]|&lt;|&gt;)"
AFTER_LATIN = r"(?<![A-Za-z0-9][ \u00a0])"
"""Not after a Latin word, whose line goes on from left to right."""

EQUATION = rf"(?<![\w.,/?&=#:@\u2013-]){TERM}(?:{SPACE}*{OPERATOR}{SPACE}*{TERM})+(?![\w%])"
"""Numbers and quantities with the signs of a calculation between them: 3 − 5 = −2, E = mc²."""

PHONE = (
    r"(?<![\w.,:/+-])(?:\u200e?\+[0-9][0-9\u00a0().-]{6,}[0-9]|\(0?[0-9]{2,4}\)\u00a0[0-9]{2,5}(?:[\u00a0-][0-9]{2,5})*"
    r"|0[0-9]{1,4}(?:\u00a0[0-9]{2,4}){2,5})(?!\w)"
)
CODE = rf"{AFTER_LATIN}(?<![\w.,/-])[0-9]+(?:-[0-9]+)+(?![\w-])"
"""Numbers with hyphens between them, which are no range: 2026-11-29, 234-5678."""

MONEY = rf"{AFTER_LATIN}(?<![\w.,/-])[€$£¥₽]{SPACE}?{NUMBER}"
PERCENTAGE = rf"{AFTER_LATIN}(?<![0-9A-Za-z.,/-])\u200e?{SIGN}?{NUMBER}{SPACE}?%(?!\w)"
UNIT_RANGE = rf"(?<![\w.,/-]){NUMBER}\u2013{NUMBER}{SPACE}*{SET_UNIT}"
QUANTITY = re.compile(
    rf"(?P<isolated>{EQUATION}|{UNIT_RANGE})|(?P<marked>{PHONE}|{CODE}|{MONEY}|{PERCENTAGE})"
    r"|(?P<kept><(?P<tag>svg|style|script|title)\b.*?</(?P=tag)>|<span\b[^>]*\bdir=\"ltr\"[^>]*>.*?</span>|<[^>]*>)"
    rf"|(?:(?<![\w.,/\u2013-])|(?<![0-9A-Za-z.,/\u2013-])(?=\u200e?{SIGN}))"
    rf"\u200e?(?P<sign>{SIGN}?)(?P<number>{NUMBER})(?P<unit>{SPACE}*{SET_UNIT})?",
    re.DOTALL,
)

ENDS_ELEMENT = re.compile(r"\s*<")


def isolate_quantities(html: str) -> str:
    """Return the HTML of a page from right to left in which what is read from left to right is an isolate.

    These are percentages in European digits (Unicode CLDR), amounts after a sign of money, numbers with a Latin unit,
    calculations, telephone numbers and codes. Without it, 5 km is printed as km 5, a minus sign is to the right of its
    digits, and 2026-11-29 is printed as 29-11-2026 (Unicode UAX 9). A range is read from right to left.
    """
    head, body, rest = html.partition("<body")
    return head + body + QUANTITY.sub(_as_quantity, rest)


def _as_quantity(found: re.Match[str]) -> str:
    if found["kept"]:
        return found["kept"]
    if found["isolated"] or found["unit"]:
        return f'<span dir="ltr">{found.group().removeprefix(LEFT_TO_RIGHT_MARK)}</span>'
    if found["marked"] or found["sign"]:
        is_last = ENDS_ELEMENT.match(found.string, found.end()) is not None
        marked = found.group().removeprefix(LEFT_TO_RIGHT_MARK)
        return f"{LEFT_TO_RIGHT_MARK}{marked}{'' if is_last else RIGHT_TO_LEFT_MARK}"
    return found.group()
