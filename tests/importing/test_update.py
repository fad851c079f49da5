"""`brief import --into`: only the texts that differ are changed, every other byte stays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefing.cli.import_ import command
from briefing.core.errors import ContentError, SelectionError
from briefing.files.workspace import Files
from briefing.importing.import_ import import_document, write_imported
from briefing.importing.update import Update, apply_update, compare_with, shown_lines
from tests.importing.word_files import citation, docx, field, p, picture, png, t, text_box

BRIEF = """\
title: Smears   # keep me
date: 2026-11-23
marking: {status: draft}
facts:
  steps: {value: 27, unit: steps}
key_points:
  - text: UTC was stepped {steps} so far.
    short: Many steps.
  - The steps do harm.
  - Only here.
sections:
  - id: cure
    title: The cure moves clocks
    text: |
      A clock runs slow [@list].

      Google smears.
outlook: {summary: UTC runs on.}
sources:
  list:
    title: leap-seconds.list, updated 6 July 2026
"""

LIST = "IERS (2026). leap-seconds.list, updated 6 July 2026."
NEWS = "Internet Assigned Numbers Authority (2026). News for the tz database."


def workspace(root: Path, text: str = BRIEF) -> Path:
    path = root / "content" / "smears" / "brief.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


def document(
    root: Path, *cure: str, title: str = "The cure moves clocks", more: tuple[str, ...] = ()
) -> Path:
    path = root / "draft.docx"
    path.write_bytes(
        docx(
            p("Smears", style="Title"),
            p("Key points", style="Heading1"),
            p("UTC was stepped 27 steps so far.", number=(1, 0)),
            p("The steps do great harm.", number=(1, 0)),
            p(title, style="Heading1"),
            *(p(one) for one in cure),
            *more,
            p("Outlook", style="Heading1"),
            p("UTC runs on."),
            p("References", style="Heading1"),
            p(f"[1] {LIST}"),
            p(f"[2] {NEWS}"),
        )
    )
    return path


def update_of(root: Path, path: Path) -> Update:
    files = Files(root)
    return compare_with(files, "smears", import_document(files, path, slug="smears"))


def test_only_texts_with_other_words_change(tmp_path):
    path = workspace(tmp_path)
    update = update_of(tmp_path, document(tmp_path, "A clock runs slow [1].", "Google smears."))
    assert [(one.name, one.old, one.new) for one in update.changes] == [
        ("key_points › 2", "The steps do harm.", "The steps do great harm.")
    ]
    assert update.only_in_brief == ["key_points › 3"]
    assert update.same_count == 5
    apply_update(Files(tmp_path), "smears", update)
    assert path.read_text() == BRIEF.replace("do harm", "do great harm")


def test_a_text_with_a_picture_is_left_to_the_writer(tmp_path):
    """The picture of that name in the brief may be another one."""
    path = workspace(tmp_path)
    (tmp_path / "steps.png").write_bytes(png())
    typed = "# Smears\n\n## Key points\n\n- UTC was stepped ![steps](steps.png) often.\n"
    (tmp_path / "new.md").write_text(typed)
    update = update_of(tmp_path, tmp_path / "new.md")
    assert [one.name for one in update.changes if "figures/" in one.new] == []
    assert [(one.code, one.severity) for one in update.findings if one.code == "BR844"] == [
        ("BR844", "warning")
    ]
    apply_update(Files(tmp_path), "smears", update)
    assert "figures/" not in path.read_text()


def illustrated(*body: str, pictures: Sequence[bytes]) -> bytes:
    return docx(
        p("Smears", style="Title"),
        p("The cure moves clocks", style="Heading1"),
        p("A clock runs slow."),
        *body,
        p("Outlook", style="Heading1"),
        p("UTC runs on."),
        pictures={f"image{at}.png": one for at, one in enumerate(pictures, 1)},
    )


def shown(at: int, title: str) -> tuple[str, str]:
    return p(picture(f"rP{at}", f"A drawing: {title}")), p(title, style="Caption")


def updated(root: Path, before: bytes, after: bytes) -> Update:
    """Return the changes by which the brief of a document becomes that of a newer one."""
    (root / "content").mkdir()
    (root / "draft.docx").write_bytes(before)
    files = Files(root)
    write_imported(files, import_document(files, root / "draft.docx", slug="smears"))
    (root / "draft.docx").write_bytes(after)
    return update_of(root, root / "draft.docx")


def warnings_of(update: Update) -> list[str]:
    return [one.what for one in update.findings if one.code == "BR844"]


RED, GREEN, BLUE = (png(width) for width in (16, 24, 32))


def test_a_picture_that_is_new_or_has_changed_is_named(tmp_path):
    """It is found by its bytes: after another one, it has another name in the document, and is the same."""
    before = illustrated(*shown(1, "Steps"), *shown(2, "Drift"), pictures=(RED, GREEN))
    after = illustrated(*shown(1, "New"), *shown(2, "Drift"), pictures=(BLUE, GREEN))
    update = updated(tmp_path, before, after)
    assert warnings_of(update) == ["not updated: the picture “New” of the document is new, or has changed"]
    assert update.only_in_brief == ["figures/picture-1.png"]
    again = update_of(tmp_path, tmp_path / "draft.docx")
    assert again.changes == update.changes == []
    (tmp_path / "draft.docx").write_bytes(before)
    same = update_of(tmp_path, tmp_path / "draft.docx")
    assert (warnings_of(same), same.only_in_brief) == ([], [])


def test_a_changed_text_keeps_the_picture_that_the_brief_has_under_another_name(tmp_path):
    before = illustrated(p("It drifts ", picture("rP1", "Drift"), " a day."), pictures=(GREEN,))
    after = illustrated(
        p("It drifts ", picture("rP1", "Drift"), " a year."), *shown(2, "Steps"), pictures=(GREEN, RED)
    )
    update = updated(tmp_path, before, after)
    (change,) = update.changes
    assert "![Drift](figures/picture-1.png) a year." in change.new  # the second one in the document
    assert warnings_of(update) == ["not updated: the picture “Steps” of the document is new, or has changed"]


def test_text_boxes_are_compared_by_their_words(tmp_path):
    def boxes(*pairs: tuple[str, str]) -> bytes:
        body = [p("See the box.", text_box(p(t(title, "b")), p(text))) for title, text in pairs]
        return illustrated(*body, pictures=())

    kept = ("Definition", "UT1 follows the rotation of the Earth.")
    update = updated(
        tmp_path,
        boxes(kept, ("Case", "A bank stopped its clocks for a day.")),
        boxes(
            ("Definition", "UT1 follows the slow rotation of the Earth."), ("Other", "Nobody had noticed it.")
        ),
    )
    assert [(one.name, one.new) for one in update.changes] == [
        ("sections › 1 › blocks › 1 › box › text", "UT1 follows the slow rotation of the Earth.")
    ]
    assert warnings_of(update) == ["not updated: the brief has no text box like “Other”"]
    assert update.only_in_brief == ["sections › 1 › blocks › 2 › box"]


def test_a_source_keeps_its_id_and_a_new_one_is_added(tmp_path):
    path = workspace(tmp_path)
    update = update_of(tmp_path, document(tmp_path, "A clock runs very slow [1].", "Google smears [2]."))
    assert [one.name for one in update.changes] == [
        "key_points › 2",
        "sections › 1 › text",
        "sources › internet-2026 › title",
    ]
    assert list(shown_lines(update.changes[1]))[1:] == [
        "  - A clock runs slow [@list].",
        "  - Google smears.",
        "  + A clock runs very slow [@list].",
        "  + Google smears [@internet-2026].",
    ]
    assert apply_update(Files(tmp_path), "smears", update) == []
    assert "A clock runs very slow [@list]." in path.read_text()
    assert f"internet-2026: >-\n    {NEWS}\n" in path.read_text()


def test_a_source_of_a_reference_manager_is_added_with_its_keys(tmp_path):
    path = workspace(tmp_path)
    work = {
        "title": "Bulletin C 72",
        "type": "report",
        "publisher": "IERS",
        "issued": {"date-parts": [[2026]]},
    }
    cited = field(f" ADDIN ZOTERO_ITEM CSL_CITATION {citation({'id': 1, 'itemData': work})} ", "(IERS, 2026)")
    update = update_of(
        tmp_path, document(tmp_path, "A clock runs slow.", more=(p("None is announced", cited),))
    )
    apply_update(Files(tmp_path), "smears", update)
    text = path.read_text()
    assert "None is announced [@bulletin-2026]" in text
    assert "title: Bulletin C 72" in text and "publisher: IERS" in text


def test_a_new_section_is_put_at_the_end(tmp_path):
    path = workspace(tmp_path)
    more = (p("Rules follow UTC", style="Heading1"), p("No rule needs rewording."))
    update = update_of(tmp_path, document(tmp_path, "A clock runs slow.", "Google smears.", more=more))
    apply_update(Files(tmp_path), "smears", update)
    text = path.read_text()
    assert text.index("Rules follow UTC") > text.index("Google smears.")
    assert text.startswith("title: Smears   # keep me\n")
    assert update_of(tmp_path, tmp_path / "draft.docx").changes == []


def test_a_change_that_would_be_an_error_is_undone(tmp_path, monkeypatch):
    path = workspace(tmp_path)
    update = update_of(
        tmp_path, document(tmp_path, "A clock runs slow. [1]", "Google smears everything [2].")
    )
    update.changes = [one for one in update.changes if not one.name.startswith("sources")]
    with pytest.raises(ContentError) as error:
        apply_update(Files(tmp_path), "smears", update)
    assert [finding.code for finding in error.value.findings] == ["BR302"]
    assert path.read_text() == BRIEF


def test_nothing_is_changed_if_the_file_has_changed(tmp_path):
    path = workspace(tmp_path)
    update = update_of(tmp_path, document(tmp_path, "A clock runs fast."))
    path.write_text(BRIEF.replace("Only here", "Only there"))
    with pytest.raises(SelectionError) as error:
        apply_update(Files(tmp_path), "smears", update)
    assert error.value.findings[0].code == "BR844"
    assert "Only there" in path.read_text() and "harm" in path.read_text()


def test_sources_in_a_file_are_not_added_to(tmp_path):
    path = workspace(tmp_path, BRIEF.partition("sources:")[0].replace(" [@list]", "") + "sources: refs.bib\n")
    (path.parent / "refs.bib").write_text("@misc{a, title = {A}}\n")
    before = path.read_text()
    update = update_of(tmp_path, document(tmp_path, "A clock runs very slow [2]."))
    with pytest.raises(SelectionError) as error:
        apply_update(Files(tmp_path), "smears", update)
    assert error.value.findings[0].code == "BR844"
    assert path.read_text() == before


def test_an_unknown_brief_is_refused(tmp_path):
    workspace(tmp_path)
    with pytest.raises(SelectionError, match="there is no brief 'smear'"):
        compare_with(Files(tmp_path), "smear", import_document(Files(tmp_path), document(tmp_path, "x")))


def test_the_command_asks_before_it_changes_anything(tmp_path, monkeypatch):
    path = workspace(tmp_path)
    document(tmp_path, "A clock runs slow [1].", "Google smears.")
    monkeypatch.chdir(tmp_path)
    asked = CliRunner().invoke(command, ["draft.docx", "--into", "smears"], input="n\n")
    assert "+ The steps do great harm." in asked.output and "nothing was changed" in asked.output
    assert path.read_text() == BRIEF
    tried = CliRunner().invoke(command, ["draft.docx", "--into", "smears", "--dry-run"])
    assert "1 change, 5 texts the same" in tried.output and path.read_text() == BRIEF
    made = CliRunner().invoke(command, ["draft.docx", "--into", "smears", "--yes"])
    assert made.exit_code == 0 and "changed content/smears/brief.yaml" in made.output
    assert path.read_text() == BRIEF.replace("do harm", "do great harm")
    both = CliRunner().invoke(command, ["draft.docx", "--into", "smears", "--slug", "x"])
    assert both.exit_code == 2
