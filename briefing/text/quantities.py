"""Numbers, dates and years in running text, read as values that can be compared across languages and notations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from briefing.text.lexicon import CURRENCIES, MONEY, Lexicon

Kind = Literal["number", "percent", "year", "code", "date"]

GROUPED = 3
"""Number of digits in a group."""

YEARS = range(1500, 2200)
ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
NAMED = re.compile(rf"(?<![^\W\d_])(?!{'|'.join(CURRENCIES)})[A-ZА-Я]{{2,}}(?:[./-]|[ \u00a0])$")
"""Capitals before a number, which make it the name of a document: RFC 3339, TF.460."""

FRACTION = re.compile(
    r"(?<![\d/.,])(?:(?P<before>\d{1,3})[ \u00a0])?(?P<part>\d{1,2})/(?P<whole>\d{1,2})(?![\d/]|[.,]\d)"
)
DENOMINATORS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20})

GROUP = ",.٬'’\u00a0\u202f\u2009 "
NUMBER = re.compile(
    rf"(?<![\d.,])(?<![^\W\d_])(?P<code>[^\W\d_]+[-‑]?)?"
    rf"(?P<digits>\d{{1,3}}(?:[{GROUP}]\d{{3}})+(?!\d)(?:[.,٫]\d+)?|(?P<dotted>\d+(?:\.\d+){{2,}})|\d+(?:[.,٫]\d+)?)"
    r"(?P<tail>[^\W\d_]+)?"
)
"""Digits as any language groups them. Letters directly before or after them make them a name (S-300, 2026f), and so do
several points, as in the number of a section or a version (1.2.3)."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, a year or a date as it was typed, with every value that it can mean."""

    typed: str
    kind: Kind
    readings: frozenset[Decimal]
    day: tuple[int | None, int | None, int | None] = (None, None, None)
    """Year, month and day of a date; None for any that is not given."""
    noun: str = ""
    """The word that follows, which names what is counted."""
    unit: str = ""

    @property
    def first_year(self) -> int | None:
        """The year that it names or falls in; of a decade, the first one."""
        return int(min(self.readings)) if self.kind == "year" else self.day[0]

    def is_confirmed_by(self, other: Quantity) -> bool:
        """Return True if another one has the same number, or is a date that is at least as exact."""
        if self.kind == "date":
            pairs = zip(self.day, other.day, strict=True)
            return other.kind == "date" and all(mine is None or mine == theirs for mine, theirs in pairs)
        if other.kind == "date":
            return other.day[0] is not None and Decimal(other.day[0]) in self.readings
        has_other_unit = bool(self.unit and other.unit and self.unit != other.unit)
        return bool(self.readings & other.readings) and not has_other_unit

    def rounds(self, exact: Quantity) -> bool:
        """Return True if it is the other number with fewer digits: 30 for 27, 86,000 for 86,400."""
        if {self.kind, exact.kind} & {"year", "date", "code"} or self.unit != exact.unit:
            return False
        return any(_is_rounded(mine, theirs) for mine in self.readings for theirs in exact.readings)


def _is_rounded(rough: Decimal, exact: Decimal) -> bool:
    digits = rough.normalize().as_tuple().digits
    digit_count = len(digits)
    if not rough or not exact or digit_count >= len(exact.normalize().as_tuple().digits):
        return False
    return Decimal(f"{exact:.{digit_count - 1}e}") == rough


def quantities(text: str, lexicon: Lexicon) -> list[Quantity]:
    """Return every number in digits, year, date and share in a text, in order."""
    found: list[tuple[int, Quantity]] = []
    for match, day in _dates(text, lexicon):
        found.append((match.start(), Quantity(" ".join(match.group().split()), "date", frozenset(), day)))
        text = _taken_out(match, text)
    for match in FRACTION.finditer(text):
        if (fraction := _fraction(match)) is not None:
            found.append((match.start(), fraction))
            text = _taken_out(match, text)
    for match in lexicon.share.finditer(text):
        found.append((match.start(), _share(match)))
        text = _taken_out(match, text)
    for match in lexicon.provision.finditer(text):
        end = match.end() if _is_plural(match) else match.end("places")
        places = re.finditer(r"\d+", text[match.start("places") : end])
        found += (
            (match.start("places") + place.start(), Quantity(place.group(), "code", _readings(place.group())))
            for place in places
        )
        text = text[: match.start()] + "\ufffc" * (end - match.start()) + text[end:]
    text = lexicon.whole.sub(lambda match: "\ufffc" * len(match.group()), text)
    found += ((match.start(), _quantity(match, text, lexicon)) for match in NUMBER.finditer(text))
    return [quantity for _, quantity in sorted(found, key=lambda pair: pair[0])]


