"""One edition of a small brief, for tests of rules that take values: nothing is laid out."""

from __future__ import annotations

import pytest

from briefing.compose.tailor import tailor
from briefing.files.workspace import Files, shipped_root
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Tailored

BRIEF = """\
title: A finding in few words
date: 2026-11-22
key_points:
  - The first point.
sections:
  - title: A heading asserts
    text: A first text with *emphasis*, and a second one.
    blocks:
      - table: {title: Steps, alt: Two rows., data: [[Year, Steps], ["1972", "2"]], source: a}
      - text: Words after the table.
  - title: Another heading
    text: Fish & chips cost R&amp;D.
outlook: It goes on.
sources: {a: {title: A source, publisher: P, date: 2026}}
"""
SETTINGS = "publisher: Institute of Rivers\n"


@pytest.fixture(scope="session")
def tailored(tmp_path_factory: pytest.TempPathFactory) -> Tailored:
    """The policymaker edition of the brief above."""
    root = tmp_path_factory.mktemp("edition")
    for name, text in {"content/trial/brief.yaml": BRIEF, "content/workspace.yaml": SETTINGS}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (job,) = plan(Files(root, shipped_root()), Selection(audiences=("policymaker",))).jobs
    return tailor(job)
