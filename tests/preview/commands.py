"""`brief preview` as a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60


@dataclass
class Command:
    process: subprocess.Popen[str]
    address: str = ""

    @property
    def port(self) -> int:
        return int(self.address.split(":")[2].partition("/")[0])

    @property
    def token(self) -> str:
        return self.address.rstrip("/").rpartition("/")[2]

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Interrupt the command, and return its exit code and what it has written to stderr."""
        self.process.send_signal(number)
        _, written = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, written


def started(root: Path, *options: str, env: dict[str, str] | None = None) -> Command:
    """Start the command; it has printed its address, or has ended."""
    words = [sys.executable, "-m", "briefing", "preview", *options]
    process = subprocess.Popen(
        words,
        cwd=root,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    return Command(process, found[0] if found else "")


@contextmanager
def running(root: Path, *options: str, env: dict[str, str] | None = None) -> Iterator[Command]:
    """Run the command on any free port, without a browser."""
    command = started(root, "--port", "0", "--no-open", *options, env=env)
    try:
        assert command.address, command.process.stderr and command.process.stderr.read()
        yield command
    finally:
        if command.process.poll() is None:
            command.process.kill()
        command.process.communicate()
