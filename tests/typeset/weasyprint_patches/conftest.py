"""Fixtures for the tests of patches."""

from __future__ import annotations

import pytest

from briefing.stages import Page
from briefing.typeset.layout import Typesetter

SHEETS = ("styles/fonts.css", "styles/trial.css")


@pytest.fixture
def lay_out(workspace):
    """Lay out a page of HTML with a style."""

    def lay(style: str, html: str):
        files = workspace(files={"styles/trial.css": style})
        return Typesetter(files).lay_out(Page(html, SHEETS, "content/trial/brief.html"))

    return lay
