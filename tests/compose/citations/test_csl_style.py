"""Sources in each shipped style and language: the exact entries of each type.

`entries.txt` holds the expected entries. After a change of a style, update it with
`python -m tests.compose.citations.write_entries`, and read the diff as a reader of the list would.
"""

from __future__ import annotations

import time
import warnings
from operator import attrgetter
from pathlib import Path

import pytest
from citeproc import CitationStylesStyle

from briefing.compose.citations.csl.xml_elements import UnusableStyleError
from briefing.compose.citations.csl_style import CitationStyle
from briefing.files.workspace import Files, shipped_root
from briefing.load.library import Library
from briefing.model import content
from briefing.model.source import Source, SourceType
from briefing.model.text import Flow, Line
from tests.cases import each

ENTRIES = Path(__file__).parent / "entries.txt"
FILES = Files(shipped_root())
LANGUAGES = ("en", "es", "ru")
STYLES = ("note", "author-date", "short")

SOURCES = {
    "report": {
        "title": "Units",
        "author": "Bureau International des Poids et Mesures",
        "number": "Report 12",
        "edition": "9",
        "publisher": "BIPM",
        "place": "Sèvres",
        "date": "2019",
        "url": "https://example.org/?a=1&b=2",
        "accessed": "2026-05-03",
        "type": "report",
    },
    "article-journal": {
        "title": "On units?",
        "author": ["Smith, Jane", "Doe, Jr., J. R."],
        "container": "Metrologia & Co",
        "volume": "12",
        "issue": "3",
        "pages": "45-67",
        "date": "2022-05",
        "doi": "10.1000/182",
        "url": "https://example.org/not-shown",
        "type": "article-journal",
    },
    "chapter": {
        "title": "A chapter.",
        "author": "Smith, Jane",
        "editor": ["Doe, John", "Roe, Ann"],
        "container": "A book of chapters",
        "pages": "3",
        "publisher": "Press",
        "date": "2001-12-24",
        "type": "chapter",
    },
    "book": {
        "title": "Книга",
        "editor": ["Иванов, Иван", "Петров, Пётр"],
        "publisher": "Наука",
        "date": "1999",
        "type": "book",
    },
    "translation": {
        "title": "Flüsse",
        "author": "van Beispiel, Jan",
        "translator": ["Roe, Ann", "Doe, John"],
        "series": "Papers on rivers",
        "genre": "Working paper",
        "number": "4",
        "publisher": "Press",
        "date": "2001",
        "type": "book",
    },
    "webpage": {"title": "A page", "url": "https://example.org/a_b", "accessed": "2026-11-01"},
    "legislation": {"title": "Units Act", "number": "No. 12", "date": "2020-02-29", "type": "legislation"},
    "standard": {
        "title": "Date and time",
        "author": "{International Organization, for Standardization}",
        "number": "ISO 8601-1:2019",
        "publisher": "ISO",
        "date": "2019-02",
        "type": "standard",
    },
    "dataset": {
        "title": "Data",
        "publisher": "Institute",
        "date": "2026",
        "url": "https://example.org/d",
        "type": "dataset",
    },
    "document": {"title": "A document", "author": "Admin"},
    "many authors": {"title": "Together", "author": [f"Person{n}, A." for n in range(8)], "date": "2020"},
    "safe": {
        "title": "<b>“A” & 'B'</b> \ue000<i>\uf8ff",
        "author": ('<script>, "x"',),
        "publisher": "{a} & [b]",
        "url": 'https://example.org/?"onclick=&lt;',
    },
    "right to left": {"title": "וַיְהִי אוֹר", "author": "כהן, דוד", "date": "2020"},
    **{
        f"bare {kind}": {"title": "Bare", "type": kind}
        for kind in ("report", "article-journal", "legislation")
    },
}


TEXTS = ("title", "container", "series", "publisher", "place", "note")


def source_of(values: dict) -> content.Source:
    """Return a source as it is in an edition."""
    source = Source.model_construct(**values) if '"' in str(values.get("url")) else Source(**values)
    typed = {name: value.text if isinstance(value, Line) else value for name, value in source}
    texts = {name: content.Passage(typed[name], (name,), Flow.INLINE) for name in TEXTS if typed.get(name)}
    shown = {"type": SourceType.DOCUMENT, **typed, **texts}
    return content.Source(**{name: shown[name] for name in content.Source.names})


