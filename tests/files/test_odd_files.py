"""The type and size of a file are checked before it is read: an odd file is reported at once and by name."""

from __future__ import annotations

import errno
import os
import resource
import socket
import subprocess
import sys
import threading

import pytest

from briefing.files import bounded_reading
from briefing.files.bounded_reading import NotAFileError, TooLargeError, check_file, limit_of, read_file
from briefing.files.read_log import READ, ReadLog, change_of
from briefing.files.workspace import Files, shipped_root
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import execute_here
from tests.cases import each
from tests.conftest import LEAST_BRIEF

SPARSE = 2 * 1024**3
TABLE = "    blocks: [{table: {title: T, alt: A, data: d.csv}}]\noutlook:"
FIGURE = "    blocks: [{figure: {title: T, alt: A, file: f.png}}]\noutlook:"
IMAGE = LEAST_BRIEF.replace("A first text.", "'![Of it](f.svg)'")
CITED = LEAST_BRIEF.replace("The first point.", '"The first point [@a]."')
WORKSPACES = {
    "content/trial/brief.yaml": {},
    "content/workspace.yaml": {},
    "content/trial/d.csv": {"content/trial/brief.yaml": LEAST_BRIEF.replace("outlook:", TABLE)},
    "content/trial/f.png": {"content/trial/brief.yaml": LEAST_BRIEF.replace("outlook:", FIGURE)},
    "content/trial/f.svg": {"content/trial/brief.yaml": IMAGE},
    "content/trial/s.bib": {"content/trial/brief.yaml": CITED + "sources: s.bib\n"},
    "content/trial/s.json": {"content/trial/brief.yaml": CITED + "sources: s.json\n"},
    "templates/labels/en.yaml": {},
    "templates/languages/en/traits.yaml": {},
    "templates/parts/title.j2.html": {},
    "templates/parts/sections.j2.html": {},
    "templates/audiences/policymaker/audience.yaml": {},
    "templates/scales/icd-203.yaml": {
        "content/trial/brief.yaml": LEAST_BRIEF.replace("It goes on.", "{scale: icd-203, summary: S}")
    },
    "templates/citation-styles/note.csl": {
        "content/trial/brief.yaml": CITED + "sources: {a: {title: A, publisher: P, date: 2020-01-01}}\n"
    },
    "styles/tokens.css": {},
    "styles/fonts.css": {},
    "styles/papers/a4.css": {},
    "styles/fonts/XCharter-Regular.otf": {},
}


def sparse(path):
    with path.open("wb") as file:
        file.truncate(SPARSE)


def pipe(path):
    os.mkfifo(path)


def folder(path):
    path.mkdir()


def leading_nowhere(path):
    path.symlink_to("nowhere")


def loop(path):
    path.symlink_to(path.name)


def zero(path):
    path.symlink_to("/dev/zero")


def bound(path):
    with socket.socket(socket.AF_UNIX) as found:
        found.bind(str(path))


KINDS = [sparse, pipe, folder, leading_nowhere, loop, zero]


def codes_of(files: Files) -> list[tuple[str, str]]:
    """Return the findings of a workspace by place and code, from a thread that must not wait for a pipe forever."""
    found: list[tuple[str, str]] = []

    def look() -> None:
        selection = Selection(audiences=("policymaker",))
        try:
            planned = plan(Files(files.root, shipped_root()), selection)
            errors = [failure.error for failure in planned.failed]
            errors += [made.error for _, made in execute_here(files)(planned.jobs)]
        except Exception as error:
            errors = [error]
        for error in filter(None, errors):
            findings = getattr(error, "findings", None)
            found.extend((f"{f.where}: {f.what}", f.code) for f in findings or ())
            if findings is None:
                found.append((repr(error), "none"))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(60)
    assert not thread.is_alive(), "the pipe is waited for"
    return found


@pytest.mark.engine
@each("make", KINDS)
@each("name", WORKSPACES)
def test_every_kind_of_file_is_checked_before_it_is_read(workspace, name, make):
    files = workspace(files=WORKSPACES[name])
    path = files.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    make(path)
    found = codes_of(files)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert len(found) >= 1 and all(code.startswith("BR") and code != "BR705" for _, code in found), found
    assert any(path.name.split(".")[0] in what for what, _ in found), found
    assert grown < 500 * 1024, f"{grown / 1024} MiB"


def test_a_limit_is_named_with_the_size(tmp_path):
    for ending, limit in ((".yaml", 1), (".csv", 8), (".bib", 8), (".png", 32), (".otf", 32)):
        path = tmp_path / f"x{ending}"
        sparse(path)
        with pytest.raises(TooLargeError, match=f"it has 2,048.0 MiB; the limit is {limit} MiB"):
            read_file(str(path))
        with path.open("wb") as file:
            file.truncate(limit_of(path.name))
        assert len(read_file(str(path))) == limit * 1024**2
        with path.open("ab") as file:
            file.write(b"x")
        with pytest.raises(TooLargeError, match=f"it has {limit}.1 MiB; the limit is {limit} MiB"):
            check_file(str(path))


