"""Values of the command line: validated like content, with findings that lead to `--set`, and never written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner

from briefing.cli.command_group import group
from briefing.core.errors import BriefingError
from briefing.explain.explain import explain
from briefing.files.workspace import Files
from briefing.incremental.build_log import BuildLog
from briefing.load.library import Library
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF

BRIEF = LEAST_BRIEF.replace(
    "  - The first point.", '  - "It costs {cost}, for {trees} trees."\n  - {text: Two.}'
)
BRIEF += "facts: {cost: {value: 12, unit: €}, size: 3}\nmethod: '{size} [@who.int]'\n"
BRIEF += "sources: {who.int: {title: A source, publisher: P, date: 2020}}\n"
SHARED = "facts: {trees: {value: 9, label: trees}, unused: 1}\n"
TRANSLATION = """\
title: Un hallazgo
key_points: ["Cuesta {cost}, {trees}.", Dos.]
sections: [{title: Un título, text: Un texto.}]
outlook: Sigue.
method: '{size} [@who.int]'
"""


def of(workspace, *values: str) -> Files:
    files = workspace(
        BRIEF,
        {
            "content/shared.yaml": SHARED,
            "content/shared.es.yaml": "facts: {trees: {label: árboles}}\n",
            "content/trial/brief.es.yaml": TRANSLATION,
        },
    )
    return replace(files, set_values=values)


def errors_of(workspace, *values: str) -> list[tuple[str, str, str]]:
    with pytest.raises(BriefingError) as caught:
        Library(of(workspace, *values)).brief("trial")
    return [(one.code, str(one.where), one.where.source) for one in caught.value.findings]


def test_values_replace_those_of_the_brief(workspace):
    values = (
        *(
            "date=2026-12-01",
            "facts.cost=13",
            "facts.size.unit=km",
            "key_points.2=Three = two",
            "title.short=Short",
        ),
        *(
            "sources.who.int.title=Another",
            "marking.status=draft",
            "sections[1].text=Set. {cost}",
            "outlook=Over.",
        ),
        *("audiences.minister.pages=1", "subtitle=New"),
    )
    brief = Library(of(workspace, *values)).brief("trial").brief
    assert brief.date.isoformat() == "2026-12-01"
    assert (brief.facts["cost"].value, brief.facts["cost"].unit) == ("13", "€")
    assert (brief.facts["size"].value, brief.facts["size"].unit) == ("3", "km")
    assert (brief.key_points[1].text, brief.title.text, brief.title.short) == (
        "Three = two",
        "A finding in few words",
        "Short",
    )
    assert brief.sources["who.int"].title.text == "Another"
    assert (brief.marking.status.value, brief.sections[0].text) == ("draft", "Set. {cost}")
    assert (brief.outlook.summary.text, brief.subtitle.text) == ("Over.", "New")
    assert brief.audiences["minister"].pages.max == 1


def test_values_of_shared_facts_can_be_set(workspace):
    library = Library(of(workspace, "facts.trees=10", "facts.unused=2"))
    brief = library.brief("trial").brief
    assert (brief.facts["trees"].value, brief.facts["trees"].label.text) == ("10", "trees")
    assert "unused" not in brief.facts
    spanish = library.read_translation("trial", "es").checked().brief
    assert (spanish.facts["trees"].value, spanish.facts["trees"].label.text) == ("10", "árboles")


def test_a_translation_keeps_its_own_texts(workspace):
    brief = (
        Library(of(workspace, "title=Set", "facts.cost=13")).read_translation("trial", "es").checked().brief
    )
    assert (brief.title.text, brief.facts["cost"].value) == ("Un hallazgo", "13")


@each(
    ("value", "code", "place"),
    [
        ("date=2026-13-01", "BR204", "--set:1:6"),
        ("titel=x", "BR201", "--set:1:1"),
        ("title=", "BR208", "--set:1:7"),
        ("facts.cots=1", "BR201", "--set:1:1"),
        ("outlook.summry=x", "BR201", "--set:1:1"),
        ("key_points.3=x", "BR201", "--set:1:1"),
        ("sections.nowhere.title=x", "BR201", "--set:1:1"),
        ("outlook.sumary.short=x", "BR201", "--set:1:1"),
        ("nothing.of.this=x", "BR201", "--set:1:1"),
        ("marking.status=drft", "BR207", "--set:1:16"),
        ("key_points.1=It {nofact}.", "BR303", "--set:1:17"),
        ("title=One \\textbf{two}", "BR331", "--set:1:11"),
        ("title=One\x07", "BR111", "--set:1:10"),
    ],
)
def test_findings_lead_to_the_option(workspace, value, code, place):
    assert (code, place, value.replace("\n", "")) in errors_of(workspace, value)


def test_explain_names_the_option(workspace):
    files = of(workspace, "facts.cost=13", "facts.trees=10", "date=2026-12-01")
    for key, place, over in (
        ("facts.cost", "--set:1:12", "content/trial/brief.yaml"),
        ("facts.trees", "--set:1:13", "content/shared.yaml"),
        ("date", "--set:1:6", "content/trial/brief.yaml"),
    ):
        ((one,), errors) = explain(files, key, Selection(languages=("en",)))
        assert (one.wins.by, str(one.wins.where), errors) == ("the command line", place, [])
        assert [other.where.file for other in one.over] == [over]


@pytest.mark.engine
def test_values_count_for_rebuilds_and_no_file_is_changed(workspace):
    root = of(workspace).root
    before = {path: path.read_bytes() for path in (root / "content").rglob("*.yaml")}

    def build(*values: str) -> dict[str, str]:
        files = replace(Files(root), set_values=values)
        selection = Selection(languages=("en",))
        with BuildLog(files, root / "out", selection.key) as log:
            planned = plan(files, selection, log)
            list(build_all(planned, files, root / "out", log=log))
        return {job.name: log.reasons[job.name] for job in planned.jobs}

    name = "trial-policymaker-en"
    assert build() == {name: "there is no PDF"}
    assert build("facts.cost=13") == {name: "it was built with --pdf ua1 --fit"}
    assert build("facts.cost=13") == {}
    assert build("facts.cost=14 5") == {name: "it was built with --pdf ua1 --fit --set facts.cost=13"}
    assert build() == {name: "it was built with --pdf ua1 --fit --set 'facts.cost=14 5'"}
    assert {path: path.read_bytes() for path in (root / "content").rglob("*.yaml")} == before


def run(*words: str):
    return CliRunner().invoke(group, words, obj=words)


@pytest.mark.parametrize("value", ["date", "=x", " =x", "..=x"])
def test_a_value_without_a_key_is_refused(workspace, monkeypatch, value):
    monkeypatch.chdir(of(workspace).root)
    done = run("check", "--set", value)
    assert done.exit_code == 2
    assert "write KEY=VALUE" in done.output


@pytest.mark.parametrize("command", ["check", "list", "explain", "build", "release"])
def test_the_commands_report_a_wrong_value(workspace, monkeypatch, command):
    monkeypatch.chdir(of(workspace).root)
    words = {"explain": ("explain", "date")}.get(command, (command,))
    done = run(*words, "--set", "date=2026-13-01")
    assert "BR204" in f"{done.output}{done.exception!r}{getattr(done.exception, 'findings', '')}"
