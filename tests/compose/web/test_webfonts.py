"""Subsets of fonts: the letters that nearly all editions share, and their cache."""

from __future__ import annotations

import pytest

from briefing.compose.web import webfonts
from briefing.compose.web.webfonts import in_blocks, learn_webfonts, letters_of, subset_font
from briefing.files.fonts import read_font

SHIPPED = ("SourceSans3-Bold.ttf", "XCharter-Italic.otf")


def test_texts_in_the_shipped_languages_share_one_set_of_letters():
    usual = in_blocks(letters_of(["Plain words."]))
    for text in ("Où l’œuvre coûte 5 €, 20 % ≤ x", "«Всё» — № 5", "ثلاثة أعوام", "¿Qué? → São, Łódź"):
        assert in_blocks(letters_of([text])) == usual
    assert in_blocks(letters_of(["Ωμέγα"])) > usual


@pytest.mark.slow
def test_the_shipped_fonts_are_ready_before_a_worker_is_sandboxed(workspace, monkeypatch):
    learn_webfonts()
    subset_font.cache_clear()  # as in a worker process that starts
    monkeypatch.setattr(webfonts, "_make_subset", lambda *_: pytest.fail("the subset is not in the cache"))
    learn_webfonts()
    monkeypatch.setattr(webfonts, "derived", lambda *_: pytest.fail("the cache cannot be read in a sandbox"))
    for name in SHIPPED:
        assert subset_font(read_font(f"styles/fonts/{name}", workspace()), in_blocks(letters_of(["A text."])))
