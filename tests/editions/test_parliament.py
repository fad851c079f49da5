"""The theme `parliament`: its options, its margin, its rows, and what it shares with the shipped files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.load.themes import open_files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.layout import Typesetter
from tests.conftest import LEAST_BRIEF, ROOT

THEME = ROOT / "themes/parliament"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" fill="#123"/></svg>'
MM = 96 / 25.4

PAGE = LEAST_BRIEF.replace(
    "key_points:",
    """\
report_number: WP/26/031
cover: {file: hills.svg, alt: Hills in the evening, credit: Our drawing}
bottom_line: It is so.
facts:
  harbours: {value: 3, label: harbours, as_of: 2026-11-22}
at_a_glance: [harbours]
recommendations:
  - {who: The port, action: Count the ships., by: 2027-05-20}
key_points:""",
).replace(
    "    text: A first text.\n",
    """\
    text: A first text.
    blocks:
      - timeline:
          title: Ships by year
          alt: Two years.
          note: Ours.
          entries: [{date: 2025, text: Four.}, {date: 2026, text: Five.}]
""",
)


@pytest.fixture
def parliament(workspace):
    def make(options: str = "", brief: str = PAGE, audience: str = "policymaker", **settings: str) -> Run:
        pictures = {"content/trial/hills.svg": SVG, "content/logo.svg": SVG}
        theme = f"theme: {{name: parliament{options}}}\nlogo: {{file: logo.svg, alt: The institute}}\n"
        theme += "".join(f"{name}: {value}\n" for name, value in settings.items())
        files = open_files(workspace(brief, {"content/workspace.yaml": theme, **pictures}).root)
        (job,) = plan(files, Selection(audiences=(audience,))).jobs
        result = Run()
        run_stages(job, Typesetter(files), result)
        return result

    return make


def boxes_of(result: Run, tag: str, wanted: str = "") -> Iterator:
    """Yield the boxes of the elements with a tag and a class on the first page."""
    for box in result.sheets.document.pages[0]._page_box.descendants():
        element = box.element
        if element is not None and element.tag == tag and wanted in (element.get("class") or ""):
            yield box


@pytest.mark.engine
@pytest.mark.parametrize(
    "options", ["", ", logo: end", ", logo_field: false", ", picture: band", ', brand: "#5a1f4d"']
)
def test_page_one_has_no_finding_whatever_the_options_are(parliament, options):
    result = parliament(options)
    assert (result.findings, result.sheets.page_count) == ([], 1)


@pytest.mark.engine
def test_the_cover_picture_reaches_both_edges_of_the_sheet(parliament):
    result = parliament()
    (hills,) = (box for box in boxes_of(result, "img") if box.element.get("alt") == "Hills in the evening")
    sheet = result.sheets.document.pages[0]._page_box.margin_width()
    assert hills.position_x == pytest.approx(0, abs=1)
    assert hills.margin_width() == pytest.approx(sheet, abs=1)


@pytest.mark.engine
@pytest.mark.parametrize(("options", "place"), [("", "cover"), (", picture: band", "pictured")])
def test_the_cover_picture_is_printed_once_with_its_credit(parliament, options, place):
    html = parliament(options).page.html
    assert html.count('alt="Hills in the evening"') == 1
    assert html.index(f'class="{place}"') < html.index('alt="Hills in the evening"')
    assert html.count("Our drawing") == 1


@pytest.mark.engine
def test_a_caption_is_in_the_outer_margin_next_to_its_exhibit(parliament):
    result = parliament()
    caption, shown = next(boxes_of(result, "figcaption")), next(boxes_of(result, "ol", "entries"))
    assert caption.position_x >= (20 + 120 + 8) * MM - 1
    assert shown.position_y == pytest.approx(caption.position_y, abs=12)
    assert caption.position_x > shown.position_x + shown.margin_width()


@pytest.mark.engine
@pytest.mark.parametrize("paper", ["a5", "half-letter"])
def test_small_paper_has_no_outer_margin(parliament, paper):
    result = parliament(paper=paper)
    assert result.findings == []
    assert all("aside" not in (box.element.get("class") or "") or box.position_x < 30 * MM
               for box in boxes_of(result, "figcaption"))  # fmt: skip


@pytest.mark.parametrize(("points", "is_aside"), [(1, True), (6, False)])
def test_figures_are_in_the_margin_only_where_page_one_has_room(workspace, points, is_aside):
    many = "\n".join(f"  - The point {number} is so {'and so ' * 100}." for number in range(points))
    brief = PAGE.replace("  - The first point.", many).replace("cover:", "# cover:")
    files = open_files(workspace(brief, {"content/workspace.yaml": "theme: parliament\n"}).root)
    (job,) = plan(files, Selection()).jobs
    assert ("at-a-glance aside" in compose(tailor(job), files).html) is is_aside


def test_recommendations_are_a_table_of_who_what_and_when(workspace):
    brief = PAGE.replace("cover:", "# cover:")
    files = open_files(workspace(brief, {"content/workspace.yaml": "theme: parliament\n"}).root)
    (job,) = plan(files, Selection()).jobs
    html = compose(tailor(job), files).html
    assert '<th scope="col">Who</th><th scope="col">Action</th><th scope="col">By</th>' in html
    assert '<th scope="row">The port</th><td>Count the ships.</td><td class="by">20' in html
    assert 'data-report=" · WP/26/031"' in html


def test_a_workspace_with_labels_of_its_own_needs_no_words_of_the_theme(workspace):
    own = {
        "content/workspace.yaml": "theme: parliament\n",
        "templates/labels/en.yaml": "labels: {outlook: Next}\n",
    }
    files = open_files(workspace(PAGE.replace("cover:", "# cover:"), own).root)
    (job,) = plan(files, Selection()).jobs
    assert "Count the ships." in compose(tailor(job), files).html


@pytest.mark.parametrize("audience", ["analyst", "legislator"])
def test_an_audience_of_the_theme_differs_from_the_shipped_one_in_the_order_of_its_parts(audience):
    name = f"templates/audiences/{audience}/audience.yaml"
    own, shipped = (yaml.safe_load((root / name).read_text()) for root in (THEME, ROOT))
    assert own != shipped
    assert {**own, "parts": sorted(own["parts"])} == {**shipped, "parts": sorted(shipped["parts"])}
