"""Findings as values: their order, their places, and the names that they suggest."""

from __future__ import annotations

import pytest

from briefing.core.finding import (
    NAMED,
    Finding,
    Severity,
    Span,
    has_errors,
    name_all,
    nearest,
    nearest_few,
    sorted_findings,
    suggest,
)
from tests.cases import each


def finding(file: str = "a.yaml", line: int = 1, column: int = 1, **more) -> Finding:
    return Finding(
        more.pop("code", "BR101"), more.pop("what", "it is wrong"), Span(file, line, column), **more
    )


def test_a_finding_is_an_error_with_a_declared_code():
    assert finding().severity is Severity.ERROR
    with pytest.raises(ValueError, match="unknown finding code BR000"):
        finding(code="BR000")


@each(
    ("span", "text"),
    [
        (Span("a.yaml", 3, 7), "a.yaml:3:7"),
        (Span("a.yaml", 3), "a.yaml:3"),
        (Span("a.yaml"), "a.yaml"),
        (Span(""), ""),
    ],
)
def test_a_place_is_written_as_far_as_it_is_known(span, text):
    assert str(span) == text


def test_findings_are_in_the_order_of_their_places_without_duplicates():
    ordered = [
        finding("a.yaml", 1, 1, code="BR101", what="x"),
        finding("a.yaml", 1, 1, code="BR102", what="a"),
        finding("a.yaml", 1, 1, code="BR102", what="b"),
        finding("a.yaml", 1, 2),
        finding("a.yaml", 2, 1),
        finding("b.yaml", 1, 1),
    ]
    assert sorted_findings([*reversed(ordered), ordered[3]]) == tuple(ordered)


def test_warnings_are_no_errors():
    warning = finding().as_warning()
    assert not has_errors([])
    assert not has_errors([warning])
    assert has_errors([warning, finding()])


@each(
    ("names", "text"),
    [("a", "'a'"), ("aa", "'a'"), ("ab", "'a' and 'b'"), ("cab", "'c', 'a' and 'b'"), ("aba", "'a' and 'b'")],
)
def test_names_are_joined_in_their_order_each_once(names, text):
    assert name_all(names) == text


def test_the_nearest_choices_come_first_and_case_does_not_count():
    choices = ["Titles", "subtitle", "author", "title", "tile"]
    assert nearest("TITEL", choices) == "title"
    assert nearest_few("TITEL", choices) == ["title", "Titles", "tile"]
    assert nearest_few("TITEL", choices, 2) == ["title", "Titles"]
    assert nearest_few("TITEL", [*choices, "titel"], 4)[0] == "titel"
    assert nearest("zzz", choices) is None
    assert nearest_few("zzz", choices) == []


def test_of_choices_that_differ_in_case_only_the_same_one_is_suggested_every_time():
    assert nearest("note", ["Note", "note"]) == nearest("note", ["note", "Note"]) == "Note"


@each(
    ("word", "choices", "noun", "help"),
    [
        ("tilte", ["title", "date"], "", "did you mean 'title'?"),
        ("x", ["title", "date", "date"], "", "the choices are: date, title"),
        ("x", ["title", "date"], "keys", "the keys are: date, title"),
        ("x", [], "", "there are no choices here"),
        ("x", [], "keys", "there are no keys here"),
    ],
)
def test_a_suggestion_names_the_nearest_choice_or_all(word, choices, noun, help):
    assert suggest(word, choices, noun=noun) == help


def test_a_suggestion_lists_a_limited_number_of_choices():
    names = [f"key{number:04}" for number in range(1_000 + NAMED + 1)]
    assert suggest("x", names[:NAMED]) == f"the choices are: {', '.join(names[:NAMED])}"
    assert suggest("x", names[: NAMED + 1]).endswith(f", {names[NAMED - 1]} and 1 more")
    assert suggest("x", reversed(names)) == f"the choices are: {', '.join(names[:NAMED])} and 1,001 more"


def test_files_of_lower_layers_are_shown_by_their_paths_in_the_help_too():
    help = 'declared at shipped/shipped/styles/tokens.css:27:20; write @import "shipped/tokens.css"'
    one = Finding("BR603", "wide", Span("shipped/styles/house.css", 2), help)
    shown = one.shown(
        lambda name: name.replace("shipped/", "") if name.endswith("tokens.css") else f"themes/own/{name}"
    )
    assert shown.where == Span("themes/own/shipped/styles/house.css", 2)
    assert shown.help == 'declared at styles/tokens.css:27:20; write @import "shipped/tokens.css"'


def test_the_files_that_a_message_names_are_shown_by_paths_that_open():
    """A path that only ends like the name of a file of the content is left as it is."""
    one = finding(
        "content/a/brief.yaml",
        what="see content/b/brief.yaml:7 and 'shipped/styles/type.css'",
        help="not /w/content/b/brief.yaml",
    )
    shown = one.shown(lambda name: f"../{name}")
    assert shown.what == "see ../content/b/brief.yaml:7 and '../shipped/styles/type.css'"
    assert shown.help == "not /w/content/b/brief.yaml"
    assert shown.where.file == "../content/a/brief.yaml"
