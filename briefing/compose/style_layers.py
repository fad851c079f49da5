"""The stylesheets of an edition in cascade order, and the templates of its parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefing.files.workspace import Files
from briefing.markdown.passages import passage_languages
from briefing.model.content import Section, passages_in, sections_in
from briefing.model.parts import SECTIONED
from briefing.stages import Edition, Job, Tailored

BASE_STYLES = ("fonts", "tokens", "type", "text", "page", "exhibits")
FIT_STYLES = "styles/fit/*.css"

HOUSE_STYLE = "styles/house.css"
"""The rules of a house for all audiences, read after the parts. Nothing is shipped under this name."""

BLOCKS = re.compile(rb"\bblocks\b|\btemplate_of\b")
"""What a template says that prints blocks."""


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
    other_kinds: tuple[str, ...] = ()
    """The kinds of blocks in sections and annexes that none of its parts is made for."""


def stylesheets_of(tailored: Tailored, files: Files) -> tuple[str, ...]:
    """Return the stylesheets of an edition in cascade order."""
    return stylesheets_for(design_of(tailored), files)


def design_of(tailored: Tailored) -> Design:
    """Return the facts that decide the stylesheets and templates of an edition."""
    job = tailored.job
    sections = sections_in(tailored.content.brief, job.audience.parts)
    kinds = _kinds_in(sections)
    brief = tailored.content.brief
    others = [kind for kind in _kinds_in((*brief.sections, *brief.annexes)) if kind not in kinds]
    tags = passage_languages(passage.words for passage in passages_in(tailored.content))
    passages = dict.fromkeys(tag.partition("-")[0] for tag in tags)
    return Design(
        job.edition,
        job.lineage,
        job.audience.parts,
        kinds,
        job.labels.direction,
        tuple(passages),
        tuple(others),
    )


def _kinds_in(sections: Iterable[Section]) -> tuple[str, ...]:
    """Return the kinds of the blocks in sections, each once."""
    return tuple(dict.fromkeys(block.kind for section in sections for block in section.blocks))


def stylesheets_for(design: Design, files: Files) -> tuple[str, ...]:
    """Return the stylesheets for base, direction, language, parts and blocks, paper, house, audiences and modifiers."""
    always = [f"styles/{name}.css" for name in BASE_STYLES]
    paper = f"styles/papers/{design.edition.paper}.css"
    kinds = design.kinds if {*SECTIONED} & {*design.parts} else ()
    if design.other_kinds and _prints_blocks(design, files):
        kinds = (*kinds, *design.other_kinds)
    language = design.edition.language
    wished = [f"styles/{design.direction}.css"]
    wished += [
        f"styles/languages/{name}.css" for name in dict.fromkeys((language.partition("-")[0], language))
    ]
    wished += [f"styles/languages/fonts/{name}.css" for name in design.passages if name != language]
    wished += [f"styles/parts/{part}.css" for part in (*design.parts, *kinds)]
    look = [HOUSE_STYLE]
    look += [f"styles/audiences/{audience}.css" for audience in reversed(design.lineage)]
    look += [
        f"styles/modifiers/{folder}{modifier}.css"
        for modifier in design.edition.modifiers
        for folder in ("", f"{design.direction}/")
    ]
    wished, look = ([name for name in names if files.find(name)] for names in (wished, look))
    return (*always, *wished, paper, *look)


def _prints_blocks(design: Design, files: Files) -> bool:
    """Return whether a part that is not made for sections prints their blocks: its template mentions them."""
    parts = (part for part in design.parts if part not in SECTIONED)
    templates = (f"templates/{template_of(part, design.lineage, files)}" for part in parts)
    return any(BLOCKS.search(files.read(name)) for name in templates if files.find(name) is not None)


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
