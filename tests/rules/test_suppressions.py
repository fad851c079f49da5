"""Accepted warnings are no findings of an edition; an error is one, whatever was accepted."""

from __future__ import annotations

from briefing.core.finding import Finding, Severity
from briefing.pipeline.plan import Selection, plan
from briefing.rules.suppressions import split_accepted
from tests.cases import each

BRIEF = """\
title: A finding in few words
date: 2026-11-22
key_points:
  - text: The first point.
    accept: [{rule: BR044, why: a}, {rule: BR011, why: b}]
  - The second point.
sections: [{title: A heading asserts, text: A first text.}]
outlook: It goes on.
"""


@each(
    ("code", "severity", "place", "is_accepted"),
    [
        ("BR044", Severity.WARNING, 0, True),
        ("BR011", Severity.WARNING, 0, True),
        ("BR045", Severity.WARNING, 0, False),
        ("BR044", Severity.ERROR, 0, False),
        ("BR044", Severity.WARNING, 1, False),
    ],
)
def test_a_warning_is_accepted_by_its_rule_at_its_place(workspace, code, severity, place, is_accepted):
    (job,) = plan(workspace(BRIEF), Selection(audiences=("policymaker",))).jobs
    where = job.source_map.value(("key_points", place, "text"))
    other = Finding("BR001", "another", where, "", Severity.WARNING)
    found = Finding(code, "it", where, "", severity)
    left, accepted = split_accepted([found, other], job.brief, job.source_map)
    assert (left, accepted) == (([other], [found]) if is_accepted else ([found, other], []))
