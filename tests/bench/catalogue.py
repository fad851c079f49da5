"""Build a catalogue of thousands of one-page editions on a Dask cluster of this machine, and watch the command.

`python -m tests.bench.catalogue [--editions N] [--workers N] [--here] [--lose] [--interrupt]`
(default: 10,000 editions, two workers). One line is printed for every twentieth of the catalogue: the seconds, the
editions that are finished, and the memory of the command alone and with its processes, as PSS. `--here` builds
with `--jobs` instead of a cluster, `--lose` kills a worker after a fifth of the editions and starts another one, and
`--interrupt` interrupts the command in the middle and runs it again, which must build nothing twice.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.bench import workload
from tests.bench.preview_memory import MIB, memory_of, process_tree
from tests.conftest import ROOT

BUILD = [sys.executable, "-m", "briefing", "build"]
LINES = 20
SAMPLE_SECONDS = 1.0
LOST_AT, INTERRUPTED_AT = 0.2, 0.5
"""The shares of the catalogue at which a worker is killed and the command is interrupted."""

COLUMNS = "{:>9} {:>9} {:>13} {:>15}"


def catalogue(root: Path, editions: int) -> Path:
    """Write a workspace of that many briefs of one page."""
    return workload.make_workspace(
        root, {f"b{number:05}": workload.small_brief(number) for number in range(editions)}
    )


@dataclass
class Machines:
    """A scheduler and workers on this machine, as a user starts them."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]

    @classmethod
    def start(cls, count: int) -> Machines:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        scheduler = dask("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
        machines = cls(f"tcp://127.0.0.1:{port}", scheduler, [])
        for _ in range(count):
            machines.add()
        return machines

    def add(self) -> None:
        """Start one more worker."""
        self.workers.append(dask("worker", self.address, "--nthreads", 1, "--no-dashboard"))

    def lose(self) -> None:
        """Kill the first worker with its nanny, as when a machine is switched off, and start another one."""
        os.killpg(self.workers.pop(0).pid, signal.SIGKILL)
        self.add()

    def close(self) -> None:
        """End everything."""
        for process in (*self.workers, self.scheduler):
            os.killpg(process.pid, signal.SIGTERM)
        for process in (*self.workers, self.scheduler):
            process.wait()


def dask(*words: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def watch(
    root: Path, options: Sequence[object], editions: int, machines: Machines | None, *, lose: bool, stop: bool
) -> tuple[float, str, int]:
    """Run a build and print its course. Return its seconds, its summary, and its exit code."""
    start, line, most = time.monotonic(), 0, 0
    print(COLUMNS.format("seconds", "editions", "command, MiB", "processes, MiB"), flush=True)
    with (root / "lines.txt").open("w+") as printed:
        command = subprocess.Popen(
            [*BUILD, *map(str, options)], cwd=root, stdout=printed, stderr=subprocess.STDOUT
        )
        while command.poll() is None:
            done = len(list((root / "out").glob("*.pdf")))
            alone = memory_of(command.pid)
            most = max(most, alone)
            if done * LINES // editions >= line:
                all_of = sum(map(memory_of, process_tree(command.pid)))
                passed = f"{time.monotonic() - start:.0f}"
                print(COLUMNS.format(passed, done, round(alone / MIB), round(all_of / MIB)), flush=True)
                line = done * LINES // editions + 1
            if machines and lose and done > LOST_AT * editions:
                machines.lose()
                print("one worker killed, another one started", flush=True)
                lose = False
            if stop and done > INTERRUPTED_AT * editions:
                command.send_signal(signal.SIGINT)
                asked = time.monotonic()
                command.wait()
                print(f"interrupted; ended after {time.monotonic() - asked:.1f} s", flush=True)
            time.sleep(SAMPLE_SECONDS)
        printed.seek(0)
        summary = printed.read().splitlines()[-1:]
    passed = time.monotonic() - start
    print(f"{passed:.0f} s, at most {most / MIB:.0f} MiB in the command; {''.join(summary)}", flush=True)
    return passed, "".join(summary), command.returncode


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--editions", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--here", action="store_true", help="build with --jobs, without a cluster")
    parser.add_argument("--lose", action="store_true", help="kill a worker on the way")
    parser.add_argument("--interrupt", action="store_true", help="interrupt the build and run it again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as resources:
        root = catalogue(Path(folder) / "catalogue", asked.editions)
        machines = None if asked.here else Machines.start(asked.workers)
        options: list[object] = ["--jobs", asked.workers]
        if machines:
            resources.callback(machines.close)
            options = ["--cluster", machines.address]
            time.sleep(5)  # until the workers have joined
        watch(root, options, asked.editions, machines, lose=asked.lose, stop=asked.interrupt)
        if asked.interrupt:
            before = {path: path.stat().st_mtime_ns for path in (root / "out").glob("*.pdf")}
            watch(root, options, asked.editions, machines, lose=False, stop=False)
            again = sum(path.stat().st_mtime_ns != at for path, at in before.items())
            print(f"{len(before):,} editions were finished before; {again:,} of them were built again")


if __name__ == "__main__":
    main()
