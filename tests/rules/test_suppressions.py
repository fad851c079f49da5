"""Accepted warnings are no findings of an edition; an error is one, whatever was accepted."""

from __future__ import annotations

from datetime import date

from briefing.core.finding import Finding, Severity
from briefing.pipeline.plan import Selection, plan
from briefing.rules.suppressions import judge_acceptances, split_accepted
from tests.cases import each
from tests.planning import editions_of, in_full

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


DAY = date(2026, 11, 24)
SPANISH = """\
title: Un hallazgo
key_points: [{text: El primero.}, El segundo.]
sections: [{title: Un título, text: Un texto.}]
outlook: Sigue.
"""


def judged(
    workspace, *codes: str, severity=Severity.WARNING, until="", checked=("BR044", "BR011"), language=0
):
    """Return the findings that are left and those that are accepted, of findings about the first key point."""
    brief = BRIEF.replace("why: b", f"why: b, until: {until}") if until else BRIEF
    versions = editions_of(workspace(brief, {"content/trial/brief.es.yaml": SPANISH}), DAY).versions
    assert [version.language for version in versions] == ["en", "es"]
    where = versions[language].source_map.value(("key_points", 0, "text"))
    findings = [Finding(code, "it", where, "", severity) for code in codes]
    left, accepted = judge_acceptances(findings, versions, DAY, checked)
    return in_full(left), [one.code for one in accepted]


def test_an_accepted_warning_is_reported_no_more(workspace):
    assert judged(workspace, "BR044", "BR011", "BR044") == ([], ["BR044", "BR011"])


def test_an_acceptance_in_the_brief_is_one_for_its_translations_too(workspace):
    assert judged(workspace, "BR044", "BR011", language=1) == ([], ["BR044", "BR011"])


def test_an_acceptance_that_matches_nothing_is_reported_if_its_rule_was_applied(workspace):
    (unused,), accepted = judged(workspace, "BR011")
    assert accepted == ["BR011"]
    what = "the acceptance of BR044 matches no finding"
    assert unused == ("BR071", "warning", "content/trial/brief.yaml:5:14", what, "remove the acceptance")
    assert judged(workspace, "BR011", checked=("BR011",)) == ([], ["BR011"])


@each(("until", "is_expired"), [("2026-11-23", True), ("2026-11-24", False), ("2026-11-25", False)])
def test_an_acceptance_holds_until_its_day(workspace, until, is_expired):
    left, accepted = judged(workspace, "BR044", "BR011", until=until)
    if not is_expired:
        assert (left, accepted) == ([], ["BR044", "BR011"])
        return
    assert accepted == ["BR044"]
    assert [(one[0], one[3], one[4]) for one in left] == [
        ("BR011", "it", ""),
        ("BR072", "the acceptance of BR011 expired on 2026-11-23", "correct the text, or set a later day"),
    ]


def test_an_error_cannot_be_accepted(workspace):
    left, accepted = judged(workspace, "BR044", severity=Severity.ERROR, checked=("BR044",))
    assert accepted == []
    assert [(one[0], one[3], one[4]) for one in left] == [
        ("BR044", "it", ""),
        (
            "BR073",
            f"BR044 is an error here ({left[0][2].partition('+')[0]}); only warnings can be accepted",
            "correct the error, and remove the acceptance",
        ),
    ]
