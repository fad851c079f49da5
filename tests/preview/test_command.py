"""The command `brief preview`: what it prints, how it ends, and what other users of the machine can see."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("uvicorn")

from tests.command import brief, fresh
from tests.preview.commands import PATIENCE, running, started
from tests.preview.previews import BRIEF

pytestmark = pytest.mark.process


@pytest.fixture
def root(tmp_path) -> Path:
    (tmp_path / "content/trial").mkdir(parents=True)
    (tmp_path / "content/trial/brief.yaml").write_text(BRIEF)
    return tmp_path


def processes_below(number: int) -> set[int]:
    """Return the ids of a process's descendants."""
    pairs = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            pairs.append((int(folder.name), int(parent)))
    found, new = set[int](), {number}
    while new:
        found |= new
        new = {child for child, parent in pairs if parent in new} - found
    return found - {number}


def typed_commands() -> bytes:
    """Return the words of all commands that run on the machine, which every user can read."""
    found = b""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            found += path.read_bytes()
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="reads the list of processes")
def test_it_prints_one_line_serves_this_machine_alone_and_ends_with_everything(root):
    with running(root) as command:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", command.address)
        connection = http.client.HTTPConnection("127.0.0.1", command.port, timeout=60)
        connection.request("GET", f"/{command.token}/events")
        stream = connection.getresponse()
        while b"up to date" not in stream.readline():
            pass
        below = processes_below(command.process.pid)
        assert below
        assert command.token.encode() not in typed_commands()
        written = [path for path in root.rglob("*") if path.is_file()]
        assert not any(command.token in path.read_text("latin-1") for path in written)
        listening = Path("/proc/net/tcp").read_text()
        assert f"0100007F:{command.port:04X} 00000000:0000 0A" in listening
        assert f"00000000:{command.port:04X} 00000000:0000 0A" not in listening
        # the stream is still open
        code, problems = command.end()
        assert (code, problems) == (0, "")
        stream.close()
        connection.close()
        alive = [number for number in below if Path(f"/proc/{number}").exists()]
        states = [Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] for number in alive]
        assert set(states) <= {"Z"}


def test_it_ends_by_itself_when_it_is_terminated(root):
    with running(root) as command:
        code, problems = command.end(signal.SIGTERM)
        assert code in (143, -signal.SIGTERM) and "Traceback" not in problems


def test_a_port_that_is_taken_is_reported(root):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = brief("preview", "--no-open", "--port", port, cwd=root)
    assert done.returncode == 5 and done.stdout == ""
    assert f"port {port} is in use [BR907]" in done.stderr and "--port 0" in done.stderr


@pytest.mark.parametrize("package", ["starlette", "uvicorn", "watchfiles"])
def test_a_package_that_is_missing_is_named_with_the_way_to_install_it(root, tmp_path, package):
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    code = f"raise ModuleNotFoundError('there is none', name={package!r})"
    (blocked / f"{package}.py").write_text(code)
    done = fresh("preview", "--no-open", cwd=root, env={"PYTHONPATH": str(blocked)})
    assert done.returncode == 5 and f"the package `{package}` is not installed" in done.stderr
    assert 'pip install "briefwright[preview]"' in done.stderr and "Traceback" not in done.stderr


def test_an_editor_that_is_missing_is_reported(root):
    done = brief("preview", "--no-open", "--port", 0, "--editor", "no-such-editor -x", cwd=root)
    assert done.returncode == 2 and "there is no program 'no-such-editor'" in done.stderr
    done = brief("preview", "--no-open", "--port", 0, cwd=root, env={"BRIEF_EDITOR": "'x"})
    assert done.returncode == 2 and "BRIEF_EDITOR" in done.stderr and "not complete" in done.stderr


def test_unknown_names_are_reported(root):
    done = brief("preview", "--no-open", "--port", 0, "trail", cwd=root)
    assert done.returncode == 2 and "trail" in done.stderr
    done = brief("preview", "--no-open", "--port", 0, "-a", "nobody", cwd=root)
    assert done.returncode == 2 and "nobody" in done.stderr
    done = brief("preview", "--no-open", "--port", 0, "-l", "xx", cwd=root)
    assert done.returncode == 2 and "no brief is written in the language 'xx'" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_it_serves_although_nobody_reads_what_it_prints(root):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    words = [sys.executable, "-m", "briefing", "preview", "--no-open", "--port", str(port)]
    shell = ["sh", "-c", 'exec "$@" >&-', "sh", *words]
    with subprocess.Popen(shell, cwd=root, stderr=subprocess.PIPE) as process:
        assert status_of(port) == 403
        process.send_signal(signal.SIGINT)
        _, problems = process.communicate(timeout=PATIENCE)
    assert (process.returncode, problems) == (0, b"")


