"""One job → what is to be written of its edition. Nothing is written here: whoever asked does that."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.build.pipeline import Run, run
from briefing.errors import BriefingError
from briefing.finding import Finding
from briefing.stages import Job, Page
from briefing.typeset.layout import Typesetter
from briefing.workspace import Files


@dataclass(frozen=True)
class Made:
    """An edition on its way to its file, or the error that stopped it; the time it took, in seconds."""

    content: bytes | None = None
    """The PDF; None where it was not made or must not be published."""
    html: bytes | None = None
    """The composed page, where it was asked for."""
    page_count: int = 0
    fitted: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    accepted: tuple[Finding, ...] = ()
    """Warnings that the content accepts."""
    error: BriefingError | None = None
    seconds: float = 0.0
    times: Mapping[str, float] = field(default_factory=dict)
    seen: Mapping[str, Path] = field(default_factory=dict)
    """The files that were read."""
    unconfined: tuple[str, ...] = ()
    """What the machine could not keep the process from that made it."""


Maker = Callable[[Iterable[Job]], Iterator[Made]]
"""Makes jobs, and gives what came of each in their order."""


def make(job: Job, typesetter: Typesetter, *, html: bool = False) -> Made:
    """Make one edition; what stops it is in what is given back."""
    start = time.perf_counter()
    result = Run()
    content, error = None, None
    try:
        content = run(job, typesetter, result).content
    except BriefingError as problem:
        error = problem
    steps = result.sheets.steps if result.sheets else ()
    return Made(
        content,
        standalone(result.page, typesetter.files, steps).encode() if html and result.page else None,
        page_count=result.pdf.page_count if result.pdf else 0,
        fitted=result.sheets.fitted if result.sheets else (),
        findings=tuple(result.findings),
        accepted=tuple(result.accepted),
        error=error,
        seconds=time.perf_counter() - start,
        times=result.times,
        seen=dict(typesetter.files.seen),
    )


def make_here(files: Files, *, html: bool = False) -> Maker:
    """Makes editions in this process, one after the other and without bounds."""

    def make_all(jobs: Iterable[Job]) -> Iterator[Made]:
        typesetter: Typesetter | None = None
        for job in jobs:
            typesetter = typesetter or Typesetter(files)
            yield make(job, typesetter, html=html)

    return make_all


def standalone(page: Page, files: Files, steps: tuple[str, ...] = ()) -> str:
    """The composed HTML with its styles inside, to be opened in a browser by whoever works on a template."""
    readable = [name for name in (*page.stylesheets, *steps) if files.find(name)]
    styles = "\n".join(f"/* {name} */\n{files.read(name).decode('utf-8', 'replace')}" for name in readable)
    safe = styles.replace("</", "<\\/")
    style = f"<style>\n{safe}\n</style>\n</head>"
    return re.sub("</head>", lambda _: style, page.html, count=1)
