"""A pull quote has words of the text or of its footnotes: in a row, except for those left out with an ellipsis."""

from __future__ import annotations

from briefing.compose.tailor import tailor
from briefing.pipeline.plan import Selection, plan
from briefing.rules.content.pull_quotes import find_stray_pull_quotes
from tests.cases import each

BRIEF = """\
title: Rivers rise
date: 2026-11-22
key_points: [One]
facts: {rise: {value: 12, unit: cm}}
sections:
  - title: High water
    text: Every river, "even" the small Aa, has risen by {rise} since May.^[Measured at noon.] Nobody was hurt.
    blocks:
      - pull_quote: QUOTE
outlook: It goes on.
"""


@each(
    ("quote", "is_stray"),
    [
        ("Every river, even the small Aa", False),
        ("EVERY RIVER EVEN THE SMALL AA", False),
        ("has risen by {rise}", False),
        ("has risen by 12 cm", False),
        ("has risen by 13 cm", True),
        ("Every river … has risen", False),
        ("Every river [...] has risen", False),
        ("… has risen by {rise} …", False),
        ("has risen … Every river", True),
        ("since May. Nobody was hurt", False),
        ("very river", True),
        ("the small A", True),
        ("Every river has risen", True),
        ("Measured at noon", False),
    ],
)
def test_its_words_are_those_of_the_text(workspace, quote, is_stray):
    files = workspace(BRIEF.replace("QUOTE", f'"{quote}"'))
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    findings = find_stray_pull_quotes(tailor(job))
    assert [finding.code for finding in findings] == (["BR092"] if is_stray else [])


def test_the_finding_names_the_words_and_the_place(workspace):
    files = workspace(BRIEF.replace("QUOTE", "Every river has fallen"))
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    (finding,) = find_stray_pull_quotes(tailor(job))
    assert (finding.where.line, finding.where.column) == (9, 21)
    assert finding.what == (
        "the text of the edition for 'policymaker' does not have the words 'Every river has fallen'"
    )
    assert (
        finding.help == "copy them from the text, with `…` for what you leave out, or set `not: policymaker`"
    )
