"""A PDF that was sent out, compared with today's content; invalid PDFs, and PDFs of other programs."""

from __future__ import annotations

import io
import json
import random
import zlib
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from briefing.compare.audience_diff import compare
from briefing.compare.pdf_diff import compare_since
from briefing.compare.pdf_process import read_apart, read_pdf
from briefing.compare.redline import compose_redline, redline_name, typeset_redline
from briefing.core.errors import SelectionError
from briefing.files.workspace import Files, shipped_root
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import execute_here
from briefing.structure.standards import Standard
from briefing.typeset.layout import Typesetter, export
from tests.cases import each
from tests.command import brief

pytestmark = pytest.mark.process

HOME = "content/trial/brief.yaml"
READERS = "templates/audiences/readers/audience.yaml"
BRIEF = """\
title: {text: The same for everyone, plain: One for all}
date: 2026-11-22
key_points:
  - The first point is about the fleet.
  - The second point is about the money.
sections:
  - id: why
    title: It is so
    text: The fleet has thirty-six aircraft, of which twelve fly.
    blocks:
      - table: {title: Aircraft, alt: By kind., columns: [Kind, Number], data: [[Kind, Number], [A, 12], [B, 24]]}
outlook: It goes on.
method: By looking.
"""
PARTS = "label: Readers\nparts: [title, key-points, sections, outlook, method]\n"
CHANGED = (
    BRIEF.replace("thirty-six", "thirty-seven")
    .replace("  - The second point is about the money.\n", "")
    .replace("  - The first", "  - A new point of another kind.\n  - The first")
    .replace("[A, 12]", "[A, 13]")
    .replace(
        "outlook: It goes on.", "outlook: {summary: {text: It goes on., not: [readers]}, watch: [Prices]}"
    )
)
SENT = Selection(("trial",), ("readers",))


