"""A library in the manner of real ones: every entry is read or reported at its line, and none is wrong silently."""

from __future__ import annotations

import re

import pytest

from briefing.core.source_map import SourceMap
from briefing.load.sources.bibtex import read_bibtex
from tests.load.sources.real_library import KINDS, library

LEFTOVER = re.compile(r"\\[A-Za-z]|(?<!\\)[{}$]|&amp;|</|[\ue000-\uf8ff]")
"""Signs of LaTeX or HTML in a value."""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_entry_is_read_or_reported_at_its_line(end):
    text, expected = library(3 * len(KINDS))
    entries, findings = read_bibtex(SourceMap("refs.bib", text.replace("\n", end)), lambda _: True)
    found = {entry.id: entry.values or {} for entry in entries}
    assert found.keys() == expected.keys()
    reported = {finding.where.line: finding.what for finding in findings}
    for key, (kind, line) in expected.items():
        for name, value in kind.values.items():
            assert found[key].get(name) == value, (key, name)
        if kind.finding:
            assert reported.pop(line + kind.line, "").startswith(kind.finding), (key, kind.text)
        else:
            assert not LEFTOVER.search(" ".join(map(str, found[key].values()))), found[key]
    assert reported == {}


def test_odd_entries_that_nobody_cites_do_no_harm():
    """A library of 2,035 entries, most of them odd, is as good as the two that are cited."""
    text, _ = library(2_035)
    entries, findings = read_bibtex(SourceMap("refs.bib", text), {"key1", "key2"}.__contains__)
    assert findings == []
    assert [entry.id for entry in entries if entry.values] == ["key1", "key2"]
    assert len(entries) == 2_035


def test_an_entry_inherits_from_the_one_that_it_refers_to():
    text = """@inproceedings{one, title = {A paper}, author = {Lee, Ann}, pages = {1--2}, crossref = {whole}}
@string{pub = {The Press}}
@proceedings{whole, title = {The Proceedings}, publisher = pub, year = 2019, editor = {Roe, Rae}}"""
    entries, findings = read_bibtex(SourceMap("refs.bib", text), {"one"}.__contains__)
    (values,) = (entry.values for entry in entries if entry.values)
    assert values["container"] == "The Proceedings"
    assert (values["title"], values["publisher"], values["date"]) == ("A paper", "The Press", "2019")
    assert findings == []


@pytest.mark.parametrize(
    ("start", "name"),
    [
        ("TY  - JOUR\nAU  - Lee, Ann\nER  - \n", "RIS"),
        ("%0 Journal Article\n%A Lee, Ann\n", "an EndNote file (.enw)"),
        ('[{"id": "one"}]', "CSL-JSON"),
    ],
)
def test_a_file_in_another_format_is_refused_by_its_name(start, name):
    entries, (finding,) = read_bibtex(SourceMap("refs.bib", start), lambda _: True)
    assert entries == []
    assert finding.what == f"this file is {name}, not BibTeX"
