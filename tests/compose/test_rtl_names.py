"""Names from right to left in a page from left to right."""

from __future__ import annotations

import pytest

from briefing.compose.rtl_names import isolate_quantities, isolate_rtl_names


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


LTR = '<span dir="ltr">{}</span>'
MARK = "\u200e"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("بمقدار −0.25 في", f"بمقدار {MARK}−0.25 في"),
        (f"بمقدار {MARK}−0.25 في", f"بمقدار {MARK}−0.25 في"),
        ("+7 ثم", f"{MARK}+7 ثم"),
        ("بعد 5 km من", f"بعد {LTR.format('5 km')} من"),
        ("بعد −3\u00a0°C من", 'بعد <span dir="ltr">−3\u00a0°C</span> من'),
        ("1 250 000 kWh ثم", f"{LTR.format('1 250 000 kWh')} ثم"),
        (
            '12 <span class="unbroken">km/h</span> و',
            '<span dir="ltr">12 <span class="unbroken">km/h</span></span> و',
        ),
        ("0.5 m/s², ثم", f"{LTR.format('0.5 m/s²')}, ثم"),
        ("في 2023 IERS", "في 2023 IERS"),
        ("في 2023 Madrid", "في 2023 Madrid"),
        ("3–5 و 20–30", "3–5 و 20–30"),
        ("2026-11-29 و 10.1000/182", "2026-11-29 و 10.1000/182"),
        ("خلال 5 كم", "خلال 5 كم"),
        (LTR.format("−5 km"), LTR.format("−5 km")),
        ('<a href="https://example.org/5 km">أ</a>', '<a href="https://example.org/5 km">أ</a>'),
        ("<svg><text>5 km</text></svg>", "<svg><text>5 km</text></svg>"),
    ],
)
def test_a_quantity_keeps_its_order_from_right_to_left(typed, expected):
    page = "<html><head><title>5 km</title></head><body>{}</body></html>"
    assert isolate_quantities(page.format(typed)) == page.format(expected)
