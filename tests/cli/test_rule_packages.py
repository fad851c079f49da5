"""Rules of installed packages in `brief check`, `brief rule` and `--select`."""

from __future__ import annotations

import json

from click.testing import CliRunner

from briefing.cli.command_group import group
from tests.rule_packages import ENTRIES, EXAMPLE, SHOUTING, install

__all__ = ["install"]


def run(*words: str):
    return CliRunner().invoke(group, words, obj=words)


def test_the_commands_know_rules_of_packages(install, workspace, monkeypatch):
    install(EXAMPLE, ENTRIES)
    monkeypatch.chdir(workspace(SHOUTING).root)
    assert run("rule", "HOUSE001").stdout == (
        "HOUSE001 exclamation-mark\n\nWarning, found in a brief with all its editions.\n\n"
        "A text has an exclamation mark.\n\n"
        "The house style has none: what is important is said in the first sentence.\n"
    )
    assert [line.split()[0] for line in run("rule", "HOUSE").stdout.splitlines()] == ["HOUSE001", "HOUSE002"]
    assert "HOUSE001" in run("rule").stdout and "HOUSE" not in run("rule", "BR0").stdout
    for selected in ("HOUSE001", "exclamation-mark", "HOUSE", "house0"):
        done = run("check", "--select", selected, "--format", "json")
        (row,) = json.loads(done.stdout)
        assert (row["code"], row["name"]) == ("HOUSE001", "exclamation-mark")
    assert json.loads(run("check", "--ignore", "HOUSE", "--format", "json").stdout) == []
    (described,) = json.loads(run("check", "--format", "sarif").stdout)["runs"][0]["tool"]["driver"]["rules"]
    assert described["shortDescription"]["text"] == "A text has an exclamation mark."
    assert run("check", "--select", "HOUSE009").exception.findings[0].code == "BR802"


def test_a_faulty_rule_stops_an_edition_and_the_command_has_an_exit_code(install, workspace, monkeypatch):
    install("1 / 0", {"HOUSE001": "house_rules:RULE"})
    monkeypatch.chdir(workspace().root)
    done = CliRunner().invoke(group, ("check",), obj=("check",), standalone_mode=False)
    assert done.return_value == 1 and "[BR908]" in done.stderr
