"""A file is changed only if it is still the one that was shown, and a change can be undone until the next one."""

from __future__ import annotations

import os
import stat

import pytest

from briefing.files.guarded_writing import FOREIGN, Change, Refusal, change_file, undo_change
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files

NAME = "content/trees/brief.yaml"
BEFORE = b"title: Trees\r\n"
AFTER = b"title: Grass\r\n"


@pytest.fixture
def path(tmp_path):
    found = tmp_path / NAME
    found.parent.mkdir(parents=True)
    found.write_bytes(BEFORE)
    return found


def change(tmp_path, digest: str = digest_of(BEFORE), new: bytes | Refusal = AFTER):
    return change_file(Files(tmp_path), NAME, digest, lambda _: new)


def test_a_change_is_written_and_can_be_undone_and_repeated(tmp_path, path):
    made = change(tmp_path)
    assert made == Change(NAME, BEFORE, digest_of(AFTER))
    assert path.read_bytes() == AFTER
    undone = undo_change(Files(tmp_path), made)
    assert undone == Change(NAME, AFTER, digest_of(BEFORE))
    assert path.read_bytes() == BEFORE
    assert isinstance(undo_change(Files(tmp_path), undone), Change)
    assert path.read_bytes() == AFTER
    assert [one.name for one in path.parent.iterdir()] == ["brief.yaml"]


def test_the_change_gets_the_bytes_of_the_file(tmp_path, path):
    change_file(Files(tmp_path), NAME, digest_of(BEFORE), lambda content: content + b"# end")
    assert path.read_bytes() == BEFORE + b"# end"


def test_a_file_that_has_changed_meanwhile_stays(tmp_path, path):
    path.write_bytes(b"title: Moss\n")
    assert change(tmp_path) == Refusal(FOREIGN)
    assert path.read_bytes() == b"title: Moss\n"


def test_a_file_that_changes_during_the_edit_stays(tmp_path, path):
    def edit(_: bytes) -> bytes:
        path.write_bytes(b"title: Moss\n")
        return AFTER

    assert change_file(Files(tmp_path), NAME, digest_of(BEFORE), edit) == Refusal(FOREIGN)
    assert path.read_bytes() == b"title: Moss\n"


def test_undo_is_refused_after_a_foreign_change(tmp_path, path):
    made = change(tmp_path)
    path.write_bytes(AFTER + b"# more\n")
    assert undo_change(Files(tmp_path), made) == Refusal(FOREIGN)
    assert path.read_bytes() == AFTER + b"# more\n"


def test_a_refusal_of_the_edit_is_the_result(tmp_path, path):
    assert change(tmp_path, new=Refusal("no", 3)) == Refusal("no", 3)
    assert path.read_bytes() == BEFORE


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_permissions_stay(tmp_path, path, mode):
    path.chmod(mode)
    assert isinstance(change(tmp_path), Change)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_read_only_file_is_not_replaced(tmp_path, path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everything
    assert change(tmp_path) == Refusal("brief.yaml is read-only")
    assert path.read_bytes() == BEFORE


def test_a_link_stays_and_the_file_behind_it_is_changed(tmp_path, path):
    behind = tmp_path / "content" / "own.yaml"
    path.rename(behind)
    path.symlink_to("../own.yaml")
    assert isinstance(change(tmp_path), Change)
    assert path.is_symlink()
    assert behind.read_bytes() == AFTER


@pytest.mark.parametrize(
    "name", ["../brief.yaml", "/etc/hostname", "content/trees/other.yaml", "content/trees"]
)
def test_other_files_are_refused(tmp_path, path, name):
    found = change_file(Files(tmp_path), name, digest_of(BEFORE), lambda _: AFTER)
    assert isinstance(found, Refusal)
    assert "cannot be read" in found.reason


def test_a_link_that_leads_out_of_the_workspace_is_refused(tmp_path, path):
    outside = tmp_path / "outside.yaml"
    path.rename(outside)
    path.symlink_to(outside)
    found = change_file(Files(tmp_path / "content"), "trees/brief.yaml", digest_of(BEFORE), lambda _: AFTER)
    assert isinstance(found, Refusal)
    assert outside.read_bytes() == BEFORE


def test_a_shipped_file_is_refused(tmp_path):
    files = Files(tmp_path)
    name = "templates/audiences/press/audience.yaml"
    found = change_file(files, name, digest_of(files.read(name)), lambda content: content + b"#")
    assert found == Refusal(f"{name} is not a file of this workspace")


def test_a_full_disk_is_a_refusal(tmp_path, path, monkeypatch):
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    assert change(tmp_path) == Refusal("brief.yaml: cannot write: No space left on device")
    assert path.read_bytes() == BEFORE