@cache
def pdf_of(text: str, audience: str) -> bytes:
    """Return the PDF of a brief for an audience, built once."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        files = _files(Path(folder), text, audience)
        ((_, made),) = execute_here(files)(plan(files, SENT).jobs)
        assert made.error is None
        return made.files["pdf"]


def _files(root: Path, text: str, audience: str) -> Files:
    for name, content in ((HOME, text), (READERS, audience)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    return Files(root, shipped_root())


@pytest.fixture
def handed(tmp_path):
    """A function that makes the workspace of today, and a PDF that was sent out earlier."""

    def make(text: str = CHANGED, audience: str = PARTS, sent: bytes | None = None, name: str = "sent.pdf"):
        path = tmp_path / "elsewhere" / name
        path.parent.mkdir()
        path.write_bytes(pdf_of(BRIEF, audience) if sent is None else sent)
        return _files(tmp_path / "house", text, audience), path

    return make


def compared(files, path, selection=SENT):
    return compare_since(files, path, selection, execute_here(files))


@pytest.mark.engine
def test_the_manuscript_inside_is_compared_with_todays(handed):
    pair = compared(*handed())
    assert (pair.brief, pair.language, pair.first, pair.second) == ("trial", "en", "sent.pdf", "readers")
    assert pair.basis == (
        "the manuscript inside sent.pdf of 2026-11-22 with that of today's edition, trial-readers-en"
    )
    since, kept = "the content has changed since", "`not` keeps it from 'readers'"
    differences = [
        (one.kind, one.name, one.why, str(one.rule or ""), str(one.where or "")) for one in pair.differences
    ]
    assert differences == [
        ("added", "key_points.1", since, "", f"{HOME}:4:5"),
        ("dropped", "key_points.2", since, "", ""),
        ("reworded", "sections.why", since, "", f"{HOME}:9:11"),
        ("added", "outlook.watch", since, "", f"{HOME}:12:65"),
        ("dropped", "outlook.summary", kept, f"{HOME}:12:40", ""),
        ("reworded", "data.table-1.csv.2", since, "", ""),
    ]
    assert [(one.before, one.after) for one in pair.differences if one.name == "data.table-1.csv.2"] == [
        ("A | 12", "A | 13")
    ]


def test_a_value_that_has_changed_is_reported_at_its_place(handed):
    pair = compared(*handed(BRIEF.replace("Aircraft, alt", "Ships, alt").replace("2026-11-22", "2026-11-23")))
    assert [(one.name, str(one.where)) for one in pair.differences] == [
        ("date", f"{HOME}:2:7"),
        ("sections.why.blocks.1.table.title", f"{HOME}:11:24"),
    ]


def test_nothing_differs_where_nothing_has_changed(handed):
    pair = compared(*handed(BRIEF))
    assert pair.differences == ()
    assert pair.same_count > 10


@pytest.mark.engine
def test_without_a_manuscript_the_tags_of_both_files_are_compared(handed):
    files, path = handed(audience=f"{PARTS}attachments: []\n")
    pair = compared(files, path)
    assert pair.basis == (
        "the texts of the tags of sent.pdf of 2026-11-22 with those of today's edition, trial-readers-en: "
        "the PDF contains no manuscript"
    )
    assert [(one.kind, one.before, one.after) for one in pair.differences][:4] == [
        ("added", "", "A new point of another kind."),
        (
            "reworded",
            "The fleet has thirty-six aircraft, of which twelve fly.",
            "The fleet has thirty-seven aircraft, of which twelve fly.",
        ),
        ("reworded", "12", "13"),
        ("added", "", "What to watch"),
    ]
    assert {one.name.partition(",")[0] for one in pair.differences} == {"page 1"}
    same = compared(*(_files(files.root, BRIEF, f"{PARTS}attachments: []\n"), path))
    assert (same.differences, same.same_count > 10) == ((), True)


def test_a_variant_of_another_register_names_the_line_that_chooses(handed):
    files, path = handed(BRIEF)
    (files.root / READERS).write_text(f"{PARTS}register: plain\n")
    (one,) = compared(files, path).differences
    assert (one.kind, one.name, str(one.rule), str(one.where)) == (
        "shorter",
        "title",
        f"{READERS}:3:1",
        f"{HOME}:1:45",
    )
    assert one.why == f"'readers' reads `plain`; the old text is the `text` variant at {HOME}:1:15"


def test_the_name_of_the_pdf_says_which_edition_it_was_else_a_person_does(handed):
    files, path = handed(f"{BRIEF}audiences: {{readers: {{}}, public: {{}}}}\n")
    named = path.with_name("trial-readers-en.pdf")
    named.write_bytes(path.read_bytes())
    assert compared(files, named, Selection(("trial",))).second == "readers"
    with pytest.raises(SelectionError, match="for which audience"):
        compared(files, path, Selection(("trial",)))
    with pytest.raises(SelectionError, match="unknown brief"):
        compared(files, path, Selection(("trail",)))


def _edited(change) -> bytes:
    with pikepdf.open(io.BytesIO(pdf_of(BRIEF, PARTS))) as pdf:
        options = change(pdf) or {}
        out = io.BytesIO()
        pdf.save(out, **options)
    return out.getvalue()


def _foreign(pdf) -> None:
    pdf.docinfo["/Creator"] = pikepdf.String("Another")


def _nameless(pdf) -> None:
    del pdf.docinfo["/Creator"]


def _locked(pdf):
    return {"encryption": pikepdf.Encryption(owner="o", user="u")}


@each(
    ("content", "code", "words"),
    [
        (b"", "BR810", "cannot read sent.pdf as a PDF"),
        (b"%PDF-1.7\n", "BR810", "cannot read sent.pdf as a PDF"),
        (b"\0" * 5000, "BR810", "cannot read sent.pdf as a PDF"),
        (_locked, "BR810", "cannot read sent.pdf as a PDF"),
        (_foreign, "BR811", "its creator is 'Another'"),
        (_nameless, "BR811", "it names no creator"),
    ],
)
def test_a_file_of_another_program_is_a_finding(tmp_path, content, code, words):
    path = tmp_path / "sent.pdf"
    path.write_bytes(content if isinstance(content, bytes) else _edited(content))
    with pytest.raises(SelectionError) as caught:
        read_pdf(path, path.name)
    (finding,) = caught.value.findings
    assert (finding.code, finding.where.file) == (code, "sent.pdf")
    assert words in finding.what
    assert finding.help == "name a PDF from `brief build`, as it was sent out"


def test_a_file_that_is_not_there_is_a_finding(tmp_path):
    with pytest.raises(SelectionError, match="there is no file"):
        read_pdf(tmp_path / "none.pdf", "none.pdf")


def _read(content: bytes):
    """Return the code of the finding of a PDF, or its content."""
    try:
        return "", read_apart(content, "sent.pdf")
    except SelectionError as error:
        return error.findings[0].code, {}


def test_pieces_and_mutants_of_a_pdf_end_nothing_but_their_reader():
    content, chance = pdf_of(BRIEF, PARTS), random.Random(7)  # noqa: S311
    for _ in range(6):
        mutant = bytearray(content[: chance.randrange(len(content) // 2, len(content))])
        for _ in range(40):
            mutant[chance.randrange(len(mutant))] = chance.randrange(256)
        code, said = _read(bytes(mutant))
        assert code == "BR810" or isinstance(said["texts"], list)


def _with_manuscript(content: bytes):
    def change(pdf) -> None:
        del pdf.attachments["brief.yaml"]
        pdf.attachments["brief.yaml"] = pikepdf.AttachedFileSpec(pdf, content, filename="brief.yaml")

    return change


@each(
    ("manuscript", "why"),
    [
        (b"title: [", "cannot read the manuscript of the PDF"),
        (
            b"a: &a [x, x]\n" + b"".join(b"k%d: [*a, *a]\n" % n for n in range(60)),
            "cannot read the manuscript of the PDF",
        ),
        (b"- a\n- b\n", "cannot read the manuscript of the PDF"),
        (b"#" * 3_000_000, "the PDF contains no manuscript"),
    ],
)
def test_a_manuscript_that_cannot_be_used_leaves_the_tags(tmp_path, manuscript, why):
    said = read_apart(_edited(_with_manuscript(manuscript)), "sent.pdf")
    assert said["manuscript"] is None
    assert why in said["why"]
    assert "The first point is about the fleet." in [words for _, words in said["texts"]]


def test_a_bomb_is_a_finding_or_left_out():
    def change(pdf) -> None:
        del pdf.attachments["brief.yaml"]
        bomb = pdf.make_stream(zlib.compress(bytes(3 * 1024**3 // 16)))
        bomb["/Filter"] = pikepdf.Array([pikepdf.Name.FlateDecode])
        spec = pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            F="brief.yaml",
            UF="brief.yaml",
            EF={"/F": pdf.make_indirect(bomb)},
        )
        names = pikepdf.Array([pikepdf.String("brief.yaml"), pdf.make_indirect(spec)])
        pdf.Root.Names.EmbeddedFiles = pikepdf.Dictionary(Names=names)

    content = _edited(change)
    assert len(content) < 1_000_000
    code, said = _read(content)
    assert code == "BR810" or (said["manuscript"], said["why"]) == (None, "the PDF contains no manuscript")


def test_no_module_of_the_folder_is_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (
        "briefing/__init__.py",
        "briefing/compare/__init__.py",
        "briefing/compare/handed_out.py",
        "csv.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("raise SystemExit('{}')")
    assert read_apart(pdf_of(BRIEF, PARTS), "sent.pdf")["creator"] == "Briefwright"


def test_tags_that_contain_themselves_come_to_an_end():
    def change(pdf) -> None:
        root = pdf.Root.StructTreeRoot.K[0]
        root.K.append(root)

    assert "texts" in read_apart(_edited(change), "sent.pdf")


def test_the_marked_up_page_shows_differences_without_colour_and_in_tags(handed):
    files, path = handed()
    pair = compared(files, path)
    page = compose_redline(pair, files)
    runs = "The fleet has [−<del>thirty-six</del>] [+<ins>thirty-seven</ins>] aircraft, of which twelve fly."
    assert f'<p class="runs" lang="en" dir="ltr">{runs}</p>' in page.html
    assert "[−<del>The second point is about the money.</del>]" in page.html
    assert page.html.count("<code>content/trial/brief.yaml:9:11</code>") == 1
    result = typeset_redline(pair, files)
    assert result.report.findings == ()
    content = result.files["pdf"]
    assert typeset_redline(pair, files).files["pdf"] == content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert dict(pdf.Root.StructTreeRoot.RoleMap) == {"/Ins": "/Span", "/Del": "/Span"}
        drawn = [
            (str(one.S), str(one.A.TextDecorationType))
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") in ("/Ins", "/Del")
        ]
    assert len(drawn) > 6
    assert set(drawn) == {("/Ins", "/Underline"), ("/Del", "/LineThrough")}
    newer = export(Typesetter(files).lay_out(page), Standard.UA2).content
    with pikepdf.open(io.BytesIO(newer)) as pdf:  # types of PDF 2.0 need a namespace, which is missing here
        types = {str(one.S) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one}
    assert "/Span" in types
    assert not {"/Ins", "/Del"} & types
    texts = [words for _, words in read_apart(content, "diff.pdf")["texts"]]
    assert "The fleet has [−thirty-six] [+thirty-seven] aircraft, of which twelve fly." in texts
    assert redline_name(pair) == "diff-trial-sent-readers-en"


def test_two_audiences_are_marked_up_too(workspace):
    texts = BRIEF.replace("outlook:", "changes: [Nothing.]\noutlook:")
    other = (
        PARTS.replace("method]", "changes]")
        .replace("Readers", "Others")
        .replace("label", "register: plain\nlabel")
    )
    files = workspace(texts, {READERS: PARTS, "templates/audiences/others/audience.yaml": other})
    (pair,) = compare(files, Selection(audiences=("readers", "others")))
    page = compose_redline(pair, files)
    assert '<th scope="row">[−<del>method</del>]</th><td>dropped</td>' in page.html
    assert '<th scope="row">[+<ins>changes</ins>]</th><td>added</td>' in page.html
    assert "[−<del>The same for everyone</del>]" in page.html
    assert redline_name(pair) == "diff-trial-readers-others-en"


def test_texts_of_strangers_are_text_on_the_page(handed):
    files, path = handed(f"{BRIEF}", sent=_edited(_with_manuscript(b"title: <script>alert(1)</script>\n")))
    page = compose_redline(compared(files, path), files)
    assert "<script" not in page.html
    assert "&lt;script&gt;" in page.html


def test_the_command_says_what_it_compared_and_where_it_wrote(handed):
    files, path = handed()
    done = brief("diff", str(path), "trial", "-a", "readers", "--pdf", cwd=files.root)
    assert (done.returncode, done.stderr) == (0, "wrote out/diff-trial-sent-readers-en.pdf\n")
    assert done.stdout.startswith(
        "trial (en): sent.pdf → readers\n  compared: the manuscript inside sent.pdf of 2026"
    )
    assert (files.root / "out/diff-trial-sent-readers-en.pdf").read_bytes().startswith(b"%PDF-1.7")
    (pair,) = json.loads(
        brief("diff", str(path), "trial", "-a", "readers", "--format", "json", cwd=files.root).stdout
    )
    assert (pair["first"], len(pair["differences"]), pair["differences"][0]["rule"]) == ("sent.pdf", 6, None)
    path.write_bytes(b"no PDF")
    failed = brief("diff", str(path), "trial", cwd=files.root)
    assert (failed.returncode, "[BR810]" in failed.stderr) == (2, True)
    assert brief("diff", str(path), "trial", "more", cwd=files.root).returncode == 2
    assert brief("diff", "readers", "public", "-a", "press", cwd=files.root).returncode == 2
