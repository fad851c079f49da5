"""Annotations of PDFs that are damaged or unusual: they are skipped, or the file is refused."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from briefing.pdf.objects import UnreadableError
from briefing.review.returned import pdf_file
from briefing.review.returned.notes import NoteKind
from briefing.review.returned.pdf_file import read_pdf_file
from tests.cases import each

WORDS = b"BT /F 12 Tf 20 100 Td (The log was read twice.) Tj ET"


def page_with(*annotations: object, annots: object = None) -> bytes:
    """A PDF of one page with a line of text, and annotations."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 200))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(Font=Dictionary(F=font))
    page.obj.Contents = pdf.make_stream(WORDS)
    indirect = [pdf.make_indirect(one) if isinstance(one, Dictionary) else one for one in annotations]
    page.obj.Annots = Array(indirect) if annots is None else annots
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def annotation(kind: str, **entries: object) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name(kind), **{"Rect": [20, 95, 280, 115], **entries})


LINE = [20, 112, 280, 112, 20, 97, 280, 97]


def test_the_words_under_an_annotation_are_read():
    content = page_with(annotation("/StrikeOut", QuadPoints=LINE, T="Ben", M="D:20261202120000+01'00'"))
    (note,) = read_pdf_file(content).notes
    assert (note.kind, note.before, note.after) == (NoteKind.CHANGE, "The log was read twice.", "")
    assert (note.author, note.day, note.page) == ("Ben", "2026-12-02", 1)


def test_an_annotation_with_its_corners_in_another_order_has_the_same_words():
    other = [20, 97, 20, 112, 280, 112, 280, 97]
    first, second = (
        read_pdf_file(page_with(annotation("/Highlight", QuadPoints=points))).notes
        for points in (LINE, other)
    )
    assert first == second


@each(
    ("edge", "text", "after"),
    [(20, "really", "really "), (41, "really", " really"), (41, "s", "s"), (41, ", too,", ", too,")],
)
def test_inserted_words_get_the_spaces_that_they_need(edge, text, after):
    """The first word of the line ends at 40.7 points."""
    (note,) = read_pdf_file(
        page_with(annotation("/Caret", Rect=[edge - 1, 96, edge + 1, 102], Contents=text))
    ).notes
    assert note.start == note.end and note.after == after


@each(
    "one",
    [
        annotation("/Link"),
        annotation("/Popup"),
        annotation("/Text", Rect=[1, 2]),
        annotation("/Text", Rect=["a", "b", "c", "d"]),
        annotation("/Highlight", QuadPoints=["a"] * 8),
        annotation("/Text", StateModel="Review", Contents="Accepted"),
        5,
        Name.None_,
        "text",
    ],
)
def test_what_is_no_note_is_skipped(one):
    assert read_pdf_file(page_with(one)).notes == ()


def test_a_reply_is_at_the_words_of_the_note_that_it_answers():
    pdf = pikepdf.open(io.BytesIO(page_with(annotation("/Highlight", QuadPoints=LINE, Contents="Why?"))))
    first = pdf.pages[0].obj.Annots[0]
    reply = annotation("/Text", Rect=[0, 0, 5, 5], Contents="Because.", IRT=first, T="Ann")
    pdf.pages[0].obj.Annots.append(pdf.make_indirect(reply))
    out = io.BytesIO()
    pdf.save(out)
    assert [(one.before, one.comment) for one in read_pdf_file(out.getvalue()).notes] == [
        ("The log was read twice.", "Why?"),
        ("The log was read twice.", "Because."),
    ]


def test_an_annotation_that_answers_itself_is_read():
    pdf = pikepdf.open(io.BytesIO(page_with(annotation("/Text", Contents="Why?"))))
    first = pdf.pages[0].obj.Annots[0]
    first.IRT, first.RT = first, Name.Group
    out = io.BytesIO()
    pdf.save(out)
    assert len(read_pdf_file(out.getvalue()).notes) <= 1


@pytest.mark.parametrize("annots", [Name.None_, 7, Dictionary()])
def test_annotations_that_are_no_list_are_none(annots):
    assert read_pdf_file(page_with(annots=annots)).notes == ()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"\0" * 5000])
def test_other_files_are_refused(content):
    with pytest.raises(UnreadableError):
        read_pdf_file(content)


def test_a_page_with_too_many_annotations_is_refused(monkeypatch):
    monkeypatch.setattr(pdf_file, "MAX_NOTES", 2)
    with pytest.raises(ValueError, match="more than 2 annotations"):
        read_pdf_file(page_with(*(annotation("/Text", Contents="x") for _ in range(3))))
