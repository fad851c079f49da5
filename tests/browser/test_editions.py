"""HTML editions in a real browser, at phone and desktop width: no requests, nothing cut off, no barriers.

Every violation that axe-core finds fails the test, whatever its impact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import pypdfium2
import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.compose.web.web_edition import stand_alone
from briefing.files.workspace import Files, shipped_root
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Job, Medium
from tests import browser
from tests.cases import each
from tests.conftest import ROOT
from tests.editions import rich_brief

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(browser.missing()), reason=browser.missing() or "-"),
]
with_axe = pytest.mark.skipif(browser.axe() is None, reason=browser.missing(with_axe=True) or "-")

WORKSPACES = {"shipped": ROOT, "arabic": ROOT / "tests/typeset/rtl", "rich": rich_brief.FOLDER}
EDITIONS = (
    "shipped/leap-second-policymaker-en",
    "shipped/leap-second-analyst-en",
    "shipped/venezuela-russia-minister-en",
    "shipped/venezuela-russia-press-es",
    "shipped/venezuela-russia-public-ru",
    "shipped/venezuela-russia-classroom-en",
    "shipped/venezuela-russia-legislator-es",
    "arabic/leap-second-policymaker-ar",
    "rich/rich-analyst-en",
    "rich/rich-policymaker-ar",
)
TELEPHONE, TABLET, DESK = 360, 768, 1280
NARROWEST = 320
"""CSS pixels: WCAG 2.2, 1.4.10."""

AUDIENCES = ("analyst", "classroom", "legislator", "minister", "policymaker", "press", "public")
CHECKED_BY_AXE = (
    *(f"shipped/venezuela-russia-{audience}-en" for audience in AUDIENCES),
    *(f"shipped/leap-second-{audience}-en" for audience in AUDIENCES if audience != "legislator"),
    *(f"rich/rich-{audience}-ar" for audience in AUDIENCES),
    *("arabic/leap-second-policymaker-ar", "rich/rich-analyst-en", "rich/blocks-analyst-en"),
)
"""The editions for each audience in each direction of writing."""

LARGE_TYPE = "document.documentElement.style.fontSize = '200%'"
"""WCAG 2.2, 1.4.4."""

HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4')].map(one => +one.tagName[1])"
CUT = """
[...document.querySelectorAll('body *')].filter(one => {
  const box = one.getBoundingClientRect(), frame = one.closest('.scroll, .drawing');
  return box.width > 1 && !frame && !one.closest('.skip') && !one.closest('thead')
    && (box.right > innerWidth + 1 || box.left < -1);
}).map(one => one.outerHTML.slice(0, 90))
"""
LEFT_OUT = "[...document.querySelectorAll('.scroll, .drawing')].filter(one => one.tabIndex !== 0 || !name(one)).length"
NAME = "const name = one => document.getElementById(one.getAttribute('aria-labelledby'))?.innerText.trim();"


def jobs() -> Iterator[tuple[str, Job, Files]]:
    for name, root in WORKSPACES.items():
        files = Files(root, shipped_root())
        for job in plan(files, Selection()).jobs:
            yield f"{name}/{job.name}", job, files


class Pages(dict[str, Path]):
    """The files of HTML editions by their names, each written when a test needs it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.jobs = {name: (job, files) for name, job, files in jobs()}

    def __missing__(self, name: str) -> Path:
        job, files = self.jobs[name]
        self[name] = self.folder / f"{job.name}.html"
        html = stand_alone(compose(tailor(job), files, Medium.SCREEN), files)
        self[name].write_text(html, encoding="utf-8")
        return self[name]


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Pages:
    """The files of HTML editions."""
    return Pages(tmp_path_factory.mktemp("editions"))


@pytest.fixture(scope="module")
def tab() -> Iterator[browser.Tab]:
    with browser.browser() as opened:
        yield opened


