"""The page limit: a brief over its limit is set tighter, as far as the style allows; then the edition fails."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.core.errors import Exit, PromiseError
from briefing.files.workspace import Files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.inspect.words import texts_of
from briefing.typeset.layout import Typesetter, export
from tests.cases import each
from tests.conftest import ROOT
from tests.editions.long_brief import long_brief
from tests.planning import outcome_of

pytestmark = pytest.mark.engine

STEPS = ("styles/fit/1-spacing.css", "styles/fit/2-leading.css", "styles/fit/3-size.css")
TOO_LONG = 44
"""Paragraphs that no step can bring onto two pages."""

PT = 96 / 72


def job_of(files, **selection):
    (job,) = plan(files, Selection(**selection)).jobs
    return job


def run_edition(files, **selection) -> Run:
    result = Run()
    run_stages(job_of(files, **selection), Typesetter(files), result)
    return result


@each(
    ("paragraphs", "fitted"),
    [
        (32, ()),
        (35, ("spacing",)),
        (38, ("spacing", "leading")),
        (40, ("spacing", "leading", "size")),
    ],
)
def test_an_edition_over_its_pages_is_set_tighter_as_far_as_needed(workspace, paragraphs, fitted):
    outcome = outcome_of(workspace(long_brief(paragraphs)))
    assert (outcome.error, outcome.report.findings) == (None, ())
    assert (outcome.report.page_count, outcome.report.fitted) == (2, fitted)


def test_a_brief_without_a_limit_of_its_own_keeps_to_its_audience(workspace):
    audience = "label: O\nparts: [title, sections]\n"  # no `pages`: nothing to keep
    files = workspace(
        long_brief(70).replace("policymaker", "other"),
        {
            "templates/audiences/other/audience.yaml": audience,
            "content/workspace.yaml": "audiences: [other]\n",
        },
    )
    limited = outcome_of(files)
    assert limited.error.exit_code == Exit.PROMISE
    text = (files.root / "content/trial/brief.yaml").read_text()
    (files.root / "content/trial/brief.yaml").write_text(text.replace("{pages: 2}", "{register: text}"))
    free = outcome_of(files)
    assert (free.error, free.report.page_count, free.report.fitted) == (None, 4, ())


def test_an_edition_that_stays_over_says_by_how_much_and_what_to_shorten(workspace):
    outcome = outcome_of(workspace(long_brief(TOO_LONG)))
    assert outcome.error.exit_code == Exit.PROMISE
    first, *longest = outcome.error.findings
    assert str(first.where) == "content/trial/brief.yaml"
    assert first.what == (
        "the edition for 'policymaker' has 3 pages; the limit is 2. "
        "It is about 5 lines (17 words, 22 mm) too long, set as tight as the style allows (spacing, leading, size)"
    )
    assert first.help == (
        "shorten the texts, the longest first; or set `audiences: {policymaker: {pages: 3}}` in the brief, "
        "or `drop: [a part]` there"
    )
    assert [(str(f.where), str(f.severity), f.code) for f in longest] == [
        ("content/trial/brief.yaml:6:12", "warning", "BR601"),
        ("content/trial/brief.yaml:16:12", "warning", "BR601"),
        ("content/trial/brief.yaml:26:12", "warning", "BR601"),
    ]
    assert longest[0].what.startswith("this section takes about 9 lines (95 words), ")
    assert longest[0].where.source == "  - title: Part 1 asserts"


def test_the_excess_is_the_text_on_the_pages_beyond_the_limit(workspace):
    files = workspace(long_brief(60))
    result = Run()
    with pytest.raises(PromiseError):
        run_stages(job_of(files), Typesetter(files), result)
    assert result.sheets.page_count == 3
    document = pypdfium2.PdfDocument(io.BytesIO(result.pdf.content))
    painted = document[2].get_textpage().get_text_bounded().split()
    document.close()
    head_and_foot = ["A", "finding", "in", "few", "words", "3", "/", "3"]
    assert result.sheets.uses[2].room.words == len(painted) - len(head_and_foot)
    assert len(painted) > 250


def test_the_longest_sections_are_named_and_parts_with_them(workspace):
    long = "It is so. " * 300
    brief = long_brief(TOO_LONG).replace("outlook: It goes on.", f"outlook: {long}")
    findings = outcome_of(workspace(brief)).error.findings
    (line,) = [number for number, text in enumerate(brief.splitlines(), start=1) if "outlook:" in text]
    assert findings[-1].where.line == line
    assert "this part takes about" in findings[-1].what
    assert "(900 words)" in findings[-1].what


def test_without_fitting_an_edition_stays_as_designed(workspace):
    outcome = outcome_of(workspace(long_brief(35)), is_fitted=False)
    assert outcome.error.exit_code == Exit.PROMISE
    assert outcome.report.fitted == ()
    assert "set as designed" in outcome.error.findings[0].what
    assert outcome.error.findings[0].help.startswith("build without --no-fit; or shorten")


def test_a_workspace_has_steps_of_its_own(workspace):
    files = workspace(long_brief(38), {STEPS[0]: ":root { --fit-gaps: .2 }"})
    assert outcome_of(files).report.fitted == ("spacing",)


def test_a_step_more_goes_further_and_is_the_floor(workspace):
    files = workspace(long_brief(TOO_LONG), {"styles/fit/4-margins.css": "@page { margin-bottom: 15mm }"})
    assert outcome_of(files).report.fitted == ("spacing", "leading", "size", "margins")


def test_a_step_that_saves_nothing_is_reported_like_any_style(workspace):
    files = workspace(long_brief(35), {STEPS[0]: ":root { --fit-gaps: .5 } p { colr: red }"})
    outcome = outcome_of(files)
    assert [(str(f.where), f.code) for f in outcome.report.findings] == [
        ("styles/fit/1-spacing.css:1:30", "BR503")
    ]


def test_a_fitted_edition_has_the_same_bytes_again_and_those_of_a_style_that_was_so_from_the_start(workspace):
    """The tree, styles and fonts that are kept between attempts leave nothing behind."""
    files = workspace(long_brief(40))
    fitted = run_edition(files)
    assert fitted.sheets.steps == STEPS
    assert run_edition(files).pdf.content == fitted.pdf.content
    page = fitted.page
    from_the_start = replace(page, stylesheets=(*page.stylesheets, *STEPS))
    assert export(Typesetter(files).lay_out(from_the_start)).content == fitted.pdf.content


@pytest.fixture(scope="module", params=["venezuela-russia", "leap-second"])
def ladder(request):
    """A shipped brief at every step, whether it needs it or not."""
    files = Files(ROOT)  # without its theme, which has another step
    page = compose(
        tailor(job_of(files, briefs=(request.param,), audiences=("policymaker",), languages=("en",))), files
    )
    assert page.fit_steps == STEPS
    attempt = Typesetter(files).read(page)
    return [attempt(STEPS[:count]).measure() for count in range(len(STEPS) + 1)]


def depth_of(sheets) -> float:
    """Return the position of the last text in CSS pixels, with all pages in one column."""
    pages = [page._page_box for page in sheets.document.pages]
    height = pages[-1].height
    return height * (len(pages) - 1 + sheets.uses[-1].share)


def first_boxes(sheets, page: int = 0):
    """Element → its first text on a page."""
    found = {}
    for box in texts_of(sheets.document.pages[page]._page_box.children[0]):
        found.setdefault(box.element, box)
    return found


def test_each_step_tightens_and_none_pushes_anything_down(ladder):
    depths = [depth_of(sheets) for sheets in ladder]
    assert depths == sorted(depths, reverse=True)
    assert depths[-1] < depths[0] - 300
    looked_at = 0
    for before, after in pairwise(ladder):
        above, below = first_boxes(before), first_boxes(after)
        assert set(above) <= set(below), "what was on page one still is"
        for element, box in above.items():
            looked_at += 1
            assert below[element].position_y <= box.position_y + 0.5, box.text
            assert below[element].style["font_size"] <= box.style["font_size"]
    assert looked_at > 80


def test_at_every_step_words_stay_in_their_place(ladder):
    assert [(sheets.miscounted, sheets.misplaced, sheets.undeclared_families) for sheets in ladder] == [
        ((), (), {})
    ] * 4


def blocks_of(sheets):
    for page in sheets.document.pages:
        for box in page._page_box.children[0].descendants():
            lines = [child for child in getattr(box, "children", ()) if type(child).__name__ == "LineBox"]
            if lines and box.element is not None and "::" not in box.element_tag:
                yield box, lines


def test_the_floor_is_never_passed(ladder):
    """Running text 9.2 pt, small type 8 pt, leading 1.28; type that is designed smaller (a note) stays as it is."""
    designed = {box.element: box.style["font_size"] for box, _ in blocks_of(ladder[0])}
    leading = {box.element: max(line.height for line in lines) for box, lines in blocks_of(ladder[0])}
    looked_at = 0
    for box, lines in blocks_of(ladder[-1]):
        size = box.style["font_size"]
        height = max(line.height for line in lines)
        looked_at += (size, height) != (designed[box.element], leading[box.element])
        assert size >= min(8 * PT, designed[box.element]), box
        assert height / size >= min(1.28, leading[box.element] / designed[box.element]) - 1e-9, box
        if "Brief Text" in box.style["font_family"]:
            assert size >= 9.2 * PT
    assert looked_at > 60


@pytest.mark.parametrize(
    ("paragraphs", "fitted"),
    [(14, ("spacing",)), (16, ("spacing", "leading")), (17, ("spacing", "leading", "size"))],
)
def test_few_lines_on_a_last_page_are_saved_by_tighter_setting(workspace, paragraphs, fitted):
    report = outcome_of(workspace(long_brief(paragraphs))).report
    assert (report.page_count, report.fitted, report.findings) == (1, fitted, ())


def test_a_last_page_that_tighter_setting_does_not_save_stays_as_designed(workspace):
    files = workspace(long_brief(18))
    tried, plain = outcome_of(files).report, outcome_of(files, is_fitted=False).report
    assert (tried.page_count, tried.fitted) == (2, ())
    (finding,), (untried,) = tried.findings, plain.findings
    assert finding.what.endswith("lines, and tighter setting does not save it")
    assert "which saves the page if it is set tighter" in finding.help
    assert untried.help.startswith("build without --no-fit")


def test_few_lines_on_a_last_page_are_a_warning(workspace):
    outcome = outcome_of(workspace(long_brief(20)))
    assert (outcome.error, outcome.report.page_count) == (None, 2)
    (finding,) = outcome.report.findings
    assert (str(finding.where), str(finding.severity), finding.code) == (
        "content/trial/brief.yaml",
        "warning",
        "BR604",
    )
    assert finding.what.startswith("the last page of the edition for 'policymaker' (page 2) has only ")
    assert finding.help.startswith("shorten the texts by about ")


def test_a_page_that_the_style_begins_may_be_short(workspace):
    style = {"styles/audiences/policymaker.css": ".outlook { break-before: page }"}
    outcome = outcome_of(workspace(long_brief(4), style))
    assert (outcome.error, outcome.report.page_count, outcome.report.findings) == (None, 2, ())


@pytest.mark.parametrize("paragraphs", [1, 30], ids=["one page", "a page well used"])
def test_one_page_may_be_short_and_a_used_page_is_none(workspace, paragraphs):
    assert outcome_of(workspace(long_brief(paragraphs))).report.findings == ()


TALL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 12"><rect width="9" height="12"/></svg>'
FIGURE = """\
    blocks:
      - figure: {title: It is tall, alt: A rectangle that is taller than wide, file: figures/tall.svg}
