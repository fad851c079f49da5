"""The one door to the files of a workspace: layers, the log of reads, and the findings for what cannot be read."""

from __future__ import annotations

import errno
import os
import pickle
from pathlib import Path

import pytest

from briefing.core.errors import WorkspaceError
from briefing.core.finding import Severity
from briefing.files.bounded_reading import NotAFileError, RefusedError, TooLargeError
from briefing.files.layers import NOWHERE, OUTSIDE, SHIPPED, USER
from briefing.files.read_log import LISTED, LOOKED_FOR, READ, SETTLED_NS, ReadLog, digest_of
from briefing.files.workspace import (
    Files,
    Names,
    OutsideError,
    base_of,
    find_root,
    refused,
    shipped_root,
    unreadable,
)
from tests.cases import each

OWN, BELOW = "styles/own.css", "styles/below.css"
BOTH = "templates/parts/both.j2.html"


@pytest.fixture
def files(tmp_path) -> Files:
    """A workspace with a file of its own, a shipped file, and a file that is in both layers."""
    for layer, name in (("user", OWN), ("user", BOTH), ("shipped", BOTH), ("shipped", BELOW)):
        path = tmp_path / layer / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{layer} {name}")
    return Files(tmp_path / "user", tmp_path / "shipped")


def content_of(files: Files, name: str) -> str:
    return files.read(name).decode()


def test_the_own_file_wins_over_the_shipped_one(files):
    assert content_of(files, BOTH) == f"user {BOTH}"
    assert content_of(files, BELOW) == f"shipped {BELOW}"
    assert content_of(files, "templates/shipped/parts/both.j2.html") == f"shipped {BOTH}"
    assert files.find(OWN) == files.root / OWN
    assert files.find(BELOW) == files.shipped / BELOW
    assert files.find("styles/none.css") is None
    with pytest.raises(FileNotFoundError, match=r"^styles/none\.css$"):
        files.read("styles/none.css")


def test_a_workspace_of_shipped_files_only_ignores_its_own_design(files):
    shipped_only = Files(files.root, files.shipped, is_shipped_only=True)
    assert content_of(shipped_only, BOTH) == f"shipped {BOTH}"
    assert shipped_only.find(OWN) is None
    assert shipped_only.list("styles/*.css") == [BELOW]
    assert shipped_only.list("templates/shipped/parts/*.j2.html") == [BOTH]
    assert shipped_only.find("templates/shipped/parts/both.j2.html") == files.shipped / BOTH
    (files.root / "content").mkdir()
    (files.root / "content/a.yaml").touch()
    assert shipped_only.find("content/a.yaml") == files.root / "content/a.yaml"


def test_names_in_all_layers_are_listed(files):
    assert files.list("styles/*.css") == [BELOW, OWN]
    assert files.list("templates/parts/*.j2.html") == [BOTH]


def test_names_in_the_own_layer_are_listed_and_the_listing_is_recorded(files, tmp_path):
    (tmp_path / "secret.css").touch()
    (files.root / "styles/leads-out.css").symlink_to(tmp_path / "secret.css")
    assert files.list_own("styles/*.css") == (OWN,)
    with files.noting() as log:
        files.list_own("styles/*.css")
    assert (LISTED, "styles/*.css") in log.entries
    assert Files(files.root, files.shipped, is_shipped_only=True).list_own("styles/*.css") == ()


@pytest.mark.parametrize("name", ["/etc/passwd", "../a", "a/../b", "", ".", "a\0b", "a\\b"])
def test_a_name_that_leads_out_is_refused(files, name):
    with pytest.raises(OutsideError) as caught:
        files.find(name)
    assert (caught.value.errno, caught.value.filename) == (errno.EACCES, name)
    assert caught.value.strerror == "it leads out of the workspace"


def test_a_link_that_leads_out_is_refused_and_recorded(files, tmp_path):
    (tmp_path / "secret").write_text("x")
    (files.root / "styles/link.css").symlink_to(tmp_path / "secret")
    with files.noting() as log, pytest.raises(OutsideError, match="styles/link"):
        files.find("styles/link.css")
    assert log.entries == {(LOOKED_FOR, "styles/link.css"): (OUTSIDE, None, "")}


def test_an_outside_error_keeps_its_type_when_it_is_pickled():
    again = pickle.loads(pickle.dumps(OutsideError("a/b")))  # noqa: S301
    assert (type(again), again.filename) == (OutsideError, "a/b")


