"""A preview of a small workspace, as the tests of several modules use it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from briefing.execution.bounds import Bounds
from briefing.files.workspace import Files, shipped_root
from briefing.pipeline.plan import Selection
from briefing.preview.preview import Preview
from briefing.preview.proofs import Proof, State
from tests.conftest import LEAST_BRIEF

PATIENCE = 60.0
"""Seconds until an edition is made, on a slow machine."""

BRIEF = f"""\
# A comment that stays.
{LEAST_BRIEF}audiences: {{policymaker: {{}}}}
facts:
  rain: {{value: 12, unit: mm, label: rain in a day}}
"""
NAME = "trial-policymaker-en"
FINISHED = (State.UP_TO_DATE, State.OUTDATED)


class Desk:
    """A preview and the files that it shows."""

    def __init__(self, root: Path, preview: Preview, changed: threading.Event) -> None:
        self.root, self.preview, self.changed = root, preview, changed

    @property
    def brief(self) -> Path:
        return self.root / "content/trial/brief.yaml"

    def write(self, text: str, name: str = "content/trial/brief.yaml") -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.refresh()

    def refresh(self) -> None:
        """Plan again, and wait until everything is made."""
        self.preview.refresh()
        self.wait(lambda: all(proof.state in FINISHED for proof in self.preview.proofs.values()))

    def wait(self, is_reached: Callable[[], bool]) -> None:
        while not is_reached():
            assert self.changed.wait(PATIENCE), [*self.preview.proofs.values()]
            self.changed.clear()

    def proof(self, name: str = NAME) -> Proof:
        found = self.preview.proof(name)
        assert found is not None
        return found

    def codes(self, name: str = NAME) -> set[str]:
        return {finding.code for finding in self.proof(name).findings if finding.severity == "error"}

    def words(self, name: str = NAME) -> str:
        shown = self.proof(name).shown
        assert shown is not None
        return " ".join(word.text for page in shown.pages for word in page.words)


@contextmanager
def previewed(root: Path, brief: str = BRIEF, selection: Selection | None = None) -> Iterator[Desk]:
    """Show a workspace with a brief; everything is made."""
    (root / "content/trial").mkdir(parents=True)
    (root / "content/trial/brief.yaml").write_text(brief, encoding="utf-8")
    changed = threading.Event()
    files = Files(root, shipped_root())
    with Preview(files, selection or Selection(), 1, Bounds(), changed.set) as preview:
        desk = Desk(root, preview, changed)
        desk.refresh()
        yield desk
