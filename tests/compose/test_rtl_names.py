"""Names from right to left in a page from left to right."""

from __future__ import annotations

import pytest

from briefing.compose.rtl_names import isolate_rtl_names


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>שלום, 2020</p>", '<p><span dir="rtl">שלום</span>, 2020</p>'),
        (
            "<p>(יעל כהן) and محمد علي.</p>",
            '<p>(<span dir="rtl">יעל כהן</span>) and <span dir="rtl">محمد علي</span>.</p>',
        ),
        ("<p>ד&#34;ר כהן</p>", '<p><span dir="rtl">ד&#34;ר כהן</span></p>'),
        ("<p>שלום, עולם</p>", '<p><span dir="rtl">שלום</span>, <span dir="rtl">עולם</span></p>'),
        ('<img alt="שלום"><p>a</p>', '<img alt="שלום"><p>a</p>'),
        ("<svg><text>שלום</text></svg>", "<svg><text>שלום</text></svg>"),
        ('<span dir="rtl" lang="he">שלום, 2020</span>', '<span dir="rtl" lang="he">שלום, 2020</span>'),
        ("<p>Latin, 李明, ქართული &amp; 2020</p>", "<p>Latin, 李明, ქართული &amp; 2020</p>"),
    ],
)
def test_a_name_is_isolated(html, expected):
    page = "<html><head><title>שלום</title></head><body>{}</body></html>"
    assert isolate_rtl_names(page.format(html)) == page.format(expected)
