"""The stylesheets of an edition in cascade order, and the templates of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.files.workspace import Files
from briefing.markdown.passages import passage_languages
from briefing.model.content import passages_in, sections_in
from briefing.model.parts import SECTIONED
from briefing.stages import Edition, Job, Tailored

BASE_STYLES = ("fonts", "tokens", "type", "text", "page", "exhibits")
FIT_STYLES = "styles/fit/*.css"


@dataclass(frozen=True, slots=True)
class Design:
    """The facts that decide the stylesheets and templates of an edition."""

    edition: Edition
    lineage: tuple[str, ...]
    """The audience and those that it extends, nearest first."""
    parts: tuple[str, ...]
    kinds: tuple[str, ...]
    """The kinds of blocks in the edition."""
    direction: str
    """The direction of its language: `ltr` or `rtl`."""
    passages: tuple[str, ...] = ()
    """The languages of passages in its texts."""


def stylesheets_of(tailored: Tailored, files: Files) -> tuple[str, ...]:
    """Return the stylesheets of an edition in cascade order."""
    return stylesheets_for(design_of(tailored), files)


def design_of(tailored: Tailored) -> Design:
    """Return the facts that decide the stylesheets and templates of an edition."""
    job = tailored.job
    sections = sections_in(tailored.content.brief, job.audience.parts)
    kinds = dict.fromkeys(block.kind for section in sections for block in section.blocks)
    tags = passage_languages(passage.words for passage in passages_in(tailored.content))
    passages = dict.fromkeys(tag.partition("-")[0] for tag in tags)
    return Design(
        job.edition, job.lineage, job.audience.parts, tuple(kinds), job.labels.direction, tuple(passages)
    )


def stylesheets_for(design: Design, files: Files) -> tuple[str, ...]:
    """Return the stylesheets for base, paper, direction, language, parts and blocks, audiences and modifiers."""
    always = [*(f"styles/{name}.css" for name in BASE_STYLES), f"styles/papers/{design.edition.paper}.css"]
    kinds = design.kinds if {*SECTIONED} & {*design.parts} else ()
    language = design.edition.language
    wished = [f"styles/{design.direction}.css"]
    wished += [
        f"styles/languages/{name}.css" for name in dict.fromkeys((language.partition("-")[0], language))
    ]
    wished += [f"styles/languages/fonts/{name}.css" for name in design.passages if name != language]
    wished += [f"styles/parts/{part}.css" for part in (*design.parts, *kinds)]
    wished += [f"styles/audiences/{audience}.css" for audience in reversed(design.lineage)]
    modifiers = [
        f"styles/modifiers/{folder}{modifier}.css"
        for modifier in design.edition.modifiers
        for folder in ("", f"{design.direction}/")
    ]
    return (*always, *(name for name in (*wished, *modifiers) if files.find(name)))


def fit_steps_of(job: Job, files: Files) -> tuple[str, ...]:
    """Return the stylesheets that tighten an edition step by step, each added to those before."""
    return tuple(files.list(FIT_STYLES)) if job.is_fitted else ()


def template_of(part: str, lineage: Sequence[str], files: Files) -> str:
    """Return the template of a part: that of the audience or one it extends, otherwise the shared one."""
    names = tuple(templates_for(part, lineage))
    return next((name for name in names if files.find(f"templates/{name}")), names[-1])


def templates_for(part: str, lineage: Sequence[str]) -> Iterator[str]:
    """Yield the possible names of a part's template; the first that exists is used."""
    yield from (f"audiences/{audience}/{part}.j2.html" for audience in lineage)
    yield f"parts/{part}.j2.html"
