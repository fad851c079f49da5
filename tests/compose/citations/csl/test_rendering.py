"""The elements of CSL: groups, choices, substitutes, dates, labels and conditions."""

from __future__ import annotations

from operator import attrgetter

import pytest

from briefing.compose.citations.csl.style_file import parent_of, read_style
from briefing.compose.citations.csl.xml_elements import UnusableStyleError
from briefing.compose.citations.csl_style import CitationStyle
from tests.cases import each
from tests.compose.citations.test_csl_style import FILES, Library, source_of

LABELS = Library(FILES).languages.labels_of("en")


def printed(
    layout: str, *, macros: str = "", attributes: str = "", locale: str = "en-US", **values: object
) -> str:
    style = (
        f'<style xmlns="http://purl.org/net/xbiblio/csl" {attributes}>{macros}'
        f"<bibliography><layout>{layout}</layout></bibliography></style>"
    )
    entry = CitationStyle(style.encode(), LABELS, locale, attrgetter("words")).entry(
        source_of({"title": "T", **values})
    )
    return str(entry)


TITLE = '<text variable="title"/>'
EDITED = '<text term="editor" form="verb" suffix=" "/><names variable="editor"/>'


@each(
    ("layout", "values", "text"),
    [
        # a group without any of its variables prints none of its terms
        (f'{TITLE}<group prefix=", ">{EDITED}</group>', {}, "T"),
        (f'{TITLE}<group delimiter=" " prefix=", "><text value="in"/><text variable="publisher"/></group>', {}, "T"),
        # terms alone are printed, and count as a variable in the group around them
        ('<group delimiter=". ">'
         f'{TITLE}<group prefix="(" suffix=")"><text term="no date" form="short"/></group></group>', {}, "T. (n.d.)"),
        # a choice is transparent for the delimiter of a group
        (f'<group delimiter=", "><choose><if type="book">{TITLE}<text variable="publisher"/></if></choose></group>',
         {"type": "book", "publisher": "P"}, "T, P"),
        # types are alternatives, even if all tests must hold
        (f'<choose><if type="book report" match="all">{TITLE}</if><else><text value="x"/></else></choose>',
         {"type": "book"}, "T"),
        ('<choose><if variable="publisher editor" match="any"><text value="y"/></if></choose>',
         {"editor": "A, B"}, "y"),
        ('<choose><if variable="publisher" match="none"><text value="n"/></if></choose>', {}, "n"),
        ('<choose><if is-numeric="edition"><number variable="edition" form="ordinal"/></if>'
         '<else><text variable="edition"/></else></choose>', {"edition": "Revised"}, "Revised"),
        # a substitute is not printed again, nor what is printed with it
        (f'<names variable="author"><substitute><names variable="editor"/>{TITLE}</substitute></names>. {TITLE}',
         {}, "T"),
        ('<names variable="author"><name form="short"/><label form="short" prefix=" (" suffix=")"/>'
         '<substitute><choose><if type="book"><names variable="editor"/></if></choose></substitute></names>',
         {"type": "book", "editor": ["A, B", "C, D"]}, "A, C (eds.)"),
        # a label agrees with its pages
        ('<label variable="page" form="short"/> <text variable="page"/>', {"pages": "4"}, "p.4"),
        ('<label variable="page" form="short"/><text variable="page" prefix=" "/>', {"pages": "4-5"}, "pp. 4–5"),
        # dates
        ('<date variable="issued" form="text" date-parts="year-month"/>', {"date": "2019-10-31"}, "October 2019"),
        ('<date variable="issued" form="text"/>', {"date": "2019-10"}, "October 2019"),
        ('<date variable="issued"><date-part name="year"/><date-part name="month" prefix=", "/></date>',
         {"date": "2019-10-31"}, "2019, October"),
        ('<date variable="issued"><date-part name="month"/></date><text variable="title"/>', {"date": "2019"}, "T"),
        ('<number variable="volume" form="roman"/>', {"volume": "8"}, "viii"),
        ('<text variable="DOI" prefix="doi:"/>', {"doi": "10.1000/182"},
         'doi:<a href="https://doi.org/10.1000/182">10.1000/182</a>'),
        ('<text variable="title" quotes="true"/><text value="."/>', {"title": "The “A” test"}, "“The ‘A’ test.”"),
        ('<text variable="citation-number" prefix="[" suffix="] "/><text variable="title"/>', {}, "T"),
    ],
)  # fmt: skip
def test_an_element_prints(layout, values, text):
    assert printed(layout, **values) == text


def test_a_macro_is_a_group():
    macros = f'<macro name="editor">{EDITED}</macro>'
    assert printed(f'{TITLE}<text macro="editor" prefix=", "/>', macros=macros) == "T"
    assert (
        printed(f'{TITLE}<text macro="editor" prefix=", "/>', macros=macros, editor="A, B")
        == "T, edited by B A"
    )


@each(
    ("default", "locale", "text"),
    [
        ("", "en-001", "“T.” 2nd ed., May 3, 2020"),
        ("en-GB", "en-001", "‘T’. 2nd edn, 3\u00a0May 2020"),
        ("en-US", "en-001", "“T.” 2nd ed., May 3, 2020"),
        ("en-001", "en-001", "“T”. 2nd edn, 3\u00a0May 2020"),
        ("fr-FR", "en-001", "“T.” 2nd ed., May 3, 2020"),
        ("", "en-GB", "‘T’. 2nd edn, 3\u00a0May 2020"),
        ("en-GB", "en-US", "“T.” 2nd ed., May 3, 2020"),
    ],
)
def test_a_style_decides_between_british_and_american_english(default, locale, text):
    layout = (
        '<text variable="title" quotes="true" suffix=". "/><number variable="edition" form="ordinal" suffix=" "/>'
        '<text term="edition" form="short" suffix=", "/><date variable="issued" form="text"/>'
    )
    attributes = f'default-locale="{default}"' if default else ""
    entry = printed(layout, attributes=attributes, locale=locale, edition="2", date="2020-05-03")
    assert entry == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<group><if/></group>", "line 1 is not CSL: <if> in <group>"),
        ("<names/>", "line 1 is not CSL: <names> needs a variable"),
        ('<text variable="title"><text value="x"/></text>', "line 1 is not CSL: <text> in <text>"),
    ],
)
def test_an_element_in_the_wrong_place_is_reported(content, reason):
    with pytest.raises(UnusableStyleError, match=reason):
        printed(content)


def test_only_a_dependent_style_has_a_parent():
    link = '<info><link rel="independent-parent" href="http://www.zotero.org/styles/apa/"/></info>'
    start = '<style xmlns="http://purl.org/net/xbiblio/csl">'
    assert parent_of(f"{start}{link}</style>".encode()) == "apa"
    assert parent_of(f"{start}{link}<citation/></style>".encode()) is None
    assert parent_of(f"{start}</style>".encode()) is None
    assert read_style(f"{start}</style>".encode()).macros == {}
