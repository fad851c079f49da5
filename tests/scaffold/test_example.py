"""A workspace with a shipped brief: it has every file of the brief, no findings, and can be written anywhere."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.cli.new.workspace import command
from briefing.core.errors import SelectionError
from briefing.load.themes import open_files
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.unused_files import unread_files
from briefing.review.check import check
from briefing.scaffold import example
from briefing.scaffold.example import list_examples, start_example
from tests.conftest import ROOT

DAY = date(2026, 11, 30)
NAMES = sorted(path.parent.name for path in (ROOT / "content").glob("*/brief.yaml"))


def test_the_shipped_briefs_are_the_examples_and_the_help_names_them():
    assert list_examples() == NAMES and len(NAMES) >= 2
    (option,) = (one for one in command.params if one.name == "example")
    assert option.metavar == f"[{'|'.join(NAMES)}]"


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_every_file_of_the_brief_and_no_findings(tmp_path, name):
    written = {path.relative_to(tmp_path).as_posix() for path in start_example(tmp_path, name)}
    folder = ROOT / "content" / name
    wanted = {f"content/{name}/{one.relative_to(folder).as_posix()}" for one in folder.rglob("*.*")}
    assert wanted | {"content/workspace.yaml", ".gitignore"} <= written
    assert {one for one in written if "/workspace." in one} == {
        "content/workspace.yaml",
        *(f"content/workspace.{one.suffixes[0][1:]}.yaml" for one in folder.glob("brief.*.yaml")),
    }
    files = open_files(tmp_path)
    assert list(unread_files(files)) == []
    planned = plan(files, Selection())
    editions = {job.edition.name for job in plan(open_files(ROOT), Selection(briefs=(name,))).jobs}
    assert {job.edition.name for job in planned.jobs} == editions and not planned.failed
    assert check(files, Selection(audiences=("minister",)), DAY).findings == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_first_line_of_an_example_names_a_schema_that_is_there(tmp_path, name):
    start_example(tmp_path, name)
    for path in (tmp_path / "content").rglob("*.yaml"):
        if path.name == "confirmed.yaml":
            continue
        first, _, rest = path.read_text(encoding="utf-8").partition("\n")
        schema = first.removeprefix("# yaml-language-server: $schema=")
        assert schema != first and (path.parent / schema).is_file()
        original = ROOT / path.relative_to(tmp_path)
        assert rest == original.read_text(encoding="utf-8"), "nothing else has changed"


def test_an_unknown_example_is_reported_with_the_nearest_and_nothing_is_written(tmp_path):
    with pytest.raises(SelectionError) as caught:
        start_example(tmp_path, "leap-secnd")
    (finding,) = caught.value.findings
    assert (finding.code, finding.help) == ("BR802", "did you mean 'leap-second'?")
    assert list(tmp_path.iterdir()) == []


def test_an_example_overwrites_nothing(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/workspace.yaml").write_text("paper: a5\n")
    with pytest.raises(SelectionError) as caught:
        start_example(tmp_path, NAMES[0])
    assert [finding.code for finding in caught.value.findings] == ["BR805"]
    assert [path.name for path in tmp_path.rglob("*")] == ["content", "workspace.yaml"]


def test_an_installed_package_has_its_own_folder_of_examples(tmp_path, monkeypatch):
    folder = tmp_path / "shipped" / example.IN_PACKAGE
    for name in ("workspace.yaml", "one/brief.yaml", "one/.DS_Store", "one/data/a.csv"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("a: b\n")
    monkeypatch.setattr(example, "shipped_root", lambda: tmp_path / "shipped")
    assert list_examples() == ["one"]
    written = start_example(tmp_path / "new", "one")
    assert [path.relative_to(tmp_path / "new").as_posix() for path in written] == [
        "content/workspace.yaml",
        "content/one/brief.yaml",
        "content/one/data/a.csv",
        ".gitignore",
    ]
