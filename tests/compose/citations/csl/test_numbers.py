"""Numbers: ranges of pages, ordinals, Roman numerals, and what is numeric."""

from __future__ import annotations

from briefing.compose.citations.csl.locales import Locales
from briefing.compose.citations.csl.numbers import (
    format_ranges,
    is_numeric,
    is_plural,
    number_in_form,
    roman,
)
from briefing.compose.citations.csl.xml_elements import Element
from tests.cases import each

STYLE = Element("style", {})


@each(
    ("typed", "form", "printed"),
    [
        ("42-45", "", "42–45"),
        ("321-28", "expanded", "321–328"),
        ("321-328", "minimal", "321–8"),
        ("321-328", "minimal-two", "321–28"),
        ("100-104", "minimal-two", "100–04"),
        ("3-10", "chicago", "3–10"),
        ("71-72", "chicago", "71–72"),
        ("100-104", "chicago", "100–104"),
        ("107-108", "chicago", "107–8"),
        ("808-833", "chicago", "808–33"),
        ("1103-1104", "chicago", "1103–4"),
        ("321-325", "chicago", "321–25"),
        ("498-532", "chicago", "498–532"),
        ("1087-1089", "chicago", "1087–89"),
        ("1496-1500", "chicago-16", "1496–500"),
        ("1496-1504", "chicago-15", "1496–1504"),
        ("12991-13001", "chicago-16", "12991–3001"),
        ("e14-e18", "expanded", "e14–e18"),
        ("xii--xv", "", "xii–xv"),
        ("1-5, 9, 12-14", "minimal", "1–5, 9, 12–4"),
        # no ranges
        ("e1234567", "minimal", "e1234567"),
        ("A-12", "minimal", "A-12"),
        ("10-A", "", "10-A"),
        ("123-45-678", "minimal", "123-45-678"),
        ("12-3", "", "12–3"),
    ],
)
def test_ranges_of_pages(typed, form, printed):
    assert format_ranges(typed, form, "–") == printed


@each("value", ["2", "2b", "D2", "2nd", "2, 3", "2–4", "2 & 4", "12-13"])
def test_numbers(value):
    assert is_numeric(value)


@each("value", ["second", "2nd edition", "", "Report 12", "A"])
def test_words_are_not_numbers(value):
    assert not is_numeric(value)


def test_several_pages_are_plural():
    assert [is_plural(value) for value in ("1-5", "1, 5", "1 & 5", "xii–xv", "e1-e5")] == [True] * 5
    assert [is_plural(value) for value in ("15", "e15", "2.0", "")] == [False] * 4


@each(
    ("locale", "gender", "ordinals"),
    [
        ("en-US", "", "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 111th 112th"),
        ("fr-FR", "feminine", "1ʳᵉ 2ᵉ 3ᵉ 4ᵉ 11ᵉ 12ᵉ 13ᵉ 21ᵉ 22ᵉ 111ᵉ 112ᵉ"),
        ("pt-PT", "", "1.ª 2.ª 3.ª 4.ª 11.ª 12.ª 13.ª 21.ª 22.ª 111.ª 112.ª"),
        ("es-ES", "feminine", "1.ª 2.ª 3.ª 4.ª 11.ª 12.ª 13.ª 21.ª 22.ª 111.ª 112.ª"),
    ],
)
def test_ordinals(locale, gender, ordinals):
    locales = Locales(STYLE, locale)
    numbers = ("1", "2", "3", "4", "11", "12", "13", "21", "22", "111", "112")
    assert " ".join(number_in_form(one, "ordinal", locales, gender) for one in numbers) == ordinals


def test_other_forms_of_numbers():
    locales = Locales(STYLE, "en-US")
    assert number_in_form("2", "long-ordinal", locales, "") == "second"
    assert number_in_form("12", "long-ordinal", locales, "") == "12th"
    assert number_in_form("Revised", "ordinal", locales, "") == "Revised"
    assert [roman(number) for number in (4, 9, 1999, 0, 4000)] == ["iv", "ix", "mcmxcix", "0", "4000"]
