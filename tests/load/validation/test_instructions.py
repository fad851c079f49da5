from __future__ import annotations

import re
from datetime import date

import pytest

from briefing.core.errors import ContentError
from briefing.core.source_map import SourceMap
from briefing.files.workspace import Files
from briefing.load.library import Library
from briefing.load.validation.instructions import ALONE, AMONG_OTHERS, find_instructions
from briefing.scaffold.workspace import start_workspace
from tests.conftest import ROOT

FINAL = ("marking: {status: draft}", "")


@pytest.fixture
def started(tmp_path):
    start_workspace(tmp_path, date(2026, 11, 30))
    return tmp_path


def _findings(root, *changes):
    path = root / "content/first-brief/brief.yaml"
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)
    try:
        return Library(Files(root)).read_brief("first-brief").findings
    except ContentError as error:
        return error.findings


def test_a_draft_may_keep_its_instructions(started):
    assert [found.code for found in _findings(started) if found.code == "BR046"] == []


def test_an_instruction_that_would_be_printed_is_found_at_its_place(started):
    findings = [found for found in _findings(started, FINAL) if found.code == "BR046"]
    lines = (started / "content/first-brief/brief.yaml").read_text().splitlines()
    for found in findings:
        if found.where.file.endswith("brief.yaml"):
            typed = re.search("`(.*)`", found.what)[1]
            assert lines[found.where.line - 1][found.where.column - 1 :].startswith(typed)
    assert {found.where.file for found in findings} == {
        "content/first-brief/brief.yaml",
        "content/workspace.yaml",
    }
    assert any("Say the finding in at most twelve words" in found.what for found in findings)


def test_every_instruction_that_is_left_is_found(started):
    findings = [found for found in _findings(started, FINAL) if found.code == "BR046"]
    found_lines = {
        found.where.line for found in findings if found.where.file.endswith("first-brief/brief.yaml")
    }
    lines = (started / "content/first-brief/brief.yaml").read_text().splitlines()
    said = {
        number
        for number, line in enumerate(lines, 1)
        if re.search(r"(?:^ +|[:-] )(?:[A-Z]\w+ )(?:\w+ ){1,}", line) and not line.lstrip().startswith("#")
    }
    assert found_lines == said


def test_a_key_in_braces_that_was_only_uncommented_is_found(started):
    path = started / "content/workspace.yaml"
    path.write_text(path.read_text().replace("# contact: {", "contact: {"))
    found = [one.what for one in _findings(started, FINAL) if one.where.file == "content/workspace.yaml"]
    assert "the instruction `Name a contact` would be printed" in found


@pytest.mark.parametrize(
    "text",
    [
        "title: Name the risk, and act\n",
        "# title: Name the publisher\n",
        "title: Say what follows from it all\n",
    ],
)
def test_a_text_of_the_writer_is_no_instruction(tmp_path, text):
    assert (
        list(find_instructions(SourceMap("content/a/brief.yaml", text), "brief.yaml", Files(tmp_path))) == []
    )


def test_the_template_is_not_read_without_reason(tmp_path):
    files = Files(tmp_path)
    with files.noting() as log:
        list(find_instructions(SourceMap("content/a/brief.yaml", "title: A finding\n"), "brief.yaml", files))
    assert list(log.needed()) == []


@pytest.mark.parametrize("start", ["brief.yaml", "workspace.yaml"])
def test_the_instructions_of_the_templates_are_known(start):
    template = (ROOT / "templates/starts" / start).read_text()
    assert len({*ALONE.findall(template), *AMONG_OTHERS.findall(template)}) >= 3
