"""Texts in files of their own are read and changed in these files, and nothing else of them."""

from __future__ import annotations

from codecs import BOM_UTF8

import pytest

from briefing.files.guarded_writing import Change, Refusal
from briefing.pipeline.plan import Selection, plan
from briefing.preview.passages import change_variant, find_variants
from tests.conftest import LEAST_BRIEF

BRIEF = LEAST_BRIEF.replace(
    "text: A first text.",
    "text: {file: sections/one.md}\n    short: Short.\n    blocks: [{text: {file: sections/two.md}}]",
)
SPANISH = """\
title: Un hallazgo
key_points: [Uno.]
sections:
  - {title: Un título, text: {file: sections/one.es.md}, short: Breve., blocks: [{text: Dos.}]}
outlook: Sigue.
"""
KEY = ("sections", 0, "text")


@pytest.fixture
def opened(workspace):
    return workspace(
        BRIEF,
        {
            "content/trial/brief.es.yaml": SPANISH,
            "content/trial/sections/one.md": BOM_UTF8 + b"First *text*.\r\n\r\nAnd more.\r\n\r\n",
            "content/trial/sections/one.es.md": "Primer texto.",
            "content/trial/sections/two.md": "Second text.\n",
        },
    )


def variants_of(opened, key=KEY):
    (job,) = plan(opened, Selection(languages=("en",))).jobs
    return job, find_variants(job, key, opened)


def test_each_register_and_language_is_found_in_its_file(opened):
    _, found = variants_of(opened)
    assert [(one.language, one.register, one.file.rpartition("trial/")[2], one.text) for one in found] == [
        ("en", "text", "sections/one.md", "First *text*.\n\nAnd more."),
        ("en", "short", "brief.yaml", "Short."),
        ("es", "text", "sections/one.es.md", "Primer texto."),
        ("es", "short", "brief.es.yaml", "Breve."),
    ]


def test_a_block_of_text_is_found_in_its_file(opened):
    _, (english, spanish) = variants_of(opened, ("sections", 0, "blocks", 0, "text"))
    assert (english.file, english.text) == ("content/trial/sections/two.md", "Second text.")
    assert (spanish.file, spanish.text) == ("content/trial/brief.es.yaml", "Dos.")


def test_a_text_is_written_into_its_file_with_its_marks_and_line_ends(opened):
    job, (variant, *_) = variants_of(opened)
    before = (opened.root / "content/trial/brief.yaml").read_bytes()
    made = change_variant(job, KEY, variant, "First text.\n\nAnd less.\n", opened)
    assert isinstance(made, Change)
    path = opened.root / variant.file
    assert path.read_bytes() == BOM_UTF8 + b"First text.\r\n\r\nAnd less.\r\n\r\n"
    assert (opened.root / "content/trial/brief.yaml").read_bytes() == before
    again = change_variant(job, KEY, variant, "Lost?", opened)
    assert isinstance(again, Refusal) and "has changed" in again.reason


@pytest.mark.parametrize("words", ["", "  \n", "\ud800"])
def test_a_text_that_no_file_can_have_is_refused(opened, words):
    job, (variant, *_) = variants_of(opened)
    assert isinstance(change_variant(job, KEY, variant, words, opened), Refusal)
