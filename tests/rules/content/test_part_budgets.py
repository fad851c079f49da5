"""Budgets: items and words of a part, each excess at its place."""

from __future__ import annotations

import pytest

from briefing.compose.tailor import tailor
from briefing.model.content import Passage
from briefing.model.text import Flow
from briefing.pipeline.plan import Selection, plan
from briefing.rules.content.part_budgets import count_words, find_parts_over_budget
from tests.cases import each
from tests.planning import in_full

BRIEF = """\
title: Five words are said here
date: 2026-11-22
key_points:
  - One two three four.
  - {text: "One two three [@a; @b, p. 4] {fact} five.", short: One.}
  - Third.
recommendations:
  - {who: A, action: Do one two three four.}
sections: [{title: T, text: x}]
outlook: o
facts: {fact: {value: 1}}
sources: {a: {title: A}, b: {title: B}}
"""
AUDIENCE = """\
label: B
register: {register}
parts: [title]
budgets:
  title: {{words: 4}}
  key-points: {{words: 4, items: 2}}
  recommendations: {{words: 4}}
  method: {{words: 1}}
"""


@each(
    ("text", "count"),
    [
        ("One two.", 2),
        ("One two.^[Three four.]", 2),
        ("It's 1,200 well-known [@a, p. 3] words", 4),
        ("— «а» б…", 2),
        ("", 0),
    ],
)
def test_words_are_counted_as_a_reader_does(text, count):
    assert count_words(Passage(text, ("bottom_line", "text"), Flow.INLINE)) == count


@pytest.mark.parametrize(
    ("register", "expected"),
    [
        ("text", [(1, "5 words"), (3, "3 items"), (5, "5 words"), (8, "5 words")]),
        ("short", [(1, "5 words"), (3, "3 items"), (8, "5 words")]),
    ],
)
def test_each_excess_is_a_warning_at_its_place(workspace, register, expected):
    file = {"templates/audiences/b/audience.yaml": AUDIENCE.format(register=register)}
    (job,) = plan(workspace(BRIEF, file), Selection(audiences=("b",))).jobs
    findings = sorted(find_parts_over_budget(tailor(job)), key=lambda finding: finding.where.line)
    assert {finding.code for finding in findings} == {"BR606"}
    assert all(finding.severity == "warning" for finding in findings)
    assert [
        (
            f.where.line,
            next(w for w in (f"{n} {u}" for n in (3, 5) for u in ("words", "items")) if w in f.what),
        )
        for f in findings
    ] == expected


def test_a_budget_measures_all_that_its_part_prints(workspace):
    audience = "label: B\nparts: [title]\nbudgets: {choices: {words: 4}, title: {words: 9}}\n"
    brief = BRIEF.replace("date:", "about: Ten words that say what this document is, and not.\ndate:")
    files = workspace(brief, {"templates/audiences/b/audience.yaml": audience})
    (job,) = plan(files, Selection(audiences=("b",))).jobs
    (found,) = find_parts_over_budget(tailor(job))
    assert (found.where.line, found.what) == (9, "the text has 5 words; the budget for 'b' is 4")


def test_the_findings_are_complete(workspace):
    file = {"templates/audiences/b/audience.yaml": AUDIENCE.format(register="text")}
    (job,) = plan(workspace(BRIEF, file), Selection(audiences=("b",))).jobs
    text = "the text has 5 words; the budget for 'b' is 4"
    assert in_full(find_parts_over_budget(tailor(job))) == [
        ("BR606", "warning", "content/trial/brief.yaml:1:8+24", text, "shorten the text"),
        (
            "BR606",
            "warning",
            "content/trial/brief.yaml:3:1+10",
            "'key_points' has 3 items; the budget for 'b' is 2",
            "keep the strongest, or show some to other audiences only (`only`, `not`)",
        ),
        ("BR606", "warning", "content/trial/brief.yaml:5:12+43", text, "shorten the text"),
        ("BR606", "warning", "content/trial/brief.yaml:8:22+22", text, "shorten the text"),
    ]
