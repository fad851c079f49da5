"""The text of imported words: it prints exactly the words of the document, whatever characters it has."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.importing.brief_yaml import write_yaml
from briefing.importing.document_tree import Cited, Format, Item, Paragraph, Run, Table
from briefing.importing.markup import Markup, words_of
from briefing.importing.references import read_references
from briefing.importing.web_page import CONTINUED
from briefing.load.yaml.reader import read_document
from tests.cases import each

SIGNS = st.text("ab 1.-*_[](){}^~`<>&;$#|\\!:@'\"=+/é中", min_size=1, max_size=30)
TEXTS = SIGNS.map(lambda text: " ".join(text.split())).filter(bool)


def flat(words: str) -> str:
    return " ".join(words.split())


@given(TEXTS, st.sampled_from([frozenset(), frozenset({Format.BOLD}), frozenset({Format.ITALIC})]))
@settings(max_examples=150, deadline=None)
@example("1. a", frozenset())
@example("- a", frozenset())
@example("a\\", frozenset())
@example("*", frozenset({Format.BOLD}))
@example("{a} [@b] ^[c] [^1] <br> &amp;", frozenset())
def test_the_words_of_a_paragraph_are_printed_as_they_are(text, formats):
    for typed in (Markup().inline([Run(text, formats)]), Markup().blocks([Paragraph((Run(text, formats),))])):
        assert flat(words_of(typed, is_block=True)) == text
    line = Markup().inline([Run(text, formats)], is_line=True)
    assert flat(words_of(line)) == text


@given(st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=80, deadline=None)
def test_items_stay_items_of_one_list(texts):
    items = [Paragraph((Run(text),), item=Item(0)) for text in texts]
    assert flat(words_of(Markup().blocks(items), is_block=True)) == flat(" ".join(texts))


@given(st.lists(TEXTS, min_size=1, max_size=3), TEXTS)
@settings(max_examples=150, deadline=None)
@example([": a", "a: b", "- #"], "no")
def test_yaml_is_read_back_as_it_was(texts, more):
    long = " ".join([*texts, more, "word"] * 6)
    data = {"title": more, "key_points": texts, "sections": [{"text": long}, {"text": f"{more}\n\n{long}\n"}]}
    written = write_yaml(data, {("key_points", 0): ["A comment."], ("sections", 1): [long]})
    read = read_document(written.encode(), "brief.yaml").data
    assert read == data


def test_runs_with_formats_links_notes_and_citations():
    runs = [
        Run("CO"),
        Run("2", frozenset({Format.SUBSCRIPT})),
        Run(" is "),
        Run("bold ", frozenset({Format.BOLD})),
        Run("and ", frozenset({Format.BOLD})),
        Run("linked", address="https://example.org/a (b)"),
        Run(" word "),
        Run("(X, 2020)", cited=(Cited("doc-1", "p. 4"), Cited("doc-2"))),
        Run("."),
        Run(note=(Run("See "), Run("there", frozenset({Format.ITALIC})), Run("]"))),
        Run(is_break=True),
        Run("code`s", frozenset({Format.CODE})),
    ]
    assert Markup({"doc-1": "x-2020"}).inline(runs) == (
        "CO~2~ is **bold and** [linked](https://example.org/a%20%28b%29) word [@x-2020, p. 4; @doc-2]."
        "^[See *there*\\]]\\\n`` code`s ``"
    )


def test_lists_keep_levels_numbers_and_further_paragraphs():
    items = [
        Paragraph((Run("one"),), item=Item(0, "1")),
        Paragraph((Run("goes on"),), item=Item(0, CONTINUED)),
        Paragraph((Run("inside"),), item=Item(1)),
        Paragraph((Run("ten"),), item=Item(0, "10")),
        Paragraph((Run("a"),), item=Item(1, "a")),
    ]
    assert Markup().blocks(items) == "1. one\n\n   goes on\n   - inside\n10. ten\n    a. a"


@each(
    ("typed", "cited"),
    [
        ("So it is [1].", "So it is [@a-2020]."),
        ("So it is [1,2] and [1–3].", "So it is [@a-2020; @b-2021] and [@a-2020; @b-2021; @c-2022]."),
        ("So it is [4].", "So it is \\[4\\]."),
        ("In [2019] it was.", "In \\[2019\\] it was."),
        ("So (A, 2020, p. 4; see B and C, 2021).", "So [@a-2020, p. 4; @b-2021]."),
        ("So (A, 2020; D, 1999).", "So (A, 2020; D, 1999)."),
        ("So (in 2020).", "So (in 2020)."),
    ],
)
def test_numbers_and_names_of_references_become_citations(typed, cited):
    lines = ("[1] A, B. (2020). One.", "[2] B, C. (2021). Two.", "[3] C, D. (2022). Three.")
    found = read_references([Paragraph((Run(line),)) for line in lines])
    assert [one.id for one in found.items] == ["a-2020", "b-2021", "c-2022"]
    assert Markup().inline(found.cite_runs([Run(typed[:5]), Run(typed[5:])])) == cited


def test_raised_numbers_are_citations_only_of_a_numbered_list():
    raised = Run("1", frozenset({Format.SUPERSCRIPT}))
    numbered = read_references([Paragraph((Run("1. A (2020). One."),))])
    plain = read_references([Paragraph((Run("A (2020). One."),))])
    assert Markup().inline(numbered.cite_runs([Run("So it is."), raised])) == "So it is. [@a-2020]"
    assert Markup().inline(plain.cite_runs([Run("10"), raised])) == "10^1^"


def test_notes_of_headings_and_cells_follow_in_the_text():
    note = Run(note=(Run("Why."),))
    rows = (((Run("A"),), (Run("B"), note)), ((Run("1"),), (Run("2"),)))
    blocks = [Paragraph((Run("H"), note), level=2), Table(rows), Paragraph((Run("Text."),))]
    assert Markup().blocks(blocks) == "## H\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\nText.^[Why.]^[Why.]"
    assert Markup().blocks([Table(rows)]).endswith("| 1 | 2 |\n\n^[Why.]")


def test_raised_numbers_in_several_runs_have_places():
    raised = [Run(text, frozenset({Format.SUPERSCRIPT})) for text in ("1", "–", "2 (p. 4, 5)", ", ", "3")]
    found = read_references([Paragraph((Run(f"{one}. A (202{one}). T."),)) for one in (1, 2, 3)])
    assert Markup().inline(found.cite_runs([Run("So."), *raised])) == (
        "So. [@a-2021; @a-2022, p. 4, 5; @a-2023]"
    )
