"""Which stylesheets an edition has, in the order of the cascade, and which templates its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.files.workspace import Files
from briefing.model.parts import SECTIONS
from briefing.stages import Edition, Job, Tailored

BASE_STYLES = ("fonts", "tokens", "type", "page", "exhibits")
FIT_STYLES = "styles/fit/*.css"


@dataclass(frozen=True, slots=True)
class Design:
    """What decides which stylesheets and templates an edition has."""

    edition: Edition
    lineage: tuple[str, ...]
    """The audience, and those that it extends, the nearest first."""
    parts: tuple[str, ...]
    kinds: tuple[str, ...]
    """The kinds of its blocks."""
    direction: str
    """Of its language: `ltr` or `rtl`."""


def stylesheets_of(tailored: Tailored, files: Files) -> tuple[str, ...]:
    """Return the stylesheets of an edition, in the order of the cascade."""
    return stylesheets_for(design_of(tailored), files)


def design_of(tailored: Tailored) -> Design:
    """Return what decides the stylesheets and templates of an edition."""
    job = tailored.job
    sections = tailored.content.brief.sections
    kinds = dict.fromkeys(block.kind for section in sections for block in section.blocks)
    return Design(job.edition, job.lineage, job.audience.parts, tuple(kinds), job.labels.direction)


def stylesheets_for(design: Design, files: Files) -> tuple[str, ...]:
    """Base styles, paper, direction, language, each part's and block's own, the audience's, the modifiers'."""
    always = [*(f"styles/{name}.css" for name in BASE_STYLES), f"styles/papers/{design.edition.paper}.css"]
    kinds = design.kinds if SECTIONS in design.parts else ()
    language = design.edition.language
    wished = [f"styles/{design.direction}.css"]
    wished += [
        f"styles/languages/{name}.css" for name in dict.fromkeys((language.partition("-")[0], language))
    ]
    wished += [f"styles/parts/{part}.css" for part in (*design.parts, *kinds)]
    wished += [f"styles/audiences/{audience}.css" for audience in reversed(design.lineage)]
    modifiers = (f"styles/modifiers/{modifier}.css" for modifier in design.edition.modifiers)
    return (*always, *(name for name in wished if files.find(name)), *modifiers)


def fit_steps_of(job: Job, files: Files) -> tuple[str, ...]:
    """The stylesheets that may tighten an edition, one on top of the other."""
    return tuple(files.list(FIT_STYLES)) if job.is_fitted else ()


def template_of(part: str, lineage: Sequence[str], files: Files) -> str:
    """Return the template of a part: the audience's own, or that of one it extends, where there is one."""
    names = tuple(templates_for(part, lineage))
    return next((name for name in names if files.find(f"templates/{name}")), names[-1])


def templates_for(part: str, lineage: Sequence[str]) -> Iterator[str]:
    """The names that the template of a part may have, the first that there is being taken."""
    yield from (f"audiences/{audience}/{part}.j2.html" for audience in lineage)
    yield f"parts/{part}.j2.html"
