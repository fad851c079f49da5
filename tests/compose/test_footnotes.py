"""Footnotes on the composed page: their letters, places and links, and nothing of them where they are left out."""

from __future__ import annotations

import re

import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.pdf.text import FoundText
from briefing.pipeline.plan import Selection, plan
from briefing.rules.pdf.leaks import find_leaks
from briefing.stages import Medium, Page, Tailored

BRIEF = """\
title: Levels rise
date: 2026-11-22
language: {language}
bottom_line: Levels rise.^[Measured at station A alone.]
key_points:
  - |
    More water [@a].[^b][^a] Less sand.[^a]

    [^a]: In the north, says {{n}}.
    [^b]: Without the *lake* [@b].
  - text: Long.^[Of the long variant.]
    short: Short.
sections:
  - title: One
    text: Sand moves.
outlook: It goes on.^[In the outlook of a test.]
facts: {{n: {{value: the office}}}}
sources: {{a: {{title: First}}, b: {{title: Second}}}}
"""

AUDIENCE = (
    "label: Mayor\nfootnotes: {place}\nparts: [title, bottom-line, key-points, outlook, teacher, sources]\n"
)


@pytest.fixture
def page_of(workspace):
    def make(place: str, medium: Medium = Medium.PRINT, language: str = "en") -> tuple[Tailored, Page]:
        audience = {"templates/audiences/mayor/audience.yaml": AUDIENCE.format(place=place)}
        files = workspace(BRIEF.format(language=language), audience)
        (job,) = plan(files, Selection(audiences=("mayor",))).jobs
        tailored = tailor(job)
        return tailored, compose(tailored, files, medium)

    return make


def references(html: str) -> list[tuple[str, str]]:
    """Return the mark and the target of each reference, in order."""
    found = re.findall(r'<a[^>]* href="#footnote:(\d+)"[^>]*>([^<]*)</a>', html)
    return [(letter, number) for number, letter in found]


def footnotes(html: str) -> list[str]:
    """Return the words of each footnote, in order."""
    found = re.findall(r'<span[^>]*role="doc-footnote"[^>]*>(.*?)</span>', html)
    bare = (
        re.sub(r'(\u00a0|&nbsp;)?<a class="back"[^>]*>[^<]*</a>(\u00a0|&nbsp;)?', "", words)
        for words in found
    )
    return [re.sub(r"<[^>]*>|\u2060", "", words) for words in bare]


WORDS = [
    "Measured at station A alone.",
    "Without the lake.2",
    "In the north, says the office.",
    "Of the long variant.",
    "In the outlook of a test.",
]


@pytest.mark.parametrize("place", ["page", "margin", "part"])
@pytest.mark.parametrize("medium", list(Medium))
def test_footnotes_have_letters_in_the_order_of_the_parts_and_are_printed_once(page_of, place, medium):
    html = page_of(place, medium)[1].html
    marks = references(html.partition('class="teacher"')[0])
    assert marks == [("a", "1"), ("b", "2"), ("c", "3"), ("c", "3"), ("d", "4"), ("e", "5")]
    assert footnotes(html) == WORDS


@pytest.mark.parametrize(("medium", "is_in_text"), [(Medium.PRINT, True), (Medium.SCREEN, False)])
def test_a_footnote_of_the_page_is_at_its_reference_and_in_a_window_after_the_part(
    page_of, medium, is_in_text
):
    html = page_of("page", medium)[1].html
    assert ('<span class="footnote"' in html) is is_in_text
    assert ('<div class="hang footnotes">' in html) is not is_in_text


def test_a_footnote_of_the_margin_is_one_of_the_page_with_a_class(page_of):
    at_foot, in_margin = page_of("page")[1].html, page_of("margin")[1].html
    assert in_margin == at_foot.replace('class="footnote"', 'class="footnote side-note"')
    assert page_of("margin", Medium.SCREEN)[1].html == page_of("page", Medium.SCREEN)[1].html


def test_footnotes_of_a_part_follow_it(page_of):
    html = page_of("part")[1].html
    ends = [html.index(f"&nbsp;{words[:12]}") for words in WORDS]
    starts = [html.index(f'class="{part}') for part in ("hang bottom-line", "hang key-points", "outlook")]
    assert starts[0] < ends[0] < starts[1] < ends[1] < ends[3] < starts[2] < ends[4]


@pytest.mark.parametrize("place", ["page", "margin", "part"])
def test_each_footnote_leads_back_to_its_first_reference(page_of, place):
    html = page_of(place)[1].html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {f"footnote:{number}" for number in range(1, 6)} <= set(ids)
    assert re.findall(r'href="#(footnote-mark:\d)"', html) == [
        f"footnote-mark:{number}" for number in range(1, 6)
    ]
    assert 'aria-label="Footnote\u00a0a"' in html
    assert 'aria-label="Back to the text: Footnote\u00a0a"' in html


@pytest.mark.parametrize(("language", "marks"), [("ru", "абввгд"), ("ar", ["أ", "ب", "ج", "ج", "د", "هـ"])])
def test_letters_are_those_of_the_language(page_of, language, marks):
    html = page_of("page", language=language)[1].html
    assert [letter for letter, _ in references(html)][:6] == list(marks)


def test_nothing_of_an_omitted_footnote_is_in_the_edition(page_of):
    _, page = page_of("none")
    _, screen = page_of("none", Medium.SCREEN)
    attached = b"".join(attachment.content for attachment in page.attachments).decode()
    for text in (page.html, screen.html, attached):
        assert "footnote" not in text
        assert not any(words[:12] in text for words in ("Measured at station", *WORDS))
        assert "Second" not in text  # a source that only a footnote cites
    assert "More water" in attached
    assert "the office" not in attached


@pytest.mark.parametrize(("place", "leaks"), [("none", 1), ("page", 0)])
def test_an_omitted_footnote_is_searched_in_the_finished_files(page_of, place, leaks):
    tailored, _ = page_of(place)
    found = find_leaks(tailored, [FoundText("page 1", "x Measured at station A alone. x")])
    assert len(found) == leaks


def test_a_leak_of_another_variant_is_found_though_it_has_a_footnote(page_of):
    tailored, _ = page_of("page")
    found = find_leaks(tailored, [FoundText("page 1", "Levels rise.a")])
    assert found == []
