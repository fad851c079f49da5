"""Tailored content + templates → the page: each part is filled in its order, the sources last."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from briefing.compose.cite import Citations, Reference
from briefing.compose.environment import fill, make_environment
from briefing.compose.prose import Prose, Text
from briefing.compose.qr import draw_qr
from briefing.stages import Node, Page, Passage, Tailored
from briefing.workspace import Files

PAGE_TEMPLATE = "brief.j2.html"
SOURCES_PART = "sources"
BASE_STYLES = ("fonts", "tokens", "type", "page")


def compose(tailored: Tailored, files: Files) -> Page:
    """The page of an edition.

    Raises WorkspaceError with findings at file and line for a template that cannot be filled in.
    """
    job = tailored.job
    parts = job.audience.parts
    citations = Citations(job.brief.sources, are_printed=SOURCES_PART in parts)
    section_ids = [section.id for section in tailored.content.brief.sections if section.id]
    prose = Prose(job.labels, job.brief.facts, citations, section_ids)
    environment = make_environment(files, job.edition.language)
    context = _context(tailored, prose)
    filled: dict[str, Markup] = {}
    for part in sorted(parts, key=lambda part: part == SOURCES_PART):
        context["references"] = tuple(
            _reference_node(found, context["brief"]) for found in citations.in_order()
        )
        template = _template_of(part, job.edition.audience, files)
        filled[part] = Markup(fill(template, environment, files, context))  # noqa: S704  (escaped by Jinja)
    context["parts"] = tuple(filled[part] for part in parts)
    return Page(
        html=fill(PAGE_TEMPLATE, environment, files, context),
        stylesheets=tuple(_stylesheets(tailored, files)),
        base=f"content/{job.edition.brief}/brief.html",
    )


def _stylesheets(tailored: Tailored, files: Files) -> list[str]:
    """Base styles and paper, then each part's own where it has one, then the audience's."""
    job = tailored.job
    always = [*(f"styles/{name}.css" for name in BASE_STYLES), f"styles/papers/{job.edition.paper}.css"]
    wished = [*(f"styles/parts/{part}.css" for part in job.audience.parts)]
    wished.append(f"styles/audiences/{job.edition.audience}.css")
    return [*always, *(name for name in wished if files.find(name))]


def _context(tailored: Tailored, prose: Prose) -> dict[str, Any]:
    job = tailored.job
    return {
        "brief": _bound(tailored.content.brief, prose),
        "workspace": _bound(tailored.content.workspace, prose),
        "edition": Node(
            "edition",
            {
                "name": job.edition.name,
                "audience": job.edition.audience,
                "language": job.edition.language,
                "paper": job.edition.paper,
                "direction": job.labels.direction,
            },
        ),
        "labels": Node("labels", job.labels.labels),
        "quotes": job.labels.quotes,
        "scale": job.scale,
        "draw_qr": draw_qr,
    }


def _bound(value: Any, prose: Prose) -> Any:  # noqa: ANN401
    """The same value with every passage able to print itself."""
    if isinstance(value, Passage):
        return Text(value, prose)
    if isinstance(value, Node):
        return Node(value.__getattribute__("_name"), {name: _bound(item, prose) for name, item in value})
    if isinstance(value, tuple):
        return tuple(_bound(item, prose) for item in value)
    if isinstance(value, dict):
        return {name: _bound(item, prose) for name, item in value.items()}
    return value


def _reference_node(reference: Reference, brief: Node) -> Node:
    """What the source list prints of a cited source."""
    source: Node = brief.sources[reference.id]
    return Node(
        "source", {**dict(source), "number": reference.number, "anchors": tuple(reference.anchors.values())}
    )


def _template_of(part: str, audience: str, files: Files) -> str:
    """The template of a part: the audience's own where it has one."""
    own = f"audiences/{audience}/{part}.j2.html"
    return own if files.find(f"templates/{own}") else f"parts/{part}.j2.html"