def test_reads_are_recorded_where_a_context_is_open(files):
    files.read(OWN)
    with files.noting() as outer:
        files.read(BELOW)
        with files.noting() as inner:
            files.find("styles/none.css")
            files.list("styles/*.css")
        files.read(BOTH)
    files.read("templates/shipped/parts/both.j2.html")
    listed = ("", None, f"{BELOW}\n{OWN}")
    assert inner.entries == {
        (LOOKED_FOR, "styles/none.css"): (NOWHERE, None, ""),
        (LISTED, "styles/*.css"): listed,
    }
    assert outer.entries == {
        (LOOKED_FOR, BELOW): (SHIPPED, None, ""),
        (READ, BELOW): (SHIPPED, None, digest_of(f"shipped {BELOW}".encode())),
        (LOOKED_FOR, "styles/none.css"): (NOWHERE, None, ""),
        (LISTED, "styles/*.css"): listed,
        (LOOKED_FOR, BOTH): (USER, None, ""),
        (READ, BOTH): (USER, None, digest_of(f"user {BOTH}".encode())),
    }
    assert files.seen == {
        OWN: files.root / OWN,
        BELOW: files.shipped / BELOW,
        BOTH: files.root / BOTH,
        "templates/shipped/parts/both.j2.html": files.shipped / BOTH,
    }


def test_contexts_end_in_any_order_and_after_an_error(files):
    first, second = files.noting(), files.noting()
    log, other = first.__enter__(), second.__enter__()
    first.__exit__(None, None, None)
    files.find(OWN)
    second.__exit__(None, None, None)
    files.find(BELOW)
    assert (list(log.entries), list(other.entries)) == ([], [(LOOKED_FOR, OWN)])
    with pytest.raises(ZeroDivisionError), files.noting() as log:
        raise ZeroDivisionError
    files.find(OWN)
    assert log.entries == {}


