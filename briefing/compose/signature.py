"""The page of a visible signature: its label, the name, the organisation and the time, in the type of the edition."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from briefing.compose.script_fonts import script_styles_for
from briefing.files.workspace import Files
from briefing.stages import Modifier, Page, Tailored
from briefing.text.locale_formats import clock, direction_of, find_locale, spoken_day

LABEL = "signed_by"

STYLES = ("styles/tokens.css", "styles/fonts.css", "styles/signature.css")

HTML = Markup(
    '<!DOCTYPE html><html lang="{language}" dir="{direction}">'
    '<head><meta charset="utf-8"><title>{title}</title></head>'
    '<body><div class="signature {shape}"><p><span class="label">{label}</span> {name}'
    '{organisation}<span class="joint"> · </span><span class="time">{time}</span></p></div></body></html>'
)
NAME = Markup('<span class="{kind}" dir="{direction}">{words}</span>')
"""A name in its own direction: in Arabic, the marks around a Latin name stay on their sides."""

ORGANISATION = Markup('<span class="joint">{comma}</span>{organisation}')

SHAPES = ("row", "block")
"""The shapes of a visible signature, the one to prefer first."""

TIGHT = "line"
"""The shape for a page on which no other has space: a line without a frame, above the foot."""


def compose_signature(
    tailored: Tailored, files: Files, shape: str, name: str, organisation: str, moment: datetime
) -> Page:
    """Return the page for a shape, which is cut to its content when it is placed on a page of the edition."""
    job = tailored.job
    comma = job.labels.marks.comma
    day = spoken_day(moment.date(), find_locale(job.locale))
    html = HTML.format(
        language=job.edition.language,
        direction=job.labels.direction,
        shape=shape,
        label=job.labels.labels[LABEL],
        title=name,
        name=_name("name", name),
        organisation=ORGANISATION.format(comma=comma, organisation=_name("organisation", organisation))
        if organisation
        else "",
        time=f"{day}{comma}{clock(moment)}",
    )
    return Page(
        html=html,
        stylesheets=(*STYLES, *script_styles_for(html, STYLES, files)),
        base=f"content/{job.edition.brief}/brief.html",
        is_mono=Modifier.MONO in job.edition.modifiers,
        is_press=Modifier.PRESS in job.edition.modifiers,
    )


def _name(kind: str, words: str) -> Markup:
    return NAME.format(kind=kind, direction=direction_of(words), words=words)
