"""The changes between two trees of data, and between two texts."""

from __future__ import annotations

from briefing.compare.alignment import Alignment, Change
from briefing.compare.word_diff import mark_up
from tests.cases import each

OLD = {
    "title": "The old title",
    "date": "2026-03-01",
    "key_points": ["The first point stays.", "The second point will go.", "The third point is moved up."],
    "sections": [
        {"id": "why", "title": "It is so", "text": "Because it  is\nso."},
        {"id": "gone", "title": "Gone", "text": "Away."},
        {"title": "Without a name", "text": "A text of many words that is kept in most of its words."},
    ],
    "method": "By looking.",
    "facts": {"planes": {"value": "36"}},
}
NEW = {
    "title": "A new and longer title",
    "date": "2026-03-01",
    "key_points": ["The third point is moved up.", "The first point stays.", "Nothing like it was there."],
    "sections": [
        {
            "title": "Without a name",
            "text": "A text of many words that is kept in some of its words, and more.",
        },
        {"id": "why", "title": "It is so", "text": "Because it is so."},
        {"id": "come", "title": "Come", "text": "Here."},
    ],
    "facts": {"planes": {"value": "37"}},
    "changes": ["All."],
}


def test_every_change_of_a_tree_is_found():
    alignment = Alignment()
    changes = list(alignment.changes(OLD, NEW))
    moved = "A text of many words that is kept in some of its words, and more."
    assert changes == [
        Change("longer", "title", "The old title", "A new and longer title"),
        Change("moved", "key_points.1", "", "The third point is moved up."),
        Change("added", "key_points.3", "", "Nothing like it was there."),
        Change("dropped", "key_points.2", "The second point will go.", ""),
        Change("moved", "sections.1", "", f"Without a name {moved}"),
        Change("longer", "sections.1", "A text of many words that is kept in most of its words.", moved),
        Change("added", "sections.come", "", "Come Here."),
        Change("dropped", "sections.gone", "Gone Away.", ""),
        Change("reworded", "facts.planes.value", "36", "37"),
        Change("added", "changes", "", "All."),
        Change("dropped", "method", "By looking.", ""),
    ]
    assert alignment.same_count == 6


def test_a_tree_does_not_differ_from_itself():
    alignment = Alignment()
    assert list(alignment.changes(OLD, OLD)) == []
    assert alignment.same_count == 13


def test_items_in_the_same_place_are_reworded_if_no_item_was_added_or_dropped():
    assert list(Alignment().changes(["one two", "x"], ["three four", "x"], "list")) == [
        Change("reworded", "list.1", "one two", "three four")
    ]


@each(
    ("before", "after", "marked"),
    [
        ("It is so.", "It is so.", "It is so."),
        ("", "It is new.", "+It is new.+"),
        ("It is gone.", "", "-It is gone.-"),
        (
            "The fleet has 36 aircraft, it says.",
            "The fleet has 37 aircraft, it says.",
            "The fleet has -36- +37+ aircraft, it says.",
        ),
        (
            "We saw a man of the house there today.",
            "We saw a cat of the garden there today.",
            "We saw a -man of the house- +cat of the garden+ there today.",
        ),
        (
            "All words are others here.",
            "Nothing can be kept now.",
            "-All words are others here.- +Nothing can be kept now.+",
        ),
        ("one two three four", "zero one two three four five", "+zero+ one two three four +five+"),
    ],
)
def test_a_text_is_marked_word_by_word_if_that_is_readable(before, after, marked):
    signs = {"kept": "{}", "del": "-{}-", "ins": "+{}+"}
    assert " ".join(signs[run.fate].format(run.words) for run in mark_up(before, after)) == marked


def test_texts_too_long_to_compare_are_shown_one_after_the_other():
    long = "word " * 2100
    assert [run.fate for run in mark_up(long, f"{long} more")] == ["del", "ins"]
