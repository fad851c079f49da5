"""The editions of the shipped briefs, each built once for all tests that look at them."""

from __future__ import annotations

from functools import cache

from briefing.build.pipeline import Run, run
from briefing.build.plan import Selection, plan
from briefing.stages import Job
from briefing.structure.standard import Standard
from briefing.typeset.layout import Typesetter, export
from briefing.workspace import Files
from tests.conftest import ROOT

JOBS = {job.name: job for job in plan(Files(ROOT), Selection()) if isinstance(job, Job)}


@cache
def built(name: str) -> Run:
    """What the spine leaves behind of an edition."""
    result = Run()
    run(JOBS[name], _typesetter(), result)
    return result


@cache
def pdf_of(name: str, standard: Standard) -> bytes:
    """The PDF of an edition by a standard.

    Laid-out pages are exported once more for PDF 2.0; a build never does this, and the bytes of WeasyPrint 70
    can depend on it: the ellipsis of a running head is set anew behind the first.
    """
    result = built(name)
    return result.pdf.content if standard is JOBS[name].standard else export(result.sheets, standard).content


@cache
def _typesetter() -> Typesetter:
    return Typesetter(Files(ROOT))
