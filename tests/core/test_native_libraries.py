"""Missing native libraries are reported, each with the command that installs it on this system."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from briefing.core import native_libraries
from briefing.core.finding import Severity
from briefing.core.native_libraries import (
    APT_PACKAGES,
    COMMANDS,
    LIBRARIES,
    Library,
    findings,
    identifying_names,
    install,
    install_command,
    missing,
    unknown_library,
)

NONE = Library("None", ("libnone-of-all.so.0", "libnone-of-all.dylib"), "draws nothing")
OPTIONAL = Library("Less", ("libnone-of-all.so.1",), "speeds nothing up", required=False)
APT = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@pytest.fixture
def machine(monkeypatch):
    """A machine with the programs of a test, an unprivileged user, and libraries that cannot be loaded."""
    made = SimpleNamespace(programs=set(), user=1000, ran=[], code=0, on_run=lambda words: None)
    made.patch = monkeypatch

    def run(words, **options):
        made.ran.append((words, options))
        made.on_run(words)
        return SimpleNamespace(returncode=made.code)

    monkeypatch.setattr(native_libraries, "LIBRARIES", (NONE, OPTIONAL))
    monkeypatch.setattr(
        native_libraries.shutil, "which", lambda tool: tool if tool in made.programs else None
    )
    monkeypatch.setattr(native_libraries.platform, "system", lambda: "Linux")
    monkeypatch.setattr(native_libraries.os, "geteuid", lambda: made.user)
    monkeypatch.setattr(native_libraries.subprocess, "run", run)
    return made


def test_libraries_that_cannot_be_loaded_are_missing(monkeypatch):
    assert missing() == () or {one.name for one in missing()} <= {one.name for one in LIBRARIES}
    monkeypatch.setattr(native_libraries, "LIBRARIES", (NONE, OPTIONAL))
    assert missing() == (NONE, OPTIONAL)


def test_a_library_is_loaded_by_any_of_its_names_from_any_folder_that_exists(monkeypatch, tmp_path):
    tried = []

    def load(path):
        tried.append(path)
        if path != str(tmp_path / "b.dll"):
            raise OSError

    monkeypatch.setattr(native_libraries.ctypes, "CDLL", load)
    monkeypatch.setattr(native_libraries, "SEARCHED_FOLDERS", (str(tmp_path / "none"), str(tmp_path)))
    monkeypatch.setattr(native_libraries, "LIBRARIES", (Library("X", ("a.so", "b.dll"), ""),))
    assert missing() == ()
    assert tried == ["a.so", "b.dll", str(tmp_path / "a.so"), str(tmp_path / "b.dll")]


def of_one(machine, library):
    machine.patch.setattr(native_libraries, "LIBRARIES", (library,))
    (found,) = findings()
    return found


def test_a_missing_library_is_an_error_unless_it_only_saves_time(machine):
    machine.programs = {"brew"}
    (both,) = findings()
    assert both.severity is Severity.ERROR
    assert both.what == "2 libraries are missing: None (draws nothing), Less (speeds nothing up)"
    required, optional = (of_one(machine, one) for one in (NONE, OPTIONAL))
    assert (required.code, required.severity, required.where.file) == (
        "BR901",
        Severity.ERROR,
        "this machine",
    )
    assert required.what == "the library None is missing (draws nothing)"
    assert required.help == "run: brew install pango harfbuzz"
    assert (optional.code, optional.severity) == ("BR901", Severity.WARNING)
    assert optional.what == "the library Less is missing (speeds nothing up)"
    assert optional.help == required.help


def test_a_library_that_is_not_in_the_table_is_reported_with_the_message_of_the_system(machine):
    machine.programs = {"brew"}
    found = unknown_library("no libfoo")
    assert (found.code, found.severity, found.where.file) == ("BR901", Severity.ERROR, "this machine")
    assert found.what == "a library cannot be loaded: no libfoo"
    assert found.help == "run: brew install pango harfbuzz"


@pytest.mark.parametrize("tool", sorted(COMMANDS.keys() - {"windows"}))
def test_the_command_is_that_of_the_package_manager(machine, tool):
    machine.programs = {tool}
    assert install_command() == COMMANDS[tool]
    machine.user = 0
    assert install_command() == COMMANDS[tool].removeprefix("sudo ")


def test_on_windows_the_command_is_for_windows(machine, monkeypatch):
    machine.programs = {"apt-get"}
    monkeypatch.setattr(native_libraries.platform, "system", lambda: "Windows")
    assert install_command() == (
        "winget install MSYS2.MSYS2, then in its shell: pacman -S mingw-w64-ucrt-x86_64-pango"
    )


def test_without_a_known_package_manager_the_commands_for_all_systems_are_listed(machine):
    command = install_command()
    assert command.startswith(f"apt-get: sudo {APT}; dnf: sudo dnf install -y pango harfbuzz; apk: ")
    assert all(f"{tool}: {its}" in command.split("; ") for tool, its in COMMANDS.items())


def test_root_installs_with_apt_without_a_question(machine, monkeypatch):
    machine.programs, machine.user = {"apt-get"}, 0
    machine.on_run = lambda words: (
        "install" in words and monkeypatch.setattr(native_libraries, "LIBRARIES", ())
    )
    assert install() is True
    assert [words for words, _ in machine.ran] == [
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *APT_PACKAGES],
    ]
    for _, options in machine.ran:
        assert options["env"] == {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        assert options["check"] is False, "apt's own error is followed by a finding"
        assert options["stdout"] == native_libraries.subprocess.DEVNULL, "the output is the command's own"


def test_a_user_who_may_use_sudo_installs_with_it(machine):
    machine.programs = {"apt-get", "sudo"}
    assert install() is False, "the libraries are still missing"
    trial, *others = machine.ran
    assert trial == (["sudo", "-n", "true"], {"check": False, "capture_output": True})
    assert [words[:4] for words, _ in others] == [
        ["sudo", "-n", "apt-get", "update"],
        ["sudo", "-n", "apt-get", "install"],
    ]


@pytest.mark.parametrize(
    ("programs", "code", "runs"),
    [
        ({"apt-get"}, 0, 0),
        ({"apt-get", "sudo"}, 1, 1),
        ({"sudo"}, 0, 0),
        (set(), 0, 0),
    ],
)
def test_nothing_is_installed_without_apt_or_permission(machine, programs, code, runs):
    machine.programs, machine.code = programs, code
    assert install() is False
    assert len(machine.ran) == runs, "at most whether sudo works is tried"


def test_nothing_is_installed_if_nothing_is_missing(machine, monkeypatch):
    machine.programs, machine.user = {"apt-get"}, 0
    monkeypatch.setattr(native_libraries, "LIBRARIES", ())
    assert install() is True
    assert machine.ran == []


def names_of(monkeypatch, node, home="/home/writer"):
    def find_home():
        if home is None:
            raise RuntimeError
        return Path(home)

    monkeypatch.setattr(native_libraries.platform, "node", lambda: node)
    monkeypatch.setattr(Path, "home", find_home)
    monkeypatch.setattr(Path, "cwd", lambda: Path("/srv/briefs"))
    monkeypatch.setattr("tempfile.tempdir", "/tmp")  # noqa: S108
    return identifying_names.__wrapped__()


@pytest.mark.parametrize(
    ("node", "is_named"),
    [
        ("desk-17.example.org", True),
        ("desk17", True),
        ("desk-a", True),
        ("desk.a", True),
        ("desk", False),
        ("localhost-1", False),
        ("a-1", False),
        ("", False),
    ],
)
def test_folders_and_a_host_name_that_is_no_word_identify_a_machine(monkeypatch, node, is_named):
    folders = ("/srv/briefs", "/tmp", "/home/writer")  # noqa: S108
    assert names_of(monkeypatch, node) == (*folders, *((node,) if is_named else ()))


def test_a_name_that_occurs_anywhere_or_twice_or_not_at_all_identifies_nothing(monkeypatch):
    assert names_of(monkeypatch, "desk", home="/") == ("/srv/briefs", "/tmp")  # noqa: S108
    assert names_of(monkeypatch, "desk", home="/srv/briefs") == ("/srv/briefs", "/tmp")  # noqa: S108
    assert names_of(monkeypatch, "desk", home=None) == ("/srv/briefs", "/tmp")  # noqa: S108
