"""The PDF that was written: flaws that make it incomplete, and content that only a template added."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from briefing.compose.tailor import tailor
from briefing.core import native_libraries
from briefing.core.errors import Exit
from briefing.core.finding import Severity
from briefing.files.workspace import Files
from briefing.pdf.conformance import read_claims, read_metadata
from briefing.pdf.contents import read_contents
from briefing.pdf.text import read_texts
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.rules.pdf.file_integrity import check_file_integrity
from briefing.rules.pdf.foreign_content import find_foreign_content
from briefing.typeset.layout import Typesetter
from tests import planning
from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.editions.shipped import built
from tests.pdf.planted_texts import PLACES, in_attachment, in_metadata, in_tag

pytestmark = pytest.mark.engine

BRIEF = LEAST_BRIEF + "audiences: {bad: {}}\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Build the least edition; return it tailored, and its PDF."""
    root = tmp_path_factory.mktemp("workspace")
    (root / "content/trial").mkdir(parents=True)
    (root / "content/trial/brief.yaml").write_text(LEAST_BRIEF)
    files = Files(root)
    (job,) = plan(files, Selection()).jobs
    return tailor(job), run_stages(job, Typesetter(files), Run())


def doctored(pdf, change):
    """Return the PDF after a change to its objects."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf.content)) as document:
        change(document)
        document.save(out)
    return replace(pdf, content=out.getvalue())


def test_a_good_file_has_no_findings(made):
    tailored, pdf = made
    assert [*check_file_integrity(tailored, pdf), *find_foreign_content(tailored, pdf)] == []


@pytest.mark.parametrize("name", ["venezuela-russia-analyst-es", "leap-second-analyst-en"])
def test_what_is_read_is_what_another_reader_reads(name):
    edition = built(name)
    contents = read_contents(edition.content)
    texts = {found.text for found in read_texts(edition.content)}
    with pikepdf.open(io.BytesIO(edition.content)) as document:
        actions = [a.A for page in document.pages for a in page.get("/Annots", ()) if "/A" in a]
        links = {str(action.URI) for action in actions if action.S == "/URI"}
        assert set(contents.addresses) == links != set()
        attached = {file.name for file in edition.page.attachments}
        assert set(contents.files) == set(document.attachments) == attached
        assert str(document.docinfo.Title) in texts
        fonts = {str(o.FontName) for o in document.objects if _is_of(o, "/FontDescriptor")}
    assert len(contents.font_names) == len(fonts) > 3
    assert "pdfuaid:part" in read_metadata(edition.content)
    assert read_claims(edition.content) == ("PDF/UA-1", "PDF/A-3a")


def _is_of(item, kind):
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == kind


def without_fonts(document):
    for item in document.objects:
        if _is_of(item, "/FontDescriptor"):
            for key in ("/FontFile2", "/FontFile3"):
                if key in item:
                    del item[key]


def with_plain_font(document):
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    document.pages[0].Resources.Font["/F9"] = document.make_indirect(font)


def without_tags(document):
    del document.Root["/StructTreeRoot"]


def with_another_page(document):
    document.add_blank_page()


@each(
    ("change", "message"),
    [
        (without_fonts, "is not embedded in the PDF"),
        (with_plain_font, "the font Helvetica is not embedded in the PDF"),
        (without_tags, "is not tagged"),
        (with_another_page, "has 2 pages, but 1 were laid out"),
    ],
)
def test_an_incomplete_file_is_reported(made, change, message):
    tailored, pdf = made
    findings = check_file_integrity(tailored, doctored(pdf, change))
    assert {finding.code for finding in findings} == {"BR610"}
    assert message in findings[0].what


@pytest.mark.parametrize("share", [0, 0.2, 0.9])
def test_a_truncated_file_is_reported(made, share):
    tailored, pdf = made
    findings = check_file_integrity(
        tailored, replace(pdf, content=pdf.content[: int(share * len(pdf.content))])
    )
    assert [finding.code for finding in findings] == ["BR610"]


def with_script(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_launch(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")


def with_file(document):
    document.attachments["secret.txt"] = b"secret"


def with_home(document):
    document.docinfo.Subject = "made in /home/somebody/briefs"


def with_host(document):
    document.docinfo.Creator = "desk-17.example.org"


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (with_script, ["BR521", "BR521"]),
        (with_launch, ["BR521"]),
        (with_file, ["BR522"]),
        (with_home, ["BR520"]),
        (with_host, ["BR520"]),
    ],
)
def test_foreign_content_is_reported(made, change, codes, monkeypatch):
    monkeypatch.setattr(
        native_libraries, "identifying_names", lambda: ("/home/somebody", "desk-17.example.org")
    )
    tailored, pdf = made
    assert [finding.code for finding in find_foreign_content(tailored, doctored(pdf, change))] == codes


@each("secret", ["/home/ann/brief/figure.svg", "file:///srv/briefs/a.pdf", r"C:\Users\ann\a.pdf"])
@each("plant", [in_metadata, in_attachment, in_tag])
def test_a_path_of_a_machine_is_reported_anywhere_in_a_file(made, plant, secret):
    tailored, pdf = made
    findings = find_foreign_content(tailored, doctored(pdf, lambda document: plant(document, secret)))
    (finding,) = (
        one for one in findings if one.code != "BR522"
    )  # an attachment is also reported as undeclared
    assert finding.code == "BR520"
    assert PLACES[plant] in finding.what and secret in finding.what


def test_an_address_with_a_folder_of_that_name_is_no_path(made):
    tailored, pdf = made
    address = "https://example.org/home/ann/brief.html"
    assert (
        find_foreign_content(tailored, doctored(pdf, lambda document: in_metadata(document, address))) == []
    )


def test_a_name_that_the_brief_has_itself_is_no_leak(made, monkeypatch):
    tailored, pdf = made
    monkeypatch.setattr(native_libraries, "identifying_names", lambda: ("finding",))
    assert find_foreign_content(tailored, pdf) == []
    monkeypatch.setattr(
        native_libraries, "identifying_names", lambda: ("purl.org",)
    )  # of the packet of metadata
    assert [finding.code for finding in find_foreign_content(tailored, pdf)] == ["BR520"]


def test_the_machine_has_names_of_its_own():
    names = native_libraries.identifying_names()
    assert len(names) >= 2
    assert all(len(name) > native_libraries.MIN_NAME for name in names)


def outcome_of(workspace, template, **selection):
    files = workspace(
        BRIEF,
        {
            "templates/audiences/bad/audience.yaml": "label: Bad\nparts: [title, bad]\n",
            "templates/parts/bad.j2.html": template,
            "content/trial/annex.pdf": b"annexed",
        },
    )
    return planning.outcome_of(files, **selection)


@each(
    ("template", "code"),
    [
        ('<p><a href="annex.pdf">Read it</a></p>', "BR520"),
        ('<p><a href="../../annex.pdf">Read it</a></p>', "BR520"),
        ('<p><a href="file:///etc/passwd">Read it</a></p>', "BR520"),
        ('<p><a href="FILE:/etc/passwd">Read it</a></p>', "BR520"),
        ("<p>Made in /home/ada/briefs</p>", "BR520"),
        ('<p><a href="ftp://example.org/a">Read it</a></p>', "BR521"),
        ('<p><a href="skype:ada">Read it</a></p>', "BR521"),
        ('<p><a href="javascript:alert(1)">Read it</a></p>', "BR412"),
        ('<p><a href="javascript:alert(1) endobj ( stream">Read it</a></p>', "BR412"),
        ('<p><a href="data:text/html,x">Read it</a></p>', "BR412"),
        ('<p><a href="vbscript:x">Read it</a></p>', "BR412"),
        ('<link rel="attachment" href="annex.pdf"><p>Read it</p>', "BR522"),
        ('<p><a rel="attachment" href="annex.pdf">Read it</a></p>', "BR522"),
        ('<p><a rel="attachment" href="data:,x">Read it</a></p>', "BR522"),
    ],
)
def test_what_a_template_brings_in_stops_the_edition_and_its_draft(workspace, template, code):
    outcome = outcome_of(workspace, template)
    assert outcome.error.exit_code in (Exit.WORKSPACE, Exit.CONTENT)
    found = {(f.code, str(f.where)) for f in outcome.error.findings}
    column = max(template.find("<a "), template.find("<link "), 0) + 1
    assert found == {(code, f"templates/parts/bad.j2.html:1:{column}")}
    assert not outcome.path.exists()
    draft = outcome_of(workspace, template, is_draft=True)
    errors = {f.code for f in draft.error.findings if f.severity is Severity.ERROR}
    assert errors == {code}
