"""Measure the memory of `brief preview` with all 27 editions on the wall, while texts are being edited.

`python -m tests.bench.preview_memory [EDITS] [OPTIONS OF brief preview]` (default: 500). With `-a policymaker`, only
the four editions for policymakers are on the wall, so that 500 edits take minutes instead of hours. Memory is that of
all processes of the command as PSS (proportional set size): the workers are forks, and a page of memory that several of
them share is counted once. RSS would count it in each of them. One line is printed for every 50 edits: the most that
was used since the last line, and what is used when nothing is left to do.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.preview.commands import Command, running

EDITS, EDITS_BETWEEN = 500, 50
SAMPLE_SECONDS, SETTLING_SECONDS = 0.5, 15.0
"""The interval between two measurements, and the time after which the preview has ended the idle workers."""

TEXTS = {
    "venezuela-russia/brief.yaml": "venezuela-russia-policymaker-en",
    "leap-second/brief.yaml": "leap-second-policymaker-en",
    "venezuela-russia/brief.ru.yaml": "venezuela-russia-policymaker-ru",
}
"""The files that are edited in turn, each with the edition that is in view meanwhile."""

KEY = "text: "
"""The key whose first text is edited."""

MIB = 1024
"""KiB in a MiB."""


def process_tree(number: int) -> list[int]:
    """Return the ids of a process and of all that it has started, itself first."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    found = [number]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def memory_of(number: int) -> int:
    """Return the proportional set size of a process in KiB; 0 if it has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def memories(command: Command) -> list[int]:
    """Return the memory of each process of a command in MiB."""
    return [round(memory_of(one) / MIB) for one in process_tree(command.process.pid)]


@dataclass
class Sampler:
    """Measures the memory of a command all the time."""

    command: Command
    most: list[int] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Keep the largest sum until it is over."""
        while not self.is_over.wait(SAMPLE_SECONDS):
            now = memories(self.command)
            if sum(now) > sum(self.most):
                self.most = now


class Browser:
    """The part of a browser that costs the preview memory: it follows the changes, and fetches the pages in view."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self.editions: dict[str, dict[str, Any]] = {}
        self.stream = self._connection()
        self.stream.request("GET", f"/{command.token}/events")
        self.events = self.stream.getresponse()

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.command.port, timeout=300)

    def read(self) -> None:
        """Wait for the next message."""
        line = self.events.readline()
        assert line, "the preview has ended"
        if line.startswith(b"data: "):
            for edition in json.loads(line[6:])["editions"]:
                assert edition["state"] != "outdated", f"it could not be made: {edition}"
                self.editions[edition["name"]] = edition

    def show(self, name: str) -> None:
        """Report that an edition is in view."""
        self._request("POST", "view", json.dumps([name]))

    def fetch(self, name: str) -> None:
        """Fetch the pictures of an edition, for a screen with two pixels per CSS pixel."""
        for page in self.editions[name]["pages"]:
            self._request("GET", f"editions/{name}/pictures/{page['digest']}@133.png")

    def _request(self, method: str, path: str, body: str | None = None) -> None:
        connection = self._connection()
        own = {"Origin": f"http://127.0.0.1:{self.command.port}", "Content-Type": "application/json"}
        connection.request(method, f"/{self.command.token}/{path}", body, own)
        connection.getresponse().read()
        connection.close()

    def wait(self, names: set[str], revisions: dict[str, int] | None = None) -> None:
        """Wait until editions are up to date, after certain revisions."""
        known = revisions or {}
        while not all(
            name in self.editions
            and self.editions[name]["state"] == "up to date"
            and self.editions[name]["revision"] > known.get(name, 0)
            for name in names
        ):
            self.read()

    def settle(self) -> None:
        """Wait until all editions are up to date."""
        while not self.editions or {one["state"] for one in self.editions.values()} != {"up to date"}:
            self.read()


def edits(root: Path, count: int) -> Iterator[str]:
    """Change a word in one of the files after the other, and yield the name of the edition to look at."""
    texts = {file: (root / "content" / file).read_text(encoding="utf-8") for file in TEXTS}
    for number in range(count):
        file = list(TEXTS)[number % len(TEXTS)]
        before, given, after = texts[file].partition(KEY)
        assert given
        (root / "content" / file).write_text(f"{before}{given}Word{number} {after}", encoding="utf-8")
        yield TEXTS[file]


def main() -> None:
    count = int(sys.argv[1]) if sys.argv[1:] else EDITS
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(ROOT / "content", root / "content")
        with running(root, *sys.argv[2:]) as command:
            measure(root, command, count)


def measure(root: Path, command: Command, count: int) -> None:
    """Print the memory of a command at the beginning, and after every 50 edits."""
    sampler, browser = Sampler(command), Browser(command)
    thread = threading.Thread(target=sampler.run)
    thread.start()
    try:
        browser.settle()
        show(0, sampler)
        for number, name in enumerate(edits(root, count), 1):
            browser.show(name)
            browser.wait({name}, {name: browser.editions[name]["revision"]})
            browser.fetch(name)
            if number % EDITS_BETWEEN == 0 or number == count:
                browser.settle()
                show(number, sampler)
    finally:
        sampler.is_over.set()
        thread.join()


def show(number: int, sampler: Sampler) -> None:
    """Print a line, and begin the next one."""
    most, sampler.most = sampler.most, []
    threading.Event().wait(SETTLING_SECONDS)
    idle = memories(sampler.command)
    print(f"{number:4} edits: at most {sum(most)} MiB {most}, at rest {sum(idle)} MiB {idle}", flush=True)
    sampler.most = []


if __name__ == "__main__":
    main()
