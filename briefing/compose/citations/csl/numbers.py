"""Numbers in citation styles: what is numeric, ordinals, Roman numerals and ranges of pages."""

from __future__ import annotations

import re

from briefing.compose.citations.csl.locales import Locales

SINGLE = r"[^\W\d_]{0,3}\d+[^\W\d_]{0,3}"
NUMERIC = re.compile(rf"{SINGLE}(?:\s*[,&–—-]\s*{SINGLE})*")
SEVERAL = re.compile(r"\d[^\W\d_]*\s*[,&–—-]\s*[^\W\d_]*\d|[ivxlc]+\s*[–—-]\s*[ivxlc]+")
RANGE = re.compile(r"(?<![\w-])([^\W\d_]{0,3})(\d+)\s?[-–—]+\s?([^\W\d_]{0,3})(\d+)([^\W\d_]?)(?![\w-])")
SHORT_NUMBER = re.compile(r"\d{1,9}")
ROMAN_RANGE = re.compile(r"\b([ivxlcdm]+)\s?[-–—]+\s?([ivxlcdm]+)\b")
ROMAN = (
    ("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90),
    ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1),
)  # fmt: skip

CHICAGO_EXPANDS_BELOW = 100
TENS = 10


def is_numeric(value: str) -> bool:
    """Return True for a number as CSL defines it: `2`, `2b`, `D2`, `2nd`, `2, 3`, `2–4`."""
    return NUMERIC.fullmatch(value) is not None


def is_plural(value: str) -> bool:
    """Return True for several numbers, such as a range of pages."""
    return SEVERAL.search(value) is not None


def number_in_form(value: str, form: str, locales: Locales, gender: str) -> str:
    """Return a number in a form of CSL: `ordinal`, `long-ordinal`, `roman` or `numeric`; words stay as they are."""
    if not SHORT_NUMBER.fullmatch(value):
        return value
    number = int(value)
    if form == "roman":
        return roman(number)
    if form == "long-ordinal" and (words := locales.long_ordinal(number, gender)):
        return words
    if form in {"ordinal", "long-ordinal"}:
        return f"{number}{locales.ordinal(number, gender)}"
    return value


def roman(number: int) -> str:
    """Return a number in Roman numerals, lower case; numbers that have none stay as they are."""
    if not 0 < number < 4 * ROMAN[0][1]:
        return str(number)
    numerals = ""
    for sign, size in ROMAN:
        count, number = divmod(number, size)
        numerals += sign * count
    return numerals


def format_ranges(value: str, form: str, delimiter: str) -> str:
    """Return pages with the delimiter between first and last page, the last one in a form of CSL."""

    def formatted(found: re.Match[str]) -> str:
        prefix, first, other, last, suffix = found.groups()
        if other not in ("", prefix):
            return f"{prefix}{first}{delimiter}{other}{last}{suffix}"
        is_whole = not form or form == "expanded"
        repeated = prefix if is_whole and other else ""
        return f"{prefix}{first}{delimiter}{repeated}{_last_page(first, last, form)}{suffix}"

    return ROMAN_RANGE.sub(rf"\1{delimiter}\2", RANGE.sub(formatted, value))


def _last_page(first: str, last: str, form: str) -> str:
    """Return the last page of a range in a form; a page with fewer digits (321–28) is completed first."""
    if form and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    if len(last) != len(first) or not form or form == "expanded":
        return last
    common = next((place for place, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), len(first))
    if form.startswith("chicago"):
        return _chicago_page(int(first), last, common, is_15th=form != "chicago-16")
    return last[max(0, min(common, len(last) - (2 if form == "minimal-two" else 1))) :]


def _chicago_page(first: int, last: str, common: int, *, is_15th: bool) -> str:
    """Return the last page as the Chicago Manual of Style does: 3–10, 100–104, 107–8, 321–28, 1103–13."""
    if first < CHICAGO_EXPANDS_BELOW or first % 100 == 0:
        return last
    if first % 100 < TENS:
        return last[common:]
    if is_15th and len(last) == 4 and common < 2:
        return last
    return last[min(common, len(last) - 2) :]
