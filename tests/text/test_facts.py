"""Facts as each language prints them: numbers, units, money, rounding and formats."""

from __future__ import annotations

import pytest

from briefing.files.workspace import Files, shipped_root
from briefing.load.languages import Languages
from briefing.model.number_format import UnknownFormatError, read_format
from briefing.text.facts import FactFormatter, find_misfit, is_numeric, rounded_plainly
from tests.cases import each

LANGUAGES = Languages(Files(shipped_root()))


def printed(language: str, value: str, unit: str | None = None, *formats: str) -> str:
    """Return a fact with `_` for a no-break space and `~` for a narrow one."""
    formatter = FactFormatter(LANGUAGES.labels_of(language), LANGUAGES.traits_of(language).locale or language)
    return formatter.format(value, unit, *formats).words.replace("\u00a0", "_").replace("\u202f", "~")


@each(
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


@each("typed", ["about 12,500", "12 500", "12,500", "Alpha-2", "15-12", "2026-13-01", "n/a"])
def test_a_value_in_words_stays_as_it_was_typed(typed):
    assert printed("fr", typed).replace("_", " ") == typed
    assert not is_numeric(typed) or typed == "15-12"


def test_a_date_is_printed_in_words():
    assert printed("en", "2027-05-20") == "20_May 2027"
    assert printed("es", "2026-06") == "junio de 2026"


@each(
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


@each(
    ("unit", "form", "en", "fr", "ru"),
    [
        ("Kilometres", "long unit", "25_kilometres", "25_kilomètres", "25_километров"),
        ("Kilomètres", "short unit", "25_Kilomètres", "25_km", "25_Kilomètres"),
        ("MILES", "short unit", "25_mi", "25_mi", "25_ми"),
        ("hours", "short unit", "25_h", "25_h", "25_ч"),
        ("h", "number", "25_h", "25_h", "25_ч"),
        ("Schritte", "short unit", "25_Schritte", "25_Schritte", "25_Schritte"),
    ],
)
def test_a_unit_is_known_by_its_name_in_the_language_or_in_english(unit, form, en, fr, ru):
    """A short form in Latin letters is the international symbol, if there is one: English has `hr` for the hour."""
    assert tuple(printed(language, "25", unit, form) for language in ("en", "fr", "ru")) == (en, fr, ru)


def test_a_unit_that_the_language_has_no_words_for_stays_as_it_was_typed(monkeypatch):
    monkeypatch.setattr("briefing.text.facts.format_unit", lambda _amount, name, *_, **__: f"25 {name}")
    assert [printed("en", "25", "km", form) for form in ("short unit", "long unit")] == ["25_km"] * 2


def test_a_format_in_the_text_comes_before_that_of_the_fact():
    assert printed("en", "1234567", "€", "0 decimals", "million, 2 decimals") == "€1_million"
    assert printed("en", "1234567", "€", "no unit", "million") == "1.2_million"


@each("typed", ["rounded", "", "million,", "7 decimals", "k"])
def test_an_unknown_format_is_refused_by_name(typed):
    with pytest.raises(UnknownFormatError) as error:
        read_format(typed)
    assert str(error.value) == typed.rpartition(",")[2]


def test_a_rounded_number_can_be_read_in_every_language():
    assert rounded_plainly("11950000 €", read_format("million")) == "12 million €"
    assert rounded_plainly("11953", read_format("round")) == "12000"
    assert rounded_plainly("about ten", read_format("round")) == "about ten"
    assert rounded_plainly("11953", read_format("no unit")) == "11953"


@each(
    ("value", "unit", "form", "en", "fr", "ru"),
    [
        ("12000000-15000000", "€", "million", "€12–15_million", "12–15_millions_€", "12–15_миллионов_€"),
        ("12-15", "million €", "million", "€12–15_million", "12–15_millions_€", "12–15_миллионов_€"),
        ("12-15", "million €", "no unit", "12–15", "12–15_millions", "12–15_миллионов"),
        ("1234.5-2345.6", "km", "0 decimals", "1,235–2,346_km", "1~235–2~346_km", "1_235–2_346_км"),
        ("1500", "million €", "billion", "€1.5_billion", "1,5_milliard_€", "1,5_миллиарда_€"),
        ("-0", None, "number", "0", "0", "0"),
        ("-0.4", None, "0 decimals", "0", "0", "0"),
    ],
)
def test_a_format_applies_to_both_ends_of_a_range_and_zero_has_no_sign(value, unit, form, en, fr, ru):
    assert tuple(printed(language, value, unit, form) for language in ("en", "fr", "ru")) == (en, fr, ru)


@each(
    ("value", "unit", "form", "misfit"),
    [
        ("2.5", "%", "million", ("a number in % is not printed in millions", "1 decimal")),
        ("1200", "km", "million", ("1200 would be printed as 0", "thousand")),
        ("-0.3", "", "0 decimals", ("-0.3 would be printed as 0", "1 decimal")),
        ("0.004", "", "2 decimals", ("0.004 would be printed as 0", "3 decimals")),
        ("0.000003", "", "2 decimals", ("0.000003 would be printed as 0", "6 decimals")),
        ("0.00000003", "", "2 decimals", ("3E-8 would be printed as 0", "round")),
        ("12-15000000", "€", "million", ("12 would be printed as 0", "round")),
        ("60000", "€", "million", None),
        ("2.5", "%", "0 decimals", None),
        ("0", "€", "million", None),
        ("12", "million €", "million", None),
        ("about 5", "€", "million", None),
    ],
)
def test_a_format_that_loses_its_number_does_not_fit(value, unit, form, misfit):
    assert find_misfit(value, unit, read_format(form)) == misfit


def test_a_range_is_rounded_plainly_at_both_ends():
    assert rounded_plainly("12000000-15000000 €", read_format("million")) == "12-15 million €"
    assert rounded_plainly("1.26-2.34 km", read_format("1 decimal")) == "1.3-2.3 km"
