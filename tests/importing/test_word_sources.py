"""Citations of Word itself, and typed references next to citations of a program, become citations and sources."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from briefing.files.workspace import Files
from briefing.importing.import_ import Imported, import_document
from briefing.importing.word_sources import UNREAD_HELP, WordCitation, read_citations, read_sources
from tests.cases import each
from tests.importing.word_files import (
    citation,
    control,
    docx,
    endnote,
    field,
    p,
    person,
    with_sources,
    word_source,
)

LEE = word_source(
    "Lee20",
    "JournalArticle",
    person("Lee", "Robert E."),
    Title="Clocks that run on",
    JournalName="Journal of Time",
    Year="2020",
    Month="March",
    Day="5",
    Volume="4",
    Issue="2",
    Pages="12-19",
)
BUREAU = word_source(
    "BIP22",
    "InternetSite",
    "<b:Corporate>International Bureau</b:Corporate>",
    Title="Resolution 4",
    Year="2022",
    URL="https://example.org/resolution",
    YearAccessed="2026",
    MonthAccessed="11",
    DayAccessed="3",
)
"""The months are a name and a number, as people type them."""


def imported(root: Path, document: bytes) -> Imported:
    (root / "content").mkdir()
    (root / "d.docx").write_bytes(document)
    return import_document(Files(root), root / "d.docx")


def text_of(made: Imported) -> object:
    (section,) = made.made.data["sections"]
    return section["text"]


def test_a_citation_of_word_becomes_a_citation_with_its_source(tmp_path):
    cited = field(
        " CITATION Lee20 \\p 14 \\l 1033  \\m BIP22", " (Lee, 2020, p. 14; International Bureau, 2022)"
    )
    listed = control("1", p(field(" BIBLIOGRAPHY ", "Lee, R. E. (2020). Clocks that run on.")))
    body = (
        p("Here", style="Heading1"),
        p("Clocks run on", cited, "."),
        p("References", style="Heading1"),
        listed,
    )
    made = imported(tmp_path, with_sources(docx(*body), LEE, BUREAU))
    assert text_of(made) == "Clocks run on [@lee-2020, p. 14; @international-2022]."
    assert made.made.data["sources"] == {
        "lee-2020": {
            "title": "Clocks that run on",
            "author": ["Lee, Robert E."],
            "container": "Journal of Time",
            "date": "2020-03-05",
            "issue": "2",
            "pages": "12-19",
            "type": "article-journal",
            "volume": "4",
        },
        "international-2022": {
            "title": "Resolution 4",
            "author": ["International Bureau"],
            "date": "2022",
            "accessed": "2026-11-03",
            "type": "webpage",
            "url": "https://example.org/resolution",
        },
    }
    assert [one.what for one in made.findings if one.code == "BR842"] == []


def test_a_citation_of_word_without_its_source_keeps_its_words(tmp_path):
    cited = field(" CITATION Lee20 \\l 1033 ", " (Lee, 2020)")
    made = imported(tmp_path, with_sources(docx(p("Here", style="Heading1"), p("So", cited, "."))))
    assert text_of(made) == "So (Lee, 2020)."
    (found,) = (one for one in made.findings if one.code == "BR841")
    assert "“(Lee, 2020)”" in found.what and found.help == UNREAD_HELP


@each(
    ("typed", "expected"),
    [
        (" CITATION Lee20 \\l 1033 ", [WordCitation("Lee20", "", "")]),
        (" CITATION Lee20 \\n  \\y \\p 4-7 ", [WordCitation("Lee20", "4-7", "")]),
        (' CITATION Lee20 \\f "see " \\s " and others" ', [WordCitation("Lee20", "", "see   and others")]),
        (
            ' CITATION "Lee 20" \\m BIP22 \\p "4, 7"',
            [WordCitation("Lee 20", "", ""), WordCitation("BIP22", "4, 7", "")],
        ),
        (" CITATION ", []),
        (" CITATION \\l 1033", []),
    ],
)
def test_a_field_of_word_names_its_sources(typed, expected):
    assert read_citations(typed) == expected


RECORD = (
    "<EndNote><Cite><RecNum>7</RecNum><record><rec-number>7</rec-number><titles><title>Clocks that run on</title>"
    "</titles><contributors><authors><author>Lee, Robert</author></authors></contributors><dates><year>2020</year>"
    "</dates></record></Cite></EndNote>"
)


def test_typed_references_next_to_citations_of_a_program_stay(tmp_path):
    """The work that is both typed and cited is one source; the number of each typed reference is kept."""
    made = imported(
        tmp_path,
        docx(
            p("Here", style="Heading1"),
            p("Clocks run on ", endnote(RECORD, "(Lee, 2020)"), ", as do others [1], [2]."),
            p("References", style="Heading1"),
            p("[1] Lee, R. Clocks that run on. 2020."),
            p("[2] Okoye, A. Steps in time. 2022."),
        ),
    )
    assert text_of(made) == "Clocks run on [@lee-2020], as do others [@lee-2020], [@okoye-2022]."
    sources = made.made.data["sources"]
    assert sources["lee-2020"]["title"] == "Clocks that run on"
    assert sources["okoye-2022"] == "Okoye, A. Steps in time. 2022."
    assert len(sources) == 2
    assert [one.what for one in made.findings if one.code == "BR842"] == []


def test_a_citation_of_a_program_is_not_taken_for_one_of_a_typed_reference(tmp_path):
    work = {"title": "Bulletin C", "author": [{"literal": "Service"}], "issued": {"date-parts": [[2026]]}}
    cited = field(
        f" ADDIN ZOTERO_ITEM CSL_CITATION {citation({'id': 1, 'itemData': work})} ", "(Service, 2026)"
    )
    made = imported(
        tmp_path,
        docx(
            p("Here", style="Heading1"),
            p("None is announced ", cited, "."),
            p("References", style="Heading1"),
            p("Service. A list of all steps. 2026."),
        ),
    )
    assert text_of(made) == "None is announced [@service-2026]."
    assert made.made.data["sources"]["service-2026"]["title"] == "Bulletin C"
    assert made.made.data["sources"]["service-2026-2"]["listed"] is True


@each(
    ("language", "month", "parts"),
    [
        ("de-DE", "März", [2020, 3]),
        ("", "Sept.", [2020, 9]),
        ("fr", "Mar", [2020, 3]),
        ("en", "Ju", [2020]),
        ("fr", "13", [2020]),
    ],
)
def test_a_month_is_a_number_or_a_name_in_the_language_of_the_document(language, month, parts):
    space = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
    values = {"Tag": "a", "Title": "T", "Year": "2020", "Month": month}
    fields = "".join(f"<b:{name}>{value}</b:{name}>" for name, value in values.items())
    source = f'<b:Sources xmlns:b="{space}"><b:Source>{fields}</b:Source></b:Sources>'
    root = ElementTree.fromstring(source)  # noqa: S314
    assert read_sources(root, language)["a"]["issued"] == {"date-parts": [parts]}
