"""What this machine must bring along: the native libraries, how to see them, and the command that installs them."""

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
"""A shorter name, or the root of all folders, is found in any text."""

HERE = Span("this machine")


@dataclass(frozen=True)
class Library:
    """A native library: the names it goes by, and what is lost without it."""

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
        "embeds fonts fast; without it a build takes 1.4 to 2.6 times as long",
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
"""The command per system; the first whose tool is on the path is meant."""

SEARCHED_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib", r"C:\msys64\ucrt64\bin", r"C:\msys64\mingw64\bin")
"""Where package managers put libraries that the loader does not look at by itself."""


def missing() -> tuple[Library, ...]:
    """The libraries that this machine cannot load."""
    return tuple(library for library in LIBRARIES if not _loads(library))


def install_command() -> str:
    """The command that installs the libraries on this system; all of them where the system is not known."""
    if platform.system() == "Windows":
        return COMMANDS["windows"]
    for tool, command in COMMANDS.items():
        if shutil.which(tool):
            return command.removeprefix("sudo ") if _is_root() else command
    return "; ".join(f"{tool}: {command}" for tool, command in COMMANDS.items())


def findings() -> list[Finding]:
    """A finding for each missing library: an error where nothing works without it."""
    return [
        Finding(
            "BR901",
            f"the library {library.name} is missing ({library.purpose})",
            HERE,
            f"run: {install_command()}",
            Severity.ERROR if library.required else Severity.WARNING,
        )
        for library in missing()
    ]


@cache
def identifying_names() -> tuple[str, ...]:
    """What would tell a stranger of this machine and its person: the folders it works in, their home, its name.

    A machine of one plain word is left out: that word stands in briefs too.
    """
    folders = [Path.cwd(), Path(tempfile.gettempdir())]
    with contextlib.suppress(RuntimeError):  # nobody's home
        folders.append(Path.home())
    names = [str(folder) for folder in folders]
    node = platform.node()
    if re.search(r"[\d.-]", node) and not node.startswith("localhost"):
        names.append(node)
    return tuple(dict.fromkeys(name for name in names if len(name) > MIN_NAME))


def unknown_library(message: str) -> Finding:
    """The finding where the typesetter names a library that the table does not know."""
    return Finding("BR901", f"a library cannot be loaded: {message}", HERE, f"run: {install_command()}")


def install() -> bool:
    """Install what is missing where apt and rights allow, without a question. Returns whether all is there then."""
    if not missing():
        return True
    if shutil.which("apt-get") and (_is_root() or _may_sudo()):
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
