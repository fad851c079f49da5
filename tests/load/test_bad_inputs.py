"""Bad briefs, each with its complete list of findings: a missing finding fails the test, and so does an extra one.

`bad/<name>.yaml` is the input, `bad/<name>.txt` the output. After a change of messages, update the output with
`python -m tests.load.write_findings`, and read the diff as a user would.

`good/<name>.yaml` are good briefs that look like bad ones: each is built without a finding.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from briefing.cli.console import finding_lines
from briefing.core.errors import Exit
from briefing.files.workspace import Files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.layout import Typesetter
from tests.cases import each

BAD = Path(__file__).parent / "bad"
INPUTS = sorted(BAD.glob("*.yaml"))
GOOD_INPUTS = sorted((Path(__file__).parent / "good").glob("*.yaml"))
KINDS = {
    "attack": 15,
    "bomb": 5,
    "bullet-starts": 8,
    "chart": 15,
    "date": 5,
    "encoding": 9,
    "invisible": 12,
    "line-end": 4,
    "merge": 5,
    "other-file": 12,
    "smart": 8,
    "table": 10,
}
"""The least number of inputs of some kinds: an empty folder would test nothing."""


def findings_text(files) -> str:
    """Return the output about the brief `trial` of a workspace."""
    (outcome,) = plan(files, Selection()).failed
    assert outcome.error is not None
    assert outcome.error.exit_code == Exit.CONTENT
    return "".join(f"{line}\n" for finding in outcome.error.findings for line in finding_lines(finding))


def test_there_are_enough_inputs_and_a_tenth_of_them_is_good():
    assert len(INPUTS) >= 250
    assert len(GOOD_INPUTS) >= len(INPUTS) / 10
    counted = {kind: sum(path.name.startswith(f"{kind}-") for path in INPUTS) for kind in KINDS}
    assert [kind for kind, least in KINDS.items() if counted[kind] < least] == []


@each("path", INPUTS)
def test_findings_are_complete_and_exact(path, workspace):
    expected = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert findings_text(workspace(path.read_bytes())) == expected


@pytest.fixture(scope="module")
def typesetter(tmp_path_factory):
    return Typesetter(Files(tmp_path_factory.mktemp("workspace")))


@pytest.mark.engine
@each("path", GOOD_INPUTS)
def test_a_good_look_alike_is_built(path, workspace, typesetter):
    (job,) = plan(workspace(path.read_bytes()), Selection()).jobs
    result = Run()
    content = run_stages(job, typesetter, result).content
    assert [finding.what for finding in (*job.findings, *result.findings)] == []
    assert b"root:x:0" not in content
    with pypdfium2.PdfDocument(content) as document:
        assert "A heading asserts" in document[0].get_textpage().get_text_range()
