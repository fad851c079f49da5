"""Build an edition with and without a patch: in a separate process, or with the original restored."""

from __future__ import annotations

import importlib
import subprocess
import sys
import textwrap

from briefing.typeset.weasyprint_patches.patch import find
from tests.conftest import ROOT

WITHOUT = """
import hashlib, json, sys
from pathlib import Path
from briefing.typeset.weasyprint_patches import registry
registry.PATCHES = tuple(patch for patch in registry.PATCHES if patch.name not in {names!r})
root = Path(sys.argv[1])
"""

MAKE = """
from briefing.pipeline.edition import make_edition
from briefing.pipeline.plan import Selection, plan
from briefing.typeset.layout import Typesetter
from briefing.files.workspace import Files
files = Files(root)
(job,) = plan(files, Selection()).jobs
digest = hashlib.sha256(make_edition(job, Typesetter(files)).files["pdf"]).hexdigest()
"""
"""A program that builds the edition of a workspace and prints the digest of its bytes."""


def run(root, program: str, *names: str) -> list[str]:
    """Run a program in a separate process without the patches of these names; return the words that it prints."""
    script = WITHOUT.format(names=names) + textwrap.dedent(program)
    done = subprocess.run(
        [sys.executable, "-c", script, str(root)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stderr == ""
    return done.stdout.split()


def put_back(monkeypatch, *names: str) -> None:
    """Restore the originals of patched functions."""
    for name in names:
        module, _, path = name.partition(":")
        owner = importlib.import_module(module)
        *parents, last = path.split(".")
        for parent in parents:
            owner = getattr(owner, parent)
        monkeypatch.setattr(owner, last, find(name))


class Counting:
    """A function that counts its calls."""

    def __init__(self, plain):
        self.plain, self.calls = plain, 0

    def __call__(self, *arguments, **named):
        self.calls += 1
        return self.plain(*arguments, **named)
