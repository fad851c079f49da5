"""The leftovers of a killed build are removed by the next one; files that others hold or made stay."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import time

import pytest

from briefing.files.layers import Layers
from briefing.files.temporary_files import (
    FOLDER_PREFIX,
    NOT_HELD,
    YOUNG,
    clear_folders,
    clear_parts,
    held_folder,
    hold,
    temporary_files_in,
)
from briefing.incremental.build_log_file import BuildLogFile
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import build_task, execute_here

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="locks files")

PART_NAME = ".trial-policymaker-en.pdf.abcd_123.part"


def age(path, seconds=2 * YOUNG):
    then = time.time() - seconds
    os.utime(path, (then, then), follow_symlinks=False)


def test_only_old_parts_of_builds_that_nobody_holds_are_removed(tmp_path):
    kept = [
        "trial-policymaker-en.pdf",
        ".notes.part",
        "movie.pdf.part",
        ".trial-policymaker-en.pdf.young123.part",
        ".trial-policymaker-en.pdf.held1234.part",
    ]
    for name in (*kept, PART_NAME):
        (tmp_path / name).write_bytes(b"x")
        if "young" not in name:
            age(tmp_path / name)
    (tmp_path / "precious.txt").write_bytes(b"precious")
    link = tmp_path / ".trial-policymaker-en.pdf.link1234.part"
    link.symlink_to(tmp_path / "precious.txt")
    age(link)
    with open(tmp_path / kept[-1]) as file:  # noqa: PTH123
        hold(file.fileno())
        clear_parts(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*kept, "precious.txt", link.name}


def test_a_file_that_nobody_has_locked_yet_is_left_alone_for_a_minute(tmp_path):
    """Another build may see a file between its creation and its lock."""
    settled, unsettled = tmp_path / PART_NAME, tmp_path / PART_NAME.replace("abcd", "efgh")
    for path, seconds in ((settled, 70), (unsettled, 50)):
        path.write_bytes(b"x")
        age(path, seconds)
    clear_parts(tmp_path)
    assert list(tmp_path.iterdir()) == [unsettled]


def test_a_folder_that_is_being_written_is_left_alone_for_a_minute(tmp_path):
    settled, unsettled = tmp_path / ".kit.abcd1234.part", tmp_path / ".kit.efgh1234.part"
    for path, seconds in ((settled, 70), (unsettled, 50)):
        path.mkdir()
        age(path, seconds)
    clear_folders(tmp_path)
    assert list(tmp_path.iterdir()) == [unsettled]


def test_a_folder_that_was_set_aside_is_put_back_unless_its_place_is_taken(tmp_path):
    (tmp_path / "taken").mkdir()
    for name in (".kit.abcd1234.aside", ".taken.abcd1234.aside", ".notes.aside"):
        (tmp_path / name).mkdir()
        age(tmp_path / name)
    (tmp_path / ".file.abcd1234.aside").write_bytes(b"x")
    age(tmp_path / ".file.abcd1234.aside")
    clear_folders(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".file.abcd1234.aside",
        ".notes.aside",
        "kit",
        "taken",
    ]


@pytest.mark.engine
def test_a_build_begins_by_removing_them(workspace):
    files = workspace()
    out = files.root / "out"
    out.mkdir()
    (out / PART_NAME).write_bytes(b"%PDF-torn")
    age(out / PART_NAME)
    record = out / ".brief" / ".editions.json.00001234.part"
    record.parent.mkdir()
    record.write_bytes(b"{")
    age(record)
    list(build_all(plan(files, Selection()), files, out))
    assert sorted(path.name for path in out.iterdir()) == [".brief", "trial-policymaker-en.pdf"]
    assert list(record.parent.iterdir()) == []


def test_a_build_log_that_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    """Otherwise a full disk would stay full."""
    log = BuildLogFile(Layers(str(tmp_path), str(tmp_path)), str(tmp_path / "out"))
    log.is_changed = True

    def fill(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", fill)
    log.save()
    assert list((tmp_path / "out/.brief").iterdir()) == []


def test_folders_of_killed_builds_are_removed_by_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with held_folder() as living:
        age(living)
        left = tmp_path / f"{FOLDER_PREFIX}killed"
        (left / "inside").mkdir(parents=True)
        young = tmp_path / f"{FOLDER_PREFIX}young{NOT_HELD}"
        young.mkdir()
        with held_folder() as folder:
            assert {path.name for path in tmp_path.iterdir()} == {folder.name, living.name, young.name}
    assert [path.name for path in tmp_path.iterdir()] == [young.name]
    age(young)
    with held_folder() as folder:
        assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_a_folder_that_does_not_exist_or_is_a_file_has_no_leftovers(tmp_path):
    (tmp_path / "file").touch()
    for name in ("none", "file"):
        clear_parts(tmp_path / name)
        clear_folders(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_leftovers_of_another_user_stay(tmp_path, monkeypatch):
    (tmp_path / PART_NAME).write_bytes(b"x")
    age(tmp_path / PART_NAME)
    with monkeypatch.context() as patched:
        patched.setattr("os.getuid", lambda: (tmp_path / PART_NAME).stat().st_uid + 1)
        clear_parts(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [PART_NAME]
    clear_parts(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["pdf", "html", "json"])
def test_parts_of_every_kind_of_output_are_removed(tmp_path, ending):
    names = [f".a.{ending}.abcd1234.part", f".a.{ending}.abcd123.part", f"a.{ending}.abcd1234.part"]
    for name in names:
        (tmp_path / name).touch()
        age(tmp_path / name)
    (tmp_path / f".b.{ending}.abcd1234.part").mkdir()
    age(tmp_path / f".b.{ending}.abcd1234.part")
    clear_parts(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*names[1:], f".b.{ending}.abcd1234.part"}


def test_a_partly_written_folder_is_removed_with_its_files_and_a_link_is_not_followed(tmp_path):
    left = tmp_path / "out/.kit.abcd1234.part"
    (left / "inside").mkdir(parents=True)
    (left / "inside/a.pdf").touch()
    age(left)
    (tmp_path / "precious").mkdir()
    link = tmp_path / "out/.link.abcd1234.part"
    link.symlink_to(tmp_path / "precious")
    age(link)
    clear_folders(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [link.name]
    assert (tmp_path / "precious").is_dir()


def test_a_held_folder_is_that_of_the_process_until_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    precious = tmp_path / "precious"
    precious.mkdir()
    (tmp_path / f"{FOLDER_PREFIX}link").symlink_to(precious)
    (tmp_path / f"{FOLDER_PREFIX}file").touch()
    with held_folder() as folder:
        assert folder.parent == tmp_path
        assert folder.name.startswith(FOLDER_PREFIX)
        assert folder.suffix == ""
        (folder / "a").touch()
        with temporary_files_in(folder):
            assert tempfile.gettempdir() == str(folder)
        assert tempfile.gettempdir() == str(tmp_path)
    with pytest.raises(ZeroDivisionError), held_folder():
        raise ZeroDivisionError
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"{FOLDER_PREFIX}file",
        f"{FOLDER_PREFIX}link",
        "precious",
    ]


def test_the_folder_of_temporary_files_is_restored_after_an_error(tmp_path):
    before = tempfile.tempdir
    with pytest.raises(ZeroDivisionError), temporary_files_in(tmp_path):
        raise ZeroDivisionError
    assert tempfile.tempdir == before


def test_a_lock_ends_with_its_descriptor(tmp_path):
    path = tmp_path / PART_NAME
    path.touch()
    age(path)
    descriptor = os.open(path, os.O_RDONLY)
    hold(descriptor)
    clear_parts(tmp_path)
    assert path.exists()
    os.close(descriptor)
    clear_parts(tmp_path)
    assert not path.exists()


def test_a_drive_without_locks_is_no_error(monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("briefing.files.temporary_files.fcntl.flock", refuse)
    hold(0)


@pytest.mark.engine
def test_links_in_the_output_are_never_followed(workspace, tmp_path):
    files = workspace()
    out = files.root / "out"
    out.mkdir()
    precious = tmp_path / "precious.txt"
    precious.write_bytes(b"precious")
    for name in ("trial-policymaker-en.pdf", "trial-policymaker-en.html", PART_NAME):
        (out / name).symlink_to(precious)
        age(out / name)
    (outcome,) = build_all(
        plan(files, Selection()), files, out, executor=execute_here(files, build_task(("pdf", "composed")))
    )
    assert outcome.error is None
    assert precious.read_bytes() == b"precious"
    assert not outcome.path.is_symlink()