"""


def test_a_page_that_an_exhibit_leaves_partly_empty_is_a_warning(workspace):
    brief = long_brief(4).replace("outlook:", f"{FIGURE}outlook:")
    outcome = outcome_of(workspace(brief, {"content/trial/figures/tall.svg": TALL}))
    assert (outcome.error, outcome.report.page_count) == (None, 2)
    (finding,) = outcome.report.findings
    (line,) = [number for number, text in enumerate(brief.splitlines(), start=1) if "figure:" in text]
    assert (str(finding.where), finding.code) == (f"content/trial/brief.yaml:{line}:9", "BR605")
    assert re.fullmatch(r"page 1 is \d\d% empty: 'Figure 1 It is tall' moved to the next page", finding.what)


@pytest.mark.parametrize(
    "rule", [".exhibit { ¶break-inside: avoid }", ".exhibit, h2 { color: #123; ¶page-break-inside: avoid }"]
)
def test_a_style_that_forbids_a_break_is_named_where_its_exhibit_moved_on(workspace, rule):
    brief = long_brief(4).replace("outlook:", f"{FIGURE}outlook:")
    name = "styles/audiences/policymaker.css"
    files = {"content/trial/figures/tall.svg": TALL, name: rule.replace("¶", "")}
    (finding,) = outcome_of(workspace(brief, files)).report.findings
    assert (str(finding.where), finding.code) == (f"{name}:1:{rule.index('¶') + 1}", "BR605")
