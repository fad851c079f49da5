"""Documents of several programs become the expected briefs, which load without an error and keep every word."""

from __future__ import annotations

import io
import os
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document

from briefing.core.errors import ContentError, SelectionError
from briefing.core.finding import has_errors
from briefing.files.workspace import Files
from briefing.importing import markup
from briefing.importing.endnote import UNREAD_HELP
from briefing.importing.import_ import Imported, import_document, write_imported
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.importing.documents import DOCUMENTS
from tests.importing.word_files import docx, endnote, p, png, table

EXPECTED = Path(__file__).parent / "expected"
SAVED = datetime(2026, 11, 25, 12, tzinfo=UTC).timestamp()


def imported(root: Path, name: str, **options: str) -> Imported:
    """Import a document into a workspace."""
    (root / "content").mkdir(exist_ok=True)
    (root / "figures").mkdir(exist_ok=True)
    (root / "figures" / "steps.png").write_bytes(png())
    path = root / name
    path.write_bytes(DOCUMENTS[name]())
    os.utime(path, (SAVED, SAVED))  # the date of a document without a date is that of its file
    files = Files(root)
    return write_imported(files, import_document(files, path, **options))


def report_of(made: Imported) -> str:
    """Return the findings and the recognised headings of an import, one on each line."""
    findings = (f"{one.code} {one.what}" for one in made.findings)
    files = (name.partition("/")[2] for name in made.texts)
    parts = (f"“{heading}” is `{part}`" for heading, part in made.made.recognised.items())
    return "".join(f"{line}\n" for line in (*findings, *parts, *files))


@each("name", DOCUMENTS)
def test_a_document_becomes_the_expected_brief(name, tmp_path):
    made = imported(tmp_path, name)
    assert next(iter(made.texts.values())) == (EXPECTED / f"{name}.yaml").read_text(encoding="utf-8")
    assert report_of(made) == (EXPECTED / f"{name}.txt").read_text(encoding="utf-8")
    assert not has_errors(made.findings)
    assert [one.what for one in made.findings if one.code == "BR842"] == []


@each("name", [name for name in DOCUMENTS if name.endswith(".docx")])
def test_the_documents_are_whole_packages(name):
    """Word and LibreOffice open no document with a part whose type or relation is missing."""
    opened = Document(io.BytesIO(DOCUMENTS[name]()))
    parts = {str(part.partname) for part in opened.part.package.iter_parts()}
    with zipfile.ZipFile(io.BytesIO(DOCUMENTS[name]())) as archive:
        files = {f"/{one}" for one in archive.namelist()}
    own = {one for one in files if not one.endswith((".rels", "[Content_Types].xml"))}
    assert own == parts and opened.paragraphs


def test_the_expected_files_are_those_of_the_documents():
    assert {path.name for path in EXPECTED.iterdir()} == {
        f"{name}.{kind}" for name in DOCUMENTS for kind in ("yaml", "txt")
    }
    assert len(DOCUMENTS) >= 10


@pytest.mark.engine
def test_an_imported_brief_builds_at_once(tmp_path):
    made = imported(tmp_path, "word.docx")
    files = Files(tmp_path)
    (outcome,) = build_all(plan(files, Selection(briefs=(made.slug,))), files, tmp_path / "out")
    assert outcome.error is None
    assert (tmp_path / "out" / f"{made.slug}-policymaker-en.pdf").is_file()


@each(
    "xml",
    [
        "<EndNote><!ENTITY a 'b'><Cite><record><titles><title>&a;</title></titles></record></Cite></EndNote>",
        f"<EndNote>{'<a>' * 200}{'</a>' * 200}</EndNote>",
        "<EndNote><Cite><record><titles><title/></titles></record></Cite></EndNote>",
        "<EndNote></EndNote>",
        "none",
    ],
)
def test_a_citation_of_endnote_that_cannot_be_read_keeps_its_words(tmp_path, xml):
    (tmp_path / "content").mkdir()
    (tmp_path / "d.docx").write_bytes(docx(p("Here", style="Heading1"), p("So ", endnote(xml, "(X, 2020)"))))
    made = import_document(Files(tmp_path), tmp_path / "d.docx")
    assert made.made.data["sections"][0]["text"] == "So (X, 2020)"
    (found,) = [one for one in made.findings if "EndNote" in one.what]
    assert (found.code, found.help.partition(";")[0]) == ("BR841", UNREAD_HELP.partition(";")[0])


