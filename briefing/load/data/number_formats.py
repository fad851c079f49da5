"""The number formats of spreadsheets (ECMA-376, 18.8.31): the text that a cell shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

from briefing.core.numbers import exactly
from briefing.load.data.amounts import SYMBOLS

NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""The parts of a format that are no placeholders: texts, spaces, colours and conditions."""

PIECE = re.compile(r'"(?P<text>[^"]*)"|\\(?P<sign>.)|_.|\*.|\[[^\]]*\]|(?P<digit>[0#?]|General)|.')
"""A piece of a format: a text, a sign that is shown as it is, or a placeholder."""

CURRENCY = re.compile(rf"\[\$(?P<code>[^\]-]+)[^\]]*\]|\"?(?P<sign>{SYMBOLS})")
SCALED = re.compile(r"[0#?],+(?![0#?,])")
"""Commas after the last digit, each of which divides the number by a thousand."""

ZEROS = re.compile(r"0{2,}")
"""A format that adds zeros before a number: a code, such as a postcode."""

DECIMALS = re.compile(r"\.([0#?]+)")
SIGNIFICANT = 15
"""The digits of a number that spreadsheets keep."""


class UnclearNumberError(ValueError):
    """The sheet shows another number than the cell has; its argument is the number of the cell."""


def format_of(number: int, own: Sequence[str]) -> str:
    """Return a number format by its number; `own` are the formats of the file."""
    if number < BUILTIN_FORMATS_MAX_SIZE:
        return str(BUILTIN_FORMATS.get(number, "General"))
    index = number - BUILTIN_FORMATS_MAX_SIZE
    return own[index] if index < len(own) else "General"


def words_around(number_format: str) -> tuple[str, str]:
    """Return the words that a sheet shows before and after a number: `0 "km"` shows km. A currency is none."""
    section = number_format.split(";")[0]
    pieces = list(PIECE.finditer(section))
    digits = [index for index, piece in enumerate(pieces) if piece["digit"]]
    if not digits or _currency(section):
        return "", ""
    sides = pieces[: digits[0]], pieces[digits[-1] :]
    before, after = (
        "".join(piece["text"] or piece["sign"] or "" for piece in side).strip() for side in sides
    )
    return before, after


def shown_text(value: object, number_format: str) -> str:
    """Return a value as the sheet shows it, with a point before decimals. Raises UnclearNumberError."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, datetime | date):
        return _date(value, number_format)
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return str(value)


def _number(value: float, number_format: str) -> str:
    section = number_format.split(";")[0]
    core = NOT_SHOWN.sub("", section)
    if not section.strip() and ";" in number_format:  # `;;;` hides the value of a cell
        return ""
    if SCALED.search(core) and value:
        raise UnclearNumberError(_exactly(value))
    if ZEROS.fullmatch(core) and value == int(value) >= 0:
        return f"{int(value):0{len(core)}}"
    amount = Decimal(_exactly(value))
    unit = "%" if "%" in core else _currency(section)
    amount = amount.scaleb(2) if unit == "%" else amount
    if not re.search(r"[Ee][-+]|/|General", core) and re.search(r"[0#?]", core):
        decimals = DECIMALS.search(core)
        places = len(decimals[1]) if decimals else 0
        with exactly(amount):
            amount = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if decimals and "0" not in decimals[1]:
            amount = amount.normalize()
    return f"{amount:f} {unit}".strip()


def _exactly(value: float) -> str:
    """Return a number with the digits that spreadsheets keep: 0.3, not 0.30000000000000004."""
    return f"{Decimal(f'{value:.{SIGNIFICANT}g}'):f}" if isinstance(value, float) else str(value)


def _currency(section: str) -> str:
    match = CURRENCY.search(section)
    return (match["code"] or match["sign"]).strip() if match else ""


def _date(value: date, number_format: str) -> str:
    """Return a day, a month or a year, as far as the format shows it, with the time if there is one."""
    core = NOT_SHOWN.sub("", number_format).lower()
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return value.strftime("%Y-%m-%d %H:%M")
    if "d" in core or "m" not in core.replace("am/pm", ""):
        return value.strftime("%Y-%m-%d" if "d" in core or "y" not in core else "%Y")
    return value.strftime("%Y-%m")
