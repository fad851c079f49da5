"""Checks what a build needs besides libraries: the engine, confinement by the kernel, fonts, permissions."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from briefing.compose.charts.svg import ENGINE, engine_version, missing_engine
from briefing.core.errors import BriefingError, MachineError
from briefing.core.finding import Finding, Severity, Span
from briefing.core.installing import pip_command
from briefing.core.native_libraries import HERE
from briefing.files.css import SCRIPT_STYLES, font_faces_of
from briefing.files.fonts import (
    SCRIPTS_EXTRA,
    UnusableFontError,
    first_usable,
    has_script_fonts,
    package_font,
)
from briefing.files.workspace import OUTPUT_FOLDER, Files, find_root
from briefing.load.library import Library
from briefing.load.themes import open_files

CONFINE = (
    "import sys; from briefing.execution.sandbox import confine; sys.stdout.write(' '.join(confine([], [])))"
)
"""A program that tries to confine itself. It runs in its own process, because confinement cannot be undone."""

SWITCHES = (
    ("/proc/sys/kernel/unprivileged_userns_clone", "0", "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
    (
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
    ),
    ("/proc/sys/user/max_user_namespaces", "0", "sudo sysctl -w user.max_user_namespaces=15000"),
)
"""Settings that forbid network namespaces: the file, the value that forbids them, the command that allows them."""

CONTAINERS = ("/.dockerenv", "/run/.containerenv")
"""Files that Docker and Podman make in a container."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, its purpose, and the finding if it failed."""

    name: str
    purpose: str
    finding: Finding | None = None


THEME_CODES = ("BR531", "BR532", "BR533")


def check_machine(start: Path) -> Iterator[Check]:
    """Check the engine and the kernel, and the fonts and the output folder of the workspace around a folder."""
    yield from _patches()
    lacking = _missing_guards()
    landlock = network = None
    if "files" in lacking:
        landlock = _guard("Landlock", "read every file that you can read", _landlock_help())
    isolation = "keep an edition from the network"
    if "network" in lacking and _has_no_network():
        isolation = "not needed: this system has no network"
    elif "network" in lacking:
        network = _guard("network namespaces", "send what it has read over the network", _network_help())
    yield Check("Landlock", "keeps an edition from files that it does not need", landlock)
    yield Check("network namespaces", isolation, network)
    root = find_root(start)
    files = open_files(root or start)
    yield Check("theme", *_theme(files))
    yield Check("fonts", "declared in styles/fonts.css", _fonts(files))
    yield Check("charts", *_charts())
    yield Check("fonts for names in other scripts", _scripts(files))
    if root is not None:
        out = root / OUTPUT_FOLDER
        yield Check(f"{OUTPUT_FOLDER}/", "can be written", _output(out if out.exists() else root))


def _theme(files: Files) -> tuple[str, Finding | None]:
    """Return the theme of the workspace with its version, and the first error about it."""
    try:
        theme = Library(files).theme
    except BriefingError as error:
        of_theme = (found.as_warning() for found in error.findings if found.code in THEME_CODES)
        return "the layer between the workspace and the shipped files", next(of_theme, None)
    return f"{theme.name} {theme.version}".strip(), None


def _patches() -> Iterator[Check]:
    """Check the patches against the installed WeasyPrint; no check if it cannot be loaded."""
    from briefing.typeset.engine import finding_of, patches_off

    try:
        off = patches_off()
    except MachineError:  # a missing library has a finding of its own
        return
    for one in off:
        yield Check(f"WeasyPrint patch '{one.patch.name}'", one.patch.reason, finding_of(one))
    if not off:
        yield Check("WeasyPrint patches", "make typesetting faster and fix bugs")


def _guard(name: str, risk: str, help: str) -> Finding:
    """Return a warning: a build works without it, protected by the other layers (workspace, fetcher, sandbox)."""
    message = (
        f"this system has no {name}: only Briefwright itself confines templates and styles, and a bug in a"
    )
    message += f" library that reads fonts, images or drawings could {risk}"
    return Finding("BR904", message, HERE, help, Severity.WARNING)


def _missing_guards() -> list[str]:
    if sys.platform != "linux":
        return ["files", "network"]
    tried = subprocess.run([sys.executable, "-c", CONFINE], capture_output=True, text=True, check=False)  # noqa: S603
    return tried.stdout.split() if tried.returncode == 0 else ["files", "network"]


def _landlock_help() -> str:
    if sys.platform != "linux":
        return (
            "build content that you do not trust in a Linux container or virtual machine, or without its templates"
            " and styles: `brief build --shipped-only`"
        )
    if _is_container():
        return (
            "give the container the workspace alone, read-only, and update its engine and the kernel of its host"
            " (Linux 5.13 or newer): `brief docs trust in-a-container`"
        )
    return "use Linux 5.13 or newer, with `landlock` listed in /sys/kernel/security/lsm"


def _is_container() -> bool:
    """Return whether Docker or Podman made this system: its kernel is set up on the host."""
    return any(Path(name).exists() for name in CONTAINERS)


def _has_no_network() -> bool:
    """Return whether this system has no network but itself, as a container with `--network none`."""
    return sys.platform == "linux" and {name for _, name in socket.if_nameindex()} <= {"lo"}


def _network_help() -> str:
    if sys.platform != "linux":
        return _landlock_help()
    for file, value, command in () if _is_container() else SWITCHES:
        try:
            if Path(file).read_text(encoding="ascii").strip() == value:
                return f"run: {command}"
        except OSError:
            continue
    return "run it in a container without a network, `--network none`: `brief docs trust in-a-container`"


def _charts() -> tuple[str, Finding | None]:
    """Return the engine that draws charts, and a warning if it is missing: other pages need none."""
    version = engine_version()
    return f"drawn by {ENGINE} {version}".strip(), None if version else missing_engine().as_warning()


def _fonts(files: Files) -> Finding | None:
    faces = list(font_faces_of(["styles/fonts.css"], files))
    if not faces:
        return Finding("BR504", "no font is declared", Span("styles/fonts.css"), "add an @font-face rule")
    for face in faces:
        try:
            first_usable(face.sources, files)
        except UnusableFontError as error:
            what = f"the font '{face.family}' cannot be loaded: {error}"
            install = pip_command("--force-reinstall", "rendercv-fonts")
            help = f"add the file; to install the shipped fonts, run: {install}"
            return Finding("BR504", what, face.where, help)
    return None


def _scripts(files: Files) -> str:
    """Return the names of the stylesheets of scripts whose font is installed, and how to install the others."""
    names = []
    for sheet in files.list(SCRIPT_STYLES):
        sources = [source for face in font_faces_of([sheet], files) for source in face.sources]
        if any(files.find(source) or package_font(source) for source in sources):
            names.append(PurePosixPath(sheet).stem)
    more = "" if has_script_fonts() else f"; for more, run: {pip_command(SCRIPTS_EXTRA)}"
    return f"{', '.join(names)}{more}"


def _output(folder: Path) -> Finding | None:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        name = folder.name if folder.name == OUTPUT_FOLDER else "."
        help = f"run: chmod u+w {name}; or, if it belongs to another user: sudo chown {_user()} {name}"
        return Finding("BR902", f"cannot write: {error.strerror or error}", Span(os.fspath(folder)), help)


def _user() -> str:
    return str(os.getuid()) if sys.platform != "win32" else "yourself"
