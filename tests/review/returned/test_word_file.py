"""Comments and tracked changes in Word documents, and documents that are refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from briefing.files import office_package
from briefing.review.returned import word_file
from briefing.review.returned.notes import MARK, NoteKind, from_json, to_json
from briefing.review.returned.word_file import InvalidDocumentError, read_word_file

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LIST = (
    '<passages xmlns="urn:briefwright:passages:1" brief="heat" audience="press" language="en">'
    '<passage bookmark="bw_a" key="[&quot;title&quot;, &quot;text&quot;]" file="content/heat/brief.yaml" digest="d"/>'
    "</passages>"
)


def packed(body: str, passages: str = LIST, **parts: str) -> bytes:
    """A document with a body, a list of passages, and other parts by their names without the folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{W}">{content}</w:{name}>')
        archive.writestr("customXml/item1.xml", passages)
    return out.getvalue()


def t(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def ins(inside: str, author: str = "Ann") -> str:
    return f'<w:ins w:author="{author}" w:date="2026-12-01T09:30:00Z">{inside}</w:ins>'


def deleted(words: str, author: str = "Ann") -> str:
    inside = f"<w:r><w:delText>{words}</w:delText></w:r>"
    return f'<w:del w:author="{author}" w:date="2026-12-01T09:30:00Z">{inside}</w:del>'


def passage(inside: str, name: str = "bw_a_1") -> str:
    number = abs(hash(name)) % 1000
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'


def changes(body: str) -> list[tuple[str, str, str, str]]:
    notes = read_word_file(packed(body)).notes
    return [(n.author, n.before, n.after, n.bookmark) for n in notes if n.kind is NoteKind.CHANGE]


def test_a_deletion_next_to_an_insertion_is_one_change():
    body = f"<w:p>{passage(t('The log ') + deleted('was') + ins(t('is')) + t(' read.'))}</w:p>"
    assert changes(body) == [("Ann", "was", "is", "bw_a_1")]
    (note,) = read_word_file(packed(body)).notes
    assert (note.printed, note.start, note.day) == ("The log was read.", 8, "2026-12-01")


def test_changes_of_two_people_are_two():
    body = f"<w:p>{passage(deleted('was') + ins(t('is'), 'Ben') + t(' read.'))}</w:p>"
    assert changes(body) == [("Ann", "was", "", "bw_a_1"), ("Ben", "", "is", "bw_a_1")]


def test_what_was_inserted_and_deleted_again_is_nothing():
    inside = ins(deleted("never", "Ben"))
    assert changes(f"<w:p>{passage(t('Read.') + inside)}</w:p>") == []


def test_a_moved_text_is_deleted_and_inserted():
    away = '<w:moveFrom w:author="Ann" w:date="2026-12-01T09:30:00Z">' + t("first ") + "</w:moveFrom>"
    here = '<w:moveTo w:author="Ann" w:date="2026-12-01T09:30:00Z">' + t(" first") + "</w:moveTo>"
    assert changes(f"<w:p>{passage(away + t('read') + here)}</w:p>") == [
        ("Ann", "first ", "", "bw_a_1"),
        ("Ann", "", " first", "bw_a_1"),
    ]


def test_what_is_inserted_at_the_edge_of_a_passage_belongs_to_it():
    body = f"<w:p>{ins(t('Again, ')) + passage(t('it is read')) + ins(t(' twice'))}</w:p>"
    assert changes(body) == [("Ann", "", "Again, ", "bw_a_1"), ("Ann", "", " twice", "bw_a_1")]


def test_a_new_paragraph_belongs_to_the_passage_before_it():
    body = f"<w:p>{passage(t('One.'))}</w:p><w:p>{ins(t('Two.'))}</w:p>"
    assert changes(body) == [("Ann", "", "Two.", "bw_a_1")]


def test_a_bookmark_may_begin_before_its_paragraph():
    body = '<w:bookmarkStart w:id="5" w:name="bw_a_1"/><w:p>' + t("Read") + ins(t(" it")) + "</w:p>"
    assert changes(body) == [("Ann", "", " it", "bw_a_1")]


def test_a_citation_is_a_mark():
    link = f'<w:hyperlink w:anchor="at_source_1">{t("12")}</w:hyperlink>'
    (note,) = read_word_file(packed(f"<w:p>{passage(t('Read') + link + deleted('.'))}</w:p>")).notes
    assert note.printed == f"Read{MARK}{MARK}." and note.before == "."


def test_comments_have_their_words_and_authors():
    inside = (
        t("The ") + '<w:commentRangeStart w:id="0"/>' + t("log") + '<w:commentRangeEnd w:id="0"/>' + t(" is")
    )
    comments = (
        '<w:comment w:id="0" w:author="Ben" w:date="2026-12-02T10:00:00Z"><w:p>'
        + t("Which one?")
        + "</w:p><w:p>"
        + t("Mine?")
        + "</w:p></w:comment>"
    )
    (note,) = read_word_file(packed(f"<w:p>{passage(inside)}</w:p>", comments=comments)).notes
    assert (note.kind, note.author, note.day) == (NoteKind.COMMENT, "Ben", "2026-12-02")
    assert (note.before, note.comment, note.bookmark) == ("log", "Which one?\nMine?", "bw_a_1")


def test_a_comment_without_words_is_kept():
    comments = f'<w:comment w:id="0" w:author="Ben"><w:p>{t("Good.")}</w:p></w:comment>'
    (note,) = read_word_file(packed(f"<w:p>{t('x')}</w:p>", comments=comments)).notes
    assert (note.comment, note.before, note.day) == ("Good.", "", "")


def test_a_change_of_formatting_is_listed():
    run = '<w:r><w:rPr><w:b/><w:rPrChange w:author="Ann" w:date="2026-12-01T09:30:00Z"/></w:rPr><w:t>x</w:t></w:r>'
    (note,) = read_word_file(packed(f"<w:p>{passage(run)}</w:p>")).notes
    assert (note.kind, note.author, note.before) == (NoteKind.FORMATTING, "Ann", "x")


def test_notes_survive_the_way_between_processes():
    file = read_word_file(packed(f"<w:p>{passage(t('Read') + ins(t(' it')))}</w:p>"))
    assert from_json(to_json(file)) == file
    assert file.edition is not None and file.edition.passages[0].key == ("title", "text")


def zipped(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


BODY = ("word/document.xml", f'<w:document xmlns:w="{W}"><w:body/></w:document>'.encode())
ENTITIES = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no archive", "not a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "protected by a password"),
        (zipped(("a.txt", b"")), "not a Word document"),
        (zipped(("word/document.xml", ENTITIES)), "not written by a word processor"),
        (zipped(BODY, ("word/comments.xml", ENTITIES)), "not written by a word processor"),
        (zipped(("word/document.xml", "<!DOCTYPE a>".encode("utf-16"))), "not written by a word processor"),
        (zipped(("word/document.xml", b"<w:p>")), "damaged"),
        (zipped(BODY)[:-30], "not a Word document"),
        (zipped(BODY).replace(zipped(BODY)[47:55], b"\xff" * 8, 1), "damaged: word/document.xml"),
        (zipped(BODY, *((f"x/{n}", b"") for n in range(office_package.MAX_PARTS))), "parts"),
        (
            zipped(BODY, ("customXml/item1.xml", LIST.replace("[&", "{&").encode())),
            "list of passages is damaged",
        ),
    ],
)
def test_other_and_hostile_files_are_refused(content, reason):
    with pytest.raises(InvalidDocumentError, match=reason):
        read_word_file(content)


def test_a_document_that_grows_when_it_is_unpacked_is_refused(monkeypatch):
    monkeypatch.setattr(word_file, "MAX_XML", 100_000)
    with pytest.raises(InvalidDocumentError, match="the limit is"):
        read_word_file(zipped(BODY, ("word/other.xml", b" " * 200_000)))


def test_a_paragraph_without_end_is_refused():
    body = f"<w:p>{t('x ' * 11_000)}{ins(t('y'))}</w:p>"
    with pytest.raises(InvalidDocumentError, match="22,000 letters; the limit is 20,000"):
        read_word_file(packed(body))


def test_deep_nesting_is_refused():
    body = "<w:p>" + "<w:r>" * 50_000 + "<w:t>x</w:t>" + "</w:r>" * 50_000 + "</w:p>"
    with pytest.raises(InvalidDocumentError, match="it is nested too deeply"):
        read_word_file(packed(body))
