"""Dates in citation styles: in the format of the language, or part by part as the style says."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.compose.citations.csl.formatting import Formatter
from briefing.compose.citations.csl.item import PartialDate
from briefing.compose.citations.csl.xml_elements import Element

FIRST_YEAR_WITHOUT_ERA = 1000


def format_date(element: Element, day: PartialDate | str, formatter: Formatter) -> str:
    """Return a date as `<date>` says, without its affixes; empty if the date has none of the parts.

    Words in place of a date are printed where the year would be.
    """
    if isinstance(day, str):
        return day if _prints_year(element) else ""
    form = element.get("form")
    localized = formatter.locales.date(form) if form else None
    if localized is None:
        layout, parts = element, element.find_all("date-part")
    else:
        layout, parts = localized, list(_localized_parts(element, localized))
    texts = [_format_part(part, day, formatter) for part in parts]
    text = formatter.joiner.join(texts, layout.get("delimiter"))
    return text if localized is None else text.strip(" ,")


def _prints_year(element: Element) -> bool:
    if element.get("form"):
        return "year" in element.get("date-parts", "year-month-day")
    return any(part.get("name") == "year" for part in element.find_all("date-part"))


def _localized_parts(element: Element, localized: Element) -> Iterator[Element]:
    """Yield the parts of a localized date that the style wants, with its attributes."""
    wanted = element.get("date-parts", "year-month-day").split("-")
    own = {part.get("name"): part.attributes for part in element.find_all("date-part")}
    for part in localized.find_all("date-part"):
        if (name := part.get("name")) in wanted:
            changed = {
                key: value for key, value in own.get(name, {}).items() if key not in {"prefix", "suffix"}
            }
            yield Element("date-part", part.attributes | changed)


def _format_part(part: Element, day: PartialDate, formatter: Formatter) -> str:
    name = part.get("name")
    if name == "year":
        text = _format_year(day.year, part.get("form"), formatter)
    elif name == "month":
        text = "" if day.month is None else _format_month(day.month, part.get("form", "long"), formatter)
    else:
        text = _format_day(day, part.get("form", "numeric"), formatter)
    return formatter.format(part, text)


def _format_year(year: int, form: str, formatter: Formatter) -> str:
    if form == "short":
        return f"{abs(year) % 100:02}"
    era = "bc" if year < 0 else "ad" if year < FIRST_YEAR_WITHOUT_ERA else ""
    return f"{abs(year)}{formatter.locales.term(era) if era else ''}"


def _format_month(month: int, form: str, formatter: Formatter) -> str:
    if form == "numeric":
        return str(month)
    if form == "numeric-leading-zeros":
        return f"{month:02}"
    return formatter.month(month, form)


def _format_day(date: PartialDate, form: str, formatter: Formatter) -> str:
    day, locales = date.day, formatter.locales
    if day is None:
        return ""
    if form == "numeric-leading-zeros":
        return f"{day:02}"
    if form == "ordinal" and (day == 1 or not locales.option("limit-day-ordinals-to-day-1")):
        return f"{day}{locales.ordinal(day, locales.gender_of(f'month-{date.month:02}'))}"
    return str(day)
