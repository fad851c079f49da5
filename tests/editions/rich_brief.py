"""A brief with every kind of text, in three languages, each edition built once for all tests that use it.

Its workspace is in rich/. Nothing in it is a fact.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.compose.web.web_edition import stand_alone
from briefing.files.workspace import Files, shipped_root
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.stages import Job, Medium
from briefing.typeset.layout import Typesetter
from tests import browser
from tests.browser.accessible_page import Node, read_page

FOLDER = Path(__file__).parent / "rich"
FILES = Files(FOLDER, shipped_root())


@cache
def jobs() -> dict[str, Job]:
    """Return the jobs of all editions by their names."""
    return {job.name: job for job in plan(FILES, Selection()).jobs}


@cache
def run_of(name: str) -> Run:
    """Return the run of an edition through the pipeline."""
    result = Run()
    run_stages(jobs()[name], Typesetter(FILES), result)
    return result


def announced_page(name: str) -> Node:
    """Return the accessibility tree of an HTML edition in a browser."""
    html = stand_alone(compose(tailor(jobs()[name]), FILES, Medium.SCREEN), FILES)
    with tempfile.TemporaryDirectory() as folder, browser.browser() as tab:
        path = Path(folder) / "edition.html"
        path.write_text(html, encoding="utf-8")
        tab.open(path, 1280)
        return read_page(tab)
