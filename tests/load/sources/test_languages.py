"""Names of languages in files of sources → tags."""

from __future__ import annotations

import json

import pytest

from briefing.load.sources.languages import language_tag
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF


@each(
    ("typed", "tag"),
    [
        ("fr", "fr"),
        ("fr-CA", "fr-CA"),
        ("pt_BR", "pt-BR"),
        ("zh-Hans", "zh-Hans"),
        ("{french}", "fr"),
        ("French", "fr"),
        ("Français", "fr"),
        ("ngerman", "de"),
        ("brazilian", "pt"),
        ("eng", "en"),
        ("fre", "fr"),
        ("Русский", "ru"),
        ("Ukrainian", "uk"),
        ("British", "en"),
        ("", ""),
        ("en; fr", ""),
        ("English and French", ""),
        ("unknown", ""),
        ("n/a", ""),
    ],
)
def test_a_language_has_its_tag_in_any_form(typed, tag):
    assert language_tag(typed) == tag


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("refs.bib", "@book{a, title = {Chaleur}, langid = {french}, language = {Anglais}, date = 2020}"),
        ("refs.bib", "@book{a, title = {Chaleur}, language = {French}, date = 2020}"),
        ("refs.json", json.dumps([{"id": "a", "type": "book", "title": "Chaleur", "language": "fr"}])),
    ],
)
def test_a_file_of_sources_gives_the_language(workspace, name, content):
    brief = LEAST_BRIEF.replace("A first text.", '"So [@a]"') + f"sources: {name}\n"
    opened = workspace(brief, files={f"content/trial/{name}": content})
    assert {job.brief.sources["a"].language for job in plan(opened, Selection()).jobs} == {"fr"}


def test_words_that_are_no_language_are_ignored(workspace):
    content = "@book{a, title = {Heat}, language = {English and French}, date = 2020}"
    brief = LEAST_BRIEF.replace("A first text.", '"So [@a]"') + "sources: refs.bib\n"
    opened = workspace(brief, files={"content/trial/refs.bib": content})
    assert next(job.brief.sources["a"].language for job in plan(opened, Selection()).jobs) is None
