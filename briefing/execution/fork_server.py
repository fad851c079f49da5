"""Start and end worker processes as forks of a server process in which the engine is loaded.

The fork server is trusted; the workers are not. It listens to the command only, on an unnamed pair of sockets. A
worker has no file descriptor that leads to the server or to another worker.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading

from briefing.execution.environment import forget_the_rest, needed

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Never

WARM_UP = "briefing.execution.preload"

START_SECONDS = 60.0
"""The time that a process may take to start, on a slow machine."""

PR_SET_PDEATHSIG = 1
"""prctl(2): set the signal that a process receives when its parent ends."""

REQUEST, ANSWER = struct.Struct("<ci"), struct.Struct("<i")
START, END, LIBRARIES = b"s", b"e", b"l"

LAST_DESCRIPTOR = 65_536
LONGEST_LIST = 1 << 20
"""The greatest length of the list of libraries, in bytes."""


class GoneError(OSError):
    """The fork server does not answer, or it cannot start a process."""


class ForkServer:
    """The fork server as the command sees it. Its threads take turns."""

    def __init__(self, control: socket.socket, process: subprocess.Popen[bytes] | None = None) -> None:
        self.control, self.process = control, process
        self.is_gone = False
        self._lock = threading.Lock()
        self._libraries: tuple[str, ...] | None = None

    def start_worker(self, end: socket.socket) -> int:
        """Start a worker that holds one end of a pair of sockets; return its process id."""
        with self._lock:
            number = self._ask(START, 0, [end.fileno()])
        if number <= 0:
            raise GoneError(-number, os.strerror(-number))
        return number

    def end_worker(self, number: int) -> int:
        """End a worker if it still runs, and return its exit code; a negative one is the number of a signal."""
        with self._lock:
            return self._ask(END, number)

    def libraries(self) -> tuple[str, ...]:
        """Return the native libraries of the engine, as reported by the server."""
        with self._lock:
            if self._libraries is None:
                size = self._ask(LIBRARIES)
                names = json.loads(self._receive(size)) if 0 < size < LONGEST_LIST else []
                self._libraries = tuple(map(str, names))
        return self._libraries

    def _ask(self, kind: bytes, number: int = 0, descriptors: Sequence[int] = ()) -> int:
        if self.is_gone:
            raise GoneError
        try:
            self.control.settimeout(START_SECONDS)
            socket.send_fds(self.control, [REQUEST.pack(kind, number)], descriptors)
            (answer,) = ANSWER.unpack(self._receive(ANSWER.size))
        except OSError:
            self.close()  # a late answer would be mistaken for that of the next request
            raise GoneError from None
        return int(answer)

    def _receive(self, size: int) -> bytes:
        content = b""
        while len(content) < size:
            piece = self.control.recv(size - len(content))
            if not piece:
                raise GoneError
            content += piece
        return content

    def close(self) -> None:
        """End the server and its workers."""
        self.is_gone = True
        self.control.close()
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=0.5)
            if self.process.returncode is None:
                self.process.kill()
                self.process.wait()


_server: ForkServer | None = None
_starting = threading.Lock()


def fork_server() -> ForkServer:
    """Return the fork server of this process, started if none is running."""
    global _server  # noqa: PLW0603  (one for each process, since the engine is loaded once)
    with _starting:
        if _server is None or _server.is_gone:
            _server = _started()
        return _server


def _leave_to_parent() -> None:
    """Let a fork of this process start a server of its own: a running one answers to the parent alone."""
    global _server, _starting
    if _server is not None:
        _of_parents.append(_server)
    _server, _starting = None, threading.Lock()


_of_parents: list[ForkServer] = []
"""Servers of the processes that this one was forked from, kept so that nothing ends them here."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)


def start_as_copy() -> None:
    """Start the fork server as a fork of this process, which has no threads yet; elsewhere than on Linux, from scratch.

    A fork shares the memory of the common imports, which saves a tenth of the memory of a build.
    """
    global _server  # noqa: PLW0603
    if sys.platform != "linux":
        fork_server()
        return
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        try:
            _close_all_but(theirs.fileno())
            serve(theirs)
        finally:
            os._exit(1)
    theirs.close()
    _server = ForkServer(ours)


SCRIPT = "import sys; sys.path[:] = {path}; from briefing.execution.fork_server import serve_on; serve_on({number})"


def _started() -> ForkServer:
    import atexit

    ours, theirs = socket.socketpair()
    with theirs:
        number = theirs.fileno()
        words = [sys.executable, "-I", "-c", SCRIPT.format(path=sys.path, number=number)]
        try:
            process = subprocess.Popen(  # noqa: S603
                words, pass_fds=[number], env=needed(os.environ), stdin=subprocess.DEVNULL
            )
        except OSError as error:
            ours.close()
            raise GoneError(error.errno, error.strerror) from None
    server = ForkServer(ours, process)
    atexit.register(server.close)
    return server


def serve_on(number: int) -> Never:
    """Serve on a socket that was passed on by its number."""
    serve(socket.socket(fileno=number))


def serve(control: socket.socket) -> Never:
    """Load the engine, then start and end workers until the command ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_DFL)
    silence()
    _give_up_terminal()
    forget_the_rest()
    control.setblocking(True)
    with contextlib.suppress(Exception):  # the first worker that needs a missing library reports it
        importlib.import_module(WARM_UP)
    children: set[int] = set()
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, REQUEST.size, 1)
        if len(request) < REQUEST.size:
            os._exit(0)
        kind, number = REQUEST.unpack(request)
        if kind == START:
            answer = _start(descriptors[0])
            children.add(answer)
            control.sendall(ANSWER.pack(answer))
        elif kind == END:
            control.sendall(ANSWER.pack(_end(number) if number in children else 0))
            children.discard(number)
        else:
            names = json.dumps(_libraries()).encode()
            control.sendall(ANSWER.pack(len(names)) + names)


def silence() -> None:
    """Redirect the standard streams to the null device, away from the terminal and the files of the command."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        if nowhere != standard:
            os.dup2(nowhere, standard)
    if nowhere > 2:
        os.close(nowhere)


def _give_up_terminal() -> None:
    """Detach from the terminal, so that nothing can be typed on it; the session remains, and ends with the command."""
    with contextlib.suppress(ImportError, OSError):
        import fcntl
        import termios

        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
        try:
            fcntl.ioctl(terminal, termios.TIOCNOTTY)
        finally:
            os.close(terminal)


def _start(descriptor: int) -> int:
    """Return the process id of a new worker, or a negated error number."""
    server = os.getpid()
    try:
        number = os.fork()
    except OSError as error:
        os.close(descriptor)
        return -(error.errno or 1)
    if number == 0:
        try:
            _close_all_but(descriptor)
            if sys.platform == "linux":
                ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() == server:
                from briefing.execution.worker import work

                work(socket.socket(fileno=descriptor))
        finally:
            os._exit(1)
    os.close(descriptor)
    return number


def _end(number: int) -> int:
    with contextlib.suppress(ProcessLookupError):
        os.kill(
            number, signal.SIGKILL
        )  # an ended process keeps its id and its exit code until it is waited for
    with contextlib.suppress(ChildProcessError):
        return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    return 0


def _libraries() -> Sequence[str]:
    from briefing.incremental.loaded_libraries import loaded_libraries

    return loaded_libraries()


def _close_all_but(kept: int) -> None:
    """Close all file descriptors except one and the standard streams."""
    os.closerange(3, kept)
    os.closerange(kept + 1, LAST_DESCRIPTOR)
