"""Tailored content + templates → the page. The parts are filled in order, the source list last."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from html import unescape
from itertools import takewhile

from markupsafe import Markup

from briefing.compose.charts.svg import engine_version
from briefing.compose.citations.bibliography import Bibliography, ListedSource
from briefing.compose.citations.in_text import Citations, Reference
from briefing.compose.cross_references import dangling
from briefing.compose.custom_fields import custom_fields_of
from briefing.compose.exhibits import Gallery, names_of
from briefing.compose.footnotes import FootnoteSeries
from briefing.compose.heading_lines import HeadingRuler
from briefing.compose.html_text import Prose
from briefing.compose.manuscript import write_manuscript
from briefing.compose.printed_texts import starts
from briefing.compose.qr_code import draw_qr
from briefing.compose.rtl_names import isolate_quantities, isolate_rtl_names
from briefing.compose.script_fonts import script_styles_for, script_styles_of
from briefing.compose.style_layers import (
    BASE_STYLES,
    fit_steps_of,
    stylesheets_of,
    template_of,
)
from briefing.compose.templating.element_origins import captured, enclosed, read_marks
from briefing.compose.templating.environment import (
    file_of,
    fill_marked,
    learn_templates,
    learn_theme_templates,
    make_environment,
)
from briefing.compose.templating.template_errors import MisuseError
from briefing.compose.templating.template_values import (
    Context,
    Function,
    Node,
    content_for,
    node_of,
    plain_node,
    words_for,
)
from briefing.core.errors import ContentError
from briefing.core.finding import has_errors
from briefing.core.source_map import Key
from briefing.files.css import font_faces_of
from briefing.files.fonts import learn_fonts
from briefing.files.picture_shapes import shape_of
from briefing.files.workspace import Files, shipped_root
from briefing.model.audience import Attached, Notes, SoleSource
from briefing.model.content import Chart, Source, sections_in
from briefing.model.parts import CLOSING, FURTHER_READING, MASTHEAD, SOURCES
from briefing.stages import Attachment, Job, Medium, Modifier, Page, Tailored
from briefing.text.locale_formats import LEFT_TO_RIGHT, direction_of

PAGE_TEMPLATE, SCREEN_TEMPLATE = "brief.j2.html", "screen.j2.html"
FOOTNOTES_TEMPLATE = "footnotes.j2.html"
SCREEN_STYLE = "styles/screen.css"


SHIPPED_STYLES = tuple(f"styles/{name}.css" for name in BASE_STYLES)


def prepare_shipped_files() -> None:
    """Compile the shipped templates, and check and measure the shipped fonts, before the first job.

    Workers that build editions are sandboxed, and cannot read or write the user's cache folder.
    """
    files = Files(shipped_root(), shipped_root())
    learn_templates(files)
    learn_fonts(font_faces_of(SHIPPED_STYLES, files), files)
    HeadingRuler(SHIPPED_STYLES, files).learn()
    engine_version()


def prepare_theme_files(files: Files) -> None:
    """Do the same for the shipped theme of a workspace; what is not shipped is left to the sandboxed process."""
    if not files.themes:
        return
    learn_theme_templates(files)
    if any(map(files.is_own, SHIPPED_STYLES)):
        return
    faces = font_faces_of(SHIPPED_STYLES, files)
    named = {name for face in faces for name in (face.where.file, *face.sources)}
    if not any(map(files.is_own, named)):
        learn_fonts(faces, files)
        HeadingRuler(SHIPPED_STYLES, files).learn()


def compose(tailored: Tailored, files: Files, medium: Medium = Medium.PRINT) -> Page:
    """Return the page of an edition for print or screen; both have the same parts in different frames.

    Raises WorkspaceError with findings at file and line for a template that cannot be rendered, and ContentError for
    a reference to something that the edition lacks and for a chart that cannot be drawn.
    """
    audience = tailored.job.audience
    is_cited = SOURCES in audience.parts and audience.notes is not Notes.NONE
    may_be_sole = is_cited and audience.sole_source is SoleSource.ONCE
    is_expected = may_be_sole and len(tailored.content.brief.sources) == 1
    page, citations = _composed(tailored, files, medium, is_sole=is_expected)
    is_sole = may_be_sole and citations.rests_on_one and not _listed(tailored, citations)
    if is_sole != is_expected:  # known only when all citations are counted
        page, _ = _composed(tailored, files, medium, is_sole=is_sole)
    return page


def _composed(tailored: Tailored, files: Files, medium: Medium, *, is_sole: bool) -> tuple[Page, Citations]:
    """Return the page of an edition and its citations; with `is_sole`, its only source is not marked in the texts."""
    job = tailored.job
    parts = job.audience.parts
    brief = tailored.content.brief
    bibliography = Bibliography(job, brief.sources, files)
    citations = Citations(
        job.audience.notes,
        is_listed=SOURCES in parts,
        short_form=bibliography.short_form(),
        is_sole=is_sole,
    )
    sections = sections_in(brief, parts)
    footnotes = FootnoteSeries(job, medium)
    is_faulty_proof = has_errors(job.findings)  # anything else is not composed with errors
    prose = Prose(
        job.labels,
        job.brief.facts,
        citations,
        names_of(sections),
        traits=job.traits,
        passages=job.passages,
        footnotes=footnotes,
        sources=job.brief.sources if is_faulty_proof else None,
    )
    stylesheets = stylesheets_of(tailored, files)
    stylesheets += script_styles_of(tailored.content, stylesheets, files)
    bibliography.plain, bibliography.html, bibliography.spaced = prose.marked, prose.html, prose.spaced
    gallery = Gallery(job, stylesheets, files, prose, medium)
    environment = make_environment(files, job.locale)
    functions = _functions(job, gallery, stylesheets, files, prose, bibliography)
    context = context_of(tailored, prose, medium, files).plus(functions)
    filled: dict[str, Markup] = {}
    templates = {part: template_of(part, job.lineage, files) for part in parts}
    for part in sorted(parts, key=lambda part: _lists_sources(templates[part], files)):
        lists = _lists_of_sources(tailored, citations, bibliography, prose)
        html = fill_marked(templates[part], environment, files, context.plus(lists))
        if listed := footnotes.take():
            nodes = tuple(Node("footnote", vars(footnote)) for footnote in listed)
            html += fill_marked(FOOTNOTES_TEMPLATE, environment, files, context.plus({"footnotes": nodes}))
        filled[part] = captured(html)
    if prose.dangling and not is_faulty_proof:
        raise ContentError(dangling(job, key, name) for key, name in prose.dangling)
    if missing := [
        finding for key, finding in job.untranslated.items() if any(starts(one, key) for one in prose.printed)
    ]:
        raise ContentError(missing)
    is_screen = medium is Medium.SCREEN
    lists = _lists_of_sources(tailored, citations, bibliography, prose)
    framed = context.plus({**_framed(parts, filled), **lists})
    marked = fill_marked(SCREEN_TEMPLATE if is_screen else PAGE_TEMPLATE, environment, files, framed)
    is_left_to_right = job.labels.direction == LEFT_TO_RIGHT
    marked = isolate_rtl_names(marked) if is_left_to_right else isolate_quantities(marked)
    gallery.attach_tables(sections)
    further = _further(tailored, citations) if FURTHER_READING in parts else []
    uncited = _listed(tailored, citations) if SOURCES in parts else []
    cited = [*(found.id for found in citations.in_order()), *uncited, *further]
    read = read_marks(marked, prose.keys)
    stylesheets += script_styles_for(unescape(read.html), stylesheets, files)  # what only a template prints
    page = Page(
        html=read.html,
        stylesheets=(*stylesheets, SCREEN_STYLE) if is_screen else stylesheets,
        base=f"content/{job.edition.brief}/brief.html",
        attach=partial(_attachments, job, prose.plain(brief.title), prose.printed, cited, gallery),
        fit_steps=fit_steps_of(job, files),
        is_mono=Modifier.MONO in job.edition.modifiers,
        is_press=Modifier.PRESS in job.edition.modifiers,
        output_intent=_output_intent(job),
        numbered=read.numbered,
        origins=read.origins,
    )
    return page, citations


def _output_intent(job: Job) -> str:
    """Return the name of the colour profile for which an edition is printed; "" for sRGB."""
    profile = job.settings.output_intent
    return f"content/{profile}" if profile and Modifier.PRESS in job.edition.modifiers else ""


def _functions(
    job: Job,
    gallery: Gallery,
    stylesheets: Sequence[str],
    files: Files,
    prose: Prose,
    bibliography: Bibliography,
) -> dict[str, Function]:
    """Return the functions that only the templates of a page can call."""

    def draw_chart(block: object) -> Markup:
        chart, _ = content_for("draw_chart", block, Chart)
        return captured(enclosed(gallery.draw_chart(chart), prose.number(chart.key)))

    def template_of_kind(kind: object) -> str:
        name = words_for("template_of", kind)
        if not re.fullmatch(r"[\w-]{1,80}", name):
            raise MisuseError("template_of takes the name of a kind: at most 80 letters, digits and hyphens")
        return template_of(name, job.lineage, files)

    def short_citation(source: object) -> Markup:
        given, _ = content_for("short_citation", source, Source, key="content")
        return bibliography.named(given)

    def logo_width(file: object) -> float:
        """Return the width of a logo as a multiple of the side of a square of the same area."""
        name = f"content/{job.edition.brief}/{words_for('logo_width', file)}"
        shape = shape_of(files.read(name)) if files.find(name) is not None else None
        return round(math.sqrt(shape or 1), 3)

    ruler = HeadingRuler(stylesheets, files)
    functions: dict[str, Callable[..., object]] = {
        "draw_chart": draw_chart,
        "short_citation": short_citation,
        "template_of": template_of_kind,
        "logo_width": logo_width,
        "heading_lines": lambda words: ruler.count_lines(words_for("heading_lines", words)),
    }
    return {name: Function(name, run) for name, run in functions.items()}


def _framed(parts: Sequence[str], filled: Mapping[str, Markup]) -> dict[str, object]:
    """Return the filled parts in order, and split into the masthead, the text and the parts that close it."""
    ordered = tuple(filled[part] for part in parts)
    opens = 1 if parts[:1] == (MASTHEAD,) else 0
    end = len(ordered) - len(tuple(takewhile(lambda part: part in CLOSING, reversed(parts))))
    return {
        "parts": ordered,
        "opening": ordered[:opens],
        "middle": ordered[opens:end],
        "closing": ordered[end:],
    }


def _attachments(
    job: Job, title: str, printed: Collection[Key], cited: Sequence[str], gallery: Gallery
) -> tuple[Attachment, ...]:
    """Return the attachments that the audience allows: the texts that the edition prints, and its data."""
    data = gallery.attachments if Attached.DATA in job.audience.attachments else ()
    if Attached.CONTENT not in job.audience.attachments:
        return data
    return write_manuscript(job, title, printed, cited, gallery.files if data else {}), *data


def context_of(tailored: Tailored, prose: Prose, medium: Medium, files: Files) -> Context:
    """Return the values that all templates of an edition can use, not only those of its page."""
    job = tailored.job
    values = {
        "brief": tailored.content.brief,
        "workspace": tailored.content.workspace,
        "custom": Node("custom", custom_fields_of(tailored, files)),
        "edition": Node(
            "edition",
            {
                "name": job.edition.name,
                "audience": job.edition.audience,
                "language": job.edition.language,
                "paper": job.edition.paper,
                "parts": job.audience.parts,
                "medium": medium.value,
                "direction": job.labels.direction,
                "notes": job.audience.notes,
                "is_sole_source": prose.citations.is_sole,
                "footnotes": job.audience.footnotes,
                "attachments": job.audience.attachments,
                "page_limit": job.audience.pages.max if job.audience.pages else None,
            },
        ),
        "theme": Node("theme", {"name": job.theme.name, **job.theme.options}),
        "labels": Node("labels", job.labels.labels),
        "quotes": job.labels.quotes,
        "marks": plain_node(job.labels.marks),
        "scale": plain_node(job.scale) if job.scale else None,
        "draw_qr": Function("draw_qr", draw_qr),
    }
    return Context(values, prose)


def _lists_of_sources(
    tailored: Tailored, citations: Citations, bibliography: Bibliography, prose: Prose
) -> dict[str, object]:
    """Return the sources cited so far, and those for further reading."""
    further = _further(tailored, citations)
    cited = citations.in_order()
    listed = [
        Reference(number, name)
        for number, name in enumerate(_listed(tailored, citations), start=len(cited) + 1)
    ]
    return {
        "references": tuple(_reference_node(found, bibliography, prose) for found in (*cited, *listed)),
        "further_reading": tuple(_source_node(name, bibliography, prose) for name in further),
    }


def _listed(tailored: Tailored, citations: Citations) -> list[str]:
    """Return the ids of the sources that are listed although nothing cites them."""
    cited = {found.id for found in citations.in_order()}
    return [
        name for name, source in tailored.content.brief.sources.items() if source.listed and name not in cited
    ]


def _further(tailored: Tailored, citations: Citations) -> list[str]:
    """Return the ids of the sources for further reading, without those that the list of sources has already."""
    is_listed = SOURCES in tailored.job.audience.parts
    listed = (
        {*(found.id for found in citations.in_order()), *_listed(tailored, citations)} if is_listed else set()
    )
    given = dict.fromkeys(item.source for item in tailored.content.brief.further_reading)
    return [name for name in given if name not in listed]


def _reference_node(reference: Reference, bibliography: Bibliography, prose: Prose) -> Node:
    """Return what the source list prints of a cited source."""
    anchors = tuple(reference.anchors.values())
    return _source_node(reference.id, bibliography, prose, number=reference.number, anchors=anchors)


def _source_node(name: str, bibliography: Bibliography, prose: Prose, **own: object) -> Node:
    """Return what a list prints of a source: its keys, its entry, and values of its own."""
    source = bibliography.sources[name]
    entry = {
        "entry": ListedSource(bibliography, name),
        "direction": direction_of(prose.plain(source.title)),
    }
    return Node("source", {**dict(node_of(source, prose)), **entry, **own})


def _lists_sources(template: str, files: Files) -> bool:
    """Return whether a template depends on the cited sources, and so must be filled after all others."""
    content = files.read(file_of(template)) if files.find(file_of(template)) is not None else b""
    return b"references" in content or b"further_reading" in content
