"""The patterns of a language are parsed once, and hyphenate as before."""

from __future__ import annotations

import pyphen
import pytest

from briefing.typeset.weasyprint_patches import hyphenation_patterns
from briefing.typeset.weasyprint_patches.hyphenation_patterns import load_patterns
from briefing.typeset.weasyprint_patches.patch import find
from tests.typeset.weasyprint_patches.unpatched import Counting

WORDS = ("characteristically", "responsabilit\u00e9s", "asszonnyal", "hyphenation", "характеристика")


@pytest.fixture
def parse(monkeypatch, tmp_path):
    """Return the function that parses patterns, which counts its calls and has a separate cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    counting = Counting(find("pyphen:HyphDict.__init__"))
    cached = hyphenation_patterns._reading_cache(counting, pyphen.__version__)
    monkeypatch.setattr(pyphen.HyphDict, "__init__", cached)
    monkeypatch.setattr(pyphen, "hdcache", {})
    return counting


@pytest.mark.parametrize(("language", "is_kept"), [("en", True), ("fr", True), ("ru", True), ("hu", False)])
@pytest.mark.slow
def test_patterns_are_read_from_the_cache_where_they_are_plain(parse, monkeypatch, language, is_kept):
    """Hungarian patterns have alternatives, which are objects: they are parsed each time."""
    found = []
    for _ in range(2):
        pyphen.hdcache.clear()
        found.append([list(pyphen.Pyphen(lang=language).iterate(word)) for word in WORDS])
    assert parse.calls == (1 if is_kept else 2)
    monkeypatch.setattr(pyphen.HyphDict, "__init__", find("pyphen:HyphDict.__init__"))
    pyphen.hdcache.clear()
    assert found == [[list(pyphen.Pyphen(lang=language).iterate(word)) for word in WORDS]] * 2
    assert any(found[0])


def test_patterns_are_loaded_before_they_are_needed(parse):
    load_patterns("en-GB")
    assert len(pyphen.hdcache) == parse.calls == 1
    pyphen.Pyphen(lang="en_GB")
    load_patterns("xx")
    assert len(pyphen.hdcache) == parse.calls == 1
