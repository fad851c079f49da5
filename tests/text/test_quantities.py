"""Numbers, years, dates and shares in running text, with the values that they can mean."""

from __future__ import annotations

from decimal import Decimal

from briefing.model.language import Vocabulary
from briefing.text.lexicon import Lexicon
from briefing.text.quantities import Quantity, quantities, spoken_numbers
from tests.cases import each

ENGLISH = Lexicon.compile(
    Vocabulary(
        decimal_mark=".",
        numbers=("zero", "one", "two", "three", "four", "five"),
        number_forms={"twice": 2, "hundred": 100},
        fractions={"half": 50},
        multipliers={"thousand": 3, "million": 6, "mn": 6},
        money_letters={"m": 6, "k": 3},
        hundredths=("cents",),
        units={"hour": ("hours",), "metre": ("m",), "kilometre": ("kilometres",)},
        percent=("per cent",),
        out_of=("out of", "in"),
        one_in=("in",),
        of_every=("of every",),
        not_shared=("days",),
        joiners=("to", "of"),
        decade_endings=("s",),
        ordinal_endings=("th",),
        date_joiners=("of",),
    ),
    "en-GB",
    ("chapter",),
)
FRENCH = Lexicon.compile(Vocabulary(decimal_mark=","), "fr")


def shown(found: Quantity) -> str:
    """Return a quantity as kind, text, values, unit and noun."""
    values = " ".join(format(value.normalize(), "f") for value in sorted(found.readings))
    return " | ".join(filter(None, (found.kind, found.typed, values, found.unit, found.noun)))


@each(
    ("text", "found"),
    [
        ("27 wells", ["number | 27 | 27 | wells"]),
        ("1,200 wells and 1.5 wells.", ["number | 1,200 | 1200 | wells", "number | 1.5 | 1.5 | wells"]),
        ("1.200 wells", ["number | 1.200 | 1.2 | wells"]),
        ("1/4 of it", ["percent | 1/4 | 25 | %"]),
        ("5 1/2 wells", ["number | 5 1/2 | 5.5"]),
        ("3/4", ["percent | 3/4 | 75 | %"]),
        ("1,20 wells", ["number | 1,20 | 1.2 | wells"]),
        ("1\u202f200’300 wells", ["number | 1\u202f200’300 | 1200.3 | wells"]),
        ("1 200 300", ["number | 1 200 300 | 1200300"]),
        ("1,200,300.25", ["number | 1,200,300.25 | 1200300.25"]),
        ("1'200", ["number | 1'200 | 1200"]),
        ("٣٫٥", ["number | ٣٫٥ | 3.5"]),
        ("12 %", ["percent | 12 % | 12 | %"]),
        ("12.5 per cent of", ["percent | 12.5 per cent | 12.5 | %"]),
        ("3 million wells", ["number | 3 million | 3000000 | wells"]),
        ("3 thousand million.", ["number | 3 thousand million | 3000000000"]),
        ("3mn wells", ["number | 3mn | 3000000 | wells"]),
        ("€120m", ["number | 120m | 120000000"]),
        ("EUR 5k more", ["number | 5k | 5000 | more"]),
        ("EUR5 more", ["number | 5 | 5 | more"]),
        ("120m of pipe", ["number | 120m | 120 120000000 | m"]),
        ("5 km", ["number | 5 km | 5000 | m"]),
        ("3 thousand kilometres", ["number | 3 thousand kilometres | 3000000 | m"]),
        ("2 hours", ["number | 2 hours | 7200 | s"]),
        ("40 cents", ["number | 40 | 0.4 40 | cents"]),
        (
            "120 of 340 million wells",
            ["number | 120 | 120 120000000 | of", "number | 340 million | 340000000 | wells"],
        ),
        ("in 1972", ["year | 1972 | 1972"]),
        ("1499 and 2200 wells", ["number | 1499 | 1499 | and", "number | 2200 | 2200 | wells"]),
        ("1972 million", ["number | 1972 million | 1972000000"]),
        ("the 1980s.", ["year | 1980s | 1980 1981 1982 1983 1984 1985 1986 1987 1988 1989"]),
        ("for 1985s", ["number | 1985s | 1985 | s"]),
        ("S-300", ["code | S-300 | 300"]),
        ("1.2.3", ["code | 1.2.3 | 123"]),
        (
            "version 10.4.2, 1.200.300 and 3.5.",
            ["code | 10.4.2 | 1042", "number | 1.200.300 | 1200300 | and", "number | 3.5 | 3.5"],
        ),
        ("2026f", ["code | 2026f | 2026"]),
        ("RFC 3339", ["code | 3339 | 3339"]),
        ("chapter 3", ["code | 3 | 3"]),
        ("9 out of 100 wells", ["percent | 9 out of 100 | 9 | %"]),
        ("3 wells in 10", ["percent | 3 wells in 10 | 30 | %"]),
        ("5 in 10 days", ["number | 5 | 5 | in", "number | 10 | 10 | days"]),
        ("of every 100 wells, 7 failed", ["number | 7 | 7 | failed"]),
        ("3 May 2024 and 5 wells", ["date | 3 May 2024", "number | 5 | 5 | wells"]),
        ("5 wells on 2024-05-03", ["number | 5 | 5 | wells", "date | 2024-05-03"]),
        ("no number", []),
    ],
)
def test_numbers_are_read_in_order_with_what_they_count(text, found):
    assert [shown(one) for one in quantities(text, ENGLISH)] == found


