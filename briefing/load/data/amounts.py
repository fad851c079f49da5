"""Numbers as spreadsheets and statistical offices write them: grouping, decimal commas, units, marks, exponents.

The decimal mark of a cell may be unknown: `1,234` is read both ways, and the column decides (`columns`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

SPACES = " \u00a0\u2007\u2009\u202f"
APOSTROPHES = "'’"

SYMBOLS = (
    r"(?:(?:US|AU|CA|NZ|HK|NT|MX|A|C|S|R)?\$|[€£¥₽₹₩₪₺₴₦₫₱฿₡₲₵₸₮₾]"
    r"|(?:EUR|USD|GBP|CHF|JPY|CNY|RMB|INR|BRL|RUB|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|ZAR|MXN|ARS|CLP"
    r"|COP|PEN|EGP|SAR|AED|KRW|SGD|HKD|ILS|UAH|kr|zł|Kč|Ft|Fr)(?![^\W\d_])\.?)"
)
"""Signs and codes of currencies (ISO 4217)."""

LETTERS = r"(?:b|d|e|p|bd|bde|bdp)(?:e|p|u)|bd|[a-finprsuz]|[ACDEFPRX]"
"""Letters after numbers: flags of statistical offices (SDMX code list of observation status), and footnotes."""

MARK = (
    rf"\((?:[A-Za-z]{{1,3}}|\d{{1,2}})\)|\[(?:[A-Za-z]{{1,3}}|\d{{1,2}}|note[ ]\d+)\]|\*{{1,3}}|[†‡§¶#]"
    rf"|[¹²³⁰⁴-⁹ᵃ-ᶻ]{{1,3}}|\^[^\^\s]+\^|(?:{LETTERS})(?![^\W_])"
)

AMOUNT = rf"""(?P<sign>[-−–+]\s?)?(?P<before>{SYMBOLS}[{SPACES}]?)?(?P<open>[(\[][{SPACES}]?)?
    (?P<inner>[-−–+]|{SYMBOLS}[{SPACES}]?)?
    (?P<body>[.,]?\d(?:[\d.,{APOSTROPHES}{SPACES}]*\d)?)(?P<exponent>[eE][-−+]?\d{{1,3}})?
    (?:[{SPACES}]?(?P<after>[%٪‰]|{SYMBOLS}))?(?P<close>[{SPACES}]?[)\]])?
    (?:[{SPACES}]?(?P<mark>{MARK}))?"""
"""A number in any of these forms; `re` compiles it when the first cell needs it.

