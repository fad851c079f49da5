"""The references to a publication, read by other programs' libraries."""

from __future__ import annotations

import json

import bibtexparser
import pytest

from briefing.core.source_map import SourceMap
from briefing.load.sources.csl_json import read_csl_json
from briefing.site.citations import citation_files, csl_item, write_bibtex, write_ris
from tests.site.sites import ADDRESS, site, version

HARD = {"title": "Costs & gains: 5 % of {all} #1_a \\ ~", "subtitle": None}


def of(one, *, address=ADDRESS):
    return site(one, address=address), one, one.texts[0]


def bibtex(one, **options):
    library = bibtexparser.parse_string(write_bibtex(*of(one, **options)))
    assert library.failed_blocks == []
    (entry,) = library.entries
    return entry


def test_bibtex_has_what_a_citation_needs():
    entry = bibtex(version("heat", "2026-11-22", number=7, edition=2, doi="10.1000/182"))
    assert (entry.entry_type, entry.key) == ("techreport", "heat-2026-11-22-en")
    assert {name: field.value for name, field in entry.fields_dict.items()} == {
        "author": "Ada Okoye and {The City Team}",
        "title": r"{Nights stay hot \& humid: Trees <and> shade}",
        "institution": "The Institute",
        "type": "policy brief",
        "series": "City Notes",
        "number": "7",
        "edition": "2",
        "year": "2026",
        "month": "11",
        "date": "2026-11-22",
        "doi": "10.1000/182",
        "url": f"{ADDRESS}heat/",
        "langid": "en",
        "abstract": r"Hot nights harm people. Trees help: 100 \% \& more.",
        "keywords": "heat, trees and shade",
    }


def test_signs_that_are_commands_of_latex_are_escaped():
    title = bibtex(version("heat", "2026-11-22", text=HARD))["title"]
    assert title == r"{Costs \& gains: 5 \% of \{all\} \#1\_a \textbackslash{} \textasciitilde{}}"


def test_ris_has_a_tag_in_each_line():
    lines = write_ris(*of(version("heat", "2026-11", number=7, issn="2049-3630"))).split("\r\n")
    assert lines[0] == "TY  - RPRT" and lines[-2:] == ["ER  - ", ""]
    assert [line for line in lines if line[:2] in ("AU", "DA", "PY", "SN", "UR", "KW")] == [
        "AU  - Ada Okoye",
        "AU  - The City Team",
        "PY  - 2026",
        "DA  - 2026/11/",
        "SN  - 2049-3630",
        f"UR  - {ADDRESS}heat/",
        "KW  - heat",
        "KW  - trees and shade",
    ]
    assert "AB  - Hot nights harm people. Trees help: 100 % & more." in lines


def test_csl_json_is_read_as_a_source():
    one = version("heat", "2026-11-22", doi="10.1000/182", number=7)
    content = citation_files(*of(one))["heat/2026-11-22/heat-2026-11-22-en.json"].decode()
    assert json.loads(content)[0]["issued"] == {"date-parts": [[2026, 11, 22]]}
    (entry,), findings = read_csl_json(SourceMap("heat.json", content), lambda _: True)
    assert entry.id == "heat-2026-11-22-en" and findings == []


def test_without_an_address_the_reference_names_that_of_the_brief():
    named = version("heat", "2026-11-22", web="https://example.org/heat")
    assert csl_item(*of(named, address=None))["URL"] == "https://example.org/heat"
    assert "URL" not in csl_item(*of(version("heat", "2026-11-22"), address=None))


@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
def test_each_language_has_its_own_files(ending):
    one = version("heat", "2026-11", "en", "ar")
    found = {name for texts in one.texts for name in citation_files(site(one), one, texts)}
    assert {f"heat/2026-11/heat-2026-11-{tag}.{ending}" for tag in ("en", "ar")} <= found
