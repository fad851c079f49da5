"""Measure how far a template reaches into the objects behind it: all methods of all models, and code to run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2

from briefing.compose.citations.in_text import Citations
from briefing.compose.html_text import Prose
from briefing.compose.page import context_of
from briefing.compose.qr_code import draw_qr
from briefing.compose.tailor import tailor
from briefing.compose.templating.environment import fill, make_environment
from briefing.core.errors import BriefingError
from briefing.files.workspace import Files
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Job, Medium
from tests.bench.hostile import write
from tests.compose.templating.test_sandbox import CODE, PICKLED, RATED
from tests.compose.templating.test_template_values import public_names

NAMES = (
    "brief",
    "brief.title",
    "brief.sections[0]",
    "workspace",
    "edition",
    "labels",
    "marks",
    "scale",
    "scale.words[0]",
)

OF_A_TEXT = ("brief.title", "words")
"""Attributes that templates may use, and that are also names of methods of a model."""


def tried(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield what was tried, and the results of naive code and of Briefwright."""
    root = write(folder / "s6", {"content/trial/brief.yaml": RATED})
    files = Files(root)
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    pairs = [(name, method) for name in NAMES for method in public_names() if (name, method) != OF_A_TEXT]
    asked = [f"{{{{ {name}.{method} }}}}" for name, method in pairs]
    context = objects_of(job)
    naive = sum(became(naively, text, context) for text in asked)
    own = sum(became(ours(job, files), text, {}) for text in asked)
    yield f"{len(asked)} names of methods, asked of what a template has", f"{naive} reached", f"{own} reached"
    canary, ran = folder / "canary", [0, 0]
    programs = {
        name: text.format(canary=canary, pickled=PICKLED.format(canary=canary)) for name, text in CODE.items()
    }
    for text in programs.values():
        for place, run in enumerate((naively, ours(job, files))):
            became(run, text, context)
            ran[place] += canary.exists()
            canary.unlink(missing_ok=True)
    yield (
        f"{len(programs)} templates that run code or reach an object, unconfined",
        f"{ran[0]} ran",
        f"{ran[1]} ran",
    )


def objects_of(job: Job) -> dict[str, Any]:
    """Return the models themselves, as a first version would pass them to a template."""
    labels = job.labels
    names = {"brief": job.brief, "workspace": job.settings, "edition": job.edition, "labels": labels}
    return {**names, "marks": labels.marks, "scale": job.scale, "draw_qr": draw_qr, "tabulate": len}


def naively(text: str, context: Mapping[str, Any]) -> None:
    """Render a template as at the start of the documentation of Jinja."""
    jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(text).render(**context)


def ours(job: Job, files: Files) -> Any:
    """Return a function that renders a template of a workspace in this process, without a sandbox of the kernel."""
    prose = Prose(job.labels, job.brief.facts, Citations(job.audience.notes), {})
    context = context_of(tailor(job), prose, Medium.PRINT, files)
    environment = make_environment(files, "en-001")

    def run(text: str, _: object) -> None:
        write(files.root, {"templates/tried.j2.html": text})
        if environment.cache is not None:
            environment.cache.clear()
        fill("tried.j2.html", environment, files, context)

    return run


def became(run: Any, text: str, context: Mapping[str, Any]) -> bool:
    """Return whether a template was rendered."""
    try:
        run(text, context)
    except (BriefingError, Exception):  # any exception is a refusal
        return False
    return True
