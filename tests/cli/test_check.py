"""`brief check` and `brief rule` on the command line: text, other formats, exit codes."""

from __future__ import annotations

import json

import pytest

from briefing.core.codes import NAMES
from tests.command import brief
from tests.conftest import LEAST_BRIEF

pytestmark = pytest.mark.process

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
        (("--select", "uncited-claim"), ["BR011"]),
        (("--select", "BR035, uncited-claim"), ["BR035", "BR011"]),
        (("--select", "BR035", "--select", "uncited-claim"), ["BR035", "BR011"]),
        (("--ignore", "undated-word,BR02"), ["BR011"]),
    ):
        done = check(workspace, "--format", "json", *arguments)
        assert [finding["code"] for finding in json.loads(done.stdout)] == codes


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_code_that_no_rule_has_is_not_taken_for_a_clean_brief(workspace, option):
    done = check(workspace, option, "BR0111")
    assert done.returncode == 2 and done.stdout == ""
    assert "unknown rule 'BR0111' [BR802]" in done.stderr
    done = check(workspace, option, "BR011,uncited-claims")
    assert done.returncode == 2
    assert "unknown rule 'uncited-claims' [BR802]" in done.stderr
    assert "help: did you mean 'uncited-claim'?" in done.stderr


def test_other_programs_read_json_annotations_and_sarif(workspace):
    (_, finding) = json.loads(check(workspace, "--format", "json").stdout)
    assert finding == {
        "code": "BR011",
        "name": "uncited-claim",
        "severity": "warning",
        "file": "content/trial/brief.yaml",
        "line": 7,
        "column": 11,
        "length": 31,
        "what": "'36' has no source: this paragraph cites nothing ('They have 36 aircraft, 5 % more.')",
        "help": "cite the source: [@source]",
    }
    annotation = check(workspace, "--format", "github").stdout.splitlines()[1]
    assert annotation.startswith(
        "::warning file=content/trial/brief.yaml,line=7,col=11,endColumn=41,title=BR011::'36' has no source"
    )
    assert annotation.endswith("5 %25 more.')%0Ahelp: cite the source: [@source]")
    log = json.loads(check(workspace, "--format", "sarif").stdout)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    rules = run["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["name"]) for rule in rules] == [
        ("BR011", "uncited-claim"),
        ("BR035", "undated-word"),
    ]
    assert rules[1]["shortDescription"]["text"] == "A word such as 'currently' has no date in its sentence."
    assert "\nBad:\n" in rules[1]["help"]["text"]
    assert rules[1]["defaultConfiguration"] == {"level": "warning"}
    result = run["results"][1]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("BR011", 0, "warning")
    assert result["message"]["text"].endswith("more.')\nhelp: cite the source: [@source]")
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
    assert "accepted: '36' has no source" in check(workspace, "--accepted", content=content).stdout
    done = brief("build", cwd=workspace(content).root)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_rule_is_explained_by_its_code_or_its_name(tmp_path):
    done = brief("rule", "br013", cwd=tmp_path)
    head, severity, summary, *_ = done.stdout.split("\n\n")
    assert head == "BR013 undated-source"
    assert severity == "Warning, found in a brief with all its editions."
    assert summary == "A source has no date, or no publisher."
    assert "\n\nBad:\n" in done.stdout and "\n\nGood:\n" in done.stdout
    assert brief("rule", "undated-source", cwd=tmp_path).stdout == done.stdout
    assert brief("rule", "13", cwd=tmp_path).stdout == done.stdout
    assert brief("rule", "BR618", cwd=tmp_path).stdout.splitlines()[2].startswith("Error or warning, ")


def test_rules_are_listed_with_their_names_severities_and_summaries(tmp_path):
    lines = brief("rule", cwd=tmp_path).stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [[code, name] for code, name in NAMES.items()]
    assert next(line for line in lines if line.startswith("BR013")).split("  ", 2)[2].split(maxsplit=1) == [
        "warning",
        "A source has no date, or no publisher.",
    ]
    group = brief("rule", "br06", cwd=tmp_path).stdout.splitlines()
    assert [line[:5] for line in group] == ["BR061", "BR062", "BR063"]


@pytest.mark.parametrize(
    ("typed", "help"),
    [
        ("BR999", "help: run `brief rule` for a list; BR0, for example, is a group"),
        ("undated-sorce", "help: did you mean 'undated-source'?"),
        ("qqqq", "help: run `brief rule` for a list; BR0, for example, is a group"),
    ],
)
def test_an_unknown_rule_is_reported_with_a_suggestion(tmp_path, typed, help):
    done = brief("rule", typed, cwd=tmp_path)
    assert done.returncode == 2
    assert f"unknown rule '{typed}' [BR802]" in done.stderr
    assert help in done.stderr


def test_the_editions_of_a_paper_are_checked(workspace):
    alike = ":root { --series-1: #a63a2b; --series-2: #a63a30 }\n"
    root = workspace(LEAST_BRIEF, {"styles/papers/poster.css": "@import 'a4.css';\n" + alike}).root
    findings = json.loads(brief("check", "--paper", "poster", "--format", "json", cwd=root).stdout)
    assert [f"{one['file']}:{one['line']}" for one in findings if one["code"] == "BR538"] == [
        "styles/papers/poster.css:2"
    ]
    assert "BR538" not in brief("check", cwd=root).stdout
    assert brief("check", "--paper", "nothing", cwd=root).returncode != 0
