"""Facts as each language prints them: numbers, units, money, rounding and formats."""

from __future__ import annotations

import pytest

from briefing.files.workspace import Files, shipped_root
from briefing.load.languages import Languages
from briefing.model.number_format import UnknownFormatError, read_format
from briefing.text.facts import FactFormatter, is_numeric, rounded_plainly

LANGUAGES = Languages(Files(shipped_root()))


def printed(language: str, value: str, unit: str | None = None, *formats: str) -> str:
    """Return a fact with `_` for a no-break space and `~` for a narrow one."""
    formatter = FactFormatter(LANGUAGES.labels_of(language), LANGUAGES.traits_of(language).locale or language)
    return formatter.format(value, unit, *formats).words.replace("\u00a0", "_").replace("\u202f", "~")


@pytest.mark.parametrize(
    ("value", "unit", "en", "fr", "es", "ru"),
    [
        ("2.5", "%", "2.5%", "2,5~%", "2,5_%", "2,5_%"),
        ("12500", None, "12,500", "12~500", "12.500", "12_500"),
        ("1250", None, "1,250", "1~250", "1250", "1_250"),
        ("-3.5", "°C", "−3.5_°C", "−3,5_°C", "−3,5_°C", "−3,5_°C"),
        ("1.2", "million €", "1.2_million €", "1,2_million_€", "1,2_millones_€", "1,2_миллиона_€"),
        ("12500", "€", "€12,500", "12~500_€", "12.500_€", "12_500_€"),
        ("-5", "EUR", "−EUR_5", "−5_EUR", "−5_EUR", "−5_EUR"),
        ("25", "km", "25_km", "25_km", "25_km", "25_км"),
        ("1", "hours", "1_hour", "1_heure", "1_hora", "1_час"),
        ("3", "hour", "3_hours", "3_heures", "3_horas", "3_часа"),
        ("12500", "people", "12,500_people", "12~500_people", "12.500_people", "12_500_people"),
        ("12-15", "%", "12–15%", "12–15~%", "12–15_%", "12–15_%"),
        ("40", "°", "40°", "40°", "40°", "40°"),
        ("2027", None, "2027", "2027", "2027", "2027"),
        ("1990-2000", None, "1990–2000", "1990–2000", "1990–2000", "1990–2000"),
    ],
)
def test_facts_are_printed_as_each_language_writes_them(value, unit, en, fr, es, ru):
    languages = ("en", "fr", "es", "ru")
    assert tuple(printed(language, value, unit) for language in languages) == (en, fr, es, ru)


@pytest.mark.parametrize(
    "typed", ["about 12,500", "12 500", "12,500", "Alpha-2", "15-12", "2026-13-01", "n/a"]
)
def test_a_value_in_words_stays_as_it_was_typed(typed):
    assert printed("fr", typed).replace("_", " ") == typed
    assert not is_numeric(typed) or typed == "15-12"


def test_a_date_is_printed_in_words():
    assert printed("en", "2027-05-20") == "20_May 2027"
    assert printed("es", "2026-06") == "junio de 2026"


@pytest.mark.parametrize(
    ("value", "unit", "form", "en", "fr"),
    [
        ("11950000", None, "million", "12_million", "12_millions"),
        ("1234000", "€", "million", "€1.2_million", "1,2_million_€"),
        ("11950000", "€", "million, 2 decimals", "€11.95_million", "11,95_millions_€"),
        ("2500000000", None, "billion", "2.5_billion", "2,5_milliards"),
        ("11953", None, "round", "12,000", "12~000"),
        ("0.1234", None, "round", "0.12", "0,12"),
        ("87", None, "round", "87", "87"),
        ("2.5", "%", "0 decimals", "3%", "3~%"),
        ("2", "%", "1 decimal", "2.0%", "2,0~%"),
        ("25", "km", "long unit", "25_kilometres", "25_kilomètres"),
        ("25", "kilometres", "short unit", "25_km", "25_km"),
        ("25", "km", "no unit", "25", "25"),
        ("2027", None, "number", "2,027", "2~027"),
        ("2500", "AD", "year", "2500_AD", "2500_AD"),
        ("12", None, "Million", "0_million", "0_million"),
    ],
)
def test_a_format_rounds_words_or_changes_the_unit(value, unit, form, en, fr):
    assert (printed("en", value, unit, form), printed("fr", value, unit, form)) == (en, fr)


def test_a_format_in_the_text_comes_before_that_of_the_fact():
    assert printed("en", "1234567", "€", "0 decimals", "million, 2 decimals") == "€1_million"
    assert printed("en", "1234567", "€", "no unit", "million") == "1.2_million"


@pytest.mark.parametrize("typed", ["rounded", "", "million,", "7 decimals", "k"])
def test_an_unknown_format_is_refused_by_name(typed):
    with pytest.raises(UnknownFormatError) as error:
        read_format(typed)
    assert str(error.value) == typed.rpartition(",")[2]


def test_a_rounded_number_can_be_read_in_every_language():
    assert rounded_plainly("11950000 €", read_format("million")) == "12 million €"
    assert rounded_plainly("11953", read_format("round")) == "12000"
    assert rounded_plainly("about ten", read_format("round")) == "about ten"
    assert rounded_plainly("11953", read_format("no unit")) == "11953"
