"""One job → what is to be written of its edition. Nothing is written here: whoever asked does that."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator

from briefing.core.errors import BriefingError
from briefing.files.read_log import READ
from briefing.files.workspace import Files, RefusedError, refused
from briefing.incremental.loaded_libraries import loaded_libraries
from briefing.pipeline.result import Made, Maker, Task
from briefing.pipeline.spine import Run, run
from briefing.stages import Job, Page
from briefing.typeset.layout import Typesetter


def make(job: Job, typesetter: Typesetter, *, html: bool = False) -> Made:
    """Make one edition; what stops it is in what is given back."""
    start = time.perf_counter()
    result = Run()
    content, error = None, None
    files = typesetter.files
    with files.noting() as reads:
        try:
            content = run(job, typesetter, result).content
        except BriefingError as problem:
            error = problem
        except RefusedError as problem:
            error = refused(problem)
        steps = result.sheets.steps if result.sheets else ()
        composed = standalone(result.page, files, steps).encode() if html and result.page else None
    return Made(
        content,
        composed,
        page_count=result.pdf.page_count if result.pdf else 0,
        fitted=result.sheets.fitted if result.sheets else (),
        findings=tuple(result.findings),
        accepted=tuple(result.accepted),
        error=error,
        seconds=time.perf_counter() - start,
        times=result.times,
        seen={name: files.seen[name] for how, name in reads.entries if how == READ},
        reads=reads,
        libraries=loaded_libraries(),
    )


def make_here(files: Files, *, html: bool = False) -> Maker:
    """Makes editions in this process, one after the other and without bounds."""

    def make_all(jobs: Iterable[Job]) -> Iterator[tuple[Job, Made]]:
        typesetter: Typesetter | None = None
        for job in jobs:
            typesetter = typesetter or Typesetter(files)
            yield job, make(job, typesetter, html=html)

    return make_all


def do_here(files: Files, task: Task) -> Maker:
    """Does a task in this process, for one edition after the other and without bounds."""
    return lambda jobs: ((job, task.run(job, Typesetter(files))) for job in jobs)


def standalone(page: Page, files: Files, steps: tuple[str, ...] = ()) -> str:
    """The composed HTML with its styles inside, to be opened in a browser by whoever works on a template."""
    readable = [name for name in (*page.stylesheets, *steps) if files.find(name)]
    styles = "\n".join(f"/* {name} */\n{files.read(name).decode('utf-8', 'replace')}" for name in readable)
    safe = styles.replace("</", "<\\/")
    style = f"<style>\n{safe}\n</style>\n</head>"
    return re.sub("</head>", lambda _: style, page.html, count=1)
