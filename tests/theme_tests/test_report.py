"""The report of a theme test: one page without scripts, with everything that was found."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from briefing.core.finding import Finding, Severity, Span
from briefing.theme_tests.comparison import TextChange
from briefing.theme_tests.report import Case, Change, report_page
from briefing.theme_tests.testing import PAGES_SUMMED, _summary
from tests import browser

with_axe = pytest.mark.skipif(browser.axe() is None, reason=browser.missing(with_axe=True) or "-")

HOSTILE = "<script>alert('x')</script>"
FINDINGS = (
    Finding(
        "BR603", f"the text '{HOSTILE}' runs off its page", Span("styles/house.css", 3, 5), "make it fit"
    ),
    Finding("BR511", "low contrast", Span("long.yaml", 1), severity=Severity.WARNING),
    Finding("BR508", "a warning", Span("styles/house.css"), severity=Severity.WARNING),
)
CASES = (
    Case(
        "long-one-en", "Long texts.", "long-one-en.pdf", ("long-one-en-1.png",), 1.5, ("spacing",), FINDINGS
    ),
    Case(
        "short-one-en",
        "Short texts.",
        "short-one-en.pdf",
        ("short-one-en-1.png", "short-one-en-2.png"),
        0.5,
        (),
        (),
        is_compared=True,
        words=("Page 2: 1 line moved 3.0 mm down, from “Title”.",),
        changes=(Change(2, 1234, 0.0125, "short-one-en-2-before.png", "short-one-en-2-changes.png"),),
    ),
    Case("bare", "This edition could not be planned.", "", (), 0.0, (), FINDINGS[:1]),
)


def test_the_report_has_every_page_finding_and_change():
    page = report_page("house 1", CASES, 2.0, was_compared=True)
    for case in CASES:
        for name in (*case.pictures, *filter(None, [case.pdf])):
            assert f'"{name}"' in page
    assert page.count('<td class="number">1</td>') >= 3
    assert "Page 2: 1 line moved 3.0 mm down" in page
    assert "1,234 pixels differ (1.25%)" in page
    assert "styles/house.css:3:5" in page
    assert "help: make it fit" in page
    assert "<td>page 2</td>" in page and "<td>new</td>" in page
    assert "kept: <code>" not in page
    assert '<th scope="col">changed</th>' not in report_page("house 1", CASES, 2.0, was_compared=False)


def test_a_long_list_of_changes_is_folded_away():
    (_, short, _) = CASES
    long = replace(short, words=short.words * 7)
    assert "<details>" not in report_page("house 1", [short], 2.0, was_compared=True)
    page = report_page("house 1", [long], 2.0, was_compared=True)
    assert page.count("<details><summary>7 changes of the text</summary>") == page.count("</details>") == 1


def test_the_report_runs_no_script_and_loads_nothing_from_elsewhere():
    page = report_page(HOSTILE, CASES, 2.0, was_compared=True)
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"[a-z]+:", page)
    assert "script-src &#39;none&#39;" in page or "script-src 'none'" in page


def test_findings_are_counted_by_what_they_are_about():
    assert [(case.overflow, case.contrast, case.other, case.errors) for case in CASES] == [
        (1, 1, 1, 1),
        (0, 0, 0, 0),
        (1, 0, 0, 1),
    ]


@browser.with_browser
@with_axe
def test_axe_finds_no_barrier_in_a_report(tmp_path):
    """Violations of any impact fail the test."""
    path = tmp_path / "index.html"
    path.write_text(report_page("house 1", CASES, 2.0, was_compared=True), encoding="utf-8")
    with browser.browser() as tab:
        tab.open(path, 1200)
        assert tab.violations() == []
        tab.open(path, 400)
        assert tab.violations() == []


def test_the_changes_of_a_long_edition_are_printed_up_to_a_number_of_pages():
    changes = [Change(number, 1200, 0.02, "", "") for number in range(1, PAGES_SUMMED + 3)]
    lines = list(_summary([TextChange(0, "The edition has 11 pages; it had 10 pages.")], changes))
    assert lines[:2] == ["The edition has 11 pages; it had 10 pages.", "Page 1: 1,200 pixels differ (2.00%)"]
    assert lines[PAGES_SUMMED + 1 :] == ["2 more pages changed: see the report"]
    assert list(_summary([], changes[:1])) == ["Page 1: 1,200 pixels differ (2.00%)"]
