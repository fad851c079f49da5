"""`brief check` and `brief rule` on the command line: text, other formats, exit codes."""

from __future__ import annotations

import json

import pytest

from briefing.core.codes import CODES
from briefing.rules.pages import PAGES
from briefing.rules.registry import page_of
from tests.cli.test_commands import brief
from tests.conftest import LEAST_BRIEF

FAULTY = LEAST_BRIEF.replace("A first text.", "They have 36 aircraft, 5 % more.").replace(
    "The first point.", "It is currently so."
)


def check(workspace, *arguments, content=FAULTY, env=None):
    return brief("check", *arguments, cwd=workspace(content).root, env=env)


def test_findings_are_sorted_by_place_and_warnings_stop_nothing(workspace):
    done = check(workspace)
    assert done.returncode == 0
    assert done.stdout == "1 brief, 1 edition: 2 warnings\n"
    assert [line.split(": ")[0] for line in done.stderr.splitlines() if "warning" in line] == [
        "content/trial/brief.yaml:4:5",
        "content/trial/brief.yaml:7:11",
    ]
    assert check(workspace, "--strict").returncode == 1
    assert not (workspace(FAULTY).root / "out").exists()


def test_a_good_brief_has_nothing(workspace):
    done = check(workspace, "--strict", content=LEAST_BRIEF)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "1 brief, 1 edition: nothing found\n")


def test_findings_are_selected_and_ignored_by_code_or_group(workspace):
    for arguments, codes in (
        (("--select", "BR011"), ["BR011"]),
        (("--select", "BR0"), ["BR035", "BR011"]),
        (("--ignore", "BR035"), ["BR011"]),
        (("--select", "BR0", "--ignore", "BR01"), ["BR035"]),
        (("--select", "br011"), ["BR011"]),
    ):
        done = check(workspace, "--format", "json", *arguments)
        assert [finding["code"] for finding in json.loads(done.stdout)] == codes


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_code_that_no_rule_has_is_not_taken_for_a_clean_brief(workspace, option):
    done = check(workspace, option, "BR0111")
    assert done.returncode == 2 and done.stdout == ""
    assert "there is no rule 'BR0111' [BR802]" in done.stderr


def test_other_programs_read_json_annotations_and_sarif(workspace):
    (_, finding) = json.loads(check(workspace, "--format", "json").stdout)
    assert finding == {
        "code": "BR011",
        "severity": "warning",
        "file": "content/trial/brief.yaml",
        "line": 7,
        "column": 11,
        "length": 31,
        "what": "'36' is stated here, but the paragraph cites nothing: 'They have 36 aircraft, 5 % more.'",
        "help": "cite what it rests on: [@source]",
    }
    annotation = check(workspace, "--format", "github").stdout.splitlines()[1]
    assert annotation.startswith(
        "::warning file=content/trial/brief.yaml,line=7,col=11,endColumn=41,title=BR011::'36' is stated"
    )
    assert annotation.endswith("5 %25 more.'%0Amend: cite what it rests on: [@source]")
    log = json.loads(check(workspace, "--format", "sarif").stdout)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["BR011", "BR035"]
    result = run["results"][1]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("BR011", 0, "warning")
    assert result["message"]["text"].endswith("more.'\nmend: cite what it rests on: [@source]")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/trial/brief.yaml"
    assert place["region"] == {"startLine": 7, "startColumn": 11, "endColumn": 42}


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_nothing_found_is_still_well_formed(workspace, form):
    done = check(workspace, "--format", form, content=LEAST_BRIEF)
    assert done.returncode == 0
    assert form == "github" or json.loads(done.stdout) is not None


def test_an_error_exits_with_the_code_of_a_build(workspace):
    done = check(workspace, "--format", "json", content=LEAST_BRIEF.replace("date:", "dte:"))
    assert done.returncode == 1
    assert {finding["code"] for finding in json.loads(done.stdout)} == {"BR201"}
    assert (
        check(
            workspace, "--built", content=f"{LEAST_BRIEF}audiences: {{policymaker: {{pages: 1}}}}\n"
        ).returncode
        == 0
    )
    long = LEAST_BRIEF.replace("A first text.", "A text goes on and on. " * 400)
    long += "audiences: {policymaker: {pages: 1}}\n"
    done = check(workspace, "--built", "--format", "json", content=long)
    assert done.returncode == 4
    assert "BR601" in {finding["code"] for finding in json.loads(done.stdout)}
    assert check(workspace, content=long).returncode == 0
    assert check(workspace, "nothing").returncode == 2
    assert check(workspace, "-l", "xx").returncode == 2


def test_the_day_is_given_or_that_of_the_environment(workspace):
    content = LEAST_BRIEF.replace("date: 2026-11-22", "date: 2026-11-22\nvalid_until: 2026-11-30")
    assert "nothing found" in check(workspace, "--today", "2026-11-30", content=content).stdout
    assert "1 warning" in check(workspace, "--today", "2026-12-01", content=content).stdout
    assert "1 warning" in check(workspace, content=content, env={"SOURCE_DATE_EPOCH": "1796083200"}).stdout


def test_what_is_accepted_is_counted_and_shown_on_request(workspace):
    content = f"{FAULTY}accept:\n  - {{rule: BR011, why: w}}\n  - {{rule: BR035, why: w}}\n"
    assert check(workspace, content=content).stdout == "1 brief, 1 edition: nothing found; 2 accepted\n"
    assert "accepted: '36' is stated" in check(workspace, "--accepted", content=content).stdout
    done = brief("build", cwd=workspace(content).root)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_rule_has_a_page(tmp_path):
    done = brief("rule", "br011", cwd=tmp_path)
    assert done.stdout.startswith(f"BR011: {CODES['BR011']}\n\nA statement that can be checked")
    assert "Bad:\n" in done.stdout and "Good:\n" in done.stdout
    assert len(brief("rule", cwd=tmp_path).stdout.splitlines()) == len(CODES)
    done = brief("rule", "BR999", cwd=tmp_path)
    assert done.returncode == 2
    assert "there is no rule 'BR999'" in done.stderr
    assert brief("rule", "11", cwd=tmp_path).stdout.startswith("BR011: ")
    group = brief("rule", "br06", cwd=tmp_path).stdout.splitlines()
    assert [line[:5] for line in group] == ["BR061", "BR062", "BR063"]


@pytest.mark.parametrize("code", [code for codes in PAGES for code in codes])
def test_a_code_that_no_rule_finds_has_a_page_too(code):
    meaning, _, page = page_of(code).partition("\n\n")
    assert meaning == CODES[code]
    assert len(page.split()) > 40
