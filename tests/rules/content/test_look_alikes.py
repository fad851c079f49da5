"""Sentences that look like faults and are none, each next to one that is."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.pipeline.plan import Selection
from briefing.review.check import check
from tests.cases import each

BRIEF = """\
title: A finding in few words
date: 2026-11-22
key_points: [The first point.]
sections:
  - title: A heading asserts
    text: |
      {text}
outlook: It goes on.
sources: {a: {title: A, publisher: B, date: 2026}}
further_reading: [a]
"""


def found(workspace, text: str, audience: str = "policymaker", more: str = "") -> set[str]:
    brief = BRIEF.replace("{text}", text.replace("\n", "\n      ")).replace(
        "few words\n", f"few words\n{more}"
    )
    files = workspace(f"{brief}audiences: {{{audience}: {{}}}}\n")
    return {finding.code for finding in check(files, Selection(), date(2026, 11, 24)).findings} - {"BR315"}


@each(
    "text",
    [
        "It's in § 4, in §§ 7-9 and in ¶ 18.",
        "A refusal is based on art. 6(2)(b)-(d) or on arts. 6, 7 and 8.",
        "See para. 3.2, clause 5(1)(a) and pp. 4-7.",
        "**Article 5.** (1) Everyone has the right. (2) It is free.",
        "**Article 5.** 1. Everyone has the right.",
        "A and B are true; D isn't: 3 - 5 = -2.",
        "-5 < -3, and 1 - 1 = 0, and 3 - 5 > 0.",
        "In the formula *a* = €0.05 and *b* = €0.005/t.",
        "The rules are short [@a]:\n\n- Leave 20 °C.\n- Say 1.88 m or 188 cm.",
        "The rules are short [@a]:\n\n1. First:\n   a. Leave 20 °C.",
    ],
)
def test_numbers_of_provisions_and_formulae_and_lists_with_a_source_are_no_claims(workspace, text):
    assert found(workspace, text) == set()


@each(
    "text",
    [
        "Article 5 costs 40 million euros.",
        "Table 1 and 30 people.",
        "It fell by 1/3 in the north.",
        "The fleet has (36) aircraft.",
        "The rules are short [@a].\n\n- They cost 20 euros.",
        "The rules are short [@a]:\n\nText between.\n\n- They cost 20 euros.",
        "Cost = €5 million.",
    ],
)
def test_figures_next_to_them_are(workspace, text):
    assert found(workspace, text) == {"BR011"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('The parties ask if "may" means "should", and the court decides.', set()),
        ("Parliament should act, and the court decides.", {"BR051"}),
    ],
)
def test_a_quoted_word_does_not_urge(workspace, text, codes):
    assert found(workspace, text, "legislator") == codes


LONG = "word " * 18
"""Half of a sentence that is too long."""


@each(
    ("text", "codes"),
    [
        (f"The fees are {LONG}A to D. Fees {LONG}end.", set()),
        (f"The rule of {LONG}D. Fees {LONG}end.", {"BR044"}),
        (f"It is {LONG}38 N. The rule {LONG}of the end.", set()),
        ("If " + "*x* > *y* > 0 and *x* + *y* = *z* - 1, " * 6 + "then it holds.", set()),
    ],
)
def test_a_letter_may_end_a_sentence_and_a_formula_has_no_words(workspace, text, codes):
    assert found(workspace, text) - {"BR011", "BR053"} == codes


def test_a_fraction_does_not_contradict_a_fact(workspace):
    facts = "facts: {cold: {value: 3.5, label: in the yards of schools, source: a}}\n"
    assert found(workspace, "A third, 1/3 in the yards of schools. [@a]", more=facts) == set()
    assert found(workspace, "They are 9 in the yards of schools. [@a]", more=facts) == {"BR001"}


def test_a_sentence_with_a_script_is_findingsat_its_own_words(workspace):
    text = f"The air is dry. [@a]\nThe CO~2~ in the air {LONG}{LONG}ends. [@a]"
    files = workspace(
        BRIEF.replace("{text}", text.replace("\n", "\n      ")) + "audiences: {policymaker: {}}\n"
    )
    findings = check(files, Selection(), date(2026, 11, 24)).findings
    (finding,) = [one for one in findings if one.code == "BR044"]
    assert finding.where.line == 8


def test_a_message_shows_a_fact_as_the_edition_prints_it(workspace):
    facts = "facts: {cost: {value: 11950000, unit: €, label: the cost}}\n"
    text = "It cost {cost | million}."
    brief = BRIEF.replace("{text}", text).replace("few words\n", f"few words\n{facts}")
    (claim,) = (
        one
        for one in check(workspace(brief), Selection(), date(2026, 11, 24)).findings
        if one.code == "BR011"
    )
    assert claim.what == ("'12 million' has no source: this paragraph cites nothing ('It cost €12 million.')")
    assert claim.where.line == 8


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("See [](#data).", {"BR314"}),
        ("See *[](#data)* and `[](#other)`.", {"BR314"}),
        ("See [the data](#data) and `[](#data)`.", set()),
    ],
)
def test_a_reference_to_what_an_edition_lacks_is_found_without_building_it(workspace, text, codes):
    annex = "annexes: [{id: data, title: Data, text: It is long.}]\n"
    assert found(workspace, text, "public", annex) - {"BR342"} == codes
    assert found(workspace, text, "analyst", annex) == set()


def test_only_a_build_shows_what_a_part_that_is_not_shipped_refers_to(workspace):
    annex = "annexes: [{id: data, title: Data, text: It is long.}]\n"
    brief = BRIEF.replace("{text}", "See [](#data).") + annex
    parts = "label: Board\nparts: [title, key-points, sections, closing]\n"
    files = workspace(
        brief,
        {
            "templates/audiences/board/audience.yaml": parts,
            "templates/parts/closing.j2.html": "<section id='data'><p>{{ brief.annexes[0].title }}</p></section>",
        },
    )
    findings = check(files, Selection(audiences=("board",)), date(2026, 11, 24)).findings
    assert "BR314" not in {one.code for one in findings}
