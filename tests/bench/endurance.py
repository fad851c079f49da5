"""Compare a whole build with a pool of naive code: kills, a full disk, poison, memory, interrupts, readers."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.core.errors import Exit
from tests.bench import hostile, workload
from tests.bench.naive import PLAIN, start_copies
from tests.conftest import LEAST_BRIEF, ROOT

BUILD = [sys.executable, "-m", "briefing", "build"]
ENVIRONMENT = {**PLAIN, "PYTHONPATH": str(ROOT)}
NAIVE = [sys.executable, "-m", "tests.bench.naive"]
OWN = "out/trial-policymaker-en.pdf"


def start(command: Sequence[object], cwd: Path, limit: int | None = None) -> subprocess.Popen[str]:
    """Start a command in a session of its own; `limit` is the greatest size of a file in bytes."""

    def hold() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell may have its background jobs ignore it
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [str(word) for word in command],
        cwd=cwd,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hold,  # noqa: PLW1509
    )


def session(leader: int) -> list[int]:
    """Return the running processes of a session."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, own = (path / "stat").read_text().rpartition(")")[2].split()[:4]
        except (OSError, ValueError):
            continue
        if int(own) == leader and state != "Z":
            found.append(int(path.name))
    return found


def is_whole(content: bytes) -> bool:
    """Return whether bytes are a PDF from its first line to its last."""
    return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")


@dataclass(frozen=True, slots=True)
class Pair:
    """The same work by naive code and by Briefwright: commands, and the files that they write."""

    root: Path
    naive: list[object]
    naive_file: Path
    own: list[object]
    own_file: Path

    @property
    def both(self) -> tuple[tuple[list[object], Path], ...]:
        """Return each command with its file, the naive one first."""
        return (self.naive, self.naive_file), (self.own, self.own_file)


def pair(folder: Path) -> Pair:
    """Build a brief of one page once with both."""
    root = hostile.write(folder, {"content/trial/brief.yaml": LEAST_BRIEF})
    file = root / "naive.pdf"
    work = Pair(root, [*NAIVE, root, "trial", file], file, [*BUILD, "--force"], root / OWN)
    for command, _ in work.both:
        start(command, ROOT if command is work.naive else root).communicate()
    return work


def killed(work: Pair, kills: int) -> list[int]:
    """Return the number of files that were lost in that many builds, each killed at a random moment, for both."""
    chance, lost = random.Random(5), []  # noqa: S311
    for command, file in work.both:
        begin = time.monotonic()
        start(command, work.root).communicate()
        whole = time.monotonic() - begin
        count = 0
        for _ in range(kills):
            process = start(command, work.root)
            try:
                process.wait(timeout=chance.uniform(0.7, 1.02) * whole)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            if not is_whole(file.read_bytes()):
                count += 1
                start(command, work.root).communicate()
        lost.append(count)
    return lost


def disk_full(work: Pair) -> list[str]:
    """Return the state of the last good file after a build on a full disk, and the report, for both."""
    lines = []
    for command, file in work.both:
        start(command, work.root).communicate()
        process = start(command, work.root, limit=4096)
        _, said = process.communicate()
        state = "whole" if is_whole(file.read_bytes()) else f"torn, {file.stat().st_size} bytes"
        how = (
            "a traceback"
            if "Traceback" in said
            else said.strip().splitlines()[-1]
            if said.strip()
            else "nothing"
        )
        code = Exit(process.returncode).name if process.returncode in {*Exit} else process.returncode
        lines.append(f"{state}; exit {code}: {how}")
    return lines


def readers(work: Pair, rounds: int) -> list[tuple[int, int]]:
    """Return the number of reads that found a torn file while two builds wrote it, and the number of reads."""
    found = []
    for command, file in work.both:
        start(command, work.root).communicate()
        reads: list[bool] = []
        over = threading.Event()
        reader = threading.Thread(target=_read, args=(file, reads, over))
        reader.start()
        for _ in range(rounds):
            for process in [start(command, work.root) for _ in range(2)]:
                process.communicate()
        over.set()
        reader.join()
        found.append((reads.count(False), len(reads)))
    return found


def _read(file: Path, reads: list[bool], over: threading.Event) -> None:
    while not over.wait(0.0005):
        reads.append(is_whole(file.read_bytes()))


def interrupted(folder: Path, briefs: int) -> list[str]:
    """Return how long the last process lives after Ctrl-C, and what it leaves behind, for both."""
    texts = {f"b{number:03}": workload.small_brief(number) for number in range(briefs)}
    root = workload.make_workspace(folder, texts)
    starts: list[tuple[Callable[[], subprocess.Popen[str]], Path]] = [
        (lambda: start_copies(root, root / "naive", 2), root / "naive"),
        (lambda: start([*BUILD, "-j", 2], root), root / "out"),
    ]
    lines = []
    for begin, out in starts:
        process = begin()
        while not list(out.glob("*.pdf")):
            time.sleep(0.02)
        sent = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=300)
        while session(process.pid) and time.monotonic() - sent < 300:
            time.sleep(0.01)
        seconds = time.monotonic() - sent
        torn = sum(not is_whole(path.read_bytes()) for path in out.glob("*.pdf"))
        lines.append(f"{seconds:.1f} s, exit {process.returncode}, {torn} torn files")
    return lines


GROWTH = """
import gc, json, sys
from pathlib import Path
from tests.bench.endurance import own_memory
root, way, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
briefs = sorted(path.parent.name for path in root.glob("content/*/brief.yaml"))
if way == "naive":
    from tests.bench.naive import make
    makes = [lambda brief=brief: make(root, brief, root / "naive.pdf") for brief in briefs]
else:
    from briefing.pipeline.edition import make_edition
    from briefing.pipeline.plan import Selection, plan
    from briefing.execution.garbage_collection import Collector
    from briefing.typeset.layout import Typesetter
    from briefing.files.workspace import Files
    files = Files(root)
    typesetter, collector = Typesetter(files), Collector()
    def make_one(job):
        assert make_edition(job, typesetter).files["pdf"]
        collector.collect()
    makes = [lambda job=job: make_one(job) for job in plan(files, Selection()).jobs]
sizes = []
for one in (makes * 99)[:count]:
    one()
    sizes.append(own_memory())
print(json.dumps(sizes))
"""


def own_memory() -> int:
    """Return the memory of this process in KiB, with shared pages counted proportionally (PSS)."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def growth(folder: Path, editions: int, warm_ups: int = 50) -> list[tuple[float, float]]:
    """Return the KiB that each edition leaves behind after a warm-up (a fitted line), and the MiB at the end."""
    briefs = {f"b{number:04}": workload.small_brief(number) for number in range(editions)}
    root = workload.make_workspace(folder, briefs)
    found = []
    for way in ("naive", "own"):
        command = [sys.executable, "-c", GROWTH, root, way, editions]
        said, problem = start(command, ROOT).communicate()
        if not said:
            raise RuntimeError(problem)
        sizes = json.loads(said)[warm_ups:]
        middle = (len(sizes) - 1) / 2
        rise = sum((number - middle) * size for number, size in enumerate(sizes))
        found.append((rise / sum((number - middle) ** 2 for number in range(len(sizes))), sizes[-1] / 1024))
    return found
