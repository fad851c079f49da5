"""Pages that look different, in two PDFs or two folders of PDFs, and the contact sheet of them."""

from __future__ import annotations

import io
import json

import pytest
from click.testing import CliRunner
from PIL import Image

from briefing.cli.command_group import group
from briefing.compare.changed_pages import compare_folders, compare_pages, contact_sheet_of
from briefing.compare.contact_sheet import CAPTION_HEIGHT, GAP, MAX_PAIRS, draw_sheet
from briefing.compare.page_changes import MARK_COLOUR, find_changed_pages, packed, unpacked
from briefing.core.errors import SelectionError
from tests.compare.test_pdf_diff import BRIEF, CHANGED, PARTS, pdf_of
from tests.compare.test_pdf_pair import foreign

pytestmark = pytest.mark.process

ONE, TWO, THREE, OTHER = (f"{word} and more" for word in ("One", "Two", "Three", "Quite different"))


def changed(old: tuple[str, ...], new: tuple[str, ...]) -> list[list[int | None]]:
    found, pictures = find_changed_pages(foreign(*old), foreign(*new), is_drawn=False)
    assert found["pages"] == [len(old), len(new)] and pictures == []
    return found["changed"]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ((ONE, TWO), (ONE, TWO), []),
        ((ONE, TWO), (ONE, OTHER), [[2, 2]]),
        ((ONE, THREE), (ONE, TWO, THREE), [[None, 2]]),
        ((ONE, TWO, THREE), (ONE, THREE), [[2, None]]),
        ((ONE, TWO), (ONE + " here", OTHER, TWO + " here"), [[1, 1], [None, 2], [2, 3]]),
        ((ONE + " here", OTHER, TWO + " here"), (ONE, TWO), [[1, 1], [2, None], [3, 2]]),
    ],
)
def test_pages_are_paired_by_their_words(old, new, pairs):
    assert changed(old, new) == pairs


def test_what_the_eye_does_not_see_is_no_change():
    before, after = (foreign("One").replace(b"BT /F", b"0.0%d g BT /F" % tint) for tint in (0, 2))
    assert find_changed_pages(before, after, is_drawn=True) == ({"pages": [1, 1], "changed": []}, [])


