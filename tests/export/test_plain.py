"""Markdown of an edition: what is text on the page is text, whatever characters it has."""

from __future__ import annotations

from markdown_it import MarkdownIt

from briefing.export.blocks import Cell, Document, Kind, Paragraph, Run, Table
from briefing.export.elements import Look
from briefing.export.plain import write_markdown
from tests.cases import each

PARSER = MarkdownIt("commonmark").enable("table")


def document(*blocks) -> Document:
    return Document(blocks, "en", False, "", "")


def paragraph(*runs: Run) -> Paragraph:
    return Paragraph(Kind.TEXT, runs, Look())


@each("code", ["a ` b", "``", "`x", "a | b", "plain"])
def test_code_is_code_with_any_characters(code):
    typed = write_markdown(document(paragraph(Run(code, is_code=True))))
    (inline,) = [token for token in PARSER.parse(typed) if token.type == "inline"]
    assert [(child.type, child.content) for child in inline.children] == [("code_inline", code)]


@each(
    "text", ["a line\n# no heading", "a line\n- no item", "1\n2. no item", "&copy; and &amp; stay", "a & b"]
)
def test_text_is_text(text):
    typed = write_markdown(document(paragraph(Run(text))))
    tokens = PARSER.parse(typed)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    said = "".join("\n" if child.type == "hardbreak" else child.content for child in tokens[1].children)
    assert said == text


def test_a_bar_in_code_does_not_end_a_cell():
    row = tuple(Cell((paragraph(Run(text, is_code=True)),), is_head=False) for text in ("a | b", "c"))
    typed = write_markdown(document(Table((row,), 0, "", "", Look())))
    cells = [token.content for token in PARSER.parse(typed) if token.type == "inline"]
    assert [cell for cell in cells if cell] == ["`a | b`", "`c`"]
