"""Empty pages and almost empty last pages, of values as the typesetter returns them: no page is laid out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.core.finding import Span
from briefing.model.audience import Pages
from briefing.rules.page.sparse_last_page import LOOK, find_sparse_pages
from briefing.stages import LEAST_SHARE, Declaration, Modifier, PartRoom, Room, SheetUse, Tailored
from tests.cases import each
from tests.planning import in_full
from tests.rules.page.test_complete_findings import BRIEF, sheets_with

BREAK = Declaration("break-before", "page", ".method", Span("styles/a.css", 3, 5))
OTHER = Declaration("break-after", "page", ".outlook", Span("styles/a.css", 9, 5))

FULL = SheetUse(Room(40, 400), 42, 0.95, follows_forced_break=False)
FEW = SheetUse(Room(3, 30), 4, 0.08, follows_forced_break=False)
"""Of its three lines, two would fit on a full page before it."""

EMPTY = SheetUse(Room(0, 0), 0, 0.0, follows_forced_break=True)

FILL = "add about 10 lines to fill the page"
PARTS = (
    PartRoom(("part", "sections"), Room(1, 10)),
    PartRoom(("part", "counter-view"), Room(7, 80)),
    PartRoom(("part", "method"), Room(5, 60)),
    PartRoom(("part", "elsewhere"), Room(1, 10)),
)


def pages(*uses: SheetUse, **others):
    return sheets_with(page_count=len(uses), uses=uses, **others)


def limited(tailored: Tailored, limit: int | None, **others) -> Tailored:
    audience = tailored.job.audience.model_copy(update={"pages": Pages(max=limit) if limit else None})
    return replace(tailored, job=replace(tailored.job, audience=audience, **others))


@each(
    ("sheets", "is_fitted", "where", "end", "help"),
    [
        (pages(FULL, FEW), True, BRIEF, "", f"shorten the texts by about 1 line (10 words); or {FILL}"),
        (
            pages(FULL, FEW, excess=Room(5, 50)),
            True,
            BRIEF,
            ", and tighter setting does not save it",
            "shorten the texts by about 5 lines (50 words), which saves the page if it is set tighter; "
            f"or {FILL}",
        ),
        (
            pages(FULL, FEW),
            False,
            BRIEF,
            "",
            "build without --no-fit, which may save the page; "
            f"or shorten the texts by about 1 line (10 words); or {FILL}",
        ),
        (
            pages(FULL, replace(FEW, declaration=BREAK)),
            True,
            "styles/a.css:3:5",
            "",
            f"change `break-before: page` in `.method`, or shorten the texts by about 1 line (10 words); or {FILL}",
        ),
        (
            pages(FULL, FEW, part_rooms=PARTS),
            True,
            BRIEF,
            "",
            f"shorten the texts by about 1 line (10 words); or {FILL}; "
            "or set `audiences: {policymaker: {drop: method}}` in the brief",
        ),
        (
            pages(FULL, FEW, part_rooms=PARTS, excess=Room(6, 50)),
            True,
            BRIEF,
            ", and tighter setting does not save it",
            "shorten the texts by about 6 lines (50 words), which saves the page if it is set tighter; "
            f"or {FILL}; or set `audiences: {{policymaker: {{drop: counter-view}}}}` in the brief",
        ),
        (
            pages(FULL, FEW, part_rooms=PARTS, excess=Room(8, 0)),
            True,
            BRIEF,
            ", and tighter setting does not save it",
            f"shorten the texts by about 8 lines, which saves the page if it is set tighter; or {FILL}",
        ),
    ],
)
def test_the_ways_out_of_an_almost_empty_last_page(tailored: Tailored, sheets, is_fitted, where, end, help):
    what = f"the last page of the edition for 'policymaker' (page 2) has only 4 lines{end}"
    found = find_sparse_pages(limited(tailored, 2, is_fitted=is_fitted), sheets)
    assert in_full(found) == [("BR604", "warning", where, what, help)]


def test_a_page_that_is_nearly_used_enough_wants_one_line_more(tailored: Tailored):
    nearly = SheetUse(Room(10, 90), 1, 0.33, follows_forced_break=False)
    (finding,) = find_sparse_pages(tailored, pages(FULL, FULL, nearly))
    assert finding.what.endswith("(page 3) has only 1 line")
    assert finding.help.endswith("; or add about 1 line to fill the page")


@pytest.mark.parametrize(
    "last",
    [
        replace(FEW, share=LEAST_SHARE),
        replace(FEW, follows_forced_break=True),
        replace(EMPTY, is_left_out=True),
    ],
    ids=["a third is used", "the style begins it", "left blank"],
)
def test_a_last_page_that_may_be_as_it_is(tailored: Tailored, last):
    assert list(find_sparse_pages(tailored, pages(FULL, last))) == []


def test_one_page_may_be_short_or_empty(tailored: Tailored):
    assert list(find_sparse_pages(tailored, pages(FEW))) == []
    assert list(find_sparse_pages(tailored, pages(EMPTY))) == []


def test_the_last_page_beyond_the_limit_or_of_large_print_is_not_reported(tailored: Tailored):
    sheets = pages(FULL, FEW)
    edition = replace(tailored.job.edition, modifiers=(Modifier.LARGE_PRINT,))
    assert list(find_sparse_pages(limited(tailored, 1), sheets)) == []
    assert list(find_sparse_pages(limited(tailored, 2, edition=edition), sheets)) == []
    assert len(find_sparse_pages(limited(tailored, None), sheets)) == 1


def test_empty_pages_are_reported_by_the_rule_behind_them_even_beyond_the_limit(tailored: Tailored):
    before, after = replace(EMPTY, declaration=BREAK), replace(EMPTY, declaration=OTHER)
    sheets = pages(FULL, before, EMPTY, before, after, EMPTY, EMPTY, FEW)
    assert in_full(find_sparse_pages(limited(tailored, 1), sheets)) == [
        (
            "BR604",
            "warning",
            "styles/a.css:3:5",
            "pages 2 and 4 of the edition for 'policymaker' are empty",
            "change `break-before: page` in `.method`, or fill the page",
        ),
        ("BR604", "warning", BRIEF, "pages 3, 6 and 7 of the edition for 'policymaker' are empty", LOOK),
        (
            "BR604",
            "warning",
            "styles/a.css:9:5",
            "page 5 of the edition for 'policymaker' is empty",
            "change `break-after: page` in `.outlook`, or fill the page",
        ),
    ]
