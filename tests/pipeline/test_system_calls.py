"""The system calls of a whole build prove that it uses no network, reads only its own files and starts no program.

Failed calls count as well as successful ones, because the sandbox of the kernel is only the second layer.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.conftest import LEAST_BRIEF, ROOT

pytestmark = [pytest.mark.process, pytest.mark.usefixtures("strace")]

CHART = """\
    blocks: [{chart: {id: c, title: A chart, alt: Two columns., kind: column, data: [[a, b], [x, 1], [y, 2]]}}]
outlook:"""

HOSTILE_TEMPLATE = """\
<link rel="stylesheet" href="https://example.org/a.css"><link rel="attachment" href="file:///etc/passwd">
<p><img alt="a" src="https://example.org/a.png"><img alt="b" src="//example.org/b.png">
<img alt="c" src="file:///etc/passwd"><img alt="d" src="../../../../../../etc/passwd">
<img alt="e" src="FILE://localhost/etc/passwd"><img alt="f" src="..%2f..%2f..%2f..%2fetc%2fpasswd">
<img alt="g" src="ftp://example.org/g.png"><img alt="h" src="link.png"><img alt="i" src="outer.svg"></p>
"""
HOSTILE_STYLE = """\
@import url("https://example.org/b.css"); @import "file:///etc/passwd";
@font-face { font-family: Brand; src: url(https://example.org/f.woff2), url(file:///etc/passwd), local(Arial) }
p { background: url("https://example.org/c.png"); list-style-image: url(/etc/passwd); cursor: url(~/.ssh/id_rsa) }
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
    '<image xlink:href="file:///etc/passwd" width="9" height="9"/><image href="http://example.org/x.png"/>'
    '<use href="https://example.org/y.svg#z"/></svg>'
)

READABLE_BESIDE = (
    "/usr/",
    "/lib/",
    "/lib64/",
    "/opt/",
    "/nix/store/",
    "/proc/",
    "/sys/",
    "/dev/null",
    "/dev/urandom",
    "/etc/ld.so",
    "/etc/localtime",
    "/etc/mime.types",
    "/dev/shm/sem.",  # noqa: S108  (the locks of the pool)
)
"""Paths that contain nobody's data: the system's code and time, and its data on processors and memory."""


def own_folders(root: Path) -> tuple[str, ...]:
    """Return the folders of the workspace, the shipped files, Python and its packages, with links resolved."""
    folders = [root, ROOT, *map(Path, (sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()))]
    folders += [path for name in sys.path if name for path in (Path(name),)]
    return tuple(str(path) for folder in folders for path in (folder, folder.resolve()))


@pytest.fixture
def calls(workspace, tmp_path_factory):
    """The calls of a build with a good brief and a hostile one, and with a home folder full of secrets."""
    files = workspace(
        LEAST_BRIEF.replace("outlook:", CHART),
        {
            "content/hostile/brief.yaml": LEAST_BRIEF + "audiences: {hostile: {}}\n",
            "content/hostile/outer.svg": SVG,
            "templates/audiences/hostile/audience.yaml": "label: Hostile\nparts: [title, hostile]\n",
            "templates/parts/hostile.j2.html": HOSTILE_TEMPLATE,
            "styles/audiences/hostile.css": HOSTILE_STYLE,
        },
    )
    (files.root / "content/hostile/link.png").symlink_to("/etc/passwd")
    outside = tmp_path_factory.mktemp("outside")
    home = outside / "home"
    (home / ".ssh").mkdir(parents=True)
    (outside / "temporary").mkdir()
    (home / ".ssh/id_rsa").write_text("secret")
    log = outside / "calls.log"
    traced = "socket,connect,bind,sendto,open,openat,openat2,execve,execveat"
    build = [sys.executable, "-m", "briefing", "build"]
    done = subprocess.run(
        ["strace", "-f", "-qq", "-s", "400", "-o", str(log), "-e", f"trace={traced}", *build],
        cwd=files.root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home), "TMPDIR": str(outside / "temporary")},
        capture_output=True,
        text=True,
        check=False,
    )
    shutil.rmtree(home)
    assert "hostile-hostile-en: not built" in done.stderr, done.stderr
    assert done.stdout.startswith("out/trial-policymaker-en.pdf"), done.stderr
    return files.root, outside, whole_calls(log.read_text(errors="replace").splitlines())


def whole_calls(lines: list[str]) -> list[str]:
    """Return each call with its result: when processes take turns, strace prints start and end on two lines."""
    begun: dict[str, str] = {}
    whole = []
    for line in lines:
        process = line.split(maxsplit=1)[0]
        if line.endswith("<unfinished ...>"):
            begun[process] = line.removesuffix("<unfinished ...>")
        elif resumed := re.search(r"<\.\.\. \w+ resumed>", line):
            whole.append(begun.pop(process, f"{process} ") + line[resumed.end() :])
        else:
            whole.append(line)
    return [*whole, *begun.values()]


def test_a_call_on_two_lines_is_one():
    lines = [
        '7 openat(AT_FDCWD, "/a", O_RDONLY <unfinished ...>',
        '8 openat(AT_FDCWD, "/b", O_RDONLY) = 3',
        "7 <... openat resumed>) = -1 ENOENT (No such file or directory)",
        "9 socket(AF_INET <unfinished ...>",
    ]
    assert whole_calls(lines) == [
        lines[1],
        '7 openat(AT_FDCWD, "/a", O_RDONLY ) = -1 ENOENT (No such file or directory)',
        "9 socket(AF_INET ",
    ]


def test_a_build_opens_no_connection_reads_no_file_of_others_and_starts_no_program(calls):
    root, outside, lines = calls
    sockets = [line for line in lines if re.search(r"\bsocket\(", line)]
    assert [line for line in sockets if "AF_UNIX" not in line] == []
    assert [line for line in lines if re.search(r"\b(connect|sendto)\(.*sa_family=AF_INET", line)] == []

    opened = [
        match for line in lines if (match := re.search(r'\bopen(?:at2?)?\(.*?"((?:[^"\\]|\\.)*)"(.*)', line))
    ]
    read = [match[1] for match in opened if not match[2].rstrip().endswith(")") and "= -1" not in match[2]]
    assert len(read) > 300
    kept = f"{os.environ['XDG_CACHE_HOME']}/briefwright/"
    allowed = (*own_folders(root), str(outside / "temporary"), kept, *READABLE_BESIDE)
    absolute = {name for name in read if name.startswith("/")}
    strange = sorted(name for name in absolute if not f"{name}/".startswith(allowed))
    assert " ".join(strange) == ""
    asked = {match[1] for match in opened}
    assert [name for name in asked if "passwd" in name or "id_rsa" in name or name.startswith("/home")] == []

    programs = [line for line in lines if re.search(r"\bexecve(at)?\(", line) and line.endswith("= 0")]
    assert all(f'"{sys.executable}"' in line for line in programs)
    assert len(programs) >= 1
