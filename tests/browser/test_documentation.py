"""The website of the documentation in a real browser: no barriers, on a desk and on a telephone, light and dark."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import browser
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.process,
    pytest.mark.skipif(browser.axe() is None, reason=browser.missing(with_axe=True) or "-"),
]

PAGES = ("preview.html", "python.html", "workspace.html", "accessibility.html")
"""Pages with pictures, links to commands, code in several languages, wide tables, and a table whose corner is empty."""

WITHOUT_TRANSITIONS = """(() => {
  const sheet = document.createElement('style');
  sheet.textContent = '* { transition: none !important }';
  document.head.append(sheet);
})()"""
"""Colours that are still changing have another contrast."""


@pytest.fixture(scope="module")
def website(tmp_path_factory) -> Path:
    folder = Path(tmp_path_factory.mktemp("documentation"))
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def tab() -> Iterator[browser.Tab]:
    with browser.browser() as opened:
        yield opened


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_axe_finds_no_barriers(tab, website, page, width, scheme):
    tab.open(website / page, width)
    tab.value(WITHOUT_TRANSITIONS)
    tab.value(f"document.body.dataset.mdColorScheme = '{scheme}'")
    assert tab.violations() == []
