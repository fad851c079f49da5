"""The stylesheets of an edition in cascade order, and the templates of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.files.workspace import Files
from briefing.model.parts import SECTIONS
from briefing.stages import Job, Tailored

BASE_STYLES = ("fonts", "tokens", "type", "page", "exhibits")
FIT_STYLES = "styles/fit/*.css"


def stylesheets_of(tailored: Tailored, files: Files) -> tuple[str, ...]:
    """Return the stylesheets for base, paper, direction, language, parts and blocks, audiences and modifiers."""
    job = tailored.job
    always = [*(f"styles/{name}.css" for name in BASE_STYLES), f"styles/papers/{job.edition.paper}.css"]
    sections = tailored.content.brief.sections if SECTIONS in job.audience.parts else ()
    kinds = dict.fromkeys(block.kind for section in sections for block in section.blocks)
    language = job.edition.language
    wished = [f"styles/{job.labels.direction}.css"]
    wished += [
        f"styles/languages/{name}.css" for name in dict.fromkeys((language.partition("-")[0], language))
    ]
    wished += [f"styles/parts/{part}.css" for part in (*job.audience.parts, *kinds)]
    wished += [f"styles/audiences/{audience}.css" for audience in reversed(job.lineage)]
    modifiers = (f"styles/modifiers/{modifier}.css" for modifier in job.edition.modifiers)
    return (*always, *(name for name in wished if files.find(name)), *modifiers)


def fit_steps_of(job: Job, files: Files) -> tuple[str, ...]:
    """Return the stylesheets that tighten an edition step by step, each added to those before."""
    return tuple(files.list(FIT_STYLES)) if job.is_fitted else ()


def templates_for(part: str, lineage: Sequence[str]) -> Iterator[str]:
    """Yield the possible names of a part's template; the first that exists is used."""
    yield from (f"audiences/{audience}/{part}.j2.html" for audience in lineage)
    yield f"parts/{part}.j2.html"
