"""The rules by code, name and group; their pages in parts; and the tables of the registry."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from briefing.core.finding import Severity, Span
from briefing.rules import registry
from briefing.rules.catalogue import find_rules, read_catalogue, unknown_rule
from briefing.rules.page_files import parse_page, split_example
from briefing.rules.rule import LABELS, ExampleKind, Rule, Stage
from tests.cases import each
from tests.planning import in_full

PAGE = """\
---
name: broken-thing
severity: error or warning
stage: page
example: build
---
A thing is
broken.

It has two
paragraphs.

Its key is `a: b`.

Bad:

    a: 1
      b: 2

Good:

    a: 2
"""


@each(
    ("typed", "codes"),
    [
        ("BR013", ["BR013"]),
        ("br013", ["BR013"]),
        ("13", ["BR013"]),
        ("013", ["BR013"]),
        ("undated-source", ["BR013"]),
        ("Undated-Source", ["BR013"]),
        ("BR01", ["BR011", "BR012", "BR013", "BR014", "BR015"]),
        ("BR8", [code for code in read_catalogue() if code.startswith("BR8")]),
        ("BR", list(read_catalogue())),
        ("0013", []),
        ("B", []),
        ("undated", []),
        ("", []),
    ],
)
def test_rules_are_found_by_code_name_and_group(typed, codes):
    assert [rule.code for rule in find_rules(typed)] == codes


def test_the_catalogue_is_in_the_order_of_the_codes():
    assert list(read_catalogue()) == sorted(read_catalogue())


def test_an_unknown_rule_is_an_error_with_the_nearest_name():
    assert in_full([unknown_rule("undated-sources"), unknown_rule("BR010")]) == [
        (
            "BR802",
            "error",
            "command line",
            "unknown rule 'undated-sources'",
            "did you mean 'undated-source'?",
        ),
        (
            "BR802",
            "error",
            "command line",
            "unknown rule 'BR010'",
            "run `brief rule` for a list; BR0, for example, is a group",
        ),
    ]


def test_a_page_is_read_in_parts():
    rule = parse_page("BR105", PAGE)
    assert rule == Rule(
        "BR105",
        "broken-thing",
        Severity.ERROR,
        Stage.PAGE,
        PAGE.split("---\n")[2].strip(),
        ExampleKind.BUILD,
        varies=True,
        stops_drafts=False,
    )
    assert rule.summary == "A thing is broken."
    assert rule.explanation == "It has two\nparagraphs.\n\nIts key is `a: b`."
    assert (rule.bad, rule.good) == ("a: 1\n  b: 2", "a: 2")
    assert rule.severities == "error or warning"


def test_a_page_of_one_severity_is_read():
    rule = parse_page("BR105", PAGE.replace("error or warning", "warning"))
    assert (rule.severity, rule.varies, rule.severities) == (Severity.WARNING, False, "warning")


def test_a_malformed_page_is_refused():
    message = "the page of BR105 needs front matter, and examples under `Bad:` and `Good:`"
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        parse_page("BR105", PAGE.replace("Bad:", "Worse:"))
    assert str(caught.value) == message
    rule = Rule("BR105", "x", Severity.ERROR, Stage.PAGE, "A summary.")
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        rule.bad  # noqa: B018
    assert str(caught.value) == "the page of BR105 needs an example under `Bad:` and one under `Good:`"


def test_a_finding_of_a_rule_has_its_severity_unless_another_is_given():
    rule = parse_page("BR105", PAGE)
    assert in_full(
        [rule.finding("what", Span("a", 1, 2)), rule.finding("w", Span("a"), "h", Severity.WARNING)]
    ) == [
        ("BR105", "error", "a:1:2", "what", ""),
        ("BR105", "warning", "a", "w", "h"),
    ]


def test_every_stage_has_a_label_of_its_own():
    assert set(LABELS) == set(Stage)
    assert len({stage.label for stage in Stage}) == len(Stage)
    assert Stage.PDF.label == "in the PDF"


@each(
    ("example", "files"),
    [
        ("a: 1\n\nb: 2\n\n", [("", "a: 1\n\nb: 2\n")]),
        (
            "\na: 1\n# content/workspace.yaml\nb: 2\n\n/* styles/a.css */\nc {}\n{# templates/a.j2.html #}\nd",
            [
                ("", "a: 1\n"),
                ("content/workspace.yaml", "b: 2\n"),
                ("styles/a.css", "c {}\n"),
                ("templates/a.j2.html", "d\n"),
            ],
        ),
        (
            "# content/a.yaml\n# a comment\n# other/b.yaml",
            [("content/a.yaml", "# a comment\n# other/b.yaml\n")],
        ),
        ("# content/a.yaml\n", [("content/a.yaml", "\n")]),
        ("", []),
    ],
)
def test_an_example_is_split_into_files(example, files):
    assert split_example(example) == files


@pytest.mark.parametrize(
    ("table", "check"),
    [
        ("SET_RULES", registry.check_set),
        ("CONTENT_RULES", registry.check_content),
        ("SHEET_RULES", registry.check_sheets),
        ("PDF_RULES", registry.check_pdf),
        ("ENGINE_WARNING_RULES", registry.check_engine_warnings),
        ("KIT_RULES", registry.check_release_files),
    ],
)
def test_every_function_of_a_table_is_given_all_values_and_its_findings_are_kept(monkeypatch, table, check):
    given = ("editions",) if check in (registry.check_set, registry.check_content) else ("tailored", "pages")
    rules = {(lambda *values, number=number: [(number, values)]): () for number in range(3)}
    monkeypatch.setattr(registry, table, MappingProxyType(rules))
    assert check(*given) == [(number, given) for number in range(3)]
