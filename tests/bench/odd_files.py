"""Pipes, devices, links, folders and 2 GB of zeros with the names of files: time and memory, naive and ours."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.endurance import BUILD
from tests.conftest import LEAST_BRIEF
from tests.files.test_odd_files import KINDS, WORKSPACES

SECONDS = 8.0
MEMORY = 3 * 1024**3
NAMES = ("content/trial/brief.yaml", "content/trial/d.csv", "content/trial/f.png", "content/trial/s.bib")
NAIVE = "import sys, pathlib; print(len(pathlib.Path(sys.argv[1]).read_bytes()))"
"""The usual first line of code that reads a file."""


@dataclass(frozen=True, slots=True)
class Ran:
    """The end of a process: how and after how many seconds it ended, and its peak memory in MiB."""

    how: str
    seconds: float
    memory: float


def measured(command: Sequence[object], folder: Path) -> Ran:
    """Run a process with limits on its time and memory."""
    begin = time.monotonic()
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),  # noqa: PLW1509
    )
    ended = threading.Timer(SECONDS, os.killpg, (process.pid, signal.SIGKILL))
    ended.start()
    assert process.stderr
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    ended.cancel()
    how = (
        "traceback"
        if b"Traceback" in said or b"bug" in said
        else "reported"
        if b"error:" in said
        else "silent"
    )
    if process.returncode == -signal.SIGKILL:
        how = "endless"
    return Ran(how, time.monotonic() - begin, usage.ru_maxrss / 1024)


def summary(found: Sequence[Ran]) -> str:
    """Summarise how the processes ended, the longest time and the greatest memory."""
    kinds = {
        how: sum(one.how == how for one in found) for how in ("reported", "silent", "traceback", "endless")
    }
    counts = ", ".join(f"{count} {how}" for how, count in kinds.items() if count)
    return f"{counts}; at most {max(one.seconds for one in found):.1f} s, {max(one.memory for one in found):.0f} MiB"


def trial(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield what was tried, and the results of naive code and of Briefwright."""
    naive, ours = [], []
    for name in NAMES:
        for make in KINDS:
            root = folder / f"{Path(name).name}-{make.__name__}"
            for file, content in {"content/trial/brief.yaml": LEAST_BRIEF, **WORKSPACES[name]}.items():
                (root / file).parent.mkdir(parents=True, exist_ok=True)
                (root / file).write_text(content)
            (root / name).unlink(missing_ok=True)
            make(root / name)
            naive.append(measured([sys.executable, "-c", NAIVE, name], root))
            ours.append(measured([*BUILD, "-j", 1, "-a", "policymaker"], root))
    kinds = ", ".join(make.__name__.replace("_", " ") for make in KINDS)
    yield f"{len(ours)} odd files: {kinds}", summary(naive), summary(ours)