In verbose mode a space must be in a class, as it is here.
"""

PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

POINT = re.compile(
    rf"(?P<whole>\d+|[1-9]\d{{0,2}}(?:(?P<group>[,{APOSTROPHES}{SPACES}])\d{{3}})(?:(?P=group)\d{{3}})*"
    r"|[1-9]\d?(?:,\d{2})+,\d{3})?(?:\.(?P<decimals>\d+))?"
)
"""Digits with a decimal point; the last form is the grouping of India."""

COMMA = re.compile(
    rf"(?P<whole>\d+|[1-9]\d{{0,2}}(?:(?P<group>[.{APOSTROPHES}{SPACES}])\d{{3}})(?:(?P=group)\d{{3}})*)?"
    r"(?:,(?P<decimals>\d+))?"
)
"""Digits with a decimal comma."""

ARABIC_POINT, ARABIC_GROUP = "٫", "٬"

BOUND = re.compile(rf"(?P<sign><=|>=|[<>≤≥~≈])[{SPACES}]?")

SHORTENED = re.compile(r"E\+\d+")
"""The exponent of a number that a spreadsheet has shortened to the width of its cell; others write a small e."""


@dataclass(frozen=True, slots=True)
class CellAmount:
    """The number of a cell, read with a decimal point and with a decimal comma; None where it cannot be read so."""

    point: str | None
    comma: str | None
    unit: str = ""
    mark: str = ""
    """The mark of a footnote, or the flag, after the number."""
    is_bracketed: bool = False
    """True if it is in brackets without a currency, which may mean that it is negative."""
    is_shortened: bool = False
    """True if a spreadsheet has left out its last digits."""
    is_code: bool = False
    """True if it has only digits and begins with a zero, as codes do."""
    bound: str = ""
    """The sign before a number that is a limit or an estimate: <, >, ≤, ≥, ~ or ≈."""

    @property
    def is_ambiguous(self) -> bool:
        """True if a decimal point and a decimal comma give different numbers."""
        return self.point is not None and self.comma is not None and self.point != self.comma


def read_cell_amount(text: str) -> CellAmount | None:
    """Return the number that a cell contains; None if it contains none."""
    text = text.strip()
    if PLAIN.fullmatch(text) and not _has_three_decimals(text):
        return CellAmount(text, None if "." in text else text, is_code=_is_code(text))
    if not any(sign.isdigit() for sign in text):
        return None
    if bound := BOUND.match(text):
        found = read_cell_amount(text[bound.end() :])
        sign = bound["sign"].replace("<=", "≤").replace(">=", "≥")
        return replace(found, bound=sign) if found and not found.bound else None
    is_arabic = ARABIC_POINT in text
    text = as_ascii_digits(text).replace(ARABIC_POINT, ".").replace(ARABIC_GROUP, "\u202f")
    match = re.fullmatch(AMOUNT, text.removeprefix("'"), re.VERBOSE)
    if match is None or not _is_consistent(match):
        return None
    point = _canonical(POINT.fullmatch(match["body"]), match)
    comma = None if is_arabic else _canonical(COMMA.fullmatch(match["body"]), match)
    if point is None and comma is None:
        return None
    unit = _unit_of(match)
    return CellAmount(
        point,
        comma,
        unit,
        (match["mark"] or "").strip("^"),
        is_bracketed=bool(match["open"]) and (unit in ("", "%", "‰") or "[" in match["open"]),
        is_shortened=_is_shortened(match),
        is_code=_is_code(text),
    )


def _has_three_decimals(text: str) -> bool:
    return text[-4:-3] == "."


def _is_code(text: str) -> bool:
    return text.isdigit() and len(text) > 1 and text[0] == "0"


def as_ascii_digits(text: str) -> str:
    """Return a text with the digits of other scripts as 0 to 9, except superscripts."""
    if text.isascii():
        return text
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def _is_consistent(match: re.Match[str]) -> bool:
    """Return False for what no program writes: one bracket, two signs, two units."""
    inner = match["inner"] or ""
    is_signed = inner in ("-", "−", "–", "+")
    if is_signed and (match["sign"] or match["open"]):
        return False
    brackets = f"{match['open'] or ''}{match['close'] or ''}".replace(" ", "")
    if brackets not in ("", "()", "[]") or (brackets and match["sign"]):
        return False
    return sum(bool(one) for one in (match["before"], inner and not is_signed, match["after"])) <= 1


def _unit_of(match: re.Match[str]) -> str:
    inner = match["inner"] or ""
    unit = match["before"] or match["after"] or ("" if inner in ("-", "−", "–", "+") else inner)
    return unit.strip(SPACES).replace("٪", "%")


def _canonical(body: re.Match[str] | None, match: re.Match[str]) -> str | None:
    """Return the number as data has it: a sign, digits, a point, decimals."""
    if body is None or not (body["whole"] or body["decimals"]):
        return None
    whole = "".join(sign for sign in body["whole"] or "0" if sign.isdigit())
    decimals = f".{body['decimals']}" if body["decimals"] else ""
    sign = f"{match['sign'] or ''}{match['inner'] or ''}"
    is_negative = bool(match["open"]) or any(one in sign for one in "-−–")
    number = f"{'-' if is_negative else ''}{whole}{decimals}"
    if match["exponent"]:
        return _written_out(number, match["exponent"].replace("−", "-"))
    return number


LARGEST_EXPONENT = 40


def _written_out(number: str, exponent: str) -> str | None:
    """Return a number without its exponent; None if it would be too long."""
    power = int(exponent[1:])
    return f"{Decimal(number).scaleb(power):f}" if abs(power) <= LARGEST_EXPONENT else None


def _is_shortened(match: re.Match[str]) -> bool:
    """Return True if a number has fewer digits than its exponent gives it, as in 1.5E+06."""
    exponent = match["exponent"] or ""
    if not SHORTENED.fullmatch(exponent):
        return False
    digits = sum(sign.isdigit() for sign in match["body"])
    return bool(digits - 1 < int(exponent[2:]))
