"""The words in which a fact is printed: its number and its unit as the language of the edition writes them (CLDR)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from babel.units import UnknownUnitError, format_unit

from briefing.core.numbers import decimals_of, exactly, read_amount
from briefing.model.labels import Labels
from briefing.model.number_format import POWERS, ROUNDED_DIGITS, NumberFormat, UnitForm, read_format
from briefing.text.locale_formats import NO_BREAK_SPACE, find_locale, format_amount, minus_of, spoken

RANGE = re.compile(r"([-−]?\d+(?:\.\d+)?)\s*[-–]\s*(\d+(?:\.\d+)?)")
"""Two numbers as in data, from the lower to the higher one: 12-15."""

YEARS = range(1500, 2200)
"""A whole number in this range is a year, if it has no unit."""

CURRENCY = re.compile(r"[A-Z]{0,3}[€$£¥₽₹₺₴₦]|[A-Z]{3}")
"""A currency sign, or a code of three letters (ISO 4217)."""

MOST_DECIMALS = 6
"""The highest number of decimals of a format."""

SIGNED_UNITS = {"%", "‰"}
CLOSE_UNITS = {"°", "′", "″"}

SYMBOLS = {
    "mm": "length-millimeter",
    "cm": "length-centimeter",
    "m": "length-meter",
    "km": "length-kilometer",
    "m²": "area-square-meter",
    "km²": "area-square-kilometer",
    "ha": "area-hectare",
    "m³": "volume-cubic-meter",
    "l": "volume-liter",
    "L": "volume-liter",
    "g": "mass-gram",
    "kg": "mass-kilogram",
    "t": "mass-tonne",
    "ms": "duration-millisecond",
    "s": "duration-second",
    "min": "duration-minute",
    "h": "duration-hour",
    "°C": "temperature-celsius",
    "W": "power-watt",
    "kW": "power-kilowatt",
    "MW": "power-megawatt",
    "GW": "power-gigawatt",
    "kWh": "energy-kilowatt-hour",
    "km/h": "speed-kilometer-per-hour",
    "m/s": "speed-meter-per-second",
    "Hz": "frequency-hertz",
    "kHz": "frequency-kilohertz",
    "MHz": "frequency-megahertz",
    "GHz": "frequency-gigahertz",
    "MB": "digital-megabyte",
    "GB": "digital-gigabyte",
    "TB": "digital-terabyte",
}
"""The international symbols of units (SI, 9th edition), with their names in CLDR."""

NAMED_UNITS = (
    *dict.fromkeys(SYMBOLS.values()),
    "duration-day",
    "duration-week",
    "duration-month",
    "duration-year",
    "length-mile",
    "mass-metric-ton",
)
AMOUNTS = tuple(map(Decimal, ("1", "2", "5", "1.5")))
"""Amounts that have every form of the plural, in the shipped languages."""

LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class PrintedFact:
    """The number or words of a fact, its unit, and the space between them.

    A currency sign that precedes the number is a part of it, and then there is no unit.
    """

    value: str
    space: str = ""
    unit: str = ""

    @property
    def words(self) -> str:
        """The whole fact, on one line."""
        return f"{self.value}{self.space}{self.unit}"


class FactFormatter:
    """Formats facts in one language."""

    def __init__(self, labels: Labels, locale: str) -> None:
        self.percent = labels.labels.get("percent", "%")
        self.locale = find_locale(locale)

    def format(self, value: str, unit: str | None, *formats: str | None) -> PrintedFact:
        """Return a fact as it is printed. The first of the formats takes precedence."""
        form = NumberFormat()
        for one in formats:
            form = form.over(read_format(one))
        unit = (unit or "").strip()
        amounts = _amounts_of(value)
        power, rest = _power_of(unit)
        if amounts and power and (form.power is not None or self.locale.language != "en"):
            amounts, unit = tuple(one.scaleb(power) for one in amounts), rest
            form = form.over(NumberFormat(power=power))
        if amounts:
            return self._printed(amounts, unit, form)
        return self._with_unit(str(spoken(value, self.locale)), None, unit, form)

    def _printed(self, amounts: tuple[Decimal, ...], unit: str, form: NumberFormat) -> PrintedFact:
        """Return a number, or the two of a range, with the unit and the word for a power of ten of the last one."""
        if form.power is not None:
            pairs = [self._in_words(amount, form) for amount in amounts]
            printed = self._with_unit("–".join(number for number, _ in pairs), amounts[-1], unit, form)
            words = NO_BREAK_SPACE.join(filter(None, (pairs[-1][1], printed.unit)))
            return PrintedFact(printed.value, NO_BREAK_SPACE, words)
        number = "–".join(
            self._number(amount, form, is_year=self._is_year(str(amount), unit, form)) for amount in amounts
        )
        return self._with_unit(number, amounts[-1], unit, form)

    @staticmethod
    def _is_year(typed: str, unit: str, form: NumberFormat) -> bool:
        if form.is_year is not None:
            return form.is_year
        return not unit and not form.rounds and bool(re.fullmatch(r"\d{4}", typed)) and int(typed) in YEARS

    def _number(self, amount: Decimal, form: NumberFormat, *, is_year: bool) -> str:
        if is_year:
            return str(amount)
        rounded = _rounded(amount, form)
        return format_amount(rounded, decimals_of(rounded), self.locale)

    def _in_words(self, amount: Decimal, form: NumberFormat) -> tuple[str, str]:
        """Return a number and the word for a power of ten: 1.2 and million."""
        forms = self.locale.compact_decimal_formats["long"]
        key = str(10 ** (form.power or 0))
        zeros: str = re.findall("0+", forms["other"][key].pattern)[0]
        scaled = amount.scaleb(len(zeros) - 1 - (form.power or 0))
        shown = _rounded(scaled, NumberFormat(decimals=form.decimals, is_rounded=form.is_rounded), most=1)
        pattern = forms.get(self.locale.plural_form(abs(shown)), forms["other"])[key].pattern
        number = format_amount(shown, decimals_of(shown), self.locale)
        word = pattern.partition(";")[0].replace(zeros, "", 1).strip("\u00a0 ")
        return number, word.replace(" ", NO_BREAK_SPACE)

    def _with_unit(self, number: str, amount: Decimal | None, unit: str, form: NumberFormat) -> PrintedFact:
        if not unit or form.unit is UnitForm.NONE:
            return PrintedFact(number)
        if unit in SIGNED_UNITS:
            return PrintedFact(
                number, self.percent.rstrip("%٪"), self.percent.strip() if unit == "%" else unit
            )
        if unit in CLOSE_UNITS:
            return PrintedFact(number, "", unit)
        if CURRENCY.fullmatch(unit) and amount is not None:
            return self._money(number, unit)
        name = unit if amount is None else self._unit(amount, unit, form)
        return PrintedFact(number, NO_BREAK_SPACE, name)

    def _money(self, number: str, currency: str) -> PrintedFact:
        """Return an amount of money, with the currency before or after it as in the language."""
        pattern = self.locale.currency_formats["standard"].pattern.partition(";")[0].strip("\u200e\u200f")
        if not pattern.startswith("¤"):
            return PrintedFact(number, NO_BREAK_SPACE, currency)
        is_spaced = pattern[1:2].isspace() or currency[-1].isalpha()
        minus = minus_of(self.locale)
        sign = minus if number.startswith(minus) else ""
        return PrintedFact(
            f"{sign}{currency}{NO_BREAK_SPACE if is_spaced else ''}{number.removeprefix(minus)}"
        )

    def _unit(self, amount: Decimal, unit: str, form: NumberFormat) -> str:
        """Return a unit in the language: its symbol or its name, as it was written or as the format says."""
        symbol = SYMBOLS.get(unit)
        name = (
            symbol
            or unit_names(str(self.locale)).get(unit.casefold())
            or unit_names("en_001").get(unit.casefold())
        )
        if name is None:
            return unit
        try:
            if form.unit is UnitForm.LONG or (form.unit is None and symbol is None):
                return _form_of(amount, name, "long", self.locale)
            short = _form_of(amount, name, "short", self.locale)
        except UnknownUnitError:
            return unit
        international = next((one for one, known in SYMBOLS.items() if known == name), short)
        return international if LATIN.search(short) else short


def is_numeric(value: str) -> bool:
    """Return True if the value of a fact is a number, or a range of two."""
    return bool(_amounts_of(value))


def find_misfit(value: str, unit: str | None, form: NumberFormat) -> tuple[str, str] | None:
    """Return why a format does not fit a fact, and a format that does; None if it fits."""
    if form.power is not None and (unit or "").strip().startswith(tuple(SIGNED_UNITS)):
        name = next(name for name, power in POWERS.items() if power == form.power)
        return f"a number in {unit} is not printed in {name}s", "1 decimal"
    power, _ = _power_of((unit or "").strip())
    for typed in _amounts_of(value):
        amount = typed.scaleb(power) if form.power is not None else typed
        scaled = amount.scaleb(-(form.power or 0))
        if amount and not _rounded(scaled, form, most=1 if form.power is not None else None):
            return f"{typed} would be printed as 0", _fitting(amount, form)
    return None


def _fitting(amount: Decimal, form: NumberFormat) -> str:
    """Return a format in which a number is not 0: a smaller word, or more decimals."""
    smaller = [name for name, power in POWERS.items() if power <= amount.adjusted()]
    if form.power is not None:
        return smaller[-1] if smaller else "round"
    places = -amount.adjusted()
    return f"{places} decimal{'s' if places > 1 else ''}" if places <= MOST_DECIMALS else "round"


def rounded_plainly(value: str, form: NumberFormat) -> str:
    """Return the value of a fact in a format, as it is read in every language: 1.2 million €."""
    match = re.match(rf"(?:{RANGE.pattern}|[-−]?\d+(?:\.\d+)?)(?![\d.,])", value)
    if match is None or not form.rounds:
        return value
    amounts, unit = _amounts_of(match.group()), value[match.end() :]
    if form.power is None:
        return f"{'-'.join(f'{_rounded(amount, form):f}' for amount in amounts)}{unit}"
    word = next(name for name, power in POWERS.items() if power == form.power)
    scaled = NumberFormat(decimals=form.decimals, is_rounded=form.is_rounded)
    numbers = (_rounded(amount.scaleb(-form.power), scaled, most=1) for amount in amounts)
    return f"{'-'.join(f'{number:f}' for number in numbers)} {word}{unit}"


def _amounts_of(value: str) -> tuple[Decimal, ...]:
    """Return the number that a value is, or the two numbers of a range; none if it is words."""
    amount = read_amount(value)
    if amount is not None:
        return (amount,)
    between = RANGE.fullmatch(value.strip())
    amounts = tuple(map(_as_amount, between.groups())) if between else ()
    return amounts if sorted(amounts) == list(amounts) and len(set(amounts)) == len(amounts) else ()


def _as_amount(typed: str) -> Decimal:
    amount = read_amount(typed)
    if amount is None:
        raise AssertionError(f"{typed!r} is not a number")
    return amount


def _rounded(amount: Decimal, form: NumberFormat, most: int | None = None) -> Decimal:
    """Return a number rounded as a format says, half up; `most` are the decimals that it keeps otherwise."""
    if form.decimals is not None:
        places = form.decimals
    elif form.is_rounded and amount:
        places = ROUNDED_DIGITS - 1 - amount.adjusted()
    elif most is not None:
        places = most
    else:
        return amount
    step = Decimal(1).scaleb(-places)
    with exactly(amount, step):
        rounded = amount.quantize(step, ROUND_HALF_UP)
    if form.decimals is None:
        rounded = rounded.normalize()
    if not rounded:
        rounded = abs(rounded)  # −0 is 0
    return rounded if decimals_of(rounded) else rounded.quantize(Decimal(1))


def _power_of(unit: str) -> tuple[int, str]:
    """Return the power of ten that a unit begins with, and the rest: 6 and "€" for "million €"."""
    word, _, rest = unit.partition(" ")
    power = POWERS.get(word.casefold().removesuffix("s"), 0)
    return (power, rest.strip()) if power and (not rest or CURRENCY.fullmatch(rest.strip())) else (0, unit)


def _form_of(amount: Decimal, name: str, length: str, locale: Locale) -> str:
    """Return the form of a unit that follows an amount."""
    printed = format_unit(amount, name, length, locale=locale)  # type: ignore[arg-type]
    if name in printed:  # Babel has no pattern for it in this language
        raise UnknownUnitError(name, locale)
    number = format_decimal(amount, locale=locale)
    return printed.replace(number, "", 1).strip().replace(" ", NO_BREAK_SPACE)


@cache
def unit_names(locale: str) -> dict[str, str]:
    """Return the units by their names in a locale, in lower case."""
    return {form.casefold(): name for name in NAMED_UNITS for form in _forms(name, locale)}


def _forms(name: str, locale: str) -> Iterator[str]:
    for amount in AMOUNTS:
        try:
            yield _form_of(amount, name, "long", Locale.parse(locale))
        except (UnknownUnitError, UnknownLocaleError):  # CLDR of this version does not have the unit
            return
