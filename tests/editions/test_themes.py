"""Each shipped theme on the pages of a small brief, with each value of its options, all of which are documented."""

from __future__ import annotations

import pytest

from briefing.core.finding import Span
from briefing.files.workspace import Files, shipped_root
from briefing.load.themes import find_theme as found_theme
from briefing.load.themes import open_files, options_of
from briefing.model.theme import OptionType
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.layout import Typesetter
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT

pytestmark = pytest.mark.engine

THEMES = sorted(path.parent.name for path in (ROOT / "themes").glob("*/theme.yaml"))
AUDIENCES = "audiences: {minister: {}, policymaker: {}, analyst: {}, public: {}}\n"


def options(theme: str):
    return options_of(found_theme(theme, Files(ROOT, shipped_root()), Span("content/workspace.yaml")))


def variants() -> list[tuple[str, str]]:
    """Return each shipped theme with its defaults, and with each other value of its switches and choices."""
    found = []
    for theme in THEMES:
        found.append((theme, ""))
        for name, option in options(theme).items():
            values = ("true", "false") if option.type is OptionType.BOOLEAN else option.choices or ()
            found += [(theme, f", {name}: {value}") for value in values if value != option.default]
    return found


def runs_of(workspace, theme: str, brief: str) -> dict[str, Run]:
    root = workspace(brief, {"content/workspace.yaml": f"theme: {theme}\n"}).root
    files = open_files(root)
    runs = {}
    planned = plan(files, Selection())
    assert not planned.failed
    for job in planned.jobs:
        runs[job.edition.audience] = run = Run()
        run_stages(job, Typesetter(files), run)
    return runs


@each(("theme", "settings"), variants())
def test_a_shipped_theme_sets_a_small_brief_without_a_finding(workspace, theme, settings):
    runs = runs_of(workspace, f"{{name: {theme}{settings}}}", LEAST_BRIEF + AUDIENCES)
    assert set(runs) == {"minister", "policymaker", "analyst", "public"}
    found = {
        (name, str(finding))
        for name, run in runs.items()
        for finding in run.findings
        if finding.code >= "BR5"
    }
    assert found == set()


CHART = """\
    blocks:
      - chart:
          kind: line
          title: Ships by year
          alt: Two lines that rise.
          wide: true
          data: [[Year, One, Two], ["2024", 1, 6], ["2025", 2, 7], ["2026", 3, 8]]
"""


@each("theme", THEMES)
def test_a_wide_chart_is_legible_where_a_class_has_room_to_write(workspace, theme):
    text = "    text: A first text.\n"
    brief = LEAST_BRIEF.replace(text, text + CHART) + "audiences: {public: {}, classroom: {}}\n"
    runs = runs_of(workspace, theme, brief)
    assert {name for name, run in runs.items() if "BR518" in {one.code for one in run.findings}} == set()


@each("theme", THEMES)
def test_the_options_of_a_shipped_theme_are_documented(theme):
    (line,) = [
        one
        for one in (ROOT / "docs/themes.md").read_text().splitlines()
        if one.startswith(f"| `{theme}` | a ")
    ]
    own = {name for name in options(theme) if f"`{name}`" in line}
    rest = set(options("memo")) if "those of `memo`" in line else set()
    assert own | rest == set(options(theme))


COVERED = "publisher: {name: The Institute}\n" + LEAST_BRIEF


@each(
    ("theme", "more", "has_covers"),
    [
        ("report", "audiences: {analyst: {}}\n", True),
        ("report", "audiences: {analyst: {pages: 9}}\n", False),
        ("report", "audiences: {policymaker: {}}\n", False),
        ("report", "audiences: {analyst: {}}\nmarking: {tlp: GREEN}\n", False),
        ("{name: report, cover: false}", "audiences: {analyst: {}}\n", False),
    ],
)
def test_long_editions_of_a_report_have_covers(workspace, theme, more, has_covers):
    (run,) = runs_of(workspace, theme, COVERED + more).values()
    are_full = [page._page_box.margin_left == 0 for page in run.sheets.document.pages]
    assert (are_full[0], are_full[-1], any(are_full[1:-1])) == (has_covers, has_covers, False)


def test_the_sections_of_a_report_are_numbered_in_bookmarks(workspace):
    (run,) = runs_of(workspace, "report", LEAST_BRIEF + "audiences: {policymaker: {}}\n").values()
    labels = [label for page in run.sheets.document.pages for _, label, *_ in page.bookmarks]
    assert "1 A heading asserts" in labels


def test_captions_of_a_report_for_the_public_are_after_their_exhibits(workspace):
    chart = "    blocks: [chart: {kind: bar, title: Two, alt: Two., data: [[Year, Count], [First, 1], [Last, 2]]}]\n"
    brief = LEAST_BRIEF.replace("    text: A first text.\n", "    text: A first text.\n" + chart)
    run = runs_of(workspace, "report", brief + "audiences: {public: {}}\n")["public"]
    boxes = [box for page in run.sheets.document.pages for box in page._page_box.descendants()]
    (shown,) = [box for box in boxes if box.element is not None and box.element.get("class") == "shown"]
    caption, *_ = [box for box in boxes if box.element_tag == "figcaption"]
    assert caption.position_x > shown.position_x + shown.width
    assert caption.position_y < shown.position_y + shown.height
