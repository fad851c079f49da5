"""Sources in the words of each shipped style and language: the exact strings of a table of types.

`entries.txt` holds what is printed. After a change of a style, write it anew with
`python -m tests.compose.write_entries` and read the difference as a reader of the list would.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from citeproc import CitationStylesStyle

from briefing.compose.csl import CitationStyle, UnusableStyleError
from briefing.load.library import Library
from briefing.model.source import Source, SourceType
from briefing.model.text import Line
from briefing.stages import Node
from briefing.workspace import Files, shipped_root

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


def node_of(values: dict) -> Node:
    """A source as an edition has it, its texts plain words."""
    source = Source.model_construct(**values) if '"' in str(values.get("url")) else Source(**values)
    shown = {name: value.text if isinstance(value, Line) else value for name, value in source}
    return Node("source", {"type": SourceType.DOCUMENT, **shown})


def style_of(name: str, language: str) -> CitationStyle:
    labels = Library(FILES).labels_of(language)
    return CitationStyle(FILES.read(f"templates/citation-styles/{name}.csl"), labels, language)


def entries_text() -> str:
    """What every style prints of every source in every language."""
    lines = []
    for name in STYLES:
        for language in LANGUAGES:
            lines.append(f"# {name} {language}")
            style = style_of(name, language)
            for kind, values in SOURCES.items():
                source = node_of(values)
                html = style.citation(source, "p. 4-5") if name == "short" else style.entry(source)
                lines.append(f"{kind}: {html}")
    return "\n".join(lines) + "\n"


def test_every_style_prints_every_source_as_expected():
    with warnings.catch_warnings(record=True) as caught:
        text = entries_text()
    assert text == ENTRIES.read_text(encoding="utf-8")
    assert caught == []
    assert len(text.splitlines()) == len(STYLES) * len(LANGUAGES) * (len(SOURCES) + 1)


@pytest.mark.parametrize("name", STYLES)
def test_the_shipped_styles_are_valid_csl(name):
    """citeproc-py brings the schema of CSL 1.0.2 and warns of what does not fit it; warnings are errors here."""
    path = FILES.find(f"templates/citation-styles/{name}.csl")
    assert CitationStylesStyle(str(path), "en-GB", validate=True).root.tag.endswith("style")


@pytest.mark.parametrize("language", ["fr", "de-AT", "pt", "ar", "zh-Hans", "eo", "xx"])
def test_a_language_without_a_locale_falls_back_to_english(language):
    labels = Library(FILES).labels_of("en")
    style = CitationStyle(FILES.read("templates/citation-styles/note.csl"), labels, language)
    html = style.entry(node_of(SOURCES["report"]))
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
    style = CitationStyle(numeric.encode(), Library(FILES).labels_of("en"), "en")
    assert style.entry(node_of({"title": "Units"})) == "&lt;b&gt;Units"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is not XML"),
        (b"<style", "it is not XML"),
        (b"<html><body/></html>", "it is not CSL"),
        (b'<!DOCTYPE style [<!ENTITY x SYSTEM "file:///etc/hostname">]><style/>', "it declares entities"),
        (
            b'<style xmlns="http://purl.org/net/xbiblio/csl"><citation><layout/></citation></style>',
            "no bibliography",
        ),
        (
            b'<style xmlns="http://purl.org/net/xbiblio/csl"><bibliography><layout><text macro="gone"/>'
            b"</layout></bibliography></style>",
            "cannot do",
        ),
    ],
)
def test_what_is_not_a_style_says_why(content, reason):
    with pytest.raises(UnusableStyleError, match=reason):
        CitationStyle(content, Library(FILES).labels_of("en"), "en").entry(node_of({"title": "Units"}))
