"""A library in the manner of real ones: entries as reference managers write them, each with what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of entry: its text, and the values that it has or the finding that it gives.

    In the text, KEY is the key of the entry. `finding` is a piece of the message; `line` counts from that of the key.
    """

    text: str
    values: Mapping[str, object]
    finding: str = ""
    line: int = 0


SICI = "10.1175/1520-0493(1987)115<1606:GARSPP>2.0.CO;2"

KINDS = (
    # Zotero, BibLaTeX
    Kind(
        "@online{KEY,\n\ttitle = {Water statistics \\textbar{} National {Office} of Statistics},\n"
        "\turl = {https://www.example.org/a_b/c?x=1&y=%C3%A9},\n"
        "\tabstract = {With 50\\% and a lone { brace \\} },\n"
        "\turldate = {2024-05-03},\n\tlangid = {english},\n"
        "\tfile = {Snapshot:C\\:\\\\Users\\\\me\\\\index.html:text/html},\n}",
        {
            "title": "Water statistics | National Office of Statistics",
            "url": "https://www.example.org/a_b/c?x=1&y=%C3%A9",
            "accessed": "2024-05-03",
        },
    ),
    # Better BibTeX, with its own format of names
    Kind(
        "@article{KEY,\n  title = {{<i>Salmo</i>} in {{H$_2$O}} \\& {$<$}5 m: {CO\\textsubscript{2}}},\n"
        "  author = {family=Beethoven, given=Ludwig, prefix=van, useprefix=false and D'Arc, Jeanne},\n"
        "  date = {2020-05-03/2020-05-08},\n  journaltitle = {Nature},\n  doi = {10/abc123},\n}",
        {
            "title": r"*Salmo* in H₂O \& \<5 m: CO₂",
            "author": ["Beethoven, Ludwig van", "D’Arc, Jeanne"],
            "date": "2020-05",
            "doi": "10/abc123",
        },
    ),
    # Mendeley
    Kind(
        "@article{KEY,\nabstract = {Lorem {\\%} ipsum.},\n"
        'author = {M{\\"{u}}ller, K. and Ho{\\`{a}}ng, N. and others},\n'
        "doi = {10.1175/1520-0493(1987)115{\\textless}1606:GARSPP{\\textgreater}2.0.CO;2},\n"
        "file = {:home/me/a.pdf:pdf},\nmendeley-tags = {x},\ntitle = {{Storms over the sea}},\n"
        "url = {http://example.org/{\\~{}}x/a{\\_}b?q=1{\\&}r=2},\nyear = {1987}\n}",
        {
            "author": ["Müller, K.", "Hoàng, N.", "et al."],
            "doi": SICI,
            "title": "Storms over the sea",
            "url": "http://example.org/~x/a_b?q=1&r=2",
            "date": "1987",
        },
    ),
    # JabRef
    Kind(
        "@TechReport{KEY,\n  author      = {{Ministry of Water and Roads}},\n"
        "  title       = {Annual report},\n"
        "  institution = {{Ministry of Water and Roads}},\n  year        = {n.d.},\n"
        "  month       = sep,\n  groups      = {Rivers},\n  timestamp   = {2020.01.05},\n"
        "  owner       = {me},\n"
        "  note        = {Accessed: 5 January 2020},\n  url         = {https://example.org/$\\sim$x},\n}",
        {
            "author": ["Ministry of Water and Roads"],
            "date": None,
            "note": None,
            "accessed": "2020-01-05",
            "url": "https://example.org/~x",
        },
    ),
    # EndNote
    Kind(
        "@article{KEY,\n   author = {Lee, Robert E., Jr. and King, III, Martin},\n"
        "   title = {A paper},\n   journal = {J},\n"
        "   volume = {12},\n   number = {3},\n   pages = {4-9},\n   ISSN = {1234-5678},\n"
        "   DOI = {DOI: 10.1000/xyz.},\n"
        "   year = {2019/2020},\n   type = {Journal Article}\n}",
        {
            "author": ["Lee, Jr., Robert E.", "King, III, Martin"],
            "issue": "3",
            "doi": "10.1000/xyz",
            "date": "2019/2020",
        },
    ),
    # Google Scholar
    Kind(
        "@inproceedings{KEY,\n  title={A paper: CO\\textsubscript{2} at 5\\,\\% of m$^2$},\n"
        "  author={Smith, John and others},\n"
        "  booktitle={Proc.\\ of the 3\\textsuperscript{rd} Conf.},\n  year={2018},\n"
        "  organization={IEEE}\n}",
        {
            "title": "A paper: CO₂ at 5 % of m²",
            "author": ["Smith, John", "et al."],
            "container": "Proc. of the 3^rd^ Conf.",
        },
    ),
    # Crossref
    Kind(
        " @article{KEY, title={Rivers &amp; <i>roads</i>}, volume={5}, url={http://dx.doi.org/10.1000/abc}, "
        "DOI={10.1000/abc}, journal={J}, publisher={P}, author={Łukasz, Żółć}, year={2021}, month=jan, pages={1–10} }",
        {"title": r"Rivers \& *roads*", "doi": "10.1000/abc", "date": "2021-01", "author": ["Łukasz, Żółć"]},
    ),
    # by hand, as for Overleaf
    Kind(
        '@misc{KEY,\n  author = "World Bank",\n  title = "A page",\n'
        '  howpublished = "\\url{https://example.org/a b/c}",\n'
        '  note = "[Online; accessed 19-July-2008]",\n  year = "forthcoming"\n}',
        {
            "author": ["World Bank"],
            "url": "https://example.org/a%20b/c",
            "accessed": "2008-07-19",
            "status": "forthcoming",
            "note": None,
        },
    ),
    Kind("@book{KEY, title={Old things}, author={Plato}, date={-0380}}", {"date": "-0380"}),
    Kind("@book{KEY, title={Older}, author={A, B}, year={c.~1850}}", {"date": "1850~"}),
    Kind(
        "@online{KEY, title={Two}, url={https://a.example/x; https://web.archive.org/web/2020/https://a.example/x}}",
        {
            "url": "https://a.example/x",
            "archive": "https://web.archive.org/web/2020/https://a.example/x",
        },
    ),
    Kind(
        "@online{KEY, title={Three}, url={https://a.example/x, https://b.example/y}}",
        {"url": "https://a.example/x", "note": "<https://b.example/y>"},
    ),
    Kind(
        "@misc{KEY, title={A preprint}, eprint={2001.12345}, archivePrefix={arXiv}, year={2020}, pubstate={inpress}}",
        {"url": "https://arxiv.org/abs/2001.12345", "status": "in press"},
    ),
    # what cannot be read is a finding at its line
    Kind("@book{KEY,\n title={A},\n date={2020-13-45}\n}", {"date": "2020-13-45"}),
    Kind("@book{KEY,\n title={\\SI{5}{\\km}}\n}", {}, "unsupported LaTeX command `\\SI`", 1),
    Kind(
        "@book{KEY,\n title={A},\n author={Smith, J., Lee, K., Roe, R.}\n}", {}, "the commas of this name", 2
    ),
    Kind(
        "@book{KEY,\n title={A},\n url={https://example.org/a and more}\n}", {}, "the address has a space", 2
    ),
    Kind(
        "@book{KEY,\n title={A {lone brace},\n year={2020},\n}", {}, "the braces of 'title' do not match", 1
    ),
    Kind("@book{KEY,\n title={A},\n publisher=unknown # { Press}\n}", {}, "unknown string 'unknown'", 2),
    Kind("@book{KEY,\n title={A <table>x</table>}\n}", {}, "HTML that titles cannot have", 1),
)
"""The kinds of entries, in the manner of the programs that are named."""

HEAD = """% Encoding: UTF-8
@STRING{jot = "Journal of Towns"}
@Comment{jabref-meta: databaseType:bibtex;}
@comment{jabref-meta: grouping:
0 AllEntriesGroup:;
1 StaticGroup:Rivers\\;0\\;1\\;\\;\\;\\;;
}
@preamble{"\\newcommand{\\noop}[1]{}"}

"""


def library(count: int) -> tuple[str, dict[str, tuple[Kind, int]]]:
    """Return a library of that many entries, and for each key its kind and the line of the key."""
    text, expected = HEAD, {}
    for number in range(count):
        kind, key = KINDS[number % len(KINDS)], f"key{number}"
        expected[key] = (kind, text.count("\n") + 1)
        text += kind.text.replace("KEY", key) + "\n\n"
    return text, expected