def test_words_that_are_lost_are_listed_with_their_text(tmp_path, monkeypatch):
    monkeypatch.setattr(markup.Markup, "table", lambda *_: "")
    made = imported(tmp_path, "pasted.html")
    lost = [one.what for one in made.findings if one.code == "BR842"]
    assert {what.partition("“")[2].partition("”")[0] for what in lost} == {"Time", "Steps", "TAI", "no"}


def test_an_existing_brief_is_not_overwritten(tmp_path):
    made = imported(tmp_path, "google.docx", slug="one")
    before = made.written[0].read_bytes()
    with pytest.raises(SelectionError, match="already exists"):
        imported(tmp_path, "word.docx", slug="one")
    assert made.written[0].read_bytes() == before
    assert not (tmp_path / "content" / "one" / "figures").exists()


def test_a_table_whose_data_would_be_errors_stays_words(tmp_path):
    path = tmp_path / "t.docx"
    (tmp_path / "content").mkdir()
    rows = [["Place", "Length"], ["North", "1,234"], ["South", "5,678"]]
    path.write_bytes(docx(p("Lengths", style="Title"), p("Here", style="Heading1"), table(rows)))
    files = Files(tmp_path)
    made = write_imported(files, import_document(files, path))
    text = str(next(iter(made.texts.values())))
    assert re.search(r"\| North \| 1,234 \|", text)
    assert not has_errors(made.findings)


FRONT = "---\r\ntitle: T\r\nauthor: Ada Lee\r\nkeywords: a, b\r\n---\r\n\r\nText.\r\n"


@each(
    ("name", "typed", "expected"),
    [
        ("a.md", "# T\n\nBy 2035, every clock will lag.\n\n## Body\n\nText.\n", {"authors": None}),
        ("a.md", "# T\n\nBy Ada Lee and Ben Roe\n\n## Body\n\nText.\n", {"authors": ["Ada Lee", "Ben Roe"]}),
        ("a.md", FRONT, {"title": "T", "keywords": ["a", "b"]}),
        (
            "a.md",
            "# T\n\n## B\n\nSee [1-2-3].\n\n## References\n\n1. One. 2020.\n2. Two. 2021.\n",
            {"title": "T"},
        ),
        ("a.html", '<h1>T</h1><h2>B</h2><ol start="²"><li value="²">one</ol>', {"title": "T"}),
    ],
)
def test_metadata_and_numbers_as_people_write_them(tmp_path, name, typed, expected):
    (tmp_path / "content").mkdir()
    (tmp_path / name).write_bytes(typed.encode())
    made = import_document(Files(tmp_path), tmp_path / name).made
    assert {key: made.data.get(key) for key in expected} == expected


def test_control_characters_of_copied_text_are_spaces(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "a.md").write_text("# T\n\n## Body\n\nPage one\x0cpage two.\n")
    made = import_document(Files(tmp_path), tmp_path / "a.md")
    assert "Page one page two." in str(next(iter(made.texts.values()))) and not has_errors(made.findings)


def test_an_error_in_metadata_has_its_line(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "a.md").write_text('---\ntitle: T\nfoo: "x\n---\n\nText.\n')
    with pytest.raises(ContentError) as caught:
        import_document(Files(tmp_path), tmp_path / "a.md")
    assert caught.value.findings[0].where.line >= 3


def test_a_table_inside_a_table_is_left_out_and_listed(tmp_path):
    (tmp_path / "content").mkdir()
    inner = "<table><tr><td>in1</td></tr></table>"
    (tmp_path / "a.html").write_text(
        f"<h1>T</h1><h2>B</h2><table><tr><td>a</td><td>b{inner}</td></tr></table>"
    )
    made = import_document(Files(tmp_path), tmp_path / "a.html")
    assert str(next(iter(made.texts.values()))).count("in1") == 0
    assert ("BR841", "left out or changed: a table inside a table: “in1”") in [
        (one.code, one.what) for one in made.findings
    ]