@each("edition", EDITIONS)
def test_nothing_is_requested_and_nothing_is_wrong(tab, pages, edition):
    tab.open(pages[edition], DESK)
    asked = {event["request"]["url"].partition(":")[0] for event in tab.events("Network.requestWillBeSent")}
    assert asked <= {"file", "data"}
    assert [event["request"]["url"] for event in tab.events("Network.requestWillBeSent")].count(
        pages[edition].as_uri()
    ) == 1
    assert tab.events("Log.entryAdded") == [] and tab.events("Runtime.exceptionThrown") == []
    loaded = tab.value("[...document.fonts].filter(one => one.status === 'loaded').map(one => one.family)")
    assert "Brief Display" in {family.strip('"') for family in loaded}
    assert tab.value("[...document.fonts].filter(one => one.status === 'error').map(one => one.family)") == []


@each("edition", EDITIONS)
def test_nothing_is_cut_off_at_any_width(tab, pages, edition):
    tab.open(pages[edition], NARROWEST)
    for width in (NARROWEST, TELEPHONE, TABLET, DESK):
        tab.resize(width)
        tab.wait_for(f"innerWidth === {width}")
        assert tab.value("document.documentElement.scrollWidth") <= width, f"{width} pixels wide"
        assert tab.value("document.body.innerText.length") > 800
        assert tab.value(CUT) == [], f"{width} pixels wide"
    tab.value(LARGE_TYPE)
    assert tab.value("document.documentElement.scrollWidth") <= DESK
    assert tab.value(CUT) == []


@each("edition", EDITIONS)
def test_the_page_has_a_language_landmarks_and_one_title(tab, pages, edition):
    tab.open(pages[edition], TELEPHONE)
    language = edition.rpartition("-")[2]
    assert tab.value("[document.documentElement.lang, document.dir]") == [
        language,
        "rtl" if language == "ar" else "ltr",
    ]
    title = tab.value("document.querySelector('h1').innerText")
    plain = normalize("NFKC", tab.value("document.title"))  # with scripts as characters, as in CO₂
    assert plain.split() == title.split()
    levels = tab.value(HEADINGS)
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert tab.value("['body > header', 'main'].map(one => document.querySelectorAll(one).length)") == [1, 1]
    assert tab.value(f"(() => {{ {NAME} return {LEFT_OUT} }})()") == 0


def test_the_first_key_leads_to_the_text(tab, pages):
    tab.open(pages[EDITIONS[0]], DESK)
    tab.press("Tab")
    box = "document.activeElement.getBoundingClientRect()"
    assert tab.value("document.activeElement.className") == "skip" and tab.value(f"{box}.top >= 0")
    assert tab.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    tab.value("document.activeElement.click()")
    assert tab.value("document.activeElement.tagName") == "MAIN"


def test_a_footnote_can_be_reached_with_the_keyboard_and_names_its_way_back(tab, pages):
    tab.open(pages["rich/rich-analyst-en"], TELEPHONE)
    focused = "document.activeElement"
    tab.value("document.querySelector('.bottom-line').setAttribute('tabindex', -1)")
    tab.value("document.querySelector('.bottom-line').focus()")
    tab.press("Tab")
    assert tab.value(f"{focused}.getAttribute('aria-label')") == "Footnote\u00a0a"
    tab.value(f"{focused}.click()")
    tab.press("Tab")
    assert tab.value(f"{focused}.getAttribute('aria-label')") == "Back to the text: Footnote\u00a0a"
    assert tab.value(f"{focused}.closest('[role=doc-footnote]').innerText").startswith("At noon")
    tab.value(f"{focused}.click()")
    assert tab.value("location.hash") == "#footnote-mark:1"
    names = tab.value(
        "[...document.querySelectorAll('a[aria-label]')].map(one => one.getAttribute('aria-label'))"
    )
    backs = [name for name in names if "Footnote" in name]
    assert len(backs) == len(set(backs)) > 20


def test_a_typed_table_keeps_its_distance_from_the_next_paragraph(tab, pages):
    tab.open(pages["rich/rich-analyst-en"], DESK)
    tables = "[...document.querySelectorAll('.text > .scroll:not(:last-child)')]"
    gaps = "one.nextElementSibling.getBoundingClientRect().top - one.getBoundingClientRect().bottom"
    assert min(tab.value(f"{tables}.map(one => {gaps})")) > 10