def _is_plural(place: re.Match[str]) -> bool:
    """Return True if several places may follow: arts. 6, 7 and 8."""
    return bool(place["plural"]) or (place["noun"] or "").casefold().endswith(("s", "pp"))


def _taken_out(match: re.Match[str], text: str) -> str:
    return text[: match.start()] + "\ufffc" * len(match.group()) + text[match.end() :]


def _fraction(match: re.Match[str]) -> Quantity | None:
    """Return the value of a common fraction, 1/3 or 5 1/2; None for anything else with a slash, such as 24/7."""
    part, whole = Decimal(match["part"]), Decimal(match["whole"])
    if not 0 < part < whole or whole not in DENOMINATORS:
        return None
    typed = " ".join(match.group().split())
    if match["before"]:
        return Quantity(typed, "number", frozenset([Decimal(match["before"]) + part / whole]))
    share = 100 * part / whole
    return Quantity(typed, "percent", frozenset([share, share.quantize(Decimal(1))]), unit="%")


def _share(match: re.Match[str]) -> Quantity:
    whole = Decimal(re.sub(r"\D", "", match["whole"]))
    readings = frozenset(100 * part / whole for part in _readings(match["part"]))
    return Quantity(" ".join(match.group().split()), "percent", readings, unit="%")


def spoken_numbers(text: str, lexicon: Lexicon) -> list[Quantity]:
    """Return the numbers in a text that are written as words, as far as the lexicon lists them."""
    found = [*_spoken_shares(text, lexicon)]
    for match in re.finditer(r"[^\W\d_]+", text):
        word = match.group().casefold()
        value = lexicon.numbers.get(word, lexicon.number_forms.get(word))
        if value is not None:
            power, after = _power(text[match.end() :], lexicon)
            unit = lexicon.unit.match(after)
            factors = (Decimal(10) ** power, lexicon.units[unit[1]][1] if unit else Decimal(1))
            readings = frozenset([value * factors[0], value * factors[0] * factors[1]])
            noun = _noun(after) if word in lexicon.numbers else ""
            found.append(Quantity(match.group(), "number", readings, noun=noun))
        if word in lexicon.fractions:
            found.append(Quantity(match.group(), "percent", frozenset([lexicon.fractions[word]]), unit="%"))
    return found


def _spoken_shares(text: str, lexicon: Lexicon) -> Iterator[Quantity]:
    """Yield shares in words (one in five) as percentages."""
    values = {**lexicon.number_forms, **lexicon.numbers}
    for match in lexicon.spoken_share.finditer(text):
        share = 100 * values[match[1].casefold()] / max(values[match[2].casefold()], Decimal(1))
        yield Quantity(match.group(), "percent", frozenset([share]), unit="%")


