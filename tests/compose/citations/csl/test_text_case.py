"""The text cases of CSL: what gets a capital letter, and what stays as it is typed."""

from __future__ import annotations

from briefing.compose.citations.csl.text_case import change_case, change_case_of_term
from tests.cases import each


@each(
    ("typed", "printed"),
    [
        ("the long-term memory of mice", "The Long-Term Memory of Mice"),
        ("levels of <5 m: a test", "Levels of <5 m: A Test"),
        ("10 kg and 3 mm of rain", "10 kg and 3 mm of Rain"),
        ("pH, DNA and the iPhone", "pH, DNA and the iPhone"),
        ("the p-value of a t test", "The p-Value of a t Test"),
        ("an 80-year study", "An 80-Year Study"),
        ("state-of-the-art models", "State-of-the-Art Models"),
        ("is it so? on tests", "Is It So? On Tests"),
        ("Tests And The Sea", "Tests and the Sea"),
        ("vitamin A in tests", "Vitamin A in Tests"),
        ("what to look for", "What to Look For"),
        ("the “good” test", "The “Good” Test"),
        ("COVID-19 and NATO", "COVID-19 and NATO"),
        ("THE LIFE OF TESTS", "THE LIFE OF TESTS"),
        ("tester v. test ltd", "Tester v. Test Ltd"),
        ("five children per woman", "Five Children per Woman"),
        ("10 new ways", "10 New Ways"),
        ("Los Angeles and Las Vegas", "Los Angeles and Las Vegas"),
        # other languages and scripts
        ("la vie et les rivières de la France", "la vie et les rivières de la France"),
        ("Der Weg der Dinge und das Wasser", "Der Weg der Dinge und das Wasser"),
        ("книга о реках", "книга о реках"),
        ("", ""),
    ],
)
def test_title_case(typed, printed):
    assert change_case(typed, "title", is_english=True) == printed
    assert change_case(typed, "title", is_english=False) == typed


@each(
    ("case", "typed", "printed"),
    [
        ("capitalize-first", "edited by", "Edited by"),
        ("capitalize-first", "n.d.", "N.d."),
        ("capitalize-first", "pH of tests", "pH of tests"),
        ("capitalize-first", "“why” tests", "“Why” tests"),
        ("capitalize-all", "edited by", "Edited By"),
        ("sentence", "THE LIFE OF TESTS", "The life of tests"),
        ("sentence", "Attention Is All You Need", "Attention Is All You Need"),
        ("lowercase", "Vol.", "vol."),
        ("uppercase", "Test", "TEST"),
        ("unknown", "Test", "Test"),
    ],
)
def test_other_cases(case, typed, printed):
    assert change_case(typed, case, is_english=True) == printed


@each(
    ("typed", "printed"), [("eds.", "Eds."), ("éds.", "Éds."), ("ред.", "Ред."), ("edited by", "Edited by")]
)
def test_a_term_in_title_case_begins_with_a_capital_in_any_language(typed, printed):
    assert change_case_of_term(typed, "title") == printed
