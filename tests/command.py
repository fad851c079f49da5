"""The command `brief` in a fork of a process that has run it: a new interpreter takes half a second to load it.

A fork has the validators of the models, the compiled patterns and templates, and the shipped stylesheets of the build
before it, as a test that builds in its own process has them. What a new interpreter does by itself (encodings, closed
streams, signals, imports) is tested with one: see `fresh`.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import Path

from briefing.typeset.engine import FONT_CONFIGURATION, FONT_CREATION_TIME

STATUS = struct.Struct("<i")
READ_LATER = {"SOURCE_DATE_EPOCH", "TMPDIR", "PYTEST_CURRENT_TEST", "BRIEF_SIGN_PASSPHRASE", "BRIEF_EDITOR"}
"""The variables that an interpreter and its libraries do not read when they start."""

STARTED_WITH = dict(os.environ)
LOADED_LATER = (
    "briefing.compare.audience_diff",
    "briefing.execution.pool",
    "briefing.explain.explain",
    "briefing.pipeline.build",
    "briefing.release.release",
    "briefing.review.check",
    "briefing.site.publish",
)
"""Modules that commands import when they run."""

REQUEST_LIMIT = 1 << 20


def brief(*arguments: object, cwd: Path, env: dict[str, str] | None = None):
    """Run the command in a folder, with additional environment variables, and return what it did."""
    wanted = {**_own_environment(os.environ), **(env or {})}
    changed = {name for name, _ in wanted.items() ^ _own_environment(STARTED_WITH).items()}
    if not hasattr(os, "fork") or not changed <= READ_LATER:
        return fresh(*arguments, cwd=cwd, env=env)
    sys.audit("os.fork")  # for tests/markers.py
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        request = {"words": list(map(str, arguments)), "cwd": os.fspath(cwd), "env": wanted}
        server = _server()
        socket.send_fds(server, [json.dumps(request).encode()], [out.fileno(), err.fileno()])
        (code,) = STATUS.unpack(server.recv(STATUS.size))
        texts = [_text_of(stream) for stream in (out, err)]
    return subprocess.CompletedProcess(["brief", *map(str, arguments)], code, *texts)


def fresh(*arguments: object, cwd: Path, env: dict[str, str] | None = None):
    """Run the command in a new interpreter."""
    command = [sys.executable, "-m", "briefing", *map(str, arguments)]
    environment = {**_own_environment(os.environ), **(env or {})}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def _own_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables without those that the engine sets in a process that lays out a page."""
    set_by_engine = {
        "FONTCONFIG_FILE": os.fspath(FONT_CONFIGURATION),
        "SOURCE_DATE_EPOCH": FONT_CREATION_TIME,
    }
    return {name: value for name, value in environment.items() if set_by_engine.get(name) != value}


def _text_of(stream) -> str:
    stream.seek(0)
    return stream.read().decode().replace("\r\n", "\n")


@cache
def _server() -> socket.socket:
    """Start the process that has loaded the command, once for all tests of this process."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    from tests.conftest import LEAST_BRIEF

    with theirs:
        words = [sys.executable, __file__, str(theirs.fileno()), LEAST_BRIEF]
        process = subprocess.Popen(
            words,
            pass_fds=[theirs.fileno()],
            env=_own_environment(STARTED_WITH),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def _serve(control: socket.socket, least_brief: str) -> None:
    """Fork for each command, until the tests end."""
    import gc

    from briefing.cli.command_group import COMMANDS

    for name in (*COMMANDS.values(), *LOADED_LATER):
        importlib.import_module(name)
    _load_engine(least_brief)
    gc.freeze()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, REQUEST_LIMIT, 2)
        if not message:
            return
        number = os.fork()
        if number == 0:
            control.close()
            _run(json.loads(message), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        control.sendall(STATUS.pack(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])))


def _load_engine(least_brief: str) -> None:
    """Load and use the engine, as every build does. It changes the environment only of processes that use it."""
    from briefing.core.errors import MachineError
    from briefing.typeset import engine

    before = dict(os.environ)
    importlib.import_module("briefing.execution.preload")
    try:
        loaded = engine._engine()
    except MachineError:  # reported by each command that needs the engine
        return
    _use(least_brief)
    changed = {name: os.environ.pop(name) for name in os.environ.keys() - before.keys()}

    def used():
        for name, value in changed.items():
            os.environ.setdefault(name, value)
        return loaded

    engine._engine = used


def _use(least_brief: str) -> None:
    """Check and build a brief, so that the processes of commands share what is made once and need not make it."""
    from briefing.files.workspace import Files
    from briefing.pipeline.build import build_all
    from briefing.pipeline.plan import Selection, plan
    from briefing.review.check import check
    from tests.sharing import shipped_files_shared

    _SHARED.enter_context(shipped_files_shared(with_fonts=False))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "content/trial/brief.yaml")
        path.parent.mkdir(parents=True)
        path.write_text(least_brief)
        files = Files(Path(folder))
        check(files, Selection(), date.today())
        list(build_all(plan(files, Selection()), files, files.root / "out"))


_SHARED = ExitStack()
"""What the processes of commands share, until the end of this one."""


def _run(request, descriptors: list[int]) -> None:
    """Become the command."""
    from briefing.cli import main

    try:
        for descriptor, standard in zip(descriptors, (1, 2), strict=True):
            os.dup2(descriptor, standard)
            os.close(descriptor)
        for name in os.environ.keys() - request["env"].keys():
            os.environ.pop(name, None)
        os.environ.update(request["env"])
        tempfile.tempdir = None
        os.chdir(request["cwd"])
        sys.path[0] = request["cwd"]
        sys.argv = ["briefing", *request["words"]]
        main(prog_name="brief")  # exits by itself
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(1)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
