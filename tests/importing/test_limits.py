"""Hostile and damaged documents are refused within limits: nothing is written, nothing crashes."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from briefing.cli.import_ import command
from briefing.core.errors import ContentError, SelectionError
from briefing.files import office_package
from briefing.files.workspace import Files
from briefing.importing import web_page, word_package
from briefing.importing.import_ import import_document, read_file_of_document
from briefing.importing.word import read_word
from tests.cases import each
from tests.importing.documents import DOCUMENTS, word
from tests.importing.word_files import SPACES, docx, field, p, packed


def parts_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(name: str, content: bytes) -> bytes:
    """Return a document with another part."""
    return packed({**parts_of(word()), name: content})


def refusal(content: bytes) -> str:
    """Return the only finding about a document that is refused."""
    with pytest.raises(ContentError) as error:
        read_word(content, "d.docx")
    (finding,) = error.value.findings
    assert finding.code in ("BR840", "BR102") and finding.help
    return finding.what


def codes_of(content: bytes) -> set[str]:
    """Return the codes of the findings about a document that is refused; nothing if it is read."""
    try:
        read_word(content, "d.docx")
    except ContentError as error:
        return {finding.code for finding in error.findings}
    return set()


def test_an_archive_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked():
    bomb = changed("word/document.xml", b"<w:document>" + b" " * (word_package.MAX_XML + 1))
    assert len(bomb) < 200_000
    assert refusal(bomb) == "the document is too large: unpacked, it has 12 MiB; the limit is 12 MiB"


def test_pictures_count_towards_the_limit(monkeypatch):
    monkeypatch.setattr(word_package, "MAX_ALL", 1000)
    assert "too large" in refusal(word())


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(office_package, "MAX_PARTS", 3)
    assert "parts; the limit is 3" in refusal(word())


@pytest.mark.parametrize(
    "declaration",
    ['<!DOCTYPE w [<!ENTITY a "aaaa">]>', '<!DOCTYPE w SYSTEM "file:///etc/passwd">'],
)
def test_declarations_of_entities_are_refused(declaration):
    text = f"{declaration}<w:document {SPACES}><w:body>{p('&a;')}</w:body></w:document>"
    assert "not written by a word processor" in refusal(changed("word/document.xml", text.encode()))
    assert "not written by a word processor" in refusal(changed("word/document.xml", text.encode("utf-16")))
    assert "not written by a word processor" in refusal(changed("word/styles.xml", text.encode()))


@pytest.mark.parametrize("depth", [101, 50_000])
def test_elements_inside_each_other_are_refused(depth):
    text = f"<w:document {SPACES}>{'<w:body>' * depth}{'</w:body>' * depth}</w:document>"
    assert "nested too deeply" in refusal(changed("word/document.xml", text.encode()))


def test_other_files_are_named():
    assert "older format" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "a PDF" in refusal(b"%PDF-1.7\n")
    assert "has no word/document.xml" in refusal(packed({"xl/workbook.xml": b"<x/>"}))
    assert "not a .docx file" in refusal(b"")


@each("name", ["d.odt", "d.doc", "d.docm", "d.pdf", "d.rtf", "d.pages", "d.xlsx", "d.txt", "d"])
def test_other_formats_are_refused_with_a_way_out(name, tmp_path):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(ContentError) as error:
        read_file_of_document(tmp_path / name)
    assert error.value.findings[0].code == "BR840"
    assert error.value.findings[0].help
    if name == "d.odt":
        assert error.value.findings[0].help == (
            "open it in a word processor and save it as Word document (.docx)"
        )


@pytest.mark.parametrize("address", ["https://example.org/draft.docx", "file:///home/ann/draft.docx"])
def test_an_address_is_refused_and_not_fetched(address):
    with pytest.raises(ContentError, match="nothing is fetched"):
        read_file_of_document(Path(address))


def test_a_missing_document_and_a_folder_are_refused(tmp_path):
    with pytest.raises(SelectionError):
        read_file_of_document(tmp_path / "none.docx")
    (tmp_path / "folder.docx").mkdir()
    with pytest.raises(SelectionError):
        read_file_of_document(tmp_path / "folder.docx")


def test_a_page_nested_too_deeply_is_refused(tmp_path):
    (tmp_path / "d.html").write_text("<div>" * 2_000 + "x")
    with pytest.raises(ContentError, match="nested too deeply"):
        read_file_of_document(tmp_path / "d.html")


def test_a_page_nested_too_deeply_is_not_parsed_to_its_end(monkeypatch):
    opened = []

    class Counted(web_page._OpenElements):
        def append(self, element):
            opened.append(element)
            super().append(element)

    monkeypatch.setattr(web_page, "_OpenElements", Counted)
    with pytest.raises(ContentError, match="nested too deeply"):
        web_page.read_web_page("<div>" * 20_000, "d.html", lambda _: None)
    assert len(opened) < 2 * web_page.MAX_DEPTH


def test_more_text_than_a_brief_can_have_is_refused(tmp_path):
    (tmp_path / "d.md").write_text("word " * 220_000)
    with pytest.raises(ContentError, match="a brief has at most 1,024 KiB"):
        import_document(Files(tmp_path), tmp_path / "d.md")


def test_a_short_page_does_not_name_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret").write_text("<p>hidden</p>")
    (tmp_path / "d.html").write_text("secret")
    assert read_file_of_document(tmp_path / "d.html").words == ["secret"]


def test_pictures_outside_the_folder_of_a_page_are_not_read(tmp_path):
    (tmp_path / "out.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.png").symlink_to(tmp_path / "out.png")
    (folder / "d.html").write_text(
        '<p>x<img src="../out.png"><img src="link.png"><img src="/etc/passwd"></p>'
    )
    document = read_file_of_document(folder / "d.html")
    assert len(document.left_out) == 3


def test_citations_with_broken_data_stay_as_they_are_printed():
    for data in ("{", '{"citationItems": 5}', '{"citationItems": [{"itemData": []}]}', "[" * 5_000):
        document = read_word(
            docx(p("So", field(f" ADDIN ZOTERO_ITEM CSL_CITATION {{{data} ", "(X, 2020)"))), "d"
        )
        assert document.blocks[0].text == "So(X, 2020)"
        assert [one.reason for one in document.left_out] == ["a citation whose data cannot be read"]


def test_signs_of_the_reader_in_a_document_are_dropped():
    document = read_word(docx(p("\ue000" + "7:x\ue006 and \ue002 and \ue004"), p("\ue001")), "d")
    assert [block.text.strip() for block in document.blocks] == ["7:x and  and", ""]


@each("seed", range(60))
def test_damaged_documents_are_read_or_refused(seed):
    chance = random.Random(seed)  # noqa: S311
    content = DOCUMENTS[chance.choice([name for name in DOCUMENTS if name.endswith(".docx")])]()
    parts = parts_of(content)
    name = chance.choice([one for one in parts if one.endswith((".xml", ".rels"))])
    damaged = bytearray(parts[name])
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(damaged))
        if chance.random() < 0.5:
            damaged[place] = chance.randrange(256)
        else:
            del damaged[place : place + chance.randint(1, 40)]
    assert codes_of(packed({**parts, name: bytes(damaged)})) <= {"BR840"}


@each("seed", range(20))
def test_damaged_archives_are_read_or_refused(seed):
    chance = random.Random(seed)  # noqa: S311
    damaged = bytearray(word())
    for _ in range(3):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    assert codes_of(bytes(damaged[: chance.randint(len(damaged) // 2, len(damaged))])) <= {"BR840", "BR102"}


def test_the_command_writes_nothing_with_dry_run_and_says_where_it_wrote(tmp_path, monkeypatch):
    (tmp_path / "content").mkdir()
    (tmp_path / "draft.docx").write_bytes(word())
    monkeypatch.chdir(tmp_path)
    tried = CliRunner().invoke(command, ["draft.docx", "--dry-run"])
    assert tried.exit_code == 0 and "title: The leap second is ending" in tried.output
    assert list((tmp_path / "content").iterdir()) == []
    made = CliRunner().invoke(command, ["draft.docx", "--slug", "leap"])
    assert "wrote content/leap/brief.yaml" in made.output
    assert "wrote content/leap/figures/picture-1.png" in made.output
    assert (
        (tmp_path / "content/leap/data/table-1.csv")
        .read_text()
        .startswith("Years,Leap seconds\n1972–1979,9\n")
    )


def test_an_unknown_language_and_a_wrong_slug_are_refused(tmp_path):
    (tmp_path / "content").mkdir()
    path: Path = tmp_path / "d.md"
    path.write_text("# Title\n\nText.\n")
    with pytest.raises(SelectionError, match="unknown language 'xx'"):
        import_document(Files(tmp_path), path, language="xx")
    with pytest.raises(SelectionError, match="invalid name"):
        import_document(Files(tmp_path), path, slug="No Name")
