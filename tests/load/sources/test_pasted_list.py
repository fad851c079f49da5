"""Lists of references as they are copied from documents and web pages."""

from __future__ import annotations

from briefing.core.errors import ContentError
from briefing.load.library import Library
from tests.cases import each
from tests.conftest import LEAST_BRIEF


def references(workspace, lines: list[str]) -> list[str]:
    """Return the references of a pasted list, or the findings as code and place."""
    text = "sources: |\n" + "".join(f"  {line}".rstrip() + "\n" for line in lines)
    try:
        sources = Library(workspace(LEAST_BRIEF + text)).brief("trial").brief.sources
    except ContentError as error:
        return [f"{found.code} {found.where.line}: {found.what}, {found.help}" for found in error.findings]
    return [source.title.text for source in sources.values()]


@each(
    "signs",
    [
        ("1. ", "2. "), ("1) ", "2) "), ("[1] ", "[2] "), ("(1) ", "(2) "), ("1\t", "2\t"), ("¹ ", "² "), ("• ", "• "),
        ("▪ ", "▪ "), ("- ", "- "), ("^ ", "^ "), ("[Roe18] ", "[PoeDoe20a] "), ("", ""),
    ],
)  # fmt: skip
def test_numbers_bullets_and_labels_are_left_out(workspace, signs):
    first, second = signs
    assert references(workspace, [f"{first}Roe, R. (2018). A.", f"{second}Poe, P. (2020). B."]) == [
        "Roe, R. (2018). A.",
        "Poe, P. (2020). B.",
    ]


@each(
    ("lines", "printed"),
    [
        (["References", "Roe, R. (2018). A."], ["Roe, R. (2018). A."]),
        (["## Works Cited", "", "Roe, R. A. 2018.", "", "Poe, P. B. 2020."], ["Roe, R. A. 2018.", "Poe, P. B. 2020."]),
        (["Список литературы:", "Иванов И. И. Реки. 2018."], ["Иванов И. И. Реки. 2018."]),
        (["Sources (2020). A. P.", "Roe, R. (2018). B."], ["Sources (2020). A. P.", "Roe, R. (2018). B."]),
        (["2020. Report of a test. P.", "Roe, R. (2018). B."], ["2020. Report of a test. P.", "Roe, R. (2018). B."]),
        (["Roe R. A. Lancet. 2018. [CrossRef] [PubMed]"], ["Roe R. A. Lancet. 2018."]),
        (["Roe R. A. Lancet. 2018. CrossRef Full Text | Google Scholar"], ["Roe R. A. Lancet. 2018."]),
        (["Roe R. How to use Google Scholar"], ["Roe R. How to use Google Scholar"]),
        (["Roe R. A study of PubMed [dissertation]"], ["Roe R. A study of PubMed [dissertation]"]),
        (["https://example.org/report.pdf"], ["https://example.org/report.pdf"]),
        (["1. Roe R. In the", "north 12,", "13. P.", "2. Poe P."], ["Roe R. In the north 12, 13. P.", "Poe P."]),
    ],
)  # fmt: skip
def test_a_list_is_read_as_it_was_copied(workspace, lines, printed):
    assert references(workspace, lines) == printed


@each(
    "lines",
    [
        ["van der Berg, K. (2019). A", "de Souza, M. B", "al-Masri, A. C", "bell hooks (1994). D"],
        ["Craig P, ‘Theory’ [2005] PL 440", "von Test A, ‘B’ (2009) 72 MLR 554"],
        ["Roe, R. (2018). A. https://a.org/a%20b [Accessed 3 May 2021]"],
        ["Roe, R. (2018). A", "Poe, P. (2020). B", "UN (2020). C"],
    ],
)
def test_references_that_begin_with_small_letters_or_end_without_a_full_stop_are_whole(workspace, lines):
    assert references(workspace, lines) == lines


@each(
    "lines",
    [
        ["Roe, R. (2018). Avail-", "able at https://example.org"],
        ["Roe, R., Doe, D., &", "Poe, P. (2020). A."],
        ["Roe, R. (2018). Rivers in the", "north. P."],
        ["Roe, R. (2018). The State of", "The Rivers. P."],
        ["Roe, R. (2018). A.", "https://doi.org/10.1000/182"],
    ],
)
def test_a_line_that_continues_a_reference_is_reported(workspace, lines):
    (found,) = references(workspace, lines)
    assert found.startswith("BR351 11: this line continues the reference above it")


@each(
    ("lines", "name", "help"),
    [
        (["@article{a, title={A}}"], "BibTeX", "`sources: refs.bib`"),
        (['[{"id": "a", "title": "A"}]'], "CSL-JSON", "`sources: refs.json`"),
        (["TY  - JOUR", "TI  - A", "ER  - "], "RIS", "export the sources"),
        (["%0 Journal Article", "%T A"], "an EndNote file (.enw)", "export the sources"),
        (["PMID- 1", "TI  - A"], "a PubMed file (.nbib)", "export the sources"),
    ],
)
def test_an_export_in_place_of_references_is_named(workspace, lines, name, help):
    (found,) = references(workspace, lines)
    assert found.startswith(f"BR116 10: this text is {name}, not a list of references")
    assert help in found
