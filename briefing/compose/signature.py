"""The page of a visible signature: the name, the organisation and the time, in the type of the edition."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from briefing.compose.script_fonts import script_styles_for
from briefing.files.workspace import Files
from briefing.stages import Modifier, Page, Tailored
from briefing.text.locale_formats import clock, find_locale, spoken_day

STYLES = ("styles/tokens.css", "styles/fonts.css", "styles/signature.css")

HTML = Markup(
    '<!DOCTYPE html><html lang="{language}" dir="{direction}">'
    '<head><meta charset="utf-8"><title>{name}</title></head>'
    '<body><div class="signature"><p class="name">{name}</p>{organisation}<p class="time">{time}</p></div></body>'
    "</html>"
)


def compose_signature(
    tailored: Tailored, files: Files, name: str, organisation: str, moment: datetime
) -> Page:
    """Return the page, which is cut to its content when it is placed on a page of the edition."""
    job = tailored.job
    day = spoken_day(moment.date(), find_locale(job.locale))
    html = HTML.format(
        language=job.edition.language,
        direction=job.labels.direction,
        name=name,
        organisation=Markup('<p class="organisation">{}</p>').format(organisation) if organisation else "",
        time=f"{day}{job.labels.marks.comma}{clock(moment)}",
    )
    return Page(
        html=html,
        stylesheets=(*STYLES, *script_styles_for(html, STYLES, files)),
        base=f"content/{job.edition.brief}/brief.html",
        is_mono=Modifier.MONO in job.edition.modifiers,
        is_press=Modifier.PRESS in job.edition.modifiers,
    )