def _quantity(match: re.Match[str], text: str, lexicon: Lexicon) -> Quantity:
    digits, after = match["digits"], text[match.end() :]
    readings = _readings(digits, has_decimal_point=lexicon.has_decimal_point)
    tail, code = match["tail"] or "", match["code"] or ""
    is_money = code in CURRENCIES or bool(MONEY.search(text[: match.start()]))
    power = lexicon.money_letters.get(tail, 0) if is_money else 0
    is_amount = not tail or bool(power) or tail in lexicon.units or tail.casefold() in lexicon.multipliers
    if (
        not code
        and _is_year(digits)
        and digits.endswith("0")
        and (decade := lexicon.decade.match(tail + after))
    ):
        years = range(int(digits), int(digits) + 10)
        return Quantity(f"{digits}{decade.group()}", "year", frozenset(map(Decimal, years)))
    before = text[: match.start()]
    if (
        (code and not is_money)
        or not is_amount
        or match["dotted"]
        or NAMED.search(before)
        or lexicon.counted.search(before)
    ):
        return Quantity(match.group(), "code", readings)
    if tail and not power:
        after = tail + after
    more, after = _power(after, lexicon)
    power += more
    typed = f"{digits}{text[match.end('digits') : len(text) - len(after)]}".strip().removesuffix(".")
    exact = frozenset(reading.scaleb(power) for reading in readings)
    if percent := lexicon.percent.match(after):
        return Quantity(f"{typed}{percent.group()}", "percent", exact, unit="%")
    if unit := lexicon.unit.match(after):
        name, factor = lexicon.units[unit[1]]
        measured = frozenset(reading * factor for reading in exact)
        if tail in lexicon.money_letters:  # 1.25m people
            measured |= frozenset(reading.scaleb(lexicon.money_letters[tail]) for reading in exact)
        return Quantity(f"{typed}{unit.group()}", "number", measured, unit=name)
    noun = _noun(after)
    kind: Kind = "year" if not power and _is_year(digits) else "number"
    return Quantity(typed, kind, exact | _also(exact, power, after, lexicon), noun=noun)


def _is_year(digits: str) -> bool:
    return bool(re.fullmatch(r"\d{4}", digits)) and int(digits) in YEARS


def _power(after: str, lexicon: Lexicon) -> tuple[int, str]:
    """Return the power of ten by which the words after a number multiply it, and the text after them."""
    power = 0
    while word := re.match(r"[\s\u00a0]*([^\W\d_]+)\.?", after):
        if word[1].casefold() not in lexicon.multipliers:
            break
        power += lexicon.multipliers[word[1].casefold()]
        after = after[word.end() :]
    return power, after


def _also(exact: frozenset[Decimal], power: int, after: str, lexicon: Lexicon) -> frozenset[Decimal]:
    """Return further values that a number can mean because of the text after it."""
    if _noun(after) in lexicon.hundredths:
        return frozenset(reading / 100 for reading in exact)
    joined = None if power else lexicon.joined.match(after)
    shared = _power(after[joined.end() :], lexicon)[0] if joined else 0
    return frozenset(reading.scaleb(shared) for reading in exact)


def _readings(digits: str, *, has_decimal_point: bool = False) -> frozenset[Decimal]:
    """Return the values that digits can mean: `1,200` is twelve hundred in one language, 1.2 in another.

    In English there is one meaning. In other languages, countries that share the language may differ.
    """
    plain = "".join(str(int(mark)) if mark.isdigit() else mark for mark in digits).replace("٫", ",")
    groups = re.split(f"[{GROUP}]", plain)
    marks = re.findall(f"[{GROUP}]", plain)
    if not marks:
        return frozenset([Decimal(plain)])
    whole = Decimal("".join(groups))
    if len(marks) == 1:
        fraction = Decimal(f"{groups[0]}.{groups[1]}")
        if marks[0] not in ".,":
            return frozenset([whole])
        if len(groups[1]) != GROUPED:
            return frozenset([fraction])
        if has_decimal_point:
            return frozenset([whole if marks[0] == "," else fraction])
        return frozenset([whole, fraction])
    if len(set(marks)) == 1:
        return frozenset([whole])
    return frozenset([Decimal(f"{''.join(groups[:-1])}.{groups[-1]}")])


def _noun(after: str) -> str:
    match = re.match(r"[\s\u00a0-]*([^\W\d_]+)", after)
    return match[1].casefold() if match else ""


def _dates(
    text: str, lexicon: Lexicon
) -> Iterator[tuple[re.Match[str], tuple[int | None, int | None, int | None]]]:
    taken: set[int] = set()
    for match in ISO_DAY.finditer(text):
        taken.update(range(*match.span()))
        yield match, (int(match[1]), int(match[2]), int(match[3]))
    for pattern in lexicon.dates:
        for match in pattern.finditer(text):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                groups = match.groupdict()
                year, day = groups.get("y"), groups.get("d")
                yield (
                    match,
                    (
                        int(year) if year else None,
                        lexicon.months[match["m"].casefold()],
                        int(day) if day else None,
                    ),
                )
