"""A batch of small editions, some of them poisoned: the others have the same bytes as ever, and these are named."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from tests.bench import hostile, workload
from tests.bench.endurance import BUILD, session, start
from tests.bench.naive import start_copies
from tests.conftest import LEAST_BRIEF


def poisons() -> dict[str, hostile.Files]:
    """Return the kinds of poison, with the files of each: the brief, and files next to it or of its audience."""
    bombs = hostile.filled_bombs()
    return {
        "bad YAML": {"content/trial/brief.yaml": LEAST_BRIEF.replace("outlook:", "outlook: : [")},
        "unknown key": {"content/trial/brief.yaml": LEAST_BRIEF.replace("title", "tilte", 1)},
        "missing picture": hostile.DEFECTS["a missing picture"],
        "page without end": bombs["a loop in a loop"],
        "dead worker": bombs["a counter of two thousand million signs"],
        "memory": bombs["a word of a thousand million letters"],
        "drawing": bombs["a drawing of a thousand million lines"],
        "columns": bombs["a cell over a million columns"],
        "variables": bombs["variables of variables"],
        "large picture": bombs["a picture of 200 million points"],
    }


def named(files: hostile.Files, name: str) -> hostile.Files:
    """Return the files of the brief `trial` and the audience `bad` under another name."""
    found = {}
    for path, text in files.items():
        content = text
        place = path.replace("content/trial/", f"content/{name}/").replace("/bad", f"/{name}")
        if isinstance(content, str) and path.endswith((".yaml", ".j2.html")):
            content = content.replace("{bad: {}}", f"{{{name}: {{}}}}").replace(", bad]", f", {name}]")
            content = content.replace("parts/bad.j2.html", f"parts/{name}.j2.html")
        found[place] = content
    return found


@dataclass
class Batch:
    """The outcome of a batch of editions."""

    seconds: float
    code: int | None
    hashes: dict[str, str]
    said: str = ""
    killed: list[int] = field(default_factory=list)
    """The workers that were killed on purpose."""

    def is_named(self, name: str) -> bool:
        """Return whether the report says that an edition was not built."""
        return re.search(rf"^{name}\b\S*: not built", self.said, re.MULTILINE) is not None

    def cause_of(self, name: str) -> str:
        """Return the code of the finding before the line of an edition, or the other message there."""
        before = self.said.partition(f"\n{name}")[0]
        codes = re.findall(r"\[(BR\d+)\]", before)
        return codes[-1] if codes else "?"


def hashes(folder: Path) -> dict[str, str]:
    """Return the files of a folder by the names of their briefs."""
    return {path.stem.split("-")[0]: sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.pdf")}


def build(root: Path, seconds: float, kills: int = 0) -> Batch:
    """Build a whole workspace with two workers, and kill some of them meanwhile."""
    begin = time.monotonic()
    process = start([*BUILD, "-j", 2, "--timeout", seconds], root)
    killed: list[int] = []
    killer = threading.Thread(target=_kill, args=(process.pid, root / "out", kills, killed))
    killer.start()
    _, said = process.communicate()
    killer.join()
    return Batch(time.monotonic() - begin, process.returncode, hashes(root / "out"), said, killed)


def _kill(leader: int, out: Path, kills: int, killed: list[int]) -> None:
    """Kill a worker each time a few more editions are built."""
    chance = random.Random(6)  # noqa: S311
    for number in range(kills):
        while session(leader) and len(list(out.glob("*.pdf"))) < 8 * (number + 1):
            time.sleep(0.02)
        workers = [pid for pid in session(leader) if _parent(_parent(pid)) == leader]
        if workers:
            pid = chance.choice(workers)
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)


def _parent(pid: int) -> int:
    """Return the parent of a process: of a worker, the fork server; of the fork server, the command."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


@dataclass
class Trial:
    """A clean batch and the same batch with poison: what was delivered, and what was reported."""

    clean: Batch
    poisoned: Batch
    names: dict[str, str]
    """The poisoned editions, with the kind of poison in each."""

    @property
    def delivered(self) -> int:
        """The number of good editions with the same bytes as in the clean build."""
        return sum(
            self.poisoned.hashes.get(name) == digest
            for name, digest in self.clean.hashes.items()
            if name not in self.names
        )

    @property
    def named(self) -> int:
        """The number of poisoned editions that the report names."""
        return sum(self.poisoned.is_named(name) for name in self.names)

    @property
    def ratio(self) -> float:
        """The ratio of the duration to that of the clean build."""
        return self.poisoned.seconds / self.clean.seconds


def tried(
    folder: Path, editions: int, seconds: float, kinds: list[str] | None = None, kills: int = 3
) -> Trial:
    """Build a batch clean, and again with each kind of poison in one edition, from scratch both times."""
    briefs = {f"b{number:04}": workload.small_brief(number) for number in range(editions)}
    clean = build(workload.make_workspace(folder / "clean", briefs), 60)
    root = workload.make_workspace(folder / "poisoned", briefs)
    chosen = {kind: files for kind, files in poisons().items() if kinds is None or kind in kinds}
    step = editions // len(chosen)
    names = {f"b{number * step + step // 2:04}": kind for number, kind in enumerate(chosen)}
    for name, kind in names.items():
        hostile.write(root, named(chosen[kind], name))
    return Trial(clean, build(root, seconds, kills), names)


def naive_delivered(folder: Path, editions: int, names: dict[str, str], seconds: float) -> tuple[int, str]:
    """Return how many good editions a pool of naive code delivers from the same workspace, and how it ended."""
    root, out = folder / "poisoned", folder / "naive"
    process = start_copies(root, out, 2)
    try:
        said, _ = process.communicate(timeout=seconds)
        errors = said.split()[1::2]
        end = (
            f"{errors.count('BrokenProcessPool')} lost with the pool"
            if errors
            else f"exit {process.returncode}"
        )
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        end = f"endless, stopped after {seconds:.0f} s"
    whole = [path for path in out.glob("*.pdf") if path.read_bytes().rstrip().endswith(b"%%EOF")]
    return sum(path.stem not in names for path in whole), end
