"""HTML editions in each shipped theme: nothing that is seen on paper is missing in a window."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.compose.web.web_edition import stand_alone
from briefing.load.themes import open_files
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Medium
from tests import browser
from tests.cases import each
from tests.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(browser.missing()), reason="Chromium is missing")]

THEMES = sorted(path.parent.name for path in (ROOT / "themes").glob("*/theme.yaml"))
OUTSIDE = """
JSON.stringify([...document.querySelectorAll('h1, h2, h3, h4, p, li, th, td, figcaption, blockquote')]
  .filter(one => one.textContent.trim() && one.checkVisibility() && !one.closest('[tabindex="0"], .skip, thead'))
  .filter(one => {
    const {left, right, width, height} = one.getBoundingClientRect()
    return left < -1 || right > innerWidth + 1 || width < 5 || height < 5
  })
  .map(one => one.textContent.trim().slice(0, 40)))
"""
"""The texts that a window does not show: without a size, or to the left or right of it and in no frame that scrolls."""


@pytest.fixture(scope="module")
def tab() -> Iterator[browser.Tab]:
    with browser.browser() as opened:
        yield opened


@each("theme", THEMES)
def test_a_window_shows_every_text(tab, theme, tmp_path):
    shutil.copytree(ROOT / "tests/editions/rich/content/blocks", tmp_path / "content/blocks")
    (tmp_path / "content/workspace.yaml").write_text(f"theme: {theme}\n")
    files = open_files(tmp_path)
    (job, *_) = plan(files, Selection()).jobs
    page = Path(tmp_path / "page.html")
    page.write_text(stand_alone(compose(tailor(job), files, Medium.SCREEN), files), encoding="utf-8")
    for width in (1280, 390):
        tab.open(page, width, 900)
        assert json.loads(tab.value(OUTSIDE)) == [], f"{width} pixels wide"
