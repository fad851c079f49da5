"""The changes of reviewers find their way back into the brief: exactly what they changed, and nothing else."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest

from briefing.export.export import export_word
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.review.note_reports import as_github, as_json, state_of
from briefing.review.returned.pdf_file import read_pdf_file
from briefing.review.returned.word_file import read_word_file
from briefing.review.review import _is_text, apply_changes, review
from briefing.typeset.layout import Typesetter
from tests.cases import each
from tests.review.returned.reviewers import PdfReviewer, WordReviewer

pytestmark = pytest.mark.engine

BRIEF = """\
# the river brief
title: "The river fell, and the mill stopped"
date: 2026-11-22
language: en
audiences: {public: {}}
facts:
  days: {value: 12, label: days without wheat, source: log}
sources:
  log: {title: The mill log, publisher: River Press, date: 2026-05-01}
key_points:
  - text: >-   # folded
      The mill stopped for {days} days, which nobody at the office
      had planned for.
  - 'The office''s gauge is old: it was built in 1950.'
sections:
  - title: A mill needs water
    text: |
      The *river* fell by a hand in the spring. [@log] Nobody noticed it
      before the wheel ended its turn.

      A second paragraph follows, and says little that is new.

      A third one has notes,^[It was added when the gauge was read, \\[sic\\] and nobody read
      *the second* before.] and ends.[^1]

      [^1]: The second paragraph was cut by the river, as a log of 1950 says.
outlook: It goes on.
"""
SPANISH = """\
title: El río bajó y el molino se detuvo
audiences: {}
"""


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The workspace of a brief, with its edition as a Word document and as a PDF."""
    from briefing.files.workspace import Files, shipped_root

    root = tmp_path_factory.mktemp("river")
    path = root / "content/river/brief.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(BRIEF)
    files = Files(root, shipped_root())
    run = Run()
    run_stages(plan(files, Selection(("river",), ("public",))).jobs[0], Typesetter(files), run)
    return export_word(run.tailored, run.page, run.sheets, run.pdf, files), run.pdf.content


@pytest.fixture
def river(workspace, tmp_path):
    files = workspace(files={"content/river/brief.yaml": BRIEF})
    (tmp_path / "content/trial/brief.yaml").unlink()
    return files


def text_of(files):
    return (files.root / "content/river/brief.yaml").read_text()


def word(exported, edit, author="Ann"):
    reviewer = WordReviewer(exported[0], author)
    edit(reviewer)
    return read_word_file(reviewer.saved())


def pdf(exported, edit):
    reviewer = PdfReviewer(exported[1])
    edit(reviewer)
    return read_pdf_file(reviewer.saved())


def made(files, **returned):
    reviewed = review(files.fresh(), {f"{name}.docx": file for name, file in returned.items()})
    applied = apply_changes(files, reviewed, lambda _: True)
    assert applied.refused == []
    return reviewed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("had planned for", "had foreseen"),
        ("it was built in 1950", "it dates from 1950"),
        ("Nobody noticed it", "Nobody saw it"),
        (", and says little that is new", ""),
        ("A mill needs water", "A mill lives on water"),
        ("the mill stopped", "the mill rested"),
        ("It goes on.", "It goes on, and the mill runs again."),
        ("when the gauge was read", "in the year when the gauge was first read"),
        ("before.", "earlier."),
        ("the second", "the next"),
        (", as a log of 1950 says", ""),
    ],
)
def test_a_tracked_change_is_made_and_no_other_byte_differs(river, exported, old, new):
    made(river, ann=word(exported, lambda ann: ann.change(old, new)))
    assert text_of(river) == BRIEF.replace(old, new)


def test_an_export_without_notes_has_none(river, exported):
    assert review(river, {"ann.docx": read_word_file(exported[0])}).notes == ()


def test_several_changes_of_a_text_are_made_together(river, exported):
    def edit(ann):
        ann.change("by a hand", "by two hands")
        ann.insert("Nobody noticed", " or wrote down")
        ann.change("A second paragraph", "Another paragraph")

    made(river, ann=word(exported, edit))
    expected = BRIEF.replace("by a hand", "by two hands").replace(
        "Nobody noticed", "Nobody noticed or wrote down"
    )
    assert text_of(river) == expected.replace("A second paragraph", "Another paragraph")


