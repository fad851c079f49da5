"""A brief with every kind of text, in three languages, each edition built once for all tests that use it.

Its workspace is in rich/. Nothing in it is a fact.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from briefing.files.workspace import Files, shipped_root
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.layout import Typesetter

FOLDER = Path(__file__).parent / "rich"
FILES = Files(FOLDER, shipped_root())

JOBS = {job.name: job for job in plan(FILES, Selection()).jobs}


@cache
def run_of(name: str) -> Run:
    """Return the run of an edition through the pipeline."""
    result = Run()
    run_stages(JOBS[name], Typesetter(FILES), result)
    return result
