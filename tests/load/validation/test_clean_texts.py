"""A text that was clean is not checked again, as long as all that its check depends on is the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.core.source_map import Mark, SourceMap
from briefing.load.validation import clean_texts, inline_references
from briefing.load.validation.clean_texts import CleanTexts
from briefing.load.validation.inline_references import Nameable, TextChecker
from briefing.model.text import Flow
from tests.cases import each

NAMEABLE = Nameable(facts={"level"}, sources={"survey"}, ids={"outlook"}, files={"map.png"})
TEXT = "Station A is at {level} [@survey]; see [](#outlook)."
KEY = ("sections", 0, "text")


def codes(words: str, nameable: Nameable) -> list[str]:
    """Check a text with a checker of its own, as each round of the preview does."""
    source_map = SourceMap("brief.yaml", words, {KEY: Mark(0, len(words), 0, 0)})
    return [found.code for found in TextChecker(source_map, nameable).check(words, Flow.BLOCK, KEY)]


@pytest.fixture(autouse=True)
def parsed(monkeypatch) -> list[str]:
    """The texts that are parsed, with nothing known from other tests."""
    texts: list[str] = []
    plain = inline_references.parse_text

    def parse(parser, words, **options):
        texts.append(words)
        return plain(parser, words, **options)

    monkeypatch.setattr(inline_references, "parse_text", parse)
    monkeypatch.setattr(inline_references, "_CLEAN", CleanTexts())
    return texts


def test_a_clean_text_is_checked_once(parsed):
    assert codes(TEXT, NAMEABLE) == codes(TEXT, NAMEABLE) == []
    assert parsed == [TEXT]


@each(
    ("changed", "expected"),
    [
        ({"facts": set()}, ["BR303"]),
        ({"sources": set()}, ["BR302"]),
        ({"ids": set()}, ["BR305"]),
        ({"may_cite": False}, ["BR309"]),
    ],
)
def test_it_is_checked_again_when_what_it_names_has_changed(changed, expected):
    assert codes(TEXT, NAMEABLE) == []
    assert codes(TEXT, replace(NAMEABLE, **changed)) == expected


def test_a_text_with_findings_is_checked_each_time(parsed):
    assert codes("{other}", NAMEABLE) == codes("{other}", NAMEABLE) == ["BR303"]
    assert len(parsed) == 2


def test_a_picture_is_looked_for_each_time():
    assert codes("![The map](map.png)", NAMEABLE) == []
    assert codes("![The map](map.png)", replace(NAMEABLE, files=set())) == ["BR501"]


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(clean_texts, "MOST_TEXTS", 2)
    monkeypatch.setattr(clean_texts, "MOST_CONTEXTS", 2)
    known = CleanTexts()
    for context in "abc":
        for text in "xyz":
            assert list(known.within(context).check(text, lambda: iter(()))) == []
    assert [context for context, _ in known._known] == ["c", "b"]
    assert all(len(texts) <= 2 for _, texts in known._known)
