"""Names from right to left in a page from left to right."""

from __future__ import annotations

from briefing.compose.rtl_names import isolate_quantities, isolate_rtl_names
from tests.cases import each


@each(
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
MARK, END = "\u200e", "\u200f"


@each(
    ("typed", "expected"),
    [
        ("بمقدار −0.25 في", f"بمقدار {MARK}−0.25{END} في"),
        (f"بمقدار {MARK}−0.25 في", f"بمقدار {MARK}−0.25{END} في"),
        ("<td>−0.25</td>", f"<td>{MARK}−0.25</td>"),
        ("+7 ثم", f"{MARK}+7{END} ثم"),
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
        ("2026-11-29 و 10.1000/182", f"{MARK}2026-11-29{END} و 10.1000/182"),
        ("هاتف (011)\u00a0234-5678 أو", f"هاتف {MARK}(011)\u00a0234-5678{END} أو"),
        (f"على {MARK}+966\u00a011\u00a0234\u00a05678.", f"على {MARK}+966\u00a011\u00a0234\u00a05678{END}."),
        ("أي 50% من", f"أي {MARK}50%{END} من"),
        (f"أي {MARK}−3.5% من", f"أي {MARK}−3.5%{END} من"),
        ("بين 10–15%.", f"بين 10–{MARK}15%{END}."),
        ("5%، 7%، ثم", f"{MARK}5%{END}، {MARK}7%{END}، ثم"),
        ("<b>100%</b>", f"<b>{MARK}100%</b>"),
        ("أي ٥٠٪ من", "أي ٥٠٪ من"),
        ("دفع $5 ثم", f"دفع {MARK}$5{END} ثم"),
        ("دفع 12\u202f500 € ثم", "دفع 12\u202f500 € ثم"),
        ("3–5 km ثم", f"{LTR.format('3–5 km')} ثم"),
        ("الفرق 3 − 5 = −2 ثم", f"الفرق {LTR.format('3 − 5 = −2')} ثم"),
        (
            'E = <span dir="ltr">mc<sup>2</sup></span> ثم',
            LTR.format('E = <span dir="ltr">mc<sup>2</sup></span>') + " ثم",
        ),
        ("و±2 و~5 كم", f"و{MARK}±2{END} و{MARK}~5{END} كم"),
        ("أقل من &lt;5 كم", f"أقل من {MARK}&lt;5{END} كم"),
        ("و(ISO 8601-1)", "و(ISO 8601-1)"),
        ("https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("UTC+3 و COVID-19 و G20", f"{LTR.format('UTC+3')} و COVID-19 و G20"),
        ("بنسبة 3:2 في 20:30 يوم 5/11/2026", "بنسبة 3:2 في 20:30 يوم 5/11/2026"),
        ("ناشر · العدد 1", "ناشر · العدد 1"),
        ("خلال 5 كم", "خلال 5 كم"),
        (LTR.format("−5 km"), LTR.format("−5 km")),
        ('<a href="https://example.org/5 km">أ</a>', '<a href="https://example.org/5 km">أ</a>'),
        ("<svg><text>5 km</text></svg>", "<svg><text>5 km</text></svg>"),
    ],
)
def test_a_quantity_keeps_its_order_from_right_to_left(typed, expected):
    page = "<html><head><title>5 km</title></head><body>{}</body></html>"
    assert isolate_quantities(page.format(typed)) == page.format(expected)