def test_changes_of_several_reviewers_are_merged(river, exported):
    ann = word(exported, lambda one: one.change("had planned for", "had foreseen"))
    ben = word(exported, lambda one: one.change("had planned for", "had foreseen"), "Ben")
    cy = word(exported, lambda one: one.change("nobody at the office", "no one at the office"), "Cy")
    reviewed = made(river, ann=ann, ben=ben, cy=cy)
    assert [one.authors for one in reviewed.notes] == [("Cy",), ("Ann", "Ben")]
    assert text_of(river) == BRIEF.replace("had planned for", "had foreseen").replace(
        "nobody at", "no one at"
    )


def test_different_changes_of_the_same_words_are_a_conflict(river, exported):
    ann = word(exported, lambda one: one.change("had planned for", "had foreseen"))
    ben = word(exported, lambda one: one.change("planned", "expected"), "Ben")
    reviewed = made(river, ann=ann, ben=ben)
    assert text_of(river) == BRIEF
    assert [one.code for one in reviewed.findings] == ["BR821", "BR821"]
    assert {state_of(one) for one in reviewed.notes} == {"conflict"}
    assert (
        "that of Ben: 'planned' becomes 'expected'" in reviewed.findings[0].help + reviewed.findings[1].help
    )


@pytest.mark.parametrize(
    ("edit", "help"),
    [
        (lambda ann: ann.change("12", "14"), "a fact"),
        (lambda ann: ann.change("Key points", "Main points"), "a template prints them"),
        (lambda ann: ann.change("The mill log", "A mill log"), "a template prints them"),
        (
            lambda ann: ann.change("The second paragraph was cut by the river, as a log of 1950 says.", ""),
            "deletes the whole footnote",
        ),
    ],
)
def test_a_change_of_what_is_not_typed_is_named(river, exported, edit, help):
    reviewed = made(river, ann=word(exported, edit))
    assert text_of(river) == BRIEF
    (finding,) = reviewed.findings
    assert finding.code == "BR822" and help in finding.help


def test_a_change_is_made_although_the_text_has_changed_elsewhere(river, exported):
    path = river.root / "content/river/brief.yaml"
    path.write_text(BRIEF.replace("A second paragraph", "A new paragraph"))
    made(river, ann=word(exported, lambda one: one.change("by a hand", "by two hands")))
    assert "A new paragraph" in text_of(river) and "by two hands" in text_of(river)


def test_a_change_of_words_that_have_changed_is_not_made(river, exported):
    path = river.root / "content/river/brief.yaml"
    changed = BRIEF.replace("had planned for", "of the town had ever thought about before")
    path.write_text(changed)
    reviewed = made(river, ann=word(exported, lambda one: one.change("had planned for", "had foreseen")))
    assert text_of(river) == changed
    assert [one.help for one in reviewed.findings] == ["the text in the file has changed since the export"]


def test_a_change_is_made_once(river, exported):
    ann = word(exported, lambda one: one.change("had planned for", "had foreseen"))
    made(river, ann=ann)
    once = text_of(river)
    reviewed = made(river, ann=ann)
    assert text_of(river) == once
    assert [state_of(one) for one in reviewed.notes] == ["made"] and reviewed.findings == ()


def test_a_text_that_was_changed_without_tracking_is_named(river, exported):
    reviewed = made(
        river, ann=word(exported, lambda one: one.retype("A second paragraph", "A third paragraph"))
    )
    assert [one.code for one in reviewed.findings] == ["BR823"]
    assert reviewed.findings[0].where.line == 21 and text_of(river) == BRIEF


def test_a_comment_is_listed_at_its_line(river, exported):
    (one,) = review(
        river, {"ann.docx": word(exported, lambda ann: ann.comment("was built", "By whom?"))}
    ).notes
    assert (str(one.where), one.before, one.comment) == (
        "content/river/brief.yaml:14:37",
        "was built",
        "By whom?",
    )
    assert '"line": 14' in as_json([one]) and '"state": "open"' in as_json([one])
    assert as_github([one]).startswith("::notice file=content/river/brief.yaml,line=14,col=37,")


def test_a_comment_on_a_footnote_is_listed_at_its_line(river, exported):
    """Its words are compared with those of the footnote, not with the same words elsewhere in the text."""
    (one,) = review(river, {"ann.docx": word(exported, lambda ann: ann.comment("cut", "By what?"))}).notes
    assert (str(one.where), one.before) == ("content/river/brief.yaml:26:38", "cut")