@each(
    ("name", "limit"),
    [
        *(("a.yaml", 1), ("a.yml", 1), ("a.html", 1), ("a.txt", 1), ("a.YAML", 1), ("a.csl", 4)),
        *(("a.csv", 8), ("a.bib", 8), ("a.json", 8), ("a.png", 32), ("a", 32), (".yaml", 32)),
    ],
)
def test_each_kind_of_file_has_its_limit(name, limit):
    assert limit_of(name) == limit * 1024**2


def test_a_file_is_read_up_to_a_limit_that_is_given(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * 100)
    assert read_file(str(path), limit=100) == b"x" * 100
    check_file(str(path), limit=100)
    for read in (read_file, check_file):
        with pytest.raises(TooLargeError) as caught:
            read(str(path), "content/a.yaml", 99)
        assert (caught.value.errno, caught.value.filename) == (errno.EFBIG, "content/a.yaml")
        assert caught.value.strerror == "it has 0.1 MiB; the limit is 0 MiB"
        with pytest.raises(TooLargeError) as caught:
            read(str(path), limit=99)
        assert caught.value.filename == str(path)


def test_the_name_of_a_file_decides_its_limit_not_its_path(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"x" * (1024**2 + 1))
    assert len(read_file(str(path))) == 1024**2 + 1
    for read in (read_file, check_file):
        with pytest.raises(TooLargeError):
            read(str(path), "a.yaml")


def test_a_missing_file_is_no_odd_file(tmp_path):
    for read in (read_file, check_file):
        with pytest.raises(FileNotFoundError):
            read(str(tmp_path / "none.yaml"))


@each(
    ("make", "what"),
    [
        (pipe, "it is a named pipe, not a file"),
        (folder, "it is a folder, not a file"),
        (leading_nowhere, "it is a broken link"),
        (loop, "it is a link to itself"),
        (zero, "it is a device, not a file"),
    ],
)
def test_an_odd_file_is_reported_under_its_name_in_the_workspace(tmp_path, make, what):
    make(tmp_path / "x.yaml")
    for read in (read_file, check_file):
        with pytest.raises(NotAFileError) as caught:
            read(str(tmp_path / "x.yaml"), "content/x.yaml")
        assert (caught.value.errno, caught.value.filename) == (errno.EINVAL, "content/x.yaml")
        assert caught.value.strerror == what


def test_a_file_is_closed_after_it_was_read_or_refused(tmp_path, monkeypatch):
    closed: list[int] = []
    close = os.close
    monkeypatch.setattr(bounded_reading.os, "close", lambda one: (closed.append(one), close(one)))
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * 100)
    read_file(str(path))
    monkeypatch.setattr(bounded_reading, "check_file", lambda *_: None)
    with pytest.raises(TooLargeError):
        read_file(str(path), limit=99)
    assert len(closed) == 2


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (pipe, "a named pipe"),
        (folder, "a folder"),
        (leading_nowhere, "a broken link"),
        (loop, "a link to itself"),
        (zero, "a device"),
        (bound, "a socket"),
        (lambda path: (pipe(path.with_name("p")), path.symlink_to("p")), "a named pipe"),
    ],
)
def test_the_kind_of_an_odd_file_is_reported(tmp_path, monkeypatch, make, what):
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    path = tmp_path.joinpath("x.yaml").relative_to(tmp_path)
    make(path)
    with pytest.raises(NotAFileError, match=what):
        read_file(str(path))


def test_a_file_that_is_larger_than_its_stated_size_is_cut_off_at_its_limit(tmp_path, monkeypatch):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"x" * 5000)
    monkeypatch.setattr(bounded_reading, "LIMITS", {".yaml": 4096})
    with path.open("rb") as file:
        small = os.stat_result([*os.fstat(file.fileno())[:6], 0, *os.fstat(file.fileno())[7:10]])
    monkeypatch.setattr(bounded_reading.os, "fstat", lambda _: small)
    monkeypatch.setattr(bounded_reading.os, "stat", lambda _: small)
    with pytest.raises(TooLargeError, match="it has more"):
        read_file(str(path))


def test_a_file_that_becomes_a_pipe_between_the_checks_does_not_stop_the_command(tmp_path, monkeypatch):
    path = tmp_path / "x.yaml"
    path.write_text("a: b")
    check = bounded_reading.check_file

    def replaced(*args):
        check(*args)
        path.unlink()
        os.mkfifo(path)

    monkeypatch.setattr(bounded_reading, "check_file", replaced)
    with pytest.raises(NotAFileError, match="pipe"):
        read_file(str(path))


