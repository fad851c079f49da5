"""A French brief with every kind of block, and its Portuguese translation: each edition is set as its language has it.

Nothing in it is a fact.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.files.workspace import Files, shipped_root
from briefing.load.library import Library
from briefing.model.blocks import SHIPPED_KINDS
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Job
from tests.cases import each

FILES = Files(Path(__file__).parent / "translated", shipped_root())
AUDIENCES = ("analyst", "classroom", "legislator", "minister", "policymaker", "press", "public")
NAMES = [f"full-{audience}-{language}" for audience in AUDIENCES for language in ("fr", "pt")]
OTHER_LANGUAGE = re.compile(r'<(\w+) lang="en"[^>]*>.*?</\1>', re.DOTALL)
HIDDEN = re.compile(r"<(head|style|svg|template)\b.*?</\1>|<!--.*?-->|href=\"[^\"]*\"", re.DOTALL)
ISO_DATE = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b")
WRONG = {
    "fr": re.compile(
        r"\d\.\d|\d,\d{3}|[^\s\u00a0\u202f][;!?](?=\s)|[^\u00a0]:\s|«(?!\u00a0)|(?<!\u00a0)»|\b1er\b"
    ),
    "pt": re.compile(r"\d,\d{3}|\s[;:!?](?=\s)|«\s|\s»"),
}
"""What a language does not have: English decimals and groups, its spaces, and a first day that is not raised."""


@cache
def jobs() -> dict[str, Job]:
    return {job.name: job for job in plan(FILES, Selection()).jobs}


@cache
def words_of(name: str) -> str:
    html = HIDDEN.sub(" ", OTHER_LANGUAGE.sub("", compose(tailor(jobs()[name]), FILES).html))
    return unescape(re.sub(r"</?(?:a|b|em|i|span|strong|sub)\b[^>]*>", "", html))


def test_the_brief_has_every_kind_of_block_and_no_finding():
    assert sorted(jobs()) == sorted(NAMES)
    brief = jobs()["full-analyst-fr"].brief
    blocks = [block for section in (*brief.sections, *brief.annexes) for block in section.blocks]
    assert {block.kind for block in blocks} == set(SHIPPED_KINDS) - {"pull_quote"}
    assert Library(FILES).read_brief("full").findings == ()


@pytest.mark.slow
@each("name", NAMES)
def test_numbers_dates_and_marks_are_those_of_the_language(name):
    language = name.rpartition("-")[2]
    words = re.sub(r"https?://\S+|10\.1000/\S+", "", words_of(name))
    texts = re.sub(r"<[^>]*>", "\n", words.replace("<sup>er</sup>", ""))
    assert [
        WRONG[language].findall(line) for line in texts.splitlines() if WRONG[language].search(line)
    ] == []
    assert ISO_DATE.findall(texts) == []
    assert "'" not in texts and '"' not in texts


@each(
    ("name", "expected"),
    [
        (
            "full-analyst-fr",
            ["2,75", "12\u202f500", "1<sup>er</sup>\u00a0janvier 2026", "consulté le 1<sup>er</sup>"],
        ),
        ("full-analyst-pt", ["2,75", "12.500", "1\u00a0de\u00a0janeiro de 2026", "acedido em 1"]),
        ("full-press-fr", ["Un et\u00a0al., 2020\u202f; Exemple, 2018"]),
        ("full-press-pt", ["Un et\u00a0al., 2020; Exemple, 2018"]),
    ],
)
def test_sources_tables_and_timelines_are_in_the_language(name, expected):
    assert [text for text in expected if text not in words_of(name)] == []


@each(
    ("language", "typed"),
    [
        *(("fr", typed) for typed in ("2.5 m", "1,250", "2026; Exemple", "Note: un", "«mot»", "1er mai")),
        *(("pt", typed) for typed in ("1,250", "Nota : um", "« nota »")),
    ],
)
def test_what_a_language_does_not_have_is_noticed(language, typed):
    assert WRONG[language].search(typed)
