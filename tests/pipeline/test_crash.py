"""No file is lost when a build is killed at any moment, a system call fails, or two builds run at once."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.files.temporary_files import YOUNG
from tests.conftest import LEAST_BRIEF, ROOT
from tests.fuzz import FACTOR

pytestmark = pytest.mark.process

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
KILLS = 5 * FACTOR
BUILDS = 2 * FACTOR
NAME = "trial-policymaker-en.pdf"


def start_build(root: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "briefing", "build"]
    return subprocess.Popen(
        command, cwd=root, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def build(root: Path) -> None:
    process = start_build(root)
    _, output = process.communicate(timeout=60)
    assert process.returncode == 0, output


def is_whole(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")


def write_brief(root: Path, number: int) -> None:
    (root / "content/trial/brief.yaml").write_text(LEAST_BRIEF.replace("A first text.", f"Text {number}."))


@pytest.mark.skipif(sys.platform == "win32", reason="kills")
def test_a_build_that_is_killed_at_any_moment_loses_nothing(workspace):
    root = workspace().root
    start = time.monotonic()
    build(root)
    whole_build = time.monotonic() - start
    chance = random.Random(6)  # noqa: S311
    torn = 0
    for number in range(KILLS):
        write_brief(root, number)
        process = start_build(root)
        try:
            process.wait(timeout=chance.uniform(0.3, 1.0) * whole_build)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate()
        after = (root / "out" / NAME).read_bytes()
        torn += not is_whole(after)
    assert torn == 0
    for path in (root / "out").iterdir():
        then = time.time() - 2 * YOUNG
        os.utime(path, (then, then))
    build(root)
    assert [path.name for path in (root / "out").glob("[!.]*")] == [NAME]


@pytest.mark.skipif(sys.platform == "win32", reason="reads while it is written")
def test_two_builds_at_once_harm_neither_each_other_nor_a_reader(workspace):
    root = workspace().root
    build(root)
    reads: list[bool] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.wait(0.002):
            reads.append(is_whole((root / "out" / NAME).read_bytes()))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(BUILDS):
            write_brief(root, number)
            processes = [start_build(root), start_build(root)]
            for process in processes:
                _, output = process.communicate(timeout=60)
                assert process.returncode == 0, output
    finally:
        is_over.set()
        reader.join()
    assert len(reads) > 100
    assert reads.count(False) == 0
    assert [path.name for path in (root / "out").glob("[!.]*")] == [NAME]


WRITER = """
import os, sys
from pathlib import Path
from briefing.files.atomic_writing import prepare_folder, write_whole
from briefing.core.errors import MachineError
os.write(2, b"begin")
try:
    prepare_folder(Path(sys.argv[1]).parent)
    write_whole(Path(sys.argv[1]), b"new" * 5000)
    os.write(2, b"end")
except MachineError as error:
    os.write(2, error.findings[0].code.encode())
"""
CALLS = ("write", "fsync", "rename", "openat", "close", "chmod", "unlink")
OLD, NEW = b"old", b"new" * 5000


def under_strace(path: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = ["strace", "-f", "-qq", *options, sys.executable, "-c", WRITER, str(path)]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, check=False)


def moments(path: Path) -> Iterator[tuple[str, int]]:
    """Return the calls between the two marks: the name of each, and its number among the calls with that name."""
    log = path.parent.parent / "calls.log"
    under_strace(path, "-o", str(log), "-e", f"trace={','.join(CALLS)}")
    counted = dict.fromkeys(CALLS, 0)
    is_between = False
    for line in log.read_text().splitlines():
        call = re.match(r"\d+ +(\w+)\(", line)
        if call is None or call[1] not in counted:
            continue
        counted[call[1]] += 1
        if '"end"' in line:
            return
        if is_between:
            yield call[1], counted[call[1]]
        is_between = is_between or '"begin"' in line


@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("fault", ["error=ENOSPC", "error=EIO", "signal=KILL"])
def test_whichever_call_fails_the_file_is_the_old_one_or_the_new_one(tmp_path, fault):
    path = tmp_path / "out" / NAME
    path.parent.mkdir()
    path.write_bytes(OLD)
    tried = 0
    for call, number in list(moments(path)):
        path.write_bytes(OLD)
        done = under_strace(path, "-o", os.devnull, "-e", f"inject={call}:{fault}:when={number}")
        output = (call, number, done.returncode, done.stderr)
        content = path.read_bytes()
        assert content in (OLD, NEW), output
        if fault.startswith("error"):
            assert b"Traceback" not in done.stderr, output
            assert done.stderr in (b"beginend", b"beginBR902"), output
            assert content == NEW or done.stderr == b"beginBR902", output
            assert [p.name for p in path.parent.iterdir()] == [NAME] or call == "unlink", output
        for left in path.parent.glob(".*.part"):
            left.unlink()
        tried += 1
    assert tried > 10
