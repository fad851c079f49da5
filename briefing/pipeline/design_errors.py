"""Find errors in the templates and stylesheets of an edition before it is laid out.

An edition that is not laid out because of other errors reports these in the same run.
"""

from __future__ import annotations

from collections.abc import Iterable

from briefing.compose.style_layers import Design, stylesheets_for, template_of
from briefing.compose.templating.environment import find_template_errors
from briefing.core.finding import Finding
from briefing.files.workspace import Files
from briefing.rules.page.undeclared_fonts import undeclared_font
from briefing.typeset.stylesheet_errors import find_stylesheet_errors, find_undeclared_fonts

FRAME = "brief.j2.html"
TEMPLATES, STYLES = "templates/**/*.j2.html", "styles/**/*.css"


def find_design_errors(designs: Iterable[Design], files: Files) -> list[Finding]:
    """Return the errors in the templates and stylesheets of editions, each once.

    Shipped files have no errors, so only a workspace with its own templates or stylesheets is searched.
    """
    designs = tuple(designs)
    findings: list[Finding] = []
    has_templates = bool(files.list_own(TEMPLATES))
    if has_templates:
        parts = ((part, design) for design in designs for part in (*design.parts, *design.kinds))
        templates = (template_of(part, design.lineage, files) for part, design in parts)
        findings += find_template_errors((FRAME, *templates), files)
    is_styled = has_templates or bool(files.list_own(STYLES))
    sheets = dict.fromkeys(stylesheets_for(design, files) for design in designs) if is_styled else ()
    html = _text_of_templates(files) if is_styled else ""
    for names in sheets:
        findings += find_stylesheet_errors(names, html, files)
        families = find_undeclared_fonts(names, files)
        findings += (undeclared_font(family, where) for family, where in families.items())
    return list(dict.fromkeys(findings))


def _text_of_templates(files: Files) -> str:
    """Return the text of all templates, because the styles of their elements may declare variables."""
    return "\n".join(files.read(name).decode("utf-8", "replace") for name in files.list(TEMPLATES))
