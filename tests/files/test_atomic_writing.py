"""A file is written whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.core.errors import Exit, MachineError
from briefing.files import atomic_writing
from briefing.files.atomic_writing import prepare_folder, write_folder, write_whole
from briefing.files.temporary_files import FOLDER_LEFT, PART
from tests.cases import each
from tests.conftest import ROOT

WRITER = """
import sys
from pathlib import Path
from briefing.files.atomic_writing import write_whole
print("ready", flush=True)
while True:
    write_whole(Path(sys.argv[1]), b"new" * 400_000)
"""


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "brief.pdf"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["brief.pdf"]


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_if_writing_fails_the_old_file_stays(tmp_path, monkeypatch, failing):
    path = tmp_path / "brief.pdf"
    write_whole(path, b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if failing == "fsync" else (Path, "replace")), fail)
    with pytest.raises(MachineError) as caught:
        write_whole(path, b"new")
    assert caught.value.exit_code == Exit.MACHINE
    (finding,) = caught.value.findings
    assert (finding.code, finding.where.file) == ("BR902", str(path))
    assert finding.what == "cannot write: No space left on device"
    assert finding.help == "check the permissions and the free space, or choose another folder with --out"
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["brief.pdf"]


class OpenInAcrobatError(PermissionError):
    """The answer of Windows where a file is to be replaced that another program has open."""

    winerror = 5


def open_elsewhere(monkeypatch, times: int, method: str = "replace") -> list[float]:
    """Refuse to give a file its place, as Windows does; return the seconds that are waited."""
    plain, waits, left = getattr(Path, method), [], [times]

    def refuse(path: Path, target: Path) -> Path:
        if left[0]:
            left[0] -= 1
            raise OpenInAcrobatError(13, "Access is denied")
        return plain(path, target)

    monkeypatch.setattr(Path, method, refuse)
    monkeypatch.setattr(atomic_writing.time, "sleep", waits.append)
    return waits


def test_a_file_that_a_virus_scanner_has_open_is_replaced_a_moment_later(tmp_path, monkeypatch):
    path = tmp_path / "brief.pdf"
    write_whole(path, b"old")
    waits = open_elsewhere(monkeypatch, 2)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new" and waits == [0.05, 0.1]


def test_a_file_that_stays_open_in_another_program_is_reported_and_kept(tmp_path, monkeypatch):
    path = tmp_path / "brief.pdf"
    write_whole(path, b"old")
    waits = open_elsewhere(monkeypatch, 1_000)
    with pytest.raises(MachineError) as caught:
        write_whole(path, b"new")
    (finding,) = caught.value.findings
    assert (finding.code, finding.what) == ("BR902", "another program has this file open")
    assert finding.help.startswith("close it there, and run the command again")
    assert sum(waits) < 1
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("brief.pdf", b"old")]


def test_a_missing_permission_is_reported_at_once(tmp_path, monkeypatch):
    waits = open_elsewhere(monkeypatch, 1)
    monkeypatch.setattr(OpenInAcrobatError, "winerror", None)
    with pytest.raises(MachineError, match="cannot write: Access is denied"):
        write_whole(tmp_path / "brief.pdf", b"new")
    assert waits == []


def test_a_folder_with_a_file_that_is_open_elsewhere_is_reported_and_kept(tmp_path, monkeypatch):
    write_folder(tmp_path / "kit", {"brief.pdf": b"old"})
    open_elsewhere(monkeypatch, 1, "rename")
    with pytest.raises(MachineError, match="another program has a file in this folder open"):
        write_folder(tmp_path / "kit", {"brief.pdf": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["kit"]
    assert (tmp_path / "kit/brief.pdf").read_bytes() == b"old"


@pytest.mark.process
def test_a_full_disk_is_reported_and_harms_nothing(tmp_path):
    """A limit on the file size simulates a full disk: the kernel refuses the bytes half-way."""
    path = tmp_path / "brief.pdf"
    write_whole(path, b"old")
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from briefing.files.atomic_writing import write_whole\n"
        "from briefing.core.errors import MachineError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n    write_whole(Path(sys.argv[1]), b'new' * 100_000)\n"
        "except MachineError as error:\n    print(error.findings[0].code)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    assert done.stdout == "BR902\n"
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["brief.pdf"]


@pytest.mark.process
def test_a_killed_writer_never_tears_a_file(tmp_path):
    path = tmp_path / "brief.pdf"
    whole = b"new" * 400_000
    for moment in range(12):
        write_whole(path, whole)
        writer = subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE)
        writer.stdout.readline()
        try:
            writer.wait(timeout=0.003 * moment)
        except subprocess.TimeoutExpired:
            writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert path.read_bytes() == whole


def test_a_file_is_written_under_a_name_that_the_next_build_knows(tmp_path, monkeypatch):
    """A killed build leaves it behind; the next one removes it."""
    seen: list[str] = []
    replace, rename = Path.replace, Path.rename

    def note_file(path: Path, target: Path) -> Path:
        seen.append(path.name)
        assert path.parent == tmp_path
        return replace(path, target)

    def note_folder(path: Path, target: Path) -> Path:
        seen.append(path.name)
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", note_file)
    monkeypatch.setattr(Path, "rename", note_folder)
    write_whole(tmp_path / "brief.pdf", b"new")
    for content in (b"x", b"y"):
        write_folder(tmp_path / "kit", {"a.pdf": content})
    part, new, old, again = seen
    assert PART.fullmatch(part)
    assert FOLDER_LEFT.fullmatch(new)[1] == FOLDER_LEFT.fullmatch(again)[1] == "kit"
    assert (old, FOLDER_LEFT.fullmatch(again)[2]) == ("kit", ".part")
    assert (tmp_path / "kit/a.pdf").read_bytes() == b"y"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief.pdf", "kit"]


def test_files_and_folders_are_held_while_they_are_written(tmp_path, monkeypatch):
    held: list[int] = []
    monkeypatch.setattr("briefing.files.atomic_writing.hold", held.append)
    write_whole(tmp_path / "brief.pdf", b"new")
    assert len(held) == 1
    write_folder(tmp_path / "kit", {"a.pdf": b"x"})
    assert len(held) == 2
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(held[1])


def fail(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("failing", ["fsync", "open", "rename"])
def test_if_writing_a_folder_fails_the_old_folder_stays(tmp_path, monkeypatch, failing):
    folder = tmp_path / "kit"
    write_folder(folder, {"a.pdf": b"old"})
    rename = Path.rename
    with monkeypatch.context() as patched:
        if failing == "rename":  # the old folder is set aside, and the new one does not take its place
            patched.setattr(
                Path, "rename", lambda path, to: fail() if path.suffix == ".part" else rename(path, to)
            )
        else:
            patched.setattr(*((os, "fsync") if failing == "fsync" else (Path, "open")), fail)
        with pytest.raises(MachineError) as caught:
            write_folder(folder, {"a.pdf": b"new"})
    (finding,) = caught.value.findings
    assert (finding.code, finding.where.file) == ("BR902", str(folder))
    assert finding.what == "cannot write: No space left on device"
    assert (folder / "a.pdf").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["kit"]


def test_an_error_without_words_is_reported_as_it_is(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError("the drive is gone")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(MachineError, match="cannot write: the drive is gone"):
        write_whole(tmp_path / "brief.pdf", b"new")


def test_files_and_their_folders_are_synced_before_the_old_ones_go(tmp_path, monkeypatch):
    synced: list[str] = []
    sync = os.fsync

    def note(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink().name.partition(".pdf.")[0])
        sync(descriptor)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs the names of descriptors")
    monkeypatch.setattr(os, "fsync", note)
    write_whole(tmp_path / "brief.pdf", b"new")
    assert synced == [".brief", tmp_path.name]
    synced.clear()
    write_folder(tmp_path / "kit", {"a.pdf": b"x", "b.pdf": b"y"})
    assert [name if not name.startswith(".kit.") else "kit" for name in synced] == [
        "a.pdf",
        "b.pdf",
        "kit",
        tmp_path.name,
    ]


def test_a_link_is_replaced_not_followed(tmp_path):
    precious = tmp_path / "precious.txt"
    precious.write_bytes(b"precious")
    link = tmp_path / "brief.pdf"
    link.symlink_to(precious)
    write_whole(link, b"new")
    assert precious.read_bytes() == b"precious"
    assert not link.is_symlink()


def test_a_folder_that_is_not_writable_is_reported_before_any_work(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(MachineError) as caught:
        prepare_folder(tmp_path / "file" / "out")
    assert [finding.code for finding in caught.value.findings] == ["BR902"]
    prepare_folder(tmp_path / "a" / "b")
    prepare_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


@pytest.mark.parametrize("way", ["out", "out/release", "out/a/b"])
def test_a_file_with_the_name_of_the_folder_is_named(tmp_path, way):
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(MachineError) as caught:
        prepare_folder(tmp_path / way)
    (finding,) = caught.value.findings
    assert (finding.where.file, finding.what) == (
        str(tmp_path / "out"),
        "this is a file, and a folder is needed here",
    )
    assert finding.help.startswith("rename or delete the file")
    assert (tmp_path / "out").read_bytes() == b"mine"


@pytest.mark.skipif(sys.platform == "win32", reason="no umask")
@each("umask", [0o002, 0o022, 0o027, 0o077, 0o000])
def test_the_umask_decides_who_may_read_written_files(tmp_path, umask):
    before = os.umask(umask)
    try:
        write_whole(tmp_path / "brief.pdf", b"new")
        write_folder(tmp_path / "kits" / "kit", {"a.pdf": b"x", "SHA256SUMS": b"y"})
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    folders = [path for path in tmp_path.rglob("*") if path.is_dir()]
    assert (len(files), len(folders)) == (3, 2)
    assert {path.stat().st_mode & 0o777 for path in files} == {0o666 & ~umask}
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o777 & ~umask}


@pytest.mark.skipif(sys.platform == "win32", reason="no groups")
def test_a_folder_inherits_the_group_of_its_folder(tmp_path):
    (tmp_path / "kits").mkdir()
    (tmp_path / "kits").chmod(0o2775)
    write_folder(tmp_path / "kits" / "kit", {"a.pdf": b"x"})
    assert (tmp_path / "kits" / "kit").stat().st_mode & 0o2000
    write_folder(tmp_path / "others" / "kit", {"a.pdf": b"x"})
    assert not (tmp_path / "others" / "kit").stat().st_mode & 0o2000


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="no umask")
@pytest.mark.parametrize("umask", [0o002, 0o077])
def test_all_files_that_commands_write_respect_the_umask(workspace, umask):
    root = workspace().root
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for words in (["build", "--html"], ["release"]):
        command = [sys.executable, "-m", "briefing", *words]
        subprocess.run(command, cwd=root, env=env, umask=umask, check=True, capture_output=True)
    written = [path for path in root.rglob("*") if "out" in path.relative_to(root).parts]
    assert {"editions.json", "trial-policymaker-en.html", "SHA256SUMS"} <= {path.name for path in written}
    assert {path.stat().st_mode & 0o777 for path in written if path.is_file()} == {0o666 & ~umask}
    assert {path.stat().st_mode & 0o777 for path in written if path.is_dir()} == {0o777 & ~umask}


def test_a_folder_that_cannot_be_written_is_reported_before_any_work_is_done(tmp_path, monkeypatch):
    tried = []

    def refuse(dir):
        tried.append(dir)
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("briefing.files.atomic_writing.tempfile.TemporaryFile", refuse)
    with pytest.raises(MachineError) as caught:
        prepare_folder(tmp_path / "a/out")
    (finding,) = caught.value.findings
    assert (finding.code, finding.where.file) == ("BR902", str(tmp_path / "a/out"))
    assert finding.what == "cannot write: Permission denied"
    assert finding.help == "check the permissions and the free space, or choose another folder with --out"
    assert tried == [tmp_path / "a/out"]
