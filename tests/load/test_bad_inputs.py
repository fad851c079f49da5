"""Bad briefs, each with its complete list of findings: what is missing in the list fails, and what is too much.

`bad/<name>.yaml` is the input, `bad/<name>.txt` what a person reads. After a change of wording, write the texts
anew with `python -m tests.load.write_findings` and read the difference as the person would.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.build.plan import Selection, plan
from briefing.cli.console import finding_lines
from briefing.errors import Exit
from briefing.stages import Outcome

BAD = Path(__file__).parent / "bad"
INPUTS = sorted(BAD.glob("*.yaml"))


def findings_text(files) -> str:
    """What a person reads about the brief `trial` of a workspace."""
    (outcome,) = plan(files, Selection())
    assert isinstance(outcome, Outcome)
    assert outcome.error is not None
    assert outcome.error.exit_code == Exit.CONTENT
    return "".join(f"{line}\n" for finding in outcome.error.findings for line in finding_lines(finding))


def test_there_are_enough_bad_inputs():
    assert len(INPUTS) >= 40


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_findings_are_complete_and_exact(path, workspace):
    expected = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert findings_text(workspace(path.read_bytes())) == expected