def test_a_file_that_has_settled_is_recorded_with_its_stamp(files, monkeypatch):
    found = (files.root / OWN).stat()
    later = found.st_ctime_ns + SETTLED_NS
    monkeypatch.setattr("briefing.files.read_log.time.time_ns", lambda: later)
    with files.noting() as log:
        files.read(OWN)
    stamp = (found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    assert log.entries[READ, OWN] == (USER, stamp, digest_of(f"user {OWN}".encode()))


def test_a_font_of_a_package_is_recorded_with_its_path(files, tmp_path):
    font = tmp_path / "package.otf"
    font.write_bytes(b"OTTO")
    with files.noting() as log:
        assert files.read_found("styles/fonts/package.otf", font) == b"OTTO"
    assert log.entries == {(READ, "styles/fonts/package.otf"): (str(font), None, digest_of(b"OTTO"))}
    assert files.seen == {"styles/fonts/package.otf": font}


def test_a_remembered_value_is_made_once_and_its_reads_count_each_time(files):
    made: list[str] = []

    def make() -> str:
        made.append(content_of(files, OWN))
        return made[-1]

    with files.noting() as first:
        assert files.remember("key", make) == f"user {OWN}"
    with files.noting() as second:
        assert files.remember("key", make) == f"user {OWN}"
    assert len(made) == 1
    assert first.entries == second.entries
    assert list(first.entries) == [(LOOKED_FOR, OWN), (READ, OWN)]
    assert files.remember("other", lambda: 7) == 7


def test_files_that_another_process_has_read_are_seen(files, tmp_path):
    reads = ReadLog(
        {
            (READ, OWN): (USER, None, ""),
            (READ, "templates/shipped/parts/both.j2.html"): (SHIPPED, None, ""),
            (READ, "styles/fonts/a.otf"): (str(tmp_path / "a.otf"), None, ""),
            (READ, "content/gone.yaml"): (NOWHERE, None, ""),
            (READ, "content/out.yaml"): (OUTSIDE, None, ""),
            (LOOKED_FOR, BELOW): (SHIPPED, None, ""),
        }
    )
    files.note_seen(reads)
    assert files.seen == {
        OWN: files.root / OWN,
        "templates/shipped/parts/both.j2.html": files.shipped / BOTH,
        "styles/fonts/a.otf": tmp_path / "a.otf",
        "content/gone.yaml": files.root / "content/gone.yaml",
        "content/out.yaml": files.root / "content/out.yaml",
    }


def test_a_path_is_shown_relative_to_its_layer(files, tmp_path):
    assert files.shown(files.root / OWN) == OWN
    assert files.shown(files.shipped / BELOW) == BELOW
    assert files.shown(tmp_path / "a") == str(tmp_path / "a")


def test_a_folder_that_cannot_be_listed_is_reported_with_the_command(files, monkeypatch):
    folder = files.root / "content/two words"
    folder.mkdir(parents=True)
    assert files.unlistable("content/two words") is None
    assert files.unlistable("content/none") is None
    assert files.unlistable(OWN) is None

    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = files.unlistable("content/two words")
    assert found is not None
    assert (found.code, found.severity, found.where.file) == ("BR804", Severity.ERROR, "content/two words")
    assert found.what == "the folder cannot be read: Permission denied"
    assert found.help == "run: chmod u+rx 'content/two words'; or move the folder out of the workspace"


@each(
    ("name", "base"),
    [
        ("styles/shipped/fonts.css", "styles/fonts.css"),
        ("shipped/styles/fonts.css", "styles/fonts.css"),
        ("styles/fonts.css", "styles/fonts.css"),
        ("styles/shipped", "styles/shipped"),
        ("content/shipped/a.svg", "content/shipped/a.svg"),
        ("a.css", "a.css"),
    ],
)
def test_addresses_are_resolved_against_the_name_without_the_layer(name, base):
    assert base_of(name) == base


def test_the_finding_for_a_refused_file_says_what_to_do():
    (outside,) = refused(OutsideError("content/a.svg")).findings
    assert (outside.code, outside.where.file) == ("BR502", "content/a.svg")
    assert outside.what == "the file leads out of the workspace"
    assert outside.help == "put the file itself there instead of a link; only files in the workspace are read"
    error = refused(TooLargeError(errno.EFBIG, "it has 9 MiB; the limit is 1 MiB", "content/a.csv"))
    assert type(error) is WorkspaceError
    (large,) = error.findings
    assert (large.code, large.where.file) == ("BR102", "content/a.csv")
    assert large.what == "the file is too large: it has 9 MiB; the limit is 1 MiB"
    assert large.help == "keep only what the brief shows, and publish the rest separately"
    odd = unreadable(NotAFileError(errno.EINVAL, "it is a folder, not a file", "a"), large.where)
    assert (odd.code, odd.where) == ("BR804", large.where)
    assert odd.what == "the file cannot be read: it is a folder, not a file"
    assert odd.help == "check that it is a regular file and that you have permission to read it"


def test_a_refused_file_is_an_error_of_the_system():
    assert issubclass(RefusedError, OSError)
    assert issubclass(OutsideError, RefusedError)


def test_the_root_is_the_nearest_workspace_above(tmp_path):
    (tmp_path / "content/brief").mkdir(parents=True)
    assert find_root(tmp_path / "content/brief") is None
    (tmp_path / "content/brief/brief.yaml").touch()
    assert find_root(tmp_path / "content/brief") == tmp_path
    assert find_root(tmp_path) == tmp_path
    (tmp_path / "inner/content").mkdir(parents=True)
    (tmp_path / "inner/content/workspace.yaml").touch()
    assert find_root(tmp_path / "inner/content") == tmp_path / "inner"


def test_the_shipped_files_are_there():
    assert (shipped_root() / "styles/fonts.css").is_file()
    assert (shipped_root() / "templates").is_dir()
    assert Files(Path("x")).shipped == shipped_root()


@pytest.mark.parametrize(
    ("name", "is_there"),
    [
        ("a4", True),
        ("inner/b5", False),
        ("none", False),
        ("", False),
        ("./a4", False),
        ("a4/", False),
        (7, False),
        ("..", False),
        ("a\\b", True),  # a name of its own kind: reading it reports why it is refused
    ],
)
def test_a_name_is_looked_up_by_its_file_alone(files, name, is_there):
    for paper in ("a4", "inner/b5", "letter"):
        path = files.root / f"styles/papers/{paper}.css"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    names = Names(files, "styles/papers/{}.css")
    with files.noting() as log:
        assert (name in names) is is_there
    assert {how for how, _ in log.entries} <= {LOOKED_FOR}
    assert list(names) == ["a4", "letter"]
    assert len(names) == 2
    with_folders = Names(files, "styles/papers/{}.css", with_folders=True)
    assert list(with_folders) == ["a4", "inner/b5", "letter"]
    assert "inner/b5" in with_folders
    assert "/etc/a4" not in with_folders
    assert "../papers/a4" not in with_folders
