"""Variants and translations, each with the text that it was written for, and the findings about outdated ones."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.rules.content.outdated_variants import dependents, find_outdated_variants, mark_of, name_of
from briefing.stages import Confirmations
from tests.planning import editions_of, in_full

BRIEF = """\
title: {text: A finding in few words, short: A finding}
date: 2026-11-22
key_points:
  - {text: The fleet has old aircraft., short: Old aircraft., plain: The planes are old.}
  - A second point.
sections:
  - id: fleet
    title: A heading asserts
    text: A first text.
    short: A text.
    blocks:
      - table: {title: Steps, alt: {text: Two rows., short: Rows.}, data: [[A, B], [x, y]], note: Ours}
      - text: {text: Words after it., plain: Words.}
outlook: It goes on.
"""
SPANISH = """\
title: {text: Un hallazgo en pocas palabras, short: Un hallazgo}
key_points:
  - {text: La flota tiene aviones viejos., short: Aviones viejos., plain: Los aviones son viejos.}
  - {text: Un segundo punto., short: Segundo.}
sections:
  - title: Un título afirma
    text: Un primer texto.
    short: Un texto.
    blocks:
      - table: {title: Pasos, alt: {text: Dos filas., short: Filas.}, data: [[A, B], [x, y]], note: Nuestra}
      - text: {text: Palabras., plain: Otras palabras.}
