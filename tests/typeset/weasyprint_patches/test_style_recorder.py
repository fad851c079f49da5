"""The computed styles of a page are kept inside the context."""

from __future__ import annotations

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.weasyprint_patches.style_recorder import styles_kept
from tests.typeset.weasyprint_patches.unpatched import put_back

pytestmark = pytest.mark.engine

HTML = "<title>T</title><p style='display: none'>Hidden</p><p>Shown</p>"


def displays() -> list[list[tuple[str, ...]]]:
    """Return the `display` of each paragraph, for each recorded page."""
    html = weasyprint().HTML(string=HTML)
    with styles_kept() as kept:
        html.render()
    paragraphs = list(html.etree_element.iter("p"))
    return [[styles(one)["display"] for one in paragraphs] for styles in kept]


def test_the_styles_of_each_page_are_kept():
    assert displays() == [[("none",), ("block", "flow")]]


def test_nothing_is_kept_outside_the_context():
    with styles_kept() as kept:
        pass
    weasyprint().HTML(string=HTML).render()
    assert kept == []


def test_without_the_patch_there_are_none(monkeypatch):
    weasyprint()
    put_back(monkeypatch, "weasyprint.document:get_all_computed_styles")
    assert displays() == []
