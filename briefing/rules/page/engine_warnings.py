"""What WeasyPrint only logs and goes on from: missing images and glyphs, fonts, styles that it ignored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from briefing.core.finding import Finding, Severity, Span
from briefing.core.native_libraries import HERE, install_command
from briefing.model.content import passages_in
from briefing.stages import Remark, Tailored

SHOWN = 40
"""As many characters are told of an address that holds its picture."""

SLOW_FONTS = "Using fontTools instead of HarfBuzz-Subset"
"""What the engine says of each font; it is one thing, and of the machine."""

ATTACHED = "take `rel=attachment` out of the template; `attachments` of the audience says what is attached"


def engine_remarks(tailored: Tailored, remarks: Sequence[Remark]) -> Sequence[Finding]:
    """A missing image, glyph or font stops the edition; a rule of a style that was ignored is a warning."""
    return list(dict.fromkeys(_explain(tailored, remark) for remark in dict.fromkeys(remarks)))


def _explain(tailored: Tailored, remark: Remark) -> Finding:
    if remark.kind == "glyph":
        return _glyph(tailored, remark)
    if remark.kind == "image":
        return _image(tailored, remark)
    if remark.kind in LEADING:
        what, help = LEADING[remark.kind]
        return Finding("BR508", what.format(remark=remark), _tag_place(remark), help)
    return _of_style(remark)


def _of_style(remark: Remark) -> Finding:
    """A finding about a stylesheet, or about something that has no place."""
    where = Span(remark.file, remark.line, remark.column) if remark.file else Span("styles")
    if remark.kind == "font":
        what = f"the font '{remark.subject}' cannot be loaded: {remark.detail}"
        help = "check the file: it must be a TTF, OTF, WOFF or WOFF2 in styles/fonts/ or in an installed font package"
        return Finding("BR504", what, where, help)
    if remark.kind == "colour font":
        what = f"the font '{remark.subject}' draws its characters as coloured pictures"
        help = "take the emoji out, or a font of letters and signs: no PDF/A can hold such a font"
        return Finding("BR514", what, where, help)
    if remark.kind == "stylesheet":
        why = "it imports itself" if remark.detail.startswith("RecursionError") else remark.detail
        what = f"the stylesheet '{name_of(remark.subject)}' cannot be loaded{f': {why}' if why else ''}"
        return Finding("BR507", what, where, "put it into the workspace; nothing comes from the network")
    if remark.kind == "attachment":
        reason = remark.detail.removeprefix("OSError: ") or "it has no `href`"
        what = f"a template attaches a file that cannot be attached: {reason}"
        return Finding("BR522", what, _tag_place(remark), ATTACHED)
    if remark.kind == "css":
        return Finding("BR503", remark.subject, where, "mend or remove it", Severity.WARNING)
    if remark.subject.startswith(SLOW_FONTS):
        what = "the library HarfBuzz subset is missing: fonts are embedded without it, which takes longer"
        return Finding("BR901", what, HERE, f"run: {install_command()}", Severity.WARNING)
    if remark.kind == "late":
        return Finding("BR508", remark.subject, where, "remove it from the style", Severity.WARNING)
    what = f"WeasyPrint reports: {remark.subject}"
    return Finding("BR508", what, where, "look for it in the styles and templates", Severity.WARNING)


LEADING = {
    "anchor": ("a link leads nowhere, or to two places: {remark.subject}", "fix the id, or the link"),
    "address": ("the address '{remark.subject}' is malformed", "write a web address, or the name of a file"),
    "inline drawing": ("a drawing in the page cannot be shown: {remark.detail}", "correct the SVG"),
    "date": (
        "the date in <meta name={remark.subject}> is invalid: {remark.detail}",
        "write it as 2026-11-29",
    ),
}
"""Remarks about a tag of a template: what is wrong, and what helps."""


def name_of(address: str) -> str:
    """An address of the engine as the name in the workspace that it leads to."""
    return re.sub("^(file:///workspace(-in-grey)?/|https://workspace.invalid/)", "", address)


def _glyph(tailored: Tailored, remark: Remark) -> Finding:
    times = f", which the page has {remark.count} times" if remark.count > 1 else ""
    what = f"no font of the style has the character '{remark.subject}' ({remark.detail}){times}"
    help = "replace the character, or add a font that has it to styles/fonts.css"
    where = find_text(tailored, remark.subject)
    if where.file == "styles" and remark.line:
        where = Span(remark.file, remark.line, remark.column)
    return Finding("BR506", what, where, help)


def _tag_place(remark: Remark) -> Span:
    """The tag of a template that a remark is about."""
    return Span(remark.file, remark.line, remark.column) if remark.line else Span("templates")


def _image(tailored: Tailored, remark: Remark) -> Finding:
    name = name_of(remark.subject)
    reason = f": {remark.detail}" if remark.detail else ""
    if name.startswith("data:"):
        name = f"{name[:SHOWN]}…"
    where = find_text(tailored, name.rpartition("/")[2])
    if where.file == "styles" and remark.file:
        where = Span(remark.file, remark.line, remark.column)
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
