"""Headings of parts are recognised in all languages, by data; everything else stays a section."""

from __future__ import annotations

from typing import get_args

from briefing.files.workspace import Files
from briefing.importing.document_tree import (
    Box,
    Cell,
    Format,
    Paragraph,
    Properties,
    Run,
    Style,
    Table,
    grid_of,
)
from briefing.importing.parts import Headings, name_parts, outline_of
from briefing.importing.structure import structured
from briefing.load.library import Library
from briefing.model.language import HeadedPart
from tests.cases import each
from tests.conftest import ROOT

LANGUAGES = Library(Files(ROOT)).languages
HEADINGS = Headings(LANGUAGES)


def heading(text: str, level: int = 1) -> Paragraph:
    return Paragraph((Run(text),), level=level)


def bold(text: str, size: float = 0) -> Paragraph:
    return Paragraph((Run(text, frozenset({Format.BOLD})),), size=size)


def text(words: str) -> Paragraph:
    return Paragraph((Run(words),))


@each("language", ["ar", "en", "es", "fr", "pt", "ru"])
def test_every_part_has_headings_in_every_language(language):
    words = LANGUAGES.vocabulary_of(language)
    assert set(words.part_headings) == set(get_args(HeadedPart))
    for part, names in words.part_headings.items():
        assert {HEADINGS.part_of(name, language) for name in names} == {part}
    assert HEADINGS.part_of(words.reference_headings[0], language) == "sources"
    assert words.bylines


@each(
    ("typed", "part"),
    [
        ("KEY POINTS", "key_points"),
        ("3. Key messages:", "key_points"),
        ("III. Recommendations", "recommendations"),
        ("Résumé", "bottom_line"),
        ("RECOMENDACIONES", "recommendations"),
        ("Список литературы", "sources"),
        ("النقاط الرئيسية", "key_points"),
        ("Annex B. The data", "annexes"),
        ("Приложение 1: данные", "annexes"),
        ("Annexation of the north", ""),
        ("Recommendations of the court", ""),
        ("Summary of the law", ""),
    ],
)
def test_a_heading_is_the_whole_name_of_a_part(typed, part):
    assert HEADINGS.part_of(typed, "en") == part


def test_the_language_of_a_document_is_that_of_its_headings():
    assert HEADINGS.likely_language(["Puntos clave", "Recomendaciones", "Other"]) == "es"
    assert HEADINGS.likely_language(["Nothing"]) == ""


def outline(*blocks, title: str = ""):
    found = outline_of(structured(blocks), Properties(title=title))
    name_parts(found, HEADINGS, "en")
    shown = found.title.text if found.title else None
    return shown, [(one.heading.text if one.heading else None, one.part) for one in found.sections]


def test_the_title_has_its_style_or_is_the_only_heading_of_the_highest_level():
    styled = Paragraph((Run("T"),), Style.TITLE)
    assert outline(styled, heading("A"), text("x")) == ("T", [("A", "")])
    assert outline(heading("T"), heading("A", 2), text("x"), heading("B", 2)) == ("T", [("A", ""), ("B", "")])
    assert outline(heading("A"), text("x"), heading("B"), text("y")) == (None, [("A", ""), ("B", "")])
    assert outline(heading("A"), text("x"), heading("B"), title="A") == ("A", [(None, ""), ("B", "")])


def test_a_part_is_recognised_once():
    assert outline(heading("Summary"), text("x"), heading("In brief"), text("y"))[1] == [
        ("Summary", "bottom_line"),
        ("In brief", ""),
    ]


def test_bold_paragraphs_are_headings_only_without_others():
    blocks = [bold("Big", 18), bold("Small", 12), text("x"), bold("A whole sentence."), text("y")]
    assert [block.level for block in structured(blocks)] == [1, 2, 0, 0, 0]
    assert [block.level for block in structured([heading("H"), bold("Small"), text("x")])] == [1, 0, 0]


def test_lines_with_tabs_are_tables_and_single_ones_are_not():
    lines = [text("A\tB"), text("1\t\t2"), text("between"), text("lone\ttab")]
    table, between, lone = structured(lines)
    assert isinstance(table, Table) and [len(row) for row in table.rows] == [2, 2]
    assert (between.text, lone.text) == ("between", "lone tab")


def test_typed_bullets_and_numbers_are_lists_and_single_ones_are_not():
    found = structured(
        [text("• a"), text("• b"), text("x"), text("1. a"), text("2. b"), text("x"), text("1. lone")]
    )
    assert [block.item.number if block.item else None for block in found] == [
        "",
        "",
        None,
        "1",
        "2",
        None,
        None,
    ]
    assert [block.text for block in found[:2]] == ["a", "b"]
    years = structured([text("7. was a day"), text("3. was another")])
    assert [block.item for block in years] == [None, None]


def test_boxes_are_structured_inside():
    (box,) = structured([Box((text("• a"), text("• b")))])
    assert [block.item is not None for block in box.blocks] == [True, True]


def test_cells_over_several_columns_and_rows_leave_the_others_in_their_columns():
    a, b, c, d, e = ((Run(letter),) for letter in "abcde")
    rows = [[Cell(a, down=2), Cell(b, across=2)], [Cell(c)], [Cell(d), Cell(e), Cell(b), Cell(c)]]
    assert grid_of(rows) == ((a, b, (), ()), ((), c, (), ()), (d, e, b, c))
