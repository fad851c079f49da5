"""A PDF that a reader of Windows has open keeps its place, and the next build makes the edition again."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.core.errors import Exit
from briefing.files import atomic_writing
from briefing.files.workspace import Files
from briefing.incremental.build_log import BuildLog
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from briefing.results import Outcome
from tests.conftest import LEAST_BRIEF
from tests.files.test_atomic_writing import OpenInAcrobatError

NAME = "trial-policymaker-en.pdf"


def build(root: Path) -> Outcome:
    files, selection = Files(root), Selection()
    with BuildLog(files, root / "out", selection.key) as log:
        (outcome,) = build_all(plan(files, selection, log), files, root / "out", log=log)
    return outcome


@pytest.mark.engine
def test_an_edition_that_is_open_elsewhere_is_built_again_by_the_next_command(workspace, monkeypatch):
    root = workspace().root
    assert build(root).error is None
    old = (root / "out" / NAME).read_bytes()
    workspace(LEAST_BRIEF.replace("few words", "other words"))
    plain = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if target.suffix == ".pdf":
            raise OpenInAcrobatError(13, "Access is denied")
        return plain(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        patch.setattr(atomic_writing, "WAITS", ())
        failed = build(root)
    assert failed.error.exit_code is Exit.MACHINE and failed.is_kept
    assert "another program has this file open" in str(failed.error)
    assert (root / "out" / NAME).read_bytes() == old
    done = build(root)
    assert done.error is None and not done.is_up_to_date
    assert (root / "out" / NAME).read_bytes() != old
    assert build(root).is_up_to_date