@each(
    ("text", "values"),
    [("1,200", {"1200", "1.2"}), ("1.200", {"1200", "1.2"}), ("1,20", {"1.2"}), ("1 200,5", {"1200.5"})],
)
def test_where_a_mark_is_open_a_number_has_both_values(text, values):
    (found,) = quantities(text, FRENCH)
    assert found.readings == {Decimal(value) for value in values}


@each(
    ("text", "day"),
    [
        ("2024-05-03", (2024, 5, 3)),
        ("3 May 2024", (2024, 5, 3)),
        ("May 3", (None, 5, 3)),
        ("the 4th of May", (None, 5, 4)),
        ("May 2024", (2024, 5, None)),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(text, day):
    (found,) = quantities(text, ENGLISH)
    assert (found.kind, found.day, found.readings) == ("date", day, frozenset())
    assert found.first_year == day[0]


@each(
    ("text", "found"),
    [
        ("Two wells", ["number | Two | 2 | wells"]),
        ("twice as many", ["number | twice | 2"]),
        ("two million wells", ["number | two | 2000000 | wells"]),
        ("two hours", ["number | two | 2 7200 | hours"]),
        ("three kilometres", ["number | three | 3 3000 | kilometres"]),
        ("half of them", ["percent | half | 50 | %"]),
        ("one in five", ["percent | one in five | 20 | %", "number | one | 1 | in", "number | five | 5"]),
        (
            "two in hundred",
            ["percent | two in hundred | 2 | %", "number | two | 2 | in", "number | hundred | 100"],
        ),
        ("two in zero", ["percent | two in zero | 200 | %", "number | two | 2 | in", "number | zero | 0"]),
        ("many", []),
    ],
)
def test_numbers_in_words_are_read_as_far_as_the_language_lists_them(text, found):
    assert [shown(one) for one in spoken_numbers(text, ENGLISH)] == found


def one(text: str) -> Quantity:
    (found,) = quantities(text, ENGLISH)
    return found


@each(
    ("text", "other", "is_confirmed"),
    [
        ("27 wells", "27 rivers", True),
        ("27 wells", "28 wells", False),
        ("5 km", "5000 m", True),
        ("5 km", "5000", True),
        ("2 hours", "7200 m", False),
        ("3 May", "3 May 2024", True),
        ("3 May 2024", "3 May", False),
        ("May 2024", "3 May 2024", True),
        ("3 May", "2024", False),
        ("in 2024", "3 May 2024", True),
        ("in 2024", "3 May", False),
        ("in 2023", "3 May 2024", False),
        ("the 1980s", "in 1985", True),
    ],
)
def test_a_number_is_confirmed_by_the_same_number_or_a_date_at_least_as_exact(text, other, is_confirmed):
    assert one(text).is_confirmed_by(one(other)) is is_confirmed


@each(
    ("rough", "exact", "is_rounded"),
    [
        ("30 wells", "27 wells", True),
        ("86,000", "86,400", True),
        ("86,400", "86,000", False),
        ("27", "27", False),
        ("20", "27", False),
        ("1.5 million", "1,523,000", True),
        ("0", "27", False),
        ("30", "0", False),
        ("30 %", "27 %", True),
        ("30 %", "27", False),
        ("in 2000", "1,999.5", False),
        ("27", "27.4", True),
    ],
)
def test_a_number_with_fewer_digits_rounds_another(rough, exact, is_rounded):
    assert one(rough).rounds(one(exact)) is is_rounded


def test_the_first_year_is_that_of_a_decade_or_a_date():
    assert one("the 1980s").first_year == 1980
    assert one("in 1972").first_year == 1972
    assert one("27 wells").first_year is None