def test_a_footnote_that_was_changed_without_tracking_is_named(river, exported):
    reviewed = made(river, ann=word(exported, lambda one: one.retype("when the gauge", "as the gauge")))
    assert [one.code for one in reviewed.findings] == ["BR823"] and text_of(river) == BRIEF


def test_a_document_without_its_list_is_found_by_its_words(river, exported):
    """Google Docs drops the parts of a document that it does not know."""
    reviewer = WordReviewer(exported[0])
    reviewer.change("had planned for", "had foreseen")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(reviewer.saved())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if not name.startswith("customXml"):
                new.writestr(name, old.read(name))
    made(river, ann=read_word_file(out.getvalue()))
    assert text_of(river) == BRIEF.replace("had planned for", "had foreseen")


def test_annotations_of_a_pdf_are_changes_and_comments(river, exported):
    def edit(ben):
        ben.annotate("/Highlight", "second paragraph", "Needed?")
        ben.annotate("/Text", "The mill stopped for", "Since when?")
        ben.annotate("/StrikeOut", "it was built", "")
        ben.annotate("/Caret", "by a hand", "or two")
        caret = ben.annotate("/Caret", "planned for", "foreseen", **{"/IT": pikepdf.Name.Replace})
        ben.annotate("/StrikeOut", "planned for", **{"/IRT": caret, "/RT": pikepdf.Name.Group})
        ben.annotate("/Text", "second paragraph", "Accepted", **{"/StateModel": "Review"})

    reviewed = made(river, ben=pdf(exported, edit))
    found = [(one.where.line, one.before, one.after, one.comment, one.authors) for one in reviewed.notes]
    who = ("Ben Example",)
    assert found == [
        (12, "", "", "Since when?", who),
        (13, "planned for", "foreseen", "", who),
        (14, "it was built", "", "", who),
        (18, "", " or two", "", who),
        (21, "second paragraph", "", "Needed?", who),
    ]
    expected = (
        BRIEF.replace("planned for", "foreseen")
        .replace("it was built", "")
        .replace("a hand", "a hand or two")
    )
    assert text_of(river) == expected


def test_a_pdf_of_another_brief_has_no_place(workspace, exported):
    files = workspace()
    reviewed = review(
        files, {"ben.pdf": pdf(exported, lambda ben: ben.annotate("/StrikeOut", "planned for"))}
    )
    (one,) = reviewed.notes
    assert str(one.where) == "ben.pdf" and one.reason == "no brief in this workspace contains these words"


def with_list(content, old, new):
    """A document with another list of passages."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as changed:
        for name in given.namelist():
            changed.writestr(name, given.read(name).replace(old, new))
    return read_word_file(out.getvalue())


@pytest.mark.parametrize("key", ['"language"', '"sources", "log", "title"'])
def test_only_texts_are_changed(river, exported, key):
    """The list of passages in a document is the reviewer's: it may name any key."""
    reviewer = WordReviewer(exported[0])
    reviewer.change("the mill stopped", "the mill rested")
    file = with_list(reviewer.saved(), b'\'["title", "text"]\'', f"'[{key}]'".encode())
    assert any(one.key[0] in ("language", "sources") for one in file.edition.passages)
    reviewed = made(river, ann=file)
    assert text_of(river) == BRIEF and [one.code for one in reviewed.findings] == ["BR822"]


@each(
    ("key", "is_text"),
    [
        (("sections", 0, "text"), True),
        (("sections", 0, "short"), True),
        (("key_points", 1), True),
        (("sections", 0, "id"), False),
        (("options", 0, "id"), False),
        (("title",), True),
        (("language",), False),
    ],
)
def test_an_id_of_something_with_texts_is_no_text(key, is_text):
    assert _is_text(key) is is_text


def test_a_file_outside_the_content_is_never_changed(river, exported):
    """The list of passages in a document is the reviewer's, too."""
    (river.root / "secret.yaml").write_text("title: The river fell, and the mill stopped\n")
    reviewer = WordReviewer(exported[0])
    reviewer.change("the mill stopped", "the mill rested")
    made(river, ann=with_list(reviewer.saved(), b"content/river/brief.yaml", b"secret.yaml"))
    assert (river.root / "secret.yaml").read_text() == "title: The river fell, and the mill stopped\n"
    assert text_of(river) == BRIEF
