"""The findings of a build that a theme test reports, and the pages that a theme leaves nearly empty."""

from __future__ import annotations

from dataclasses import replace

from briefing.core.finding import Finding, Severity, Span
from briefing.stages import Declaration, Gap, Room, SheetUse
from briefing.theme_tests.theme_findings import about_theme, find_nearly_empty_pages
from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.planning import in_full, tailored_of
from tests.rules.page.test_complete_findings import BRIEF, sheets_with

FULL = SheetUse(Room(40, 400), 42, 0.95, follows_forced_break=False)
BARE = replace(FULL, share=0.1, has_only_headings=True)
EMPTY = SheetUse(Room(0, 0), 0, 0.0, follows_forced_break=True)
OWN = Declaration("break-inside", "avoid", ".kept", Span("styles/house.css", 3, 5))
SHIPPED = replace(OWN, selector=".exhibit", where=Span("styles/exhibits.css", 3, 9))

TEXT = Gap("Outlook It goes on…", 2, 0.5, is_exhibit=False)
LOOK = "look for what forbids a break in it in the styles"
LOWER = "make exhibits lower on this paper (`--figure-height`, `--image-height`, `--chart-width`), or "


def test_findings_about_the_texts_of_the_test_briefs_are_left_out():
    codes = ("BR044", "BR511", "BR604", "BR605", "BR608")
    warnings = [Finding(code, "x", Span("a"), severity=Severity.WARNING) for code in codes]
    errors = [Finding(code, "x", Span("a")) for code in ("BR044", "BR601")]
    assert [one.code for one in about_theme([*warnings, *errors])] == ["BR511", "BR044", "BR601"]


@each(
    ("gap", "what", "where", "help"),
    [
        (TEXT, "page 2 is 50% empty: 'Outlook It goes on…' moved to the next page", BRIEF, LOOK),
        (replace(TEXT, share=0.49), "", "", ""),
        (
            replace(TEXT, share=0.3, declaration=OWN),
            "page 2 is 30% empty: 'Outlook It goes on…' moved to the next page",
            "styles/house.css:3:5",
            "change `break-inside: avoid` in `.kept`",
        ),
        (
            Gap("Figure 1 A title", 3, 0.7, shipped=SHIPPED),
            "page 3 is 70% empty: 'Figure 1 A title' moved to the next page",
            "styles/exhibits.css:3:9",
            f"{LOWER}change `break-inside: avoid` in `.exhibit`",
        ),
        (Gap("Figure 1 A title", 3, 0.6, shipped=SHIPPED), "", "", ""),
    ],
)
def test_a_page_is_nearly_empty_because_of_the_theme(gap, what, where, help):
    found = in_full(
        find_nearly_empty_pages(tailored_of(LEAST_BRIEF).job, sheets_with(find_gaps=lambda: (gap,)))
    )
    assert found == ([("BR605", "warning", where, what, help)] if what else [])


def test_an_empty_page_and_one_with_headings_alone_are_reported_but_no_cover():
    sheets = sheets_with(page_count=4, uses=(BARE, FULL, BARE, EMPTY), find_gaps=tuple)
    found = [
        (code, what)
        for code, _, _, what, _ in in_full(find_nearly_empty_pages(tailored_of(LEAST_BRIEF).job, sheets))
    ]
    assert found == [
        ("BR604", "page 4 of the edition for 'policymaker' is empty"),
        ("BR604", "page 3 has only headings"),
    ]
