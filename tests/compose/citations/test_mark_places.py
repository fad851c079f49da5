"""Marks before or after the punctuation, by language; a mark after a raised digit; a source that is named once."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from briefing.compose.citations.in_text import Citations, ShortForm
from briefing.compose.html_text import Prose
from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.files.workspace import Files, shipped_root
from briefing.load.library import Library
from briefing.model.audience import Notes
from briefing.model.content import Passage
from briefing.model.text import Flow
from briefing.pipeline.plan import Selection, plan
from tests.cases import each

LANGUAGES = Library(Files(shipped_root(), shipped_root())).languages


def printed(text: str, language: str, citations: Citations | None = None) -> str:
    """Return a text with its marks as ¹ and without markup; narrow spaces are `_`."""
    prose = Prose(
        LANGUAGES.labels_of(language), {}, citations or Citations(), traits=LANGUAGES.traits_of(language)
    )
    html = str(prose.html(Passage(text, ("about",), Flow.INLINE)))
    html = re.sub(r'<sup class="citation">.*?</sup>', "¹", html)
    return re.sub("<.*?>|\u2060", "", html).replace("\u202f", "_").replace("\u00a0", "_")


@each(
    ("language", "typed", "set_as"),
    [
        ("en", ["Word [@a].", "Word. [@a]", "Word.[@a]"], "Word.¹"),
        ("en", ["Word [@a], next", "Word, [@a] next"], "Word,¹ next"),
        ("en", ["Word [@a]; next", "Word; [@a] next"], "Word;¹ next"),
        ("en", ["Who [@a]? We.", "Who? [@a] We."], "Who?¹ We."),
        ("en", ["One... [@a] two", "One [@a]... two"], "One…¹ two"),
        ("en", ["*Word* [@a]. Next"], "Word.¹ Next"),
        ("en", ["Smith et al. [@a].", "Smith et al. [@a]"], "Smith et_al.¹"),
        ("en", ["So (see [@a]). And"], "So (see¹). And"),
        ("en", ["Open [@a].5"], "Open¹.5"),
        ("es", ["Palabra [@a].", "Palabra. [@a]"], "Palabra.¹"),
        ("pt", ["Palavra [@a], mais", "Palavra, [@a] mais"], "Palavra,¹ mais"),
        ("ar", ["كلمة [@a]، أخرى", "كلمة، [@a] أخرى"], "كلمة،¹ أخرى"),
        ("fr", ["Mot [@a].", "Mot. [@a]", "Mot.[@a]"], "Mot¹."),
        ("fr", ["Mot [@a] ?", "Mot ? [@a]", "Mot? [@a]"], "Mot¹_?"),
        ("fr", ["Mot [@a], puis", "Mot, [@a] puis"], "Mot¹, puis"),
        ("fr", ["Mot… [@a] Puis"], "Mot…¹ Puis"),
        ("fr", ["L’art. [@a] suit"], "L’art.¹ suit"),
        ("fr", ["Mot. [@a] suite"], "Mot.¹ suite"),
        ("ru", ["Слово [@a].", "Слово. [@a]"], "Слово¹."),
        ("ru", ["Слово! [@a] Да", "Слово [@a]! Да"], "Слово!¹ Да"),
        ("ru", ["в 2026 г. [@a]"], "в_2026_г.¹"),
    ],
)
def test_marks_are_on_the_side_of_the_punctuation_that_the_language_has(language, typed, set_as):
    assert [printed(text, language) for text in typed] == [set_as] * len(typed)


@each("typed", ["Word. [@a]", "Word [@a].", "Word, [@a] next", "Word [@a]?"])
def test_citations_in_words_are_before_the_punctuation(typed):
    form = ShortForm(lambda _: Markup("A"), lambda names: Markup("({})").format(Markup("").join(names)), str)
    citations = Citations(Notes.SHORT, short_form=form)
    assert printed(typed, "en", citations).startswith("Word (A)")


@each("typed", ["10⁻³ [@a] m", "10^-3^ [@a] m", "5 km² [@a] of", "CO~2~ [@a] and", "5 km². [@a]"])
def test_a_mark_is_parted_from_a_raised_digit(typed):
    assert ("_¹" in printed(typed, "en")) is ("." not in typed)


@pytest.mark.parametrize("typed", ["In 1986 [@a] so", "1^st^ [@a] day", "Word [@a]"])
def test_a_mark_after_anything_else_is_not_parted(typed):
    assert "_¹" not in printed(typed, "en")


BRIEF = """\
title: Levels rise
date: 2026-11-22
language: {language}
bottom_line: Levels rise. [@a]
key_points: ["First. [@a, p. 44] Then", "Second [@a], third", {more}]
sections: [{{title: One, text: Sand moves.}}]
outlook: It goes on.
sources: {{a: {{title: First}}, b: {{title: Second{listed}}}}}
"""
AUDIENCE = "label: Mayor\nparts: [title, bottom-line, key-points, sections, {parts}]\n{more}"


@pytest.fixture
def page_of(workspace):
    def make(more='"Fourth. [@a]"', language="en", listed="", parts="sources", audience="") -> str:
        files = workspace(
            BRIEF.format(more=more, language=language, listed=listed),
            {"templates/audiences/mayor/audience.yaml": AUDIENCE.format(parts=parts, more=audience)},
        )
        (job,) = plan(files, Selection(audiences=("mayor",))).jobs
        return compose(tailor(job), files).html

    return make


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "pt", "ru"])
@pytest.mark.parametrize("notes", ["endnotes", "short"])
def test_a_brief_that_rests_on_one_source_says_so_once(page_of, language, notes):
    html = page_of(language=language, audience=f"notes: {notes}\n")
    assert "<sup" not in html
    assert html.count('href="#source:1"') == 1  # the page that a citation names
    assert f"<p>{LANGUAGES.labels_of(language).labels['sole_source']}</p>" in html
    assert '<li id="source:1">' in html
    assert "<ol" not in html


def test_a_place_in_the_only_source_is_printed_before_the_full_stop(page_of):
    assert re.sub("<.*?>", "", page_of()).count("First (p.\u00a044). Then") == 1


@pytest.mark.parametrize(
    "change",
    [
        {"more": '"Fourth."'},
        {"more": '"Fourth. [@b]"'},
        {"listed": ", listed: true"},
        {"audience": "sole_source: marked\n"},
    ],
)
def test_sources_are_marked_if_there_are_several_or_few_marks_or_the_audience_wants_it(page_of, change):
    html = page_of(**change)
    assert html.count('<sup class="citation">') >= 3
    assert LANGUAGES.labels_of("en").labels["sole_source"] not in html


def test_without_a_list_of_sources_nothing_says_what_the_source_is(page_of):
    html = page_of(parts="outlook")
    assert "source" not in html.partition("<body")[2]