outlook: Sigue.
"""
DAY = date(2026, 11, 24)
DEPENDENTS = [
    (
        "title.short",
        "content/trial/brief.yaml:1:46",
        "A finding",
        "text",
        "content/trial/brief.yaml:1:15",
        "A finding in few words",
    ),
    (
        "key_points.1.short",
        "content/trial/brief.yaml:4:48",
        "Old aircraft.",
        "text",
        "content/trial/brief.yaml:4:12",
        "The fleet has old aircraft.",
    ),
    (
        "key_points.1.plain",
        "content/trial/brief.yaml:4:70",
        "The planes are old.",
        "text",
        "content/trial/brief.yaml:4:12",
        "The fleet has old aircraft.",
    ),
    (
        "sections.fleet.short",
        "content/trial/brief.yaml:10:12",
        "A text.",
        "text",
        "content/trial/brief.yaml:9:11",
        "A first text.",
    ),
    (
        "sections.fleet.blocks.1.table.alt.short",
        "content/trial/brief.yaml:12:61",
        "Rows.",
        "text",
        "content/trial/brief.yaml:12:43",
        "Two rows.",
    ),
    (
        "sections.fleet.blocks.2.text.plain",
        "content/trial/brief.yaml:13:46",
        "Words.",
        "text",
        "content/trial/brief.yaml:13:22",
        "Words after it.",
    ),
    (
        "es.title",
        "content/trial/brief.es.yaml:1:15",
        "Un hallazgo en pocas palabras",
        "text",
        "content/trial/brief.yaml:1:15",
        "A finding in few words",
    ),
    (
        "es.title.short",
        "content/trial/brief.es.yaml:1:53",
        "Un hallazgo",
        "short",
        "content/trial/brief.yaml:1:46",
        "A finding",
    ),
    (
        "es.key_points.1",
        "content/trial/brief.es.yaml:3:12",
        "La flota tiene aviones viejos.",
        "text",
        "content/trial/brief.yaml:4:12",
        "The fleet has old aircraft.",
    ),
    (
        "es.key_points.1.short",
        "content/trial/brief.es.yaml:3:51",
        "Aviones viejos.",
        "short",
        "content/trial/brief.yaml:4:48",
        "Old aircraft.",
    ),
    (
        "es.key_points.1.plain",
        "content/trial/brief.es.yaml:3:75",
        "Los aviones son viejos.",
        "plain",
        "content/trial/brief.yaml:4:70",
        "The planes are old.",
    ),
    (
        "es.key_points.2",
        "content/trial/brief.es.yaml:4:12",
        "Un segundo punto.",
        "text",
        "content/trial/brief.yaml:5:5",
        "A second point.",
    ),
    (
        "es.key_points.2.short",
        "content/trial/brief.es.yaml:4:38",
        "Segundo.",
        "text",
        "content/trial/brief.es.yaml:4:12",
        "Un segundo punto.",
    ),
    (
        "es.sections.fleet",
        "content/trial/brief.es.yaml:7:11",
        "Un primer texto.",
        "text",
        "content/trial/brief.yaml:9:11",
        "A first text.",
    ),
    (
        "es.sections.fleet.short",
        "content/trial/brief.es.yaml:8:12",
        "Un texto.",
        "short",
        "content/trial/brief.yaml:10:12",
        "A text.",
    ),
    (
        "es.sections.fleet.title",
        "content/trial/brief.es.yaml:6:12",
        "Un título afirma",
        "text",
        "content/trial/brief.yaml:8:12",
        "A heading asserts",
    ),
    (
        "es.sections.fleet.blocks.1.table.title",
        "content/trial/brief.es.yaml:10:24",
        "Pasos",
        "text",
        "content/trial/brief.yaml:12:24",
        "Steps",
    ),
    (
        "es.sections.fleet.blocks.1.table.alt",
        "content/trial/brief.es.yaml:10:43",
        "Dos filas.",
        "text",
        "content/trial/brief.yaml:12:43",
        "Two rows.",
    ),
    (
        "es.sections.fleet.blocks.1.table.alt.short",
        "content/trial/brief.es.yaml:10:62",
        "Filas.",
        "short",
        "content/trial/brief.yaml:12:61",
        "Rows.",
    ),
    (
        "es.sections.fleet.blocks.1.table.note",
        "content/trial/brief.es.yaml:10:101",
        "Nuestra",
        "text",
        "content/trial/brief.yaml:12:99",
        "Ours",
    ),
    (
        "es.sections.fleet.blocks.2.text",
        "content/trial/brief.es.yaml:11:22",
        "Palabras.",
        "text",
        "content/trial/brief.yaml:13:22",
        "Words after it.",
    ),
    (
        "es.sections.fleet.blocks.2.text.plain",
        "content/trial/brief.es.yaml:11:40",
        "Otras palabras.",
        "plain",
        "content/trial/brief.yaml:13:46",
        "Words.",
    ),
    (
        "es.outlook.summary",
        "content/trial/brief.es.yaml:12:10",
        "Sigue.",
        "text",
        "content/trial/brief.yaml:14:10",
        "It goes on.",
    ),
]
"""Each text that was written for another: its name, place and words; the register, place and words of the other."""


@pytest.fixture
def editions(workspace):
    """Return a function that opens the brief with these confirmations."""
    files = workspace(BRIEF, {"content/trial/brief.es.yaml": SPANISH})
    return lambda confirmations=None: editions_of(files, DAY, confirmations)


def test_each_variant_has_the_text_that_it_was_written_for(editions):
    assert [
        (one.name, str(one.where), one.words, one.base_name, str(one.base_where), one.base_words)
        for one in dependents(editions().versions)
    ] == DEPENDENTS


def confirmed(**changed: tuple[str, str] | None) -> Confirmations:
    """Confirm every variant as it is, except those that were confirmed with other words or never."""
    pairs = {name: (base, words) for name, _, words, _, _, base in DEPENDENTS}
    for name, pair in changed.items():
        pairs.pop(name.replace("__", "."))
        if pair:
            pairs[name.replace("__", ".")] = pair
    against = {name: (mark_of(base), mark_of(words)) for name, (base, words) in pairs.items()}
    texts = {mark_of(base): base for base, _ in pairs.values()}
    return Confirmations(against, texts)


CASES = [
    ({}, []),
    ({"title__short": ("A finding   in\nfew words", "A  finding")}, []),
    (
        {"title__short": None},
        [
            (
                "BR062",
                "warning",
                "content/trial/brief.yaml:1:46+9",
                "'title.short' is not confirmed against its 'text' (content/trial/brief.yaml:1:15)",
                "review it, then run `brief confirm title.short`",
            )
        ],
    ),
    (
        {"es__title__short": ("An old finding", "Un hallazgo")},
        [
            (
                "BR061",
                "warning",
                "content/trial/brief.es.yaml:1:53+11",
                "'es.title.short' was written for an older 'short' (content/trial/brief.yaml:1:46): "
                "'An old' became 'A'",
                "review it, then run `brief confirm es.title.short`",
            )
        ],
    ),
    # The variant was written again, but for the older text.
    (
        {"title__short": ("A finding", "Of old")},
        [
            (
                "BR061",
                "warning",
                "content/trial/brief.yaml:1:46+9",
                "'title.short' was written for an older 'text' (content/trial/brief.yaml:1:15): "
                "'in few words' was added",
                "review it, then run `brief confirm title.short`",
            )
        ],
    ),
    # The variant was written again for the same text.
    ({"title__short": ("A finding in few words", "Of old")}, []),
    # Two items changed places: their texts are known, under other names.
    (
        {
            "es__key_points__1": ("A second point.", "Un segundo punto."),
            "es__key_points__2": ("The fleet has old aircraft.", "La flota tiene aviones viejos."),
        },
        [],
    ),
    # They changed places, and one text was changed as well.
    (
        {
            "es__key_points__1": ("A second point.", "Un segundo punto."),
            "es__key_points__2": ("The fleet has new aircraft.", "La flota tiene aviones viejos."),
        },
        [
            (
                "BR061",
                "warning",
                "content/trial/brief.es.yaml:3:12+30",
                "'es.key_points.1' was written for an older 'text' (content/trial/brief.yaml:4:12): "
                "'new' became 'old'",
                "review it, then run `brief confirm es.key_points.1`",
            )
        ],
    ),
]


@pytest.mark.parametrize(("changed", "expected"), CASES)
def test_the_findings_are_complete(editions, changed, expected):
    assert in_full(find_outdated_variants(editions(confirmed(**changed)))) == expected


def test_nothing_is_outdated_where_nothing_was_ever_confirmed(editions):
    assert list(find_outdated_variants(editions())) == []


def test_an_older_text_that_is_not_recorded_is_all_new(editions):
    confirmations = confirmed(title__short=("A finding", "A finding"))
    (finding,) = find_outdated_variants(editions(Confirmations(confirmations.against)))
    assert finding.what.endswith(": 'A finding in few words' was added")


def test_a_mark_is_ten_digits_that_depend_on_the_words_alone():
    assert mark_of("One  two\n") == mark_of("One two") == "b244e9e9f9"
    assert mark_of("One three") != mark_of("One two")


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (("key_points", 1), "key_points.2"),
        (("sections", 0, "blocks", 0, "table", "title"), "sections.fleet.blocks.1.table.title"),
        (("sections", 4, "title"), "sections.5.title"),
        (("sources", "a", "title"), "sources.a.title"),
        ((), ""),
    ],
)
def test_the_name_of_a_text_is_what_a_person_types(editions, key, name):
    assert name_of(key, editions().base.brief) == name