def test_the_newer_page_is_marked_where_it_has_changed():
    _, (old, new) = find_changed_pages(foreign("One|two"), foreign("One|six"), is_drawn=True)
    before, after = (Image.open(io.BytesIO(one)).convert("RGB") for one in (old, new))
    assert before.size == after.size == (225, 225)
    marked = [(x, y) for x in range(225) for y in range(225) if after.getpixel((x, y)) == MARK_COLOUR]
    assert marked and {y // 10 for _, y in marked} <= {3, 4, 5}  # the second line


def test_a_mark_where_the_page_has_become_larger_is_none_that_fails():
    _, pictures = find_changed_pages(
        foreign("One"), foreign("One").replace(b"300 300", b"150 150"), is_drawn=True
    )
    assert [Image.open(io.BytesIO(one)).size for one in pictures] == [(225, 225), (113, 113)]


@pytest.fixture
def folders(tmp_path):
    """Two folders of editions, built before and after a change of a text."""
    contents = {
        "before": {"a-press-en": pdf_of(BRIEF, PARTS), "same": foreign(ONE), "gone": foreign(TWO)},
        "after": {"a-press-en": pdf_of(CHANGED, PARTS), "same": foreign(ONE), "added": foreign(TWO, THREE)},
    }
    for folder, files in contents.items():
        (tmp_path / folder).mkdir()
        for name, content in files.items():
            (tmp_path / folder / f"{name}.pdf").write_bytes(content)
    return tmp_path / "before", tmp_path / "after"


@pytest.mark.engine
def test_editions_of_two_folders_are_compared_by_their_names(folders):
    found = {one.name: (one.fate, one.counts) for one in compare_folders(*folders)}
    assert found["a-press-en.pdf"][0] == "changed"
    assert found["added.pdf"] == ("new", (0, 2))
    assert found["gone.pdf"] == ("removed", (1, 0))
    assert found["same.pdf"] == ("same", (0, 0))
    assert [*found] == sorted(found)


@pytest.mark.engine
def test_the_command_lists_the_pages_and_draws_the_sheet(folders, monkeypatch):
    monkeypatch.chdir(folders[0].parent)
    done = run("diff", "before", "after", "--contact-sheet", "new/sheet.png")
    assert done.exit_code == 0, done.exception
    assert done.stdout.splitlines() == [
        "changed   a-press-en.pdf: page 1",
        "new       added.pdf: 2 pages",
        "removed   gone.pdf: 1 page",
        "3 PDFs changed, 1 the same",
    ]
    assert done.stderr == "wrote new/sheet.png\n"
    with Image.open("new/sheet.png") as sheet:
        assert sheet.format == "PNG"
        colours = {colour for _, colour in sheet.convert("RGB").getcolors(1 << 20)}
    assert {MARK_COLOUR, (255, 255, 255)} < colours
    rows = json.loads(run("diff", "before", "after", "--format", "json").stdout)
    assert rows[0] == {
        "file": "a-press-en.pdf",
        "kind": "changed",
        "old_pages": 1,
        "pages": 1,
        "changed": [{"old_page": 1, "page": 1}],
    }
    done = run("diff", "before/a-press-en.pdf", "after/a-press-en.pdf", "--contact-sheet", "pair.png")
    assert "thirty-seven" in done.stdout and done.stderr == "wrote pair.png\n"


def test_without_a_changed_page_no_sheet_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.pdf").write_bytes(foreign(ONE))
    done = run("diff", "a", "b", "--contact-sheet", "sheet.png")
    assert (done.stdout, done.stderr) == (
        "0 PDFs changed, 1 the same\n",
        "no page looks different: no contact sheet was written\n",
    )
    assert not (tmp_path / "sheet.png").exists()


def run(*words: str):
    return CliRunner().invoke(group, words, obj=words)


def test_a_sheet_is_only_for_files_and_an_audience_may_be_named_like_a_folder(workspace, monkeypatch):
    root = workspace().root
    monkeypatch.chdir(root)
    for name in ("press", "public"):
        (root / name).mkdir()
    done = run("diff", "press", "public", "trial")
    assert done.stdout.startswith("trial (en): press → public\n")
    assert "two folders of PDFs" in run("diff", "press", "analyst", "--contact-sheet", "x.png").output
    (finding,) = run("diff", "press", "public", "--contact-sheet", "x.png").exception.findings
    assert (finding.code, finding.what) == ("BR810", "there is no PDF in press or public")
    (root / "press/a.pdf").write_bytes(foreign(ONE))
    assert run("diff", "press", "public").stdout.startswith("removed   a.pdf: 1 page\n")
    for words in (("trial",), ("-a", "press"), ("-l", "en"), ("--pdf",)):
        assert run("diff", "press", "public", *words).exit_code == 2


@pytest.mark.parametrize("content", [b"no pdf", b"%PDF-1.7\nnothing", foreign(ONE)[:200]])
def test_a_file_that_is_no_pdf_is_a_finding(tmp_path, content):
    for name, one in {"old.pdf": foreign(ONE), "new.pdf": content}.items():
        (tmp_path / name).write_bytes(one)
    for paths in ((tmp_path / "old.pdf", tmp_path / "new.pdf"), (tmp_path / "new.pdf", tmp_path / "old.pdf")):
        with pytest.raises(SelectionError) as caught:
            compare_pages(*paths, "new.pdf")
        assert caught.value.findings[0].code == "BR810"


def test_what_a_process_that_was_taken_over_writes_is_refused(tmp_path, monkeypatch):
    from briefing.compare import changed_pages

    for name, one in {"old.pdf": foreign(ONE), "new.pdf": foreign(TWO)}.items():
        (tmp_path / name).write_bytes(one)
    head = {"pages": [1, 1], "changed": [[1, 1]]}
    for answer in (
        b"",
        b"[",
        b"null",
        packed(head, [b"x"]),
        packed(head, [b"x"] * 4),
        packed({**head, "changed": [[None, None]]}, []),
        packed({**head, "changed": [["1", 1]]}, []),
        packed({"pages": []}, []),
        packed(head, [b"x", b"y"])[:-1],
    ):
        monkeypatch.setattr(changed_pages, "answer_of", lambda *_, said=answer: said)
        with pytest.raises(SelectionError):
            compare_pages(tmp_path / "old.pdf", tmp_path / "new.pdf", "new.pdf")
    monkeypatch.undo()
    monkeypatch.setattr(changed_pages, "answer_of", lambda *_: packed(head, [b"no png", b""]))
    forged = compare_pages(tmp_path / "old.pdf", tmp_path / "new.pdf", "new.pdf")
    monkeypatch.undo()
    with pytest.raises(SelectionError):
        contact_sheet_of([forged])


def test_a_sheet_has_a_row_for_two_pages_and_short_captions():
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "PNG")
    captions = [("a-very-long-name-of-an-edition, page 1", "page 1, changed")] * 3
    sheet = Image.open(io.BytesIO(draw_sheet(captions, [picture.getvalue(), b""] * 3, b"")))
    assert sheet.size == (4 * (60 + GAP) + GAP, 2 * (80 + CAPTION_HEIGHT + GAP) + GAP)


def test_a_sheet_says_how_many_pages_it_has_no_room_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder, word in (("a", "old"), ("b", "new")):
        (tmp_path / folder).mkdir()
        pages = [f"{word} {number}" for number in range(MAX_PAIRS + 2)]
        (tmp_path / folder / "one.pdf").write_bytes(foreign(*pages))
    done = run("diff", "a", "b", "--contact-sheet", "sheet.png")
    assert done.stderr == "wrote sheet.png, without 2 pages for which it has no room\n"


def test_packed_contents_come_back_as_they_were():
    assert unpacked(packed({"a": 1}, [b"x\n", b"", b"yz"])) == ({"a": 1}, [b"x\n", b"", b"yz"])
    for wrong in (b"", b"[1, [-1]]\n", b"[1, [true]]\nx", b"[1]\n", b"[1, 2]\n", b"[1, [5]]\nxx"):
        with pytest.raises((ValueError, TypeError)):
            unpacked(wrong)
