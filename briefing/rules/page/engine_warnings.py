"""Warnings that WeasyPrint only logs: missing images and glyphs, fonts, ignored styles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.core.native_libraries import HERE, install_command
from briefing.rules.page import private_use_characters
from briefing.rules.page.locations import find_text
from briefing.rules.page.missing_glyphs import MISSING_GLYPH, report_missing_glyphs
from briefing.rules.pdf.foreign_content import UNDECLARED_ATTACHMENT
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import EngineWarning, Tailored

MISSING_IMAGE = Rule(
    "BR501",
    "missing-image",
    Severity.ERROR,
    Stage.PAGE,
    """
    An image is missing or cannot be read.

    Images are PNG, JPEG, GIF, WebP or SVG files in the workspace; nothing is loaded from
    the network. A file in another format is named, with what to export.
    A name is relative to the file that has it: a brief, a template or a stylesheet. Correct
    the name, or put the file there.

    Bad:

        /* styles/audiences/policymaker.css */
        h1 { background: url("../../content/heat/figures/mapp.svg") }

    Good:

        /* styles/audiences/policymaker.css */
        h1 { background: url("../../content/heat/figures/map.svg") no-repeat right }
    """,
    ExampleKind.BUILD,
)
INVALID_CSS = Rule(
    "BR503",
    "invalid-css",
    Severity.WARNING,
    Stage.PAGE,
    """
    A CSS rule, or a colour in a drawing, is invalid and is ignored.

    The typesetter skips a property, a value or a selector that it does not know, and the
    page looks as if it were not there. A drawing or a chart paints a colour that it does
    not know black. Correct the declaration, or remove it.

    Bad:

        /* styles/audiences/policymaker.css */
        h1 { colr: #12395b }

    Good:

        /* styles/audiences/policymaker.css */
        h1 { color: #12395b }
    """,
    ExampleKind.BUILD,
)
UNLOADABLE_FONT = Rule(
    "BR504",
    "unloadable-font",
    Severity.ERROR,
    Stage.PAGE,
    """
    A font cannot be loaded.

    The file of an `@font-face` is missing, or is no TTF, OTF, WOFF or WOFF2 font. Fonts are
    in `styles/fonts/` of the workspace, or in an installed font package. Another font would
    replace it silently.

    Bad:

        /* styles/audiences/policymaker.css */
        @font-face { font-family: "House"; src: url("../fonts/House-Bold.otf") }

    Good:

        /* styles/audiences/policymaker.css */
        @font-face { font-family: "House"; src: url("../fonts/XCharter-Bold.otf") }
    """,
    ExampleKind.BUILD,
)
MISSING_STYLESHEET = Rule(
    "BR507",
    "missing-stylesheet",
    Severity.ERROR,
    Stage.PAGE,
    """
    A stylesheet is missing.

    A stylesheet imports a file that does not exist, or itself; or a brief names a paper
    that no `styles/papers/` has. Nothing is loaded from the network. Correct the name, or
    put the file into the workspace.

    Bad:

        /* styles/audiences/policymaker.css */
        @import "colours.css";

    Good:

        /* styles/audiences/policymaker.css */
        @import "colours.css";
        /* styles/audiences/colours.css */
        h1 { color: #12395b }
    """,
    ExampleKind.BUILD,
)
ENGINE_WARNING = Rule(
    "BR508",
    "typesetter-warning",
    Severity.ERROR,
    Stage.PAGE,
    """
    The typesetter reports something else.

    A link leads to an id that the page does not have, or has twice; an address or a date is
    malformed; a drawing in the page cannot be shown. These are errors. Any other message of
    the typesetter is a warning with its own text.

    Bad:

        {# templates/parts/colophon.j2.html #}
        <p><a href="#contacts">Contact</a></p>
        <p id="contact">Write to us.</p>

    Good:

        {# templates/parts/colophon.j2.html #}
        <p><a href="#contact">Contact</a></p>
        <p id="contact">Write to us.</p>
    """,
    ExampleKind.BUILD,
    varies=True,
)
COLOUR_FONT = Rule(
    "BR514",
    "colour-font",
    Severity.ERROR,
    Stage.PAGE,
    """
    A font draws its characters as coloured pictures.

    Emoji fonts do, and PDF/A forbids such fonts. Remove the emoji, or use a font that draws
    outlines.

    Bad:

        /* styles/audiences/policymaker.css */
        @font-face { font-family: "Emoji"; src: url("../fonts/NotoColorEmoji.ttf") }
        .section p { font-family: "Emoji" }

    Good:

        /* styles/audiences/policymaker.css */
        .section p { font-family: "Brief Text" }
    """,
    ExampleKind.NONE,
)
UNDRAWABLE_PART = Rule(
    "BR535",
    "undrawable-drawing",
    Severity.ERROR,
    Stage.PAGE,
    """
    A part of a drawing (SVG) cannot be drawn.

    The part would be missing from the page, or would look different: HTML in a drawing, a
    text on a path, a filter, an animation, a colour that is not in sRGB, a reference to
    something that the drawing does not have. The finding is at its element, and says how
    to export the drawing so that it can be printed. Nothing that is hidden counts.

    Bad:

        sections:
          - title: The harbour is deep
            text: "![A drawing of the new quay.](figures/map.svg)"
        <!-- content/heat/figures/map.svg -->
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">
          <path id="quay" d="M10 50Q100 0 190 50" fill="none" stroke="black"/>
          <text font-size="14"><textPath href="#quay">The new quay</textPath></text>
        </svg>

    Good:

        sections:
          - title: The harbour is deep
            text: "![A drawing of the new quay.](figures/map.svg)"
        <!-- content/heat/figures/map.svg -->
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">
          <path d="M10 50Q100 0 190 50" fill="none" stroke="black"/>
          <text x="60" y="55" font-size="14">The new quay</text>
        </svg>
    """,
    ExampleKind.BUILD,
)
FONT_OF_DRAWING = Rule(
    "BR536",
    "irreplaceable-font",
    Severity.ERROR,
    Stage.PAGE,
    """
    A drawing needs a font that the style does not have.

    A font of a drawing that no `@font-face` declares is replaced by the display font or
    the text font of the style. This is impossible where each letter has a place of its
    own, where the characters of the font are symbols, or where texts then overlap. Export
    the texts of the drawing as paths, or add the font to `styles/fonts.css`.

    Bad:

        sections:
          - title: The harbour is deep
            text: "![A drawing of the new quay.](figures/map.svg)"
        <!-- content/heat/figures/map.svg -->
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">
          <text y="40" font-size="14" font-family="Papyrus" x="10 21 31 40">Quay</text>
        </svg>

    Good:

        sections:
          - title: The harbour is deep
            text: "![A drawing of the new quay.](figures/map.svg)"
        <!-- content/heat/figures/map.svg -->
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">
          <text y="40" font-size="14" font-family="Papyrus" x="10">Quay</text>
        </svg>
    """,
    ExampleKind.BUILD,
)
RULES = (
    *(MISSING_IMAGE, INVALID_CSS, UNLOADABLE_FONT, MISSING_GLYPH),
    *(MISSING_STYLESHEET, ENGINE_WARNING, COLOUR_FONT, UNDRAWABLE_PART, FONT_OF_DRAWING),
)

SHOWN = 40
"""Characters shown of a `data:` address."""

SLOW_FONTS = "Using fontTools instead of HarfBuzz-Subset"
"""The start of a warning that WeasyPrint logs for each font. It is about the machine, so it is reported once."""

ATTACHED = "remove `rel=attachment` from the template; `attachments` of the audience says what is attached"


def report_engine_warnings(tailored: Tailored, warnings: Sequence[EngineWarning]) -> Sequence[Finding]:
    """Return the findings for logged warnings: errors for missing images, glyphs and fonts, warnings for ignored CSS.

    Repeated warnings give one finding.
    """
    unique = dict.fromkeys(warnings)
    glyphs = [warning for warning in unique if warning.kind == "glyph"]
    characters = ("glyph", private_use_characters.KIND)
    others = (_explain(tailored, warning) for warning in unique if warning.kind not in characters)
    return list(dict.fromkeys((*report_missing_glyphs(tailored, glyphs), *others)))


def _explain(tailored: Tailored, warning: EngineWarning) -> Finding:
    if warning.kind == "image":
        return _image(tailored, warning)
    if warning.kind in ("drawing", "font of a drawing"):
        return _of_drawing(warning)
    if warning.kind in LEADING:
        what, help = LEADING[warning.kind]
        return ENGINE_WARNING.finding(what.format(warning=warning), _tag_place(warning), help)
    return _of_style(warning)


def _of_style(warning: EngineWarning) -> Finding:
    """Return a finding about a stylesheet, or about something without a place."""
    where = Span(warning.file, warning.line, warning.column) if warning.file else Span("styles")
    if warning.kind == "font":
        what = f"the font '{warning.subject}' cannot be loaded: {warning.detail}"
        help = (
            "check that it is a TTF, OTF, WOFF or WOFF2 file in styles/fonts/ or in an installed font package"
        )
        return UNLOADABLE_FONT.finding(what, where, help)
    if warning.kind == "colour font":
        what = f"the font '{warning.subject}' draws its characters as coloured pictures"
        help = "remove the emoji, or use a font that draws outlines: PDF/A forbids colour fonts"
        return COLOUR_FONT.finding(what, where, help)
    if warning.kind == "stylesheet":
        why = "it imports itself" if warning.detail.startswith("RecursionError") else warning.detail
        what = f"the stylesheet '{name_of(warning.subject)}' cannot be loaded{f': {why}' if why else ''}"
        return MISSING_STYLESHEET.finding(
            what, where, "put the file into the workspace; nothing is loaded from the network"
        )
    if warning.kind == "attachment":
        reason = warning.detail.removeprefix("OSError: ") or "it has no `href`"
        what = f"a file that a template attaches cannot be loaded: {reason}"
        return UNDECLARED_ATTACHMENT.finding(what, _tag_place(warning), ATTACHED)
    if warning.kind == "css":
        return INVALID_CSS.finding(warning.subject, where, "correct it, or remove it")
    if warning.subject.startswith(SLOW_FONTS):
        what = "the library HarfBuzz subset is missing: embedding fonts takes longer without it"
        return Finding("BR901", what, HERE, f"run: {install_command()}", Severity.WARNING)
    if warning.kind == "layout":
        return ENGINE_WARNING.finding(warning.subject, where, "remove it from the style", Severity.WARNING)
    what = f"WeasyPrint reports: {warning.subject}"
    help = "look for the cause in the styles and templates"
    return ENGINE_WARNING.finding(what, where, help, Severity.WARNING)


def _of_drawing(warning: EngineWarning) -> Finding:
    """Return a finding about a part of a drawing, at its place in the file."""
    where = Span(warning.file, warning.line, warning.column)
    what = f"the drawing cannot be printed completely: {warning.subject}"
    if warning.kind == "drawing":
        return UNDRAWABLE_PART.finding(what, where, warning.help)
    return FONT_OF_DRAWING.finding(what, where, warning.help)


LEADING = {
    "anchor": ("a link leads nowhere, or to two places: {warning.subject}", "correct the link or the id"),
    "address": ("the address '{warning.subject}' is malformed", "write a web address, or the name of a file"),
    "inline drawing": ("a drawing in the page cannot be shown: {warning.detail}", "correct the SVG"),
    "date": (
        "the date in <meta name={warning.subject}> is invalid: {warning.detail}",
        "write it as 2026-11-29",
    ),
}
"""Warnings about a tag of a template: what is wrong, and the help."""


def name_of(address: str) -> str:
    """Return the name in the workspace of an address that WeasyPrint logged."""
    return re.sub("^(file:///workspace(-in-grey)?/|https://workspace.invalid/)", "", address)


def _tag_place(warning: EngineWarning) -> Span:
    """Return the tag of a template that a warning is about."""
    return Span(warning.file, warning.line, warning.column) if warning.line else Span("templates")


def _image(tailored: Tailored, warning: EngineWarning) -> Finding:
    name = name_of(warning.subject)
    reason = f": {warning.detail}" if warning.detail else ""
    if name.startswith("data:"):
        name = f"{name[:SHOWN]}…"
    where = find_text(tailored, name.rpartition("/")[2])
    if where.file == "styles" and warning.file:
        where = Span(warning.file, warning.line, warning.column)
    help = warning.help or "put the file there as PNG, JPEG or SVG, or correct its name"
    return MISSING_IMAGE.finding(f"the picture '{name}' cannot be shown{reason}", where, help)