def test_a_long_summary_is_the_abstract_and_its_list_the_key_points(tmp_path):
    (tmp_path / "content").mkdir()
    path = tmp_path / "d.md"
    path.write_text("# In brief\n\nOne.\n\nTwo.\n\n- a point\n- another\n\n# Body\n\nText.\n")
    made = import_document(Files(tmp_path), path, slug="d").made
    assert (made.data["abstract"], made.data["key_points"]) == ("One.\n\nTwo.", ["a point", "another"])
    assert made.recognised == {"In brief": "abstract"}
    assert made.data["audiences"] == {"analyst": {}}


def data_of(root: Path, name: str, typed: str) -> dict:
    (root / "content").mkdir(exist_ok=True)
    (root / name).write_text(typed)
    return dict(import_document(Files(root), root / name).made.data)


def test_an_item_of_several_paragraphs_stays_one_item(tmp_path):
    """Between its items, such a list has empty lines, and each paragraph is an element of its own."""
    points = "# Key points\n\n- One.\n\n- Two.\n\n  It goes on.\n\n"
    steps = "# Steps\n\n1. First.\n\n   It goes on.\n\n   - Inner.\n\n   At its end.\n\n2. Second.\n"
    data = data_of(tmp_path, "d.md", points + steps)
    assert data["key_points"] == ["One.", "Two. It goes on."]
    (section,) = data["sections"]
    assert section["text"] == ("1. First.\n\n   It goes on.\n   - Inner.\n\n   At its end.\n2. Second.")
    page = "<h1>A</h1><p>x<h1>B</h1><ul><li><div><p>C<p>D</div>E<li>F</ul>"
    assert data_of(tmp_path, "d.html", page)["sections"][1]["text"] == "- C\n\n  D\n\n  E\n- F"


@each(
    ("body", "text"),
    [
        ([p("One.", number=(1, 0)), p("It goes on.", style="ListContinue")], "- One.\n\n  It goes on."),
        (
            [
                p("One.", number=(2, 0)),
                p("Inner.", number=(1, 1)),
                p("It goes on.", indent=1440),
                p(""),
                p("At its end.", style="ListContinue"),
                p("Two.", number=(2, 0)),
            ],
            "1. One.\n   - Inner.\n\n     It goes on.\n\n   At its end.\n2. Two.",
        ),
        ([p("One.", number=(1, 0)), p("It goes on.", indent=700)], "- One.\n\n  It goes on."),
        ([p("One.", number=(1, 0)), p("Not in it.", indent=360)], "- One.\n\nNot in it."),
        ([p("One.", number=(1, 0)), p("Not in it.")], "- One.\n\nNot in it."),
        ([p("One.", number=(1, 0)), p("Quoted.", style="Quote", indent=720)], "- One.\n\n> Quoted."),
        ([p("No list."), p("Indented.", indent=720)], "No list.\n\nIndented."),
        ([p("One.", number=(1, 0)), table([["a", "b"]]), p("Below.", indent=720)], None),
    ],
)
def test_a_paragraph_that_is_indented_like_an_item_continues_it(tmp_path, body, text):
    (tmp_path / "content").mkdir()
    (tmp_path / "d.docx").write_bytes(docx(p("Here", style="Heading1"), *body))
    made = import_document(Files(tmp_path), tmp_path / "d.docx")
    (section,) = made.made.data["sections"]
    assert section["text"] == text or (text is None and section["text"].endswith("\n\nBelow."))
    assert [one.what for one in made.findings if one.code == "BR842"] == []


def test_the_second_paragraph_of_a_key_point_stays_in_it(tmp_path):
    (tmp_path / "content").mkdir()
    points = (p("One.", number=(1, 0)), p("It goes on.", style="ListContinue"), p("Two.", number=(1, 0)))
    (tmp_path / "d.docx").write_bytes(docx(p("Key points", style="Heading1"), *points))
    made = import_document(Files(tmp_path), tmp_path / "d.docx").made
    assert made.data["key_points"] == ["One. It goes on.", "Two."]


def test_the_metadata_have_a_subtitle(tmp_path):
    data = data_of(tmp_path, "d.md", "---\ntitle: T\nsubtitle: A *subtitle*\n---\n# A\n\nx\n")
    assert data["subtitle"] == r"A \*subtitle\*"
