"""A layout that needs more pages than it may have is stopped, unless it may still become shorter."""

from __future__ import annotations

import pytest

from briefing.files.workspace import Files, shipped_root
from briefing.stages import Page
from briefing.typeset.engine import weasyprint
from briefing.typeset.fonts import make_fonts
from briefing.typeset.layout import Typesetter
from briefing.typeset.stylesheets import Stylesheets
from briefing.typeset.url_fetcher import WorkspaceFetcher
from briefing.typeset.weasyprint_patches.page_limit import TooManyPagesError, pages_limited
from tests.typeset.weasyprint_patches.unpatched import Counting, put_back

pytestmark = pytest.mark.engine

STYLE = """@page { size: 200px 100px; margin: 0; @footnote { margin-top: 0 } @top-left { content: element(head) } }
p { margin: 0; height: 60px } i { float: footnote; line-height: 45px } .high { line-height: 60px }
.run { position: running(head) } .to::after { content: target-counter("#end", page) }
body { font: 10px 'Brief Text' }"""
THREE = "<p>A</p><p>B</p><p id=end>C</p>"


@pytest.fixture
def made(monkeypatch) -> Counting:
    """Counts the pages that are made."""
    page = weasyprint().layout.page
    counting = Counting(page.make_page)
    monkeypatch.setattr(page, "make_page", counting)
    return counting


def rendered(body: str, most: int | None):
    """Lay out a text with the shipped fonts: without any font, the engine measures lines of any height."""
    files = Files(shipped_root())
    fonts = make_fonts(files)
    styles, _ = Stylesheets(files, WorkspaceFetcher(files), fonts).load(["styles/fonts.css"], body)
    styles.append(weasyprint().CSS(string=STYLE))
    with pages_limited(most):
        return weasyprint().HTML(string=body).render(font_config=fonts, stylesheets=styles).pages


@pytest.mark.parametrize("most", [1, 2])
def test_no_page_behind_the_limit_is_made(made, most):
    with pytest.raises(TooManyPagesError) as stopped:
        rendered(THREE, most)
    assert stopped.value.count == made.calls == most


@pytest.mark.parametrize("most", [3, 4, None])
def test_a_layout_within_the_limit_is_whole(most):
    assert len(rendered(THREE, most)) == 3


def test_a_footnote_without_room_counts_as_well():
    assert len(rendered("<p>A<i>One</i></p>", 1)) == 1, "it has room below the line"
    with pytest.raises(TooManyPagesError):
        rendered("<p class=high>A<i>One</i></p>", 1)


@pytest.mark.parametrize("body", ["<p class=to>A</p>" + THREE, "<div class=run>Head</div>" + THREE])
def test_a_layout_whose_pages_may_be_made_again_is_not_stopped(body):
    assert len(rendered(body, 2)) >= 3


def test_without_the_patch_nothing_is_stopped(monkeypatch):
    weasyprint()
    put_back(monkeypatch, "weasyprint.layout:make_all_pages")
    assert len(rendered(THREE, 1)) == 3


@pytest.mark.parametrize("kind", ["", "floating"])
def test_the_stopped_layout_of_a_page_can_still_be_measured(workspace, kind):
    style = "@page { size: 200px 300px; margin: 0 } p { margin: 0; height: 200px }"
    files = workspace(files={"styles/trial.css": style})
    html = f"<!doctype html><html lang=en><title>T</title><body class='{kind}'>{THREE}"
    page = Page(html, ("styles/fonts.css", "styles/trial.css"), "content/trial/brief.html")
    layout = Typesetter(files).read(page)((), 1)
    assert layout.page_count == (3 if kind else 2)
    assert layout.measure().page_count == 3
