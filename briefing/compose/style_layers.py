"""Which stylesheets an edition has, in the order of the cascade, and which templates its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.files.workspace import Files
from briefing.model.parts import SECTIONS
from briefing.stages import Job, Tailored

BASE_STYLES = ("fonts", "tokens", "type", "page", "exhibits")
FIT_STYLES = "styles/fit/*.css"


def stylesheets_of(tailored: Tailored, files: Files) -> tuple[str, ...]:
    """Base styles, paper, direction, language, each part's and block's own, the audience's, the modifiers'."""
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
    """The stylesheets that may tighten an edition, one on top of the other."""
    return tuple(files.list(FIT_STYLES)) if job.is_fitted else ()


def templates_for(part: str, lineage: Sequence[str]) -> Iterator[str]:
    """The names that the template of a part may have, the first that there is being taken."""
    yield from (f"audiences/{audience}/{part}.j2.html" for audience in lineage)
    yield f"parts/{part}.j2.html"
