"""The start of each page and what was laid out for it are recorded inside the context."""

from __future__ import annotations

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.weasyprint_patches.layout_recorder import layout_recorded
from briefing.typeset.weasyprint_patches.page_limit import TooManyPagesError, pages_limited
from tests.typeset.weasyprint_patches.unpatched import put_back

pytestmark = pytest.mark.engine

HTML = """<style>@page { size: 200px 100px; margin: 0 } p { margin: 0; height: 60px } i { float: footnote;
  line-height: 45px }</style>
<p id=a>A<i>One</i></p><p id=b>B</p>"""


def rendered():
    return weasyprint().HTML(string=HTML).render()


def test_the_start_of_each_page_is_recorded():
    with layout_recorded() as records:
        rendered()
    (pagination,) = records
    assert [start.footnotes for start in pagination.starts.values()] == [(0,), ()]
    assert [(start.is_plain, start.moved) for start in pagination.starts.values()] == [
        (True, ()),
        (True, (0,)),
    ]


def test_an_element_that_had_no_room_counts_for_both_pages():
    with layout_recorded() as records:
        rendered()
    (pagination,) = records
    laid_out = [
        {one.get("id") for one in elements if one is not None and one.tag == "p"}
        for elements in pagination.laid_out.values()
    ]
    assert laid_out == [{"a", "b"}, {"b"}]


def test_a_layout_that_is_stopped_is_recorded_too():
    with layout_recorded() as records, pages_limited(1), pytest.raises(TooManyPagesError):
        rendered()
    assert [[*one.starts] for one in records] == [[0]]


def test_nothing_is_recorded_outside_the_context():
    with layout_recorded() as records:
        pass
    rendered()
    assert records == []


def test_without_the_patch_there_is_no_record(monkeypatch):
    weasyprint()
    put_back(monkeypatch, "weasyprint.document:layout_document")
    with layout_recorded() as records:
        rendered()
    assert records == []
