"""A poisoned batch: an edition with a fault is the only one that fails; the others are the same to the byte."""

from __future__ import annotations

import sys

import pytest

from briefing.core.errors import Exit
from tests.bench import poison

pytestmark = pytest.mark.process

EDITIONS, SECONDS = 40, 6
KINDS = ["bad YAML", "missing picture", "page without end", "large picture"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc for workers to kill")
def test_only_the_four_editions_with_faults_fail(tmp_path):
    trial = poison.tried(tmp_path, EDITIONS, SECONDS, KINDS, kills=2)
    assert (trial.clean.code, len(trial.clean.hashes)) == (Exit.BUILT, EDITIONS)
    assert trial.poisoned.code == Exit.PARTIAL
    assert len(trial.poisoned.killed) == 2
    assert trial.delivered == EDITIONS - len(KINDS)
    assert trial.poisoned.hashes.keys().isdisjoint(trial.names)
    assert {kind: trial.poisoned.cause_of(name) for name, kind in trial.names.items()} == {
        "bad YAML": "BR108",
        "missing picture": "BR501",
        "page without end": "BR702",
        "large picture": "BR501",
    }
    assert trial.named == len(KINDS)