def status_of(port: int) -> int:
    """Return the status of the response to a request without the token, as soon as there is one."""
    until = time.monotonic() + PATIENCE
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status
        except ConnectionError:
            assert time.monotonic() < until
            time.sleep(0.1)
        finally:
            connection.close()


@pytest.mark.skipif(sys.platform != "linux", reason="a program that the desktop would start")
def test_the_program_that_opens_the_browser_gets_a_ticket_and_not_the_token(root, tmp_path):
    log = tmp_path / "visited"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >{log}\n')
    script.chmod(0o755)
    command = started(root, "--port", "0", env={"BROWSER": f"{script} %s"})
    try:
        for _ in range(600):
            if log.exists() and log.read_text().endswith("\n"):
                break
            try:
                command.process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
        visited = log.read_text().strip()
        assert re.fullmatch(rf"http://127\.0\.0\.1:{command.port}/start/[\w-]{{32}}", visited)
        assert command.token not in visited
        path = visited.partition(str(command.port))[2]
        answers = []
        for _ in range(2):
            connection = http.client.HTTPConnection("127.0.0.1", command.port, timeout=60)
            connection.request("GET", path)
            answers.append((answer := connection.getresponse()).status)
            if answer.status == 303:
                assert answer.headers["location"] == f"/{command.token}/"
            connection.close()
        assert answers == [303, 403]
        assert command.end()[0] == 0
    finally:
        if command.process.poll() is None:
            command.process.kill()
        command.process.communicate()


RAW_PATHS = (
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fcontent/trial/brief.yaml",
    "/..%5c..%5ccontent%5ctrial%5cbrief.yaml",
    "/../content/trial/brief.yaml",
    "//etc/passwd",
    "///content/trial/brief.yaml",
    "/%2fetc%2fpasswd",
    "/wall.html%00.js",
    "/%00",
    "/.%2e/server.py",
    "/editions/%2e%2e%2f%2e%2e%2fcontent.pdf",
    "/editions/trial-policymaker-en/pages/%2e%2e.json",
    "/%252e%252e/content/trial/brief.yaml",
    "/content/trial/brief.yaml",
    "/out/",
    "/link.yaml",
    "/" + "a" * 70_000,
)
"""Addresses as a program types them, which a browser would tidy up first; they follow the token."""


def raw_response(port: int, request: bytes) -> bytes:
    """Return all that the server sends for a request, byte by byte as it is given."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        with contextlib.suppress(OSError):  # it may be refused before it is read
            connection.sendall(request)
        found = b""
        with contextlib.suppress(OSError):
            while piece := connection.recv(1 << 16):
                found += piece
    return found


def test_requests_that_no_browser_sends_lead_to_no_file_and_do_no_harm(root, tmp_path):
    (root / "link.yaml").symlink_to("/etc/passwd")
    brief = (root / "content/trial/brief.yaml").read_bytes()
    with running(root) as command:
        host = f"Host: 127.0.0.1:{command.port}\r\nConnection: close\r\n\r\n"
        for path in RAW_PATHS:
            given = raw_response(command.port, f"GET /{command.token}{path} HTTP/1.1\r\n{host}".encode())
            status = given.split(b" ", 2)[1:2]
            assert status in ([b"400"], [b"403"], [b"404"]), (path, given[:200])
            assert b"root:" not in given and b"title:" not in given and b"import " not in given
        for lines in (
            f"GET /{command.token}/ HTTP/1.1\r\nHost: evil.example\r\n{host}",
            f"GET http://evil.example/{command.token}/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            f"GET /{command.token}/ HTTP/1.0\r\n\r\n",
            "\0\r\n\r\n",
            f"CONNECT 127.0.0.1:{command.port} HTTP/1.1\r\n{host}",
        ):
            assert b"wall.js" not in raw_response(command.port, lines.encode()), lines
        assert b" 200 " in raw_response(command.port, f"GET /{command.token}/ HTTP/1.1\r\n{host}".encode())
        assert command.end() == (0, "")
    assert (root / "content/trial/brief.yaml").read_bytes() == brief
