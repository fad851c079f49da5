"""Mistakes of someone who comes from a word processor, and texts that look like them: each mistake has one finding.

The words of the languages are those of the shipped labels.
"""

from __future__ import annotations

from functools import cache

import pytest

from briefing.core.finding import Severity
from briefing.core.source_map import Mark, SourceMap
from briefing.files.workspace import Files, shipped_root
from briefing.load.library import Library
from briefing.load.validation.inline_references import Nameable, TextChecker
from briefing.load.validation.literal_text.checker import literals_of_name
from briefing.load.validation.literal_text.written import DraftWords
from briefing.model.text import Flow
from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.load.validation.literal_texts import (
    HELPS,
    MEANT,
    MEANT_IN,
    MISTAKES,
    NAMES,
    NAMES_MEANT,
    NOTES_MEANT,
    PROSE,
    WRAPPED,
)


@pytest.fixture(scope="module")
def words_of(tmp_path_factory):
    library = Library(Files(tmp_path_factory.mktemp("workspace"), shipped_root()))
    return cache(library.draft_words)


def findings(typed: str, words: DraftWords, flow: Flow = Flow.BLOCK, *, key: tuple[str, ...] = ()):
    source_map = SourceMap("brief.yaml", typed, {key: Mark(0, len(typed), 0, 0)})
    nameable = Nameable(facts=["cost"], sources=["a"], ids=["map"], files=["map.png"], draft_words=words)
    return list(TextChecker(source_map, nameable).check(typed, flow, key))


@each(("code", "severity", "typed"), MISTAKES)
def test_a_mistake_is_reported_with_its_code_and_severity(words_of, code, severity, typed):
    found = findings(typed, words_of("en"))
    assert {one.code for one in found} == {code}
    assert {one.severity for one in found} == {Severity(severity)}
    assert all(one.help and one.where.line for one in found)


@each(("language", "code", "typed"), [(*key, typed) for key, some in NOTES_MEANT.items() for typed in some])
def test_notes_and_messages_are_known_in_each_language(words_of, language, code, typed):
    assert [one.code for one in findings(typed, words_of(language))] == [code]


@each("typed", MEANT)
def test_what_is_meant_as_text_has_no_finding(words_of, typed):
    assert findings(typed, words_of("en")) == []


@each(("language", "typed"), [(language, typed) for language, some in MEANT_IN.items() for typed in some])
def test_good_text_of_a_language_has_no_finding(words_of, language, typed):
    assert [one.what for one in findings(typed, words_of(language))] == []


@each(("typed", "help"), HELPS.items())
def test_the_help_is_the_text_to_type(words_of, typed, help):
    assert [one.help for one in findings(typed, words_of("en"))] == [help]


@each("language", PROSE)
def test_good_prose_has_no_finding(words_of, language):
    for flow in Flow:
        texts = [PROSE[language]] if flow is Flow.BLOCK else PROSE[language].split("\n\n")
        assert [
            one.what
            for text in texts
            for one in findings(text, words_of(language), flow)
            if one.code != "BR212"
        ] == []


@each("width", range(40, 132, 7))
@each("language", WRAPPED)
def test_prose_that_an_editor_wrapped_has_no_finding(words_of, language, width):
    assert [one.what for one in findings(WRAPPED[language](width), words_of(language))] == []


@each("language", PROSE)
def test_the_same_prose_pasted_without_empty_lines_is_reported_once(words_of, language):
    pasted = "\n".join(" ".join(part.split()) for part in PROSE[language].split("\n\n") if part[0].isalpha())
    assert [one.code for one in findings(pasted, words_of(language))] == ["BR049"]


@each(("code", "typed"), NAMES)
def test_a_name_is_checked_too(words_of, code, typed):
    assert [one.code for one in literals_of_name(typed, words_of("en"))] == [code]


@each("typed", NAMES_MEANT)
def test_a_name_may_have_signs(words_of, typed):
    assert list(literals_of_name(typed, words_of("en"))) == []


def test_stars_of_a_note_refer_to_the_table(words_of):
    typed = "*Provisional. **Without the islands."
    assert findings(typed, words_of("en"), Flow.INLINE, key=("note",)) == []
    assert [one.code for one in findings("It is **Provisional.", words_of("en"), Flow.INLINE)] == ["BR334"]


def test_the_place_is_that_of_the_second_of_two_equal_words(words_of):
    typed = "The `[TBC]` is code.\nThe date is [TBC]."
    (found,) = findings(typed, words_of("en"))
    assert (found.where.line, found.where.column, found.where.length) == (2, 13, 5)


