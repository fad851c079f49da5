"""Find the native libraries that a build needs, and the command that installs missing ones."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.core.finding import Finding, Severity, Span

MIN_NAME = 3
"""Names of this length or shorter, such as the root folder, occur in any text."""

HERE = Span("this machine")


@dataclass(frozen=True)
class Library:
    """A native library: its file names on each system, and its purpose."""

    name: str
    files: tuple[str, ...]
    purpose: str
    required: bool = True


LIBRARIES = (
    Library(
        "GObject", ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"), "base of Pango"
    ),
    Library("Pango", ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"), "sets the text"),
    Library(
        "PangoFT2",
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0-0.dll"),
        "sets the text",
    ),
    Library(
        "Fontconfig",
        ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
        "finds the fonts",
    ),
    Library("HarfBuzz", ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"), "shapes the text"),
    Library(
        "HarfBuzz subset",
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
        "embeds fonts quickly; without it a build takes 1.4 to 2.6 times as long",
        required=False,
    ),
)

APT_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")

COMMANDS = {
    "apt-get": f"sudo apt-get install -y {' '.join(APT_PACKAGES)}",
    "dnf": "sudo dnf install -y pango harfbuzz",
    "apk": "sudo apk add so:libgobject-2.0.so.0 so:libpango-1.0.so.0 so:libpangoft2-1.0.so.0"
    " so:libfontconfig.so.1 so:libharfbuzz.so.0 so:libharfbuzz-subset.so.0",
    "pacman": "sudo pacman -S --needed pango harfbuzz",
    "brew": "brew install pango harfbuzz",
    "windows": "winget install MSYS2.MSYS2, then in its shell: pacman -S mingw-w64-ucrt-x86_64-pango",
}
"""The command for each package manager; the first one found on the path is suggested."""

SEARCHED_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib", r"C:\msys64\ucrt64\bin", r"C:\msys64\mingw64\bin")
"""The folders that package managers install to, but the loader does not search."""


def missing() -> tuple[Library, ...]:
    """Return the libraries that this machine cannot load."""
    return tuple(library for library in LIBRARIES if not _loads(library))


def install_command() -> str:
    """Return the command that installs the libraries on this system, or the commands for all systems if unknown."""
    if platform.system() == "Windows":
        return COMMANDS["windows"]
    for tool, command in COMMANDS.items():
        if shutil.which(tool):
            return command.removeprefix("sudo ") if _is_root() else command
    return "; ".join(f"{tool}: {command}" for tool, command in COMMANDS.items())


def findings() -> list[Finding]:
    """Return a finding for the missing libraries: an error if one of them is required, else a warning."""
    lacking = missing()
    if not lacking:
        return []
    what = f"the library {lacking[0].name} is missing ({lacking[0].purpose})"
    if len(lacking) > 1:
        named = ", ".join(f"{library.name} ({library.purpose})" for library in lacking)
        what = f"{len(lacking)} libraries are missing: {named}"
    severity = Severity.ERROR if any(library.required for library in lacking) else Severity.WARNING
    return [Finding("BR901", what, HERE, f"run: {install_command()}", severity)]


@cache
def identifying_names() -> tuple[str, ...]:
    """Return the names that identify this machine or its user: the working folders, the home folder, the host name.

    A host name that is one plain word is left out, because a brief may contain that word.
    """
    folders = [Path.cwd(), Path(tempfile.gettempdir())]
    with contextlib.suppress(RuntimeError):  # the user has no home folder
        folders.append(Path.home())
    names = [str(folder) for folder in folders]
    node = platform.node()
    if re.search(r"[\d.-]", node) and not node.startswith("localhost"):
        names.append(node)
    return tuple(dict.fromkeys(name for name in names if len(name) > MIN_NAME))


def unknown_library(message: str) -> Finding:
    """Return the finding for a library that the engine cannot load and the table does not list."""
    return Finding("BR901", f"a library cannot be loaded: {message}", HERE, f"run: {install_command()}")


def may_install() -> bool:
    """Return True if apt and permissions allow to install libraries without a password."""
    return bool(shutil.which("apt-get")) and (_is_root() or _may_sudo())


def install() -> bool:
    """Install missing libraries without asking, if apt and permissions allow; return whether all are installed."""
    if not missing():
        return True
    if may_install():
        prefix = [] if _is_root() else ["sudo", "-n"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (
            ["update", "-qq"],
            ["install", "-y", "-qq", "--no-install-recommends", *APT_PACKAGES],
        ):
            subprocess.run(  # noqa: S603  (fixed words only)
                [*prefix, "apt-get", *arguments], env=environment, check=False, stdout=subprocess.DEVNULL
            )
    return not missing()


def _loads(library: Library) -> bool:
    folders = [""] + [folder for folder in SEARCHED_FOLDERS if os.path.isdir(folder)]  # noqa: PTH112
    for folder in folders:
        for file in library.files:
            try:
                ctypes.CDLL(os.path.join(folder, file))  # noqa: PTH118
            except OSError:
                continue
            return True
    return False


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _may_sudo() -> bool:
    if not shutil.which("sudo"):
        return False
    asked = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)  # noqa: S607
    return asked.returncode == 0
