"""The words of a language as patterns and values, with a small vocabulary that is made for these tests."""

from __future__ import annotations

from decimal import Decimal

from briefing.model.language import Vocabulary
from briefing.text.lexicon import MONEY, Lexicon, units_of
from tests.cases import each

WORDS = Vocabulary(
    decimal_mark=".",
    numbers=("Zero", "one", "two", "three", "four", "five"),
    number_forms={"Twice": 2},
    fractions={"Half": 50},
    multipliers={"Million": 6},
    money_letters={"m": 6, "K": 3},
    hundredths=("Cents",),
    units={"second": ("seconds",), "hour": ("hours", "h.")},
    percent=("per cent",),
    out_of=("out of", "in"),
    one_in=("in",),
    of_every=("of every",),
    not_shared=("days",),
    joiners=("to", "of the"),
    decade_endings=("s",),
    ordinal_endings=("st", "th"),
    date_joiners=("of",),
    looking_back=("since",),
    years=("Years",),
)


def compiled() -> Lexicon:
    """Compile at the time of the test."""
    return Lexicon.compile(WORDS, "en-GB", ("chapter", "art"))


def test_words_have_values_in_lower_case():
    lexicon = compiled()
    assert lexicon.has_decimal_point
    assert not Lexicon.compile(Vocabulary(decimal_mark=","), "fr").has_decimal_point
    assert not Lexicon.compile(Vocabulary(), "fr").has_decimal_point
    assert lexicon.numbers == {
        word: Decimal(number) for number, word in enumerate(["zero", "one", "two", "three", "four", "five"])
    }
    assert lexicon.number_forms == {"twice": Decimal(2)}
    assert lexicon.fractions == {"half": Decimal(50)}
    assert lexicon.multipliers == {"million": 6}
    assert lexicon.money_letters == {"m": 6, "M": 6, "k": 3, "K": 3}
    assert lexicon.hundredths == {"cents"}
    assert lexicon.years == {"years"}


def test_units_have_their_symbols_and_names():
    units = units_of(WORDS)
    assert compiled().units == units
    assert units["h"] == units["hours"] == units["h."] == ("s", Decimal(3600))
    assert units["seconds"] == units["s"] == ("s", Decimal(1))
    assert units["km"] == ("m", Decimal(1000))
    assert units["GW"] == ("W", Decimal(10) ** 9)
    assert "hours" not in units_of(Vocabulary())


@each(
    ("text", "unit"),
    [
        (" h. x", "h."),
        (" hours", "hours"),
        ("km", "km"),
        (" kmx", None),
        (" HOURS", None),
        ("\u00a0kW)", "kW"),
    ],
)
def test_a_unit_follows_a_number(text, unit):
    match = compiled().unit.match(text)
    assert (match[1] if match else None) == unit


@each(
    ("text", "is_percent"),
    [("%", True), (" %", True), ("٪", True), (" per  cent", True), (" per centum", False), (" of", False)],
)
def test_percent_is_a_sign_or_words(text, is_percent):
    assert bool(compiled().percent.match(text)) is is_percent


@each(
    ("text", "share"),
    [
        ("9 out of 100", ("9", "100")),
        ("9 litres out  of 1,000 litres", ("9", "1,000")),
        ("9.5 litres of in 10", ("9.5", "10")),
        ("9.5 litres of it in 10", None),
        ("2.5 small towns in 10 towns", ("2.5", "10")),
        ("5 in 10 days", None),
        ("5 in 105", None),
        ("5 in 100.5", None),
        ("5 at 100", None),
        ("1.2.3 in 10", None),
    ],
)
def test_a_share_has_a_part_and_a_whole(text, share):
    match = compiled().share.search(text)
    assert (match.group("part", "whole") if match else None) == share


@each(
    ("text", "share"),
    [
        ("One in Five", ("One", "Five")),
        ("two towns in five", ("two", "five")),
        ("twice in five", ("twice", "five")),
        ("one at five", None),
        ("someone in five", None),
        ("one in fives", None),
    ],
)
def test_a_share_can_be_in_words(text, share):
    match = compiled().spoken_share.search(text)
    assert (match.groups() if match else None) == share


def test_the_whole_of_shares_is_ten_or_a_power_of_it():
    whole = compiled().whole
    assert whole.search("Of every 100 litres")
    assert whole.search("of every 1.000 litres")
    assert not whole.search("of every 50 litres")
    assert not whole.search("of 100 litres")


@each(
    ("text", "is_joined"),
    [
        ("–5 million", True),
        (" to 5 million", True),
        (" of the €340.5\u00a0million", True),
        (" to 5", False),
        (" tot 5 x", False),
    ],
)
def test_a_second_number_shares_a_multiplier(text, is_joined):
    assert bool(compiled().joined.match(text)) is is_joined


@each(
    ("text", "is_counted"),
    [("Chapter ", True), ("art. ", True), ("№", True), ("№ ", True), ("start ", False), ("chapter", False)],
)
def test_a_numbered_noun_comes_before_its_number(text, is_counted):
    assert bool(compiled().counted.search(text)) is is_counted


def test_a_decade_is_a_year_with_an_ending():
    assert compiled().decade.match("s.")
    assert not compiled().decade.match("st")


def test_some_words_look_back():
    assert compiled().looking_back.search("open Since ")
    assert not compiled().looking_back.search("since then ")
    assert not compiled().looking_back.search("xsince ")


@each(
    ("text", "day", "month", "year"),
    [
        ("3rd May", None, "May", None),
        ("1st of May, 2024", "1", "May", "2024"),
        ("30 September", "30", "September", None),
        ("30 sept. 2024", "30", "sept", "2024"),
        ("May 3, 2024", "3", "May", "2024"),
        ("May 3 of 2024", "3", "May", "2024"),
        ("May 2024", None, "May", "2024"),
        ("May 20245", None, None, None),
        ("130 May", None, "May", None),
        ("Mayor 3", None, None, None),
    ],
)
def test_dates_are_read_in_words(text, day, month, year):
    found = [match.groupdict() for pattern in compiled().dates if (match := pattern.search(text))]
    best = max(found, key=lambda groups: sum(map(bool, groups.values())), default={})
    if day or year:
        assert (best.get("d"), best.get("m"), best.get("y")) == (day, month, year)
    else:
        assert all(not groups.get("d") for groups in found)


def test_months_have_the_names_of_the_locale_and_of_english():
    months = Lexicon.compile(WORDS, "fr-CA").months
    assert (months["janvier"], months["janv"], months["déc"], months["december"], months["sep"]) == (
        1,
        1,
        12,
        12,
        9,
    )
    assert not any(name.isdigit() or name.endswith(".") for name in months)
    assert Lexicon.compile(WORDS, "xx").months["may"] == 5
    assert Lexicon.compile(WORDS, "ru").months["мая"] == Lexicon.compile(WORDS, "ru").months["май"] == 5


@each(
    ("text", "is_money"),
    [("€", True), ("cost USD ", True), ("₽\u00a0", True), ("xEUR", False), ("usd", False), ("€ x", False)],
)
def test_money_follows_a_sign_or_a_code(text, is_money):
    assert bool(MONEY.search(text)) is is_money
