"""The test briefs have all that a theme must set, in words that say what they are."""

from __future__ import annotations

import re

import pytest
import yaml

from briefing.files.workspace import Files, shipped_root
from briefing.load.library import Library
from briefing.model.blocks import SHIPPED_KINDS
from briefing.model.parts import PARTS
from briefing.stages import Modifier
from briefing.theme_tests.cases import (
    DESCRIPTIONS,
    KEY_POINTS,
    LANGUAGES,
    LONG_ROWS,
    ORIGINAL,
    WIDE_COLUMNS,
    brief_file,
    content_files,
)
from briefing.theme_tests.testing import opened_theme, start_test
from tests.cases import each

AUDIENCES = ("minister", "policymaker")


@pytest.fixture(scope="module")
def briefs():
    texts = content_files({"name": "memo"}, AUDIENCES)
    return {name: yaml.safe_load(texts[brief_file(name)]) for name in DESCRIPTIONS}


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    root = tmp_path_factory.mktemp("workspace")
    with opened_theme(root, "memo") as theme:
        yield start_test(theme, root / "out")


def words_of(value):
    """Yield all texts in a brief."""
    if isinstance(value, dict):
        for item in value.values():
            yield from words_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from words_of(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.slow
def test_no_edition_of_the_test_has_an_error_in_its_content(planned):
    assert planned.failed == ()
    assert [one for job in planned.jobs for one in job.findings if one.severity == "error"] == []


@pytest.mark.slow
def test_every_part_and_every_block_is_in_the_test(planned, briefs):
    (everything,) = {
        job.edition.brief: job for job in planned.jobs if job.edition.brief == "everything"
    }.values()
    kinds = {block.kind for section in everything.brief.sections for block in section.blocks}
    assert kinds == {*SHIPPED_KINDS}
    given = {key for brief in briefs.values() for key in brief}
    printed = {key.partition(".")[0] for part in PARTS.values() for key in (*part.prints, *part.names)}
    assert printed - given <= {"cite_as", "licence"}  # made by the program, and in the settings


def test_every_audience_paper_and_modifier_is_in_the_test(planned):
    library = Library(Files(shipped_root(), shipped_root()))
    editions = [job.edition for job in planned.jobs]
    assert {one.audience for one in editions} >= {*library.audiences}
    assert {one.paper for one in editions} == {*library.papers}
    assert {modifier for one in editions for modifier in one.modifiers} == {*Modifier}
    assert {one.language for one in editions} == {ORIGINAL, *LANGUAGES}
    assert {one.brief for one in editions} == {*DESCRIPTIONS}


def test_long_and_short_content_is_as_long_and_short_as_it_says(briefs):
    assert len(briefs["long"]["title"].split()) == 30
    assert len(briefs["long"]["key_points"]) == KEY_POINTS == 12
    assert len(briefs["short"]["title"].split()) == 1
    assert not {"figure", "chart", "table"} & {*map(str, briefs["short"]["sections"][0])}
    assert briefs["bare"]["audiences"]["minister"]["drop"] == ["key-points", "outlook"]
    long, wide = (block["table"] for block in briefs["tables"]["sections"][0]["blocks"] if "table" in block)
    assert (len(long["data"]) - 1, len(wide["data"][0])) == (LONG_ROWS, WIDE_COLUMNS)


@each("language", [ORIGINAL, *LANGUAGES])
def test_each_language_has_all_words_in_its_script(briefs, language):
    brief = briefs[LANGUAGES.get(language, "everything")]
    scripts = {"ar": r"[\u0600-\u06ff]", "ru": r"[\u0400-\u04ff]"}
    text = brief["sections"][0]["text"]
    letters = re.sub(r"[\W\d_]|first|second", "", text)
    share = len(re.findall(scripts.get(language, r"[a-zà-ÿœ]"), letters, re.IGNORECASE)) / len(letters)
    assert share > 0.99
    assert brief["language"] == language


def test_the_words_state_no_figure_name_or_address(briefs):
    """Numbers count rows, columns and facts from one; addresses are those that are reserved for examples."""
    for brief in briefs.values():
        texts = [*words_of(brief)]
        assert {host for text in texts for host in re.findall(r"https?://([^/\s]+)", text)} <= {"example.org"}
        assert {text.partition("@")[2] for text in texts if re.match(r"\w+@\w", text)} <= {"example.org"}
        assert all(int(fact["value"]) <= 3 for fact in brief.get("facts", {}).values())