def test_content_wider_than_a_phone_scrolls_in_its_frame(tab, pages):
    tab.open(pages[EDITIONS[0]], TELEPHONE)
    frames = "[...document.querySelectorAll('.drawing')]"
    assert tab.value(f"{frames}.filter(one => one.scrollWidth > one.clientWidth).length") >= 2
    assert tab.value(f"(one => {{ one.scrollLeft = 50; return one.scrollLeft }})({frames}[0])") == 50


def test_rows_that_are_set_as_blocks_are_still_a_table(tab, pages):
    """Checked in the accessibility tree that a screen reader gets."""
    tab.open(pages["shipped/venezuela-russia-minister-en"], TELEPHONE)
    assert tab.value("getComputedStyle(document.querySelector('.scenarios tbody tr')).display") == "block"
    nodes = tab.ask("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"] and "role" in node]
    assert {"table", "row", "cell", "rowheader", "columnheader", "banner", "main", "list"} <= set(roles)


def test_arabic_is_set_in_the_font_of_its_style(tab, pages):
    tab.open(pages["arabic/leap-second-policymaker-ar"], TELEPHONE)
    loaded = tab.value("[...document.fonts].filter(one => one.status === 'loaded').map(one => one.family)")
    assert "Brief Arabic" in {family.strip('"') for family in loaded}


def test_a_printed_page_has_the_colours_and_margins_of_the_pdf(tab, pages):
    tab.open(pages["shipped/venezuela-russia-minister-en"], DESK)
    with pypdfium2.PdfDocument(tab.printed()) as document:
        assert [round(size) for size in document.get_page_size(0)] == [595, 842]
        assert len(document) <= 3
        text = document[0].get_textpage().get_text_range()
    assert "Russia arms" in text and "Skip to the text" not in text


def test_a_script_from_a_template_does_not_run(tab, pages, tmp_path):
    html = pages[EDITIONS[0]].read_text(encoding="utf-8")
    bad = "<script>document.title = 'ran'</script><img src='https://example.org/x.gif' onerror='document.title = 1'>"
    path = tmp_path / "bad.html"
    path.write_text(
        html.replace("</main>", f"{bad}<style>h1 {{ color: red }}</style></main>"), encoding="utf-8"
    )
    tab.open(path, DESK)
    assert tab.value("document.title") == re.search(r"<title>(.*)</title>", html)[1]
    assert tab.value("getComputedStyle(document.querySelector('h1')).color") != "rgb(255, 0, 0)"
    assert len(tab.events("Log.entryAdded")) >= 3
    hosts = [
        event["request"]["url"] for event in tab.events("Network.responseReceived") if "request" in event
    ]
    assert hosts == []


@with_axe
@each("edition", CHECKED_BY_AXE)
def test_axe_finds_no_barrier(tab, pages, edition):
    tab.open(pages[edition], NARROWEST)
    assert tab.violations() == []


@with_axe
@pytest.mark.parametrize("edition", EDITIONS[:2])
def test_axe_finds_no_barrier_in_a_wide_window_with_large_type(tab, pages, edition):
    tab.open(pages[edition], DESK)
    tab.value(LARGE_TYPE)
    assert tab.violations() == []


@with_axe
def test_axe_would_find_barriers(tab, pages, tmp_path):
    html = pages[EDITIONS[0]].read_text(encoding="utf-8")
    path = tmp_path / "barriers.html"
    bad = '<p style="color: #bbb">faint</p><img src="data:,"><a href="#x"></a><h6>deep</h6>'
    path.write_text(html.replace("</main>", f"{bad}</main>").replace('lang="en"', ""), encoding="utf-8")
    tab.open(path, DESK)
    found = {one["id"]: one["impact"] for one in tab.violations()}
    assert {"color-contrast", "image-alt", "link-name", "html-has-lang"} <= set(found)
    assert found["color-contrast"] == "serious" and found["image-alt"] == "critical"
