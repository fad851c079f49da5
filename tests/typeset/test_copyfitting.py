"""Copyfitting: as few steps as needed, and at most one layout more than steps; and the space that things take."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from briefing.stages import Page, Room
from briefing.typeset.copyfitting import Layout, fit
from briefing.typeset.layout import Typesetter
from tests.cases import each

STEPS = ("styles/fit/1-spacing.css", "styles/fit/2-leading.css", "styles/fit/3-size.css")


@dataclass(frozen=True)
class Laid:
    page_count: int
    steps: tuple[str, ...]
    ends_almost_empty: bool
    excess: Room | None = None
    overhang: Room | None = None
    has_gap_before_break: bool = False
    gaps: tuple[str, ...] = ()
    is_stopped: bool = False

    def find_gaps(self) -> tuple[str, ...]:
        return self.gaps

    def measure(self):
        assert not self.is_stopped
        return self

    @property
    def has_sparse_end(self) -> bool:
        return self.ends_almost_empty or self.has_gap_before_break


class Attempts:
    """A fake typesetter, with the number of pages after each number of steps, and whether the last is almost empty."""

    def __init__(self, *page_counts: int, is_sparse: bool = False) -> None:
        self.page_counts, self.is_sparse = page_counts, is_sparse
        self.made: list[tuple[str, ...]] = []
        self.stopped: list[int] = []
        """The numbers of steps of the layouts that were stopped."""

    def __call__(self, steps, most=None):
        self.made.append(tuple(steps))
        count = self.page_counts[len(steps)]
        is_sparse = self.is_sparse and count == self.page_counts[0]
        if most is not None and count > most:
            self.stopped.append(len(steps))
            return Laid(most + 1, tuple(steps), is_sparse, is_stopped=True)
        return Laid(count, tuple(steps), is_sparse, overhang=Room(9 - len(steps), 90))


@each(
    ("page_counts", "limit", "layouts"),
    [
        ((2, 2, 2, 2), 2, 1),
        ((9, 9, 9, 9), None, 1),
        ((3, 2, 2, 2), 2, 2),
        ((3, 3, 2, 2), 2, 3),
        ((3, 3, 3, 2), 2, 4),
        ((3, 3, 3, 3), 2, 4),
    ],
)
def test_steps_are_taken_one_on_top_of_the_other_and_only_as_far_as_needed(page_counts, limit, layouts):
    attempts = Attempts(*page_counts)
    sheets = fit(attempts, STEPS, limit)
    assert attempts.made == [STEPS[:count] for count in range(layouts)]
    assert sheets.steps == STEPS[: layouts - 1]


@each(
    ("with_gaps", "made", "taken"),
    [((0,), (0, 1), 1), ((0, 1), (0, 1, 2), 2), ((0, 1, 2, 3), (0, 1, 2, 3), 0), ((1,), (0,), 0)],
)
def test_steps_are_taken_where_they_close_a_gap_on_a_page(with_gaps, made, taken):
    attempts = Attempts(4, 4, 4, 4)

    def attempt(steps, most=None):
        return replace(attempts(steps, most), gaps=("Table 1",) if len(steps) in with_gaps else ())

    assert fit(attempt, STEPS, None).steps == STEPS[:taken]
    assert attempts.made == [STEPS[:count] for count in made]


def test_no_gap_is_closed_at_the_price_of_an_almost_empty_page():
    attempts = Attempts(4, 4, 4, 4)

    def attempt(steps, most=None):
        laid = attempts(steps, most)
        return replace(laid, gaps=() if steps else ("Table 1",), ends_almost_empty=len(steps) in (1, 2))

    assert fit(attempt, STEPS, None).steps == STEPS[:3]


@pytest.mark.parametrize(
    ("page_counts", "is_sparse", "stopped"),
    [
        ((4, 3, 3, 2), False, [0, 1, 2]),
        ((4, 4, 4, 3), False, [0, 1, 2]),
        ((2, 2, 2, 1), True, [1, 2]),
        ((2, 2, 2, 2), True, []),
    ],
)
def test_a_layout_that_is_too_long_is_stopped_unless_its_pages_matter(page_counts, is_sparse, stopped):
    attempts = Attempts(*page_counts, is_sparse=is_sparse)
    fit(attempts, STEPS, 2)
    assert attempts.stopped == stopped


def test_a_style_without_steps_is_laid_out_once():
    attempts = Attempts(3)
    assert fit(attempts, (), 2).page_count == 3
    assert attempts.made == [()] and not attempts.stopped


@each(
    ("page_counts", "limit", "made", "taken"),
    [
        ((3, 2, 2, 2), None, (0, 3, 1), 1),
        ((3, 3, 2, 2), 4, (0, 3, 1, 2), 2),
        ((3, 3, 3, 2), 3, (0, 3, 1, 2), 3),
        ((3, 3, 3, 3), 3, (0, 3), 0),
    ],
)
def test_an_almost_empty_last_page_is_saved_by_as_few_steps_as_needed(page_counts, limit, made, taken):
    attempts = Attempts(*page_counts, is_sparse=True)
    sheets = fit(attempts, STEPS, limit)
    assert attempts.made == [STEPS[:count] for count in made]
    assert sheets.steps == STEPS[:taken]
    assert sheets.excess == (None if taken else Room(6, 90))


def test_steps_for_the_page_limit_stay_when_the_last_page_is_saved():
    attempts = Attempts(4, 3, 3, 2)
    attempts.is_sparse = True
    plain = attempts.__call__
    sheets = fit(lambda *given: replace(plain(*given), ends_almost_empty=len(given[0]) == 1), STEPS, 3)
    assert attempts.made == [STEPS[:count] for count in (0, 1, 3, 2)]
    assert (sheets.steps, sheets.page_count) == (STEPS, 2)


@pytest.mark.parametrize(("page_counts", "taken"), [((3, 3, 2, 2), 2), ((3, 3, 3, 3), 0)])
def test_an_almost_empty_page_before_a_forced_break_is_saved_and_has_no_overhang(page_counts, taken):
    plain = Attempts(*page_counts)
    sheets = fit(lambda *given: replace(plain(*given), has_gap_before_break=not given[0]), STEPS, None)
    assert (sheets.steps, sheets.excess) == (STEPS[:taken], None)


@pytest.mark.parametrize(
    ("page_counts", "is_sparse", "measured"),
    [((3, 3, 2, 2), False, (2,)), ((2, 2, 2, 2), True, (0, 3)), ((3, 2, 2, 1), True, (1,))],
)
def test_only_layouts_that_may_be_kept_are_measured(page_counts, is_sparse, measured):
    attempts = Attempts(*page_counts, is_sparse=is_sparse)
    counts = []

    def attempt(steps, most=None):
        laid = attempts(steps, most)
        return Layout(laid.page_count, lambda: counts.append(len(steps)) or laid)

    fit(attempt, STEPS, 2)
    assert tuple(counts) == measured


@pytest.mark.engine
@pytest.mark.parametrize(
    ("first", "style", "is_sparse"),
    [
        (13, "", True),
        (20, "", False),
        (11, "h2 { break-before: auto !important }", False),
        (2, "", False),
    ],
    ids=["a few lines", "a page well used", "no forced break", "the first page"],
)
def test_an_end_with_a_few_lines_before_a_forced_break_is_detected(lay_out, first, style, is_sparse):
    end = "<h2 style='break-before: page'>New</h2>" + "<p>Line" * 9
    assert lay_out("<p>Line" * first + end, style).has_sparse_end is is_sparse


def test_a_style_without_steps_saves_nothing():
    attempts = Attempts(3, is_sparse=True)
    assert fit(attempts, (), None).excess is None
    assert attempts.made == [()]


STYLE = """
@page { size: 100mm 100mm; margin: 10mm }
body { font: 10pt/20pt "Brief Text"; margin: 0 }
h2, p, figure, figcaption { margin: 0; font: inherit }
figure { break-inside: avoid }
.tall { display: block; width: 10mm; height: 60mm }
"""
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" class=tall viewBox="0 0 1 6"><rect width="1" height="6"/></svg>'
)


@pytest.fixture
def lay_out(workspace):
    def lay(body: str, style: str = ""):
        files = workspace(files={"styles/trial.css": STYLE + style})
        page = Page(
            f"<!doctype html><html lang=en><title>T</title>{body}",
            ("styles/fonts.css", "styles/trial.css"),
            "content/trial/brief.html",
        )
        return Typesetter(files).lay_out(page)

    return lay


@pytest.mark.engine
def test_the_space_of_a_page_is_reported_in_lines_of_running_text(lay_out):
    (use,) = lay_out("<p>One two<br>three<p style='font-size: 5pt; line-height: 10pt'>four<br>five").uses
    assert use.room == Room(lines=3, words=5)
    assert use.line_count == 4
    assert use.share == pytest.approx(60 / (80 * 72 / 25.4), rel=0.01)
    assert use.height == pytest.approx(60 * 25.4 / 72, rel=0.01)


@pytest.mark.engine
def test_lines_side_by_side_are_one_line_and_a_picture_takes_room(lay_out):
    (use,) = lay_out("<div style='display: flex'><p>One<p>Two</div>" + PICTURE).uses
    assert (use.line_count, use.room.words) == (1, 2)
    assert use.share == pytest.approx((20 + 60 * 72 / 25.4) / (80 * 72 / 25.4), rel=0.01)


@pytest.mark.engine
def test_a_hyphenated_word_is_one_word(lay_out):
    (use,) = lay_out("<p>incomprehensibilities", "p { hyphens: auto; width: 15mm }").uses
    assert use.line_count > 1
    assert use.room.words == 1


@pytest.mark.engine
def test_a_part_is_measured_over_all_pages_that_it_reaches(lay_out):
    sheets = lay_out("<div class='hang method'>One</div><section>" + "<p>Two words" * 20 + "</section>")
    assert sheets.page_count == 2
    assert [(part.names, part.room) for part in sheets.part_rooms] == [
        (("hang", "method"), Room(1, 1)),
        ((), Room(20, 40)),
    ]


EXHIBIT = f"<figure class=exhibit><figcaption><b>Figure 1</b>\nIt is tall</figcaption>{PICTURE}</figure>"


@pytest.mark.engine
@pytest.mark.parametrize(
    ("before", "style", "moved"),
    [
        (0, "", []),
        (4, "", [("Figure 1 It is tall", 1)]),
        (8, "", [("Figure 1 It is tall", 1)]),
        (9, "", []),  # the previous page is more than three quarters full
        (4, ".exhibit { break-before: page }", []),
        (4, "figure { break-inside: auto } svg { height: 40mm }", []),
    ],
    ids=["fits", "moves", "leaves a gap", "moves from a full page", "is sent", "is smaller"],
)
def test_an_exhibit_that_leaves_more_than_a_quarter_of_a_page_empty_is_detected(
    lay_out, before, style, moved
):
    sheets = lay_out("<p>Line" * before + f"<h2>A heading</h2>{EXHIBIT}", style)
    assert [(exhibit.caption, exhibit.page) for exhibit in sheets.find_gaps()] == moved


@pytest.mark.engine
def test_an_exhibit_that_moves_is_named_without_its_note_and_source(lay_out):
    noted = EXHIBIT.replace("</figcaption>", "<p class=note>A note.</p>\n<p>A source.</p></figcaption>")
    sheets = lay_out("<p>Line" * 4 + f"<h2>A heading</h2>{noted}", "figcaption p { height: 0 }")
    assert [exhibit.caption for exhibit in sheets.find_gaps()] == ["Figure 1 It is tall"]


WHOLE = "<div style='break-inside: avoid'>" + "<p>Seven words that are on one line" * 8 + "</div>"


@pytest.mark.engine
def test_what_keeps_a_text_whole_is_the_rule_of_its_highest_box(lay_out):
    style = "h2 { break-inside: avoid; break-after: avoid } .kept { break-inside: avoid }"
    kept = WHOLE.replace("<div style='break-inside: avoid'>", "<div class=kept>")
    (gap,) = lay_out("<p>Line" * 5 + f"<section><h2>A heading</h2>{kept}</section>", style).find_gaps()
    assert gap.declaration.selector == ".kept" and gap.shipped is None


@pytest.mark.engine
@pytest.mark.parametrize(
    ("html", "pages"),
    [
        ("<h2>A heading</h2><p>A text", [False]),
        (f"<h2>A heading</h2>{PICTURE}", [False]),
        ("<h2 style='break-after: page'>A heading</h2><p>A text", [True, False]),
        ("<div style='height: 20mm'></div>", [False]),
    ],
)
def test_a_page_with_headings_alone_is_detected(lay_out, html, pages):
    assert [use.has_only_headings for use in lay_out(html).uses] == pages


@pytest.mark.engine
@pytest.mark.parametrize(
    ("before", "gaps"),
    [
        ("<p>Line" * 5, [("Seven words that are on one…", False)]),
        ("<p>Line" * 9, []),
        ("<p>Line" * 3 + "<div style='height: 48mm; border: 1pt solid'></div>", []),
        ("<p>Line<span style='float: footnote'>" + "<p>A note<br>" * 8 + "</span>", []),
    ],
    ids=["text that is kept whole", "a full page", "room to write", "footnotes fill the page"],
)
def test_text_that_leaves_a_gap_is_detected_and_room_on_purpose_is_none(lay_out, before, gaps):
    assert [(gap.caption, gap.is_exhibit) for gap in lay_out(before + WHOLE).find_gaps()] == gaps
