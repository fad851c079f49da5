"""What WeasyPrint only logs and goes on from: missing images and glyphs, fonts, styles that it ignored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from briefing.core.finding import Finding, Severity, Span
from briefing.core.native_libraries import HERE, install_command
from briefing.model.content import passages_in
from briefing.stages import EngineWarning, Tailored

SHOWN = 40
"""As many characters are told of an address that holds its picture."""

SLOW_FONTS = "Using fontTools instead of HarfBuzz-Subset"
"""What the engine says of each font; it is one thing, and of the machine."""

ATTACHED = "take `rel=attachment` out of the template; `attachments` of the audience says what is attached"


def explain_warnings(tailored: Tailored, engine_warnings: Sequence[EngineWarning]) -> Sequence[Finding]:
    """A missing image, glyph or font stops the edition; a rule of a style that was ignored is a warning."""
    return list(dict.fromkeys(_explain(tailored, warning) for warning in dict.fromkeys(engine_warnings)))


def _explain(tailored: Tailored, warning: EngineWarning) -> Finding:
    if warning.kind == "glyph":
        return _glyph(tailored, warning)
    if warning.kind == "image":
        return _image(tailored, warning)
    if warning.kind in LEADING:
        what, help = LEADING[warning.kind]
        return Finding("BR508", what.format(warning=warning), _tag_place(warning), help)
    return _of_style(warning)


def _of_style(warning: EngineWarning) -> Finding:
    """A finding about a stylesheet, or about something that has no place."""
    where = Span(warning.file, warning.line, warning.column) if warning.file else Span("styles")
    if warning.kind == "font":
        what = f"the font '{warning.subject}' cannot be loaded: {warning.detail}"
        help = "check the file: it must be a TTF, OTF, WOFF or WOFF2 in styles/fonts/ or in an installed font package"
        return Finding("BR504", what, where, help)
    if warning.kind == "colour font":
        what = f"the font '{warning.subject}' draws its characters as coloured pictures"
        help = "take the emoji out, or a font of letters and signs: no PDF/A can hold such a font"
        return Finding("BR514", what, where, help)
    if warning.kind == "stylesheet":
        why = "it imports itself" if warning.detail.startswith("RecursionError") else warning.detail
        what = f"the stylesheet '{name_of(warning.subject)}' cannot be loaded{f': {why}' if why else ''}"
        return Finding("BR507", what, where, "put it into the workspace; nothing comes from the network")
    if warning.kind == "attachment":
        reason = warning.detail.removeprefix("OSError: ") or "it has no `href`"
        what = f"a template attaches a file that cannot be attached: {reason}"
        return Finding("BR522", what, _tag_place(warning), ATTACHED)
    if warning.kind == "css":
        return Finding("BR503", warning.subject, where, "mend or remove it", Severity.WARNING)
    if warning.subject.startswith(SLOW_FONTS):
        what = "the library HarfBuzz subset is missing: fonts are embedded without it, which takes longer"
        return Finding("BR901", what, HERE, f"run: {install_command()}", Severity.WARNING)
    if warning.kind == "layout":
        return Finding("BR508", warning.subject, where, "remove it from the style", Severity.WARNING)
    what = f"WeasyPrint reports: {warning.subject}"
    return Finding("BR508", what, where, "look for it in the styles and templates", Severity.WARNING)


LEADING = {
    "anchor": ("a link leads nowhere, or to two places: {warning.subject}", "fix the id, or the link"),
    "address": ("the address '{warning.subject}' is malformed", "write a web address, or the name of a file"),
    "inline drawing": ("a drawing in the page cannot be shown: {warning.detail}", "correct the SVG"),
    "date": (
        "the date in <meta name={warning.subject}> is invalid: {warning.detail}",
        "write it as 2026-11-29",
    ),
}
"""Warnings about a tag of a template: what is wrong, and what helps."""


def name_of(address: str) -> str:
    """An address of the engine as the name in the workspace that it leads to."""
    return re.sub("^(file:///workspace(-in-grey)?/|https://workspace.invalid/)", "", address)


def _glyph(tailored: Tailored, warning: EngineWarning) -> Finding:
    times = f", which the page has {warning.count} times" if warning.count > 1 else ""
    what = f"no font of the style has the character '{warning.subject}' ({warning.detail}){times}"
    help = "replace the character, or add a font that has it to styles/fonts.css"
    where = find_text(tailored, warning.subject)
    if where.file == "styles" and warning.line:
        where = Span(warning.file, warning.line, warning.column)
    return Finding("BR506", what, where, help)


def _tag_place(warning: EngineWarning) -> Span:
    """The tag of a template that a warning is about."""
    return Span(warning.file, warning.line, warning.column) if warning.line else Span("templates")


def _image(tailored: Tailored, warning: EngineWarning) -> Finding:
    name = name_of(warning.subject)
    reason = f": {warning.detail}" if warning.detail else ""
    if name.startswith("data:"):
        name = f"{name[:SHOWN]}…"
    where = find_text(tailored, name.rpartition("/")[2])
    if where.file == "styles" and warning.file:
        where = Span(warning.file, warning.line, warning.column)
    help = "put the file there as PNG, JPEG or SVG, or mend its name"
    return Finding("BR501", f"the image '{name}' cannot be shown{reason}", where, help)


def find_text(tailored: Tailored, text: str) -> Span:
    """Where a piece of the edition's text was written: in the brief, else in the workspace's settings."""
    job = tailored.job
    for passage in passages_in(tailored.content):
        if text in passage.words or text in unescape(passage.words):
            if passage.key[0] != "workspace":
                return job.source_map.word(passage.key, text)
            if job.settings_places is not None:
                return job.settings_places.word(passage.key[1:], text)
    for source_map in (job.source_map, job.settings_places):
        if source_map is not None and source_map.count(text):
            return source_map.anywhere(text)
    return Span("styles")
