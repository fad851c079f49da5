"""Words that are kept out of strings, docstrings, comments and documentation (see `words`)."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT
from tests.house.words import WORDS, findings_in, misused

TEXTS = ("*.md", "Makefile", "pyproject.toml")
FOLDERS = {
    "briefing": ("*.py", "*.md"),
    "docs": ("*.md",),
    "templates": ("*.md", "*.j2.*", "*.yaml"),
    "styles": ("*.css",),
    "tests": ("*.py",),
}
PAST = {"languages", "scales", "labels"}
"""Folders of templates/ whose words are those of human languages."""


@pytest.mark.slow
def test_the_words_of_the_list_do_not_come_back():
    paths = [path for pattern in TEXTS for path in ROOT.glob(pattern)]
    paths += [
        path
        for folder, patterns in FOLDERS.items()
        for one in patterns
        for path in (ROOT / folder).rglob(one)
    ]
    paths = [
        path for path in paths if path.name not in ("words.py", "test_words.py") and not PAST & {*path.parts}
    ]
    assert len(paths) > 600
    assert [found for path in paths for found in findings_in(path)] == []


def test_every_word_of_the_list_is_found():
    examples = ["it tells", "mend it", "stands for", "is asked", "anew", "so many", "beside it", "in greys"]
    examples += ["of ours", "other than", "by chance", "Whoever", "a wording", "late modules"]
    assert [example for example in examples if not list(misused(example))] == []
    assert list(misused("besides, misunderstand, outstanding, a standalone file, understood")) == []
    assert len(WORDS) >= 20