def test_a_file_that_cannot_be_opened_is_reported(workspace, monkeypatch):
    files = workspace()
    opened = os.open

    def refused(path, *args, **more):
        if str(path).endswith("brief.yaml"):
            raise PermissionError(13, "Permission denied", path)
        return opened(path, *args, **more)

    monkeypatch.setattr(bounded_reading.os, "open", refused)
    (only,) = plan(files, Selection()).failed
    assert [(str(f.where), f.code) for f in only.error.findings] == [("content/trial/brief.yaml", "BR804")]
    assert "Permission denied" in only.error.findings[0].what


@each("make", [pipe, folder, leading_nowhere, sparse])
def test_a_file_that_becomes_something_else_has_changed(workspace, make):
    files = workspace()
    name = "content/trial/brief.yaml"
    with files.noting() as ledger:
        files.read(name)
    (files.root / name).unlink()
    make(files.root / name)
    change, _ = change_of(READ, name, ledger.entries[READ, name], files.layers)
    assert "brief.yaml" in change


@pytest.mark.parametrize("make", [pipe, folder, leading_nowhere], ids=lambda make: make.__name__)
def test_anything_that_overrides_a_shipped_file_is_a_change(workspace, make):
    files = workspace()
    name = "templates/parts/title.j2.html"
    with files.noting() as ledger:
        files.read(name)
    (files.root / name).parent.mkdir(parents=True)
    make(files.root / name)
    entry = ReadLog(ledger.entries).entries[READ, name]
    settled = (entry[0], (1, 1, 1), entry[2])
    assert "title" in change_of(READ, name, settled, files.layers)[0]


DATA = {
    "rows": ("a,b\n" + "1,2\n" * 1_000_000, "BR217", "exceeds the limit of 5,000 rows"),
    "line": ("a,b\n1," + "x" * 200_000 + "\n", "BR217", "100,000"),
    "cell": ('a,b\n1,"' + "x\n" * 100_000 + '"\n', "BR318", "field limit"),
    "columns": (
        ",".join(f"c{n}" for n in range(9_000)) + "\n" + ",1" * 9_000 + "\n",
        "BR217",
        "9,000 columns",
    ),
    "same names": (",".join("a" * 9_000) + "\n" + ",".join("1" * 9_000) + "\n", "BR217", "9,000 columns"),
    "lines without a row": ("\n" * 900_000 + "a,b\n", "BR217", "no rows"),
    "bytes": ("a,b\n" + "1,2\n" * 2_200_000, "BR102", "8 MiB"),
    "a pipe under its name": (None, "BR318", "named pipe"),
}


@pytest.mark.slow
@each("kind", DATA)
def test_data_beyond_its_limit_is_refused_while_it_is_read(workspace, kind):
    content, code, what = DATA[kind]
    files = workspace(files={**WORKSPACES["content/trial/d.csv"], "content/trial/d.csv": content or ""})
    if content is None:
        (files.root / "content/trial/d.csv").unlink()
        pipe(files.root / "content/trial/d.csv")
    (outcome,) = plan(files, Selection()).failed
    assert [(f.code, what in f.what) for f in outcome.error.findings] == [(code, True)]


def test_five_thousand_rows_are_data(workspace):
    content = "a,b\n" + "1,2\n" * 5_000
    files = workspace(files={**WORKSPACES["content/trial/d.csv"], "content/trial/d.csv": content})
    assert not plan(files, Selection()).failed


@each(
    ("name", "content", "code"),
    [
        ("s.bib", "@misc{a, title = {A}}\n" * 500_000, "BR102"),
        ("s.json", "[" * 10_000 + "]" * 10_000, "BR103"),
        ("s.json", '[{"id": "a", "title": ' + '{"x": ' * 10_000 + "1" + "}" * 10_000 + "}]", "BR103"),
        ("s.bib", "@misc{a, title = " + "{" * 100_000 + "}" * 100_000 + "}", None),
    ],
)
def test_sources_beyond_their_limits_are_refused(workspace, name, content, code):
    files = workspace(files={**WORKSPACES[f"content/trial/{name}"], f"content/trial/{name}": content})
    found = codes_of(files)
    assert code in {code for _, code in found} if code else all(one != "none" for _, one in found)


@pytest.mark.process
def test_too_little_memory_is_no_internal_error(tmp_path):
    code = (
        "from briefing.cli.error_handling import exit_with_code\n"
        "def run(): raise MemoryError\n"
        "exit_with_code(run)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert ended.returncode == 5
    assert "BR906" in ended.stderr + ended.stdout and "bug" not in (ended.stderr + ended.stdout).lower()
