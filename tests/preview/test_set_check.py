"""Findings of all editions together are on the wall as well, and go when they are fixed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from briefing.core.finding import Finding, Severity, Span
from briefing.preview.set_check import PRINTING, set_findings_of
from briefing.results import EditionReport, Result
from tests.cases import each
from tests.preview.previews import BRIEF, Desk, previewed

pytestmark = pytest.mark.process

MINISTER, POLICYMAKER = "trial-minister-en", "trial-policymaker-en"
TWO = BRIEF.replace("{policymaker: {}}", "{minister: {}, policymaker: {}}")
CONTRADICTION = TWO.replace(
    "  - The first point.", "  - {text: 'The river rose by 12 mm.', short: 'The river rose by 15 mm.'}"
)
"""The minister gets the short text, and the policymaker the long one."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[Desk]:
    with previewed(tmp_path_factory.mktemp("workspace"), TWO) as desk:
        yield desk


@pytest.fixture
def desk(shared) -> Desk:
    shared.write(TWO)
    return shared


def checked(desk: Desk) -> None:
    """Wait until the set is checked."""
    desk.wait(lambda: all(one.is_checked for one in desk.preview._planned.values()))


def contradiction(desk: Desk) -> Finding:
    return next(one for one in desk.proof(MINISTER).set_findings if "where 'text' says" in one.what)


def codes(desk: Desk, name: str) -> set[str]:
    return {finding.code for finding in desk.proof(name).set_findings}


def test_a_contradiction_between_editions_is_on_the_pages_that_print_it_until_it_is_fixed(desk):
    desk.write(CONTRADICTION)
    desk.wait(lambda: bool(codes(desk, MINISTER)))
    finding = contradiction(desk)
    lines = CONTRADICTION.splitlines()
    assert "15 mm" in lines[finding.where.line - 1]
    shown = {one["code"]: one["key"] for one in desk.proof(MINISTER).as_json()["findings"]}
    assert shown[finding.code] == "key_points.1.short"
    assert finding.code not in codes(desk, POLICYMAKER)
    desk.write(TWO)
    desk.wait(lambda: not codes(desk, MINISTER))


def test_a_file_that_nothing_uses_is_listed_above_the_editions(desk):
    desk.write("p { color: red }", "styles/house-of-nobody.css")
    desk.wait(lambda: any("house-of-nobody" in str(one) for one in desk.preview.unprinted_findings()))
    assert "styles/house-of-nobody.css" in desk.preview.files()
    (desk.root / "styles/house-of-nobody.css").unlink()
    desk.refresh()
    desk.wait(lambda: not desk.preview.unprinted_findings())


def test_a_good_brief_has_no_finding_of_the_set(desk):
    desk.write(TWO.replace("first point", "main point"))
    checked(desk)
    assert desk.preview.unprinted_findings() == []
    assert desk.proof(MINISTER).set_findings == desk.proof(POLICYMAKER).set_findings == ()


def test_each_finding_is_once_in_the_list(desk):
    desk.write(TWO.replace("The first point.", "The first {nope} point."))
    checked(desk)
    found = [one["code"] for one in desk.proof(POLICYMAKER).as_json()["findings"]]
    assert found and len(found) == len({*found})


@each("given", [b"", b"[]", b"{}", b'[["x", []]]', b"[[true, [1]]]", b"[[1, []]]"])
def test_what_a_worker_under_foreign_control_sends_is_refused(given):
    finding = Finding("BR118", "x", Span("content/trial/brief.yaml"), "x", Severity.WARNING)
    with pytest.raises(ValueError, match=r"validation error|argument"):
        set_findings_of(Result({PRINTING: given}, EditionReport(findings=(finding,))))
