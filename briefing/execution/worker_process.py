"""The command's handle on a worker process: send bytes, receive bytes within a time limit, end the process.

The process is a fork of the fork server or, on systems without forks, a new interpreter.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from typing import Protocol

from briefing.execution.environment import needed
from briefing.execution.fork_server import ForkServer, fork_server

PIECE = 1 << 20
"""The number of bytes to receive at a time: memory grows with what has arrived, never with what was announced."""

SEND_SECONDS = 30.0
"""The time that a process may take to receive a message."""


class Process(Protocol):
    """A worker process. It may be compromised, so what it sends is bytes and nothing else."""

    def send(self, content: bytes) -> None:
        """Send bytes. Raises OSError if the process has ended."""

    def receive(self, size: int, until: float) -> bytearray:
        """Return exactly that many bytes.

        Raises EOFError if the process sends no more, and TimeoutError at the time `until` of the monotonic clock.
        """

    def end(self) -> int:
        """End the process if it still runs, and return its exit code; a negative one is the number of a signal."""


class Forked:
    """A fork of the fork server."""

    def __init__(self, server: ForkServer) -> None:
        self.server = server
        self.channel, theirs = socket.socketpair()
        with theirs:
            try:
                self.number = server.start_worker(theirs)
            except OSError:
                self.channel.close()
                raise

    def send(self, content: bytes) -> None:
        """Send bytes."""
        self.channel.settimeout(SEND_SECONDS)
        self.channel.sendall(content)

    def receive(self, size: int, until: float) -> bytearray:
        """Return exactly that many bytes; see `Process`."""
        content = bytearray()
        while len(content) < size:
            try:
                self.channel.settimeout(max(until - time.monotonic(), 1e-3))
                piece = self.channel.recv(min(size - len(content), PIECE))
            except TimeoutError:
                raise
            except OSError:  # the process closed the socket, or another thread ended it
                raise EOFError from None
            if not piece:
                raise EOFError
            content += piece
            if time.monotonic() > until and len(content) < size:
                raise TimeoutError
        return content

    def end(self) -> int:
        """End the process, and return its exit code."""
        with contextlib.suppress(OSError):
            self.channel.shutdown(socket.SHUT_RDWR)  # wakes up another thread that is receiving
        try:
            return self.server.end_worker(self.number)
        except OSError:
            return 0
        finally:
            self.channel.close()


SCRIPT = "import sys; sys.path[:] = {}; from briefing.execution.worker_process import work_on_pipes; work_on_pipes()"


class Spawned:
    """A new interpreter."""

    def __init__(self) -> None:
        words = [sys.executable, "-I", "-c", SCRIPT.format(sys.path)]
        self.process = subprocess.Popen(  # noqa: S603
            words,
            env=needed(os.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )

    def send(self, content: bytes) -> None:
        """Send bytes."""
        left = memoryview(content)
        while left and self.process.stdin:
            left = left[self.process.stdin.write(left) or 0 :]

    def receive(self, size: int, until: float) -> bytearray:
        """Return exactly that many bytes; see `Process`."""
        content = bytearray()
        stream = self.process.stdout
        is_late = threading.Event()

        def stop() -> None:
            is_late.set()
            self.process.kill()

        clock = threading.Timer(max(until - time.monotonic(), 0), stop)
        clock.start()
        try:
            while stream and len(content) < size:
                piece = stream.read(min(size - len(content), PIECE))
                if not piece:
                    raise TimeoutError if is_late.is_set() else EOFError
                content += piece
        finally:
            clock.cancel()
        return content

    def end(self) -> int:
        """End the process, and return its exit code."""
        self.process.kill()
        code = self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        return code


def work_on_pipes() -> None:
    """Work in a new interpreter, with jobs on its standard input and results on its standard output."""
    from briefing.execution.environment import forget_the_rest
    from briefing.execution.fork_server import silence
    from briefing.execution.worker import work

    class Pipes:
        def __init__(self) -> None:
            self.jobs, self.results = os.dup(0), os.dup(1)

        def recv(self, size: int, /) -> bytes:
            return os.read(self.jobs, size)

        def sendall(self, content: bytes, /) -> None:
            left = memoryview(content)
            while left:
                left = left[os.write(self.results, left) :]

    channel = Pipes()
    silence()
    forget_the_rest()
    work(channel)


def start_process() -> Process:
    """Start a new worker process. Raises OSError if none can be started."""
    return Forked(fork_server()) if hasattr(os, "fork") else Spawned()
