"""Changes of printed words, placed in the typed text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.review.returned.notes import MARK
from briefing.review.returned.placing import Placed, Unplaced, align, place, within_text
from tests.cases import each

TYPED = (
    "The *Ministry* built 12 bridges -- not {count} -- in [two years](https://example.org) [@log].\n"
    '"Why?" it asked.'
)
PRINTED = (
    f"The Ministry built 12\u00a0bridges \u2013 not 27 \u2013 in two years{MARK}. \u201cWhy?\u201d it asked."
)


def changed(old, new, typed=TYPED, printed=PRINTED, *, is_unchanged=True):
    """The typed text after a change of printed words, or the reason why there is none."""
    start = printed.index(old)
    found = place(typed, printed, start, start + len(old), new, is_unchanged=is_unchanged)
    if isinstance(found, Unplaced):
        return found.reason
    return typed[: found.start] + found.text + typed[found.end :]


@each(
    ("old", "new", "typed"),
    [
        ("built", "repaired", ("built", "repaired")),
        ("12\u00a0bridges", "13\u00a0bridges", ("12 bridges", "13 bridges")),
        ("Ministry", "Office", ("Ministry", "Office")),
        ("\u201cWhy?\u201d", "\u201cWho?\u201d", ('"Why?"', "\u201cWho?\u201d")),
        (" it asked", "", (" it asked", "")),
        ("two years", "three years", ("two years", "three years")),
        ("y?", "y, *then*?", ("y?", r"y, \*then\*?")),
    ],
)
def test_words_that_are_typed_as_they_are_printed_are_changed(old, new, typed):
    assert changed(old, new) == TYPED.replace(*typed)


@each(
    ("old", "new", "reason"),
    [
        ("27", "28", "a fact"),
        (f"years{MARK}", "years", "a citation"),
        ("The Ministry built", "They built", "markup between the words"),
        ("in two", "within two", "a link"),
    ],
)
def test_words_that_are_typed_in_another_way_are_left_to_the_author(old, new, reason):
    assert reason in changed(old, new)


def test_words_are_inserted_next_to_those_before_them():
    found = place(TYPED, PRINTED, PRINTED.index(MARK), PRINTED.index(MARK), " at most", is_unchanged=True)
    assert isinstance(found, Placed)
    assert TYPED[: found.start].endswith("two years")


def test_a_whole_text_is_not_deleted():
    assert "whole text" in changed("One line.", "", "One line.", "One line.")


def test_a_new_paragraph_is_left_to_the_author():
    found = place(TYPED, "", 0, 0, "Another paragraph.", is_unchanged=True)
    assert isinstance(found, Unplaced) and "new paragraph" in found.reason


def test_a_change_is_made_in_a_text_that_has_changed_elsewhere():
    longer = f"{TYPED} And a sentence that was added after the export, with more words than a change has."
    assert "repaired" in changed("built", "repaired", longer, is_unchanged=False)


def test_a_change_whose_words_have_changed_is_not_made():
    other = "Nothing of what was printed is left in this text, which is about something else altogether."
    assert "changed since the export" in changed("built", "repaired", other, is_unchanged=False)


@pytest.mark.parametrize(("old", "new"), [("built", "repaired"), (" it asked", ""), ("", "really ")])
def test_a_change_that_was_made_is_recognized(old, new):
    start = PRINTED.index(old or "built")
    first = place(TYPED, PRINTED, start, start + len(old), new, is_unchanged=True)
    assert isinstance(first, Placed)
    typed = TYPED[: first.start] + first.text + TYPED[first.end :]
    second = place(typed, PRINTED, start, start + len(old), new, is_unchanged=False)
    assert isinstance(second, Unplaced) and second.is_done


def test_the_words_of_other_texts_around_a_note_are_left_out():
    page = (
        "A heading of something else entirely. The log was read twice. 17 And another text that follows on."
    )
    words, start, end = within_text(
        "The log was read twice. [@a]", page, page.index("read"), page.index("twice")
    )
    assert words.strip() == "The log was read twice." and words[start:end] == "read "


@given(
    st.lists(st.sampled_from(["one", "two", "- ", "'x'", "a\nb", "  "]), min_size=1, max_size=30), st.data()
)
def test_what_is_aligned_is_the_same_letter(words, data):
    typed = " ".join(words)
    printed = typed.replace("\n", " ").replace("'", "\u2019").replace("- ", "\u2013\u00a0")
    places = align(typed, printed)
    index = data.draw(st.integers(0, len(printed) - 1))
    at = places[index]
    assert at is None or align(typed[at], printed[index]) == [0]
    known = [one for one in places if one is not None]
    assert known == sorted(set(known))