def style_of(name: str, language: str) -> CitationStyle:
    labels = Library(FILES).languages.labels_of(language)
    return CitationStyle(
        FILES.read(f"templates/citation-styles/{name}.csl"),
        labels,
        "en-001" if language == "en" else language,
        attrgetter("words"),
    )


def entries_text() -> str:
    """Return the entries of all sources in all styles and languages."""
    lines = []
    for name in STYLES:
        for language in LANGUAGES:
            lines.append(f"# {name} {language}")
            style = style_of(name, language)
            for kind, values in SOURCES.items():
                source = source_of(values)
                html = style.citation(source, "p. 4-5") if name == "short" else style.entry(source)
                lines.append(f"{kind}: {html}")
    return "\n".join(lines) + "\n"


def test_every_style_prints_every_source_as_expected():
    with warnings.catch_warnings(record=True) as caught:
        text = entries_text()
    assert text == ENTRIES.read_text(encoding="utf-8")
    assert caught == []
    assert len(text.splitlines()) == len(STYLES) * len(LANGUAGES) * (len(SOURCES) + 1)


@each(
    ("language", "of_month", "of_day"),
    [
        ("ar", "تاريخ الوصول مايو", "تاريخ الوصول 3\u00a0مايو"),
        ("en", "accessed May 2026", "accessed 3\u00a0May 2026"),
        ("es", "consultado en mayo de 2026", "consultado el 3\u00a0de\u00a0mayo de 2026"),
        ("fr", "consulté en mai 2026", "consulté le 3\u00a0mai 2026"),
        ("pt", "acedido em maio de 2026", "acedido em 3\u00a0de\u00a0maio de 2026"),
        ("ru", "дата обращения май 2026", "дата обращения 3\u00a0мая 2026"),
    ],
)
@each("name", ["note", "author-date"])
def test_a_month_of_access_has_the_words_for_a_month(name, language, of_month, of_day):
    page, style = SOURCES["webpage"], style_of(name, language)
    assert of_month in style.entry(source_of({**page, "accessed": "2026-05"}))
    assert of_day in style.entry(source_of({**page, "accessed": "2026-05-03"}))


def test_the_words_for_a_month_of_access_start_with_a_capital_if_the_style_does():
    layout = """<group delimiter=" "><text term="accessed" text-case="capitalize-first"/>
        <date variable="accessed" form="text"/></group>"""
    style = CitationStyle(
        listing(layout), Library(FILES).languages.labels_of("fr"), "fr", attrgetter("words")
    )
    assert "Consulté en mai 2026" in style.entry(source_of({"title": "T", "accessed": "2026-05"}))


@each(
    ("keys", "printed"),
    [
        ({"type": "book", "series": "Papers"}, "Papers 4"),
        ({"type": "chapter", "series": "Papers"}, "Papers 4"),
        ({"type": "report", "series": "Papers"}, "Papers, No. 4"),
        ({"type": "book"}, "No. 4"),
    ],
)
def test_the_number_of_a_book_in_a_series_is_its_number_there(keys, printed):
    layout = """<group delimiter=", "><group delimiter=" "><text variable="collection-title"/>
        <text variable="collection-number"/></group><text variable="number" prefix="No. "/></group>"""
    style = CitationStyle(
        listing(layout), Library(FILES).languages.labels_of("en"), "en", attrgetter("words")
    )
    assert style.entry(source_of({"title": "T", "number": "4", **keys})) == printed


@pytest.mark.parametrize("name", STYLES)
def test_the_shipped_styles_are_valid_csl(name):
    """citeproc-py warns about violations of the schema of CSL 1.0.2; here, warnings are errors."""
    path = FILES.find(f"templates/citation-styles/{name}.csl")
    assert CitationStylesStyle(str(path), "en-GB", validate=True).root.tag.endswith("style")


@each("language", ["fr", "de-AT", "pt", "ar", "zh-Hans", "eo", "xx"])
def test_a_language_without_a_locale_falls_back_to_english(language):
    labels = Library(FILES).languages.labels_of("en")
    style = CitationStyle(
        FILES.read("templates/citation-styles/note.csl"), labels, language, attrgetter("words")
    )
    html = style.entry(source_of(SOURCES["report"]))
    assert "“Units”" in html
    if language in ("eo", "xx"):
        assert "accessed 3\u00a0May 2026" in html


