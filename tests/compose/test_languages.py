"""The shipped languages: their words, their marks, and a brief built in each."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from briefing.compose.citations.in_text import Citations
from briefing.compose.html_text import Prose
from briefing.files.workspace import Files, shipped_root
from briefing.load.library import Library
from briefing.model.content import Passage
from briefing.model.text import Flow
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.text.locale_formats import direction_of, find_locale, format_amount, spoken, spoken_day
from briefing.typeset.layout import Typesetter
from tests.cases import each

LIBRARY = Library(Files(shipped_root()))
SHARED = {
    "fr": {"contact", "horizon", "licence", "note", "options", "source", "sources", "figure", "percent"},
    "pt": {"percent"},
    "ar": {"percent"},
}
"""Labels that a language spells as English does."""

WORDS = {
    "ar": ("لا أحد يعرف متى تنتهي", "قال أحدهم: \"ليس 'غدًا'\" -- ثم مضى.", "الفصل الأول"),
    "en": ("Nobody knows when it ends", "One said: \"not 'today'\" -- and left.", "A first part"),
    "es": ("Nadie sabe cuándo termina", "Uno dijo: \"no 'hoy'\" -- y se fue.", "Una primera parte"),
    "fr": (
        "Nul ne sait quand cela finit",
        "L'un dit : \"pas 'ce jour'\" -- et partit ?",
        "Une première partie",
    ),
    "pt": ("Ninguém sabe quando acaba", "Um disse: \"não 'hoje'\" -- e saiu.", "Uma primeira parte"),
    "ru": ("Никто не знает, когда конец", "Один сказал: \"не 'сегодня'\" -- и ушёл.", "Первая часть"),
}
SHIPPED = tuple(WORDS)
"""A shipped language has an example above."""

NARROW, WIDE = "\u202f", "\u00a0"


def test_these_languages_are_shipped():
    assert tuple(LIBRARY.languages) == SHIPPED
    assert {
        name: LIBRARY.languages.labels_of(name).direction for name in SHIPPED if name != "ar"
    } == dict.fromkeys((name for name in SHIPPED if name != "ar"), "ltr")
    assert LIBRARY.languages.labels_of("ar").direction == "rtl"


@each("language", SHIPPED)
def test_labels_are_complete_in_their_order_and_estimative_words_there(language):
    labels = LIBRARY.languages.labels_of(language)
    assert list(labels.labels) == list(LIBRARY.languages.labels_of("en").labels)
    assert len(labels.estimative) == len(set(labels.estimative)) > 60
    assert all(name in labels.labels["times_in_100"] for name in ("{low}", "{high}", "100"))


@pytest.mark.parametrize("language", SHARED)
def test_no_label_is_left_in_english(language):
    labels, english = LIBRARY.languages.labels_of(language).labels, LIBRARY.languages.labels_of("en").labels
    same = {name for name in english if labels[name] == english[name]} - {"annex_letters"}
    assert same <= SHARED[language]


@each("language", SHIPPED)
def test_two_parts_never_have_the_same_heading(language):
    parts = (shipped_root() / "templates/parts").glob("*.j2.html")
    headings = (
        re.findall(r"<h2[^>]*>\{\{ labels\.(\w+)", part.read_text(encoding="utf-8")) for part in parts
    )
    names = {name for found in headings for name in found}
    labels = LIBRARY.languages.labels_of(language).labels
    assert len(names) > 20
    assert len({labels[name].casefold() for name in names}) == len(names)


@pytest.mark.engine
@each("language", SHIPPED)
def test_a_brief_in_each_language_has_its_marks_and_no_findings(language, workspace):
    title, text, heading = WORDS[language]
    brief = f"""\
title: {title}
date: 2026-11-22
as_of: 2026-11-15
language: {language}
authors: [{{name: A. Name, role: {heading}}}]
key_points: [{title}.]
sections:
  - title: {heading}
    text: |
      {text}
outlook: {title}.
"""
    files = workspace(brief)
    (job,) = plan(files, Selection(("trial",), ("policymaker",))).jobs
    result = Run()
    run_stages(job, Typesetter(files), result)
    assert result.findings == []
    labels = LIBRARY.languages.labels_of(language)
    assert f'lang="{language}" dir="{labels.direction}"' in result.page.html
    paragraph = next(line for line in result.page.html.splitlines() if labels.quotes[0] in line)
    for mark in (*labels.quotes, labels.dashes[0]):
        assert mark in paragraph
    assert f"A. Name{labels.marks.comma}{heading}" in result.page.html
    assert f"{labels.labels['as_of']}{labels.marks.colon}" in result.page.html
    has_arabic_font = any("Arabic" in name or name.endswith("ar.css") for name in result.page.stylesheets)
    assert has_arabic_font is (language == "ar")


@each(
    ("typed", "set_"),
    [
        ("Pourquoi ?", f"Pourquoi{NARROW}?"),
        ("Pourquoi? Parce que!", f"Pourquoi{NARROW}? Parce que{NARROW}!"),
        ("Un : deux; trois", f"Un{WIDE}: deux{NARROW}; trois"),
        ("Quoi ?!", f"Quoi{NARROW}?!"),
        ("à 12:30, voir a:b", "à 12:30, voir a:b"),
        ('"Où?"', f"«{WIDE}Où{NARROW}?{WIDE}»"),
        ("**Mot** : suite", f"<strong>Mot</strong>{WIDE}: suite"),
        ("`a : b`", "<code>a : b</code>"),
        ("<https://a.org/?b>", '<a href="https://a.org/?b">https://a.org/?b</a>'),
    ],
)
def test_french_has_a_space_before_high_marks(typed, set_):
    prose = Prose(LIBRARY.languages.labels_of("fr"), {}, Citations())
    assert prose.html(Passage(typed, ("title", "text"), Flow.INLINE)) == set_


@pytest.mark.parametrize(
    ("language", "day", "month", "amount"),
    [
        ("fr", "22\u00a0novembre 2026", "novembre 2026", "−1\u202f234,50"),
        ("pt", "22\u00a0de\u00a0novembro de 2026", "novembro de 2026", "−1.234,50"),
        ("ar", "22\u00a0نوفمبر 2026", "نوفمبر 2026", "\u200e−1,234.50"),
    ],
)
def test_dates_and_numbers_are_the_languages(language, day, month, amount):
    locale = find_locale(language)
    assert spoken_day(date(2026, 11, 22), locale) == day
    assert spoken("2026-11", locale) == month
    assert format_amount(Decimal("-1234.5"), 2, locale) == amount


def test_the_direction_of_words_is_that_of_their_first_letter():
    assert [direction_of(words) for words in ("12 (a) ب", "«ب» a", "12", "שלום")] == [
        "ltr",
        "rtl",
        "ltr",
        "rtl",
    ]
