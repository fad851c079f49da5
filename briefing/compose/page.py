"""Tailored content + templates → the page: each part is filled in its order, the sources last."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from briefing.compose.cite import Citations, Reference
from briefing.compose.environment import fill, make_environment
from briefing.compose.prose import Prose, Text
from briefing.compose.qr import draw_qr
from briefing.places import Key
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
    citations = Citations(job.brief.sources)
    prose = Prose(job.labels, job.brief.facts, citations)
    environment = make_environment(files, job.edition.language)
    context = _context(tailored, prose)
    parts = job.audience.parts
    filled: dict[str, Markup] = {}
    for part in sorted(parts, key=lambda part: part == SOURCES_PART):
        context["references"] = tuple(_reference_node(reference, prose) for reference in citations.in_order())
        filled[part] = Markup(fill(f"parts/{part}.j2.html", environment, files, context))  # noqa: S704
    context["parts"] = tuple(filled[part] for part in parts)
    return Page(
        html=fill(PAGE_TEMPLATE, environment, files, context),
        stylesheets=tuple(_stylesheets(tailored, files)),
        base=f"content/{job.edition.brief}/brief.html",
    )


def has_part(part: str, files: Files) -> bool:
    """Whether there is a template for a part."""
    return files.find(f"templates/parts/{part}.j2.html") is not None


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


def _reference_node(reference: Reference, prose: Prose) -> Node:
    """What the source list prints of a cited source."""
    source = reference.source
    key: Key = ("sources", reference.id, "note")
    note = Text(Passage(source.note.text, key, source.note.flow), prose) if source.note else None
    values = {
        **dict(source),
        "note": note,
        "number": reference.number,
        "anchors": tuple(reference.anchors.values()),
    }
    return Node("source", values)
