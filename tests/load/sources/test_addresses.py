"""Addresses and DOIs in libraries: each survives whole, or is reported."""

from __future__ import annotations

import pytest

from briefing.core.dois import address_of, bare_doi
from briefing.core.source_map import SourceMap
from briefing.load.sources.addresses import complete_address, read_addresses, read_doi
from briefing.load.sources.bibtex import read_bibtex
from briefing.load.sources.bibtex_values import UnreadableValueError
from tests.cases import each


@each(
    ("typed", "address"),
    [
        (r"https://e.org/\~{}x/y?q=1", "https://e.org/~x/y?q=1"),
        (r"https://e.org/{\textasciitilde}x", "https://e.org/~x"),
        (r"https://e.org/\textasciitilde{}x", "https://e.org/~x"),
        (r"https://e.org/\textasciitilde x", "https://e.org/~x"),
        (r"https://e.org/$\sim$x", "https://e.org/~x"),
        (r"https://e.org/{$\sim$}x", "https://e.org/~x"),
        (r"https://e.org/\~ x", "https://e.org/~x"),
        (r"https://e.org/~x", "https://e.org/~x"),
        (r"https://e.org/a\_b\%20c\&d\#e", "https://e.org/a_b%20c&d#e"),
        (r"https://e.org/a{\_}b{\&}c", "https://e.org/a_b&c"),
        (r"https://e.org/x\\_y", "https://e.org/x_y"),
        (r"https://e.org/a\textunderscore b{\textunderscore}c", "https://e.org/a_b_c"),
        (r"https://e.org/y_(z)?q=1&r={2}#t%20u", "https://e.org/y_(z)?q=1&r=2#t%20u"),
        (r"https://e.org/\{id\}", "https://e.org/%7Bid%7D"),
        (r"https://e.org/?a=1\&amp;b=2", "https://e.org/?a=1&b=2"),
        ("https://e.org/a b/c", "https://e.org/a%20b/c"),
        ("https://e.org/My Report 2020.pdf", "https://e.org/My%20Report%202020.pdf"),
        ("https://e.org/a|b", "https://e.org/a%7Cb"),
        ("https://e.org/very/long/\n   path", "https://e.org/very/long/path"),
        (r"\url{https://e.org/a_b}", "https://e.org/a_b"),
        (r"\href{https://e.org/a}{words}", "https://e.org/a"),
        ("<https://e.org/x>", "https://e.org/x"),
        ("https://e.org/x.", "https://e.org/x"),
        ("https://e.org/x(1)", "https://e.org/x(1)"),
        ("https://e.org/é/%C3%A9", "https://e.org/é/%C3%A9"),
        (
            "https://web.archive.org/web/2020/https://e.org/x",
            "https://web.archive.org/web/2020/https://e.org/x",
        ),
    ],
)
def test_an_address_survives_whole(typed, address):
    addresses, around = read_addresses(typed)
    assert addresses == [address]
    assert around.strip(" .") == ""


@pytest.mark.parametrize("typed", [r"https://e.org/\foo{}", r"https://e.org/\char`\~x"])
def test_another_command_in_an_address_is_reported(typed):
    with pytest.raises(UnreadableValueError, match="in an address"):
        read_addresses(typed)


SICI = "10.1175/1520-0493(1987)115<1606:GARSPP>2.0.CO;2"


@each(
    ("typed", "doi"),
    [
        (SICI, SICI),
        (r"10.1175/1520-0493(1987)115{$<$}1606:GARSPP{$>$}2.0.CO;2", SICI),
        (r"10.1175/1520-0493(1987)115{\textless}1606:GARSPP{\textgreater}2.0.CO;2", SICI),
        ("10.1175/1520-0493(1987)115&lt;1606:GARSPP&gt;2.0.CO;2", SICI),
        ("https://doi.org/10.1175/1520-0493(1987)115%3C1606:GARSPP%3E2.0.CO;2", SICI),
        ("10/abc123", "10/abc123"),
        ("https://doi.org/10/abc", "10/abc"),
        (r"doi:10.1000/ab\_c", "10.1000/ab_c"),
        (r"10.1000/a{\_}b", "10.1000/a_b"),
        ("10.1000/{A1}-x", "10.1000/A1-x"),
        ("DOI: 10.1000/x.", "10.1000/x"),
        ("https://dx.doi.org/10.1000/xyz", "10.1000/xyz"),
        (r"\url{https://doi.org/10.1000/x}", "10.1000/x"),
        ("info:doi/10.1000/x", "10.1000/x"),
        ("10.1000/a b", "10.1000/a b"),
    ],
)
def test_a_doi_is_bare(typed, doi):
    assert read_doi(typed) == doi


def test_the_address_of_a_doi_is_percent_encoded():
    assert address_of(SICI) == "https://doi.org/10.1175/1520-0493(1987)115%3C1606:GARSPP%3E2.0.CO;2"
    assert bare_doi("https://doi.org/10.1000/182") == "10.1000/182"


def test_an_address_in_json_is_completed_or_left_to_the_model():
    assert complete_address("https://e.org/a<b>") == "https://e.org/a%3Cb%3E"
    assert complete_address("https://e.org/a b/c") == "https://e.org/a%20b/c"
    assert complete_address("https://e.org/a b") == "https://e.org/a b"


@each(
    ("fields", "values"),
    [
        (
            r"howpublished={\url{https://a.org/x}}, note={Accessed: 2021-03-04}",
            {"url": "https://a.org/x", "accessed": "2021-03-04"},
        ),
        ("howpublished={Personal communication}", {"note": "Personal communication"}),
        ("howpublished={Online}, url={https://a.org}", {"url": "https://a.org"}),
        (
            r"howpublished={Available at \url{https://a.org/x}, last visited 03.05.2020}",
            {"url": "https://a.org/x", "accessed": "2020-05-03"},
        ),
        (r"note={See also \url{https://a.org/x} for data}", {"note": "See also <https://a.org/x> for data"}),
        (
            "url={https://a.org/x}, note={[Online; accessed 19-July-2008]}",
            {"url": "https://a.org/x", "accessed": "2008-07-19"},
        ),
        (
            "url={https://a.org/x}, note={Accessed 03/05/2020}",
            {"url": "https://a.org/x", "note": "Accessed 03/05/2020"},
        ),
        (
            "url={https://a.org/x}, note={Draft. Accessed 2020-05-03.}",
            {"url": "https://a.org/x", "accessed": "2020-05-03", "note": "Draft."},
        ),
        ("url={https://a.org/x; https://b.org/y}", {"url": "https://a.org/x", "note": "<https://b.org/y>"}),
        ("url={doi:10.1000/x}", {"doi": "10.1000/x"}),
        ("doi={https://www.example.org/stable/1}", {"url": "https://www.example.org/stable/1"}),
        ("url={https://a.org/x (accessed 2020-01-02)}", {"url": "https://a.org/x", "accessed": "2020-01-02"}),
        ("url={www.example.org/a}", {"url": "https://www.example.org/a"}),
        ("url={<Go to ISI>://WOS:000454108600020}", {}),
        ("url={<Go to ISI>://WOS:000454108600020}, doi={10.1000/x}", {"doi": "10.1000/x"}),
        ("eprint={2001.1}, eprinttype={arxiv}", {"url": "https://arxiv.org/abs/2001.1"}),
    ],
)
def test_each_address_gets_into_its_field(fields, values):
    (entry,), findings = read_bibtex(
        SourceMap("refs.bib", f"@misc{{one, title={{T}}, {fields}}}"), lambda _: True
    )
    assert entry.values == {"title": "T", **values}
    assert findings == []
