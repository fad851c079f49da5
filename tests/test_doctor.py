"""The checks of `brief doctor` besides the libraries: each problem has a command that fixes it."""

from __future__ import annotations

import os
import re
import sys

import pytest

from briefing import doctor
from briefing.core.errors import MachineError
from briefing.core.finding import Severity
from briefing.doctor import check_machine
from briefing.typeset import engine
from briefing.typeset.weasyprint_patches import line_cache, tagging
from briefing.typeset.weasyprint_patches.patch import PatchOff


def findings_of(files):
    return {check.name: check.finding for check in check_machine(files.root)}


def test_a_good_workspace_passes_every_check(workspace, monkeypatch):
    monkeypatch.setattr(doctor, "_missing_guards", list)
    assert findings_of(workspace()) == dict.fromkeys(
        (
            *("WeasyPrint patches", "Landlock", "network namespaces", "theme", "fonts"),
            *("charts", "fonts for names in other scripts", "out/"),
        )
    )


@pytest.mark.process
def test_charts_need_a_package_that_some_systems_lack(workspace, monkeypatch):
    monkeypatch.setattr(doctor, "engine_version", lambda: "")
    found = findings_of(workspace())["charts"]
    assert (found.code, found.severity) == ("BR901", Severity.WARNING)
    assert found.help.startswith(f"run: {sys.executable} -m pip install vl-convert-python")


@pytest.mark.process
def test_the_scripts_with_a_font_are_listed(workspace, monkeypatch):
    def listed():
        return {check.name: check.purpose for check in check_machine(workspace().root)}[
            "fonts for names in other scripts"
        ]

    monkeypatch.setattr(doctor, "_missing_guards", list)
    assert "chinese, devanagari, ethiopic, georgian" in listed()
    monkeypatch.setattr(doctor, "package_font", lambda name: None)
    monkeypatch.setattr(doctor, "has_script_fonts", lambda: False)
    assert re.fullmatch(r'arabic; for more, run: \S+ -m pip install "briefwright\[scripts\]"', listed())


@pytest.mark.process
def test_outside_a_workspace_the_output_folder_is_not_checked(tmp_path):
    assert "out/" not in {check.name for check in check_machine(tmp_path)}


def test_missing_confinement_by_the_kernel_is_a_warning(workspace, monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "_missing_guards", lambda: ["files", "network"])
    monkeypatch.setattr(doctor, "_has_no_network", lambda: False)
    monkeypatch.setattr(doctor, "CONTAINERS", ())
    switch = tmp_path / "userns"
    switch.write_text("0\n")
    monkeypatch.setattr(
        doctor, "SWITCHES", ((str(tmp_path / "none"), "0", "x"), (str(switch), "0", "sysctl -w a=1"))
    )
    found = findings_of(workspace())
    for name in ("Landlock", "network namespaces"):
        assert (found[name].code, found[name].severity) == ("BR904", Severity.WARNING)
    assert found["network namespaces"].help == "run: sysctl -w a=1"
    switch.write_text("1\n")
    assert "--network none" in findings_of(workspace())["network namespaces"].help


def test_in_a_container_no_command_is_proposed_that_only_its_host_can_run(workspace, monkeypatch, tmp_path):
    (tmp_path / "mark").touch()
    (tmp_path / "userns").write_text("0\n")
    monkeypatch.setattr(doctor, "_missing_guards", lambda: ["files", "network"])
    monkeypatch.setattr(doctor, "_has_no_network", lambda: False)
    monkeypatch.setattr(doctor, "CONTAINERS", (str(tmp_path / "mark"),))
    monkeypatch.setattr(doctor, "SWITCHES", ((str(tmp_path / "userns"), "0", "sysctl -w a=1"),))
    found = findings_of(workspace())
    assert "sysctl" not in found["network namespaces"].help
    assert "--network none" in found["network namespaces"].help
    assert "update its engine and the kernel of its host" in found["Landlock"].help


def test_without_a_network_nothing_has_to_be_kept_from_it(workspace, monkeypatch):
    monkeypatch.setattr(doctor, "_missing_guards", lambda: ["network"])
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    for interfaces, is_found in (([(1, "lo")], False), ([(1, "lo"), (2, "eth0")], True)):
        monkeypatch.setattr(doctor.socket, "if_nameindex", lambda interfaces=interfaces: interfaces)
        check = next(one for one in check_machine(workspace().root) if one.name == "network namespaces")
        assert (check.finding is not None) == is_found
        assert check.purpose == (
            "keep an edition from the network" if is_found else "not needed: this system has no network"
        )


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_a_system_without_guards_says_what_is_missing_and_what_that_means(workspace, monkeypatch, system):
    monkeypatch.setattr(doctor.sys, "platform", system)
    found = findings_of(workspace())
    for name, risk in (("Landlock", "read every file"), ("network namespaces", "over the network")):
        assert f"this system has no {name}" in found[name].what
        assert risk in found[name].what
        assert "--shipped-only" in found[name].help


@pytest.mark.process
def test_a_font_that_is_not_there_is_an_error(workspace):
    style = '@font-face { font-family: "Brief Text"; src: url("fonts/None.otf") }'
    found = findings_of(workspace(files={"styles/fonts.css": style}))["fonts"]
    assert (found.code, found.severity) == ("BR504", Severity.ERROR)
    assert "styles/fonts/None.otf" in found.what
    assert findings_of(workspace(files={"styles/fonts.css": "/* */"}))["fonts"].code == "BR504"


@pytest.mark.process
def test_an_output_that_cannot_be_written_is_an_error(workspace):
    files = workspace(files={"out": "a file where the folder should be"})
    found = findings_of(files)["out/"]
    assert (found.code, found.severity) == ("BR902", Severity.ERROR)
    assert "chmod u+w out" in found.help


@pytest.mark.process
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kernels of Linux")
def test_the_trial_does_not_confine_the_doctor(workspace):
    findings_of(workspace())
    assert os.listdir("/")  # noqa: PTH208


@pytest.mark.process
def test_each_patch_that_is_off_is_named_with_its_cost(workspace, monkeypatch):
    off = [
        PatchOff(line_cache.PATCH, "WeasyPrint 70.9: split_first_line has changed"),
        PatchOff(tagging.PATCH, "WeasyPrint 70.9: add_tags is missing"),
    ]
    monkeypatch.setattr(engine, "patches_off", lambda: off)
    found = findings_of(workspace())
    assert "WeasyPrint patches" not in found
    slow, fatal = found["WeasyPrint patch 'line cache'"], found["WeasyPrint patch 'tagging'"]
    assert (slow.code, slow.severity) == ("BR903", Severity.WARNING)
    assert (fatal.code, fatal.severity) == ("BR903", Severity.ERROR)
    assert f"split_first_line has changed); {line_cache.PATCH.cost}" in slow.what
    assert "weasyprint==70.0" in slow.help


@pytest.mark.process
def test_without_a_library_of_the_engine_its_patches_are_not_checked(workspace, monkeypatch):
    def fail():
        raise MachineError([])

    monkeypatch.setattr(engine, "patches_off", fail)
    assert [name for name in findings_of(workspace()) if "patch" in name] == []