def test_a_placeholder_is_a_warning_in_a_draft(workspace):
    brief = """\
title: A finding in few words
date: 2026-11-22
key_points: ["The date is [TBC]."]
sections: [{title: A heading asserts, text: A text.}]
outlook: It goes on.
glossary: {"Term <br>": A meaning}
"""
    library = Library(workspace(brief.replace("glossary", "#")))
    assert [one.severity for one in library.read_brief("trial").findings] == [Severity.ERROR]
    assert [one.severity for one in library.read_brief("trial", is_draft=True).findings] == [Severity.WARNING]
    assert {one.code for one in Library(workspace(brief)).read_brief("trial").findings} == {"BR046", "BR311"}


@each(
    ("cell", "codes"),
    [
        ("#DIV/0!", ["BR142"]),
        ("**Total**", ["BR312"]),
        ("It [@a]", ["BR312"]),
        ("CO~2~", []),
        ("x^ab^", ["BR312"]),
        ("z~ab~ m^2^", ["BR312"]),
        ("{cost}", ["BR312"]),
        ("caf\ufffd", ["BR121"]),
        ("cafÃ©", ["BR121"]),
        ("{other} and 5~10~15 and C^*", []),
        ("Total* (2024)", []),
    ],
)
def test_cells_of_a_file_are_checked(workspace, cell, codes):
    brief = """\
title: A finding in few words
date: 2026-11-22
key_points: [The first point.]
sections:
  - title: A heading asserts
    text: A text.
    blocks: [{table: {title: All rise, alt: Two rows., data: rows.csv}}]
outlook: It goes on.
facts: {cost: {value: 5, label: the cost}}
"""
    files = {"content/trial/rows.csv": f"Name,Value\n{cell},3\nNext,4\n"}
    found = Library(workspace(brief, files)).read_brief("trial").findings
    assert [(one.code, one.where.file, one.where.line) for one in found] == [
        (code, "content/trial/rows.csv", 2) for code in codes
    ]


def test_what_a_chart_draws_needs_characters_for_its_scripts(workspace):
    brief = """\
title: A finding in few words
date: 2026-11-22
key_points: [The first point.]
sections:
  - title: A heading asserts
    text: A text.
    blocks:
      - chart:
          kind: bar
          title: Levels of x^ab^ rise
          alt: Two bars of m^ab^.
          note: A note about x^ab^.
          unit: km^2^
          data: [[Year, Wind m^2^], [A, 3], [B, 4]]
          series: [{column: Wind m^2^, name: Wind x^ab^}]
          annotations: [{value: 3, text: A line at m^2^}, {value: 4, text: A line at x^ab^}]
outlook: It goes on.
"""
    found = Library(workspace(brief)).read_brief("trial").findings
    assert [(one.code, one.where.line, one.where.column) for one in found] == [
        ("BR312", 15, 52),
        ("BR312", 16, 87),
    ]


LANGUAGES_OF_VALUES = [
    ("authors: ['[Ève]{lang=fr}']", "write `{name: Ève, language: fr}`"),
    ("authors: [{name: '[Ève]{lang=\"fr\"}'}]", "write `{name: Ève, language: fr}`"),
    ("contact: {name: '[Le bureau]{lang=fr}'}", "write Le bureau, and add `language: fr` to the contact"),
    (
        "sources: {a: {title: A, author: '[Sample, Iván]{lang=es}', date: 2026, publisher: P}}",
        "write Sample, Iván, and add `language: es` to the source",
    ),
    (
        "table: {title: T, alt: A, data: [['[Lieu]{lang=fr}', Level], [North, 2]]}",
        'write Lieu, and under `columns` {column: Lieu, name: "[Lieu]{lang=fr}"}',
    ),
    (
        "chart: {kind: bar, title: T, alt: A, data: [[Place, Level], ['[Nord]{lang=fr}', 2]]}",
        "write Nord: charts and files have no passages in other languages",
    ),
    (
        "authors: ['Ève {.smallcaps}']",
        "remove them; the only attribute of a passage is its language: [words]{lang=fr}",
    ),
    ("authors: [{name: Ève, affiliation: '[Le bureau]{lang=fr}'}]", None),
    ("table: {title: '[Lieux]{lang=fr}', alt: A, data: [[Place, Level], ['[Nord]{lang=fr}', 2]]}", None),
    ("quotes: [{text: T, by: '[Ève]{lang=fr}'}]", None),
]


@each(("typed", "help"), LANGUAGES_OF_VALUES)
def test_a_value_without_passages_says_its_language_in_another_way(workspace, typed, help):
    brief = f"{LEAST_BRIEF}{typed}\n"
    if typed.startswith(("table", "chart")):
        brief = LEAST_BRIEF.replace("A first text.\n", f"A first text.\n    blocks: [{{{typed}}}]\n")
    found = Library(workspace(brief)).read_brief("trial").findings
    assert [finding.help for finding in found if finding.code == "BR311"] == ([help] if help else [])
