"""What a build needs of a machine and a workspace besides libraries: rights, fonts, a kernel that guards."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.core.finding import Finding, Severity, Span
from briefing.core.native_libraries import HERE
from briefing.files.css import font_faces_of
from briefing.files.fonts import UnusableFontError, first_usable
from briefing.files.workspace import OUTPUT_FOLDER, Files, find_root

CONFINED = (
    "import sys; from briefing.execution.sandbox import confine; sys.stdout.write(' '.join(confine([], [])))"
)
"""What a process of its own tries, since nothing of it can be undone."""

SWITCHES = (
    ("/proc/sys/kernel/unprivileged_userns_clone", "0", "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
    (
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
    ),
    ("/proc/sys/user/max_user_namespaces", "0", "sudo sysctl -w user.max_user_namespaces=15000"),
)
"""What keeps a person from a network namespace: the file that says so, its value then, the command that mends it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at: its name, what it is for, and what is wrong with it."""

    name: str
    purpose: str
    finding: Finding | None = None


def look(start: Path) -> Iterator[Checked]:
    """Everything that is looked at from a folder: the kernel, and the output and fonts of the workspace there."""
    lacking = _lacking()
    landlock = network = None
    if "files" in lacking:
        landlock = _guard("Landlock", "read every file that you can read", _landlock_mend())
    if "network" in lacking:
        network = _guard("network namespaces", "send what it has read over the network", _network_mend())
    yield Checked("Landlock", "keeps an edition from files that are not its business", landlock)
    yield Checked("network namespaces", "keep an edition from the network", network)
    root = find_root(start)
    files = Files(root or start)
    yield Checked("fonts", "that styles/fonts.css declares", _fonts(files))
    if root is not None:
        out = root / OUTPUT_FOLDER
        yield Checked(f"{OUTPUT_FOLDER}/", "can be written", _output(out if out.exists() else root))


def _guard(name: str, means: str, help: str) -> Finding:
    """Without it a build works, and the other layers hold: the one door for files, the fetcher, the sandbox."""
    told = f"this system has no {name}: templates and styles are held by our own code alone, and a fault in a library"
    told += f" that reads fonts, pictures or drawings could {means}"
    return Finding("BR904", told, HERE, help, Severity.WARNING)


def _lacking() -> list[str]:
    if sys.platform != "linux":
        return ["files", "network"]
    tried = subprocess.run([sys.executable, "-c", CONFINED], capture_output=True, text=True, check=False)  # noqa: S603
    return tried.stdout.split() if tried.returncode == 0 else ["files", "network"]


def _landlock_mend() -> str:
    if sys.platform != "linux":
        return (
            "build what strangers send in a container or a virtual machine of Linux; or, without their templates and"
            " styles, with `brief build --shipped-only`"
        )
    return "use Linux 5.13 or newer, with `landlock` in its list: cat /sys/kernel/security/lsm"


def _network_mend() -> str:
    if sys.platform != "linux":
        return _landlock_mend()
    for file, value, command in SWITCHES:
        try:
            if Path(file).read_text(encoding="ascii").strip() == value:
                return f"run: {command}"
        except OSError:
            continue
    return "in a container: start it without a network (docker run --network none)"


def _fonts(files: Files) -> Finding | None:
    faces = list(font_faces_of(["styles/fonts.css"], files))
    if not faces:
        return Finding("BR504", "no font is declared", Span("styles/fonts.css"), "add an @font-face")
    for face in faces:
        try:
            first_usable(face.sources, files)
        except UnusableFontError as error:
            what = f"the font '{face.family}' cannot be loaded: {error}"
            install = f"{sys.executable} -m pip install --force-reinstall rendercv-fonts"
            help = f"put the file there; the shipped fonts: {install}"
            return Finding("BR504", what, face.where, help)
    return None


def _output(folder: Path) -> Finding | None:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        name = folder.name if folder.name == OUTPUT_FOLDER else "."
        help = f"run: chmod u+w {name}; or, where it belongs to another: sudo chown {_person()} {name}"
        return Finding("BR902", f"cannot write: {error.strerror or error}", Span(os.fspath(folder)), help)


def _person() -> str:
    return str(os.getuid()) if sys.platform != "win32" else "yourself"
