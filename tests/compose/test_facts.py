"""Facts and months on the composed page, in several languages."""

from __future__ import annotations

import re

import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.markdown.grammar import FACT
from briefing.pipeline.plan import Selection, plan
from briefing.rules.pdf.edition_text import said_by
from tests.cases import each

BRIEF = """\
title: A finding in few words
date: 2026-06
as_of: 2026-05
valid_until: 2027-02
next_update: 2026-12
language: en
facts:
  share: {value: 2.5, unit: "%", label: the share, as_of: 2026-05}
  people: {value: 12500, label: the people}
  cold: {value: -3.5, unit: °C, label: the cold}
  cost: {value: 11950000, unit: €, format: million, label: the cost}
at_a_glance: [share, people, cold, cost]
key_points:
  - It is {share}, {people} people, {cold}, {cost} or {cost | million, 2 decimals}.
sections: [{title: A heading asserts, text: "In all {people}."}]
outlook: It goes on.
"""
FRENCH = """\
title: Un constat en peu de mots
facts:
  share: {label: la part}
  people: {label: les gens}
  cold: {label: le froid}
  cost: {label: le coût}
key_points:
  - C'est {share}, {people} personnes, {cold}, {cost} ou {cost | million, 2 decimals}.
sections: [{title: Un titre affirme, text: "En tout {people}."}]
outlook: Cela continue.
"""


def page(workspace, language: str) -> tuple[str, str]:
    """Return the text of the page, with `_` and `~` for no-break spaces, and everything that it may say."""
    files = workspace(BRIEF, {"content/trial/brief.fr.yaml": FRENCH})
    (job,) = plan(files, Selection(("trial",), ("analyst",), languages=(language,))).jobs
    tailored = tailor(job)
    html = compose(tailored, files).html
    text = re.sub(r"<[^>]+>", "", html).replace("\u00a0", "_").replace("\u202f", "~")
    return " ".join(text.split()), said_by(tailored)


@pytest.mark.parametrize(
    ("language", "sentence", "glance", "days"),
    [
        (
            "en",
            "It is 2.5%, 12,500_people, −3.5_°C, €12_million_or €11.95_million.",
            ("2.5% the share", "12,500 the people", "−3.5_°C the cold", "€12_million the cost"),
            ("June 2026", "Information as of: May 2026", "28_February 2027", "December 2026", "(May 2026)"),
        ),
        (
            "fr",
            "C’est 2,5~%, 12~500_personnes, −3,5_°C, 12_millions_€ ou 11,95_millions_€.",
            ("2,5~% la part", "12~500 les gens", "−3,5_°C le froid", "12_millions_€ le coût"),
            ("juin 2026", "mai 2026", "28_février 2027", "décembre 2026", "(mai 2026)"),
        ),
    ],
)
def test_a_page_has_facts_and_months_as_its_language_writes_them(workspace, language, sentence, glance, days):
    text, said = page(workspace, language)
    assert all(words in text for words in (sentence, *glance, *days))
    assert sentence.replace("_", "\u00a0").replace("~", "\u202f").split(", ")[-1][:8] in said


@pytest.mark.parametrize(
    ("text", "printed"), [("Итог: {day}.", "г."), ("Итог: {day}...", "г.…"), ("К {day}, да.", "г., да.")]
)
def test_a_sentence_that_ends_with_an_abbreviated_fact_has_one_full_stop(workspace, text, printed):
    brief = BRIEF.replace("language: en", "language: ru").replace("In all {people}.", text)
    brief = brief.replace("  share:", "  day: {value: 2026-09-30, label: день}\n  share:")
    files = workspace(brief)
    (job,) = plan(files, Selection(("trial",), ("analyst",))).jobs
    html = compose(tailor(job), files).html
    assert f"2026\u202f{printed}</p>" in html


def test_the_metadata_of_a_page_has_the_month(workspace):
    (job,) = plan(workspace(BRIEF), Selection(("trial",), ("analyst",))).jobs
    html = compose(tailor(job), workspace(BRIEF)).html
    assert '<meta name="dcterms.created" content="2026-06">' in html


@each(
    ("typed", "instead", "expected"),
    [
        ("{cost | million}.", "{cost | milion}.", ("BR336", "{cost | milion}", "did you mean 'million'?")),
        ("{cost | million}.", "{cost |}.", ("BR336", "{cost |}", "")),
        ("format: million", "format: milion", ("BR336", "milion", "did you mean 'million'?")),
        ("value: 11950000", "value: about 12 million", ("BR337", "million", "")),
        ("date: 2026-06", "date: 2026", ("BR204", "2026", "")),
        ("date: 2026-06", "date: 2026-13", ("BR204", "2026-13", "")),
        ("as_of: 2026-05", "as_of: 2026-14", ("BR204", "2026-14", "")),
    ],
)
def test_an_unknown_format_and_an_impossible_month_are_reported_where_they_are(
    workspace, typed, instead, expected
):
    brief = BRIEF.replace("{cost | million, 2 decimals}.", "{cost | million}.")
    assert typed in brief
    (failure,) = plan(workspace(brief.replace(typed, instead, 1)), Selection(("trial",), ("analyst",))).failed
    one = failure.error.findings[0]
    found = one.where.source[one.where.column - 1 :][: one.where.length]
    assert (one.code, found) == expected[:2]
    assert expected[2] in one.help


def test_braces_without_a_format_are_text():
    assert FACT.match("{cost | million}")["format"].strip() == "million"
    assert [typed for typed in ("{ cost }", "{cost }", "{a|b|c}", "{cost | {x}}") if FACT.match(typed)] == []
