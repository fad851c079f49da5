"""Two PDFs that were sent out: the words that were removed and inserted, and the copy with marks."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner

from briefing.cli.command_group import group
from briefing.compare.marked_pdf import mark
from briefing.compare.pdf_pair import compare_pdfs, mark_changes
from briefing.core.errors import SelectionError
from tests.compare.test_pdf_diff import BRIEF, CHANGED, PARTS, pdf_of

pytestmark = [pytest.mark.process, pytest.mark.engine]


@pytest.fixture
def pair(tmp_path) -> tuple[Path, Path]:
    paths = tmp_path / "old.pdf", tmp_path / "new.pdf"
    for path, text in zip(paths, (BRIEF, CHANGED), strict=True):
        path.write_bytes(pdf_of(text, PARTS))
    return paths


@cache
def foreign(*words: str) -> bytes:
    """Return a PDF without tags, by another program."""
    pdf = pikepdf.new()
    for text in words:
        page = pdf.add_blank_page(page_size=(300, 300))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        lines = " ".join(f"({line}) Tj 0 -20 Td" for line in text.split("|"))
        page.obj.Contents = pdf.make_stream(f"BT /F 12 Tf 20 250 Td {lines} ET".encode())
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def test_words_are_removed_and_inserted_by_page_and_section(pair):
    compared = compare_pdfs(*pair)
    assert compared.basis == "the texts of the tags of both files"
    found = {
        (one.kind, one.page, one.section): [(run.fate, run.words) for run in one.runs if run.fate != "kept"]
        for one in compared.changes
        if one.section in ("It is so", "Key points")
    }
    assert found[("reworded", 1, "It is so")]
    runs = [run for one in compared.changes for run in one.runs]
    assert ("del", "thirty-six") in [(run.fate, run.words) for run in runs]
    assert ("ins", "thirty-seven") in [(run.fate, run.words) for run in runs]
    points = {(one.kind, one.before, one.after) for one in compared.changes if one.section == "Key points"}
    assert ("dropped", "The second point is about the money.", "") in points
    assert ("added", "", "A new point of another kind.") in points
    assert compared.count("del") == sum(len(run.words.split()) for run in runs if run.fate == "del")


def test_equal_files_have_no_differences(pair):
    compared = compare_pdfs(pair[0], pair[0])
    assert compared.changes == ()
    assert compared.same_count > 5


def test_a_pdf_of_another_program_is_compared_by_the_text_of_its_pages(tmp_path):
    old, new = tmp_path / "old.pdf", tmp_path / "new.pdf"
    old.write_bytes(foreign("The fleet has thirty|aircraft in all.", "Second page."))
    new.write_bytes(foreign("The fleet has forty|aircraft in all.", "Second page."))
    compared = compare_pdfs(old, new)
    assert "old.pdf was made by another program" in compared.basis
    (change,) = compared.changes
    assert (change.kind, change.page, change.old_page, change.section) == ("reworded", 1, 1, "")
    assert [(run.fate, run.words) for run in change.runs if run.fate != "kept"] == [
        ("del", "thirty"),
        ("ins", "forty"),
    ]
    assert compared.same_count == 1


def test_our_file_and_one_of_another_program_are_compared_in_the_same_way(pair, tmp_path):
    other = tmp_path / "other.pdf"
    other.write_bytes(foreign("It goes on."))
    assert "the text of the pages" in compare_pdfs(pair[0], other).basis


def test_the_pages_of_an_edition_do_not_depend_on_the_program_that_wrote_them(pair, tmp_path):
    other = tmp_path / "other.pdf"
    with pikepdf.open(pair[0]) as document:
        document.docinfo["/Creator"] = pikepdf.String("Another program")
        document.save(other)
    compared = compare_pdfs(pair[0], other)
    assert compared.basis.startswith("the text of the pages") and not compared.changes


@pytest.mark.parametrize(
    ("content", "code"), [(b"no pdf", "BR810"), (b"", "BR810"), (None, "BR810"), ("blank", "BR810")]
)
def test_what_cannot_be_compared_is_refused(pair, tmp_path, content, code):
    path = tmp_path / "wrong.pdf"
    if content is not None:
        path.write_bytes(foreign("") if content == "blank" else content)
    for given in ((pair[0], path), (path, pair[0])):
        with pytest.raises(SelectionError) as caught:
            compare_pdfs(*given)
        assert [finding.code for finding in caught.value.findings] == [code]


def annotations(content: bytes) -> list[tuple[int, str, str, list[float]]]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [
            (number, str(one.Subtype), str(one.Contents), [float(side) for side in one.Rect])
            for number, page in enumerate(pdf.pages, start=1)
            for one in page.obj.get("/Annots", [])
            if str(one.get("/T", "")) == "brief diff"
        ]


def test_the_copy_marks_the_changes_and_claims_no_standard(pair):
    before = pair[1].read_bytes()
    compared = compare_pdfs(*pair)
    marked = mark_changes(compared, pair[1])
    assert pair[1].read_bytes() == before
    assert marked == mark_changes(compared, pair[1])
    found = annotations(marked)
    highlights = {said: box for _, kind, said, box in found if kind == "/Highlight"}
    assert "in place of: thirty-six" in highlights
    with pypdfium2.PdfDocument(marked) as document:
        text = document[0].get_textpage()
        left, bottom, right, top = highlights["in place of: thirty-six"]
        assert "thirty-seven" in text.get_text_bounded(left - 1, bottom, right + 1, top)
    assert any(
        "The second point is about the money." in said for _, kind, said, _ in found if kind == "/Text"
    )
    with pikepdf.open(io.BytesIO(marked)) as pdf, pdf.open_metadata() as about:
        assert [key for key in about if "pdfuaid" in key or "pdfaid" in key] == []


def test_a_text_that_is_not_on_its_page_gets_a_note_on_the_edge():
    change = {
        "page": 9,
        "kind": "added",
        "words": "Nowhere to be found",
        "runs": [["ins", "Nowhere to be found"]],
    }
    ((page, kind, said, _),) = annotations(mark(foreign("One.", "Two."), [change]))
    assert (page, kind, said) == (2, "/Text", "added: Nowhere to be found")


def test_words_on_two_lines_get_a_box_on_each():
    runs = [["kept", "One two"], ["ins", "three four"], ["kept", "five."]]
    change = {"page": 1, "kind": "longer", "words": "One two three four five.", "runs": runs}
    marked = mark(foreign("One two three|four five."), [change])
    with pikepdf.open(io.BytesIO(marked)) as pdf:
        (highlight,) = pdf.pages[0].obj.Annots
        points = [float(number) for number in highlight.QuadPoints]
    assert len(points) == 16
    first, second = points[:8], points[8:]
    assert min(first[1::2]) > min(second[1::2]) and max(first[1::2]) - min(first[1::2]) < 20


def run(*words: str):
    return CliRunner().invoke(group, words, obj=words)


def test_the_command_needs_no_workspace(pair, monkeypatch):
    monkeypatch.chdir(pair[0].parent)
    done = run("diff", "old.pdf", "new.pdf", "--pdf", "-o", "marked")
    assert "old.pdf → new.pdf" in done.output
    assert "[-thirty-six-] {+thirty-seven+}" in done.output
    assert annotations(Path("marked/diff-old-new.pdf").read_bytes())
    (row,) = json.loads(run("diff", "old.pdf", "new.pdf", "--format", "json").output)
    assert {
        "first",
        "second",
        "compared",
        "same",
        "removed_words",
        "inserted_words",
        "differences",
    } == row.keys()
    assert all(one["page"] or one["old_page"] for one in row["differences"])


@pytest.mark.parametrize("more", [("trial",), ("-a", "public"), ("-l", "en")])
def test_options_for_editions_are_refused(pair, monkeypatch, more):
    monkeypatch.chdir(pair[0].parent)
    assert "PDFs are compared as they are" in run("diff", "old.pdf", "new.pdf", *more).output
