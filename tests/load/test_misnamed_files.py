"""Content that is not read because of its name or type is reported; look-alikes are not."""

from __future__ import annotations

import os
import shutil

import pytest

from briefing.core.errors import ContentError, Exit, SelectionError
from briefing.files.workspace import Files, shipped_root
from briefing.incremental.build_log import BuildLog
from briefing.pipeline.plan import Selection, open_workspace, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF


def findings_of(files, *briefs):
    try:
        planned = plan(Files(files.root, shipped_root()), Selection(briefs))
    except (ContentError, SelectionError) as error:
        return [(str(f.where), f.code) for f in error.findings]
    errors = [failure.error for failure in planned.failed]
    assert all(error.exit_code == Exit.CONTENT for error in errors)
    return [(str(f.where), f.code) for error in errors for f in error.findings]


@each(
    "name",
    [
        *("brief.yml", "brief.YAML", "Brief.yaml", "BRIEF.YML", "breif.yaml", "brif.yaml", "biref.yml"),
        *("brief.ymal", "brief", "brief.yaml.txt", "briefs.yaml", "Brief"),
    ],
)
@each("has_another", [False, True])
def test_a_brief_under_nearly_its_name_is_reported_by_it(workspace, name, has_another):
    files = workspace(files={f"content/other/{name}": LEAST_BRIEF, "content/workspace.yaml": ""})
    if not has_another:
        shutil.rmtree(files.root / "content/trial")
    where = f"content/other/{name}"
    assert findings_of(files) == [(where, "BR813")]
    assert findings_of(files, "other") == [(where, "BR813")]
    if has_another:
        assert findings_of(files, "trial") == []


def test_a_misnamed_brief_is_reported_where_nothing_else_makes_a_workspace(tmp_path):
    (tmp_path / "content/case").mkdir(parents=True)
    (tmp_path / "content/case/brief.yml").write_text(LEAST_BRIEF)
    with pytest.raises(ContentError) as caught:
        open_workspace(tmp_path)
    assert [str(f.where) for f in caught.value.findings] == ["content/case/brief.yml"]


@each(
    ("files", "where", "code"),
    [
        ({"content/other/notes.yaml": "a: b"}, "content/other", "BR812"),
        ({"content/other/brief.es.yaml": "title: T"}, "content/other", "BR812"),
        ({"content/2026/deep/brief.yaml": LEAST_BRIEF}, "content/2026", "BR812"),
        ({"content/brief.yaml": LEAST_BRIEF}, "content/brief.yaml", "BR812"),
        ({"content/trial/brief.es.yml": "title: T"}, "content/trial/brief.es.yml", "BR813"),
        ({"content/trial/Brief.es.yaml": "title: T"}, "content/trial/Brief.es.yaml", "BR813"),
        ({"content/trial/breif.es.yaml": "title: T"}, "content/trial/breif.es.yaml", "BR813"),
        ({"content/trial/brief-es.yaml": "title: T"}, "content/trial/brief-es.yaml", "BR813"),
        ({"content/trial/brief_pt-br.yaml": "title: T"}, "content/trial/brief_pt-br.yaml", "BR813"),
        ({"content/trial/brief.yml": "title: T"}, "content/trial/brief.yml", "BR813"),
        ({"content/trial/confirmed.yml": ""}, "content/trial/confirmed.yml", "BR813"),
        ({"content/workspace.yml": ""}, "content/workspace.yml", "BR813"),
        ({"content/worksapce.yaml": ""}, "content/worksapce.yaml", "BR813"),
        ({"content/Workspace.es.yaml": ""}, "content/Workspace.es.yaml", "BR813"),
    ],
)
def test_content_that_nothing_reads_is_reported(workspace, files, where, code):
    assert findings_of(workspace(files=files)) == [(where, code)]


@each(
    "files",
    [
        {"content/shared/map.csv": "a,b\n1,2\n"},
        {"content/shared/figures/map.svg": "<svg/>"},
        {
            "content/trial/brief.yaml~": "x",
            "content/trial/brief.yaml.bak": "x",
            "content/trial/.brief.yaml.swp": "x",
        },
        {"content/trial/data/brief.yml": "x"},
        {
            "content/trial/refs.bib": "",
            "content/trial/notes.yaml": "a: b",
            "content/trial/relief.yaml": "a: b",
        },
        {
            "content/workspace.en.yaml": "",
            "content/workspace.pt-br.yaml": "",
            "content/trial/brief-old.yaml": "x",
        },
        {"content/trial/briefing-notes.md": "x", "content/README.md": "x", "content/.hidden.yaml": "x"},
        {"content/.git/brief.yml": "x", "content/_old/brief.yml": "x"},
    ],
)
def test_what_is_no_brief_is_left_alone(workspace, files):
    assert findings_of(workspace(files=files)) == []


def fifo(path):
    os.mkfifo(path)


def folder(path):
    path.mkdir()


def dangling(path):
    path.symlink_to("nowhere")


def loop(path):
    path.symlink_to(path.name)


def device(path):
    path.symlink_to("/dev/zero")


def pipe_behind_a_link(path):
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to("pipe")


@each("make", [fifo, folder, dangling, loop, device, pipe_behind_a_link])
@each("name", ["content/odd/brief.yaml", "content/workspace.yaml", "content/trial/brief.es.yaml"])
def test_what_has_the_name_of_a_brief_and_is_no_file_is_reported(workspace, make, name):
    files = workspace(files={"content/odd/map.csv": "a"})
    make(files.root / name)
    assert set(findings_of(files)) == {(name, "BR804")}


def test_a_folder_of_a_brief_that_is_a_dangling_link_is_reported(workspace):
    files = workspace()
    dangling(files.root / "content/other")
    assert findings_of(files) == [("content/other", "BR804")]


def test_a_command_that_skips_content_is_never_answered_from_the_record(workspace, tmp_path):
    files = workspace()
    selection, words = Selection(), ("build",)
    with BuildLog(files, tmp_path / "out", selection.key, words=words) as log:
        plan(files, selection, log)
        known = log.file.command(words)
        assert known is not None
        assert not log.file.change(known["inputs"])
    (tmp_path / "content/other").mkdir()
    (tmp_path / "content/other/brief.yml").write_text(LEAST_BRIEF)
    with BuildLog(files, tmp_path / "out", selection.key, words=words) as log:
        assert "content/" in log.file.change(log.file.command(words)["inputs"])
        (tmp_path / "out/.brief/editions.json").unlink()
    with BuildLog(files, tmp_path / "out", selection.key, words=words) as log:
        plan(Files(tmp_path, shipped_root()), selection, log)
        assert log.file.command(words) is None