def test_a_style_that_numbers_and_sorts_prints_no_number():
    numeric = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
      <citation><layout><text variable="citation-number"/></layout></citation>
      <bibliography><sort><key variable="title"/></sort><layout>
        <text variable="citation-number" prefix="[" suffix="] "/><text macro="t"/></layout></bibliography>
      <macro name="t"><number variable="citation-number"/>
        <text variable="title" prefix=" &lt;b&gt;"/></macro></style>"""
    style = CitationStyle(
        numeric.encode(), Library(FILES).languages.labels_of("en"), "en-001", attrgetter("words")
    )
    assert style.entry(source_of({"title": "Units"})) == "&lt;b&gt;Units"


def listing(layout: str, citation: str = "", **macros: str) -> bytes:
    """Return a style with this layout for the source list, and with macros."""
    named = "".join(f'<macro name="{name}">{text}</macro>' for name, text in macros.items())
    return (
        f'<style xmlns="http://purl.org/net/xbiblio/csl">{citation}'
        f"<bibliography><layout>{layout}</layout></bibliography>{named}</style>"
    ).encode()


TITLE = '<text variable="title"/>'
BOMB = {f"m{n}": f'<text macro="m{n + 1}"/><text macro="m{n + 1}"/>' for n in range(40)} | {"m40": TITLE}
WIDE = {f"m{n}": f'<text macro="m{n + 1}"/>' * 5 for n in range(4)} | {"m4": f'<text value="{"x" * 1000}"/>'}
CHAIN = {f"m{n}": f'<text macro="m{n + 1}"/>' for n in range(3_000)} | {"m3000": TITLE}


@each(
    ("content", "reason"),
    [
        (b"", "it is not XML"),
        (b"<style", "it is not XML"),
        (b'<?xml version="1.0" encoding="x-none"?><style/>', "it is not XML: unknown encoding"),
        (b"<html><body/></html>", "it is not CSL"),
        (b'<!DOCTYPE style [<!ENTITY x SYSTEM "file:///etc/hostname">]><style/>', "it declares entities"),
        (
            b'<style xmlns="http://purl.org/net/xbiblio/csl"><citation><layout/></citation></style>',
            "it has no <bibliography>, which defines how the list prints a source",
        ),
        (
            b'<style xmlns="http://purl.org/net/xbiblio/csl"><bibliography/></style>',
            "it has no <bibliography>, which defines how the list prints a source",
        ),
        (listing('<text macro="gone"/>'), "the macro 'gone' does not exist"),
        (
            listing('<text macro="a"/>', a='<text macro="b"/>', b='<group><text macro="a"/></group>'),
            "the macro '[ab]' calls itself",
        ),
        (listing('<text macro="m0"/>', **BOMB), "its macros take more than 50,000 steps for one source"),
        (listing('<text macro="m0"/>', **WIDE), "it prints more than 100,000 characters for one source"),
        (listing('<text macro="m0"/>', **CHAIN), "its macros are nested too deeply"),
    ],
)
def test_an_invalid_style_is_rejected_with_a_reason(content, reason):
    begun = time.process_time()
    with pytest.raises(UnusableStyleError, match=reason):
        CitationStyle(content, Library(FILES).languages.labels_of("en"), "en-001", attrgetter("words")).entry(
            source_of({"title": "Units"})
        )
    assert time.process_time() - begun < 5  # it takes half a second at most


@pytest.mark.parametrize("part", ["", "<citation/>"])
def test_a_style_without_citations_cannot_cite(part):
    style = CitationStyle(
        listing("", part), Library(FILES).languages.labels_of("en"), "en-001", attrgetter("words")
    )
    with pytest.raises(UnusableStyleError, match="it has no <citation>, which defines how a text cites one"):
        style.citation(source_of({"title": "Units"}), None)
    with pytest.raises(UnusableStyleError, match="it has no <citation>"):
        style.joined([])


def test_a_violation_of_the_schema_is_reported_at_its_line():
    note = FILES.read("templates/citation-styles/note.csl").decode()
    start = "<bibliography>\n    <layout>\n"
    content = note.replace(start, f"{start}<text/>\n")
    line = content[: content.index("<text/>")].count("\n") + 1
    with pytest.raises(UnusableStyleError, match=rf"^line {line} is not CSL: <text> needs one of "):
        CitationStyle(
            content.encode(), Library(FILES).languages.labels_of("en"), "en-001", attrgetter("words")
        )


def test_comments_and_instructions_in_a_style_are_passed_over():
    content = listing('<!-- one --><?two three?><text variable="title"/>')
    style = CitationStyle(content, Library(FILES).languages.labels_of("en"), "en-001", attrgetter("words"))
    assert style.entry(source_of({"title": "Units"})) == "Units"
