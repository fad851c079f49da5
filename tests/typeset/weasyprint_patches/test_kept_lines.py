"""A line is laid out once on each page for each width, and the pages stay the same."""

from __future__ import annotations

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.weasyprint_patches import kept_lines
from briefing.typeset.weasyprint_patches.patch import find
from tests.typeset.weasyprint_patches.unpatched import Counting

pytestmark = pytest.mark.engine

STYLE = """
@page { size: 90mm 60mm; margin: 8mm; @footnote { border-top: thin solid } }
body { font: 9pt/1.3 'Brief Text'; text-align: justify; orphans: 2; widows: 2 }
.columns { columns: 2 } p { text-indent: 1em; margin: 0 0 1ex } table { width: 100% } .rtl { direction: rtl }
.note { float: footnote } .side { float: left; width: 20mm } .block { display: inline-block; width: 9mm }
li::after { content: " " target-counter(attr(data-to), page) }
.up { vertical-align: super; position: relative; top: 1px }
h2 { break-after: avoid }
"""
WORDS = (
    "River levels at the stations rise <em>and fall again</em> with the rain of the long wet seasons. " * 3
)
HTML = (
    "<!doctype html><html lang=en><title>T</title><body>"
    "<ul><li data-to='#end'>End<li data-to='#start'>Start</ul>"
    f"<h2 id=start>Start</h2><div class=columns><p>{WORDS}<p>{WORDS}<p>{WORDS}</div>"
    f"<p>{WORDS}<span class=note>{WORDS}</span> more{WORDS}"
    f"<table><thead><tr><th>Head<tbody><tr><td>{WORDS}<td>{WORDS}<tr><td>{WORDS}<td>One</table>"
    f"<p class=rtl>{WORDS}<p><span class=side>Aside</span>{WORDS}<p>{WORDS}<span class=block>In one</span> {WORDS}"
    f"<p>{WORDS}<sup class=up>2</sup> {WORDS}<h2 id=end>End</h2><p>{WORDS}"
)


@pytest.fixture
def laid_out(lay_out, monkeypatch):
    """Return the places of all boxes on all pages, and the number of lines that the engine's function laid out."""

    def lay(*, is_patched: bool):
        plain = Counting(find("weasyprint.layout.inline:get_next_linebox"))
        function = kept_lines._looking_up(plain) if is_patched else plain
        monkeypatch.setattr(weasyprint().layout.inline, "get_next_linebox", function)
        pages = lay_out(STYLE, HTML).document.pages
        return [[described(box) for box in page._page_box.descendants()] for page in pages], plain.calls

    return lay


def described(box):
    measures = (box.position_x, box.position_y, box.width, box.height)
    return type(box).__name__, getattr(box, "text", ""), *(round(one, 6) for one in measures)


def test_the_pages_are_the_same_with_fewer_lines_laid_out(laid_out):
    plain, all_lines = laid_out(is_patched=False)
    patched, lines = laid_out(is_patched=True)
    assert len(plain) >= 4
    assert patched == plain
    assert lines < 0.8 * all_lines
