"""Confirmations of variants: outdated ones are reported with the change, and confirmed after a review."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.core.errors import SelectionError
from briefing.pipeline.plan import Selection
from briefing.review.check import check
from briefing.review.confirm import confirm
from briefing.rules.content.outdated_variants import changes_between, mark_of
from tests.cases import each

BRIEF = """\
title: {text: A finding in few words, short: A finding}
date: 2026-11-22
key_points:
  - {text: The fleet has old aircraft., short: Old aircraft., plain: The planes are old.}
  - {text: A second point., short: Second.}
sections:
  - {id: fleet, title: A heading asserts, text: A first text., short: A text.}
outlook: It goes on.
"""
SPANISH = """\
title: {text: Un hallazgo en pocas palabras, short: Un hallazgo}
key_points:
  - {text: La flota tiene aviones viejos., short: Aviones viejos., plain: Los aviones son viejos.}
  - {text: Un segundo punto., short: Segundo.}
sections:
  - {id: fleet, title: Un título afirma, text: Un primer texto., short: Un texto.}
outlook: Sigue.
"""
DAY = date(2026, 11, 24)


def outdated(files):
    return [
        (finding.code, finding.where.file.split("/")[-1], finding.where.line, finding.what)
        for finding in check(files, Selection(), DAY).findings
        if finding.code.startswith("BR06")
    ]


def prepared(workspace):
    files = workspace(BRIEF, {"content/trial/brief.es.yaml": SPANISH})
    assert outdated(files) == []
    confirm(files, (), ())
    return files


def confirmations(files):
    return (files.root / "content/trial/confirmed.yaml").read_text()


def test_a_brief_that_was_never_confirmed_is_not_checked(workspace):
    files = workspace(BRIEF, {"content/trial/brief.es.yaml": SPANISH})
    assert outdated(files) == []
    with pytest.raises(SelectionError, match="confirmed yet"):
        confirm(files, (), ["key_points"])


def test_the_file_has_a_line_for_each_variant_and_each_text(workspace):
    files = prepared(workspace)
    lines = confirmations(files).splitlines()[2:]
    middle = lines.index("texts:")
    names = [line.split(":")[0].strip() for line in lines[1:middle]]
    assert names == sorted(names)
    assert len(names) == 5 + 11
    assert {
        "key_points.1.short",
        "sections.fleet.short",
        "es.sections.fleet",
        "es.key_points.2.short",
    } <= set(names)
    assert f'  {mark_of("Old aircraft.")}: "Old aircraft."' in lines[middle:]
    assert outdated(files) == []
    before = confirmations(files)
    assert confirm(files, (), ()) == []
    assert confirmations(files) == before


def test_every_variant_of_a_changed_text_is_reported(workspace):
    files = prepared(workspace)
    workspace(BRIEF.replace("has old aircraft", "has two aircraft"))
    base = "(content/trial/brief.yaml:4:12): 'old' became 'two'"
    assert outdated(files) == [
        ("BR061", "brief.es.yaml", 3, f"'es.key_points.1' was written for an older 'text' {base}"),
        ("BR061", "brief.yaml", 4, f"'key_points.1.short' was written for an older 'text' {base}"),
        ("BR061", "brief.yaml", 4, f"'key_points.1.plain' was written for an older 'text' {base}"),
    ]
    (confirmed,) = confirm(files, (), ["key_points.1.short"])
    assert (confirmed.name, confirmed.change) == ("key_points.1.short", "'old' became 'two'")
    assert [name for *_, name in outdated(files)] == [
        f"'es.key_points.1' was written for an older 'text' {base}",
        f"'key_points.1.plain' was written for an older 'text' {base}",
    ]
    assert [one.name for one in confirm(files, (), ())] == ["key_points.1.plain", "es.key_points.1"]
    assert outdated(files) == []
    assert '"The fleet has old aircraft."' not in confirmations(files)


def test_line_ends_new_places_and_other_variants_are_no_change(workspace):
    files = prepared(workspace)
    second = "  - {text: A second point., short: Second.}\n"
    moved = BRIEF.replace(second, "").replace("key_points:\n", f"key_points:\n{second}")
    workspace(moved.replace("The fleet has old aircraft.", "The fleet  has\n      old aircraft."))
    assert [code for code, file, *_ in outdated(files) if file == "brief.yaml"] == []
    workspace(BRIEF.replace("short: Old aircraft.", "short: Aircraft are old."))
    assert [what.split(" (")[0] for *_, what in outdated(files)] == [
        "'es.key_points.1.short' was written for an older 'short'"
    ]


def test_a_new_variant_is_to_be_confirmed(workspace):
    files = prepared(workspace)
    workspace(
        BRIEF.replace("outlook: It goes on.", "outlook: {summary: {text: It goes on., plain: On and on.}}")
    )
    assert outdated(files) == [
        (
            "BR062",
            "brief.yaml",
            8,
            "'outlook.summary.plain' is not confirmed against its 'text' (content/trial/brief.yaml:8:27)",
        )
    ]


def test_an_unknown_key_has_a_suggestion(workspace):
    files = prepared(workspace)
    with pytest.raises(SelectionError) as caught:
        confirm(files, (), ["key_points.1.shrt"])
    assert caught.value.findings[0].help == "did you mean 'key_points.1.short'?"


@each(
    ("text", "code"),
    [
        ("against: {a: b c}\n", "BR063"),
        ("against: [a]\n", "BR063"),
        ("against: {\n", "BR106"),
        ("<<<<<<< ours\nagainst:\n", "BR119"),
        ("against:\n  a: 0123456789 0123456789\n  a: 0123456789 0123456780\n", "BR109"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding(workspace, text, code):
    files = workspace(BRIEF, {"content/trial/confirmed.yaml": text})
    findings = check(files, Selection(), DAY).findings
    assert [(finding.code, finding.where.file) for finding in findings] == [
        (code, "content/trial/confirmed.yaml")
    ]


@each(
    ("old", "new", "description"),
    [
        ("by 2035 it ends", "by 2036 it ends", "'2035' became '2036'"),
        ("it ends soon", "it ends", "'soon' was removed"),
        ("it ends", "it all ends", "'all' was added"),
        ("a b c d e f g", "1 b 2 d 3 f 4", "'a' became '1'; 'c' became '2'; 'e' became '3'; and 1 more"),
        (
            "x",
            "one two three four five six seven eight nine ten",
            "'x' became 'one two three four five six … ten'",
        ),
    ],
)
def test_a_change_is_described_in_words(old, new, description):
    assert changes_between(old, new) == description
