"""The site in a real browser, from a disk: no barriers, no errors, nothing cut off; its search; and without scripts."""

from __future__ import annotations

import base64
import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from briefing.site.pages import render_pages
from briefing.site.search import SCRIPT, read_script, search_index_of, write_search_index
from tests import browser
from tests.site.sites import FILES, history

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(browser.missing()), reason=browser.missing() or "-"),
]
with_axe = pytest.mark.skipif(browser.axe() is None, reason=browser.missing(with_axe=True) or "-")

PAGES = (
    *("index.html", "ar/index.html", "topics/index.html", "ru/series/index.html"),
    *("heat/index.html", "heat/ar/index.html", "heat-2024/2024-06-10/index.html"),
)
TELEPHONE, DESK, NARROWEST = 390, 1280, 320
CUT = """
[...document.querySelectorAll('body *')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width > 1 && !one.closest('.skip') && (box.right > innerWidth + 1 || box.left < -1);
}).map(one => one.outerHTML.slice(0, 90))
"""
SHOWN = (
    "[...document.querySelectorAll('[data-brief]')].filter(one => !one.hidden).map(one => one.dataset.brief)"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A site on a disk; its PDFs are left out."""
    root, site = tmp_path_factory.mktemp("site"), history()
    packed = render_pages(site, FILES)
    picture = io.BytesIO()
    Image.new("RGB", (360, 509), "white").save(picture, "PNG")
    files = {name: text.encode() for name, text in packed["texts"].items()}
    files |= {name: base64.b64decode(content) for name, content in packed["fonts"].items()}
    files |= {search_index_of(tag): write_search_index(site, tag) for tag in site.languages}
    files |= {
        one.name: picture.getvalue()
        for each in site.versions
        for one in each.files()
        if one.name.endswith(".png")
    }
    for name, content in {**files, SCRIPT: read_script()}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


@pytest.fixture(scope="module")
def tab() -> Iterator[browser.Tab]:
    with browser.browser() as opened:
        yield opened


def show(tab: browser.Tab, path: Path, width: int, scheme: str = "light") -> None:
    tab.open(path, width)
    tab.prefer(scheme)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_fetched_and_nothing_is_wrong(tab, folder, page):
    show(tab, folder / page, DESK)
    asked = [event["request"]["url"] for event in tab.events("Network.requestWillBeSent")]
    assert len(asked) > 3 and {url.partition(":")[0] for url in asked} == {"file"}
    assert tab.events("Log.entryAdded") == [] and tab.events("Runtime.exceptionThrown") == []
    assert tab.value("[...document.fonts].filter(one => one.status === 'error').map(one => one.family)") == []
    loaded = tab.value("[...document.fonts].filter(one => one.status === 'loaded').map(one => one.family)")
    assert "Brief Display" in {family.strip('"') for family in loaded}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [NARROWEST, TELEPHONE, DESK])
def test_nothing_is_cut_off_or_scrolls_sideways(tab, folder, page, width):
    show(tab, folder / page, width)
    assert tab.value("document.documentElement.scrollWidth") <= width
    assert tab.value(CUT) == []


@with_axe
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(DESK, "light"), (TELEPHONE, "dark")])
def test_axe_finds_no_barriers(tab, folder, page, width, scheme):
    show(tab, folder / page, width, scheme)
    assert tab.value("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
    assert tab.violations() == []


def test_the_search_finds_words_without_accents_and_filters_by_topic(tab, folder):
    show(tab, folder / "index.html", DESK)
    assert tab.value(SHOWN) == ["heat", "ports"]
    tab.value("document.getElementById('search-words').focus()")
    tab.write("ÓKOYE  trees")
    assert tab.value(SHOWN) == ["heat"]
    assert tab.value("document.querySelector('[role=status]').innerText") == "Results: 1"
    assert tab.value("document.querySelectorAll('section[data-year]:not([hidden])').length") == 1
    tab.write(" nowhere")
    assert tab.value(SHOWN) == []
    assert (
        tab.value("document.querySelector('[role=status]').innerText") == "No publications match your search."
    )
    choose = (
        "(() => { const found = id => document.getElementById(id); found('search-words').value = '';"
        " found('search-year').value = '2025'; found('search-year').form.dispatchEvent(new Event('input')) })()"
    )
    tab.value(choose)
    assert tab.value(SHOWN) == ["ports"]


def test_without_scripts_the_whole_list_is_there(tab, folder):
    tab.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        show(tab, folder / "index.html", TELEPHONE)
        assert tab.value(SHOWN) == ["heat", "ports"]
        assert tab.value("document.querySelector('#search').children.length") == 0
        assert tab.value("document.querySelector('nav.tabs a:last-child') !== null")
    finally:
        tab.ask("Emulation.setScriptExecutionDisabled", value=False)


def test_the_address_in_a_qr_code_leads_to_the_newest_version(tab, folder):
    newest = (folder / "heat/index.html").as_uri()
    tab.ask("Page.navigate", url=(folder / "q/heat/index.html").as_uri())
    until = time.monotonic() + browser.PATIENCE
    while tab.ask("Page.getFrameTree")["frameTree"]["frame"]["url"] != newest:  # a script would be cut off
        assert time.monotonic() < until, "the page leads nowhere"
        time.sleep(browser.POLL_SECONDS)
