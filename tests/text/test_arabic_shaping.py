"""Arabic words are joined, and put in the order in which they are drawn from left to right."""

from __future__ import annotations

from briefing.text.arabic_shaping import drawn_order
from tests.cases import each


@each(
    ("words", "drawn"),
    [
        ("TAI − UTC", "TAI − UTC"),
        ("بيت", "ﺖﻴﺑ"),
        ("لا", "ﻻ"),
        ("دار", "ﺭﺍﺩ"),
        ("عام 1972", "1972 ﻡﺎﻋ"),
        ("بيت (UTC)", "(UTC) ﺖﻴﺑ"),
        ("بَيت", "ﺖﻴﺑ"),
        ("NATO بيت", "NATO ﺖﻴﺑ"),
        ("NATO بيت 12", "NATO ﺖﻴﺑ 12"),
        ("بيت NATO دار", "ﺭﺍﺩ NATO ﺖﻴﺑ"),
        ("بيت 1,5–2.5 %", "% 1,5–2.5 ﺖﻴﺑ"),
        ("بيت 12%", "12% ﺖﻴﺑ"),
        ("«بيت» [دار] <دار>", "<ﺭﺍﺩ> [ﺭﺍﺩ] «ﺖﻴﺑ»"),
        ("سلام", "ﻡﻼﺳ"),
        ("لأ لإ لآ", "ﻵ ﻹ ﻷ"),
        ("بـب", "ﺐـﺑ"),
        ("ـ ب", "ﺏ ـ"),
        ("ء", "ﺀ"),
        ("شيء", "ﺀﻲﺷ"),
        ("12 (34)", "12 (34)"),
        ("שלום", "שלום"),
        ("1972", "1972"),
        ("", ""),
    ],
)
def test_arabic_in_drawings_is_joined_and_turned(words, drawn):
    assert drawn_order(words) == drawn
